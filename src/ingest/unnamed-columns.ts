import { type Doubt, UnusableInputError } from '../core/index.js';
import { plainWords, type Role } from './column-names.js';
import type { ReaderSettings } from './history-options.js';
import type { WhenPlan } from './plan-when.js';
import { shownColumn } from './shown-columns.js';
import type { CandidateColumn, PickedColumn } from './table-layout.js';

type Columns = Readonly<Partial<Record<Role, PickedColumn>>>;
type KeyParts = {
  readonly free: readonly CandidateColumn[];
  readonly picked: Columns;
  readonly when: WhenPlan;
  readonly rows: Rows;
  /** Of the file, for messages. */
  readonly name: string;
};
type Rows = readonly (readonly string[])[];

/** What is done with rows of one time that nothing tells apart. */
export const COUNTS_ADDED = 'their counts are added';

/** Share of rows that repeat the time and series of another one: below, it is a slip; above, something tells them apart. */
const REPEATED = 0.1;
/** Values of a column that may be names of queues or reasons. */
const MOST_NAMES = 60;

/**
 * Rows of intervals that repeat each other's time are told apart by something. Without a column named like a queue, the column of words that makes them
 * unique is the queue; without such a column they are parts of one count, and that is said.
 */
export function completeKey({ free, picked, when, rows, name }: KeyParts, doubts: Doubt[]): Columns {
  const used = [...when.used, ...(['queue', 'channel', 'reason', 'site', 'direction'] as const).flatMap((role) => picked[role]?.index ?? [])];
  const before = repeatedShare(rows, used);
  if (before < REPEATED) return picked.queue === undefined ? nameFromConstant(free, picked, rows.length, doubts) : picked;
  const { agent } = picked;
  const byAgent = agent !== undefined && repeatedShare(rows, [...used, agent.index]) < REPEATED / 2;
  const names =
    byAgent || picked.queue !== undefined
      ? []
      : free.filter((column) => isName(column) && column.index !== agent?.index && column.index !== picked.direction?.index);
  const telling = names.filter(({ index }) => repeatedShare(rows, [...used, index]) < Math.min(REPEATED, before / 2));
  const [chosen, other] = telling;
  if (chosen === undefined) {
    if (when.dateOnly && !byAgent) checkNoTimeLeft(free, (column) => repeatedShare(rows, [...used, column.index]) < REPEATED / 2, name);
    const why = byAgent ? `"${shownColumn(agent.name)}" tells them apart` : 'nothing else tells them apart';
    doubts.push({ what: `rows repeat the time of other rows; ${why}`, chosen: COUNTS_ADDED, option: '--column queue="…"' });
    return picked;
  }
  doubts.push({
    what: `rows repeat the time of other rows; "${shownColumn(chosen.name)}" tells them apart${other === undefined ? '' : `, and so does "${shownColumn(other.name)}"`}`,
    chosen: `"${shownColumn(chosen.name)}" for queue`,
    option: `--column queue="${other?.name ?? '…'}"`,
  });
  return { ...picked, queue: { role: 'queue', index: chosen.index, name: chosen.name, unitSeconds: null, statistic: null, profile: chosen.profile } };
}

/** Rows of one day that a column of numbers tells apart, by its name a time of day: days are not what the file holds. */
function checkNoTimeLeft(free: readonly CandidateColumn[], tellsApart: (column: CandidateColumn) => boolean, name: string): void {
  const time = free.find((column) => TIME_OF_DAY.test(plainWords(column.name)) && tellsApart(column));
  if (time === undefined) return;
  throw new UnusableInputError(
    `${name}: the rows of a day are told apart by "${shownColumn(time.name)}", which holds no times of day that this reader knows (${JSON.stringify(time.profile.samples[0]?.slice(0, 20) ?? '')}). Write them as 08:00, or add days up before.`,
    { name, column: time.name, value: time.profile.samples[0] ?? '' },
  );
}

const TIME_OF_DAY =
  /\b(interval|interval[lo]|time|slot|period|hour|half hour|quarter|bucket|uhrzeit|zeit|stunde|heure|tranche|hora|franja|ora|fascia|tijd|uur|tid|timme|godzina|hodina|vremya|chas)\b/;

/** A single unknown column that says one and the same word in every row: the name of the only queue. */
function nameFromConstant(free: readonly CandidateColumn[], picked: Columns, rowCount: number, doubts: Doubt[]): Columns {
  const [only, another] = free.filter(
    ({ profile, could }) => could.length === 0 && profile.distinct === 1 && profile.numericShare === 0 && profile.when === null,
  );
  if (only === undefined || another !== undefined || only.profile.filled < Math.max(2, rowCount) || only.profile.flagShare > 0) return picked;
  doubts.push({ what: 'no column is named like a queue', chosen: `"${shownColumn(only.name)}" for queue`, option: '--column queue="…"' });
  return { ...picked, queue: { role: 'queue', index: only.index, name: only.name, unitSeconds: null, statistic: null, profile: only.profile } };
}

/** A column of words that come again, and that nothing else is known about. */
function isName({ profile, could }: CandidateColumn): boolean {
  const { filled, distinct, numericShare, durationShare, when } = profile;
  const free = could.every(({ role }) => role === 'queue' || role === 'status' || role === 'direction' || role === 'site');
  return free && when === null && filled > 0 && numericShare < 0.5 && durationShare < 0.5 && distinct >= 2 && distinct <= Math.min(MOST_NAMES, filled / 2);
}

function repeatedShare(rows: Rows, columns: readonly number[]): number {
  const keys = rows.map((cells) => columns.map((index) => cells[index] ?? '').join('\u0001'));
  return keys.length === 0 ? 0 : 1 - new Set(keys).size / keys.length;
}

/** Columns of single contacts that could be a dimension but are not used unless asked for. */
export function unusedDimensions(free: readonly CandidateColumn[], picked: Columns, settings: ReaderSettings): Doubt[] {
  const doubts: Doubt[] = [];
  const { reason, status, queue } = picked;
  const asked = settings.named.some(([, role]) => role === 'reason');
  const other = reason ?? (status !== undefined && /dispo|categor|wrap|code|tipif/i.test(status.name) ? status : undefined);
  if (!asked && other !== undefined && other.profile.distinct >= 2)
    doubts.push({
      what: `"${shownColumn(other.name)}" may hold reasons (${other.profile.distinct} different)`,
      chosen: 'not used: one series per queue',
      option: `--column reason="${other.name}"`,
    });
  const taken = new Set(Object.values(picked).map((column) => column?.index));
  const names = queue !== undefined ? [] : free.filter((column) => isName(column) && !taken.has(column.index));
  const [first] = names;
  if (first !== undefined)
    doubts.push({
      what: `no column is named like a queue; ${names
        .slice(0, 3)
        .map(({ name }) => `"${shownColumn(name)}"`)
        .join(' or ')} might be`,
      chosen: 'all contacts are one queue',
      option: `--column queue="${first.name}"`,
    });
  return doubts;
}

/** True for names of which each stands in one row, with rows without a name below. */
function isWrittenOnce({ profile: { filled, distinct } }: PickedColumn, rowCount: number): boolean {
  return filled > 0 && filled < rowCount && distinct === filled;
}

/** The rows with the name of their group in each of them, where it is written in the first one only. */
export function filledDown(rows: Rows, queue: PickedColumn | undefined): Rows {
  if (queue === undefined || !isWrittenOnce(queue, rows.length)) return rows;
  let above = '';
  return rows.map((cells) => {
    above = (cells[queue.index] ?? '').trim() || above;
    return Array.from({ length: Math.max(cells.length, queue.index + 1) }, (_, i) => (i === queue.index ? above : (cells[i] ?? '')));
  });
}

/** True when the queue is written in the first row of each group only. */
export function standsAbove(queue: PickedColumn | undefined, rowCount: number, doubts: Doubt[]): boolean {
  if (queue === undefined) return false;
  if (!isWrittenOnce(queue, rowCount)) return false;
  const { filled } = queue.profile;
  doubts.push({
    what: `"${shownColumn(queue.name)}" is empty in ${rowCount - filled} of ${rowCount} rows`,
    chosen: 'the name above holds for them',
    option: 'filling the empty cells in the file',
  });
  return true;
}
