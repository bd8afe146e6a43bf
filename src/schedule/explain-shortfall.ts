import type { Agent, Shortfall } from '../core/index.js';
import type { WorkClock } from './clock.js';
import { pathOf } from './conflicts.js';
import { type BestRelief, bestRelief, liftsOf, type Relief, SMALLEST_SAVING } from './find-relief.js';
import { ABSENCE } from './given-roster.js';
import type { Asked, Bench } from './response-bench.js';

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
  /** Changes that would bring somebody here and save most by it, each kind once, with the person for whom it saves most. */
  readonly relief: readonly Relief[];
};

/** What was found about the people looked at. */
type Tally = { able: number; possible: number; severalRules: number; lookedAt: number; extraCost: number; readonly held: Map<string, number> };

/** Looks at one stretch: who could be there, what holds the others back, and what would help. */
export async function explainShortfall(
  bench: Bench,
  shortfall: Shortfall,
  people: readonly Agent[],
  clock: WorkClock,
): Promise<Omit<ExplainedShortfall, keyof Shortfall | 'cost'>> {
  const atMs = bench.worstMs(shortfall);
  const tally: Tally = { able: 0, possible: 0, severalRules: 0, lookedAt: 0, extraCost: Number.POSITIVE_INFINITY, held: new Map() };
  const best = bestRelief();
  for (const { contract, queues, answer } of bench.hires())
    if (queues.includes(shortfall.queue)) best.offer('hire', answer({ onLineAtMs: atMs }), (saving) => ({ kind: 'hire', contract, queues, saving }));
  for (const agent of people) {
    if (clock.left() <= 0) break;
    if (clock.isDue()) await clock.turn();
    tally.lookedAt += 1;
    if (bench.serves(agent, shortfall.queue)) lookAt(bench, agent, atMs, tally, best);
    else {
      const { queue } = shortfall;
      best.offer('train', bench.trained(agent, queue, { onLineAtMs: atMs }), (saving) => ({ kind: 'train', agent: agent.agent, queue, saving }));
    }
  }
  const { able, possible, severalRules, lookedAt, extraCost, held } = tally;
  const rules = [...held].map(([rule, count]) => ({ rule, people: count })).sort((a, b) => b.people - a.people || (a.rule < b.rule ? -1 : 1));
  return {
    because: able === 0 ? 'skill' : rules.length > 0 ? 'rules' : possible > 0 ? 'price' : severalRules > 0 ? 'rules' : 'people',
    rules,
    possible: possible === 0 ? null : { people: possible, extraCost },
    severalRules,
    peopleLookedAt: lookedAt,
    relief: best.list(),
  };
}

/** One person who may serve the queue. */
function lookAt(bench: Bench, agent: Agent, atMs: number, tally: Tally, best: BestRelief): void {
  const hold = (rule: string): void => void tally.held.set(rule, (tally.held.get(rule) ?? 0) + 1);
  tally.able += 1;
  const now = bench.activityAt(agent, atMs);
  if (now === 'online') return;
  if (now !== null) {
    hold(now === ABSENCE ? ABSENCE : 'breaks');
    return;
  }
  const asked = { onLineAtMs: atMs };
  const there = bench.answer(agent, null, asked);
  // who can be there only by being missed elsewhere is held back by a rule all the same when one rule less would make it pay
  const helping = liftsThatHelp(bench, agent, asked, there === null ? Number.NEGATIVE_INFINITY : SMALLEST_SAVING);
  for (const { rule, saving } of helping) {
    hold(rule);
    best.offer('rule', { saving }, () => ({ kind: 'rule', agent: agent.agent, rule, saving }));
  }
  best.offer('hour', bench.oneMoreHour(agent, asked), (saving) => ({ kind: 'hour', agent: agent.agent, saving }));
  if (there === null && helping.length === 0) tally.severalRules += 1;
  if (there === null) return;
  tally.possible += 1;
  tally.extraCost = Math.min(tally.extraCost, Math.max(0, -there.saving));
}

/** Rules of which each alone, once lifted, lets a person do what is asked and saves more than `least`. */
export function liftsThatHelp(bench: Bench, agent: Agent, asked: Asked, least: number): { readonly rule: string; readonly saving: number }[] {
  return liftsOf(bench, agent).flatMap((lift) => {
    const answer = bench.answer(agent, lift, asked);
    return answer === null || answer.saving <= least ? [] : [{ rule: pathOf(lift, agent.contract, agent.agent), saving: answer.saving }];
  });
}
