import { breathe, checkInteger, checkNonNegative, checkPositive, InvalidInputError, type LongWorkOptions, type TaskRunner, VERSION } from '../core/index.js';
import { checkStability } from './check-stability.js';
import { checkSystem } from './check-system.js';
import { toModel } from './model.js';
import { type Played, Player, type PlayOptions } from './play.js';
import type { SimulationResult } from './result.js';
import { Summary } from './summary.js';
import type { SimulationSystem } from './system.js';
import { twinQueues } from './twin-queues.js';

/** Options of {@link simulate}. */
export type SimulateOptions = LongWorkOptions & {
  /** Seed of everything random; 1 by default. Scenarios with the same seed meet the same callers (common random numbers). */
  readonly seed?: number | undefined;
  /** Independent runs; 30 by default. With `untilHalfWidth` the first so many. */
  readonly replications?: number | undefined;
  /** End of the statistics, in seconds from 0; includes the warm-up. */
  readonly horizonSeconds: number;
  /** Contacts that arrive before are played but not counted; 0 by default. */
  readonly warmUpSeconds?: number | undefined;
  /** No arrivals from the horizon on (a day that ends); by default they go on until the last counted contact has left. */
  readonly arrivalsStopAtHorizon?: boolean | undefined;
  /** Ends of stretches to report one by one, rising: n + 1 instants for n stretches. */
  readonly reportBoundariesSeconds?: readonly number[] | undefined;
  /** Goes on until the service level of every contact type is known to ± this (95 %), such as 0.005. */
  readonly untilHalfWidth?: number | undefined;
  /** End of that, wide or narrow; 20,000 by default. */
  readonly maximumReplications?: number | undefined;
  /**
   * Takes out of the totals what chance alone did: to the number of contacts, to their work, and to single queues of known formula that the
   * same callers pass beside the system. Narrower intervals for a third more time; 30 replications at least.
   */
  readonly controlVariates?: boolean | undefined;
  /** Percentiles of the wait; 0.5, 0.8, 0.9, 0.95 and 0.99 by default. */
  readonly percentiles?: readonly number[] | undefined;
  /** Keep a record of each counted contact. */
  readonly records?: boolean | undefined;
  /** Where to run: worker threads, Web Workers; by default here. The result does not depend on it. */
  readonly runner?: TaskRunner | undefined;
};

/** Name under which a runner must know {@link simulateTask}. */
const TASK_NAME = 'simulate';

/** Pieces in which replications are summed up, whoever plays them: the same sums in the same order everywhere. */
const PIECES = 20;
const LEAST_CONTROLLED = 30;
const SLICE_MS = 40;

/** Input of the simulate task; JSON-safe. */
export type SimulateTask = { readonly system: SimulationSystem; readonly options: PlayOptions; readonly from: number; readonly to: number };

/**
 * Plays a contact centre contact by contact and reports what its queues and groups deliver, with 95 % intervals (discrete-event
 * simulation; ratios of expectations over independent replications).
 *
 * @param system - Contact types (queues), agent groups, routes and priorities; see {@link SimulationSystem}.
 * @param options - Horizon, warm-up, replications, stretches to report, seed.
 * @returns Figures as `{ mean, halfWidth }` per contact type, group and named agent. Contacts that arrive from warm-up to horizon are counted
 * and followed to their end; queues and occupancy are means over that time.
 * @throws {@link InvalidInputError} before the run, with the queue's name: routes to nowhere, groups without people, queues that grow
 * without end because nobody gives up, values outside their ranges.
 * @remarks Waiting is first come first served within a class; a busy agent whose time ends finishes and then leaves. Time grows with the
 * contacts: about 10 million a second for a single queue, 3 to 4 million across tiers. Sources: [Law2015], [Kiefer1955], [Lavenberg1981]; keys in docs/references.md.
 * @example
 * const system = {
 *   contactTypes: [{ name: 'billing', arrivalsPerHour: 360, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'first line' }] }],
 *   agentGroups: [{ name: 'first line', agents: 20, serves: [[{ contactType: 'billing' }]], ahtSeconds: { billing: 200 } }],
 * };
 * const { contactTypes } = await simulate(system, { horizonSeconds: 36000, warmUpSeconds: 3600, replications: 20 });
 * Math.abs(contactTypes[0].serviceLevel.offered.mean - 0.7047) < 0.03; // true
 */
export async function simulate(system: SimulationSystem, options: SimulateOptions): Promise<SimulationResult> {
  const summary = await playSystem('simulate', system, options, []);
  return summary.result(VERSION, options.untilHalfWidth ?? null);
}

/** Checks and plays a system; also reports runs of stretches as one. */
export async function playSystem(where: string, system: SimulationSystem, options: SimulateOptions, joined: PlayOptions['joinedStretches']): Promise<Summary> {
  checkSystem(where, system);
  const settled = settle(where, options, joined);
  if (!settled.arrivalsStopAtHorizon) checkStability(where, system);
  const replications = options.replications ?? 30;
  const summary = new Summary(
    toModel(system),
    settled,
    options.percentiles ?? [0.5, 0.8, 0.9, 0.95, 0.99],
    settled.totals,
    settled.totals ? twinQueues(system, settled) : null,
  );
  const most = options.untilHalfWidth === undefined ? replications : Math.max(replications, options.maximumReplications ?? 20_000);
  for (let done = 0, next = replications; next > done; ) {
    await playAll(system, settled, done, next, summary, options, most);
    done = next;
    if (options.untilHalfWidth !== undefined) next = Math.min(most, done + summary.moreNeeded(options.untilHalfWidth));
  }
  return summary;
}

/**
 * Plays some of a simulation's replications: the work of the task `simulate`, for runners with a table of tasks of their own.
 *
 * @param task - System, settled options and the replications `from` … `to − 1`; {@link simulate} makes it.
 * @returns Sums over these replications, JSON-safe.
 * @example
 * typeof inProcessRunner({ simulate: simulateTask }).run; // 'function'
 */
export async function simulateTask({ system, options, from, to }: SimulateTask, limits: { readonly signal?: AbortSignal | undefined } = {}): Promise<Played> {
  const player = new Player(system, options);
  let since = performance.now();
  for (let replication = from; replication < to; replication += 1) {
    player.play(replication);
    if (performance.now() - since < SLICE_MS || replication === to - 1) continue;
    await breathe(limits.signal);
    since = performance.now();
  }
  return player.result();
}

async function playAll(
  system: SimulationSystem,
  settled: PlayOptions,
  from: number,
  to: number,
  summary: Summary,
  { runner, signal, onProgress }: SimulateOptions,
  most: number,
): Promise<void> {
  const pieces = Math.min(PIECES, to - from);
  const ends = Array.from({ length: pieces + 1 }, (_, i) => from + Math.floor(((to - from) * i) / pieces));
  const results: (Played | null)[] = new Array(pieces).fill(null);
  let next = 0;
  let added = 0;
  const lane = async (): Promise<void> => {
    while (next < pieces) {
      const piece = next;
      next += 1;
      const task: SimulateTask = { system, options: settled, from: ends[piece] as number, to: ends[piece + 1] as number };
      results[piece] = runner === undefined ? await simulateTask(task, { signal }) : ((await runner.run(TASK_NAME, task, { signal })) as Played);
      for (; added < pieces && results[added] !== null; added += 1) {
        summary.add(results[added] as Played);
        results[added] = null;
      }
      onProgress?.({ stage: 'simulate', done: summary.replications, total: most });
      await breathe(signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pieces, runner?.concurrency ?? 1) }, lane));
}

function settle(where: string, options: SimulateOptions, joinedStretches: PlayOptions['joinedStretches']): PlayOptions {
  const { horizonSeconds, warmUpSeconds = 0, replications = 30, reportBoundariesSeconds = [], controlVariates = false } = options;
  checkPositive(`${where}: horizonSeconds`, horizonSeconds);
  checkNonNegative(`${where}: warmUpSeconds`, warmUpSeconds);
  if (warmUpSeconds >= horizonSeconds)
    throw new InvalidInputError(`${where}: warmUpSeconds (${warmUpSeconds}) must end before horizonSeconds (${horizonSeconds}), which counts from 0 too.`, {
      warmUpSeconds,
      horizonSeconds,
    });
  checkInteger(`${where}: replications`, replications, 1);
  if (options.untilHalfWidth !== undefined) checkPositive(`${where}: untilHalfWidth`, options.untilHalfWidth);
  if (options.maximumReplications !== undefined) checkInteger(`${where}: maximumReplications`, options.maximumReplications, 1);
  if (options.seed !== undefined && !Number.isFinite(options.seed)) throw new InvalidInputError(`${where}: seed must be a finite number, got ${options.seed}.`);
  for (const share of options.percentiles ?? [])
    if (!(share > 0 && share < 1)) throw new InvalidInputError(`${where}: percentiles must lie between 0 and 1, got ${share}. Write 95 % as 0.95.`, { share });
  if (controlVariates && replications < LEAST_CONTROLLED)
    throw new InvalidInputError(`${where}: controlVariates needs ${LEAST_CONTROLLED} replications or more, got ${replications}.`, { replications });
  checkBoundaries(where, reportBoundariesSeconds);
  return {
    seed: options.seed ?? 1,
    horizonSeconds,
    warmUpSeconds,
    arrivalsStopAtHorizon: options.arrivalsStopAtHorizon ?? false,
    reportBoundariesSeconds,
    joinedStretches,
    records: options.records ?? false,
    totals: controlVariates,
  };
}

function checkBoundaries(where: string, boundaries: readonly number[]): void {
  if (boundaries.length === 1) throw new InvalidInputError(`${where}: reportBoundariesSeconds must list both ends of a stretch, got one instant.`);
  boundaries.forEach((boundary, i) => {
    checkNonNegative(`${where}: reportBoundariesSeconds[${i}]`, boundary);
    if (i > 0 && boundary <= (boundaries[i - 1] as number))
      throw new InvalidInputError(`${where}: reportBoundariesSeconds must rise, got ${boundary} after ${boundaries[i - 1]}.`, { index: i });
  });
}
