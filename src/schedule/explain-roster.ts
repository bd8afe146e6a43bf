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
import { type WorkClock, workClock } from './clock.js';
import { caseOf, LIFTS, type Lift, pathOf } from './conflicts.js';
import { ABSENCE, type GivenRoster } from './given-roster.js';
import { checkPlanForRoster } from './problem.js';
import { type Answer, type Bench, openBench } from './response-bench.js';

/** Options of {@link explainRoster}. */
export type ExplainOptions = LongWorkOptions & {
  readonly agents: readonly Agent[];
  /** The roster before the one explained. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** The roster that the one explained was made from, when it was. */
  readonly from?: GivenRoster | undefined;
  /** Shortfalls to explain, dearest first; 10 by default. */
  readonly most?: number | undefined;
  /** People looked at for each answer, spread over all; 25 by default. */
  readonly mostPeople?: number | undefined;
  /** Wall-clock limit; 30 by default. What is known by then is returned. */
  readonly timeLimitSeconds?: number | undefined;
};

/** A rule that keeps people from where they are missing. */
export type BindingRule = {
  /** As plan.json names it, such as `contracts.full.rest`; `unavailable` and `breaks` for a person's absence and breaks. */
  readonly rule: string;
  /** People who could be there, or for whom it would pay, if this rule alone were lifted. */
  readonly people: number;
};

/** Why people are missing in a stretch. The counts are of the people looked at. */
export type ExplainedShortfall = Shortfall & {
  /** Price of the stretch. */
  readonly cost: number;
  /**
   * What stands in the way: nobody may serve the queue (`skill`), everybody who may is on line already (`people`), rules hold the others back (`rules`), or
   * having somebody there would cost more elsewhere (`price`).
   */
  readonly because: 'rules' | 'skill' | 'people' | 'price';
  readonly rules: readonly BindingRule[];
  /** People who could be there without breaking a rule, and what the cheapest of them would add to the objective; null without any. */
  readonly possible: { readonly people: number; readonly extraCost: number } | null;
  /** People held back by several rules at once. */
  readonly severalRules: number;
  readonly peopleLookedAt: number;
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

/** What one change would save, found by re-solving one person's schedule exactly with everybody else as they are: at least so much. */
export type Relief =
  | { readonly kind: 'hire'; readonly contract: string; readonly queues: readonly string[]; readonly saving: number }
  | { readonly kind: 'train'; readonly agent: string; readonly queue: string; readonly saving: number }
  | { readonly kind: 'hour'; readonly agent: string; readonly saving: number }
  | { readonly kind: 'rule'; readonly agent: string; readonly rule: string; readonly saving: number };

/** Result of {@link explainRoster}. */
export type RosterExplanation = {
  readonly shortfalls: readonly ExplainedShortfall[];
  readonly wishes: readonly ExplainedWish[];
  /** Changes that would save most, each kind and rule once, with the person for whom it saves most. */
  readonly relief: readonly Relief[];
  /** True when the time ran out before everything was looked at. */
  readonly cutShort: boolean;
};

const SMALLEST_SAVING = 1e-6;

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
  const most = options.most ?? 10;
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
  const priceOf = new Map(plan.queues.map((queue) => [queue.queue, queue.understaffedPerHour]));
  const costOf = ({ queue, startMs, endMs, agents }: Shortfall): number => ((agents * (endMs - startMs)) / 3_600_000) * (priceOf.get(queue) ?? 0);
  const dearest = roster.shortfalls.toSorted((a, b) => costOf(b) - costOf(a)).slice(0, most);
  const people = spread(options.agents, mostPeople);
  const shortfalls: ExplainedShortfall[] = [];
  const wishes: ExplainedWish[] = [];
  for (const shortfall of dearest) {
    if (clock.left() <= 0) break;
    shortfalls.push({ ...shortfall, cost: costOf(shortfall), ...(await explainShortfall(bench, shortfall, people, clock)) });
    clock.report({ stage: 'explain', done: shortfalls.length, total: dearest.length });
  }
  for (const { agent, wish } of roster.unmetWishes) {
    if (clock.left() <= 0) break;
    const own = options.agents.find((candidate) => candidate.agent === agent);
    if (own !== undefined) wishes.push({ agent, wish, ...explainWish(bench, own, wish) });
    if (clock.isDue()) await clock.turn();
  }
  const queues = [...new Set(dearest.map((shortfall) => shortfall.queue))];
  const relief = await findRelief(bench, people, queues, clock);
  return { shortfalls, wishes, relief, cutShort: clock.left() <= 0 };
}

/** So many of a list, evenly spread. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.floor((k * items.length) / most)] as Item);
}

async function explainShortfall(
  bench: Bench,
  shortfall: Shortfall,
  people: readonly Agent[],
  clock: WorkClock,
): Promise<Omit<ExplainedShortfall, keyof Shortfall | 'cost'>> {
  const atMs = bench.worstMs(shortfall);
  const counts = new Map<string, number>();
  const count = (rule: string): void => void counts.set(rule, (counts.get(rule) ?? 0) + 1);
  let [able, possible, severalRules, lookedAt] = [0, 0, 0, 0];
  let extraCost = Number.POSITIVE_INFINITY;
  for (const agent of people) {
    if (clock.left() <= 0) break;
    if (clock.isDue()) await clock.turn();
    lookedAt += 1;
    if (!bench.serves(agent, shortfall.queue)) continue;
    able += 1;
    const now = bench.activityAt(agent, atMs);
    if (now === 'online') continue;
    if (now !== null) {
      count(now === ABSENCE ? 'from' : 'breaks');
      continue;
    }
    const there = bench.answer(agent, null, { onLineAtMs: atMs });
    // who can be there only by being missed elsewhere is held back by a rule all the same when one rule less would make it pay
    const rules = liftsThatHelp(bench, agent, { onLineAtMs: atMs }, there === null ? Number.NEGATIVE_INFINITY : SMALLEST_SAVING);
    for (const rule of rules) count(rule);
    if (there === null && rules.length === 0) severalRules += 1;
    if (there === null) continue;
    possible += 1;
    extraCost = Math.min(extraCost, Math.max(0, -there.saving));
  }
  const rules = [...counts].map(([rule, held]) => ({ rule, people: held })).sort((a, b) => b.people - a.people || (a.rule < b.rule ? -1 : 1));
  return {
    because: able === 0 ? 'skill' : rules.length > 0 ? 'rules' : possible > 0 ? 'price' : severalRules > 0 ? 'rules' : 'people',
    rules,
    possible: possible === 0 ? null : { people: possible, extraCost },
    severalRules,
    peopleLookedAt: lookedAt,
  };
}

/** Rules of which each alone, once lifted, lets a person do what is asked and saves more than `least`. */
function liftsThatHelp(bench: Bench, agent: Agent, asked: Parameters<Bench['answer']>[2], least: number): string[] {
  return liftsOf(bench, agent).flatMap((lift) => {
    const answer = bench.answer(agent, lift, asked);
    return answer === null || answer.saving <= least ? [] : [pathOf(lift, agent.contract, agent.agent)];
  });
}

function liftsOf(bench: Bench, agent: Agent): readonly Lift[] {
  const own = caseOf(bench.problem, agent, bench.previous);
  return LIFTS.filter((lift) => lift.isThere(own));
}

function explainWish(bench: Bench, agent: Agent, wish: Wish): Pick<ExplainedWish, 'extraCost' | 'rules'> {
  const asked = wish.kind === 'off' ? { offOn: wish.day } : { shiftOn: { day: wish.day, shift: wish.shift } };
  const granted = bench.answer(agent, null, asked);
  return granted === null
    ? { extraCost: null, rules: liftsThatHelp(bench, agent, asked, Number.NEGATIVE_INFINITY) }
    : { extraCost: -granted.saving, rules: [] };
}

/** The best change of each kind, most saving first. */
async function findRelief(bench: Bench, people: readonly Agent[], queues: readonly string[], clock: WorkClock): Promise<Relief[]> {
  const best = new Map<string, Relief>();
  const offer = (key: string, answer: Answer | null, toRelief: (saving: number) => Relief): void => {
    if (answer === null || answer.saving <= SMALLEST_SAVING || answer.saving <= (best.get(key)?.saving ?? 0)) return;
    best.set(key, toRelief(answer.saving));
  };
  for (const hire of bench.hires())
    offer(`hire/${hire.contract}/${hire.queues.join()}`, hire.answer(), (saving) => ({ kind: 'hire', contract: hire.contract, queues: hire.queues, saving }));
  for (const agent of people) {
    for (const queue of queues) {
      if (clock.left() <= 0) break;
      if (!bench.serves(agent, queue)) offer(`train/${queue}`, bench.trained(agent, queue), (saving) => ({ kind: 'train', agent: agent.agent, queue, saving }));
    }
    if (clock.left() <= 0) break;
    if (clock.isDue()) await clock.turn();
    offer('hour', bench.oneMoreHour(agent), (saving) => ({ kind: 'hour', agent: agent.agent, saving }));
    for (const lift of liftsOf(bench, agent)) {
      const rule = pathOf(lift, agent.contract, agent.agent);
      offer(`rule/${lift.of}/${lift.name}`, bench.answer(agent, lift, {}), (saving) => ({ kind: 'rule', agent: agent.agent, rule, saving }));
    }
  }
  return [...best.values()].sort((a, b) => b.saving - a.saving);
}
