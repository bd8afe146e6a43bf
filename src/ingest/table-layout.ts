import { type Doubt, nearestName, UnusableInputError } from '../core/index.js';
import { decideNumberStyle, type NumberStyle } from './cell-number.js';
import { type NamedColumn, type Role, readColumnName } from './column-names.js';
import { type ColumnProfile, profileColumn } from './column-profile.js';
import type { FoundHeader, HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { planWhen, type WhenPlan } from './plan-when.js';
import { isTotalsRow } from './row-verdict.js';
import { shownColumn, shownColumns } from './shown-columns.js';

/** A column chosen for a role. */
export type PickedColumn = {
  readonly index: number;
  readonly name: string;
  readonly unitSeconds: number | null;
  readonly statistic: 'average' | 'total' | null;
  readonly profile: ColumnProfile;
};

/** How the rows of one table are read. */
export type TableLayout = {
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly context: ReadonlyMap<string, string>;
  readonly level: 'interval' | 'contact';
  readonly numberStyle: NumberStyle;
  readonly when: WhenPlan;
  readonly columns: Readonly<Partial<Record<Role, PickedColumn>>>;
  readonly doubts: readonly Doubt[];
};

/** A column with all it could be. */
export type CandidateColumn = { readonly index: number; readonly name: string; readonly profile: ColumnProfile; readonly could: readonly NamedColumn[] };

const COUNTS: readonly Role[] = ['volume', 'handled', 'abandoned', 'shortAbandoned'];
const TIMES: readonly Role[] = ['handle', 'talk', 'hold', 'acw', 'wait', 'answerWait', 'abandonWait', 'duration', 'beforeQueue'];
const WHENS: readonly Role[] = ['start', 'end', 'answeredAt'];
const PROFILED_ROWS = 400;
/** Share of the values that must look like what the name says. */
const MOST = 0.6;

/** Columns of names: `3,14` in them says nothing about numbers. */
const TEXT_ROLES: ReadonlySet<Role | undefined> = new Set<Role>(['queue', 'channel', 'reason', 'site', 'id', 'parentId', 'agent', 'zone']);

/** Decides from header and first rows what each column is. Throws when nothing can be read without a hint. */
export function layOutTable(found: FoundHeader, records: readonly HeadRecord[], delimiter: string, settings: ReaderSettings): TableLayout {
  const rows = records.filter(({ row, cells }) => row > found.headerRow && isOfTable(cells, found.header)).slice(0, PROFILED_ROWS);
  if (rows.length === 0)
    throw new UnusableInputError(`${settings.name} has no rows${found.headerRow > 0 ? ' below its header' : ''}.`, {
      name: settings.name,
      columns: found.header,
    });
  const named = found.header.map((name) => readColumnName(name)[0]?.role);
  const numberStyle = decideNumberStyle(
    rows.flatMap(({ cells }) => cells.filter((cell, index) => cell.length < 24 && !cell.includes(':') && !TEXT_ROLES.has(named[index]))),
    delimiter,
  );
  const candidates = found.header.map((name, index): CandidateColumn => {
    const profile = profileColumn(
      rows.map(({ cells }) => cells[index] ?? ''),
      numberStyle,
    );
    return { index, name, profile, could: couldBe(name, profile, settings) };
  });
  checkNamedColumns(found.header, settings);
  const when = planWhen(candidates, found, settings);
  const free = candidates.filter(({ index }) => !when.used.includes(index));
  const doubts: Doubt[] = [...when.doubts];
  if (found.headerRow === 0 && settings.named.length === 0) nameTheOnly(free, doubts);
  const level = settings.level ?? detectLevel(free, candidates.filter(({ index }) => when.used.includes(index)).some(isOffGrid), found.header, settings);
  const columns = pickColumns(free, level, doubts);
  return { header: found.header, headerRow: found.headerRow, context: found.context, level, numberStyle, when, columns, doubts };
}

/** Files without a header: the only column of numbers beside the time is the volume, the only one of words the queue. */
function nameTheOnly(free: CandidateColumn[], doubts: Doubt[]): void {
  if (free.some(({ could }) => could.length > 0)) return;
  const numbers = free.filter(({ profile }) => profile.numericShare >= MOST);
  const words = free.filter(({ profile }) => profile.filled > 0 && profile.numericShare < MOST);
  const [number] = numbers;
  const [word] = words;
  if (number === undefined || numbers.length > 1 || words.length > 1) return;
  const give = (column: CandidateColumn, role: Role): void => {
    free[free.indexOf(column)] = { ...column, could: [{ role, rank: 0, unitSeconds: null, statistic: null }] };
    doubts.push({ what: `the file has no header`, chosen: `${column.name} for ${role}`, option: 'write a header such as queue,timestamp,volume' });
  };
  give(number, 'volume');
  if (word !== undefined) give(word, 'queue');
}

/** False for blank lines, totals, notes and repeated headers, which would blur what the columns look like. */
function isOfTable(cells: readonly string[], header: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '').length;
  if (filled === 0 || (filled === 1 && header.length > 1)) return false;
  return !isTotalsRow(cells) && !cells.every((cell, i) => cell.trim() === header[i]);
}

/** What a column could be: by its name, or as the user says; only roles that its values fit. */
function couldBe(name: string, profile: ColumnProfile, settings: ReaderSettings): NamedColumn[] {
  const roles = settings.named.filter(([header]) => header === name.trim().toLowerCase()).map(([, role]) => role);
  const byName = readColumnName(name);
  if (roles.length > 0)
    return roles.map((role) => ({
      role,
      rank: -1,
      unitSeconds: byName.find((other) => other.unitSeconds !== null)?.unitSeconds ?? null,
      statistic: byName.find((other) => other.statistic !== null)?.statistic ?? null,
    }));
  return byName.filter(({ role }) => fits(role, profile));
}

function fits(role: Role, profile: ColumnProfile): boolean {
  if (role === 'start') return profile.when !== null;
  if (WHENS.includes(role)) return profile.when !== null && profile.when !== 'hour' && profile.when !== 'hhmm'; // `Answer` may be a count
  if (role === 'length') return profile.numericShare >= MOST || profile.durationShare >= MOST;
  if (COUNTS.includes(role)) return profile.filled === 0 || profile.numericShare >= MOST || profile.flagShare >= MOST;
  if (TIMES.includes(role)) return profile.filled === 0 || profile.durationShare >= MOST;
  if (role === 'status' || role === 'direction' || role === 'channel') return profile.filled === 0 || profile.numericShare < MOST;
  return true;
}

function checkNamedColumns(header: readonly string[], settings: ReaderSettings): void {
  for (const [wanted, role] of settings.named) {
    if (header.some((name) => name.trim().toLowerCase() === wanted)) continue;
    const nearest = nearestName(wanted, header);
    throw new UnusableInputError(
      `${settings.name} has no column "${shownColumn(wanted)}" for ${role}. ${nearest === null ? `Found: ${shownColumns(header)}.` : `Did you mean "${shownColumn(nearest)}"?`}`,
      { name: settings.name, role, column: wanted, columns: header, nearest },
    );
  }
}

function best(candidates: readonly CandidateColumn[], role: Role): number {
  let rank = Number.POSITIVE_INFINITY;
  for (const { could } of candidates) for (const option of could) if (option.role === role) rank = Math.min(rank, option.rank);
  return rank;
}

/** True for a time column in which most moments lie between the five-minute lines on which intervals begin. */
function isOffGrid({ profile: { samples, filled } }: CandidateColumn): boolean {
  const between = samples.filter((cell) => {
    const [, minute, second = '0'] = /\d:(\d{2})(?::(\d{2}))?/.exec(cell) ?? [];
    return minute !== undefined && (Number(minute) % 5 !== 0 || Number(second) > 0);
  });
  return filled > 0 && between.length >= MOST * filled;
}

/** Interval rows carry counts and begin on the grid; rows of single contacts begin at any second and carry an id, a direction, an outcome, a person. */
function detectLevel(all: readonly CandidateColumn[], offGrid: boolean, header: readonly string[], settings: ReaderSettings): 'interval' | 'contact' {
  const isFlag = ({ profile }: CandidateColumn): boolean => profile.filled > 0 && profile.flagShare === 1 && profile.distinct <= 2;
  const candidates = offGrid ? all.filter((column) => !(isFlag(column) && column.could.some(({ role }) => COUNTS.includes(role)))) : all;
  const counted = best(
    candidates.filter(({ profile }) => profile.numericShare >= MOST || profile.filled === 0),
    'volume',
  );
  const handled = best(
    candidates.filter(({ profile }) => profile.numericShare >= MOST),
    'handled',
  );
  const idColumn = candidates.find(({ could, profile }) => could.some(({ role }) => role === 'id') && profile.filled > 0);
  const ownId = idColumn !== undefined && (idColumn.name.trim().toLowerCase() !== 'id' || counted > 2);
  if (counted <= 0) return 'interval';
  const evidence =
    (['direction', 'status', 'agent', 'answeredAt'] as const).filter((role) => best(candidates, role) < 2).length + (ownId ? 2 : 0) + (offGrid ? 1 : 0);
  if (ownId || (counted === Number.POSITIVE_INFINITY && handled === Number.POSITIVE_INFINITY && evidence >= 1)) return 'contact';
  if (evidence >= 2 && counted > 1 && handled === Number.POSITIVE_INFINITY) return 'contact';
  if (counted < Number.POSITIVE_INFINITY || handled < Number.POSITIVE_INFINITY) return 'interval';
  throw new UnusableInputError(
    `${settings.name} has no column for volume (contacts offered) that this reader knows. Columns found: ${shownColumns(header)}. Name it with --column volume="…" (columns: { volume: "…" }).`,
    { name: settings.name, columns: header, option: '--column' },
  );
}

/** Gives each role its best column, surest first, no column twice; near ties become doubts. */
function pickColumns(candidates: readonly CandidateColumn[], level: 'interval' | 'contact', doubts: Doubt[]): Partial<Record<Role, PickedColumn>> {
  const options = candidates
    .flatMap((column) => column.could.map((named) => ({ column, named, cost: costOf(named, column, level) })))
    .filter(({ cost }) => cost < 100)
    .sort((a, b) => a.cost - b.cost || a.column.index - b.column.index);
  const picked: Partial<Record<Role, PickedColumn>> = {};
  const used = new Set<number>();
  for (const { column, named } of options) {
    if (used.has(column.index)) continue;
    const before = picked[named.role];
    if (before !== undefined) {
      if (isDoubtful(named.role, level))
        doubts.push({
          what: `two columns for ${named.role}: "${before.name}" and "${column.name}"`,
          chosen: before.name,
          option: `--column ${named.role}="${column.name}"`,
        });
      continue;
    }
    used.add(column.index);
    picked[named.role] = { index: column.index, name: column.name, unitSeconds: named.unitSeconds, statistic: named.statistic, profile: column.profile };
  }
  return picked;
}

function isDoubtful(role: Role, level: 'interval' | 'contact'): boolean {
  return role === 'queue' ? false : level === 'interval' && (COUNTS.includes(role) || role === 'handle');
}

/** How far a column is from being the right one for a role; 100 and more = never. */
function costOf(named: NamedColumn, { profile }: CandidateColumn, level: 'interval' | 'contact'): number {
  if (named.rank < 0) return -10;
  if (level === 'contact' && COUNTS.includes(named.role))
    return named.role === 'abandoned' || (named.role === 'handled' && profile.flagShare >= MOST) ? named.rank : 100;
  if (level === 'interval' && COUNTS.includes(named.role) && profile.filled > 0 && profile.numericShare < MOST) return 100;
  const unnamedStatistic = level === 'interval' && TIMES.includes(named.role) && named.statistic === null ? 0.4 : 0;
  const empty = profile.filled === 0 ? 0.5 : 0;
  const numericName = named.role === 'queue' && profile.numericShare === 1 ? 0.3 : 0;
  return named.rank + unnamedStatistic + empty + numericName;
}
