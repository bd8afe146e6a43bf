import type { Context } from './free-part.js';
import { solvePart } from './solve-part.js';
import type { Row } from './stretch.js';

export type SweepOptions = {
  readonly random: () => number;
  readonly wasmUrl?: string | undefined;
  readonly pause: () => Promise<boolean>;
  readonly onNews?: ((objective: number) => void) | undefined;
};

/** Days of the first windows, how they grow from pass to pass, and how much of the horizon the last ones span. */
const FIRST_DAYS = 21;
const GROWTH = 1.4;
const LAST_SHARE = 0.7;
const ROUNDS = 60;
const NODES = 10;

/** Lengths of windows worth a pass each; none where the horizon is short enough to be solved as a whole. */
export function windowLengths(days: number): number[] {
  const lengths: number[] = [];
  for (let length = FIRST_DAYS; length <= LAST_SHARE * days; length = Math.ceil(length * GROWTH)) lengths.push(length);
  return days > FIRST_DAYS * 2 ? lengths : [];
}

/**
 * One pass over a long horizon: everybody's days are set free in windows that overlap by half. Passes with growing windows settle the weeks first and what ties them
 * together (hours, weekends) later.
 */
export async function sweepWindows(
  context: Context,
  start: readonly Row[],
  startObjective: number,
  length: number,
  options: SweepOptions,
): Promise<{ readonly rows: readonly Row[]; readonly objective: number; readonly done: number }> {
  const { days } = context.compiled;
  const { random, wasmUrl, pause } = options;
  const everybody = start.map((_, p) => p);
  const step = length >> 1;
  let [rows, objective, done] = [start, startObjective, 0];
  for (let first = 0; first + step < days && !(await pause()); first += step) {
    const end = Math.min(days, first + length);
    const result = await solvePart(context, rows, everybody, first, end, { rounds: ROUNDS, nodes: NODES, random, wasmUrl, pauseRoot: pause, pause });
    done += 1;
    if (result === null) continue;
    [rows, objective] = [result.rows, result.objective];
    options.onNews?.(objective);
  }
  return { rows, objective, done };
}
