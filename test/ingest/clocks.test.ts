import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/ingest/index.js';

const stampOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** Rows of a day as New York's clock shows it: 01:00 and 01:30 on 1 November 2026 come twice. */
function newYorkRows(backward: boolean): string[] {
  const rows: string[] = [];
  for (let ms = Date.UTC(2026, 10, 1, 4); ms < Date.UTC(2026, 10, 2, 5); ms += 1_800_000) {
    const offset = ms < Date.UTC(2026, 10, 1, 6) ? 4 : 5;
    rows.push(`${stampOf(ms - offset * 3_600_000)},${10 + rows.length}`);
  }
  return backward ? rows.reverse() : rows;
}

describe('a fall-back hour in the file', () => {
  const file = (rows: readonly string[]): string => ['timestamp,volume', ...rows].join('\n');

  it.each([false, true])('is settled by the order of rows, also when the file runs backward (%s)', async (backward) => {
    const { queues, issueCounts } = await readHistory(file(newYorkRows(backward)), { zone: 'America/New_York' });
    expect(queues[0]?.volume).toEqual(Array.from({ length: 50 }, (_, i) => 10 + i));
    expect(issueCounts).toEqual({ doubledHour: 4 });
  });

  it('that the zone given does not have names a zone that has it', async () => {
    const { summary } = await readHistory(file(newYorkRows(false)), { zone: 'Europe/Berlin' });
    expect(summary.doubts).toContainEqual({
      what: '2026-11-01 01:00 and others are there twice, as on clocks that go back then (America/New_York and zones like it), not in Europe/Berlin',
      chosen: 'the clock of Europe/Berlin, both rows added up',
      option: '--source-zone America/New_York',
    });
  });

  it('shows in records of contacts that step back by an hour', async () => {
    const calls = Array.from({ length: 300 }, (_, i) => Date.UTC(2026, 9, 25, 0) + i * 60_000).map((ms, i) => {
      const offset = ms < Date.UTC(2026, 9, 25, 1) ? 2 : 1;
      return `${i},${stampOf(ms + offset * 3_600_000)}:00,Inbound,Answered,100`;
    });
    const text = ['call id,start time,direction,status,talk time', ...calls].join('\n');
    const { summary } = await readHistory(text, { zone: 'America/New_York' });
    expect(summary.doubts.map(({ option }) => option)).toContain('--source-zone Europe/Berlin');
    expect((await readHistory(text, { zone: 'Europe/Berlin' })).summary.doubts).toEqual([]);
  });

  it('is no matter of clocks when other rows repeat as well', async () => {
    const rows = newYorkRows(false);
    const { summary } = await readHistory(file([...rows, ...rows.slice(20, 24)]), { zone: 'Europe/Berlin' });
    expect(summary.doubts.filter(({ option }) => option.startsWith('--source-zone'))).toEqual([]);
  });
});
