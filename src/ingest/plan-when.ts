import { type Doubt, UnusableInputError } from '../core/index.js';
import { isZone } from '../time/index.js';
import { createWhenReader, parseClock, parseClockRange, type WhenReader } from './cell-when.js';
import type { WhenKind } from './column-profile.js';
import type { FoundHeader } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { shownColumns } from './shown-columns.js';
import type { CandidateColumn } from './table-layout.js';

const DAY_MS = 86_400_000;

/** Where and how the start of a row is written. */
export type WhenPlan = {
  /** Indices of the columns it takes. */
  readonly used: readonly number[];
  /** Column that messages name. */
  readonly name: string;
  readonly index: number;
  /** The date, where it stands above the table. */
  readonly contextDate?: string;
  /** Stamps carry no time of day: the rows are days or longer. */
  readonly dateOnly: boolean;
  readonly doubts: readonly Doubt[];
  /** Clock of stamps without offset as the file itself says, else null. */
  readonly zone: string | null;
  /** Reads the start of a row (see {@link WhenReader.stamp}). */
  readonly read: (cells: readonly string[], reader: WhenReader) => number;
};

type TimeColumn = { readonly column: CandidateColumn; readonly rank: number; readonly kind: WhenKind };

const WHOLE: readonly WhenKind[] = ['stamp', 'stampRange', 'epochSeconds', 'epochMilliseconds', 'excel'];
const CLOCKS: readonly WhenKind[] = ['clockRange', 'clock', 'hhmm', 'hour'];

/** Finds the columns that say when: one whole stamp, a date and a time, a date alone, or a time below a `Date:` line. */
export function planWhen(candidates: readonly CandidateColumn[], found: FoundHeader, settings: ReaderSettings): WhenPlan {
  const named = candidates
    .flatMap((column): TimeColumn[] => {
      const rank = Math.min(...column.could.filter(({ role }) => role === 'start').map((option) => option.rank), Number.POSITIVE_INFINITY);
      const { when } = column.profile;
      return Number.isFinite(rank) && when !== null ? [{ column, rank, kind: when }] : [];
    })
    .sort((a, b) => a.rank - b.rank || a.column.index - b.column.index);
  const columns = named.length > 0 ? named : unnamedStamps(candidates);
  const doubts: Doubt[] =
    named.length > 0 || columns[0] === undefined
      ? []
      : [{ what: 'no column is named like a timestamp', chosen: columns[0].column.name, option: '--column timestamp="…"' }];
  const zone = fileZone(candidates, found, columns[0]?.column.name ?? '');
  const plan =
    wholeStamp(columns, doubts, zone) ??
    dateAndClock(columns, candidates, doubts, zone) ??
    clockBelowDate(columns, candidates, found, doubts, zone) ??
    dateAlone(columns, doubts, zone);
  if (plan !== null) return plan;
  throw new UnusableInputError(
    `${settings.name} has no column with timestamps that this reader can read. Columns found: ${shownColumns(found.header)}. Name it with --column timestamp="…" (columns: { timestamp: "…" }).`,
    { name: settings.name, columns: found.header, option: '--column' },
  );
}

/** Columns whose values are dates although their names say nothing; used only when there is one. */
function unnamedStamps(candidates: readonly CandidateColumn[]): TimeColumn[] {
  const whole = candidates.filter(
    ({ profile, could }) => (profile.when === 'stamp' || profile.when === 'date') && could.every(({ role }) => role !== 'end' && role !== 'answeredAt'),
  );
  const [only] = whole;
  return whole.length === 1 && only !== undefined ? [{ column: only, rank: 9, kind: only.profile.when as WhenKind }] : [];
}

/** Zone that the file names: a zone column with one value, a preamble line, or UTC in the header. */
function fileZone(candidates: readonly CandidateColumn[], found: FoundHeader, header: string): string | null {
  const column = candidates.find(({ could, profile }) => could.some(({ role }) => role === 'zone') && profile.distinct === 1);
  const words = [
    column?.profile.samples[0],
    ...['time zone', 'timezone', 'report tz', 'tz', 'zeitzone', 'report time zone'].map((key) => found.context.get(key)),
  ];
  for (const word of words) {
    const name = /[A-Za-z_]+\/[A-Za-z_/+-]+\d*|\bUTC\b|\bGMT\b/.exec(word ?? '')?.[0];
    if (name !== undefined && isZone(name)) return name;
  }
  return /\b(utc|gmt)\b/i.test(header.replaceAll('_', ' ')) ? 'UTC' : null;
}

function wholeStamp(columns: readonly TimeColumn[], doubts: readonly Doubt[], zone: string | null): WhenPlan | null {
  const whole = columns.filter(({ kind }) => WHOLE.includes(kind));
  const [first, ...others] = whole;
  if (first === undefined) return null;
  const clock = columns.find(({ kind }) => CLOCKS.includes(kind));
  if (clock !== undefined && isMidnightOnly(first)) return null;
  const fallbacks = others.filter(({ kind }) => kind === first.kind);
  const readFirst = stampReader(first.kind, first.column.index);
  const readers = fallbacks.map(({ column, kind }) => stampReader(kind, column.index));
  return {
    used: [first.column.index],
    name: first.column.name,
    index: first.column.index,
    dateOnly: isMidnightOnly(first) && first.kind !== 'stampRange',
    doubts,
    zone,
    read: (cells, reader) => {
      const ms = readFirst(cells, reader);
      if (!Number.isNaN(ms) || (cells[first.column.index] ?? '').trim() !== '') return ms;
      for (const read of readers) {
        const other = read(cells, reader);
        if (!Number.isNaN(other)) return other;
      }
      return ms;
    },
  };
}

/** True when every sample stands at midnight: dates in disguise. */
function isMidnightOnly({ column, kind }: TimeColumn): boolean {
  if (kind === 'excel') return column.profile.samples.every((text) => /^\d+([.,]0+)?$/.test(text));
  return kind === 'stamp' && column.profile.distinct > 1 && column.profile.samples.every((text) => /[T\s]0?0:00(:00([.,]0+)?)?$/.test(text));
}

function stampReader(kind: WhenKind, index: number): WhenPlan['read'] {
  if (kind === 'epochSeconds' || kind === 'epochMilliseconds') {
    const size = kind === 'epochSeconds' ? 1000 : 1;
    return (cells, reader) => {
      reader.fixed = true;
      reader.swappable = false;
      const text = (cells[index] ?? '').trim();
      return text === '' ? Number.NaN : Math.round(Number(text) * size);
    };
  }
  if (kind === 'excel') return (cells, reader) => excelStamp((cells[index] ?? '').trim(), reader);
  if (kind === 'stampRange') return (cells, reader) => reader.stamp((cells[index] ?? '').split('/')[0] ?? '');
  return (cells, reader) => reader.stamp(cells[index] ?? '');
}

/** Days since 1899-12-30, rounded to the second: a day has no exact binary fraction for 08:10. */
function excelStamp(text: string, reader: WhenReader): number {
  reader.fixed = false;
  reader.swappable = false;
  const serial = /^\d{5}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return Math.round((serial - 25_569) * 86_400) * 1000;
}

function dateColumn(columns: readonly TimeColumn[]): TimeColumn | undefined {
  return columns.find((column) => column.kind === 'date' || isMidnightOnly(column));
}

function dateReader({ column, kind }: TimeColumn): (cells: readonly string[], reader: WhenReader) => number {
  if (kind === 'date') return (cells, reader) => reader.date(cells[column.index] ?? '') * DAY_MS;
  return stampReader(kind, column.index);
}

function dateAndClock(columns: readonly TimeColumn[], candidates: readonly CandidateColumn[], doubts: readonly Doubt[], zone: string | null): WhenPlan | null {
  const date = dateColumn(columns);
  const clock = columns.find(({ kind }) => CLOCKS.includes(kind));
  if (date === undefined || clock === undefined) return null;
  const readDate = dateReader(date);
  const readClock = clockReader(clock, candidates);
  return {
    used: [date.column.index, clock.column.index],
    name: date.column.name,
    index: date.column.index,
    dateOnly: false,
    doubts,
    zone,
    read: (cells, reader) => {
      const clockMs = readClock(cells);
      return readDate(cells, reader) + clockMs;
    },
  };
}

/** Milliseconds since midnight of a row's time cell(s). */
function clockReader({ column, kind }: TimeColumn, candidates: readonly CandidateColumn[]): (cells: readonly string[]) => number {
  const { index } = column;
  const known = new Map<string, number>();
  const parse = clockParser(kind, endsBeside(index, candidates));
  const joins = kind === 'clock' && endsBeside(index, candidates);
  return (cells) => {
    const text = joins ? `${cells[index] ?? ''}-${cells[index + 2] ?? ''}` : (cells[index] ?? '').trim();
    let ms = known.get(text);
    if (ms === undefined) {
      ms = parse(text);
      if (known.size > 100_000) known.clear();
      known.set(text, ms);
    }
    return ms;
  };
}

function clockParser(kind: WhenKind, joined: boolean): (text: string) => number {
  if (kind === 'hour') return (text) => (/^\d{1,2}$/.test(text) && Number(text) <= 24 ? Number(text) * 3_600_000 : Number.NaN);
  if (kind === 'hhmm')
    return (text) => (/^\d{1,4}$/.test(text) && Number(text) % 100 < 60 ? (Math.floor(Number(text) / 100) * 60 + (Number(text) % 100)) * 60_000 : Number.NaN);
  if (kind === 'clockRange' || joined) return (text) => parseClockRange(text)?.startMs ?? Number.NaN;
  return (text) => parseClock(text).ms;
}

/** Avaya writes a range into three cells, `9:00`, `-`, `9:30AM`, under one header. */
function endsBeside(index: number, candidates: readonly CandidateColumn[]): boolean {
  const dash = candidates[index + 1];
  const end = candidates[index + 2];
  return dash?.name === '' && end?.name === '' && end.profile.when === 'clock' && dash.profile.filled === 0;
}

function clockBelowDate(
  columns: readonly TimeColumn[],
  candidates: readonly CandidateColumn[],
  found: FoundHeader,
  doubts: readonly Doubt[],
  zone: string | null,
): WhenPlan | null {
  const clock = columns.find(({ kind }) => CLOCKS.includes(kind));
  const dateText = ['date', 'datum', 'day', 'fecha', 'report date', 'tag'].map((key) => found.context.get(key)).find((text) => text !== undefined);
  if (clock === undefined || dateText === undefined || dateColumn(columns) !== undefined) return null;
  if (!Number.isFinite(createWhenReader(null).date(dateText))) return null;
  const readClock = clockReader(clock, candidates);
  return {
    used: [clock.column.index, ...(endsBeside(clock.column.index, candidates) ? [clock.column.index + 1, clock.column.index + 2] : [])],
    name: clock.column.name,
    index: clock.column.index,
    contextDate: dateText,
    dateOnly: false,
    doubts,
    zone,
    read: (cells, reader) => {
      const clockMs = readClock(cells);
      return reader.date(dateText) * DAY_MS + clockMs;
    },
  };
}

function dateAlone(columns: readonly TimeColumn[], doubts: readonly Doubt[], zone: string | null): WhenPlan | null {
  const date = dateColumn(columns);
  if (date === undefined) return null;
  const { index, name } = date.column;
  return { used: [index], name, index, dateOnly: true, doubts, zone, read: dateReader(date) };
}
