import { tzOffset } from '@date-fns/tz/tzOffset';
import { InvalidInputError, nearestName } from '../core/index.js';

/** How to read a wall-clock time that occurs twice. */
export type Ambiguity = 'earlier' | 'later' | 'reject';

/** What a wall-clock time is in its zone: once, twice (clocks went back) or never (clocks went forward). */
export type LocalKind = 'unique' | 'doubled' | 'skipped';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Offsets over one UTC year: from `startsMs[i]` on, local = instant + `offsetsMs[i]`. */
type YearTable = { readonly startsMs: readonly number[]; readonly offsetsMs: readonly number[] };

const tables = new Map<string, Map<number, YearTable>>();
const knownZones = new Set<string>();

/**
 * True for a zone name that this runtime knows, such as `Europe/Berlin` or `UTC`.
 *
 * @example
 * isZone('Berlin'); // false
 */
export function isZone(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  if (typeof zone !== 'string' || zone === '') return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    knownZones.add(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * Throws unless `zone` is a zone name that this runtime knows.
 *
 * @param where - What the message calls the value, such as `readHistory: zone`.
 * @throws {@link InvalidInputError} naming the nearest known zone.
 */
export function checkZone(where: string, zone: unknown): asserts zone is string {
  if (typeof zone === 'string' && isZone(zone)) return;
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  const text = String(zone);
  const byCity = known.find((name) => name.split('/').at(-1)?.toLowerCase() === text.toLowerCase().replaceAll(' ', '_'));
  const nearest = byCity ?? nearestName(text, known);
  throw new InvalidInputError(
    `${where} must be an IANA zone name, got ${JSON.stringify(zone)}.${nearest === null ? ' Write for example Europe/Berlin, America/New_York or UTC.' : ` Did you mean ${nearest}?`}`,
    { where, zone: text, nearest },
  );
}

function offsetAt(zone: string, instantMs: number): number {
  const minutes = tzOffset(zone, new Date(instantMs));
  if (!Number.isFinite(minutes)) checkZone('zone', zone);
  return Math.round(minutes * MINUTE_MS);
}

/** Changes lie at least this far apart: the shortest known (clocks put back for Ramadan) last four weeks. */
const PROBE_MS = 14 * DAY_MS;
/** Since 1970 every zone has changed on a full minute; local mean times before that ended on odd seconds. */
const MINUTE_CHANGES_SINCE = 1970;

/** Finds every change of offset within a UTC year: probes each second week, then bisects. */
function buildYear(zone: string, year: number): YearTable {
  const from = Date.UTC(year, 0, 1);
  const to = Date.UTC(year + 1, 0, 1);
  const grainMs = year >= MINUTE_CHANGES_SINCE ? MINUTE_MS : 1000;
  const startsMs = [from];
  const offsetsMs = [offsetAt(zone, from)];
  for (let low = from; low < to; low += PROBE_MS) {
    const high = Math.min(low + PROBE_MS, to);
    const before = offsetsMs.at(-1) as number;
    const after = offsetAt(zone, high);
    if (after === before) continue;
    let a = low;
    let b = high;
    while (b - a > grainMs) {
      const middle = a + Math.floor((b - a) / (2 * grainMs)) * grainMs;
      if (offsetAt(zone, middle) === before) a = middle;
      else b = middle;
    }
    startsMs.push(b);
    offsetsMs.push(after);
  }
  return { startsMs, offsetsMs };
}

function yearTable(zone: string, instantMs: number): YearTable {
  const year = new Date(instantMs).getUTCFullYear();
  let years = tables.get(zone);
  if (years === undefined) {
    checkZone('zone', zone);
    years = new Map();
    tables.set(zone, years);
  }
  let table = years.get(year);
  if (table === undefined) {
    table = buildYear(zone, year);
    years.set(year, table);
  }
  return table;
}

/** The stretch of constant offset that was asked for last: nearly every question falls into the same one as the question before. */
let last = { zone: '', fromMs: 0, toMs: 0, offsetMs: 0 };

/**
 * Offset of local time from UTC at an instant.
 *
 * @param zone - IANA zone name.
 * @param instantMs - Epoch milliseconds.
 * @returns Milliseconds to add to the instant to get local time.
 * @throws {@link InvalidInputError} for an unknown zone.
 * @remarks A table of changes per zone and year is built from the runtime's zone data [IANA-tz]; after that a call takes some 20–50 ns.
 * @example
 * zoneOffsetMs('Asia/Kathmandu', 0) / 60000; // 330
 */
export function zoneOffsetMs(zone: string, instantMs: number): number {
  if (instantMs >= last.fromMs && instantMs < last.toMs && zone === last.zone) return last.offsetMs;
  const { startsMs, offsetsMs } = yearTable(zone, instantMs);
  let i = startsMs.length - 1;
  while (i > 0 && (startsMs[i] as number) > instantMs) i -= 1;
  const fromMs = startsMs[i] as number;
  last = { zone, fromMs, toMs: startsMs[i + 1] ?? fromMs, offsetMs: offsetsMs[i] as number };
  if (i === startsMs.length - 1) last.toMs = Date.UTC(new Date(instantMs).getUTCFullYear() + 1, 0, 1);
  return last.offsetMs;
}

/**
 * Wall clock at an instant, as the epoch milliseconds that the same clock reading would have in UTC.
 *
 * @example
 * new Date(toLocalMs('Europe/Berlin', Date.parse('2024-07-01T10:00Z'))).toISOString(); // '2024-07-01T12:00:00.000Z'
 */
export function toLocalMs(zone: string, instantMs: number): number {
  return instantMs + zoneOffsetMs(zone, instantMs);
}

/**
 * Tells whether a wall-clock reading (as {@link toLocalMs} writes it) occurs once, twice or never.
 *
 * @example
 * localKind('Europe/Berlin', Date.UTC(2026, 2, 29, 2, 30)); // 'skipped'
 */
export function localKind(zone: string, localMs: number): LocalKind {
  const [before, after] = candidateOffsets(zone, localMs);
  if (before === after) return 'unique';
  const early = localMs - before;
  const late = localMs - after;
  const earlyHolds = zoneOffsetMs(zone, early) === before;
  const lateHolds = zoneOffsetMs(zone, late) === after;
  if (earlyHolds && lateHolds) return 'doubled';
  return earlyHolds || lateHolds ? 'unique' : 'skipped';
}

/** Offsets in force some time before and after a wall-clock reading. */
function candidateOffsets(zone: string, localMs: number): [before: number, after: number] {
  return [zoneOffsetMs(zone, localMs - DAY_MS), zoneOffsetMs(zone, localMs + DAY_MS)];
}

/**
 * Instant of a wall-clock reading.
 *
 * @param localMs - Clock reading as the epoch milliseconds it would have in UTC.
 * @param ambiguous - Which one to take where the reading occurs twice; `reject` gives null there and where it never occurs.
 * @returns Epoch milliseconds. A reading that never occurs is moved forward by the length of the gap.
 * @example
 * toInstantMs('Europe/Berlin', Date.UTC(2024, 9, 27, 2, 30), 'later'); // 1729992600000
 */
export function toInstantMs(zone: string, localMs: number, ambiguous: Ambiguity = 'earlier'): number | null {
  const [before, after] = candidateOffsets(zone, localMs);
  if (before === after) return localMs - before;
  const early = localMs - before;
  const late = localMs - after;
  const earlyHolds = zoneOffsetMs(zone, early) === before;
  const lateHolds = zoneOffsetMs(zone, late) === after;
  if (earlyHolds !== lateHolds) return earlyHolds ? early : late;
  if (ambiguous === 'reject') return null;
  if (!earlyHolds) return localMs - before; // skipped: the old offset carries the reading past the gap
  return ambiguous === 'earlier' ? early : late;
}
