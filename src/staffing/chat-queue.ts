import { checkInteger, checkNonNegative, checkOpenShare, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { smallestWhole } from '../numeric/index.js';
import { fullHouseLine } from './full-house-line.js';

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

/** Chats that one agent ends per second while holding so many. */
function paceAt(held: number, ahtSecondsAt: readonly number[]): number {
  return held === 0 ? 0 : held / (ahtSecondsAt[held - 1] as number);
}

/** Figures of checked chats. */
export function chatFigures(load: ChatLoad, agents: number, concurrency: number): ChatMetrics {
  const arrival = load.volume / load.intervalSeconds;
  const patient = load.patienceSeconds === undefined;
  if (arrival === 0) return { ...IDLE, waitProbability: agents > 0 ? 0 : 1 };
  if (agents === 0) return patient ? HOPELESS : { ...HOPELESS, abandonProbability: 1, meanWaitSeconds: load.patienceSeconds };
  const places = agents * concurrency;
  const fullRate = agents * paceAt(concurrency, load.ahtSecondsAt);
  if (patient && arrival / fullRate >= 1) return { ...HOPELESS, occupancy: 1, meanConcurrency: concurrency, chatSeconds: places / fullRate };
  return figuresOf(load, agents, concurrency, arrival, fullRate);
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

/** States with a place free: their weight and what happens in them, against the weight `full` of all places taken and nobody waiting. */
type FreePlaces = { weight: number; chats: number; busy: number; ends: number; full: number };

/** Weight against the sum at which states are left out, and from which the sum is scaled down. */
const NEGLIGIBLE = 1e-20;
const LARGE = 1e100;

/**
 * Sums over the states below all places taken, from there down. While agents hold `held` or one more each, chats end at a rate that is a straight line in
 * their number. Down to where the rest is negligible; where holding more slows people down, states far below may matter again, so all are gone through.
 */
function freePlaces(agents: number, concurrency: number, arrival: number, ahtSecondsAt: readonly number[]): FreePlaces {
  const isRising = ahtSecondsAt.every((_, k) => k >= concurrency || paceAt(k + 1, ahtSecondsAt) >= paceAt(k, ahtSecondsAt));
  const sums = { weight: 0, chats: 0, busy: 0, ends: 0, full: 1 };
  let weight = 1;
  for (let held = concurrency - 1; held >= 0; held -= 1) {
    const pace = paceAt(held, ahtSecondsAt);
    const step = paceAt(held + 1, ahtSecondsAt) - pace;
    for (let more = agents - 1; more >= 0; more -= 1) {
      weight *= (agents * pace + (more + 1) * step) / arrival;
      sums.weight += weight;
      sums.chats += weight * (held * agents + more);
      sums.busy += weight * (held > 0 ? agents : more);
      sums.ends += weight * (agents * pace + more * step);
      if (weight > LARGE) {
        for (const key of ['weight', 'chats', 'busy', 'ends', 'full'] as const) sums[key] /= LARGE;
        weight /= LARGE;
      } else if (isRising && weight < NEGLIGIBLE * (sums.weight + sums.full)) return sums;
    }
  }
  return sums;
}

function figuresOf(load: ChatLoad, agents: number, concurrency: number, arrival: number, fullRate: number): ChatMetrics {
  const { answerWithinSeconds, patienceSeconds } = load;
  const free = freePlaces(agents, concurrency, arrival, load.ahtSecondsAt);
  const line = fullHouseLine({ arrival, fullRate, patienceSeconds, answerWithinSeconds, freeWeight: free.weight, fullWeight: free.full });
  const { scale, waitProbability, serviceLevel, abandonProbability, meanWaitSeconds } = line;
  const busy = scale * free.busy + waitProbability * agents;
  const chats = scale * free.chats + waitProbability * agents * concurrency;
  const ends = scale * free.ends + waitProbability * fullRate;
  return {
    serviceLevel,
    waitProbability,
    abandonProbability,
    asaSeconds: (line.answeredWaitSeconds * arrival) / ends,
    meanWaitSeconds,
    // Full teams sum to a hair above 1.
    occupancy: Math.min(1, busy / agents),
    meanConcurrency: chats / busy,
    chatSeconds: chats / ends,
  };
}
