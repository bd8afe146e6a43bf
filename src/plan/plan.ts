import {
  type Agent,
  type AgentRoster,
  type CalendarEvent,
  type DayRegressor,
  type Forecast,
  type History,
  InvalidInputError,
  type LongWorkOptions,
  type Override,
  type PlanConfig,
  type PlanResult,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type RosterService,
  type RosterSimulation,
  resolvePlan,
  type ShiftDesign,
  type TaskRunner,
  UnusableInputError,
  VERSION,
} from '../core/index.js';
import { adoptForecast, applyOverrides, type ForecastOptions, findPeaks, forecast, forecastWarnings, reconcileForecasts } from '../forecast/index.js';
import { designShifts, type GivenRoster, schedule, scheduleToTargets } from '../schedule/index.js';
import { inferOpeningHours } from '../series/index.js';
import { staffChannels } from '../staffing/index.js';
import { checkZone } from '../time/index.js';
import { checkAgents } from './check-agents.js';
import { defaultShifts } from './default-shifts.js';
import { matchQueues } from './match-queues.js';
import { type PlanHorizon, planHorizon } from './plan-horizon.js';
import { ratePaths } from './rate-paths.js';
import { sliceRequirements } from './slice-requirements.js';
import { summarizePlan } from './summarize-plan.js';
import { writeOutConfig } from './write-out-config.js';

/** What {@link plan} may know beside history and config. */
export type PlanOptions = LongWorkOptions & {
  /** People to roster; without them the plan ends in shifts without names. */
  readonly agents?: readonly Agent[] | undefined;
  /** Past occurrences teach, future ones are applied. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** Numbers by local day that move the volume; see `DayRegressor`. */
  readonly regressors?: readonly DayRegressor[] | undefined;
  /** A forecast made elsewhere, for the queues and intervals that it has; ours fills the rest and stays in `statisticalVolume`. */
  readonly forecast?: Forecast | undefined;
  /** False: queues are forecast each on its own; by default several are made to add up (see `reconcileForecasts`). */
  readonly reconcile?: boolean | undefined;
  /** A planner's changes to the forecast. */
  readonly overrides?: readonly Override[] | undefined;
  /** The roster before this one: carries rest, days in a row and weekends over the border. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** A roster of these days to start from, after sickness or a new forecast: what of it stands, who is absent, what a change costs. */
  readonly from?: GivenRoster | undefined;
  /** True: the roster is simulated and repaired until the service it delivers meets the targets, at as little cost as can be found; needs `agents`. */
  readonly untilMet?: boolean | undefined;
  /** Time for the roster; 60 s by default, 180 s with `untilMet`. */
  readonly timeLimitSeconds?: number | undefined;
  /** Moves of the roster's search; by default it grows with people and weeks. */
  readonly workBudget?: number | undefined;
  /** Address of `highs.wasm`, for browsers that do not serve it beside the bundle. */
  readonly wasmUrl?: string | undefined;
  /** Where a second search of the roster runs; see {@link schedule}. */
  readonly runner?: TaskRunner | undefined;
  /** Seed of everything random; 1 by default. */
  readonly seed?: number | undefined;
  /** Coverage of the forecast's bands; 0.8 and 0.95 by default. */
  readonly levels?: readonly number[] | undefined;
};

/**
 * Plans a contact centre from end to end: forecast, requirement per interval, roster of named people (or shifts without names), and the
 * figures that matter.
 *
 * @param history - What `readHistory` gives. Every queue of the plan must be in it.
 * @param config - An object of plan.json's shape.
 * @returns Every stage's own result and a summary. Contradictory rules are no error: `roster.status` is then `infeasible` and `roster.conflicts` names them.
 * @throws {@link InvalidPlanError} for a config that breaks its schema or asks for a past week.
 * @throws {@link InvalidInputError} for people who do not fit the plan, or queues that the history does not have.
 * @remarks Most of the time goes into the roster, up to `timeLimitSeconds`. Run it in a worker where a page or a server must stay responsive.
 *   Expected figures are those of the planned people less shrinkage; people beyond every need are counted with the queues that are covered.
 * @example
 * const rows = Array.from({ length: 24 * 21 }, (_, i) => `${new Date(Date.UTC(2026, 10, 2) + i * 3600000).toISOString()},${5 + (i % 24)},300`);
 * const history = await readHistory(['timestamp,volume,aht_seconds', ...rows].join('\n'), { zone: 'UTC' });
 * const { summary } = await plan(history, { zone: 'UTC', queues: { all: {} } }, { timeLimitSeconds: 1 });
 * summary.rosterFrom; // '2026-11-23'
 */
export async function plan(history: History, config: PlanConfig, options: PlanOptions = {}): Promise<PlanResult> {
  const asked = resolvePlan(config);
  checkZone('plan: zone', asked.zone);
  const matched = matchQueues(history, asked, config.interval === undefined ? null : asked.intervalSeconds);
  const horizon = planHorizon(matched.history, asked);
  const rules = settle(matched.history, asked, horizon, options);
  const agents = options.agents;
  if (agents !== undefined) checkAgents('plan', agents, rules);
  if (agents === undefined && options.untilMet === true)
    throw new InvalidInputError('plan: untilMet needs agents: only a roster of people can be simulated.', { option: 'untilMet' });
  const forecasted = await forecastPlan(matched.history, rules, horizon, options);
  const settled = writeOutConfig(rules);
  const requirements = staffChannels(forecasted, settled);
  const rostered = sliceRequirements(requirements, horizon.rosterStartMs, horizon.rosterEndMs);
  const { roster, design, service, simulation, warnings } = await cover(rostered, forecasted, settled, options);
  return {
    history: matched.history,
    forecast: forecasted,
    peaks: [...findPeaks(matched.history, { events: options.events }), ...findPeaks(forecasted, { events: options.events })],
    requirements,
    roster,
    ...(service === null ? {} : { service }),
    ...(simulation === null ? {} : { simulation }),
    design,
    summary: summarizePlan({ rules, horizon, forecast: forecasted, requirements: rostered, roster, design }),
    config: settled,
    warnings: gatherWarnings(matched.warnings, forecasted, requirements, warnings),
    provenance: {
      version: VERSION,
      seed: options.seed ?? 1,
      method: agents === undefined ? 'forecast, staff, designShifts' : service === null ? 'forecast, staff, schedule' : 'forecast, staff, schedule, simulate',
      options: { timeLimitSeconds: options.timeLimitSeconds ?? null, levels: options.levels ?? null },
    },
  };
}

/** Fills in what only the history can tell: interval, first day, opening hours, and shifts where neither people nor shifts are given. */
export function settle(history: History, asked: ResolvedPlan, horizon: PlanHorizon, options: PlanOptions): ResolvedPlan {
  const queues = asked.queues.map((rule) => {
    const past = history.queues.find((queue) => queue.queue === rule.queue);
    return rule.openingHours !== null || past === undefined ? rule : { ...rule, openingHours: inferOpeningHours(past) };
  });
  const rules = { ...asked, startDay: horizon.rosterFrom, intervalSeconds: history.queues[0]?.intervalSeconds ?? asked.intervalSeconds, queues };
  if (rules.shifts.length > 0 || options.agents !== undefined) return rules;
  const hours = queues.map((rule) => rule.openingHours ?? []);
  return resolvePlan({ ...writeOutConfig(rules), ...defaultShifts(hours, rules.intervalSeconds) });
}

/** The forecast behind a plan: several queues are made to add up, a forecast made elsewhere is taken over, the planner's overrides come last. */
export async function forecastPlan(history: History, rules: ResolvedPlan, horizon: PlanHorizon, options: PlanOptions): Promise<Forecast> {
  const wanted = {
    untilMs: horizon.forecastEndMs - rules.intervalSeconds * 1000,
    levels: options.levels,
    events: options.events,
    regressors: options.regressors,
    openingHours: Object.fromEntries(rules.queues.flatMap((queue) => (queue.openingHours === null ? [] : [[queue.queue, queue.openingHours]]))),
    seed: options.seed,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const own = history.queues.length > 1 && options.reconcile !== false ? await reconciled(history, wanted) : await forecast(history, wanted);
  const adopted = options.forecast === undefined ? own : adoptForecast(own, options.forecast);
  return options.overrides === undefined || options.overrides.length === 0 ? adopted : applyOverrides(adopted, options.overrides);
}

/** A plan needs every queue: one that cannot be forecast stops it. */
async function reconciled(history: History, options: ForecastOptions): Promise<Forecast> {
  const { queues, provenance, leftOut } = await reconcileForecasts(history, options);
  const [missing] = leftOut;
  if (missing !== undefined) throw new UnusableInputError(missing.why, { queue: missing.queue }, 'tooLittleHistory');
  return { queues, provenance };
}

/** People or shifts for the requirements, and with `untilMet` what they deliver. */
type Cover = {
  readonly roster: Roster | null;
  readonly service: RosterService | null;
  readonly simulation: RosterSimulation | null;
  readonly design: ShiftDesign | null;
  readonly warnings: readonly string[];
};

const UNPLAYED = { service: null, simulation: null } as const;

async function cover(requirements: Requirements, forecasted: Forecast, config: PlanConfig, options: PlanOptions): Promise<Cover> {
  const { agents, previous, from, timeLimitSeconds, workBudget, wasmUrl, seed, runner, signal, onProgress } = options;
  const limits = { timeLimitSeconds, wasmUrl, seed, signal, onProgress };
  if (agents === undefined) {
    const design = await designShifts(requirements, config, limits);
    return { roster: null, ...UNPLAYED, design, warnings: design.warnings };
  }
  const people = { agents, previous, from, workBudget, runner, ...limits };
  if (options.untilMet !== true) {
    const roster = await schedule(requirements, config, people);
    return { roster, ...UNPLAYED, design: null, warnings: roster.warnings };
  }
  const found = await scheduleToTargets(requirements, forecasted, config, { ...people, paths: ratePaths(forecasted, seed) });
  const { roster, status, spent, plainSpent, queues, missing, rosters, replications, service: simulation, warnings } = found;
  return { roster, service: { status, spent, plainSpent, queues, missing, rosters, replications }, simulation, design: null, warnings };
}

/** Every warning once, in the order of the stages. */
function gatherWarnings(matched: readonly string[], forecasted: Forecast, requirements: Requirements, covered: readonly string[]): string[] {
  const all = [...matched, ...forecastWarnings(forecasted), ...requirements.warnings, ...covered];
  return [...new Set(all)];
}
