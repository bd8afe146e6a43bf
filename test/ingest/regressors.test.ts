import { describe, expect, it } from 'vitest';
import { eventsToCsv } from '../../src/exchange/index.js';
import { readEvents, readRegressors } from '../../src/ingest/index.js';

describe('readRegressors', () => {
  it('makes one regressor of each column and queue, with the days between as unknown', () => {
    const { regressors, issues } = readRegressors('Date,Queue,Letters sent,°C\n2026-12-09,billing,800,-3.5\n2026-12-07,billing,500,\n2026-12-07,,1e3,2\n');
    expect(issues).toEqual([]);
    expect(regressors).toEqual([
      { name: 'letters_sent', queue: 'billing', startDay: '2026-12-07', values: [500, null, 800] },
      { name: '°c', queue: 'billing', startDay: '2026-12-07', values: [null, null, -3.5] },
      { name: 'letters_sent', startDay: '2026-12-07', values: [1000] },
      { name: '°c', startDay: '2026-12-07', values: [2] },
    ]);
  });

  it('takes semicolons, a byte order mark and any order of days, over a clock change', () => {
    const { regressors } = readRegressors('\uFEFFletters;date\n3;2026-03-30\n1;2026-03-28\n');
    expect(regressors[0]).toEqual({ name: 'letters', startDay: '2026-03-28', values: [1, null, 3] });
  });

  it.each([
    ['', 'is empty'],
    ['date,queue\n2026-12-07,a', 'names no regressor'],
    ['letters\n3', 'has no column "date"'],
    ['date,letters\n12/7/2026,3', 'column date must be a date'],
    ['date,letters\n,3', 'column date must be a date'],
    ['date,letters\n2026-02-30,3', 'column date must be a date'],
    ['date,letters\n2026-12-07,3 %', 'column letters must be a number'],
    ['date,letters\n2026-12-07,NaN', 'column letters must be a number'],
    ['date,letters\n2026-12-07,3\n2026-12-07,4', 'row 2 has it too'],
    ['date,letters\n2026-12-07,3\n0226-12-08,4', 'within 100 years of the first, 0226-12-08'],
    ['date,letters,letters\n2026-12-07,3,4', 'names the column "letters" twice'],
  ])('refuses %j', (text, message) => expect(() => readRegressors(text, { sourceName: 'reg.csv' })).toThrow(message));
});

describe('the effect of an event on handle times', () => {
  it('is a factor, written as it is read', () => {
    const csv = 'date,name,kind,effect,aht_effect\n2026-12-07,Offer,campaign,x1.3,x1.2\n2026-12-08,Bills,billing,,\n';
    const { events } = readEvents(csv);
    expect(events.map(({ ahtFactor }) => ahtFactor)).toEqual([1.2, undefined]);
    expect(eventsToCsv(events)).toBe(csv);
  });

  it.each(['x0', '1.2', '+20%', 'x-1'])('is refused as %s', (cell) => {
    expect(() => readEvents(`date,name,kind,aht_effect\n2026-12-07,Offer,campaign,${cell}`)).toThrow(
      /row 2, column aht_effect must be a factor above 0 such as x1.2/,
    );
  });
});
