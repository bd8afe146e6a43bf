import { type LongWorkOptions, type Progress, ShiftcastError, VERSION } from '../../core/index.js';
import { workClock } from '../clock.js';
import { checkAssignment } from './check-assignment.js';
import { checkOptions, checkProblem } from './check-problem.js';
import { findConflicts } from './conflicts.js';
import { type AssignmentTask, type AssignmentTaskOutput, searchAssignment } from './search-assignment.js';
import { windowLengths } from './sweep.js';
import type { Assignment, AssignmentProblem, AssignOptions } from './types.js';

const DEFAULT_SECONDS = 60;
/** Share of the time left that windows may take, and share for proving when there is one thread for everything. */
const SWEEP_SHARE = 0.85;
const PROVE_SHARE = 0.6;
/** Share of the time after which workers exchange their best roster, and its ends. */
const ROUND_SHARE = 0.05;
const ROUND_SECONDS = { least: 3, most: 30 };
/** Without a time limit: neighbourhoods of one round of a worker, and nodes of branch and price per neighbourhood of the budget. */
const ROUND_BUDGET = 20;
const NODES_PER_MOVE = 2;
const MOST_NODES = 1e9;
const METHOD = 'column generation, branch and price, large neighbourhood search';

/**
 * Assigns given shifts to people over a horizon of days (nurse rostering, fixed-shift rostering): every rule of every person holds, and missed cover, surplus and unmet
 * requests cost as little as possible. Column generation with one resource-constrained shortest path a person gives the bound; branch and price and large neighbourhood search give the roster.
 *
 * @param problem - Shifts, people with their rules, cover per day and shift, requests. Days count from 0. Cover and requests are priced, rules of people are hard.
 * @param options - Seed, limits and where the work runs. With `moveBudget` and without `timeLimitSeconds` the result depends on seed, budget and the runner's concurrency only.
 * @returns Status, objective, bound and gap; one row a person; what is missing. `infeasible` only when somebody's own rules clash: `conflicts` names them.
 * @throws {@link InvalidInputError} for malformed input; rejects with `signal.reason` on abort.
 * @remarks Every roster passes {@link checkAssignment} before it is returned. When all weights and needs are whole, the bound is rounded up to the next objective that is possible.
 * Sources: [CurtoisQu2014], [Irnich2005], [Righini2008], [Wentges1997], [Barnhart1998], [Shaw1998]; keys in docs/references.md.
 * @example
 * const shifts = [{ shift: 'early', lengthSeconds: 28800 }, { shift: 'late', lengthSeconds: 28800, notFollowedBy: ['early'] }];
 * const people = [{ person: 'Ada', mostDaysInRow: 2 }, { person: 'Bo', mostSeconds: 28800 }];
 * const cover = [0, 1, 2].map((day) => ({ day, shift: 'early', need: 1, understaffedWeight: 100, surplusWeight: 1 }));
 * (await assignShifts({ days: 3, shifts, people, cover })).objective; // 0
 */
export async function assignShifts(problem: AssignmentProblem, options: AssignOptions = {}): Promise<Assignment> {
  checkProblem('assignShifts', problem);
  checkOptions('assignShifts', options);
  options.signal?.throwIfAborted();
  const run = openRun(problem, options);
  const found = run.workers > 1 && run.seconds !== null ? await searchSideBySide(run) : await searchInTurn(run);
  options.signal?.throwIfAborted();
  return found === null ? noAssignment(problem, run.seed) : toAssignment(problem, run, found);
}

type Found = { readonly rows: readonly (readonly number[])[]; readonly objective: number; readonly bound: number; readonly neighbourhoods: number };

type Run = {
  readonly seed: number;
  readonly seconds: number | null;
  readonly budget: number;
  readonly workers: number;
  readonly days: number;
  readonly left: () => number;
  /** Null when the worker died. */
  readonly start: (
    share: Partial<AssignmentTask> & Pick<AssignmentTask, 'role' | 'stream' | 'seconds' | 'budget'>,
    signal?: AbortSignal,
  ) => Promise<AssignmentTaskOutput | null>;
  /** Calls back when the user aborts. */
  readonly onAbort: (listener: (reason: unknown) => void) => void;
  /** Best bound that any worker has reported. */
  readonly bound: () => number | null;
};

function openRun(problem: AssignmentProblem, options: AssignOptions): Run {
  const { seed = 1, moveBudget, runner, signal, wasmUrl } = options;
  const seconds = options.timeLimitSeconds ?? (moveBudget === undefined ? DEFAULT_SECONDS : null);
  const clock = workClock(seconds ?? Number.POSITIVE_INFINITY, signal, options.onProgress);
  let [incumbent, bound]: [number | null, number | null] = [null, null];
  const onProgress = (progress: Progress): void => {
    if (typeof progress.incumbent === 'number') incumbent = Math.min(incumbent ?? progress.incumbent, progress.incumbent);
    if (typeof progress.bound === 'number') bound = Math.max(bound ?? progress.bound, progress.bound);
    clock.report({ ...progress, incumbent, bound, gap: incumbent === null || bound === null ? null : gapOf(incumbent, bound) });
  };
  const base = { problem, rows: null, bound: null, seed, wasmUrl };
  return {
    seed,
    seconds,
    budget: moveBudget ?? Number.MAX_SAFE_INTEGER,
    workers: runner?.concurrency ?? 1,
    days: problem.days,
    left: clock.left,
    bound: () => bound,
    onAbort: (listener) => signal?.addEventListener('abort', () => listener(signal.reason), { once: true }),
    async start(share, own) {
      const task: AssignmentTask = { ...base, ...share };
      const both: LongWorkOptions = { signal: own ?? signal, onProgress };
      try {
        return runner === undefined ? await searchAssignment(task, both) : ((await runner.run('searchAssignment', task, both)) as AssignmentTaskOutput);
      } catch (error) {
        signal?.throwIfAborted();
        if (runner === undefined) throw error;
        return null; // a worker that died: the others go on
      }
    },
  };
}

function better(found: Found | null, outcome: AssignmentTaskOutput | null): Found | null {
  if (outcome === null || outcome.rows === null) return found;
  const next = { ...outcome, rows: outcome.rows, bound: outcome.bound ?? Number.NEGATIVE_INFINITY };
  if (found === null) return next;
  const least = next.objective < found.objective ? next : found;
  return { ...least, bound: Math.max(found.bound, next.bound), neighbourhoods: found.neighbourhoods + next.neighbourhoods };
}

/** One after the other: prove, then rounds of neighbourhoods, each from the best so far. Null when there is no roster. */
async function searchInTurn(run: Run): Promise<Found | null> {
  const { seconds, budget, workers } = run;
  const nodes = seconds === null ? NODES_PER_MOVE * budget : MOST_NODES;
  let found: Found | null = null;
  for (const length of windowLengths(run.days)) {
    const left = seconds === null ? null : run.left() - (1 - SWEEP_SHARE / 2) * seconds;
    if (left !== null && left <= 0) break;
    const outcome = await run.start({ role: 'sweep', stream: `sweep/${length}`, rows: rowsOf(found), seconds: left, budget: length });
    if (outcome !== null && outcome.rows === null) return null;
    found = better(found, outcome);
  }
  const first = await run.start({
    role: 'prove',
    stream: 'prove',
    rows: rowsOf(found),
    seconds: seconds === null ? null : PROVE_SHARE * run.left(),
    budget: nodes,
  });
  if (first !== null && first.rows === null) return null;
  found = better(found, first);
  let habits: AssignmentTask['habits'][] = [];
  let [spent, round, dead] = [0, 0, 0];
  while (spent < budget && (found === null || found.objective > found.bound) && run.left() > 0 && dead < 3) {
    const share = seconds === null ? Math.min(ROUND_BUDGET, Math.ceil((budget - spent) / workers)) : budget;
    const start = { role: 'explore', rows: found?.rows ?? null, bound: boundOf(found), seconds: seconds === null ? null : run.left(), budget: share } as const;
    const outcomes = await Promise.all(Array.from({ length: workers }, (_, k) => run.start({ ...start, stream: `explore/${k}/${round}`, habits: habits[k] })));
    habits = outcomes.map((outcome) => outcome?.habits);
    if (outcomes.some((outcome) => outcome !== null && outcome.rows === null)) return null;
    for (const outcome of outcomes) found = better(found, outcome);
    dead = outcomes.every((outcome) => outcome === null) ? dead + 1 : 0;
    spent += share * workers;
    round += 1;
  }
  if (found === null && dead > 0) throw new ShiftcastError('internal', 'assignShifts: every worker stopped before it had found a roster.');
  return found;
}

function rowsOf(found: Found | null): Found['rows'] | null {
  return found === null ? null : found.rows;
}

function boundOf(found: Found | null): number | null {
  return found === null || found.bound === Number.NEGATIVE_INFINITY ? null : found.bound;
}

/** One worker proves while the others search neighbourhoods in rounds; once the proof stalls, its worker joins them. */
async function searchSideBySide(run: Run): Promise<Found | null> {
  const seconds = run.seconds as number;
  const roundSeconds = Math.min(ROUND_SECONDS.most, Math.max(ROUND_SECONDS.least, ROUND_SHARE * seconds));
  const over = new AbortController();
  run.onAbort((reason) => over.abort(reason));
  let found: Found | null = null;
  let impossible = false;
  const isProved = (): boolean => impossible || (found !== null && found.objective <= Math.max(found.bound, run.bound() ?? Number.NEGATIVE_INFINITY));
  const take = (outcome: AssignmentTaskOutput | null): void => {
    if (outcome !== null && outcome.rows === null) impossible = true;
    found = better(found, outcome);
    if (isProved()) over.abort(DONE);
  };
  const sweep = async (): Promise<void> => {
    for (const length of windowLengths(run.days)) {
      const left = run.left() - (1 - SWEEP_SHARE) * seconds;
      if (isProved() || left <= 0) return;
      const share = { role: 'sweep', stream: `sweep/${length}`, rows: found?.rows ?? null, seconds: left, budget: length } as const;
      take(await run.start(share, over.signal));
    }
  };
  const worker = async (k: number): Promise<void> => {
    let habits: AssignmentTask['habits'];
    if (k === 1) await sweep();
    if (k === 0) take(await run.start({ role: 'prove', stream: 'prove', seconds, budget: MOST_NODES }, over.signal));
    for (let round = 0, dead = 0; !isProved() && run.left() > 0 && dead < 3; round += 1) {
      const share = { role: 'explore', stream: `explore/${k}/${round}`, seconds: Math.min(roundSeconds, run.left()), budget: Number.MAX_SAFE_INTEGER } as const;
      const outcome = await run.start({ ...share, rows: found?.rows ?? null, bound: run.bound(), habits }, over.signal);
      habits = outcome?.habits;
      dead = outcome === null ? dead + 1 : 0;
      take(outcome);
    }
  };
  await Promise.all(Array.from({ length: run.workers }, (_, k) => worker(k)));
  if (impossible) return null;
  const last = found as Found | null;
  if (last === null) throw new ShiftcastError('internal', 'assignShifts: every worker stopped before it had found a roster.');
  return { ...last, bound: Math.max(last.bound, run.bound() ?? Number.NEGATIVE_INFINITY) };
}

const DONE = new ShiftcastError('internal', 'The search is over.');

function gapOf(objective: number, bound: number): number {
  return objective - bound <= 1e-9 * Math.abs(objective) ? 0 : (objective - bound) / objective;
}

function noAssignment(problem: AssignmentProblem, seed: number): Assignment {
  return {
    status: 'infeasible',
    objective: null,
    bound: null,
    gap: null,
    people: [],
    shortfalls: [],
    surplus: [],
    unmetRequests: [],
    conflicts: findConflicts(problem),
    provenance: { version: VERSION, seed, method: METHOD, neighbourhoods: 0 },
  };
}

function toAssignment(problem: AssignmentProblem, run: Run, found: Found): Assignment {
  const people = problem.people.map(({ person }, p) => ({
    person,
    shifts: (found.rows[p] as readonly number[]).map((shift) => (shift < 0 ? null : (problem.shifts[shift]?.shift ?? null))),
  }));
  const { objective, violations, shortfalls, surplus, unmetRequests } = checkAssignment(people, problem);
  if (violations.length > 0 || Math.abs(objective - found.objective) > 1e-6 * Math.max(1, objective))
    throw new ShiftcastError('internal', `assignShifts: the roster does not pass its own check (${violations[0]?.message ?? objective}). Please report this.`, {
      violations: violations.slice(0, 20),
      objective,
      counted: found.objective,
    });
  const bound = Math.max(0, Math.min(found.bound, objective)); // no weight is negative
  const gap = gapOf(objective, bound);
  return {
    status: gap === 0 ? 'optimal' : run.seconds !== null ? 'timeLimit' : 'feasible',
    objective,
    bound,
    gap,
    people,
    shortfalls,
    surplus,
    unmetRequests,
    conflicts: [],
    provenance: { version: VERSION, seed: run.seed, method: METHOD, neighbourhoods: found.neighbourhoods },
  };
}
