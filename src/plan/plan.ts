import {
  type Agent,
  type AgentRoster,
  type CalendarEvent,
  type Forecast,
  type History,
  type LongWorkOptions,
  type Override,
  type PlanConfig,
  type PlanResult,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  resolvePlan,
  type ShiftDesign,
  type TaskRunner,
  UnusableInputError,
  VERSION,
} from '../core/index.js';
import { adoptForecast, applyOverrides, type ForecastOptions, findPeaks, forecast, forecastWarnings, reconcileForecasts } from '../forecast/index.js';
import { designShifts, schedule } from '../schedule/index.js';
import { inferOpeningHours } from '../series/index.js';
import { staff } from '../staffing/index.js';
import { checkZone } from '../time/index.js';
import { checkAgents } from './check-agents.js';
import { defaultShifts } from './default-shifts.js';
import { matchQueues } from './match-queues.js';
import { type PlanHorizon, planHorizon } from './plan-horizon.js';
import { sliceRequirements } from './slice-requirements.js';
import { summarizePlan } from './summarize-plan.js';
import { writeOutConfig } from './write-out-config.js';

/** What {@link plan} may know beside history and config. */
export type PlanOptions = LongWorkOptions & {
  /** People to roster; without them the plan ends in shifts without names. */
  readonly agents?: readonly Agent[] | undefined;
  /** Past occurrences teach, future ones are applied. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** A forecast made elsewhere, for the queues and intervals that it has; ours fills the rest and stays in `statisticalVolume`. */
  readonly forecast?: Forecast | undefined;
  /** False: queues are forecast each on its own; by default several are made to add up (see `reconcileForecasts`). */
  readonly reconcile?: boolean | undefined;
  /** A planner's changes to the forecast. */
  readonly overrides?: readonly Override[] | undefined;
  /** The roster before this one: carries rest, days in a row and weekends over the border. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** Time for the roster; 60 s by default. */
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
  const forecasted = await forecastPlan(matched.history, rules, horizon, options);
  const settled = writeOutConfig(rules);
  const requirements = staff(forecasted, settled);
  const rostered = sliceRequirements(requirements, horizon.rosterStartMs, horizon.rosterEndMs);
  const { roster, design } = await cover(rostered, settled, options);
  return {
    history: matched.history,
    forecast: forecasted,
    peaks: [...findPeaks(matched.history, { events: options.events }), ...findPeaks(forecasted, { events: options.events })],
    requirements,
    roster,
    design,
    summary: summarizePlan({ rules, horizon, forecast: forecasted, requirements: rostered, roster, design }),
    config: settled,
    warnings: gatherWarnings(matched.warnings, forecasted, requirements, roster ?? design),
    provenance: {
      version: VERSION,
      seed: options.seed ?? 1,
      method: agents === undefined ? 'forecast, staff, designShifts' : 'forecast, staff, schedule',
      options: { timeLimitSeconds: options.timeLimitSeconds ?? null, levels: options.levels ?? null },
    },
  };
}

/** Fills in what only the history can tell: interval, first day, opening hours, and shifts where neither people nor shifts are given. */
function settle(history: History, asked: ResolvedPlan, horizon: PlanHorizon, options: PlanOptions): ResolvedPlan {
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
async function forecastPlan(history: History, rules: ResolvedPlan, horizon: PlanHorizon, options: PlanOptions): Promise<Forecast> {
  const wanted = {
    untilMs: horizon.forecastEndMs - rules.intervalSeconds * 1000,
    levels: options.levels,
    events: options.events,
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

async function cover(requirements: Requirements, config: PlanConfig, options: PlanOptions): Promise<{ roster: Roster | null; design: ShiftDesign | null }> {
  const { agents, previous, timeLimitSeconds, workBudget, wasmUrl, seed, runner, signal, onProgress } = options;
  const limits = { timeLimitSeconds, wasmUrl, seed, signal, onProgress };
  if (agents === undefined) return { roster: null, design: await designShifts(requirements, config, limits) };
  return { roster: await schedule(requirements, config, { agents, previous, workBudget, runner, ...limits }), design: null };
}

/** Every warning once, in the order of the stages. */
function gatherWarnings(matched: readonly string[], forecasted: Forecast, requirements: Requirements, outcome: Roster | ShiftDesign | null): string[] {
  const all = [...matched, ...forecastWarnings(forecasted), ...requirements.warnings, ...(outcome?.warnings ?? [])];
  return [...new Set(all)];
}
