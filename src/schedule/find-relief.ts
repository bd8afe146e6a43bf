import type { Agent } from '../core/index.js';
import type { WorkClock } from './clock.js';
import { type Case, caseOf, LIFTS, type Lift, pathOf } from './conflicts.js';
import { ABSENCE, type StandingDay } from './given-roster.js';
import type { Given } from './problem.js';
import type { Answer, Bench } from './response-bench.js';

/** What one change would save, found by re-solving one person's schedule exactly with everybody else as they are: at least so much. */
export type Relief =
  | { readonly kind: 'hire'; readonly contract: string; readonly queues: readonly string[]; readonly saving: number }
  | { readonly kind: 'train'; readonly agent: string; readonly queue: string; readonly saving: number }
  | { readonly kind: 'hour'; readonly agent: string; readonly saving: number }
  | { readonly kind: 'rule'; readonly agent: string; readonly rule: string; readonly saving: number };

/** Savings below this are none. */
export const SMALLEST_SAVING = 1e-6;

/** The best change under each key. */
export type BestRelief = {
  offer(key: string, answer: Answer | null, toRelief: (saving: number) => Relief): void;
  /** Most saving first. */
  list(): Relief[];
};

/** Keeps the best change under each key. */
export function bestRelief(): BestRelief {
  const best = new Map<string, Relief>();
  return {
    offer(key, answer, toRelief) {
      if (answer === null || answer.saving <= SMALLEST_SAVING || answer.saving <= (best.get(key)?.saving ?? 0)) return;
      best.set(key, toRelief(answer.saving));
    },
    list: () => [...best.values()].sort((a, b) => b.saving - a.saving),
  };
}

/** Rules that hold for a person and can be lifted. */
export function liftsOf(bench: Bench, agent: Agent): readonly Lift[] {
  const own = caseOf(bench.problem, agent, bench.previous);
  return LIFTS.flatMap((lift) => {
    if (!lift.isThere(own)) return [];
    if (lift.of !== 'roster') return lift;
    const freed = absencesOnly(own);
    return freed === null ? [] : { ...lift, lift: () => freed };
  });
}

/** A person whose days that stand are free again, but for those that are missed: who is ill cannot be asked in. Null when there are no others. */
function absencesOnly(own: Case): Case | null {
  const given = own.given as Given;
  const stays = ({ agent, shift }: StandingDay): boolean => agent !== own.agent.agent || shift?.activities[0]?.activity === ABSENCE;
  if (given.standing.every(stays)) return null;
  const shifts = given.standing.filter(({ shift }) => shift !== null);
  const owners = given.owners.map((owner, k) => (stays(shifts[k] as StandingDay) ? owner : -1));
  return { ...own, given: { ...given, standing: given.standing.filter(stays), owners } };
}

/** The best change of each kind and rule, most saving first. */
export async function findRelief(bench: Bench, people: readonly Agent[], queues: readonly string[], clock: WorkClock): Promise<Relief[]> {
  const { offer, list } = bestRelief();
  for (const { contract, queues: serves, answer } of bench.hires())
    offer(`hire/${contract}/${serves.join()}`, answer({}), (saving) => ({ kind: 'hire', contract, queues: serves, saving }));
  for (const agent of people) {
    for (const queue of queues) {
      if (clock.left() <= 0) break;
      if (!bench.serves(agent, queue))
        offer(`train/${queue}`, bench.trained(agent, queue, {}), (saving) => ({ kind: 'train', agent: agent.agent, queue, saving }));
    }
    if (clock.left() <= 0) break;
    if (clock.isDue()) await clock.turn();
    offer('hour', bench.oneMoreHour(agent, {}), (saving) => ({ kind: 'hour', agent: agent.agent, saving }));
    for (const lift of liftsOf(bench, agent)) {
      const rule = pathOf(lift, agent.contract, agent.agent);
      offer(`rule/${lift.of}/${lift.name}`, bench.answer(agent, lift, {}), (saving) => ({ kind: 'rule', agent: agent.agent, rule, saving }));
    }
  }
  return list();
}
