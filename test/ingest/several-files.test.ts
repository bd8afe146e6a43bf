import { describe, expect, it } from 'vitest';
import { readHistories, readHistory } from '../../src/ingest/index.js';

const interval = (...rows: string[]): string => ['queue,timestamp,volume,handled,aht_seconds', ...rows].join('\n');

describe('several files of one history', () => {
  it('take the later file for every interval of a queue that it knows, as a whole', async () => {
    const { queues } = await readHistories(
      [
        { name: 'a.csv', input: interval('Sales,2026-01-13 08:00,24,22,300', 'Sales,2026-01-13 08:30,31,31,298') },
        { name: 'b.csv', input: interval('Sales,2026-01-13 08:30,33,30,', 'Sales,2026-01-13 09:00,28,27,305') },
      ],
      { zone: 'UTC' },
    );
    // the 8:30 of the second file has no handle time, and does not borrow the first one's
    expect(queues[0]).toMatchObject({ volume: [24, 33, 28], handled: [22, 30, 27], ahtSeconds: [300, null, 305] });
  });

  it('keep rows once that both files hold, as overlapping exports do', async () => {
    const same = interval('Sales,2026-01-13 08:00,24,22,300', 'Sales,2026-01-13 08:30,31,31,298');
    const { queues, summary, issues } = await readHistories(
      [
        { name: 'a.csv', input: same },
        { name: 'b.csv', input: same },
      ],
      { zone: 'UTC' },
    );
    expect(queues[0]?.volume).toEqual([24, 31]);
    expect(summary).toMatchObject({ rowsRead: 4, rowsKept: 4 });
    expect(issues.map(({ code, message }) => [code, message])).toEqual([['overlap', 'Sales: several files hold 2 of its intervals; the later file counts']]);
  });

  it('sum rows that one file holds twice, weigh their times, and say so', async () => {
    const { queues, issueCounts } = await readHistory(
      interval('Sales,2026-01-13 08:00,10,10,300', 'Sales,2026-01-13 08:00,30,30,200', 'Sales,2026-01-13 08:30,31,31,298'),
      {
        zone: 'UTC',
      },
    );
    expect(queues[0]).toMatchObject({ volume: [40, 31], ahtSeconds: [225, 298] });
    expect(issueCounts.duplicateInterval).toBe(1);
  });

  it('sum finer files to the longest interval', async () => {
    const { queues } = await readHistories(
      [
        { name: 'quarter.csv', input: 'timestamp,volume\n2026-01-13 08:00,5\n2026-01-13 08:15,6\n2026-01-13 08:30,7\n2026-01-13 08:45,8' },
        { name: 'half.csv', input: 'timestamp,volume\n2026-01-13 09:00,20\n2026-01-13 09:30,22' },
      ],
      { zone: 'UTC' },
    );
    expect(queues[0]).toMatchObject({ intervalSeconds: 1800, volume: [11, 15, 20, 22] });
  });

  it.each([
    ['days', 'date,volume\n2026-01-12,500\n2026-01-13,510\n2026-01-14,490', /one row per day/],
    ['weeks', 'week,volume\n2026-W03,2500\n2026-W04,2510\n2026-W05,2490', /one row per week/],
    ['months', 'month,volume\n2026-01,9500\n2026-02,9510\n2026-03,9490', /one row per month/],
  ])('never mix intervals with %s', async (_grain, coarse, words) => {
    const fine = 'timestamp,volume\n2026-01-13 08:00,24\n2026-01-13 08:30,31';
    await expect(
      readHistories(
        [
          { name: 'fine.csv', input: fine },
          { name: 'coarse.csv', input: coarse },
        ],
        { zone: 'UTC' },
      ),
    ).rejects.toThrow(words);
  });

  it.each([
    ['week', 'week,volume\n2026-W03,2500\n2026-W04,2510\n2026-W05,2490', 'week,volume\n2026-W05,2400\n2026-W06,2520', [2500, 2510, 2400, 2520]],
    [
      'month',
      'month,volume\n2025-11,9500\n2025-12,9510\n2026-01,9490',
      'month,volume\n2026-01,9400\n2026-02,9520\n2026-03,9300',
      [9500, 9510, 9400, 9520, 9300],
    ],
  ])('of a %s each keep that grain, the later file on top', async (grain, first, second, volume) => {
    const { queues } = await readHistories(
      [
        { name: 'a.csv', input: first },
        { name: 'b.csv', input: second },
      ],
      { zone: 'Europe/Berlin' },
    );
    expect(queues[0]).toMatchObject({ grain, intervalSeconds: null, volume });
  });

  it('leave out a last interval that the records do not reach the end of', async () => {
    const rows = Array.from({ length: 4 * 96 }, (_, i) => `${i},${new Date(Date.UTC(2026, 0, 12) + i * 900_000 + 60_000).toISOString().slice(0, 19)},Sales`);
    const many = Array.from({ length: 40 }, (_, i) => `m${i},2026-01-16T00:0${i % 4}:10,Sales`);
    const { queues, issueCounts } = await readHistory(['Call ID,Start time,Queue', ...rows, ...many].join('\n'), { zone: 'UTC' });
    expect(issueCounts.partialEnd).toBe(1);
    expect((queues[0]?.startMs ?? 0) + (queues[0]?.volume.length ?? 0) * 1_800_000).toBe(Date.UTC(2026, 0, 16));
  });
});
