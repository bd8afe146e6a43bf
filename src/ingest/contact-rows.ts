import type { Doubt } from '../core/index.js';
import { isBlankCell } from './cell-number.js';
import { createWhenReader } from './cell-when.js';
import type { Role } from './column-names.js';
import { directionFilter } from './direction-filter.js';
import type { RowReader } from './interval-rows.js';
import { momentReader } from './plan-when.js';
import { leftOut, type Rejection } from './row-verdict.js';
import { median, type SampleRows, secondsReader, settleUnit, type TimeUnit } from './settle-units.js';
import type { PickedColumn, TableLayout } from './table-layout.js';
import type { Tally } from './tally.js';

const ABANDONED =
  /aband|hung ?up|hang ?up by caller|missed|unanswered|no[ _-]?answer|not answered|\blost\b|verpasst|aufgelegt|abgebrochen|verloren|nicht angenommen|perdu|perdida|abbandon/i;
const LEFT = /left the queue|time ?out|overflow|over ?flowed|exit|deflect|redirect|call ?back requested/i;
const VOICEMAIL = /voice ?mail|anrufbeantworter|mailbox|messagerie vocale|buzon/i;
const ANSWERED = /answer|accepted|completed?|handled|connected|resolved|angenommen|beantwortet|verbunden|atendida|repondu|répondu/i;

/** Who gives up sooner than this never waited: the line was mistaken, or the recording enough. */
const SHORT_SECONDS = 5;

/** Flags that say yes. */
const SAYS_YES = /^(y|j|yes|ja|true|t|x|oui|si|sí|[1-9]\d*)$/i;

type Cells = readonly string[];

/** Plans the reading of rows that stand for one contact each. */
export function planContactRows(layout: TableLayout, rows: SampleRows, doubts: Doubt[], shortAbandonSeconds?: number): RowReader {
  const shortSeconds = shortAbandonSeconds ?? SHORT_SECONDS;
  const units: Record<string, string> = {};
  const keeps = directionFilter(layout.columns.direction);
  const { queue } = layout.columns;
  const readOutcome = outcomeReader(layout);
  const handle = planHandle(layout, rows, units, doubts);
  const wait = planWait(layout, units, doubts);
  const isShort = shortWords(layout);
  const read: RowReader['read'] = (cells, _row, tally: Tally): Rejection | null => {
    if (!keeps(cells)) return leftOut('notInbound');
    if (queue !== undefined && VOICEMAIL.test(cells[queue.index] ?? '')) return leftOut('voicemail', 'a message on a machine, no contact of a queue');
    const outcome = readOutcome(cells);
    tally.volume = 1;
    tally.handled = outcome === null ? Number.NaN : outcome === 'handled' ? 1 : 0;
    tally.abandoned = outcome === null ? Number.NaN : outcome === 'abandoned' ? 1 : 0;
    const seconds = outcome === 'abandoned' ? Number.NaN : handle(cells);
    tally.handleSeconds = seconds > 0 ? seconds : Number.NaN;
    tally.handleWeight = seconds > 0 ? 1 : Number.NaN;
    const waited = wait(cells);
    tally.waitSeconds = waited;
    tally.waitWeight = !Number.isNaN(waited) ? 1 : Number.NaN;
    tally.shortAbandoned =
      outcome === null ? Number.NaN : outcome !== 'abandoned' ? 0 : isShort(cells) ? 1 : Number.isNaN(waited) ? Number.NaN : waited < shortSeconds ? 1 : 0;
    return null;
  };
  const contactKey = legKey(layout);
  return contactKey === null ? { read, units } : { read, units, contactKey };
}

/** What the legs of one contact share: a parent id, or an id that sample rows repeat. Null when every row is a contact of its own. */
function legKey({ columns: { id, parentId } }: TableLayout): ((cells: Cells) => string) | null {
  const shared = [parentId, id].find((column) => column !== undefined && (column === parentId || column.profile.distinct < column.profile.filled));
  if (shared === undefined) return null;
  return (cells) => {
    const key = (cells[shared.index] ?? '').trim();
    return key === '' && id !== undefined ? (cells[id.index] ?? '') : key;
  };
}

/** Tells contacts that the system itself calls short abandons. */
function shortWords({ columns: { status, direction } }: TableLayout): (cells: Cells) => boolean {
  const words = [status, direction].filter((column) => column !== undefined);
  return (cells) => words.some(({ index }) => /\bshort\b.*aband|aband.*\bshort\b|kurzabbrecher|kurzaufleger/i.test(cells[index] ?? ''));
}

type Outcome = 'handled' | 'abandoned' | 'left';

/** How a contact ended: by its flags, else the words of its outcome, else whether anybody took it. Null when the row does not tell. */
function outcomeReader({ columns }: TableLayout): (cells: Cells) => Outcome | null {
  const { abandoned, handled, status, direction, agent, answeredAt } = columns;
  const words = [status, direction].filter((column) => column !== undefined);
  const byWords = new Map<string, Outcome | null>();
  const samples = words.flatMap(({ profile }) => profile.samples);
  // `Inbound, Missed, Outbound`: where only the lost ones are named, the others were taken
  const onlyLost = samples.some((text) => ABANDONED.test(text)) && !samples.some((text) => ANSWERED.test(text) && !ABANDONED.test(text));
  return (cells) => {
    if (abandoned !== undefined) {
      const text = (cells[abandoned.index] ?? '').trim();
      if (!isBlankCell(text)) return SAYS_YES.test(text) ? 'abandoned' : 'handled';
      if (abandoned.profile.filled > 0) return 'handled'; // flags are often left empty for "no"
    }
    if (handled !== undefined && !isBlankCell(cells[handled.index] ?? '')) return SAYS_YES.test((cells[handled.index] ?? '').trim()) ? 'handled' : 'abandoned';
    for (const column of words) {
      const text = cells[column.index] ?? '';
      let verdict = byWords.get(text);
      if (verdict === undefined) {
        verdict = LEFT.test(text) ? 'left' : ABANDONED.test(text) ? 'abandoned' : ANSWERED.test(text) ? 'handled' : null;
        byWords.set(text, verdict);
      }
      if (verdict !== null) return verdict;
    }
    const taker = answeredAt ?? agent;
    if (taker === undefined || taker.profile.filled === 0) return onlyLost ? 'handled' : null;
    const text = (cells[taker.index] ?? '').trim();
    return isBlankCell(text) || /^(\[none\]|none|0|null|unassigned)$/i.test(text) ? 'abandoned' : 'handled';
  };
}

type SecondsOf = { readonly role: Role; readonly seconds: (cells: Cells) => number };

/** Reads handle time: one column, or talk + hold + wrap-up, or the time from answer to end. */
function planHandle(layout: TableLayout, rows: SampleRows, units: Record<string, string>, doubts: Doubt[]): (cells: Cells) => number {
  const { columns } = layout;
  const roles: readonly Role[] = columns.handle !== undefined ? ['handle'] : columns.talk !== undefined ? ['talk', 'hold', 'acw'] : [];
  let shared: TimeUnit | null = null;
  const parts = roles.flatMap((role): SecondsOf[] => {
    const column = columns[role];
    if (column === undefined) return [];
    const unit = settleUnit(column, layout.numberStyle, median, doubts, shared);
    shared ??= column.unitSeconds === null ? unit : null;
    units[role] = unit.label;
    return [{ role, seconds: secondsReader(column, unit, layout.numberStyle) }];
  });
  if (parts.length === 0) return planDuration(layout, rows, units, doubts) ?? fromAnswerToEnd(columns.answeredAt, columns.end, units);
  const withoutHold = roles.includes('hold') && holdIsInside(layout, rows, units);
  const used = parts.filter(({ role }) => role !== 'hold' || !withoutHold);
  return (cells) => {
    let sum = Number.NaN;
    for (const { seconds } of used) {
      const value = seconds(cells);
      if (!Number.isNaN(value)) sum = (!Number.isNaN(sum) ? sum : 0) + value;
    }
    return sum;
  };
}

/**
 * Handle time out of one duration. Contacts that nobody took show what it counts: without a duration beside a wait it is time with a person; as long as the
 * wait it holds the wait as well, which is taken off. Without such contacts nothing is proven and nothing read.
 */
function planDuration(layout: TableLayout, rows: SampleRows, units: Record<string, string>, doubts: Doubt[]): ((cells: Cells) => number) | null {
  const { duration, wait } = layout.columns;
  if (duration === undefined) return null;
  const own = settleUnit(duration, layout.numberStyle, median, [], null);
  const seconds = secondsReader(duration, own, layout.numberStyle);
  const waited =
    wait === undefined
      ? () => Number.NaN
      : secondsReader(
          wait,
          settleUnit(wait, layout.numberStyle, () => 60, [], own),
          layout.numberStyle,
        );
  const outcome = outcomeReader(layout);
  const lost = rows.filter((cells) => outcome(cells) === 'abandoned' && waited(cells) > 2);
  const without = lost.filter((cells) => !(seconds(cells) > 0)).length;
  const equal = lost.filter((cells) => Math.abs(seconds(cells) - waited(cells)) <= 2).length;
  const untouched = lost.length > 0 && without >= 0.8 * lost.length;
  const includes = lost.length > 0 && equal >= 0.8 * lost.length;
  if (!untouched && !includes) {
    doubts.push({
      what: `"${duration.name}" may hold more than the time with a person`,
      chosen: 'handle time unknown',
      option: `--column handle="${duration.name}"`,
    });
    return null;
  }
  units.duration = `${own.label}, ${untouched ? 'without the wait, as abandoned contacts show' : 'wait taken off, as abandoned contacts show'}`;
  return untouched ? seconds : (cells) => Math.max(0, seconds(cells) - (waited(cells) || 0));
}

function fromAnswerToEnd(answeredAt: PickedColumn | undefined, end: PickedColumn | undefined, units: Record<string, string>): (cells: Cells) => number {
  if (answeredAt === undefined || end === undefined) return () => Number.NaN;
  units.handle = 'from answer to end, without wrap-up';
  const [answerMs, endMs] = [momentReader(answeredAt), momentReader(end)];
  return (cells) => {
    const seconds = (endMs(cells) - answerMs(cells)) / 1000;
    return seconds > 0 && seconds < 86_400 ? seconds : Number.NaN;
  };
}

/**
 * Talk time may include hold. Proof: where a total is there as well, before-queue + wait + talk + wrap-up equals it without hold on most rows with hold.
 */
function holdIsInside(layout: TableLayout, rows: SampleRows, units: Record<string, string>): boolean {
  const { duration, hold, talk, acw, wait, beforeQueue } = layout.columns;
  if (duration === undefined || hold === undefined || talk === undefined) return false;
  const plain: TimeUnit = { bareSeconds: 1, hours: false, label: '' };
  const value = (column: PickedColumn | undefined, cells: Cells): number => {
    const seconds = column === undefined ? 0 : secondsReader(column, plain, layout.numberStyle)(cells);
    return !Number.isNaN(seconds) ? seconds : 0;
  };
  let inside = 0;
  let beside = 0;
  for (const cells of rows) {
    const held = value(hold, cells);
    if (!(held > 0)) continue;
    const base = value(talk, cells) + value(wait, cells);
    const rests = [0, value(beforeQueue, cells), value(acw, cells), value(beforeQueue, cells) + value(acw, cells)];
    const total = value(duration, cells);
    if (rests.some((rest) => Math.abs(base + rest - total) <= 1)) inside += 1;
    if (rests.some((rest) => Math.abs(base + rest + held - total) <= 1)) beside += 1;
  }
  if (inside <= beside) return false;
  units.hold = 'part of talk time, as the totals show';
  return true;
}

function planWait(layout: TableLayout, units: Record<string, string>, doubts: Doubt[]): (cells: Cells) => number {
  const column = layout.columns.wait ?? layout.columns.answerWait;
  if (column === undefined) return fromStartToAnswer(layout, units);
  const reference = layout.columns.handle ?? layout.columns.talk;
  const bare = reference === undefined || reference.unitSeconds !== null ? null : settleUnit(reference, layout.numberStyle, median, [], null);
  const unit = settleUnit(
    column,
    layout.numberStyle,
    () => 60,
    doubts,
    column.unitSeconds === null ? (bare ?? { bareSeconds: 1, hours: false, label: 'seconds' }) : null,
  );
  units.wait = unit.label;
  return secondsReader(column, unit, layout.numberStyle);
}

/** Without a column for it, wait is the time from the row's own time to the answer, or to the end when nobody answered. */
function fromStartToAnswer({ when, columns: { answeredAt, end } }: TableLayout, units: Record<string, string>): (cells: Cells) => number {
  if (answeredAt === undefined) return () => Number.NaN;
  units.wait = 'from start to answer, or to the end without one';
  const reader = createWhenReader(null);
  const answerMs = momentReader(answeredAt);
  const endMs = end === undefined ? answerMs : momentReader(end);
  return (cells) => {
    const startMs = when.read(cells, reader);
    const until = (cells[answeredAt.index] ?? '').trim() === '' ? endMs : answerMs;
    const seconds = (until(cells) - startMs) / 1000;
    return seconds >= 0 && seconds < 86_400 ? seconds : Number.NaN;
  };
}
