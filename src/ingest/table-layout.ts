import { type Doubt, nearestName, UnusableInputError } from '../core/index.js';
import { decideNumberStyle, type NumberStyle } from './cell-number.js';
import { createWhenReader } from './cell-when.js';
import { type NamedColumn, type Role, readColumnName } from './column-names.js';
import { type ColumnProfile, profileColumn } from './column-profile.js';
import { hasPlainOutbound } from './direction-filter.js';
import type { FoundHeader, HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { planWhen, type WhenPlan } from './plan-when.js';
import { isTotalsRow, isUnitsRow } from './row-verdict.js';
import { shownColumn, shownColumns } from './shown-columns.js';
import { notHistory } from './table-kind.js';
import { completeKey, filledDown, standsAbove, unusedDimensions } from './unnamed-columns.js';

/** A column chosen for a role. */
export type PickedColumn = {
  readonly role: Role;
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
  /** The queue stands in the first row of each group only, as pivot tables write it. */
  readonly queueAbove: boolean;
  readonly doubts: readonly Doubt[];
};

/** A column with all it could be. */
export type CandidateColumn = { readonly index: number; readonly name: string; readonly profile: ColumnProfile; readonly could: readonly NamedColumn[] };

const COUNTS: readonly Role[] = ['volume', 'handled', 'abandoned', 'shortAbandoned'];
const TIMES: readonly Role[] = ['handle', 'talk', 'hold', 'acw', 'wait', 'answerWait', 'abandonWait', 'duration', 'beforeQueue'];
const WHENS: readonly Role[] = ['start', 'end', 'answeredAt'];
/** Roles that rows of intervals have no use for: their columns may be something else. */
const CONTACT_ROLES: readonly Role[] = ['direction', 'status', 'answeredAt', 'id', 'parentId'];
/** What stands in a column of directions, or of call types. */
const DIRECTIONS =
  /^(in|out|ib|ob|i|o|api|external|local)$|in[- ]?(bound|coming|going|comm)|out[- ]?(bound|going)|(ein|aus)gehend|entrant|sortant|saliente|uscita|recebid|efetuad|inkommande|utgående|входящ|исходящ|intern|manual|dial|preview|predictive|progressive|call ?back|transfer|consult|queue|disconnect|abandon|missed|voice ?mail|connected|answered|api|monitor|\bivr\b/i;
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
  checkHistory(found.header, settings);
  const named = found.header.map((name) => settings.named.find(([header]) => header === name.trim().toLowerCase())?.[1] ?? readColumnName(name)[0]?.role);
  const numberStyle = decideNumberStyle(
    rows.flatMap(({ cells }) => cells.filter((cell, index) => cell.length < 24 && !cell.includes(':') && !TEXT_ROLES.has(named[index]))),
    delimiter,
    rows.flatMap(({ cells }) => cells.filter((_, index) => COUNTS.includes(named[index] as Role))),
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
  const doubts: Doubt[] = [...(found.doubts ?? []), ...when.doubts];
  if (found.headerRow === 0 && settings.named.length === 0) nameTheOnly(free, doubts);
  doubts.push(...outboundDoubts(found.header, settings));
  const level = settings.level ?? detectLevel(free, candidates.filter(({ index }) => when.used.includes(index)).some(isOffGrid), found.header, settings);
  const picked = pickColumns(free, level, doubts);
  const sample = filledDown(
    rows.map(({ cells }) => cells),
    picked.queue,
  );
  const columns = level === 'interval' ? completeKey({ free, picked, when, rows: sample, name: settings.name }, doubts) : picked;
  if (level === 'contact') doubts.push(...unusedDimensions(free, picked, settings));
  const queueAbove = standsAbove(columns.queue, rows.length, doubts);
  return { header: found.header, headerRow: found.headerRow, context: found.context, level, numberStyle, when, columns, queueAbove, doubts };
}

/** Throws for our own tables of other things: a plan made from a forecast would look like any other. */
function checkHistory(header: readonly string[], settings: ReaderSettings): void {
  const other = settings.named.length > 0 ? null : notHistory(header);
  if (other === null) return;
  throw new UnusableInputError(
    `${settings.name} ${other}, not like past contacts. Give the export of a telephone or ticket system; --column volume="…" reads it all the same (columns: { volume: "…" }).`,
    { name: settings.name, columns: header, option: '--column' },
  );
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
    doubts.push({ what: `the file has no header`, chosen: `${column.name} for ${role}`, option: 'writing a header such as queue,timestamp,volume' });
  };
  give(number, 'volume');
  if (word !== undefined) give(word, 'queue');
}

/** Attempts of a dialler: its "contacts" are people reached, not people who called. */
function outboundDoubts(header: readonly string[], { named }: ReaderSettings): Doubt[] {
  const dialled = header.find((name) => /\b(dials?|dialed|dialled|dial attempts?|attempts|right party|rpc|connect rate)\b/i.test(name));
  if (dialled === undefined || named.some(([, role]) => role === 'volume')) return [];
  return [
    { what: `"${shownColumn(dialled)}" is a column of outbound campaigns`, chosen: 'counts are read as contacts coming in', option: '--column volume="…"' },
  ];
}

/** False for blank lines, totals, notes and repeated headers, which would blur what the columns look like. */
function isOfTable(cells: readonly string[], header: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '').length;
  if (filled === 0 || (filled === 1 && header.length > 1)) return false;
  if (isTotalsRow(cells) && !cells.some((cell) => Number.isFinite(createWhenReader(null).stamp(cell)))) return false;
  return !isUnitsRow(cells) && !cells.every((cell, i) => cell.trim() === header[i]);
}

/** What a column could be: by its name, or as the user says; only roles that its values fit. */
function couldBe(name: string, profile: ColumnProfile, settings: ReaderSettings): NamedColumn[] {
  const named = settings.named.filter(([header]) => header === name.trim().toLowerCase());
  const byName = readNestedName(name.replace(REPEATED_NAME, ''));
  if (named.length > 0)
    return named.map(([, role, unitSeconds, statistic]) => ({
      role,
      rank: -1,
      unitSeconds: unitSeconds ?? byName.find((other) => other.unitSeconds !== null)?.unitSeconds ?? null,
      statistic: statistic ?? byName.find((other) => other.statistic !== null)?.statistic ?? null,
    }));
  return byName.filter(({ role, rank }) => fits(role, rank, profile));
}

/** `metrics.offered`: of names nested in JSON the last word alone may say what is counted or timed. */
function readNestedName(name: string): NamedColumn[] {
  const whole = readColumnName(name);
  const last = /\.(\w+)$/.exec(name)?.[1];
  if (whole.length > 0 || last === undefined) return whole;
  return readColumnName(last).filter(({ role }) => COUNTS.includes(role) || TIMES.includes(role) || WHENS.includes(role));
}

/** What tells equal headers apart. */
const REPEATED_NAME = / \(\d+\)$/;

function fits(role: Role, rank: number, profile: ColumnProfile): boolean {
  const isNumber = profile.when === 'hour' || profile.when === 'hhmm';
  if (role === 'start') return profile.when !== null && !(rank >= 5 && isNumber); // `Opened` may be a count, and 120 no clock
  if (WHENS.includes(role)) return profile.when !== null && !isNumber; // `Answer` may be a count
  if (role === 'length') return profile.numericShare >= MOST || profile.durationShare >= MOST;
  if (COUNTS.includes(role)) return !profile.isShare && (profile.filled === 0 || profile.numericShare >= MOST || profile.flagShare >= MOST);
  if (TIMES.includes(role)) return profile.filled === 0 || profile.durationShare >= MOST;
  if (role === 'direction') return profile.filled === 0 || profile.samples.filter((text) => DIRECTIONS.test(text)).length >= MOST * profile.filled;
  if (role === 'status' || role === 'channel') return profile.filled === 0 || profile.numericShare < MOST;
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
  const has = (role: Role): boolean => best(candidates, role) < 2;
  const evidence = (['direction', 'status', 'agent', 'answeredAt'] as const).filter(has).length + (ownId ? 2 : 0) + (offGrid ? 1 : 0);
  // a person on a day may be anything about that person; a person, a moment and a time spent are a contact
  const sole = evidence === 1 && has('agent') && !(['talk', 'handle', 'wait', 'duration'] as const).some(has);
  if (ownId || (counted === Number.POSITIVE_INFINITY && handled === Number.POSITIVE_INFINITY && evidence >= 1 && !sole)) return 'contact';
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
    picked[named.role] = {
      role: named.role,
      index: column.index,
      name: column.name,
      unitSeconds: named.unitSeconds,
      statistic: named.statistic,
      profile: column.profile,
    };
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
  const filters = named.role === 'direction' && hasPlainOutbound({ profile }); // rows of calls that went out are none of the volume
  const useless = level === 'interval' && CONTACT_ROLES.includes(named.role) && !filters ? 2.5 : 0;
  const unnamedStatistic = level === 'interval' && TIMES.includes(named.role) && named.statistic === null ? 0.4 : 0;
  const empty = profile.filled === 0 ? 0.5 : 0;
  const numericName = named.role === 'queue' && profile.numericShare === 1 ? 0.3 : 0;
  return named.rank + useless + unnamedStatistic + empty + numericName;
}
