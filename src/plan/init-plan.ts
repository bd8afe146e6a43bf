import {
  type Agent,
  type Channel,
  type ContractRule,
  formatDuration,
  type History,
  InvalidInputError,
  type LongWorkOptions,
  type PlanConfig,
  type QueueConfig,
  type QueueHistory,
  resolvePlan,
  type ShiftDesign,
  type TargetConfig,
  type WeekHours,
} from '../core/index.js';
import { forecast } from '../forecast/index.js';
import { designShifts } from '../schedule/index.js';
import { formatOpeningHours, inferOpeningHours } from '../series/index.js';
import { staffChannels } from '../staffing/index.js';
import { defaultShifts } from './default-shifts.js';
import { matchQueues } from './match-queues.js';
import { planHorizon } from './plan-horizon.js';
import { sliceRequirements } from './slice-requirements.js';

/** A plan to start from. */
export type PlanStart = {
  readonly config: PlanConfig;
  readonly agents: readonly Agent[];
  /** What was assumed for want of data, one sentence each. */
  readonly notes: readonly string[];
};

/** Options of {@link initPlan}. */
export type InitPlanOptions = LongWorkOptions & {
  /** Time for the shifts by which people are counted; 5 s by default. */
  readonly timeLimitSeconds?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
};

/** Handle time assumed where the history carries none. */
const ASSUMED_AHT_SECONDS = 300;
/** Head-count beyond the shifts needed: rules on rest, days and hours never let a roster follow demand exactly. */
const ROSTER_SLACK = 1.05;
/** Default time for the shifts by which people are counted. */
const DESIGN_SECONDS = 5;

/**
 * Makes a plan and people to start from out of a bare history: queues, opening hours, handle times and patience as found, usual shifts and
 * contracts over those hours, and enough people for the shifts of the first week, shrinkage and days off included.
 *
 * @param history - What `readHistory` gives; at least two weeks of intervals.
 * @returns A config and agents that `plan` runs unchanged, and notes on what was assumed.
 * @throws {@link InvalidInputError} for a history without queues, or too short to forecast.
 * @remarks Patience = total time waited ÷ contacts that gave up, the maximum likelihood estimate for exponential patience
 *   [MandelbaumZeltyn2007]; it needs abandons and waits in the history, and without them nobody is assumed to give up.
 * @example
 * const rows = Array.from({ length: 24 * 21 }, (_, i) => `${new Date(Date.UTC(2026, 10, 2) + i * 3600000).toISOString()},${5 + (i % 24)},300`);
 * const history = await readHistory(['timestamp,volume,aht_seconds', ...rows].join('\n'), { zone: 'UTC' });
 * (await initPlan(history)).config.queues.all.aht; // '5min'
 */
export async function initPlan(history: History, options: InitPlanOptions = {}): Promise<PlanStart> {
  const [first] = history.queues;
  if (first === undefined) throw new InvalidInputError('initPlan: history has no queue. Read it with readHistory.', {});
  const names = [...new Set(history.queues.map((queue) => queue.queue))];
  const { zone } = first;
  const draft: PlanConfig = { zone, queues: Object.fromEntries(names.map((queue) => [queue, {}])) };
  const { history: merged, warnings } = matchQueues(history, resolvePlan(draft), null);
  const hours = new Map(merged.queues.map((queue) => [queue.queue, inferOpeningHours(queue)]));
  const skills = skillNames(merged.queues.map(({ queue }) => queue));
  const intervalSeconds = merged.queues[0]?.intervalSeconds ?? 1800;
  const config: PlanConfig = {
    zone,
    weekStart: 'monday',
    interval: formatDuration(intervalSeconds),
    horizon: { weeks: 1, forecastWeeks: 4 },
    queues: Object.fromEntries(merged.queues.map((queue) => [queue.queue, startQueue(queue, skills.get(queue.queue) as string, hours.get(queue.queue) ?? [])])),
    surplusPerHour: 5,
    shrinkage: { absence: 0.06, training: 0.03 },
    cover: 'withShrinkage',
    ...defaultShifts([...hours.values()], intervalSeconds),
  };
  const notes = [
    ...warnings,
    ...lackNote(merged, meanHandleTime, `no handle time in the history; ${formatDuration(ASSUMED_AHT_SECONDS)} is assumed`),
    ...lackNote(merged, meanPatience, 'no abandons with waits in the history; nobody is assumed to give up'),
    'Shrinkage, targets, shifts, contracts and prices are usual values, not found in the history; make them your own.',
  ];
  return { config, agents: await startAgents(merged, config, options), notes };
}

/** One note on all queues that lack a figure; none when every queue has it. */
function lackNote({ queues }: History, figure: (queue: QueueHistory) => number | null, what: string): string[] {
  const lacking = queues.filter((queue) => figure(queue) === null).map(({ queue }) => queue);
  if (lacking.length === 0) return [];
  return [`${lacking.length === 1 ? `Queue ${lacking[0]}` : lacking.length === queues.length ? 'All queues' : `Queues ${lacking.join(', ')}`}: ${what}.`];
}

function startQueue(queue: QueueHistory, skill: string, hours: WeekHours): QueueConfig {
  const aht = meanHandleTime(queue);
  const patience = meanPatience(queue);
  return {
    channel: queue.channel,
    skill,
    lowestTier: 1,
    aht: formatDuration(Math.max(1, Math.round(aht ?? ASSUMED_AHT_SECONDS))),
    patience: patience === null ? null : formatDuration(Math.max(1, Math.round(patience))),
    minimumAgents: 1,
    openingHours: formatOpeningHours(hours),
    target: startTarget(queue.channel),
    understaffedPerHour: 60,
  };
}

/** Skills of queues, by queue. agents.csv gives `;` and `:` a meaning inside skills, so they go; names that are then alike are told apart by a number. */
function skillNames(queues: readonly string[]): ReadonlyMap<string, string> {
  const skills = new Map<string, string>(queues.filter((queue) => !/[;:]/.test(queue) && queue.trim() === queue).map((queue) => [queue, queue]));
  const taken = new Set(skills.values());
  for (const queue of queues) {
    if (skills.has(queue)) continue;
    const plain = queue.replaceAll(/[;:]/g, ' ').trim() || 'skill';
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain} ${n}`;
    taken.add(name);
    skills.set(queue, name);
  }
  return skills;
}

function startTarget(channel: Channel): TargetConfig {
  if (channel === 'email' || channel === 'case' || channel === 'outbound') return { maxOccupancy: 0.9 };
  return { serviceLevel: 0.8, answerWithin: channel === 'chat' ? '45s' : '20s', maxOccupancy: 0.88 };
}

/** Handle time over the whole history, weighted by handled contacts (by volume where those are unknown); null without any. */
function meanHandleTime(queue: QueueHistory): number | null {
  return ratioOfSums(queue, (i) => {
    const aht = queue.ahtSeconds[i] ?? null;
    const weight = queue.handled[i] ?? queue.volume[i] ?? 0;
    return aht === null ? null : [aht * weight, weight];
  });
}

/** Total time waited ÷ abandons, over intervals that know both; null without. */
function meanPatience(queue: QueueHistory): number | null {
  return ratioOfSums(queue, (i) => {
    const wait = queue.meanWaitSeconds[i] ?? null;
    const abandoned = queue.abandoned[i] ?? null;
    return wait === null || abandoned === null ? null : [wait * (queue.volume[i] ?? 0), abandoned];
  });
}

function ratioOfSums(queue: QueueHistory, parts: (index: number) => readonly [above: number, below: number] | null): number | null {
  let above = 0;
  let below = 0;
  for (let i = 0; i < queue.volume.length; i += 1) {
    const part = parts(i);
    above += part?.[0] ?? 0;
    below += part?.[1] ?? 0;
  }
  return above > 0 && below > 0 ? above / below : null;
}

async function startAgents(history: History, config: PlanConfig, options: InitPlanOptions): Promise<Agent[]> {
  const { signal, onProgress, seed, timeLimitSeconds = DESIGN_SECONDS } = options;
  const rules = resolvePlan(config);
  const horizon = planHorizon(history, rules);
  const openingHours = Object.fromEntries(rules.queues.map((queue) => [queue.queue, queue.openingHours ?? []]));
  const untilMs = horizon.rosterEndMs - rules.intervalSeconds * 1000;
  const requirements = staffChannels(await forecast(history, { untilMs, openingHours, seed, signal, onProgress }), config);
  const week = sliceRequirements(requirements, horizon.rosterStartMs, horizon.rosterEndMs);
  const dated = { ...config, horizon: { ...config.horizon, start: horizon.rosterFrom } };
  const design = await designShifts(week, dated, { timeLimitSeconds, seed, signal, onProgress });
  const people: Agent[] = [];
  for (const { queue, skill } of rules.queues) {
    for (const contract of rules.contracts) {
      const count = peopleFor(design, queue, contract, rules.weeks);
      for (let i = 0; i < count; i += 1) people.push(startAgent(people.length + 1, skill, contract.name));
    }
    if (!people.some((agent) => agent.skills[0]?.skill === skill)) people.push(startAgent(people.length + 1, skill, rules.contracts[0]?.name ?? 'full'));
  }
  return people;
}

/** People of a contract who can work the shifts designed for a queue, by days and by hours per week. */
function peopleFor(design: ShiftDesign, queue: string, contract: ContractRule, weeks: number): number {
  const own = design.shifts.filter((shift) => shift.queues.includes(queue) && contract.shifts.includes(shift.shift));
  const days = own.reduce((sum, shift) => sum + shift.count, 0) / weeks / contract.maximumDaysPerWeek;
  const paidSeconds = own.reduce((sum, shift) => sum + shift.count * shift.paidSeconds, 0) / weeks;
  const hours = contract.maximumSecondsPerWeek === null ? 0 : paidSeconds / contract.maximumSecondsPerWeek;
  return Math.ceil(Math.max(days, hours) * ROSTER_SLACK - 1e-9);
}

function startAgent(number: number, skill: string, contract: string): Agent {
  return {
    agent: `agent-${String(number).padStart(3, '0')}`,
    skills: [{ skill, tier: 1, ahtFactor: 1 }],
    contract,
    zone: null,
    unavailable: [],
    wishes: [],
    costPerHour: null,
    seniority: null,
  };
}
