import {
  type Forecast,
  InvalidInputError,
  type ListRule,
  type QueueRequirement,
  type QueueRule,
  type Requirements,
  type ResolvedStaffing,
  resolveStaffing,
} from '../core/index.js';
import type { QueueDemand } from '../series/index.js';
import { blendedCapacity } from './blended-capacity.js';
import { expectedErrorOf } from './expected-error.js';
import { shrinkageCalendar } from './shrinkage-calendar.js';
import { sizeByFormula } from './size-by-formula.js';
import { beyondSolver, sizeBySolver } from './size-by-solver.js';
import { sizeChats } from './size-chats.js';
import { type Blended, isDeferred, sizeDeferred } from './size-deferred.js';
import { sizeList } from './size-list.js';
import { dayFactorOf, sizeUncertain } from './size-uncertain.js';
import { demandsOf, evenShrink, jobOf, requirementOf, requirementsOf, type Shrink, type SizedWork, type SizingJob, type StaffConfig } from './staff-queues.js';
import { staffingMethod, targetOf } from './staffing-rule.js';

/**
 * Agents needed in every interval of a forecast, each queue by the model of its channel: calls, chats side by side, work by deadline, lists to call.
 *
 * @param forecast - Result of `forecast`, or any object of its shape.
 * @param config - As for {@link staff}, and what that leaves aside: `concurrency`, `workingHours`, `backlog`, `buffer`, `blend`, `list`,
 * `loadModel: 'transient'`, `uncertainty`, shrinkage by hours, `adherence`.
 * @returns Requirements of the same shape; `sizing` of each queue says how it was sized and what that leaves open.
 * @throws {@link InvalidPlanError} for a wrong config; {@link InvalidInputError} as {@link staff} does.
 * @example
 * const day = { queue: 'mail', channel: 'email', zone: 'UTC', startMs: 0, intervalSeconds: 3600, volume: [6, 6, 6, 6], ahtSeconds: [600, 600, 600, 600] };
 * const target = { serviceLevel: 0.9, answerWithin: '2h' };
 * staffChannels({ queues: [day] }, { queues: { mail: { channel: 'email', target } } }).queues[0].sizing.model; // 'deferred'
 */
export function staffChannels(forecast: Pick<Forecast, 'queues'>, config: StaffConfig = {}): Requirements {
  const where = 'staffChannels';
  const demands = demandsOf(where, forecast);
  const plan = resolveStaffing({ ...config, zone: config.zone ?? demands[0]?.zone ?? 'UTC', queues: config.queues ?? {} });
  const warnings: string[] = [];
  const shrink = shrinkOf(plan);
  const lists = new Set(plan.queues.flatMap(({ queue, list }) => (list === undefined ? [] : [queue])));
  const jobs = demands.filter(({ queue }) => !lists.has(queue)).map((demand) => jobOf(where, demand, plan, config, warnings));
  const done = new Map<SizingJob, QueueRequirement>();
  // Whose idle time is used comes before who uses it.
  const hostsFirst = [...jobs].sort((a, b) => Number(a.rule.blend !== undefined) - Number(b.rule.blend !== undefined));
  for (const job of hostsFirst) {
    const blended = blendOf(job, [...done.values()]);
    done.set(
      job,
      requirementOf(
        job,
        sized(job, plan, () => dayFactorOf(forecast, job.demand), blended),
        shrink,
      ),
    );
  }
  const queues = jobs.map((job) => done.get(job) as QueueRequirement);
  const grid = demands[0];
  for (const rule of plan.queues)
    if (rule.list !== undefined && grid !== undefined) queues.push(listRequirement(rule, rule.list, grid, plan, shrink, warnings));
  return requirementsOf(queues, plan, shrink, warnings);
}

/** Sizes a queue by the model of its channel. */
function sized(job: SizingJob, { uncertainty, loadModel }: ResolvedStaffing, dayFactorCv: () => number | null, blended: Blended | undefined): SizedWork {
  const { rule, work, warnings } = job;
  if (rule.concurrency !== undefined && rule.channel === 'chat') return sizeChats(job);
  if (isDeferred(rule, work.intervalSeconds)) return sizeDeferred(job, blended);
  if (rule.blend !== undefined)
    warnings.push(
      `Queue "${rule.queue}": blending needs a target with a deadline, such as "serviceLevel": 0.9, "answerWithin": "24h"; it has its own people now.`,
    );
  if (staffingMethod(rule).kind === 'workload') {
    if (rule.target.serviceLevel !== undefined)
      warnings.push(`Queue "${rule.queue}": ${rule.channel} work without a list is spread over the interval it comes in; its service level is not modelled.`);
    return sizeByFormula(job);
  }
  // The solver knows one forecast only; days of many sizes go by the formula.
  const byFormula = loadModel === 'transient' ? { ...job, plan: { ...job.plan, loadModel: 'offeredLoad' as const } } : job;
  if (uncertainty !== undefined) {
    const cv = uncertainty.dayFactorCv ?? dayFactorCv();
    if (cv === null)
      warnings.push(`Queue "${rule.queue}": the forecast does not say how uncertain it is, so it is taken as certain. Give "dayFactorCv" in uncertainty.`);
    return withError(byFormula, sizeUncertain(byFormula, uncertainty, cv ?? 0));
  }
  if (loadModel !== 'transient') return withError(job, sizeByFormula(job));
  const beyond = beyondSolver(rule);
  if (beyond === null) return sizeBySolver(job);
  warnings.push(`Queue "${rule.queue}" ${beyond}, which the transient solver does not know: sized on the modified offered load.`);
  return withError(byFormula, sizeByFormula(byFormula));
}

function withError(job: SizingJob, { columns, sizing }: SizedWork): SizedWork {
  return { columns, sizing: { ...sizing, ...expectedErrorOf(job, columns) } };
}

/** What the idle people of the queue that a blend names can do; undefined without a blend. */
function blendOf({ rule, work, demand, plan }: SizingJob, done: readonly QueueRequirement[]): Blended | undefined {
  const host = done.find(({ queue }) => queue === rule.blend?.with);
  if (rule.blend === undefined || host === undefined) return undefined;
  const { intervalSeconds } = work;
  const offset = (demand.startMs - host.startMs) / (intervalSeconds * 1000);
  if (host.intervalSeconds !== intervalSeconds || !Number.isInteger(offset))
    throw new InvalidInputError(`staffChannels: queues "${rule.queue}" and "${host.queue}" must share one interval grid to be blended.`, { queue: rule.queue });
  const hostRule = plan.queues.find(({ queue }) => queue === host.queue) as QueueRule;
  const { serviceLevel = 0.8, answerWithinSeconds = 20 } = targetOf(hostRule.target);
  const reserves = work.volume.map(() => 0);
  const agents = work.volume.map((_, i) => {
    const people = host.agents[i + offset] ?? 0;
    const aht = host.ahtSeconds[i + offset] ?? null;
    const deferredAhtSeconds = work.ahtSeconds[i] ?? work.ahtSeconds.find((seconds) => seconds !== null) ?? null;
    if (people === 0 || aht === null || deferredAhtSeconds === null || host.status[i + offset] === 'closed') return 0;
    const { reserve, deferredAgents, status } = blendedCapacity({
      volume: host.volume[i + offset] ?? 0,
      intervalSeconds,
      ahtSeconds: aht,
      agents: people,
      deferredAhtSeconds,
      answerWithinSeconds,
      patienceSeconds: hostRule.patienceSeconds ?? undefined,
      ...(rule.blend?.reserve === null || rule.blend === undefined ? { serviceLevel } : { reserve: rule.blend.reserve }),
    });
    // Where the calls miss their target anyway, nobody helps.
    reserves[i] = status === 'unreachable' ? people : reserve;
    return status === 'unreachable' ? 0 : deferredAgents;
  });
  return { with: host.queue, reserve: reserves.reduce((most, reserve) => Math.max(most, reserve), 0), agents, reserves };
}

/** A list to call on the grid of the forecast; attempts stand for contacts. */
function listRequirement(rule: QueueRule, list: ListRule, grid: QueueDemand, plan: ResolvedStaffing, shrink: Shrink, warnings: string[]): QueueRequirement {
  const { zone, startMs, intervalSeconds } = grid;
  const { columns, sizing, volume, ahtSeconds } = sizeList(rule, list, grid, plan, warnings);
  const own = { queue: rule.queue, channel: rule.channel, zone, startMs, intervalSeconds, volume, ahtSeconds };
  const { peoplePerAgent } = shrink(own);
  return { ...own, ...columns, agentsWithShrinkage: columns.agentsExact.map((agents, i) => agents * peoplePerAgent(i)), sizing };
}

/** Shrinkage by weekday and hour, adherence, and what of it is paid. */
function shrinkOf({ shrinkage, shrinkageKinds = [], adherence = 1 }: ResolvedStaffing): Shrink {
  if (shrinkageKinds.length === 0 && adherence === 1) return evenShrink(shrinkage);
  const kinds = [...Object.entries(shrinkage).map(([name, share]) => ({ name, share })), ...shrinkageKinds];
  return ({ zone, startMs, intervalSeconds, volume }) => {
    const { peoplePerAgent, unpaid } = shrinkageCalendar({ kinds, zone, startMs, intervalSeconds, intervals: volume.length, adherence });
    return { peoplePerAgent: (i) => peoplePerAgent[i] as number, paidShare: (i) => 1 - (unpaid[i] as number) };
  };
}
