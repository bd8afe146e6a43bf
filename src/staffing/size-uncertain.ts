import type { Forecast, UncertaintyRule, UncertaintySizing } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { type LoadMoments, type QueueSizer, sizedQueue } from '../queueing/index.js';
import type { QueueDemand } from '../series/index.js';
import { loadWalk, type WalkedLoad } from './load-walk.js';
import { type RequirementColumns, writeSized } from './requirement-columns.js';
import { sizeByFormula } from './size-by-formula.js';
import type { SizedWork, SizingJob } from './staff-queues.js';
import { staffingMethod } from './staffing-rule.js';
import { factorNodes, factorQuantile } from './uncertain-load.js';

/** Spread of the factor that all contacts of a day share: the forecast's own, else read from its bands; null = it says nothing. */
export function dayFactorOf(forecast: Pick<Forecast, 'queues'>, { queue, channel }: QueueDemand): number | null {
  const series = forecast.queues.filter((one) => one.queue === queue && one.channel === channel);
  if (!series.some(saysHowUncertain)) return null;
  let contacts = 0;
  let spread = 0;
  for (const one of series) {
    const volume = one.volume.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    contacts += volume;
    spread += volume * (one.dayFactorCv > 0 ? one.dayFactorCv : cvOfBands(one));
  }
  return contacts > 0 ? spread / contacts : 0;
}

/** Bands as narrow as chance say that nothing else is uncertain; without bands and factor nothing is said. */
function saysHowUncertain({ dayFactorCv, bands = [] }: Forecast['queues'][number]): boolean {
  return dayFactorCv > 0 || bands.some(({ volumeLower }) => volumeLower.some((edge) => edge !== null));
}

/** What the widest band says beyond the noise of counting: variance = volume + (cv × volume)². */
function cvOfBands({ volume, bands = [] }: Forecast['queues'][number]): number {
  const band = bands.reduce<(typeof bands)[number] | null>((widest, one) => (widest === null || one.level > widest.level ? one : widest), null);
  if (band === null) return 0;
  const deviations = 2 * normalQuantile((1 + band.level) / 2);
  let above = 0;
  let squares = 0;
  volume.forEach((count, i) => {
    const lower = band.volumeLower[i] ?? null;
    const upper = band.volumeUpper[i] ?? null;
    if (count === null || lower === null || upper === null) return;
    above += ((upper - lower) / deviations) ** 2 - count;
    squares += count ** 2;
  });
  return squares > 0 ? Math.sqrt(Math.max(0, above) / squares) : 0;
}

type Walk = ReturnType<typeof loadWalk>;

/**
 * Sizes a queue of calls for a forecast that may be wrong by a factor which all contacts of a day share (gamma distribution of mean 1). On average:
 * targets hold for the mean over days, busy days weighing more. On a share of days: they hold on the day that is as busy as that share asks for.
 * By cost: the head-count with the least cost of people and missed contacts.
 */
export function sizeUncertain(job: SizingJob, rule: UncertaintyRule, dayFactorCv: number): SizedWork {
  const certain = rule.criterion === 'cost' ? sizeByCost(job, rule, 0) : sizeByFormula(job);
  const uncertain = dayFactorCv === 0 ? certain : sizeWith(job, rule, dayFactorCv);
  const more = uncertain.columns.agents.map((people, i) => people - (certain.columns.agents[i] as number));
  const uncertainty: UncertaintySizing = {
    criterion: rule.criterion,
    dayFactorCv,
    agentHours: (more.reduce((sum, people) => sum + people, 0) * job.work.intervalSeconds) / 3600,
    mostAgents: more.reduce((most, people) => Math.max(most, people), 0),
  };
  return { columns: uncertain.columns, sizing: { ...uncertain.sizing, uncertainty } };
}

function sizeWith(job: SizingJob, rule: UncertaintyRule, cv: number): SizedWork {
  if (rule.criterion === 'cost') return sizeByCost(job, rule, cv);
  if (rule.criterion === 'average') return sizeByFormula({ ...job, walk: () => mixed(job, cv) });
  const busy = factorQuantile(cv, rule.share);
  const sized = sizeByFormula({ ...job, walk: () => scaled(plainWalk(job), busy) });
  deliver(job, sized.columns, cv);
  return sized;
}

function plainWalk({ plan, startsEmpty }: SizingJob): Walk {
  return loadWalk(plan.loadModel, startsEmpty);
}

function scaled(walk: Walk, factor: number): Walk {
  return (goal, ahtSeconds, intervalSeconds) => {
    const { load, moments } = walk(goal, ahtSeconds, intervalSeconds);
    const times = (values: readonly number[]): number[] => values.map((value) => value * factor);
    return { load: load * factor, moments: moments && { loads: times(moments.loads), weights: moments.weights, peak: moments.peak * factor } };
  };
}

/** Every moment of an interval on days of every size; on the busiest of them the work may exceed the people. */
function mixed(job: SizingJob, cv: number): Walk {
  const walk = plainWalk(job);
  return (goal, ahtSeconds, intervalSeconds): WalkedLoad => {
    const { load, moments } = walk(goal, ahtSeconds, intervalSeconds);
    if (load === 0 || cv === 0) return { load, moments };
    const worst = job.plan.holdsFor === 'worst' ? moments?.peak : undefined;
    return { load: worst ?? load, moments: mix(worst ?? load, worst === undefined ? moments : undefined, cv) };
  };
}

function mix(load: number, moments: LoadMoments | undefined, cv: number): LoadMoments {
  const inside = moments ?? { loads: [load], weights: [1] };
  const loads: number[] = [];
  const weights: number[] = [];
  for (const { factor, weight } of factorNodes(cv, load)) {
    inside.loads.forEach((one, k) => {
      loads.push(one * factor);
      weights.push(weight * (inside.weights[k] as number));
    });
  }
  return { loads, weights, peak: load };
}

/** What the people deliver on average over days. */
function deliver(job: SizingJob, columns: RequirementColumns, cv: number): void {
  const method = staffingMethod(job.rule);
  if (method.kind === 'workload') return;
  const out = sizedQueue();
  eachOpen(job, mixed(job, cv), (i, at, aht) => {
    method.sizer.deliver(out, at.load, aht, columns.agents[i] as number, at.moments);
    writeSized(columns, i, { ...out, agentsExact: columns.agentsExact[i] as number, met: columns.status[i] === 'met' });
  });
}

/** The fewest people's cost beyond which one more costs more than the missed contacts it saves, interval by interval (newsvendor). */
function sizeByCost(job: SizingJob, rule: UncertaintyRule, cv: number): SizedWork {
  const sized = sizeByFormula(job);
  const method = staffingMethod(job.rule);
  if (method.kind === 'workload') return sized;
  const out = sizedQueue();
  const perAgent = (rule.costPerAgentHour * job.work.intervalSeconds) / 3600;
  eachOpen(job, mixed(job, cv), (i, at, aht) => {
    const perMiss = (job.work.volume[i] as number) * rule.costPerMissedContact;
    const agents = perMiss === 0 ? job.rule.minimumAgents : cheapest(method.sizer, at, aht, perMiss / perAgent, job.rule.minimumAgents);
    method.sizer.deliver(out, at.load, aht, agents, at.moments);
    writeSized(sized.columns, i, out);
  });
  return sized;
}

/** No head-count costs more than all contacts missed; the cost may have several dips, so all up to there are tried. */
function cheapest(sizer: QueueSizer, at: WalkedLoad, aht: number, agentsPerMiss: number, least: number): number {
  const out = sizedQueue();
  const cost = (agents: number): number => {
    sizer.deliver(out, at.load, aht, agents, at.moments);
    return agents + agentsPerMiss * (1 - Math.max(0, out.serviceLevel));
  };
  let best = least;
  let bestCost = cost(least);
  for (let agents = least + 1; agents < Math.min(bestCost, agentsPerMiss + least); agents += 1) {
    const here = cost(agents);
    if (here >= bestCost) continue;
    best = agents;
    bestCost = here;
  }
  return best;
}

/** Visits every open interval with contacts. */
function eachOpen({ work }: SizingJob, walk: Walk, visit: (i: number, at: WalkedLoad, ahtSeconds: number) => void): void {
  let aht = 1;
  work.volume.forEach((contacts, i) => {
    aht = work.ahtSeconds[i] ?? aht;
    const at = walk(((contacts ?? 0) * aht) / work.intervalSeconds, aht, work.intervalSeconds);
    if ((contacts ?? 0) > 0) visit(i, at, aht);
  });
}
