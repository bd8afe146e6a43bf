import { type Roster, resolvePlan, type TaskRunner } from '../core/index.js';
import { compileProblem } from './problem.js';
import { schedule, toRoster } from './schedule.js';
import { type RosterInput, type SearchTask, type SearchTaskResult, searchRosterTask } from './search-roster.js';

/** How long to repair. */
export type RepairLimits = {
  readonly seed: number;
  readonly moves: number;
  readonly seconds: number;
  readonly runner: TaskRunner | undefined;
  readonly signal: AbortSignal | undefined;
};

/** Distance between the seeds of searches side by side. */
const SEED_STEP = 7919;

/** Improves the roster in `input.from` without proving a bound: for rosters on the way to another one. */
export async function repairRoster(input: RosterInput, { seed, moves, seconds, runner, signal }: RepairLimits): Promise<Roster> {
  const { requirements, config, agents, previous, from } = input;
  const plan = resolvePlan(config);
  // Trainings and meetings are placed by the whole search alone.
  if ((plan.roster?.activities ?? []).length > 0)
    return schedule(requirements, config, { agents, previous, from, seed, workBudget: moves, timeLimitSeconds: seconds, runner, signal });
  const problem = compileProblem(requirements, plan, agents, previous ?? [], from);
  const search = async (k: number): Promise<SearchTaskResult> => {
    const task: SearchTask = { ...input, seed: seed + k * SEED_STEP, budget: moves, seconds };
    return runner === undefined ? searchRosterTask(task, { signal }) : ((await runner.run('searchRoster', task, { signal })) as SearchTaskResult);
  };
  const found = await Promise.all(Array.from({ length: Math.min(2, runner?.concurrency ?? 1) }, (_, k) => search(k)));
  const best = found.reduce((cheapest, one) => (one.objective < cheapest.objective ? one : cheapest));
  const snapshot = { objective: best.objective, work: Int32Array.from(best.work), breaks: Int32Array.from(best.breaks) };
  return toRoster(problem, agents, snapshot, null, best.cutShort);
}
