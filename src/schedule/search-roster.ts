import type { Agent, AgentRoster, LongWorkOptions, PlanConfig, Requirements, TaskRunner } from '../core/index.js';
import { resolvePlan } from '../core/index.js';
import { type Cooling, cheaper, coolAndRebuild, FROM_ANYWHERE, FROM_GIVEN, polish } from './anneal.js';
import { type BoundResult, proveBound } from './bound.js';
import { type WorkClock, workClock } from './clock.js';
import { gapOf, PROVED } from './gap.js';
import { withGivenBreaks } from './given-breaks.js';
import type { GivenRoster } from './given-roster.js';
import { type Guide, type GuideData, guideData, improveNear, readGuide, rosterNear } from './improve-near.js';
import { pathSpaces } from './path-spaces.js';
import type { Person } from './person.js';
import { compileProblem, type Problem } from './problem.js';
import { openSearch, type Search, type Snapshot } from './search.js';

/** Share of the time that the bound may take, alone and with searches beside it. */
const BOUND_SHARE = 0.3;
const BOUND_SHARE_BESIDE = 0.45;
/** Share of the time for cooling; the rest is for the last rebuilding. */
const ANNEAL_SHARE = 0.95;
/** Steps of prices: one for so many moves of a search a person and week, within these limits. */
const MOVES_PER_STEP = 30;
const LEAST_STEPS = 400;
const MOST_STEPS = 2500;
/** Time that a thread takes to start and to hand over. */
const THREAD_SECONDS = 0.7;
const FIRST_ROUNDS = 2;
/** What a roster made from the shares of the bound may leave of the first one's gap to count as near the best. */
const NEAR = 0.7;
/** Distance between the seeds of searches side by side. */
const SEED_STEP = 7919;
const TASK_NAME = 'searchRoster';

/** What a roster is searched for, as data. */
export type RosterInput = {
  readonly requirements: Requirements;
  readonly config: PlanConfig;
  readonly agents: readonly Agent[];
  readonly previous?: readonly AgentRoster[] | undefined;
  readonly from?: GivenRoster | undefined;
};

/** Work for {@link searchRosterTask}. `guide`: where the bound has people on line and at what prices, to make rosters near the best from. */
export type SearchTask = RosterInput & {
  readonly seed: number;
  readonly budget: number;
  readonly seconds: number;
  readonly guide?: GuideData | undefined;
};

/** What {@link searchRosterTask} found, in the engine's own numbers. */
export type SearchTaskResult = {
  readonly objective: number;
  readonly work: readonly number[];
  readonly breaks: readonly number[];
  readonly cutShort: boolean;
};

/** How to search. */
export type SearchSettings = {
  readonly seed: number;
  readonly budget: number;
  readonly wasmUrl: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Searches in other threads, with moves of their own; null = none. */
  readonly beside: { readonly runner: TaskRunner; readonly searches: number; readonly budget: number; readonly input: RosterInput } | null;
};

type Found = { readonly best: Snapshot; readonly cutShort: boolean };

/** Where an improvement begins, and how it goes on: by one long cooling, or in rounds that begin at the guide. */
type Begin = { readonly start: Snapshot } & ({ readonly cooling: Cooling } | { readonly guide: Guide });

/**
 * Builds, bounds and improves a roster. The bound says when people are on line together, and searches begin there: this thread's, and further ones with a runner.
 */
export async function searchRoster(problem: Problem, settings: SearchSettings, clock: WorkClock): Promise<Found & { readonly bound: number }> {
  const { seed, budget, wasmUrl, beside } = settings;
  const spaces = pathSpaces(problem);
  const search = openSearch(problem, spaces, seed);
  let bound: number | null = null;
  let best = search.snapshot();
  const report = (stage: string, done: number, total: number | null): void =>
    clock.report({ stage, done, total, incumbent: best.objective, bound, gap: bound === null ? null : gapOf(best.objective, bound) }, done === total);
  best = await firstRoster(problem, search, clock, (roster) => {
    best = roster;
    report('construct', problem.people.length, problem.people.length);
  });
  const isWorthwhile = budget > 0 && problem.people.length > 0 && clock.left() > 0;
  const startOthers = (begin: Begin): ReturnType<typeof startBeside> | null =>
    beside === null || !isWorthwhile || clock.left() <= 0 ? null : startBeside(settings, begin, Math.max(1, clock.left() - THREAD_SECONDS));
  let others: ReturnType<typeof startOthers> = null;
  try {
    const proved = await proveBound(
      problem,
      spaces,
      best,
      { steps: priceSteps(problem, budget), seconds: clock.left() * (beside === null ? BOUND_SHARE : BOUND_SHARE_BESIDE) },
      wasmUrl,
      clock,
      (round, value) => {
        bound = value;
        report('bound', round, null);
      },
    );
    bound = proved.bound;
    let cutShort = clock.left() <= 0;
    if (isWorthwhile && !cutShort && gapOf(best.objective, bound) > 0) {
      const target = bound + PROVED * Math.abs(bound);
      const begin = await nearBest(problem, search, best, proved, seed, clock);
      best = begin.start;
      others = startOthers(begin);
      const reportShare = (share: number, roster: Snapshot): void => {
        best = roster;
        report('improve', Math.floor(Math.min(1, share) * budget), budget);
      };
      const end = await improve(problem, search, begin, { seed, budget, target }, clock, reportShare);
      best = end.best;
      cutShort = end.cutShort;
    }
    if (others === null || gapOf(best.objective, bound) === 0) return { best, bound, cutShort };
    for (const other of await others.results) {
      best = cheaper(best, other.best);
      cutShort ||= other.cutShort;
    }
    report('improve', budget, budget);
    return { best, bound, cutShort };
  } finally {
    others?.stop();
  }
}

/**
 * One search of a roster without a bound: the work of the task `searchRoster`, for runners with a table of tasks of their own.
 *
 * @param task - Requirements, plan and people as for {@link schedule}; seed, moves and seconds.
 * @param options - Stops early.
 * @returns The roster found, in the numbers of the engine; {@link schedule} reads and checks it.
 * @throws As {@link schedule}.
 * @example
 * typeof searchRosterTask; // 'function'
 */
export async function searchRosterTask(task: SearchTask, options: LongWorkOptions = {}): Promise<SearchTaskResult> {
  const { requirements, config, agents, previous = [], from, seed, budget, seconds, guide } = task;
  const clock = workClock(seconds, options.signal, options.onProgress);
  const problem = compileProblem(requirements, resolvePlan(config), agents, previous, from);
  const search = openSearch(problem, pathSpaces(problem), seed);
  const found = guide === undefined ? null : readGuide(problem, guide);
  const begin: Begin =
    found === null
      ? firstBegin(problem, await firstRoster(problem, search, clock, () => undefined))
      : { start: await rosterNear(problem, search, found, seed, clock), guide: found };
  const { best, cutShort } = await improve(problem, search, begin, { seed, budget, target: Number.NEGATIVE_INFINITY }, clock, () => undefined);
  return { objective: best.objective, work: [...best.work], breaks: [...best.breaks], cutShort };
}

/** Steps that the bound may take: a matter of counts, so that each machine proves the same. */
function priceSteps({ people, plan }: Problem, budget: number): number {
  const steps = Math.round(budget / (MOVES_PER_STEP * people.length * plan.weeks));
  return Math.min(MOST_STEPS, Math.max(LEAST_STEPS, steps));
}

/** Everybody's first schedule, and a little order in them. */
async function firstRoster(problem: Problem, search: Search, clock: WorkClock, onBuilt: (roster: Snapshot) => void): Promise<Snapshot> {
  const built = problem.given === undefined ? await construct(problem, search, clock) : adoptGiven(problem, search);
  onBuilt(built);
  await polish(search, FIRST_ROUNDS, clock);
  return cheaper(built, search.snapshot());
}

/** The roster that the shares of a bound lead to, if it is clearly better than the first one; else the first one. The search stands on it. */
async function nearBest(problem: Problem, search: Search, first: Snapshot, proved: BoundResult, seed: number, clock: WorkClock): Promise<Begin> {
  if (proved.shares.length > 0) {
    const start = await rosterNear(problem, search, proved, seed, clock);
    if (start.objective - proved.bound <= NEAR * (first.objective - proved.bound)) return { start, guide: proved };
    search.restore(first);
  }
  return firstBegin(problem, first);
}

/** A roster whose every change has a price is the place to stay near; elsewhere the first roster is only a beginning. */
function firstBegin({ given }: Problem, start: Snapshot): Begin {
  return { start, cooling: (given?.roster.pricePerChange ?? 0) > 0 ? FROM_GIVEN : FROM_ANYWHERE };
}

async function improve(
  problem: Problem,
  search: Search,
  begin: Begin,
  { seed, budget, target }: { readonly seed: number; readonly budget: number; readonly target: number },
  clock: WorkClock,
  report: (share: number, best: Snapshot) => void,
): Promise<Found> {
  const { start } = begin;
  if ('guide' in begin) return improveNear(problem, search, begin.guide, seed, { budget, target }, clock, report);
  const limits = { budget, seconds: clock.left() * ANNEAL_SHARE, target, cooling: begin.cooling };
  const found = await coolAndRebuild(problem, search, limits, clock, (share) => report(share, start));
  return { ...found, best: cheaper(start, found.best) };
}

/** Starts the other searches. A thread that dies takes only its own search along; an abort ends them all. */
function startBeside(
  { beside, seed, signal }: SearchSettings,
  begin: Begin,
  seconds: number,
): { readonly results: Promise<Found[]>; readonly stop: () => void } {
  const { runner, searches, budget, input } = beside as NonNullable<SearchSettings['beside']>;
  const guide = 'guide' in begin ? guideData(begin.guide) : undefined;
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  signal?.addEventListener('abort', stop, { once: true });
  const runs = Array.from({ length: searches - 1 }, async (_, k): Promise<Found[]> => {
    const task: SearchTask = { ...input, seed: seed + (k + 1) * SEED_STEP, budget, seconds, guide };
    try {
      const { objective, work, breaks, cutShort } = (await runner.run(TASK_NAME, task, { signal: controller.signal })) as SearchTaskResult;
      return [{ best: { objective, work: Int32Array.from(work), breaks: Int32Array.from(breaks) }, cutShort }];
    } catch {
      return [];
    }
  });
  return {
    results: Promise.all(runs).then((found) => found.flat()),
    stop: () => {
      signal?.removeEventListener('abort', stop);
      stop();
    },
  };
}

/** The given roster as far as today's rules allow: as it is, breaks included, or with breaks placed anew where that is cheaper. */
function adoptGiven(problem: Problem, search: Search): Snapshot {
  for (const person of problem.people) search.adopt(person, (person.kept as NonNullable<Person['kept']>).options);
  const adopted = search.snapshot();
  search.restore(withGivenBreaks(problem, adopted, search.state.breaksPerShift));
  return cheaper(adopted, search.snapshot());
}

/** Gives everybody, in random order, the cheapest schedule against those placed before. */
async function construct(problem: Problem, search: Search, clock: WorkClock): Promise<Snapshot> {
  let done = 0;
  for (const person of search.shuffled()) {
    search.rebuild(person, 0);
    done += 1;
    clock.report({ stage: 'construct', done, total: problem.people.length });
    if (clock.isDue()) await clock.turn();
  }
  return search.snapshot();
}
