import { describe, expect, it } from 'vitest';
import { eventsToCsv } from '../../src/exchange/index.js';
import { readEvents } from '../../src/ingest/index.js';
import { publicHolidays } from '../../src/node/index.js';

const datesOf = async (country: string, region?: string, language?: string): Promise<string[]> =>
  (await publicHolidays({ country, region, language, fromYear: 2026, toYear: 2026 })).map(({ date }) => date.slice(5));

describe('publicHolidays', () => {
  // Feiertagsgesetze der Länder: nine days everywhere, five more in Bavaria
  it('gives the nine days of Germany, and those of Bavaria', async () => {
    expect(await datesOf('DE')).toEqual(['01-01', '04-03', '04-06', '05-01', '05-14', '05-25', '10-03', '12-25', '12-26']);
    expect(await datesOf('DE', 'BY')).toEqual(expect.arrayContaining(['01-06', '06-04', '11-01']));
    expect(await datesOf('DE', 'DE-BY')).toEqual(await datesOf('DE', 'BY'));
    expect(await datesOf('DE', 'BY-A')).toContain('08-08');
  });

  // 5 U.S.C. 6103: eleven federal holidays; 4 July 2026 is a Saturday, observed on Friday the 3rd
  it('gives the federal holidays of the United States with the observed day', async () => {
    expect(await datesOf('US')).toEqual(
      expect.arrayContaining(['01-01', '01-19', '02-16', '05-25', '06-19', '07-03', '09-07', '10-12', '11-11', '11-26', '12-25']),
    );
  });

  // gov.uk/bank-holidays: Boxing Day 2026 is a Saturday, its substitute Monday the 28th
  it('gives the bank holidays of England and of Scotland', async () => {
    expect(await datesOf('GB', 'ENG')).toEqual(['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-26', '12-28']);
    expect(await datesOf('GB', 'SCT')).toEqual(expect.arrayContaining(['01-02', '08-03', '11-30']));
  });

  it('covers a span of years, in order, and survives events.csv', async () => {
    const events = await publicHolidays({ country: 'DE', fromYear: 2025, toYear: 2027, kind: 'closure', language: 'en' });
    expect(events).toHaveLength(27);
    expect(events[0]).toMatchObject({ date: '2025-01-01', name: "New Year's Day", kind: 'closure' });
    expect(events.map(({ date }) => date)).toEqual(events.map(({ date }) => date).sort());
    expect(readEvents(eventsToCsv(events)).events).toEqual(events);
  });

  it('takes the types asked for', async () => {
    const bank = await publicHolidays({ country: 'DE', fromYear: 2026, toYear: 2026, types: ['bank'] });
    expect(bank.map(({ date }) => date)).toEqual(['2026-12-24', '2026-12-31']);
  });

  it.each([
    [{ country: 'USA' }, /two-letter code/],
    [{ country: 'DE', language: 'xx' }, /language "xx" is not known.*Known: de, en/],
    [{ country: 'XQ' }, /country "XQ" is not known/],
    [{ country: 'DE', region: 'BZ' }, /region "BZ" is not known.*Known: BB/],
    [{ country: 'DE', toYear: 2020 }, /toYear/],
  ])('refuses %o', async (fields, text) => {
    await expect(publicHolidays({ fromYear: 2026, toYear: 2026, ...fields })).rejects.toThrow(text);
  });
});
