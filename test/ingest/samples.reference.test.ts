/**
 * Exports of 13 systems and hand-made files, read by name-blind recognition. The expected values were written by hand from the files.
 * Layouts: vendor documentation and public readers of real files; all values in them are invented.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { History, QueueHistory } from '../../src/core/index.js';
import { type HistoryOptions, readHistory } from '../../src/ingest/index.js';

const read = (file: string, options: Partial<HistoryOptions> = {}): Promise<History> =>
  readHistory(new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/exports', file))), { zone: 'UTC', sourceName: file, ...options });

type Expected = {
  readonly file: string;
  readonly options?: Partial<HistoryOptions>;
  readonly queue: string;
  readonly channel?: string;
  readonly start: string;
  readonly minutes: number;
  readonly columns: Partial<Pick<QueueHistory, 'volume' | 'handled' | 'abandoned' | 'shortAbandoned' | 'ahtSeconds' | 'meanWaitSeconds'>>;
  readonly kept: number;
  readonly dropped?: Readonly<Record<string, number>>;
  readonly system: string;
};

const expected: readonly Expected[] = [
  {
    file: 'genesys-cloud-queue-interval.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: {
      volume: [22, 31, 0],
      handled: [20, 31, 0],
      abandoned: [2, 0, 0],
      shortAbandoned: [0, 0, 0],
      ahtSeconds: [312.45075, 298, null],
      meanWaitSeconds: [15.12025, 8.12, null],
    },
    kept: 4,
    dropped: { partial: 1 },
    system: 'Genesys Cloud queue performance',
  },
  {
    file: 'genesys-cloud-queue-interval.csv',
    queue: 'Sales',
    channel: 'chat',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [6, null, null], handled: [6, null, null], ahtSeconds: [540, null, null], meanWaitSeconds: [42, null, null] },
    kept: 4,
    dropped: { partial: 1 },
    system: 'Genesys Cloud queue performance',
  },
  {
    file: 'genesys-cloud-wfm-historical-import.csv',
    queue: 'Example Queue A',
    start: '2026-01-05T08:00:00Z',
    minutes: 15,
    columns: { volume: [16, 14, null], handled: [15, 14, null], ahtSeconds: [310, 300, null] },
    kept: 3,
    system: 'Genesys Cloud WFM import',
  },
  {
    file: 'avaya-cms-split-interval-report.csv',
    queue: 'Sales',
    start: '2026-01-05T09:00:00Z',
    minutes: 30,
    // AHT = ACD + ACW: 4:11 + :49, 4:00 + :58, 75:30 + 1:10; wait over answered and abandoned: (22·14 + 2·40)/24, 8, (18·62 + 3·100)/21
    columns: {
      volume: [24, 31, null, null, null, 21],
      handled: [22, 31, null, null, null, 18],
      abandoned: [2, 0, null, null, null, 3],
      ahtSeconds: [300, 298, null, null, null, 4600],
      meanWaitSeconds: [16.1666666667, 8, null, null, null, 67.4285714286],
    },
    kept: 3,
    dropped: { total: 1 },
    system: 'Avaya CMS split/skill interval',
  },
  {
    file: 'avaya-cms-hsplit-dump.txt',
    queue: '101',
    start: '2026-01-05T09:00:00Z',
    minutes: 30,
    // (5522 + 264 + 1078) / 22 and (7440 + 1798) / 31; (308 + 80) / 24 and 248 / 31
    columns: { volume: [24, 31], handled: [22, 31], abandoned: [2, 0], ahtSeconds: [312, 298], meanWaitSeconds: [16.1666666667, 8] },
    kept: 2,
    system: 'Avaya CMS hsplit',
  },
  {
    file: 'cisco-uccx-csq-interval.csv',
    queue: 'SALES_CSQ',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [22, 33], handled: [20, 33], abandoned: [2, 0], ahtSeconds: [null, null] },
    kept: 3,
    dropped: { blank: 1, total: 1 },
    system: 'Cisco UCCX CSQ interval',
  },
  {
    file: 'nice-cxone-call-detail.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    // The third row is a transfer of the first contact: its 150 s are work on a contact counted once. 251 + 12 + 49 + 120 + 30.
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [462], meanWaitSeconds: [28] },
    kept: 3,
    system: 'NICE CXone call detail',
  },
  {
    file: 'five9-call-log.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [28] },
    kept: 2,
    dropped: { notInbound: 1 },
    system: 'Five9 call log',
  },
  {
    file: 'amazon-connect-historical-queue.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [22, 31], handled: [20, 31], abandoned: [2, 0], ahtSeconds: [312, 298], meanWaitSeconds: [14, 8] },
    kept: 2,
    dropped: { noVolume: 1 },
    system: 'Amazon Connect historical metrics',
  },
  {
    file: 'amazon-connect-contact-records.jsonl',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [28] },
    kept: 2,
    system: 'Amazon Connect contact records',
  },
  {
    file: 'zendesk-talk-calls.csv',
    queue: '6789',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [28] },
    kept: 2,
    system: 'Zendesk Talk calls',
  },
  {
    file: 'talkdesk-calls.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [263], meanWaitSeconds: [28] },
    kept: 2,
    system: 'Talkdesk calls',
  },
  {
    file: 'ringcentral-call-log.csv',
    queue: 'Main Queue',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [null], meanWaitSeconds: [null] },
    kept: 2,
    system: 'RingCentral call log',
  },
  {
    file: '3cx-call-log.csv',
    queue: 'Sales (800)',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [251], meanWaitSeconds: [28] },
    kept: 2,
    dropped: { voicemail: 1, total: 1 },
    system: '3CX call log',
  },
  {
    file: '3cx-cdr.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [1], handled: [1], abandoned: [0], ahtSeconds: [251], meanWaitSeconds: [14] },
    kept: 1,
    system: '3CX call records',
  },
  {
    file: 'asterisk-queue_log',
    queue: 'sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    // One answered, one abandoned, one that left by time-out; waits 14, 42 and 120 s.
    columns: { volume: [3], handled: [1], abandoned: [1], ahtSeconds: [251], meanWaitSeconds: [58.6666666667] },
    kept: 3,
    dropped: { event: 8 },
    system: 'Asterisk queue_log',
  },
  {
    file: 'asterisk-cdr-Master.csv',
    queue: 'sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [null], meanWaitSeconds: [null] },
    kept: 2,
    system: 'Asterisk Master.csv',
  },
  {
    file: 'freshcaller-calls.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [28] },
    kept: 2,
    system: 'Freshcaller calls',
  },
  {
    file: 'dialpad-call-logs.csv', // 08:00 in America/New_York, as its own column says
    queue: 'Sales',
    start: '2026-01-05T13:00:00Z',
    minutes: 30,
    columns: { volume: [2], handled: [1], abandoned: [1], ahtSeconds: [251.2], meanWaitSeconds: [27.25] },
    kept: 2,
    system: 'Dialpad calls',
  },
  {
    file: 'generic-german-excel.csv',
    queue: 'Vertrieb Süd',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [22, 1031], handled: [20, 1029], ahtSeconds: [312.5, 298] },
    kept: 2,
    dropped: { total: 1 },
    system: 'generic',
  },
  {
    file: 'generic-utf16le-tab.csv',
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [22, 31], handled: [20, 31], ahtSeconds: [312, 298] },
    kept: 2,
    system: 'generic',
  },
  {
    file: 'generic-excel-sep.csv',
    options: { dateOrder: 'monthFirst' },
    queue: 'Sales',
    start: '2026-01-05T08:00:00Z',
    minutes: 30,
    columns: { volume: [22, 31], handled: [20, 31], ahtSeconds: [312, 298] },
    kept: 2,
    system: 'generic',
  },
  {
    file: 'generic-dst-local-ambiguous.csv',
    options: { zone: 'America/New_York' },
    queue: 'Sales',
    start: '2026-11-01T04:30:00Z',
    minutes: 30,
    columns: { volume: [6, 5, 4, 3, 2, 1], ahtSeconds: [300, 301, 302, 303, 304, 305] },
    kept: 6,
    system: 'generic',
  },
];

describe('sample exports', () => {
  it.each(expected.map((want) => [`${want.file}, ${want.queue}, ${want.channel ?? 'voice'}`, want] as const))('%s', async (_title, want) => {
    const history = await read(want.file, want.options);
    const queue = history.queues.find((found) => found.queue === want.queue && found.channel === (want.channel ?? 'voice'));
    expect(queue).toMatchObject({ startMs: Date.parse(want.start), intervalSeconds: want.minutes * 60, ...want.columns });
    expect(history.summary).toMatchObject({ rowsKept: want.kept, rowsDropped: want.dropped ?? {}, system: want.system });
    const dropped = Object.values(history.summary.rowsDropped).reduce((sum, count) => sum + count, 0);
    expect(history.summary.rowsRead).toBe(history.summary.rowsKept + dropped);
  });

  it('a matrix of times and dates becomes rows; its blank cell stays unknown', async () => {
    const history = await read('generic-wide-matrix.csv');
    const [queue] = history.queues as [QueueHistory];
    expect(queue.intervalSeconds).toBe(900);
    const at = (stamp: string): number | null | undefined => queue.volume[(Date.parse(`${stamp}:00Z`) - queue.startMs) / 900_000];
    expect(['2026-01-05T08:00', '2026-01-05T08:30', '2026-01-06T08:15', '2026-01-06T08:30', '2026-01-07T08:30'].map(at)).toEqual([22, 31, 21, null, 29]);
  });

  it('JSON with an envelope gives the rows of its list, whatever stands in the names', async () => {
    const { queues, summary } = await read('generic-json-envelope.json');
    expect(queues.map(({ queue, volume, handled, ahtSeconds }) => ({ queue, volume, handled, ahtSeconds }))).toEqual([
      { queue: 'Care } ] {', volume: [0, 12], handled: [0, 11], ahtSeconds: [null, 205] },
      { queue: 'Müller "VIP"', volume: [31, 40], handled: [29, 38], ahtSeconds: [312.5, 298] },
    ]);
    expect(summary).toMatchObject({ system: 'JSON array', rowsRead: 4, rowsKept: 4, doubts: [] });
  });

  it('a long table of measures in any order gives columns; calls that went out are left out', async () => {
    const { queues, summary } = await read('generic-long-table.csv');
    expect(queues).toHaveLength(1);
    expect(queues[0]).toMatchObject({ queue: 'Sales', volume: [31, 40], handled: [29, 38], ahtSeconds: [312.5, 298] });
    expect(summary.rowsDropped).toEqual({ notInbound: 1 });
  });

  it('a later row that can only be day-first settles the dates before it', async () => {
    const history = await read('generic-dayfirst-ambiguous.csv');
    const [queue] = history.queues as [QueueHistory];
    expect(history.summary.dateOrder).toBe('dayFirst');
    expect(queue.startMs).toBe(Date.parse('2026-01-05T08:00:00Z'));
    expect(queue.volume.filter((value) => value !== null)).toEqual([22, 25, 24]);
  });

  it('dates that nothing proves are refused with the option that settles them', async () => {
    await expect(read('generic-excel-sep.csv')).rejects.toMatchObject({
      code: 'unusableInput',
      facts: { row: 3, column: 'Date', value: '1/5/2026', option: '--date-format' },
    });
    const dayFirst = await read('generic-excel-sep.csv', { dateOrder: 'dayFirst' });
    expect(dayFirst.queues[0]?.startMs).toBe(Date.parse('2026-05-01T08:00:00Z'));
  });

  it('a date order that only the vendor fixes is used and told as a doubt', async () => {
    const { summary } = await read('cisco-uccx-csq-interval.csv');
    expect(summary.dateOrder).toBe('monthFirst');
    expect(summary.doubts).toContainEqual(expect.objectContaining({ option: '--date-format dayFirst' }));
  });

  it('Connect metrics are booked when contacts end, and say so', async () => {
    expect((await read('amazon-connect-historical-queue.csv')).queues[0]?.bookedAt).toBe('end');
  });

  it('CXone records without field names are recognised by their shape', async () => {
    const text = readFileSync(join(import.meta.dirname, '../fixtures/exports/nice-cxone-call-detail.csv'), 'utf8');
    const bare = await readHistory(text.slice(text.indexOf('\n') + 1), { zone: 'UTC' });
    const named = await readHistory(text, { zone: 'UTC' });
    expect(bare.queues).toEqual(named.queues);
  });
});
