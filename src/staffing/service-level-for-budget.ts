import { checkInteger, checkNonNegative, checkPositive, InvalidInputError, type ServiceLevelRule } from '../core/index.js';
import { type QueueSizer, queueSizer, sizedQueue } from '../queueing/index.js';
import { type Place, spendAgents } from './stretch-target.js';

/** Input of {@link serviceLevelForBudget}. */
export type BudgetInput = {
  /** Contacts per interval; null = closed. */
  readonly volume: readonly (number | null)[];
  /** Mean handle time per interval, or one for all. */
  readonly ahtSeconds: number | readonly (number | null)[];
  readonly intervalSeconds: number;
  /** Hours on line to spend over all intervals; before shrinkage. */
  readonly agentHours: number;
  readonly answerWithinSeconds: number;
  /** `offered` by default. */
  readonly serviceLevelRule?: ServiceLevelRule | undefined;
  /** Mean patience, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Contacts in service and waiting together. Left out: no limit. */
  readonly capacity?: number | undefined;
  /** Never fewer than this in an open interval, a whole number; 0 by default. */
  readonly minimumAgents?: number | undefined;
  /** `weighted` (default): the largest volume-weighted mean; `common`: the largest level that every interval reaches. */
  readonly spread?: 'weighted' | 'common' | undefined;
};

/** Answer of {@link serviceLevelForBudget}. */
export type BudgetPlan = {
  /** `unreachable`: the hours do not even carry the work (nobody gives up), or the minimum of agents. */
  readonly status: 'met' | 'unreachable';
  /** Volume-weighted mean, or the lowest of all intervals; null when unreachable or without contacts. */
  readonly serviceLevel: number | null;
  /** Agents per interval; 0 where closed. When unreachable, the fewest that carry the work. */
  readonly agents: readonly number[];
  /** Hours on line that these agents make. */
  readonly agentHours: number;
};

/**
 * The service level that a budget of agent-hours reaches, and the agents per interval that reach it.
 *
 * @param input - Contacts, handle times, the hours to spend and the threshold.
 * @returns The level with its allocation of whole agents. `weighted` places each next agent where it brings most further
 * contacts in time (marginal allocation on the concave hull [Fox1966]); `common` finds the highest level that every interval
 * reaches, and leaves hours that raise no minimum unspent.
 * @throws {@link InvalidInputError} for values outside their ranges, or handle times of another length than the volume.
 * @remarks Marginal allocation is best up to the last few agents, where an interval gains only from several at once.
 * @example
 * serviceLevelForBudget({ volume: [60, 100, 80], ahtSeconds: 180, intervalSeconds: 1800, agentHours: 18, answerWithinSeconds: 20 }).agents; // [9, 15, 12]
 */
export function serviceLevelForBudget(input: BudgetInput): BudgetPlan {
  const where = 'serviceLevelForBudget';
  const { volume, intervalSeconds, agentHours, minimumAgents = 0, capacity = Number.POSITIVE_INFINITY, spread = 'weighted' } = input;
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  checkNonNegative(`${where}: agentHours`, agentHours);
  checkInteger(`${where}: minimumAgents`, minimumAgents, 0);
  if (spread !== 'weighted' && spread !== 'common') throw new InvalidInputError(`${where}: spread must be weighted or common, got ${String(spread)}.`);
  const sizer = sizerFor(input, 0.5);
  const agents = volume.map((contacts) => (contacts === null ? 0 : minimumAgents));
  const places = openPlaces(where, input, sizer, minimumAgents);
  for (const place of places) agents[place.index] = place.floor;
  const hours = (): number => (agents.reduce((sum, people) => sum + people, 0) * intervalSeconds) / 3600;
  const budget = Math.floor(((agentHours - hours()) * 3600) / intervalSeconds + 1e-9);
  if (budget < 0) return { status: 'unreachable', serviceLevel: null, agents, agentHours: hours() };
  if (spread === 'weighted') spendAgents(places, sizer, budget, capacity);
  else raiseCommon(places, input, budget);
  for (const place of places) agents[place.index] = place.agents;
  return { status: 'met', serviceLevel: levelReached(places, spread), agents, agentHours: hours() };
}

function sizerFor(input: BudgetInput, serviceLevel: number): QueueSizer {
  const { answerWithinSeconds, serviceLevelRule, patienceSeconds, capacity } = input;
  return queueSizer({ target: { serviceLevel, answerWithinSeconds, serviceLevelRule }, patienceSeconds, capacity });
}

/** Every open interval with contacts, at the fewest agents allowed: where nobody gives up, enough for the work. */
function openPlaces(where: string, input: BudgetInput, sizer: QueueSizer, minimumAgents: number): Place[] {
  const { volume, ahtSeconds, intervalSeconds, patienceSeconds, capacity } = input;
  if (typeof ahtSeconds !== 'number' && ahtSeconds.length !== volume.length)
    throw new InvalidInputError(`${where}: ahtSeconds must have one entry per interval (${volume.length}), got ${ahtSeconds.length}.`);
  const places: Place[] = [];
  volume.forEach((contacts, index) => {
    if (contacts === null) return;
    checkNonNegative(`${where}: volume[${index}]`, contacts);
    if (contacts === 0) return;
    const aht = typeof ahtSeconds === 'number' ? ahtSeconds : ahtSeconds[index];
    checkPositive(`${where}: ahtSeconds[${index}]`, aht);
    const load = (contacts * aht) / intervalSeconds;
    const floor = Math.max(minimumAgents, patienceSeconds === undefined && capacity === undefined ? Math.floor(load) + 1 : 0);
    const place: Place = { index, contacts, load, ahtSeconds: aht, floor, agents: floor, level: 0, step: 0, gainPerAgent: 0 };
    settle(sizer, place, floor);
    places.push(place);
  });
  return places;
}

const scratch = sizedQueue();

function settle(sizer: QueueSizer, place: Place, agents: number): void {
  place.agents = agents;
  place.level = sizer.levelAt(place.load, place.ahtSeconds, agents);
}

/** Halves between levels until no higher one fits the budget; the agents of the last that fits stay. */
function raiseCommon(places: readonly Place[], input: BudgetInput, budget: number): void {
  let low = 0;
  let high = 1;
  for (let k = 0; k < 50; k += 1) {
    const middle = low + (high - low) / 2;
    const needed = agentsAt(places, sizerFor(input, middle), budget);
    if (needed === null) high = middle;
    else {
      low = middle;
      for (const [i, place] of places.entries()) place.agents = needed[i] as number;
    }
  }
  const sizer = sizerFor(input, 0.5);
  for (const place of places) settle(sizer, place, place.agents);
}

/** Agents of each place for a level, or null when they cost more than the budget or a capacity forbids it. */
function agentsAt(places: readonly Place[], sizer: QueueSizer, budget: number): number[] | null {
  let left = budget;
  const needed: number[] = [];
  for (const place of places) {
    sizer.size(scratch, place.load, place.ahtSeconds);
    const agents = Math.max(place.floor, scratch.agents);
    left -= agents - place.floor;
    if (left < 0 || !scratch.met) return null;
    needed.push(agents);
  }
  return needed;
}

function levelReached(places: readonly Place[], spread: 'weighted' | 'common'): number | null {
  if (places.length === 0) return null;
  if (spread === 'common') return places.reduce((lowest, { level }) => Math.min(lowest, level), 1);
  const contacts = places.reduce((sum, place) => sum + place.contacts, 0);
  return places.reduce((sum, place) => sum + place.contacts * place.level, 0) / contacts;
}
