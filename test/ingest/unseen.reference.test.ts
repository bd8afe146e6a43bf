/**
 * Layouts of systems and sheets that the reader was not built on. Each table follows what vendors document or users show; all values in them are
 * invented, and the expected values were written by hand from the tables, before the reader had seen them.
 */
import { describe, expect, it } from 'vitest';
import type { History, QueueHistory } from '../../src/core/index.js';
import { readHistory } from '../../src/ingest/index.js';
import { FOURTH_ROUND } from './unseen/fourth-round.js';
import { HAND_MADE_SHAPES } from './unseen/hand-made.js';
import { SECOND_ROUND } from './unseen/second-round.js';
import type { ReadQueue, Shape } from './unseen/shape.js';
import { THIRD_ROUND } from './unseen/third-round.js';
import { TICKET_SHAPES } from './unseen/ticket-systems.js';
import { VOICE_SHAPES } from './unseen/voice-systems.js';

const read = ({ text = '', bytes, options }: Shape, columns: Record<string, string> = {}): Promise<History> =>
  readHistory(bytes ?? text, { zone: 'UTC', ...options, columns: { ...options?.columns, ...columns } });

const FIGURES = ['volume', 'handled', 'abandoned', 'shortAbandoned', 'ahtSeconds', 'meanWaitSeconds'] as const;

const rounded = (column: readonly (number | null)[]): (number | null)[] => column.map((value) => (value === null ? null : Number(value.toFixed(6))));

/** What was read, in the form in which it is written down by hand; only the figures that the expectation names. */
function shown(queue: QueueHistory, expected: ReadQueue | undefined): object {
  const figures = FIGURES.filter((name) => expected === undefined || expected[name] !== undefined).map((name) => [name, rounded(queue[name])]);
  return {
    queue: queue.queue,
    channel: queue.channel,
    reason: queue.reason,
    site: queue.site,
    start: queue.intervalSeconds === null ? queue.startDay : new Date(queue.startMs).toISOString(),
    step: queue.intervalSeconds === null ? queue.grain : queue.intervalSeconds / 60,
    ...Object.fromEntries(figures),
  };
}

function wanted(queue: ReadQueue): object {
  const figures = FIGURES.filter((name) => queue[name] !== undefined).map((name) => [name, rounded(queue[name] ?? [])]);
  return {
    queue: queue.queue,
    channel: queue.channel ?? 'voice',
    reason: queue.reason,
    site: queue.site,
    start: typeof queue.step === 'number' ? new Date(queue.start).toISOString() : queue.start,
    step: queue.step,
    ...Object.fromEntries(figures),
  };
}

const keyOf = ({ queue, channel = 'voice', reason = '' }: { queue: string; channel?: string; reason?: string }): string => `${queue}/${channel}/${reason}`;

async function check(shape: Shape): Promise<void> {
  if (shape.refused !== undefined) {
    await expect(read(shape)).rejects.toThrow(shape.refused);
    return;
  }
  const { queues, summary } = await read(shape);
  const byKey = new Map((shape.queues ?? []).map((queue) => [keyOf(queue), queue]));
  const got = queues.map((queue) => shown(queue, byKey.get(keyOf(queue))));
  const want = [...(shape.queues ?? [])].map(wanted);
  const sorted = (list: object[]): object[] =>
    list.map((entry) => JSON.parse(JSON.stringify(entry)) as object).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(sorted(got)).toEqual(sorted(want));
  if (shape.kept !== undefined) expect(summary.rowsKept).toBe(shape.kept);
  if (shape.dropped !== undefined) expect(summary.rowsDropped).toMatchObject(shape.dropped);
  expect(Object.values(summary.rowsDropped).reduce((sum, count) => sum + count, summary.rowsKept)).toBe(summary.rowsRead);
  const doubts = summary.doubts.map(({ what, chosen, option }) => `${what} ${chosen} ${option}`).join('\n');
  for (const words of shape.doubts ?? []) expect(doubts).toMatch(words);
  if (shape.sure) expect(summary.doubts).toEqual([]);
}

describe('telephone systems', () => {
  it.each(VOICE_SHAPES)('$title', check);
});
describe('ticket, chat and mail systems', () => {
  it.each(TICKET_SHAPES)('$title', check);
});
describe('sheets made by hand', () => {
  it.each(HAND_MADE_SHAPES)('$title', check);
});
describe('a second round', () => {
  it.each(SECOND_ROUND)('$title', check);
});
describe('a third round', () => {
  it.each(THIRD_ROUND)('$title', check);
});

/** Options of doubts that name a column, each with the file that it is proposed for. */
async function proposals(): Promise<{ shape: Shape; what: string; chosen: string; role: string; column: string }[]> {
  const all = [...VOICE_SHAPES, ...TICKET_SHAPES, ...HAND_MADE_SHAPES, ...SECOND_ROUND, ...THIRD_ROUND].filter(({ refused }) => refused === undefined);
  const found = await Promise.all(
    all.map(async (shape) =>
      (await read(shape)).summary.doubts.flatMap(({ what, chosen, option }) => {
        const [, role = '', column = '…'] = /^--column ([^=]+)="(.+)"$/.exec(option) ?? [];
        return column === '…' ? [] : [{ shape, what, chosen, role, column }];
      }),
    ),
  );
  return found.flat();
}

describe('an option that a doubt proposes', () => {
  it('works, and the doubt is gone', async () => {
    const options = await proposals();
    expect(options.length).toBeGreaterThan(20);
    for (const { shape, what, chosen, role, column } of options) {
      const { doubts } = (await read(shape, { [role]: column })).summary;
      expect(
        doubts.filter((doubt) => doubt.what === what && doubt.chosen === chosen),
        `${shape.title}: --column ${role}="${column}"`,
      ).toEqual([]);
    }
  });
});
describe('a fourth round', () => {
  it.each(FOURTH_ROUND)('$title', check);
});
