import { localKind, toInstantMs, zoneOffsetMs } from '../time/index.js';
import type { ChangeDayRow, Direction, SettledSeries, StoreOptions } from './series-store.js';
import { addToBins, type Bins } from './tally.js';

const DAY_MS = 86_400_000;
/** Going back by this much within a doubled stretch means that the clock was set back (call records come slightly out of order). */
const BACKWARD_MS = 20 * 60_000;

/** Options of the store, and which way its rows run: of all series together, and of each. */
type SettleOptions = StoreOptions & { readonly overall: Direction; readonly directions: readonly Direction[] };

/**
 * Places the rows of days on which the clock changes. Skipped readings: a row of 0 is left out, others move to the next hour. Doubled readings:
 * row order tells the first pass from the second; a reading that the file has once stands for both.
 */
export function settleChangeDays(
  settled: readonly SettledSeries[],
  rows: readonly (readonly ChangeDayRow[])[],
  options: SettleOptions,
  round: (ms: number) => number,
): void {
  const contacts = options.baseMs > 0;
  const passes = contacts
    ? [
        passesOf(
          rows.flat().sort((a, b) => a.order - b.order),
          options.overall,
          options,
        ),
      ]
    : rows.map((own, i) => passesOf(own, options.directions[i] as Direction, options));
  rows.forEach((own, i) => {
    const bins = (settled[i] as SettledSeries).bins.at(-1) as Bins;
    const { queue } = (settled[i] as SettledSeries).name;
    const passOf = passes[contacts ? 0 : i] as Map<ChangeDayRow, Pass>;
    for (const row of own) place(row, passOf.get(row) ?? 'both', bins, queue, options, round);
  });
}

type Pass = 'first' | 'second' | 'both';

/** Where a row goes: instants with the share of it that each gets, and what is said about it. */
type Placement = { readonly shares: readonly (readonly [instantMs: number, share: number])[]; readonly code: string | null; readonly because: string };

function place(row: ChangeDayRow, pass: Pass, bins: Bins, queue: string, options: StoreOptions, round: (ms: number) => number): void {
  const { sourceZone: zone, log, column, baseMs } = options;
  const { shares, code, because } = placementOf(row, pass, options);
  const value = new Date(row.clockMs).toISOString().slice(0, 16).replace('T', ' ');
  if (code !== null) log.add(code, `${value} ${because}`, { row: row.row, column, value });
  for (const [instantMs, share] of shares) {
    // Rounded on the clock, as all other keys are: offsets need not be multiples of the base.
    const offset = zoneOffsetMs(zone, instantMs);
    const existed = addToBins(bins, baseMs === 0 ? instantMs : round(instantMs + offset) - offset, row.tally, share);
    if (existed && baseMs === 0 && code !== 'movedHour')
      log.add('duplicateInterval', `a second row for the same interval of ${queue}: counts are added, times weighted`, { row: row.row, column });
  }
}

function placementOf(row: ChangeDayRow, pass: Pass, { sourceZone: zone, doubledHour }: StoreOptions): Placement {
  const earlier = toInstantMs(zone, row.clockMs, 'earlier') as number;
  const later = toInstantMs(zone, row.clockMs, 'later') as number;
  const kind = localKind(zone, row.clockMs);
  if (kind === 'unique') return { shares: [[earlier, 1]], code: null, because: '' };
  if (kind === 'skipped') {
    const skips = `does not exist in ${zone} (clocks go forward)`;
    if (row.tally.volume === 0) return { shares: [], code: 'skippedHour', because: `${skips}; the row of 0 is left out` };
    return { shares: [[earlier, 1]], code: 'movedHour', because: `${skips}; the row counts for the next hour` };
  }
  const twice = `occurs twice in ${zone} (clocks go back)`;
  if (pass !== 'both')
    return { shares: [[pass === 'first' ? earlier : later, 1]], code: 'doubledHour', because: `${twice}; by the order of rows this is the ${pass} time` };
  if (doubledHour === 'first') return { shares: [[earlier, 1]], code: 'doubledHour', because: `${twice}; its one row counts for the first time, as asked` };
  return {
    shares: [
      [earlier, 0.5],
      [later, 0.5],
    ],
    code: 'splitHour',
    because: `${twice}; its one row stands for both and is split`,
  };
}

/** Which pass of a doubled reading each row belongs to, from the order of rows. */
function passesOf(rows: readonly ChangeDayRow[], direction: Direction, { sourceZone: zone, baseMs }: StoreOptions): Map<ChangeDayRow, Pass> {
  const byDay = new Map<number, ChangeDayRow[]>();
  for (const row of rows) {
    if (localKind(zone, row.clockMs) !== 'doubled') continue;
    const day = Math.floor(row.clockMs / DAY_MS);
    const group = byDay.get(day);
    if (group === undefined) byDay.set(day, [row]);
    else group.push(row);
  }
  const descending = direction.backward + backwardSteps(rows.filter(({ swappable }) => swappable)) > 0;
  const result = new Map<ChangeDayRow, Pass>();
  for (const group of byDay.values()) {
    const ordered = descending ? [...group].reverse() : group;
    const jump = ordered.findIndex((row, i) => i > 0 && (ordered[i - 1] as ChangeDayRow).clockMs - row.clockMs >= (baseMs > 0 ? BACKWARD_MS : 1));
    if (jump > 0) for (const [i, row] of ordered.entries()) result.set(row, i < jump ? 'first' : 'second');
    else if (baseMs === 0) pairUp(ordered, result);
  }
  return result;
}

/** Sorted text keeps both passes of a reading side by side: the first half of its rows is the first pass. */
function pairUp(ordered: readonly ChangeDayRow[], result: Map<ChangeDayRow, Pass>): void {
  const byReading = new Map<number, ChangeDayRow[]>();
  for (const row of ordered) byReading.set(row.clockMs, [...(byReading.get(row.clockMs) ?? []), row]);
  for (const same of byReading.values()) {
    if (same.length % 2 === 1) continue;
    for (const [i, row] of same.entries()) result.set(row, i < same.length / 2 ? 'first' : 'second');
  }
}

/** Backward steps less forward ones. */
function backwardSteps(rows: readonly ChangeDayRow[]): number {
  let steps = 0;
  for (let i = 1; i < rows.length; i += 1) steps += Math.sign((rows[i - 1] as ChangeDayRow).clockMs - (rows[i] as ChangeDayRow).clockMs);
  return steps;
}
