import { type Agent, type AgentRoster, InvalidInputError, isCalendarDay, nearestName, type PlanConfig, resolvePlan, type Shift } from '../core/index.js';
import { addDays, dayNumber, weekdayOf } from '../time/index.js';
import { checkRoster, type RosterViolation } from './check-roster.js';

/** Two people who would like to trade shifts. Give at least one of `day`, `days`, `gives` and `takes`. */
export type Swap = {
  readonly a: string;
  readonly b: string;
  /** Local day `YYYY-MM-DD` on which each takes over what the other does. */
  readonly day?: string | undefined;
  /** More such days. */
  readonly days?: readonly string[] | undefined;
  /** Days whose shifts of `a` go to `b`; with nothing in `takes` they are given away. */
  readonly gives?: readonly string[] | undefined;
  /** Days whose shifts of `b` go to `a`. */
  readonly takes?: readonly string[] | undefined;
  /** The roster before this one. */
  readonly previous?: readonly AgentRoster[] | undefined;
};

/** Whether two people may trade. */
export type SwapCheck = {
  readonly allowed: boolean;
  /** Rules that the trade would break and that hold now. */
  readonly violations: readonly RosterViolation[];
  /** Queues that somebody on these shifts serves now and nobody on them would on some day after the trade. No rule, but worth knowing. */
  readonly queuesLost: readonly string[];
};

/**
 * Tells whether two people may trade shifts – on the same day, on different days, or one giving theirs away – and if not, which rules stand against it.
 *
 * @param roster - The roster as it is.
 * @param config - plan.json.
 * @param agents - The people.
 * @param swap - Who, with whom, on which days; and the roster before, which carries rest and runs. On a `day` one of them may be off.
 * @returns `allowed` when the trade, taken as a whole, breaks no rule that holds now; rules that are broken already are no reason against it.
 * @throws {@link InvalidInputError} for people not among the agents, no day at all, or a day on which there is no shift to hand over.
 * @example
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: {} }, shifts, contracts: { full: { shifts: ['day'], daysPerWeek: { max: 1 } } } };
 * const someone = { skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }], contract: 'full', zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null };
 * const people = [{ agent: 'Ann', ...someone }, { agent: 'Bob', ...someone }];
 * const on = (day) => ({ day, shift: 'day', startMs: Date.parse(`${day}T08:00Z`), endMs: Date.parse(`${day}T16:00Z`), paidSeconds: 28800 });
 * const work = (day) => ({ ...on(day), activities: [{ activity: 'online', startMs: on(day).startMs, endMs: on(day).endMs }] });
 * const roster = [{ agent: 'Ann', shifts: [work('2026-12-07')] }, { agent: 'Bob', shifts: [work('2026-12-08')] }];
 * checkSwap(roster, plan, people, { a: 'Ann', b: 'Bob', day: '2026-12-07' }).violations[0].rule; // 'daysPerWeek.max'
 * checkSwap(roster, plan, people, { a: 'Ann', b: 'Bob', gives: ['2026-12-07'], takes: ['2026-12-08'] }).allowed; // true
 */
export function checkSwap(roster: readonly AgentRoster[], config: PlanConfig, agents: readonly Agent[], swap: Swap): SwapCheck {
  const pair = [swap.a, swap.b].map((name) => {
    const agent = agents.find((own) => own.agent === name);
    if (agent !== undefined) return agent;
    const nearest = nearestName(
      name,
      agents.map((own) => own.agent),
    );
    throw new InvalidInputError(`checkSwap: "${name}" is not among the agents.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`, { agent: name });
  }) as [Agent, Agent];
  if (swap.a === swap.b) throw new InvalidInputError(`checkSwap: a and b must be two people, got "${swap.a}" twice.`, { agent: swap.a });
  const [ofA, ofB] = pair.map(({ agent }) => roster.filter((own) => own.agent === agent).flatMap((own) => own.shifts)) as [Shift[], Shift[]];
  const [given, taken] = handedOver(swap, ofA, ofB);
  const input = {
    requirements: { queues: [], totals: [], warnings: [] },
    config: withDaysOf(
      config,
      roster.flatMap((own) => own.shifts),
    ),
    agents: pair,
    previous: swap.previous,
  };
  const pairOf = (a: readonly Shift[], b: readonly Shift[]): AgentRoster[] => [
    { agent: swap.a, shifts: a },
    { agent: swap.b, shifts: b },
  ];
  const trade = (own: readonly Shift[], gone: readonly Shift[], come: readonly Shift[]): Shift[] => [...own.filter((shift) => !gone.includes(shift)), ...come];
  const keyOf = ({ agent, day, rule }: RosterViolation): string => `${agent}/${day}/${rule}`;
  const before = new Set(checkRoster(pairOf(ofA, ofB), input).violations.map(keyOf));
  const after = checkRoster(pairOf(trade(ofA, given, taken), trade(ofB, taken, given)), input).violations;
  const violations = after.filter((found) => !before.has(keyOf(found)));
  return { allowed: violations.length === 0, violations, queuesLost: lostQueues(config, pair, given, taken) };
}

/** Shifts that go from a to b, and from b to a. */
function handedOver({ a, b, day, days, gives, takes }: Swap, ofA: readonly Shift[], ofB: readonly Shift[]): readonly [Shift[], Shift[]] {
  const both = [...(day === undefined ? [] : [day]), ...(days ?? [])];
  const [giving, taking] = [gives ?? [], takes ?? []];
  if (both.length + giving.length + taking.length === 0)
    throw new InvalidInputError('checkSwap: nothing to trade. Give day, days, gives or takes, such as day: "2026-12-09".', {});
  for (const own of [...both, ...giving, ...taking]) {
    if (!isCalendarDay(own))
      throw new InvalidInputError(`checkSwap: a day must be one of the calendar, such as 2026-12-09, got ${JSON.stringify(own)}.`, { day: own });
    if (both.includes(own) && (giving.includes(own) || taking.includes(own)))
      throw new InvalidInputError(`checkSwap: ${own} is traded as a whole and handed over one way too. Name it once.`, { day: own });
  }
  const idle = both.find((own) => ![...ofA, ...ofB].some((shift) => shift.day === own));
  if (idle !== undefined) throw new InvalidInputError(`checkSwap: neither ${a} nor ${b} works on ${idle}; there is nothing to trade.`, { day: idle });
  for (const [name, shifts, wanted] of [[a, ofA, giving] as const, [b, ofB, taking] as const]) {
    const off = wanted.find((own) => !shifts.some((shift) => shift.day === own));
    if (off !== undefined) throw new InvalidInputError(`checkSwap: ${name} has no shift on ${off} to hand over.`, { agent: name, day: off });
  }
  const on = (shifts: readonly Shift[], wanted: readonly string[]): Shift[] => shifts.filter((shift) => both.includes(shift.day) || wanted.includes(shift.day));
  return [on(ofA, giving), on(ofB, taking)];
}

/** The plan over the days of the roster: from its own first day, or the start of the week of the earliest shift, to the week of the last shift at least. */
function withDaysOf(config: PlanConfig, shifts: readonly Shift[]): PlanConfig {
  const { startDay, weekStart, weeks } = resolvePlan(config);
  const days = shifts.map((shift) => shift.day).sort();
  const [first, last] = [days[0] as string, days.at(-1) as string];
  const start = startDay ?? addDays(first, -((weekdayOf(first) - weekStart + 7) % 7));
  const weeksWorked = Math.floor((dayNumber(last) - dayNumber(start)) / 7) + 1;
  return { ...config, horizon: { ...config.horizon, start, weeks: Math.max(weeks, weeksWorked) } };
}

function lostQueues(config: PlanConfig, [a, b]: readonly [Agent, Agent], given: readonly Shift[], taken: readonly Shift[]): string[] {
  const serves = (agent: Agent, skill: string, tier: number): boolean => agent.skills.some((own) => own.skill === skill && own.tier >= tier);
  const isOn = (shifts: readonly Shift[], day: string): boolean => shifts.some((shift) => shift.day === day);
  const days = new Set([...given, ...taken].map((shift) => shift.day));
  return resolvePlan(config)
    .queues.filter(({ skill, lowestTier }) => {
      const [aMay, bMay] = [serves(a, skill, lowestTier), serves(b, skill, lowestTier)];
      return [...days].some((day) => {
        const [fromA, fromB] = [isOn(given, day), isOn(taken, day)];
        return ((fromA && aMay) || (fromB && bMay)) && !((fromA && bMay) || (fromB && aMay));
      });
    })
    .map((queue) => queue.queue);
}
