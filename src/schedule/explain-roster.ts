import {
  type Agent,
  type AgentRoster,
  checkInteger,
  checkPositive,
  InvalidInputError,
  type LongWorkOptions,
  type PlanConfig,
  type Requirements,
  type Roster,
  resolvePlan,
  type Shortfall,
  type Wish,
} from '../core/index.js';
import { workClock } from './clock.js';
import { type ExplainedShortfall, explainShortfall, liftsThatHelp } from './explain-shortfall.js';
import { findRelief, type Relief } from './find-relief.js';
import type { GivenRoster } from './given-roster.js';
import { checkPlanForRoster } from './problem.js';
import { type Bench, openBench } from './response-bench.js';

/** Options of {@link explainRoster}. */
export type ExplainOptions = LongWorkOptions & {
  readonly agents: readonly Agent[];
  /** The roster before the one explained. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** The roster that the one explained was made from, when it was. */
  readonly from?: GivenRoster | undefined;
  /** Shortfalls to explain, dearest first; all by default. */
  readonly most?: number | undefined;
  /** People looked at for each answer, spread over all; 25 by default, a fifth of them from the eleventh shortfall on. */
  readonly mostPeople?: number | undefined;
  /** Wall-clock limit; 30 by default. What is known by then is returned. */
  readonly timeLimitSeconds?: number | undefined;
};

/** Why a wish is not granted. */
export type ExplainedWish = {
  readonly agent: string;
  readonly wish: Wish;
  /** What granting it would add to the objective, its own weight taken off, with everybody else as they are; null when rules forbid it. */
  readonly extraCost: number | null;
  /** Rules of which each alone would have to go; empty when none alone suffices. */
  readonly rules: readonly string[];
};

/** Result of {@link explainRoster}. */
export type RosterExplanation = {
  /** Dearest first. */
  readonly shortfalls: readonly ExplainedShortfall[];
  readonly wishes: readonly ExplainedWish[];
  /** Changes that would save most, each kind and rule once, with the person for whom it saves most. */
  readonly relief: readonly Relief[];
  /** True when the time ran out before everything was looked at. */
  readonly cutShort: boolean;
};

/** Stretches looked at in full; the others with fewer people. */
const IN_FULL = 10;
const PEOPLE_SHARE_ELSEWHERE = 0.2;

/**
 * Tells for each stretch that is short of people and each wish not granted which rule, skill or price stands in the way, and what one more agent, one more
 * trained agent, one more hour or one rule less would save.
 *
 * @param roster - A roster of {@link schedule}.
 * @param requirements - What it was made for.
 * @param config - plan.json.
 * @param options - People, the roster before, how much to look at.
 * @returns Reasons and savings. Each is found by solving one person's schedule anew, exactly and with every other rule, while everybody else stays as they
 * are: a full new roster would save at least as much.
 * @throws {@link InvalidInputError} for a roster whose shifts the plan does not have.
 * @example
 * const need = Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 1 : 0));
 * const none = need.map(() => null);
 * const figures = { volume: none, ahtSeconds: none, serviceLevel: none, occupancy: none, asaSeconds: none, abandonProbability: none, status: need.map(() => 'met') };
 * const queue = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: Date.parse('2026-12-07T00:00Z'), intervalSeconds: 3600, ...figures };
 * const asked = { queues: [{ ...queue, agents: need, agentsExact: need, agentsWithShrinkage: need }], totals: [], warnings: [] };
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: {} }, shifts, contracts: { full: { shifts: ['day'], daysPerWeek: { max: 5 } } } };
 * const ann = { agent: 'Ann', skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }], contract: 'full', zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null };
 * const roster = await schedule(asked, plan, { agents: [ann] });
 * (await explainRoster(roster, asked, plan, { agents: [ann] })).shortfalls[0].rules[0].rule; // 'contracts.full.daysPerWeek.max'
 */
export async function explainRoster(roster: Roster, requirements: Requirements, config: PlanConfig, options: ExplainOptions): Promise<RosterExplanation> {
  const limit = options.timeLimitSeconds ?? 30;
  const most = options.most ?? roster.shortfalls.length;
  const mostPeople = options.mostPeople ?? 25;
  checkPositive('explainRoster: timeLimitSeconds', limit);
  checkInteger('explainRoster: most', most);
  checkInteger('explainRoster: mostPeople', mostPeople);
  if (roster.status === 'infeasible')
    throw new InvalidInputError('explainRoster: there is no roster; its conflicts name the rules that clash.', { status: roster.status });
  options.signal?.throwIfAborted();
  const plan = resolvePlan(config);
  checkPlanForRoster(plan);
  const clock = workClock(limit, options.signal, options.onProgress);
  const bench = openBench(roster, requirements, plan, options);
  const costs = new Map(roster.shortfalls.map((shortfall) => [shortfall, bench.costOf(shortfall)]));
  const costOf = (shortfall: Shortfall): number => costs.get(shortfall) as number;
  const dearest = roster.shortfalls.toSorted((a, b) => costOf(b) - costOf(a)).slice(0, most);
  const people = spread(options.agents, mostPeople);
  const fewer = spread(options.agents, Math.ceil(mostPeople * PEOPLE_SHARE_ELSEWHERE));
  const shortfalls: ExplainedShortfall[] = [];
  const explain = async (stretches: readonly Shortfall[], own: readonly Agent[]): Promise<void> => {
    for (const shortfall of stretches) {
      if (clock.left() <= 0) break;
      shortfalls.push({ ...shortfall, cost: costOf(shortfall), ...(await explainShortfall(bench, shortfall, own, clock)) });
      clock.report({ stage: 'explain', done: shortfalls.length, total: dearest.length });
    }
  };
  await explain(dearest.slice(0, IN_FULL), people);
  const wishes: ExplainedWish[] = [];
  for (const { agent, wish } of roster.unmetWishes) {
    if (clock.left() <= 0) break;
    const own = options.agents.find((candidate) => candidate.agent === agent);
    if (own !== undefined) wishes.push({ agent, wish, ...explainWish(bench, own, wish) });
    if (clock.isDue()) await clock.turn();
  }
  const queues = [...new Set(dearest.map((shortfall) => shortfall.queue))];
  const relief = await findRelief(bench, people, queues, clock);
  await explain(dearest.slice(IN_FULL), fewer);
  return { shortfalls, wishes, relief, cutShort: clock.left() <= 0 };
}

/** So many of a list, evenly spread. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.floor((k * items.length) / most)] as Item);
}

function explainWish(bench: Bench, agent: Agent, wish: Wish): Pick<ExplainedWish, 'extraCost' | 'rules'> {
  const asked = wish.kind === 'off' ? { offOn: wish.day } : { shiftOn: { day: wish.day, shift: wish.shift } };
  const granted = bench.answer(agent, null, asked);
  return granted === null
    ? { extraCost: null, rules: liftsThatHelp(bench, agent, asked, Number.NEGATIVE_INFINITY).map(({ rule }) => rule) }
    : { extraCost: -granted.saving, rules: [] };
}
