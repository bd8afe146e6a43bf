import type { LoadModel, QueueRequirement, QueueRule } from '../core/index.js';
import { gridClock } from '../time/index.js';
import { backlogPath } from './backlog-path.js';
import { type ChatLadder, chatLadder } from './chat-ladder.js';
import { deferredPath } from './deferred-path.js';
import { addInterval, type CoverageFigures, checkAgentsOnline, coverageSums, evaluateCoverage, totalsOf } from './evaluate-coverage.js';
import { loadWalk } from './load-walk.js';
import { deliverBySolver } from './size-by-solver.js';
import { chatDesk } from './size-chats.js';
import { dueWorkOf, isDeferred } from './size-deferred.js';
import { startsAfterClosing } from './staff-queues.js';

/**
 * What the people actually on line will deliver, by the model of the queue's channel: {@link evaluateCoverage} for calls, several chats at a time,
 * work by deadline.
 *
 * @param requirement - One queue of {@link staffChannels}'s result.
 * @param agentsOnline - People on line per interval of the requirement; 0 or more, may be fractional.
 * @param rule - The queue's rule from `resolvePlan`.
 * @param loadModel - By default that of the requirement. `transient` is played by the solver where the requirement was sized by it (a fraction of an agent as
 * so much of the interval with one more), else evaluated as `offeredLoad`.
 * @returns Columns and volume-weighted totals; by deadline the service level is the share begun in time.
 * @throws {@link InvalidInputError} when the two lengths differ or a number of people is below 0 or not finite.
 * @example
 * const day = { queue: 'web', channel: 'chat', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [180], ahtSeconds: [300] };
 * const config = { zone: 'UTC', queues: { web: { channel: 'chat', concurrency: { ahtAt: ['5min', '7min', '9min'] } } } };
 * const needed = staffChannels({ queues: [day] }, config).queues[0];
 * evaluateChannel(needed, [20], resolvePlan(config).queues[0]).totals.serviceLevel; // 0.8711…
 */
export function evaluateChannel(
  requirement: QueueRequirement,
  agentsOnline: readonly number[],
  rule: QueueRule,
  loadModel: LoadModel = requirement.sizing?.loadModel ?? 'offeredLoad',
): CoverageFigures {
  if (rule.channel === 'chat' && rule.concurrency !== undefined) return chatCoverage(requirement, agentsOnline, rule, loadModel);
  if (isDeferred(rule, requirement.intervalSeconds)) return deferredCoverage(requirement, agentsOnline, rule);
  if (loadModel === 'transient' && requirement.sizing?.model === 'transient') return solverCoverage(requirement, agentsOnline, rule);
  return evaluateCoverage(requirement, agentsOnline, rule, loadModel);
}

type Delivered = Pick<QueueRequirement, 'serviceLevel' | 'occupancy' | 'asaSeconds' | 'abandonProbability'>;

/** The solver plays whole people; a fraction stands for so much of the interval with one more. */
function solverCoverage(requirement: QueueRequirement, agentsOnline: readonly number[], rule: QueueRule): CoverageFigures {
  const { zone, startMs, intervalSeconds, volume, ahtSeconds } = requirement;
  checkAgentsOnline(agentsOnline, volume.length);
  const clock = gridClock(zone, startMs, intervalSeconds, volume.length);
  const queue = { rule, work: requirement, clock, startsEmpty: startsAfterClosing(requirement) };
  const play = (people: readonly number[]): Delivered =>
    people.every((agents, i) => agents === requirement.agents[i]) ? requirement : deliverBySolver(queue, people);
  const low = play(agentsOnline.map(Math.floor));
  const high = agentsOnline.every(Number.isInteger) ? low : play(agentsOnline.map(Math.ceil));
  const sums = coverageSums(volume.length);
  volume.forEach((contacts, i) => {
    if (contacts === null) return;
    const agents = agentsOnline[i] as number;
    const mixed = (key: keyof Delivered): number | null => {
      const [below, above] = [low[key][i] ?? null, high[key][i] ?? null];
      // Where fewer would leave a figure unbounded, it is that of one more.
      return below === null || above === null ? above : below + (agents - Math.floor(agents)) * (above - below);
    };
    addInterval(sums, i, {
      contacts,
      agents,
      ahtSeconds: ahtSeconds[i] ?? 1,
      serviceLevel: mixed('serviceLevel'),
      occupancy: mixed('occupancy') ?? 0,
      asaSeconds: mixed('asaSeconds'),
      abandonProbability: mixed('abandonProbability'),
    });
  });
  return totalsOf(sums, true);
}

function chatCoverage(requirement: QueueRequirement, agentsOnline: readonly number[], rule: QueueRule, loadModel: LoadModel): CoverageFigures {
  const { volume, ahtSeconds, intervalSeconds } = requirement;
  checkAgentsOnline(agentsOnline, volume.length);
  const lengths = rule.concurrency?.ahtSecondsAt ?? [];
  const concurrency = requirement.sizing?.concurrency ?? lengths.length;
  const aht = lengths[concurrency - 1] as number;
  const ladder = chatLadder(chatDesk(rule, intervalSeconds), concurrency);
  const walk = loadWalk(loadModel, startsAfterClosing(requirement));
  const sums = coverageSums(volume.length);
  volume.forEach((contacts, i) => {
    const { load } = walk(((contacts ?? 0) * aht) / intervalSeconds, aht, intervalSeconds);
    if (contacts === null) return;
    const figures = between(ladder, (load * intervalSeconds) / aht, agentsOnline[i] as number);
    addInterval(sums, i, { contacts, ahtSeconds: ahtSeconds[i] ?? aht, agents: agentsOnline[i] as number, ...figures });
  });
  return totalsOf(sums, true);
}

/** Chats need whole people; a fraction stands for so much of the interval with one more. */
function between(ladder: ChatLadder, volume: number, agents: number): ReturnType<typeof known> {
  const below = Math.floor(agents);
  const share = agents - below;
  const low = ladder.figuresAt(volume, below);
  if (share === 0) return known(low);
  const high = ladder.figuresAt(volume, below + 1);
  const mean = (key: keyof typeof low): number => (low[key] < 0 ? -1 : (1 - share) * low[key] + share * high[key]);
  return known({
    serviceLevel: mean('serviceLevel'),
    occupancy: mean('occupancy'),
    asaSeconds: mean('asaSeconds'),
    abandonProbability: mean('abandonProbability'),
  });
}

function known(figures: ReturnType<ChatLadder['figuresAt']>): {
  serviceLevel: number | null;
  occupancy: number;
  asaSeconds: number | null;
  abandonProbability: number | null;
} {
  const orNull = (value: number): number | null => (value < 0 ? null : value);
  return { ...figures, serviceLevel: orNull(figures.serviceLevel), asaSeconds: orNull(figures.asaSeconds) };
}

function deferredCoverage(requirement: QueueRequirement, agentsOnline: readonly number[], rule: QueueRule): CoverageFigures {
  const { volume, ahtSeconds, intervalSeconds } = requirement;
  checkAgentsOnline(agentsOnline, volume.length);
  const { due } = dueWorkOf(requirement, rule);
  const helpers = requirement.sizing?.deferred?.blended?.agents;
  const working = agentsOnline.map((agents, i) => agents + (helpers?.[i] ?? 0));
  const start = requirement.sizing?.deferred?.waitingAtStart ?? rule.backlog;
  const path = (helpers === undefined ? deferredPath : backlogPath)(due, working, start);
  const sums = coverageSums(volume.length);
  volume.forEach((contacts, i) => {
    const agents = agentsOnline[i] as number;
    const busy = ((path.begun[i] as number) * (due.rates[i]?.aht ?? 1)) / intervalSeconds;
    const occupancy = agents > 0 ? Math.min(1, Math.max(0, busy / (working[i] as number))) : 0;
    addInterval(sums, i, {
      contacts: contacts ?? 0,
      ahtSeconds: ahtSeconds[i] ?? 1,
      agents,
      serviceLevel: path.serviceLevel[i] as number | null,
      occupancy,
      asaSeconds: null,
      abandonProbability: null,
    });
  });
  return totalsOf(sums, false);
}
