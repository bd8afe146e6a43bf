import { queueMetrics } from '../queueing/index.js';
import { meanOf, toDistribution } from './distribution.js';
import { toModel } from './model.js';
import type { PlayOptions } from './play.js';
import { type LonePair, lonePairs } from './single-queue.js';
import type { ContactType, SimulationSystem } from './system.js';
import { COUNTER_COUNT, COUNTERS } from './tally.js';

/** After so many handle times a queue that starts empty is taken to be in its steady state; sooner where people give up within a few of them. */
const HANDLE_TIMES_TO_SETTLE = 10;
const SETTLED_SOON = 6;
const SHORT_PATIENCE = 4;

/** Queues whose exact figures are known, fed with the same callers as the system: what chance does to them it does to the system too. */
export type TwinQueues = {
  readonly system: SimulationSystem;
  /** Per contact type of the system its twin's place and exact shares; null without a twin. */
  readonly exact: readonly (TwinFigures | null)[];
};

type TwinFigures = { readonly place: number; readonly level: number; readonly abandon: number; readonly meanWaitSeconds: number };

/**
 * Single queues (Erlang A or C) beside a system, one per contact type with constant Poisson arrivals, exponential handle times and
 * patience; each with agents in proportion to its work. Null where no type allows it or the warm-up is too short for steady state.
 */
export function twinQueues(system: SimulationSystem, options: PlayOptions): TwinQueues | null {
  const lone = lonePairs(toModel(system));
  const agents = system.agentGroups.reduce((sum, group) => sum + (typeof group.agents === 'number' ? group.agents : Number.NaN), 0);
  const loads = system.contactTypes.map((type) => loadOf(system, type));
  const load = loads.reduce((sum, one) => sum + one.erlangs, 0);
  const twins: { type: ContactType; ahtSeconds: number; agents: number }[] = [];
  const exact = system.contactTypes.map((type, k): TwinFigures | null => {
    const { erlangs, ahtSeconds } = loads[k] as { erlangs: number; ahtSeconds: number };
    if (!(agents > 0) || !allowsTwin(system, type, ahtSeconds, options) || lone.some((pair: LonePair) => pair.type === k)) return null;
    const people = agentsOf(erlangs, (erlangs * agents) / load, type.patienceSeconds === null);
    twins.push({ type, ahtSeconds, agents: people });
    const line = { offeredLoad: erlangs, ahtSeconds, agents: people, answerWithinSeconds: type.answerWithinSeconds };
    const metrics = queueMetrics(type.patienceSeconds === null ? line : { ...line, patienceSeconds: meanOf(toDistribution(type.patienceSeconds)) });
    return {
      place: twins.length - 1,
      level: metrics.serviceLevel?.offered ?? 0,
      abandon: metrics.abandonProbability,
      meanWaitSeconds: metrics.meanWaitSeconds ?? 0,
    };
  });
  return twins.length === 0 ? null : { system: systemOf(twins), exact };
}

/** In proportion to the work, but neither so many that nobody ever waits nor, without patience, so few that the queue settles slowly: a twin has to vary. */
function agentsOf(erlangs: number, proportional: number, patient: boolean): number {
  const least = patient ? Math.floor(erlangs * 1.05) + 1 : 1;
  return Math.max(least, Math.round(Math.min(proportional, erlangs + Math.sqrt(erlangs))));
}

function loadOf(system: SimulationSystem, type: ContactType): { erlangs: number; ahtSeconds: number } {
  const group = system.agentGroups.find(({ name }) => name === type.route[0]?.group);
  const aht = group?.ahtSeconds[type.name];
  const ahtSeconds = aht === undefined ? 0 : meanOf(toDistribution(aht));
  return { erlangs: typeof type.arrivalsPerHour === 'number' ? (type.arrivalsPerHour * ahtSeconds) / 3600 : 0, ahtSeconds };
}

function allowsTwin(system: SimulationSystem, type: ContactType, ahtSeconds: number, { warmUpSeconds }: PlayOptions): boolean {
  const exponential = system.agentGroups.every(
    ({ ahtSeconds: times }) => times[type.name] === undefined || toDistribution(times[type.name] as number).kind === 'exponential',
  );
  const patience = type.patienceSeconds === null || toDistribution(type.patienceSeconds).kind === 'exponential';
  const constant = typeof type.arrivalsPerHour === 'number' && type.arrivalsPerHour > 0 && type.arrivalPaths === undefined && type.ahtFactor === undefined;
  const steady = (system.dayFactorCv ?? 0) === 0 && (type.dayFactorCv ?? 0) === 0 && type.selfService === undefined;
  const isShort = type.patienceSeconds !== null && meanOf(toDistribution(type.patienceSeconds)) <= SHORT_PATIENCE * ahtSeconds;
  return exponential && patience && constant && steady && warmUpSeconds >= (isShort ? SETTLED_SOON : HANDLE_TIMES_TO_SETTLE) * ahtSeconds;
}

function systemOf(twins: readonly { readonly type: ContactType; readonly ahtSeconds: number; readonly agents: number }[]): SimulationSystem {
  return {
    contactTypes: twins.map(({ type: { name, arrivalsPerHour, patienceSeconds, answerWithinSeconds } }) => ({
      name,
      arrivalsPerHour,
      patienceSeconds,
      answerWithinSeconds,
      route: [{ group: name }],
    })),
    agentGroups: twins.map(({ type: { name }, agents, ahtSeconds }) => ({
      name,
      agents,
      serves: [[{ contactType: name }]],
      ahtSeconds: { [name]: ahtSeconds },
    })),
  };
}

/** What a twin did above its expectation in one replication: answered in time, given up, waited. */
export function twinControls(totals: readonly number[], { place, level, abandon, meanWaitSeconds }: TwinFigures): number[] {
  const at = (counter: number): number => totals[place * COUNTER_COUNT + counter] as number;
  const offered = at(COUNTERS.offered);
  return [at(COUNTERS.answeredWithin) - level * offered, at(COUNTERS.abandoned) - abandon * offered, at(COUNTERS.waitAll) - meanWaitSeconds * offered];
}
