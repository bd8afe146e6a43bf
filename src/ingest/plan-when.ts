import { type Doubt, UnusableInputError } from '../core/index.js';
import { isZone } from '../time/index.js';
import { createWhenReader, gluedRange, monthOf, parseClock, parseClockRange, parseHourRange, type WhenReader } from './cell-when.js';
import type { WhenKind } from './column-profile.js';
import type { FoundHeader } from './find-header.js';
import { findInterval } from './find-interval.js';
import type { ReaderSettings } from './history-options.js';
import { shownColumns } from './shown-columns.js';
import type { CandidateColumn } from './table-layout.js';

const DAY_MS = 86_400_000;
/** Days from 1970-01-01 to the zero of spreadsheet dates. */
const DAYS_BEFORE_1900 = -25_569;
const DAYS_BEFORE_1904 = -24_107;

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

const WHOLE: readonly WhenKind[] = ['stamp', 'stampRange', 'gluedRange', 'epochSeconds', 'epochMilliseconds', 'epochMicroseconds', 'excel'];
const CLOCKS: readonly WhenKind[] = ['clockRange', 'clock', 'hhmm', 'hour', 'dayFraction'];

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
  const days = found.context.get('date system') === '1904' ? DAYS_BEFORE_1904 : DAYS_BEFORE_1900;
  const plan =
    wholeStamp(columns, doubts, zone, days) ??
    partsOfDate(columns, candidates, doubts, zone) ??
    dateAndClock(columns, candidates, doubts, zone, days) ??
    clockBelowDate(columns, candidates, found, doubts, zone) ??
    dateAlone(columns, doubts, zone, days) ??
    endsOnly(candidates, zone, days);
  if (plan !== null) return plan;
  throw new UnusableInputError(
    `${settings.name} has no column with timestamps that this reader can read. Columns found: ${shownColumns(found.header)}. Name it with --column timestamp="…" (columns: { timestamp: "…" }).`,
    { name: settings.name, columns: found.header, option: '--column' },
  );
}

/** Columns whose values are dates although their names say nothing; used only when there is one. */
function unnamedStamps(candidates: readonly CandidateColumn[]): TimeColumn[] {
  const whole = candidates.filter(
    ({ profile, could }) =>
      (['stamp', 'date', 'stampRange', 'gluedRange'] as const).some((kind) => kind === profile.when) &&
      could.every(({ role }) => role !== 'end' && role !== 'answeredAt'),
  );
  const [only] = whole;
  return whole.length === 1 && only !== undefined ? [{ column: only, rank: 9, kind: only.profile.when as WhenKind }] : [];
}

/** Zone that the file names: a zone column with one value, a preamble line, or a zone in brackets or UTC in the header. */
function fileZone(candidates: readonly CandidateColumn[], found: FoundHeader, header: string): string | null {
  const column = candidates.find(({ could, profile }) => could.some(({ role }) => role === 'zone') && profile.distinct === 1);
  const words = [
    column?.profile.samples[0],
    ...['time zone', 'timezone', 'report tz', 'tz', 'zeitzone', 'report time zone'].map((key) => found.context.get(key)),
  ];
  for (const word of [...words, /[([]([A-Z][A-Za-z]+\/[A-Za-z_/-]+)[)\]]/.exec(header)?.[1]]) {
    const name = /[A-Za-z_]+\/[A-Za-z_/+-]+\d*|\bUTC\b|\bGMT\b/.exec(word ?? '')?.[0];
    if (name !== undefined && isZone(name)) return name;
  }
  return /\b(utc|gmt)\b/i.test(header.replaceAll('_', ' ')) ? 'UTC' : null;
}

function wholeStamp(columns: readonly TimeColumn[], doubts: readonly Doubt[], zone: string | null, days: number): WhenPlan | null {
  const whole = columns.filter(({ kind }) => WHOLE.includes(kind));
  const [first, ...others] = whole;
  if (first === undefined) return null;
  const clock = columns.find(({ kind }) => CLOCKS.includes(kind));
  if (clock !== undefined && isMidnightOnly(first)) return null;
  const fallbacks = others.filter(({ kind }) => kind === first.kind);
  const readFirst = stampReader(first.kind, first.column.index, days);
  const readers = fallbacks.map(({ column, kind }) => stampReader(kind, column.index, days));
  return {
    used: [first.column.index],
    name: first.column.name,
    index: first.column.index,
    dateOnly: isMidnightOnly(first) && first.kind !== 'stampRange' && first.kind !== 'gluedRange',
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

/** Reads the moment in a column of its own kind, in epoch ms: differences of two such columns are times. NaN when unreadable. */
export function momentReader({
  index,
  profile,
}: {
  readonly index: number;
  readonly profile: CandidateColumn['profile'];
}): (cells: readonly string[]) => number {
  const reader = createWhenReader(null); // all stamps are read alike, which is all that a difference needs
  const read = stampReader(profile.when ?? 'stamp', index, DAYS_BEFORE_1900);
  return (cells) => read(cells, reader);
}

function stampReader(kind: WhenKind, index: number, days: number): WhenPlan['read'] {
  if (kind === 'epochSeconds' || kind === 'epochMilliseconds' || kind === 'epochMicroseconds') {
    const size = { epochSeconds: 1000, epochMilliseconds: 1, epochMicroseconds: 0.001 }[kind];
    return (cells, reader) => {
      reader.fixed = true;
      reader.swappable = false;
      const text = (cells[index] ?? '').trim();
      return text === '' ? Number.NaN : Math.round(Number(text) * size);
    };
  }
  if (kind === 'excel') return (cells, reader) => excelStamp((cells[index] ?? '').trim(), reader, days);
  if (kind === 'gluedRange') return (cells, reader) => reader.stamp(gluedRange(cells[index] ?? '')?.start ?? cells[index] ?? '');
  return (cells, reader) => reader.stamp(cells[index] ?? '');
}

/** Days of a spreadsheet, `days` before 1970-01-01, rounded to the second: a day has no exact binary fraction for 08:10. */
function excelStamp(text: string, reader: WhenReader, days: number): number {
  reader.fixed = false;
  reader.swappable = false;
  const serial = /^\d{5}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return Math.round((serial + days) * 86_400) * 1000;
}

/** Year, month and day in columns of their own. */
function partsOfDate(columns: readonly TimeColumn[], candidates: readonly CandidateColumn[], doubts: readonly Doubt[], zone: string | null): WhenPlan | null {
  const find = (names: RegExp): CandidateColumn | undefined => candidates.find(({ name, profile }) => names.test(name.trim()) && profile.filled > 0);
  const year = find(/^(year|jahr|ann[eé]e|a[nñ]o|anno|ano|jaar|år|rok|год)$/i);
  const month = find(/^(month|monat|mois|mes|mese|mês|maand|månad|måned|miesiąc|месяц)$/i);
  if (year === undefined || !year.profile.samples.every((text) => /^(19|20)\d\d$/.test(text))) return null;
  const week = find(/^((iso |calendar )?week( ?(no|nr|number)\.?)?|kw|kalenderwoche|woche|semaine|semana|settimana|vecka|uge|tydzie[nń]|t[yý]den|неделя)$/i);
  if (month === undefined && week !== undefined) return yearAndWeek(year, week, doubts, zone);
  if (month === undefined) return null;
  if (!month.profile.samples.every((text) => monthOf(text, true) !== null)) return null;
  const day = find(/^(day|day of month|tag|jour|d[ií]a|giorno|dag|dzień|день)$/i);
  const parts = [year, month, day].filter((column) => column !== undefined).map(({ index }) => index);
  const clock = columns.find(({ column, kind }) => CLOCKS.includes(kind) && !parts.includes(column.index));
  const readClock = clock === undefined ? () => 0 : clockReader(clock, candidates);
  return {
    used: [...parts, ...(clock === undefined ? [] : [clock.column.index])],
    name: year.name,
    index: year.index,
    dateOnly: clock === undefined,
    doubts,
    zone,
    read: (cells, reader) => {
      const cell = (column: CandidateColumn): string => (cells[column.index] ?? '').trim();
      const months = monthOf(cell(month), true) ?? 0;
      const text = `${cell(year)}-${String(months).padStart(2, '0')}-${day === undefined ? '01' : cell(day).padStart(2, '0')}`;
      const clockMs = readClock(cells);
      return reader.date(text) * DAY_MS + clockMs;
    },
  };
}

/** Year and ISO week in columns of their own. */
function yearAndWeek(year: CandidateColumn, week: CandidateColumn, doubts: readonly Doubt[], zone: string | null): WhenPlan | null {
  if (!week.profile.samples.every((text) => /^(0?[1-9]|[1-4]\d|5[0-3])$/.test(text))) return null;
  return {
    used: [year.index, week.index],
    name: week.name,
    index: week.index,
    dateOnly: true,
    doubts,
    zone,
    read: (cells, reader) => reader.date(`${(cells[year.index] ?? '').trim()}-W${(cells[week.index] ?? '').trim()}`) * DAY_MS,
  };
}

/** Only the ends of intervals are given: each row began one step earlier. */
function endsOnly(candidates: readonly CandidateColumn[], zone: string | null, days: number): WhenPlan | null {
  const column = candidates.find(({ could, profile }) => profile.when !== null && WHOLE.includes(profile.when) && could.some(({ role }) => role === 'end'));
  if (column === undefined || column.profile.when === null) return null;
  const readEnd = stampReader(column.profile.when, column.index, days);
  const reader = createWhenReader(null);
  const ends = column.profile.samples
    .map((text) =>
      readEnd(
        Array.from({ length: column.index + 1 }, () => text),
        reader,
      ),
    )
    .filter((ms) => Number.isFinite(ms));
  const { intervalMs, proven } = findInterval([Float64Array.from(new Set(ends)).sort()]);
  if (!proven) return null;
  return {
    used: [column.index],
    name: column.name,
    index: column.index,
    dateOnly: false,
    doubts: [
      {
        what: `"${column.name}" alone says when`,
        chosen: `rows begin ${intervalMs / 60_000} minutes before it`,
        option: `--column timestamp="${column.name}"`,
      },
    ],
    zone,
    read: (cells, reader) => readEnd(cells, reader) - intervalMs,
  };
}

/** A column of times of day without a name for it; spans of time are written alike, but not as multiples of five minutes only. */
function unnamedClock(candidates: readonly CandidateColumn[], taken: readonly number[]): TimeColumn | undefined {
  const found = candidates.find(({ index, profile, could }) => {
    if (taken.includes(index) || could.length > 0 || profile.distinct < 2 || (profile.when !== 'clock' && profile.when !== 'clockRange')) return false;
    const startMs = (text: string): number =>
      profile.when === 'clock' ? parseClock(text).ms : ((parseClockRange(text) ?? parseHourRange(text))?.startMs ?? Number.NaN);
    return profile.samples.every((text) => startMs(text) % 300_000 === 0);
  });
  return found === undefined ? undefined : { column: found, rank: 9, kind: found.profile.when as WhenKind };
}

/** Dates written in the first row of each day only: the cell above holds. */
function dateFromAbove(date: TimeColumn, clock: TimeColumn): boolean {
  const { filled, distinct } = date.column.profile;
  return filled < clock.column.profile.filled && distinct === filled;
}

function dateColumn(columns: readonly TimeColumn[]): TimeColumn | undefined {
  return columns.find((column) => column.kind === 'date' || isMidnightOnly(column));
}

function dateReader({ column, kind }: TimeColumn, days: number): (cells: readonly string[], reader: WhenReader) => number {
  if (kind === 'date') return (cells, reader) => reader.date(cells[column.index] ?? '') * DAY_MS;
  return stampReader(kind, column.index, days);
}

function dateAndClock(
  columns: readonly TimeColumn[],
  candidates: readonly CandidateColumn[],
  doubts: readonly Doubt[],
  zone: string | null,
  days: number,
): WhenPlan | null {
  const date = dateColumn(columns);
  const namedClock = columns.find(({ kind }) => CLOCKS.includes(kind));
  const clock = namedClock ?? (date === undefined ? undefined : unnamedClock(candidates, [date.column.index]));
  if (date === undefined || clock === undefined) return null;
  const fromAbove = dateFromAbove(date, clock);
  const readDay = dateReader(date, days);
  let above: readonly string[] = [];
  const readDate = (cells: readonly string[], reader: WhenReader): number => {
    if (!fromAbove || (cells[date.column.index] ?? '').trim() !== '') above = cells;
    return readDay(above, reader);
  };
  const said: Doubt[] = [];
  if (namedClock === undefined) said.push({ what: 'no column is named like a time of day', chosen: clock.column.name, option: '--column time="…"' });
  if (fromAbove)
    said.push({ what: `"${date.column.name}" is empty in most rows`, chosen: 'the day above holds for them', option: 'filling the empty cells in the file' });
  const readClock = clockReader(clock, candidates);
  const minutes = minutesBeside(clock.kind, candidates);
  return {
    used: [date.column.index, clock.column.index, ...(minutes === undefined ? [] : [minutes.index])],
    name: date.column.name,
    index: date.column.index,
    dateOnly: false,
    doubts: [...doubts, ...said],
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
  const minutes = minutesBeside(kind, candidates);
  if (minutes !== undefined) {
    const readHour = clockParser('hour', false);
    const minuteOf = (cells: readonly string[]): string => (cells[minutes.index] ?? '').trim();
    return (cells) => readHour((cells[index] ?? '').trim()) + (/^\d{1,2}$/.test(minuteOf(cells)) ? Number(minuteOf(cells)) * 60_000 : Number.NaN);
  }
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

/** Minutes of the hour in a column beside one of hours. */
function minutesBeside(kind: WhenKind, candidates: readonly CandidateColumn[]): CandidateColumn | undefined {
  return kind === 'hour' ? candidates.find(isMinuteColumn) : undefined;
}

function isMinuteColumn({ name, profile }: CandidateColumn): boolean {
  return /^(minutes?|mins?|minuten|minutos?|minuti)$/i.test(name.trim()) && profile.filled > 0 && profile.samples.every((text) => /^[0-5]?\d$/.test(text));
}

function clockParser(kind: WhenKind, joined: boolean): (text: string) => number {
  if (kind === 'hour') return (text) => (/^\d{1,2}$/.test(text) && Number(text) <= 24 ? Number(text) * 3_600_000 : Number.NaN);
  if (kind === 'hhmm')
    return (text) => (/^\d{1,4}$/.test(text) && Number(text) % 100 < 60 ? (Math.floor(Number(text) / 100) * 60 + (Number(text) % 100)) * 60_000 : Number.NaN);
  if (kind === 'dayFraction') return (text) => (/^(0|1|0?[.,]\d+)$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 86_400) * 1000 : Number.NaN);
  if (kind === 'clockRange' || joined) return (text) => (parseClockRange(text) ?? parseHourRange(text))?.startMs ?? Number.NaN;
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

function dateAlone(columns: readonly TimeColumn[], doubts: readonly Doubt[], zone: string | null, days: number): WhenPlan | null {
  const date = dateColumn(columns);
  if (date === undefined) return null;
  const { index, name } = date.column;
  return { used: [index], name, index, dateOnly: true, doubts, zone, read: dateReader(date, days) };
}
