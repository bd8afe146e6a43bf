import { checkNonNegative, checkOpenShare, checkPositive, checkShareBelowOne, describeValue, InvalidInputError } from '../core/index.js';
import { queueSizer, type ServiceTarget, type SizedQueue, sizedQueue } from '../queueing/index.js';
import { type MovingLoad, type MovingRate, movingRates } from './offered-load-path.js';

/** What a price curve is drawn over. */
export type PricedBy = 'serviceLevel' | 'asa' | 'abandonment';

/** Input of {@link priceOfService}. */
export type PriceInput = MovingLoad & {
  readonly answerWithinSeconds: number;
  /** Mean patience, above 0. Left out: nobody gives up, and no contact is lost. */
  readonly patienceSeconds?: number | undefined;
  /** What is priced: `serviceLevel` (default), mean wait of the answered, or share that gives up. The last needs patience. */
  readonly by?: PricedBy | undefined;
  /**
   * Targets to price. Service levels and shares in (0, 1): 0.5 to 0.95 in steps of 0.05, then 0.98, 0.99 and 0.999 by default, of abandonment 0.2
   * down to 0.001; mean waits in seconds, 300 down to 1 by default.
   */
  readonly targets?: readonly number[] | undefined;
  /** `targets` of `by: 'serviceLevel'`, by its older name. */
  readonly serviceLevels?: readonly number[] | undefined;
  /** Share of paid time not on line, in [0, 1); 0 by default. */
  readonly shrinkage?: number | undefined;
  /** Price of a paid hour; 20 by default. */
  readonly costPerHour?: number | undefined;
  /** What a contact that gives up costs, or would have brought; 0 by default. */
  readonly costPerLostContact?: number | undefined;
};

/** One staffing with its price, over all intervals. */
export type PricedService = {
  /** Share answered within the threshold, weighted by volume (rule `offered`); null without contacts. */
  readonly serviceLevel: number | null;
  /** Mean wait of the answered; null when unbounded. */
  readonly asaSeconds: number | null;
  readonly abandonProbability: number | null;
  readonly occupancy: number | null;
  /** Most on line at once. */
  readonly peakAgents: number;
  readonly agentHours: number;
  readonly paidHours: number;
  readonly staffCost: number;
  readonly lostContacts: number;
  readonly lostCost: number;
  readonly totalCost: number;
};

/** Answer of {@link priceOfService}. */
export type PriceCurve = {
  readonly by: PricedBy;
  /** One per target: the fewest agents with which every interval meets it. */
  readonly rows: readonly (PricedService & { readonly target: number })[];
  /** Row with the least total cost. */
  readonly cheapestRow: number;
  /** From the cheapest staff on, the last row whose step pays: the next costs more than it saves. Null when not even the first step does. */
  readonly lastRowThatPays: number | null;
  /** In every interval the number of agents after which one more costs more than it saves. */
  readonly optimum: PricedService & { readonly agents: readonly number[] };
};

/**
 * The price of service: agents, paid hours, money and lost contacts for service levels from 50 to 99.9 % (or mean waits, or shares that give up), and
 * where one more agent no longer pays.
 *
 * @param input - Contacts, handle times, threshold, patience, prices; see {@link PriceInput}.
 * @returns The curve, its cheapest row, and the staffing with the least total cost of all.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Erlang C, or A with patience. Without a cost of lost contacts the optimum is the least staffing that keeps the queue
 * stable, or nobody at all with patience: nothing speaks for more.
 * @example
 * const week = { volume: [60, 100, 80], intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20 };
 * priceOfService({ ...week, costPerHour: 30, costPerLostContact: 8 }).optimum.agents; // [10, 16, 13]
 */
export function priceOfService(input: PriceInput): PriceCurve {
  const where = 'priceOfService';
  const rates = movingRates(where, input);
  const { by = 'serviceLevel', shrinkage = 0, costPerHour = 20, costPerLostContact = 0 } = input;
  const targets = targetsOf(where, by, input);
  checkNonNegative(`${where}: answerWithinSeconds`, input.answerWithinSeconds);
  if (input.patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, input.patienceSeconds, 'Leave it out when nobody gives up.');
  checkShareBelowOne(`${where}: shrinkage`, shrinkage);
  checkNonNegative(`${where}: costPerHour`, costPerHour);
  checkNonNegative(`${where}: costPerLostContact`, costPerLostContact);
  const prices = { input, rates, perAgent: (costPerHour * input.intervalSeconds) / 3600 / (1 - shrinkage), perLost: costPerLostContact, shrinkage };
  const out = sizedQueue();
  const rows = targets.map((target) => {
    const sizer = sizerFor(input, { [TARGET_KEYS[by]]: target });
    const agents = rates.map(({ arrival, aht }) => {
      if (arrival === 0) return 0;
      sizer.size(out, arrival * aht, aht);
      return out.agents;
    });
    return { target, ...priced(prices, agents) };
  });
  const agents = rates.map((rate) => bestAgents(prices, rate, out));
  const cheapestRow = rows.reduce((best, row, k) => (row.totalCost < (rows[best] as PricedService).totalCost ? k : best), 0);
  return { by, rows, cheapestRow, lastRowThatPays: lastThatPays(rows), optimum: { agents, ...priced(prices, agents) } };
}

const TARGET_KEYS = { serviceLevel: 'serviceLevel', asa: 'asaSeconds', abandonment: 'abandonProbability' } as const;

const WAITS: readonly number[] = [300, 180, 120, 60, 45, 30, 20, 15, 10, 5, 2, 1];
const ABANDONS: readonly number[] = [0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.005, 0.001];
const LEVELS: readonly number[] = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.999];

type Prices = {
  readonly input: PriceInput;
  readonly rates: readonly MovingRate[];
  readonly perAgent: number;
  readonly perLost: number;
  readonly shrinkage: number;
};

function sizerFor({ answerWithinSeconds, patienceSeconds }: PriceInput, target: ServiceTarget): ReturnType<typeof queueSizer> {
  return queueSizer({ target: { ...target, answerWithinSeconds }, patienceSeconds });
}

/** The targets asked for, checked; from the cheapest to the dearest by default. */
function targetsOf(where: string, by: PricedBy, { targets, serviceLevels, patienceSeconds }: PriceInput): readonly number[] {
  if (!(by in TARGET_KEYS)) throw new InvalidInputError(`${where}: by must be one of ${Object.keys(TARGET_KEYS).join(', ')}, got ${describeValue(by)}.`);
  if (by === 'abandonment' && patienceSeconds === undefined)
    throw new InvalidInputError(`${where}: by abandonment needs patienceSeconds: without patience nobody gives up.`);
  if (targets !== undefined && serviceLevels !== undefined) throw new InvalidInputError(`${where}: give targets or serviceLevels, not both.`);
  if (serviceLevels !== undefined && by !== 'serviceLevel') throw new InvalidInputError(`${where}: serviceLevels goes with by serviceLevel; give targets.`);
  const asked = targets ?? serviceLevels ?? { serviceLevel: LEVELS, asa: WAITS, abandonment: ABANDONS }[by];
  asked.forEach((target, k) => {
    const at = `${where}: ${serviceLevels === undefined ? 'targets' : 'serviceLevels'}[${k}]`;
    if (by === 'asa') checkPositive(at, target);
    else checkOpenShare(at, target);
  });
  return asked;
}

/** The last row that costs no more in all than the one before it, starting from the cheapest staff. */
function lastThatPays(rows: readonly PricedService[]): number | null {
  const order = rows.map((_, k) => k).sort((a, b) => (rows[a] as PricedService).staffCost - (rows[b] as PricedService).staffCost);
  let last: number | null = null;
  for (let k = 1; k < order.length; k += 1) {
    const row = order[k] as number;
    if ((rows[row] as PricedService).totalCost >= (rows[order[k - 1] as number] as PricedService).totalCost) break;
    last = row;
  }
  return last;
}

/** The loss falls convexly with the agents, so the first agent that does not pay is the end. */
function bestAgents({ input, perAgent, perLost }: Prices, { arrival, aht }: MovingRate, out: SizedQueue): number {
  if (arrival === 0) return 0;
  const load = arrival * aht;
  if (input.patienceSeconds === undefined) return Math.floor(load) + 1;
  const sizer = sizerFor(input, { serviceLevel: 0.5 });
  const lost = (agents: number): number => {
    sizer.deliver(out, load, aht, agents);
    return out.abandonProbability * arrival * input.intervalSeconds * perLost;
  };
  const gains = (agents: number): boolean => lost(agents) - lost(agents + 1) > perAgent;
  if (!gains(0)) return 0;
  let low = 0;
  let high = Math.ceil(load) + 1;
  while (gains(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (gains(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function priced({ input, rates, perAgent, perLost, shrinkage }: Prices, agents: readonly number[]): PricedService {
  const sizer = sizerFor(input, { serviceLevel: 0.5 });
  const out = sizedQueue();
  const sums = { contacts: 0, inTime: 0, lost: 0, waited: 0, busy: 0, online: 0 };
  rates.forEach(({ arrival, aht }, i) => {
    const people = agents[i] as number;
    sums.online += people;
    if (arrival === 0) return;
    sizer.deliver(out, arrival * aht, aht, people);
    const contacts = arrival * input.intervalSeconds;
    sums.contacts += contacts;
    sums.inTime += contacts * out.serviceLevel;
    sums.lost += contacts * out.abandonProbability;
    if (out.abandonProbability < 1) sums.waited += contacts * (1 - out.abandonProbability) * out.asaSeconds;
    sums.busy += out.occupancy * people;
  });
  const agentHours = (sums.online * input.intervalSeconds) / 3600;
  const staffCost = sums.online * perAgent;
  const answered = sums.contacts - sums.lost;
  const asa = answered > 0 ? sums.waited / answered : Number.POSITIVE_INFINITY;
  return {
    serviceLevel: sums.contacts > 0 ? sums.inTime / sums.contacts : null,
    asaSeconds: Number.isFinite(asa) ? asa : null,
    abandonProbability: sums.contacts > 0 ? sums.lost / sums.contacts : null,
    occupancy: sums.online > 0 ? sums.busy / sums.online : null,
    peakAgents: agents.reduce((most, people) => Math.max(most, people), 0),
    agentHours,
    paidHours: agentHours / (1 - shrinkage),
    staffCost,
    lostContacts: sums.lost,
    lostCost: sums.lost * perLost,
    totalCost: staffCost + sums.lost * perLost,
  };
}
