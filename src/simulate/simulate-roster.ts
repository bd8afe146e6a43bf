import {
  type Agent,
  type AgentRoster,
  type ContactTypeFigures,
  type Figure,
  type Forecast,
  InvalidInputError,
  type LongWorkOptions,
  type PlanConfig,
  type QueueRule,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type RosterSimulation,
  resolvePlan,
  type SimulatedMiss,
  type SimulatedQueue,
  type SimulatedTarget,
  type TargetVerdict,
  type TaskRunner,
  VERSION,
} from '../core/index.js';
import { addDays, checkZone, dayNumber, dayStartMs, displayInstant, localDayOf } from '../time/index.js';
import { checkDistribution, checkKnown } from './check-system.js';
import type { PlayedSeries } from './deferred-work.js';
import type { Distribution } from './distribution.js';
import { intervalVerdicts } from './judged-stretches.js';
import { rosterSystem, type SampledPaths } from './roster-system.js';
import { playSystem } from './simulate.js';
import type { Summary } from './summary.js';
import type { AgentGroup, SimulationSystem } from './system.js';

/** Options of {@link simulateRoster}. */
export type SimulateRosterOptions = LongWorkOptions & {
  /** People with skills and tiers; without them, a person serves the queues that his stretches on line name, or every queue where none does. */
  readonly agents?: readonly Agent[] | undefined;
  /** Sampled futures of the forecast (`samplePaths(forecast, { of: 'rates' })`); without them, whole days move by the forecast's `dayFactorCv`. */
  readonly paths?: SampledPaths | undefined;
  /** What the roster was made for (`staffChannels`): lists to call are played as it spreads them, and work blended into calls keeps free as many
   * people in each interval as it was sized with. Without it, lists are left out, and a blend without `reserve` keeps nobody free. */
  readonly requirements?: Requirements | undefined;
  /** Shapes of handle times by queue, such as `{ billing: { kind: 'empirical', valuesSeconds } }`; their means are the forecast's. By default the plan's
   * `handleTimes`, else exponential. */
  readonly handleTimes?: Readonly<Record<string, Distribution>> | undefined;
  /** First and last local day to play; by default those from the roster's first shift to its last one that the forecast covers too. */
  readonly days?: { readonly from: string; readonly to: string } | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** Weeks played; 100 by default. */
  readonly replications?: number | undefined;
  /** Goes on until every queue's service level over the whole roster is known to ± this (95 %). */
  readonly untilHalfWidth?: number | undefined;
  /** Share of stretches on line that start late, by an exponential delay; nobody by default. */
  readonly lateStart?: AgentGroup['lateStart'];
  /** Chance that a person is away for a whole day; 0 by default. */
  readonly absenceProbability?: number | undefined;
  readonly runner?: TaskRunner | undefined;
};

/**
 * Plays a roster against a forecast: the service that these people will really deliver, breaks and skills included, per queue, day and interval.
 *
 * @param roster - Shifts per person, or the result of `schedule`.
 * @param forecast - Volumes and handle times; intervals of a day or less. Days of the roster that it does not cover are left out.
 * @param config - plan.json: queues with skill, lowest tier, patience, capacity and targets.
 * @returns Figures with 95 % intervals against each queue's target, and where it is missed with confidence.
 * @throws {@link InvalidInputError} when roster and forecast share no day, or nobody in the roster may take a queue; {@link InvalidPlanError} for the plan.
 * @remarks A contact goes to the lowest tier that may take it and is free, among equals to the group with the fewest queues; a freed agent takes contacts
 * on the line before work that lies, his own tier's before help for lower ones, the longest waiting first. Handle times are drawn around the
 * forecast's mean of the interval, exponentially unless the plan's `handleTimes` say otherwise. A queue's `overflowAfter`, `escalate`, `repeat` and
 * `redial` are played. Work by deadline comes last, its `backlog` waits at the start, its deadline counts as the target says; what falls due after the end is
 * worked on, not judged. Chats run side by side, as the queue's `concurrency` says, for people who serve nothing else. Each week starts empty, but for a `backlog` and, with
 * `requirements`, the mail expected to wait then; nobody arrives after its end.
 * @example
 * const forecast = readForecast('queue,start,interval_seconds,volume,aht_seconds\nhelp,2026-12-07T08:00:00Z,3600,60,300', { zone: 'UTC' });
 * const shift = (agent) => `${agent},2026-12-07,day,2026-12-07T08:00:00Z,2026-12-07T09:00:00Z,online`;
 * const roster = readRoster(['agent,date,shift,start,end,activity', ...['Ann', 'Ben', 'Cy', 'Di', 'Ed', 'Flo', 'Gus'].map(shift)].join('\n'));
 * const plan = { zone: 'UTC', queues: { help: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } } } };
 * (await simulateRoster(roster, forecast, plan, { replications: 20 })).queues[0].days[0].day; // '2026-12-07'
 */
export async function simulateRoster(
  roster: readonly AgentRoster[] | Roster,
  forecast: Forecast,
  config: PlanConfig,
  options: SimulateRosterOptions = {},
): Promise<RosterSimulation> {
  const where = 'simulateRoster';
  const plan = resolvePlan(config);
  checkZone(`${where}: zone`, plan.zone);
  const people = 'agents' in roster ? roster.agents : roster;
  const sized = options.requirements?.queues ?? [];
  const series = playedSeries(forecast, plan, sized);
  const scene = sceneOf(where, people, series, plan, options.days);
  const periods = periodsOf(scene.days, plan);
  const { lateStart, absenceProbability = 0, agents, paths, handleTimes = {} } = options;
  checkHandleTimes(where, handleTimes, plan);
  const system = rosterSystem({
    where,
    roster: people,
    series,
    sized,
    queues: plan.queues,
    agents: agents ?? null,
    paths: paths ?? null,
    handleTimes,
    zone: plan.zone,
    originMs: scene.originMs,
    endMs: scene.endMs,
    lateStart,
    absenceProbability,
  });
  const { seed, untilHalfWidth, runner, signal, onProgress } = options;
  const replications = options.replications ?? 100;
  const run = { seed, replications, untilHalfWidth, runner, signal, onProgress };
  const horizonSeconds = (scene.endMs - scene.originMs) / 1000;
  const boundaries = scene.starts.map((ms) => (ms - scene.originMs) / 1000);
  const summary = await playSystem(
    where,
    system,
    { ...run, horizonSeconds, arrivalsStopAtHorizon: true, reportBoundariesSeconds: [...boundaries, horizonSeconds] },
    [...scene.days, ...periods].map(({ from, to }) => [from, to]),
  );
  return report(summary, { ...scene, periods }, system, plan, untilHalfWidth ?? null);
}

function checkHandleTimes(where: string, handleTimes: Readonly<Record<string, Distribution>>, { queues }: ResolvedPlan): void {
  for (const [queue, distribution] of Object.entries(handleTimes)) {
    checkKnown(
      where,
      'handleTimes name queue',
      queue,
      queues.map((rule) => ({ name: rule.queue })),
    );
    checkDistribution(`${where}: handleTimes of "${queue}"`, distribution);
  }
}

/** A week or month of the roster: its days, and its first interval and one past the last. */
type Period = { readonly over: 'week' | 'month'; readonly firstDay: string; readonly lastDay: string; readonly from: number; readonly to: number };

/** Weeks and months over which some target holds. */
function periodsOf(days: Scene['days'], { queues, weekStart }: ResolvedPlan): Period[] {
  const keys = { week: (day: string) => String(Math.floor((dayNumber(day) + 3 - weekStart) / 7)), month: (day: string) => day.slice(0, 7) };
  const kinds = (['week', 'month'] as const).filter((over) => queues.some(({ target }) => target.over === over));
  return kinds.flatMap((over) => {
    const found = new Map<string, Period>();
    for (const { day, from, to } of days) {
      const known = found.get(keys[over](day));
      found.set(keys[over](day), { over, firstDay: known?.firstDay ?? day, lastDay: day, from: known?.from ?? from, to });
    }
    return [...found.values()];
  });
}

/** The time that is played: local days that roster and forecast share, and the grid on which it is reported. */
type Scene = {
  readonly originMs: number;
  readonly endMs: number;
  readonly intervalSeconds: number;
  /** Starts of the intervals. */
  readonly starts: readonly number[];
  /** Per interval, false where every queue is closed: contacts that are passed on at closing time are not judged there. */
  readonly isOpen: readonly boolean[];
  /** Days with their first interval and one past the last. */
  readonly days: readonly { readonly day: string; readonly from: number; readonly to: number }[];
};

/** The forecast's series, and the attempts that lists are sized for. */
function playedSeries({ queues }: Forecast, plan: ResolvedPlan, sized: Requirements['queues']): PlayedSeries[] {
  const lists = sized.filter((one) => plan.queues.some(({ queue, list }) => queue === one.queue && list !== undefined));
  return [...queues.filter(({ queue }) => !lists.some((list) => list.queue === queue)), ...lists.map((list) => ({ ...list, dayFactorCv: 0 }))];
}

function sceneOf(
  where: string,
  roster: readonly AgentRoster[],
  all: readonly PlayedSeries[],
  { zone, queues }: ResolvedPlan,
  asked: SimulateRosterOptions['days'],
): Scene {
  const shiftDays = roster.flatMap(({ shifts }) => shifts.map(({ day }) => day)).sort();
  const series = all.filter(({ queue }) => queues.some((rule) => rule.queue === queue));
  const [first] = series;
  if (first === undefined || shiftDays.length === 0)
    throw new InvalidInputError(`${where}: ${first === undefined ? "the forecast has none of the plan's queues" : 'the roster has no shifts'}.`);
  const intervalSeconds = Math.min(...series.map((one) => one.intervalSeconds));
  if (intervalSeconds > 86_400)
    throw new InvalidInputError(`${where}: the forecast must have intervals of a day or less, got ${intervalSeconds} s.`, { intervalSeconds });
  const covered = (one: PlayedSeries): [number, number] => [one.startMs, one.startMs + one.volume.length * one.intervalSeconds * 1000];
  const forecastFrom = localDayOf(zone, Math.min(...series.map((one) => covered(one)[0])));
  const forecastTo = localDayOf(zone, Math.max(...series.map((one) => covered(one)[1])) - 1);
  const from = latest(asked?.from ?? (shiftDays[0] as string), forecastFrom);
  const to = earliest(asked?.to ?? (shiftDays.at(-1) as string), forecastTo);
  if (from > to)
    throw new InvalidInputError(`${where}: roster (${shiftDays[0]} to ${shiftDays.at(-1)}) and forecast (${forecastFrom} to ${forecastTo}) share no day.`, {
      rosterFrom: shiftDays[0],
      forecastFrom,
    });
  const starts: number[] = [];
  const days: { day: string; from: number; to: number }[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const begin = starts.length;
    const endMs = dayStartMs(zone, addDays(day, 1));
    for (let at = dayStartMs(zone, day); at < endMs; at += intervalSeconds * 1000) starts.push(at);
    days.push({ day, from: begin, to: starts.length });
  }
  const isOpen = starts.map((at) => series.some((one) => (one.volume[Math.floor((at - one.startMs) / (one.intervalSeconds * 1000))] ?? null) !== null));
  return { originMs: dayStartMs(zone, from), endMs: dayStartMs(zone, addDays(to, 1)), intervalSeconds, starts, isOpen, days };
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}

function report(
  summary: Summary,
  scene: Scene & { readonly periods: readonly Period[] },
  system: SimulationSystem,
  plan: ResolvedPlan,
  untilHalfWidth: number | null,
): RosterSimulation {
  const result = summary.result(VERSION, untilHalfWidth);
  const warnings: string[] = [...result.warnings];
  const queues = system.contactTypes.map(({ name }, k) => {
    const rule = plan.queues.find(({ queue }) => queue === name) as QueueRule;
    if (rule.target.serviceLevelRule === 'virtual')
      warnings.push(`Queue "${name}": the rule "virtual" cannot be observed in contacts one by one; measured by "offered".`);
    return queueReport(summary, scene, k, name, targetOf(rule));
  });
  warnings.push(...notJudged(system, scene, plan.zone));
  return {
    zone: plan.zone,
    from: (scene.days[0] as { day: string }).day,
    to: (scene.days.at(-1) as { day: string }).day,
    queues,
    groups: result.agentGroups.map(({ name, occupancy }, g) => ({ name, people: peopleIn(system, g), occupancy })),
    agents: result.agents,
    misses: queues.flatMap((queue) => missesOf(queue, scene, plan.zone)),
    replications: result.replications,
    seed: result.seed,
    warnings,
    version: VERSION,
  };
}

/** Work by deadline whose last contacts fall due after the end. */
function notJudged({ contactTypes }: SimulationSystem, { originMs, endMs }: Scene, zone: string): string[] {
  return contactTypes.flatMap(({ name, countedUntilSeconds, arrivalsPerHour }) => {
    if (countedUntilSeconds === undefined || typeof arrivalsPerHour === 'number') return [];
    const late = arrivalsPerHour.some(([at, rate], i) => rate > 0 && (arrivalsPerHour[i + 1]?.[0] ?? endMs) > countedUntilSeconds && at < endMs);
    if (!late) return [];
    const from =
      countedUntilSeconds === 0 ? 'all contacts' : `contacts from ${displayInstant(zone, originMs + countedUntilSeconds * 1000, 'EEE d MMM HH:mm')} on`;
    return [`Queue "${name}": ${from} fall due after the roster's end; they are worked on, not judged.`];
  });
}

function peopleIn(system: SimulationSystem, group: number): number {
  const agents = system.agentGroups[group]?.agents;
  return Array.isArray(agents) ? agents.length : 0;
}

function targetOf({ target }: QueueRule): SimulatedTarget {
  const rule = target.serviceLevelRule ?? 'offered';
  return {
    serviceLevel: target.serviceLevel ?? null,
    answerWithinSeconds: target.answerWithinSeconds ?? 20,
    serviceLevelRule: rule === 'virtual' ? 'offered' : rule,
    asaSeconds: target.asaSeconds ?? null,
    abandonProbability: target.abandonProbability ?? null,
    over: target.over,
  };
}

function queueReport(
  summary: Summary,
  scene: Scene & { readonly periods: readonly Period[] },
  k: number,
  queue: string,
  target: SimulatedTarget,
): SimulatedQueue {
  const totals = summary.stretchOf(k, -1);
  const intervals = scene.starts.map((_, i) => summary.stretchOf(k, i));
  const days = scene.days.map(({ day }, d) => {
    const figures = summary.stretchOf(k, scene.starts.length + d);
    return { day, ...figures, verdict: verdictOf(figures, target) };
  });
  const periods = scene.periods.flatMap(({ over, firstDay, lastDay }, p) => {
    if (over !== target.over) return [];
    const figures = summary.stretchOf(k, scene.starts.length + scene.days.length + p);
    return [{ from: firstDay, to: lastDay, ...figures, verdict: verdictOf(figures, target) }];
  });
  return {
    queue,
    ...totals,
    target,
    verdict: verdictOf(totals, target),
    days,
    periods,
    intervals: {
      startMs: scene.starts,
      offered: intervals.map(({ offered }) => offered.mean ?? 0),
      serviceLevel: intervals.map(({ serviceLevel }) => serviceLevel[target.serviceLevelRule].mean),
      serviceLevelHalfWidth: intervals.map(({ serviceLevel }) => serviceLevel[target.serviceLevelRule].halfWidth),
      abandonProbability: intervals.map(({ abandonProbability }) => abandonProbability.mean),
      asaSeconds: intervals.map(({ asaSeconds }) => asaSeconds.mean),
      verdict: intervals.map((figures, i) => (scene.isOpen[i] ? verdictOf(figures, target) : null)),
    },
  };
}

/** All targets together: missed when one is, met when all are. */
function verdictOf(figures: ContactTypeFigures, target: SimulatedTarget): TargetVerdict | null {
  const level = judge(figures.serviceLevel[target.serviceLevelRule], target.serviceLevel, 1);
  const all = [level, judge(figures.asaSeconds, target.asaSeconds, -1), judge(figures.abandonProbability, target.abandonProbability, -1)];
  const given = all.filter((verdict) => verdict !== null);
  if (given.length === 0) return null;
  if (given.includes('missed')) return 'missed';
  return given.includes('unclear') ? 'unclear' : 'met';
}

/** `direction` 1: the figure shall be at least the target; −1: at most. */
function judge({ mean, halfWidth }: Figure, target: number | null, direction: 1 | -1): TargetVerdict | null {
  if (target === null || mean === null) return null;
  const ahead = (mean - target) * direction;
  const doubt = halfWidth ?? Number.POSITIVE_INFINITY;
  if (ahead - doubt >= 0) return 'met';
  return ahead + doubt < 0 ? 'missed' : 'unclear';
}

/** Intervals in a row that miss with confidence. */
function missesOf(simulated: SimulatedQueue, { starts, days, endMs }: Scene, zone: string): SimulatedMiss[] {
  const { queue, intervals } = simulated;
  const { offered, serviceLevel } = intervals;
  const verdict = intervalVerdicts(simulated, { zone });
  const found: SimulatedMiss[] = [];
  for (const { day, from, to } of days) {
    for (let i = from; i < to; i += 1) {
      if (verdict[i] !== 'missed') continue;
      let end = i;
      let contacts = 0;
      let good = 0;
      for (; end < to && verdict[end] === 'missed'; end += 1) {
        contacts += offered[end] as number;
        good += (offered[end] as number) * (serviceLevel[end] ?? 0);
      }
      found.push({ queue, day, startMs: starts[i] as number, endMs: starts[end] ?? endMs, serviceLevel: contacts > 0 ? good / contacts : null });
      i = end;
    }
  }
  return found;
}
