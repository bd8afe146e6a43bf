import { type Agent, type AgentRoster, InvalidInputError, type PlanConfig, resolvePlan, type Shift } from '../core/index.js';
import { addDays, weekdayOf } from '../time/index.js';
import { checkRoster, type RosterViolation } from './check-roster.js';

/** Two people who would like to trade a day. */
export type Swap = {
  readonly a: string;
  readonly b: string;
  /** Local day `YYYY-MM-DD`. */
  readonly day: string;
  /** The roster before this one. */
  readonly previous?: readonly AgentRoster[] | undefined;
};

/** Whether two people may trade a day. */
export type SwapCheck = {
  readonly allowed: boolean;
  /** Rules that the trade would break and that hold now. */
  readonly violations: readonly RosterViolation[];
  /** Queues that somebody on these shifts serves now and nobody on them would after the trade. No rule, but worth knowing. */
  readonly queuesLost: readonly string[];
};

/**
 * Tells whether two people may trade what they do on a day, and if not, which rules stand against it.
 *
 * @param roster - The roster as it is.
 * @param config - plan.json.
 * @param agents - The people.
 * @param swap - Who, with whom, on which day; and the roster before, which carries rest and runs. One of them may be off that day.
 * @returns `allowed` when the trade breaks no rule that holds now; rules that are broken already are no reason against it.
 * @throws {@link InvalidInputError} for people not among the agents, or a day on which neither works.
 * @example
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: {} }, shifts, contracts: { full: { shifts: ['day'], daysPerWeek: { max: 1 } } } };
 * const someone = { skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }], contract: 'full', zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null };
 * const people = [{ agent: 'Ann', ...someone }, { agent: 'Bob', ...someone }];
 * const on = (day) => ({ day, shift: 'day', startMs: Date.parse(`${day}T08:00Z`), endMs: Date.parse(`${day}T16:00Z`), paidSeconds: 28800 });
 * const work = (day) => ({ ...on(day), activities: [{ activity: 'online', startMs: on(day).startMs, endMs: on(day).endMs }] });
 * const roster = [{ agent: 'Ann', shifts: [work('2026-12-07')] }, { agent: 'Bob', shifts: [work('2026-12-08')] }];
 * checkSwap(roster, plan, people, { a: 'Ann', b: 'Bob', day: '2026-12-07' }).violations[0].rule; // 'daysPerWeek.max'
 */
export function checkSwap(roster: readonly AgentRoster[], config: PlanConfig, agents: readonly Agent[], swap: Swap): SwapCheck {
  const pair = [swap.a, swap.b].map((name) => {
    const agent = agents.find((own) => own.agent === name);
    if (agent === undefined) throw new InvalidInputError(`checkSwap: "${name}" is not among the agents.`, { agent: name });
    return agent;
  }) as [Agent, Agent];
  if (swap.a === swap.b) throw new InvalidInputError(`checkSwap: a and b must be two people, got "${swap.a}" twice.`, { agent: swap.a });
  const [ofA, ofB] = pair.map(({ agent }) => roster.filter((own) => own.agent === agent).flatMap((own) => own.shifts)) as [Shift[], Shift[]];
  const isOnDay = (shift: Shift): boolean => shift.day === swap.day;
  if (!ofA.some(isOnDay) && !ofB.some(isOnDay))
    throw new InvalidInputError(`checkSwap: neither ${swap.a} nor ${swap.b} works on ${swap.day}; there is nothing to trade.`, { day: swap.day });
  const trade = (own: readonly Shift[], other: readonly Shift[]): Shift[] => [...own.filter((shift) => !isOnDay(shift)), ...other.filter(isOnDay)];
  const input = {
    requirements: { queues: [], totals: [], warnings: [] },
    config: withStart(config, [...ofA, ...ofB]),
    agents: pair,
    previous: swap.previous,
  };
  const pairOf = (a: readonly Shift[], b: readonly Shift[]): AgentRoster[] => [
    { agent: swap.a, shifts: a },
    { agent: swap.b, shifts: b },
  ];
  const keyOf = ({ agent, day, rule }: RosterViolation): string => `${agent}/${day}/${rule}`;
  const before = new Set(checkRoster(pairOf(ofA, ofB), input).violations.map(keyOf));
  const violations = checkRoster(pairOf(trade(ofA, ofB), trade(ofB, ofA)), input).violations.filter((found) => !before.has(keyOf(found)));
  return {
    allowed: violations.length === 0,
    violations,
    queuesLost: ofA.some(isOnDay) && ofB.some(isOnDay) ? [] : lostQueues(config, pair, ofA.some(isOnDay)),
  };
}

/** The plan with a first day: its own, or the start of the week of the earliest shift. */
function withStart(config: PlanConfig, shifts: readonly Shift[]): PlanConfig {
  const { startDay, weekStart } = resolvePlan(config);
  if (startDay !== null) return config;
  const first = shifts.map((shift) => shift.day).sort()[0] as string;
  return { ...config, horizon: { ...config.horizon, start: addDays(first, -((weekdayOf(first) - weekStart + 7) % 7)) } };
}

function lostQueues(config: PlanConfig, [a, b]: readonly [Agent, Agent], isFromA: boolean): string[] {
  const [from, to] = isFromA ? [a, b] : [b, a];
  const serves = (agent: Agent, skill: string, tier: number): boolean => agent.skills.some((own) => own.skill === skill && own.tier >= tier);
  return resolvePlan(config)
    .queues.filter((queue) => serves(from, queue.skill, queue.lowestTier) && !serves(to, queue.skill, queue.lowestTier))
    .map((queue) => queue.queue);
}
