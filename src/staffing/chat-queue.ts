import { checkInteger, checkNonNegative, checkOpenShare, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { smallestWhole } from '../numeric/index.js';
import { servedWithin } from './transient-tagged.js';

/** Chats arriving, and how agents hold them. */
export type ChatLoad = {
  /** Chats offered per interval. */
  readonly volume: number;
  readonly intervalSeconds: number;
  /** Mean length of a chat while its agent holds 1, 2, … chats; as long as the most an agent may hold. */
  readonly ahtSecondsAt: readonly number[];
  /** Mean patience before the first answer, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  readonly answerWithinSeconds: number;
};

/** Figures of a chat queue in steady state. Null = unbounded or no such chat. */
export type ChatMetrics = {
  /** Answered within the threshold ÷ offered; null without chats. */
  readonly serviceLevel: number | null;
  readonly waitProbability: number;
  readonly abandonProbability: number;
  /** Mean wait of the answered. */
  readonly asaSeconds: number | null;
  /** Mean wait of all. */
  readonly meanWaitSeconds: number | null;
  /** Share of time that an agent holds at least one chat. */
  readonly occupancy: number;
  /** Mean number of chats of an agent who holds any; null without chats. */
  readonly meanConcurrency: number | null;
  /** Mean length of a chat; null without chats. */
  readonly chatSeconds: number | null;
};

/**
 * Waiting, abandonment and service level of chats when every agent may hold several at a time (balanced-load birth–death
 * process: a new chat goes to the agent with fewest, and the numbers held differ by one at most).
 *
 * @param input - Chats per interval, mean length at each number held, patience and threshold; see {@link ChatLoad}.
 * @param input.agents - People on line, a whole number, 0 or more.
 * @returns Steady-state figures. Overload without patience: service level 0, waits null.
 * @throws {@link InvalidInputError} for values outside their ranges, among them an empty `ahtSecondsAt` (concurrency below 1).
 * @remarks One chat at a time is Erlang A (C without patience); lengths that do not grow with the number held are Erlang A
 * with agents × concurrency. Keeping the load balanced is an assumption: chats that end unevenly unbalance it, which simulation
 * shows to cost up to 0.004 of service level. Source: [Tezcan2014].
 * @example
 * const chats = { volume: 180, intervalSeconds: 1800, ahtSecondsAt: [300, 420, 540], patienceSeconds: 180, answerWithinSeconds: 30 };
 * chatMetrics({ ...chats, agents: 20 }).serviceLevel; // 0.9659…
 */
export function chatMetrics(input: ChatLoad & { readonly agents: number }): ChatMetrics {
  checkChats('chatMetrics', input);
  checkInteger('chatMetrics: agents', input.agents, 0);
  return chatFigures(input, input.agents, input.ahtSecondsAt.length);
}

/** Answer of {@link requiredChatAgents}. */
export type RequiredChatAgents = ChatMetrics & {
  readonly agents: number;
  /** Chats an agent may hold at once: the level that needs the fewest agents, the lowest of these. */
  readonly concurrency: number;
  /** Agents for each level from 1 up. */
  readonly byConcurrency: readonly number[];
};

/**
 * Fewest agents for a chat queue, and how many chats each may hold at most.
 *
 * @param input - Chats, lengths at each number held (the longest list allowed), patience, threshold.
 * @param input.serviceLevel - Share answered within the threshold, in (0, 1).
 * @param input.minimumAgents - Never fewer; 0 by default.
 * @returns Agents at the best level. More chats at a time are not always better: where chats get longer faster than agents hold
 * more of them, a lower level needs fewer agents.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @example
 * const chats = { volume: 180, intervalSeconds: 1800, ahtSecondsAt: [300, 420, 900], patienceSeconds: 180, answerWithinSeconds: 30 };
 * requiredChatAgents({ ...chats, serviceLevel: 0.8 }).concurrency; // 2
 */
export function requiredChatAgents(input: ChatLoad & { readonly serviceLevel: number; readonly minimumAgents?: number | undefined }): RequiredChatAgents {
  const where = 'requiredChatAgents';
  const { minimumAgents = 0, serviceLevel } = input;
  checkChats(where, input);
  checkOpenShare(`${where}: serviceLevel`, serviceLevel);
  checkInteger(`${where}: minimumAgents`, minimumAgents, 0);
  const byConcurrency = input.ahtSecondsAt.map((aht, k) => {
    const guess = Math.ceil((input.volume * aht) / input.intervalSeconds / (k + 1));
    const meets = (agents: number): boolean => (chatFigures(input, agents, k + 1).serviceLevel ?? 1) >= serviceLevel;
    return smallestWhole(meets, guess, minimumAgents, Number.MAX_SAFE_INTEGER) as number;
  });
  const agents = Math.min(...byConcurrency);
  const concurrency = byConcurrency.indexOf(agents) + 1;
  return { agents, concurrency, byConcurrency, ...chatFigures(input, agents, concurrency) };
}

function checkChats(where: string, { volume, intervalSeconds, ahtSecondsAt, patienceSeconds, answerWithinSeconds }: ChatLoad): void {
  checkNonNegative(`${where}: volume`, volume);
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  if (!Array.isArray(ahtSecondsAt) || ahtSecondsAt.length === 0)
    throw new InvalidInputError(
      `${where}: ahtSecondsAt must list the mean length of a chat at 1, 2, … chats held, at least one, got ${describeValue(ahtSecondsAt)}. An agent holds one chat at least.`,
    );
  ahtSecondsAt.forEach((aht, k) => {
    checkPositive(`${where}: ahtSecondsAt[${k}]`, aht);
  });
  if (patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, patienceSeconds, 'Leave it out when nobody gives up.');
  checkNonNegative(`${where}: answerWithinSeconds`, answerWithinSeconds);
}

/** Chats ended per second when `chats` are spread over the agents as evenly as can be. */
function endRate(chats: number, agents: number, ahtSecondsAt: readonly number[]): number {
  const each = Math.floor(chats / agents);
  const more = chats - each * agents;
  const rate = (held: number): number => (held === 0 ? 0 : held / (ahtSecondsAt[held - 1] as number));
  return (agents - more) * rate(each) + (more === 0 ? 0 : more * rate(each + 1));
}

/** Figures of checked chats. */
export function chatFigures(load: ChatLoad, agents: number, concurrency: number): ChatMetrics {
  const arrival = load.volume / load.intervalSeconds;
  const abandon = 1 / (load.patienceSeconds ?? Number.POSITIVE_INFINITY);
  if (arrival === 0) return { ...IDLE, waitProbability: agents > 0 ? 0 : 1 };
  if (agents === 0) return abandon > 0 ? { ...HOPELESS, abandonProbability: 1, meanWaitSeconds: 1 / abandon } : HOPELESS;
  const places = agents * concurrency;
  const fullRate = endRate(places, agents, load.ahtSecondsAt);
  if (abandon === 0 && arrival >= fullRate) return { ...HOPELESS, occupancy: 1, meanConcurrency: concurrency, chatSeconds: places / fullRate };
  const weights = stationary(load, agents, places, arrival, abandon, fullRate);
  return figuresOf(weights, load, agents, places, arrival, abandon, fullRate);
}

const IDLE: ChatMetrics = {
  serviceLevel: null,
  waitProbability: 0,
  abandonProbability: 0,
  asaSeconds: null,
  meanWaitSeconds: null,
  occupancy: 0,
  meanConcurrency: null,
  chatSeconds: null,
};
const HOPELESS: ChatMetrics = { ...IDLE, serviceLevel: 0, waitProbability: 1 };

/** Probabilities of 0, 1, … chats present; the line is cut where what lies behind is negligible. */
function stationary(load: ChatLoad, agents: number, places: number, arrival: number, abandon: number, fullRate: number): Float64Array {
  let weights = new Float64Array(2 * places + 64);
  weights[0] = 1;
  let sum = 1;
  let weight = 1;
  for (let j = 1; ; j += 1) {
    const ratio = arrival / (j <= places ? endRate(j, agents, load.ahtSecondsAt) : fullRate + (j - places) * abandon);
    weight *= ratio;
    if (j === weights.length) weights = doubled(weights);
    weights[j] = weight;
    sum += weight;
    if (j > places && ratio < 1 && weight / (1 - ratio) < 1e-15 * sum) return weights.subarray(0, j + 1).map((value) => value / sum);
    if (sum > 1e200) {
      for (let i = 0; i <= j; i += 1) weights[i] = (weights[i] as number) / sum;
      weight /= sum;
      sum = 1;
    }
  }
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(2 * column.length);
  wider.set(column);
  return wider;
}

function figuresOf(weights: Float64Array, load: ChatLoad, agents: number, places: number, arrival: number, abandon: number, fullRate: number): ChatMetrics {
  let chats = 0;
  let busy = 0;
  let waiting = 0;
  let ends = 0;
  let waitedServed = 0;
  let served = 0;
  let elapsed = 0;
  let present = 0;
  for (let j = 0; j < weights.length; j += 1) {
    const p = weights[j] as number;
    const held = Math.min(j, places);
    chats += p * held;
    busy += p * Math.min(j, agents);
    waiting += p * (j - held);
    ends += p * (j < places ? endRate(j, agents, load.ahtSecondsAt) : fullRate);
    if (j < places) {
      served += p;
      present += p;
    } else {
      // With q ahead: one more departure each, whoever leaves; the contact itself may be the one to give up.
      const ahead = j - places;
      elapsed += 1 / (fullRate + (ahead + 1) * abandon);
      const share = fullRate / (fullRate + (ahead + 1) * abandon);
      served += p * share;
      waitedServed += p * share * elapsed;
    }
  }
  // One server at the full rate stands for all of them while a line is there.
  const line = new Float64Array(weights.length - places + 1);
  line.set(weights.subarray(places), 1);
  line[0] = present;
  const state = { level: 1, present: line, low: 0, high: line.length - 1, above: [], aboveHigh: 0 };
  return {
    serviceLevel: Math.min(1, servedWithin(state, [{ seconds: load.answerWithinSeconds, level: 1, service: fullRate }], abandon)),
    waitProbability: Math.min(
      1,
      weights.subarray(places).reduce((sum, p) => sum + p, 0),
    ),
    abandonProbability: (waiting * abandon) / arrival,
    asaSeconds: waitedServed / served,
    meanWaitSeconds: waiting / arrival,
    // Full teams sum to a hair above 1.
    occupancy: Math.min(1, busy / agents),
    meanConcurrency: chats / busy,
    chatSeconds: chats / ends,
  };
}
