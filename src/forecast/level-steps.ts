import { medianOf } from '../numeric/index.js';
import type { DayFlags } from './flag-days.js';
import type { Panel } from './panel.js';

/** Days on each side that must lie apart, and the least step of the log total (about 40 %). */
export const SIDE = 10;
const LEAST_STEP = 0.34;

/** A lasting change of level: from row `row` on, volume is `ratio` times what it was. */
export type LevelStep = { readonly row: number; readonly ratio: number };

/**
 * Finds abrupt lasting changes of the level: after removing weekdays, all but one of ten days before lie on one side of all but one of the ten
 * days after, 40 % apart, and the change is not taken back within the two months after.
 */
export function levelSteps(panel: Panel, flags: DayFlags): LevelStep[] {
  const { rows, rowWeekday, missing } = panel;
  const days: number[] = [];
  for (let r = 0; r < rows; r += 1) if (missing[r] === 0) days.push(r);
  if (days.length < 3 * SIDE) return [];
  const log = days.map((r) => Math.log((flags.total[r] as number) + 0.25));
  const factor = weekdayLogs(days, log, rowWeekday);
  const level = log.map((value, i) => value - (factor[rowWeekday[days[i] as number] as number] as number));
  const steps: LevelStep[] = [];
  for (let i = SIDE; i + SIDE <= level.length; i += 1) {
    const best = stepAt(level, i);
    if (best === null) continue;
    // the sharpest place among those next to each other
    let at = i;
    let size = best;
    for (let j = i + 1; j < Math.min(i + SIDE, level.length - SIDE + 1); j += 1) {
      const other = stepAt(level, j);
      if (other !== null && Math.abs(other) > Math.abs(size)) {
        at = j;
        size = other;
      }
    }
    const later = level.slice(at + SIDE, at + 60);
    const back = later.length >= 5 && Math.abs(medianOf(later) - medianOf(level.slice(Math.max(0, at - 2 * SIDE), at))) < 0.5 * Math.abs(size);
    if (!back && sharp(level, at, size)) steps.push({ row: days[at] as number, ratio: Math.exp(size) });
    i = at + SIDE - 1;
  }
  return steps;
}

/** Mean log level of each weekday, from differences to the days around, so that a step does not leak into it. */
function weekdayLogs(days: readonly number[], log: readonly number[], rowWeekday: Uint8Array): Float64Array {
  const lists: number[][] = Array.from({ length: 7 }, () => []);
  log.forEach((value, i) => {
    const around = log.slice(Math.max(0, i - 3), i + 4);
    (lists[rowWeekday[days[i] as number] as number] as number[]).push(value - around.reduce((sum, v) => sum + v, 0) / around.length);
  });
  return Float64Array.from(lists, (list) => (list.length > 0 ? medianOf(list) : 0));
}

function stepAt(level: readonly number[], i: number): number | null {
  const before = level.slice(i - SIDE, i).sort((a, b) => a - b);
  const after = level.slice(i, i + SIDE).sort((a, b) => a - b);
  const size = medianOf(after) - medianOf(before);
  if (Math.abs(size) < LEAST_STEP) return null;
  const apart = size > 0 ? (after[1] as number) > (before[SIDE - 2] as number) : (after[SIDE - 2] as number) < (before[1] as number);
  return apart ? size : null;
}

/** A ramp is no step: the change must happen between the three days before and after. */
function sharp(level: readonly number[], at: number, size: number): boolean {
  const near = medianOf(level.slice(at, at + 3)) - medianOf(level.slice(at - 3, at));
  return near / size > 0.6;
}

/** The same days as if the level had always been the last one. */
export function withoutSteps(panel: Panel, steps: readonly LevelStep[]): Panel {
  if (steps.length === 0) return panel;
  const y = Float64Array.from(panel.y);
  for (const { row, ratio } of steps) for (let i = 0; i < row * panel.slots; i += 1) y[i] = (y[i] as number) * ratio;
  return { ...panel, y };
}
