import type { LongWorkOptions } from '../../core/index.js';
import { randomStream } from '../../random/index.js';
import { workClock } from '../clock.js';
import { pathMemory } from './best-path.js';
import { compile } from './compile.js';
import { construct } from './construct.js';
import { explore } from './explore.js';
import type { Context } from './free-part.js';
import { personGraph } from './person-graph.js';
import { objectiveOf } from './roster.js';
import { solvePart } from './solve-part.js';
import type { Row } from './stretch.js';
import { sweepWindows } from './sweep.js';
import type { AssignmentProblem } from './types.js';

/** One worker's share of {@link assignShifts}; JSON in and out. */
export type AssignmentTask = {
  readonly problem: AssignmentProblem;
  /** `prove`: the whole roster by branch and price, with its bound. `sweep`: one pass of windows of days. `explore`: large neighbourhood search. */
  readonly role: 'prove' | 'sweep' | 'explore';
  /** Index of the shift per person and day, −1 = off; null = construct one. */
  readonly rows: readonly (readonly number[])[] | null;
  /** Known bound; null = none. */
  readonly bound: number | null;
  readonly seed: number;
  /** Known sizes of neighbourhoods, from an earlier share. */
  readonly habits?: readonly { readonly size: number; readonly gain: number; readonly work: number }[] | undefined;
  /** Separates the random numbers of workers and rounds. */
  readonly stream: string;
  /** Wall-clock limit; null = none, and the outcome is the same on any machine. */
  readonly seconds: number | null;
  /** Neighbourhoods for `explore`, nodes for `prove`, days of a window for `sweep`. */
  readonly budget: number;
  readonly wasmUrl?: string | undefined;
};

/** What one worker found. Rows are null when somebody has no legal schedule. */
export type AssignmentTaskOutput = {
  readonly rows: readonly (readonly number[])[] | null;
  readonly objective: number;
  /** Null = nothing proved. */
  readonly bound: number | null;
  readonly neighbourhoods: number;
  readonly habits?: readonly { readonly size: number; readonly gain: number; readonly work: number }[] | undefined;
};

/** Shares of the time that column generation of the whole roster and the dive after it may take. */
const ROOT_SHARE = 0.3;
const DIVE_SHARE = 0.2;
/** Share of the time after which branching stops without a better roster, so that neighbourhoods get their turn: longer where little is missing. */
const STALL_SHARE = { near: 0.35, far: 0.12 };
const NEAR = 0.01;
/** Share of the time for one neighbourhood, and its ends. */
const PART_SHARE = 0.3;
const PART_SECONDS = { least: 2, most: 20 };
const ROUNDS = 100_000;

/** Does one worker's share: a task for runners (`searchAssignment`). */
export async function searchAssignment(task: AssignmentTask, options: LongWorkOptions = {}): Promise<AssignmentTaskOutput> {
  const compiled = compile(task.problem);
  const context: Context = { compiled, graphs: compiled.people.map((person) => personGraph(compiled, person)), memory: pathMemory() };
  const clock = workClock(task.seconds ?? Number.POSITIVE_INFINITY, options.signal, options.onProgress);
  const pause = async (): Promise<boolean> => {
    if (clock.isDue()) await clock.turn();
    return clock.left() <= 0;
  };
  const started = task.rows === null ? await construct(context, pause) : task.rows.map((row) => Int8Array.from(row));
  if (started.some((row) => row === null)) return { rows: null, objective: 0, bound: 0, neighbourhoods: 0 };
  const rows = started as Row[];
  const objective = objectiveOf(compiled, rows);
  const work = { context, rows, objective, task, clock, pause };
  if (task.role === 'prove') return await prove(work);
  return task.role === 'sweep' ? await sweep(work) : await roam(work);
}

type Work = {
  readonly context: Context;
  readonly rows: readonly Row[];
  readonly objective: number;
  readonly task: AssignmentTask;
  readonly clock: ReturnType<typeof workClock>;
  readonly pause: () => Promise<boolean>;
};

async function prove({ context, rows, objective, task, clock, pause }: Work): Promise<AssignmentTaskOutput> {
  const seconds = task.seconds ?? Number.POSITIVE_INFINITY;
  let [known, bound, changedAt, divedAt] = [objective, Number.NEGATIVE_INFINITY, 0, 0];
  const everybody = rows.map((_, p) => p);
  const patience = (): number => (known - bound <= NEAR * Math.abs(known) ? STALL_SHARE.near : STALL_SHARE.far) * seconds;
  const result = await solvePart(context, rows, everybody, 0, context.compiled.days, {
    rounds: ROUNDS,
    nodes: task.budget,
    random: randomStream(task.seed, task.stream).uniform,
    wasmUrl: task.wasmUrl,
    pauseRoot: async () => {
      divedAt = clock.elapsed();
      changedAt = divedAt + DIVE_SHARE * seconds;
      return (await pause()) || divedAt > ROOT_SHARE * seconds;
    },
    stepsLeft: (done) => stepsLeft(done, clock.elapsed() - divedAt, DIVE_SHARE * seconds),
    pause: async () => (await pause()) || clock.elapsed() - changedAt > patience(),
    onNews: (news) => {
      bound = Math.max(bound, news.bound);
      if (news.objective < known) [known, changedAt] = [news.objective, clock.elapsed()];
      clock.report({ stage: 'prove', done: 0, total: null, incumbent: news.objective, bound: Number.isFinite(news.bound) ? news.bound : null });
    },
  });
  if (result === null) return { rows: toNumbers(rows), objective, bound: null, neighbourhoods: 0 };
  return { rows: toNumbers(result.rows), objective: result.objective, bound: Number.isFinite(result.bound) ? result.bound : null, neighbourhoods: 0 };
}

async function sweep({ context, rows, objective, task, clock, pause }: Work): Promise<AssignmentTaskOutput> {
  const found = await sweepWindows(context, rows, objective, task.budget, {
    random: randomStream(task.seed, task.stream).uniform,
    wasmUrl: task.wasmUrl,
    pause,
    onNews: (value) => clock.report({ stage: 'sweep', done: 0, total: null, incumbent: value, bound: task.bound }),
  });
  return { rows: toNumbers(found.rows), objective: found.objective, bound: task.bound, neighbourhoods: found.done };
}

/** Steps that fit into the time left when they go on at their pace. */
function stepsLeft(done: number, usedSeconds: number, allowedSeconds: number): number {
  return done === 0 ? Number.POSITIVE_INFINITY : Math.max(1, ((allowedSeconds - usedSeconds) * done) / usedSeconds);
}

async function roam({ context, rows, objective, task, clock, pause }: Work): Promise<AssignmentTaskOutput> {
  const seconds = task.seconds ?? Number.POSITIVE_INFINITY;
  const partSeconds = seconds === Number.POSITIVE_INFINITY ? seconds : Math.min(PART_SECONDS.most, Math.max(PART_SECONDS.least, PART_SHARE * seconds));
  const found = await explore(context, rows, objective, {
    random: randomStream(task.seed, task.stream).uniform,
    budget: task.budget,
    bound: task.bound ?? Number.NEGATIVE_INFINITY,
    partSeconds,
    habits: task.habits,
    wasmUrl: task.wasmUrl,
    pause,
    onNews: (value, done) => clock.report({ stage: 'explore', done, total: task.seconds === null ? task.budget : null, incumbent: value, bound: task.bound }),
  });
  return { rows: toNumbers(found.rows), objective: found.objective, bound: task.bound, neighbourhoods: found.done, habits: found.habits };
}

function toNumbers(rows: readonly Row[]): number[][] {
  return rows.map((row) => Array.from(row));
}
