import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Agent, AgentRoster, ContractConfig, PlanConfig, Requirements, RosterCosts, ShiftConfig } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { dayOf, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

// Every rule of the page goes through the same three steps: a roster made without it breaks it, the checker says so by its name, and a roster made with it
// keeps it. Prices likewise: the checker prices what the roster made without them does, and the roster made with them is no dearer.

const families: NonNullable<PlanConfig['shifts']> = {
  early: { start: { from: '06:00', to: '06:00' }, length: { from: '8h', to: '8h' } },
  late: { start: { from: '14:00', to: '14:00' }, length: { from: '8h', to: '8h' } },
  night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } },
};
const day = (more: Partial<ShiftConfig> = {}): NonNullable<PlanConfig['shifts']> => ({
  day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, ...more },
});
const everyDay = requirements(officeHours(() => 1));
const noWork = requirements(officeHours(() => 0));
const nights = requirements(need('help', (hour) => (hour >= 22 || hour < 6 ? 1 : 0)));
const alternating = requirements(need('help', (hour, d) => ((d % 2 === 0 ? hour >= 14 && hour < 22 : hour >= 6 && hour < 14) ? 1 : 0)));
const lunch = { name: 'lunch', length: '1h', from: '3h', to: '4h', every: '1h' };

type Case = {
  /** As the page names it. */
  readonly rule: string;
  /** As the checker names it, where that is not the same. */
  readonly reported?: string;
  readonly demand?: Requirements;
  readonly agents?: readonly Agent[];
  readonly previous?: readonly AgentRoster[];
  /** What the plan or contract has besides the rule. */
  readonly plan?: Partial<PlanConfig>;
  readonly contract?: Partial<ContractConfig>;
  /** The rule, on top of that. */
  readonly withPlan?: Partial<PlanConfig>;
  readonly withContract?: Partial<ContractConfig>;
  readonly withAgents?: readonly Agent[];
};

const all = { shifts: ['early', 'late', 'night'], rest: '1h' };
const RULES: readonly Case[] = [
  { rule: 'shifts', plan: { shifts: families }, contract: all, withContract: { shifts: ['late'] }, demand: alternating },
  { rule: 'shifts', reported: 'start', withPlan: { shifts: day({ start: { from: '09:00', to: '11:00', every: '1h' } }) } },
  { rule: 'shifts', reported: 'length', withPlan: { shifts: day({ length: { from: '4h', to: '6h', every: '2h' } }) } },
  { rule: 'breaks', withPlan: { shifts: day({ breaks: [lunch] }) } },
  { rule: 'days', withPlan: { shifts: day({ days: 'mon-fri' }) } },
  {
    rule: 'end',
    plan: { shifts: day({ length: { from: '6h', to: '8h', every: '1h' } }) },
    withPlan: { shifts: day({ length: { from: '6h', to: '8h', every: '1h' }, end: { to: '15:00' } }) },
  },
  {
    rule: 'minimumWork',
    demand: requirements(need('help', (hour, d) => (d === 0 && hour >= 9 && hour < 16 ? 1 : 0))),
    plan: { shifts: day({ breaks: [{ ...lunch, from: '0h', to: '5h' }] }) },
    withPlan: {
      shifts: day({
        breaks: [
          { ...lunch, from: '0h', to: '5h' },
          { name: 'rest', length: '1h', from: '0h', to: '6h', every: '1h' },
        ],
        minimumWork: '2h',
      }),
    },
    reported: 'breaks',
  },
  {
    rule: 'minimumWork',
    demand: requirements(need('help', (hour, d) => (d === 0 && hour >= 8 && hour < 16 && hour !== 9 ? 1 : 0))),
    plan: { shifts: day({ breaks: [{ ...lunch, from: '1h', to: '5h' }] }) },
    withPlan: { shifts: day({ breaks: [{ ...lunch, from: '1h', to: '5h' }], minimumWork: '2h' }) },
  },
  { rule: 'hoursPerWeek', reported: 'hoursPerWeek.max', withContract: { hoursPerWeek: { max: 30 } } },
  { rule: 'hoursPerWeek', reported: 'hoursPerWeek.min', demand: noWork, withContract: { hoursPerWeek: { min: 12 } } },
  { rule: 'daysPerWeek', reported: 'daysPerWeek.max', withContract: { daysPerWeek: { max: 5 } } },
  { rule: 'daysPerWeek', reported: 'daysPerWeek.min', demand: noWork, withContract: { daysPerWeek: { min: 2 } } },
  { rule: 'rest', withContract: { rest: '20h' } },
  { rule: 'rest', previous: [worked('Ann', [-1], 14)], contract: { rest: '1h' }, withContract: { rest: '11h' } },
  { rule: 'consecutiveDays', withContract: { consecutiveDays: { max: 3 } } },
  { rule: 'consecutiveDays', previous: [worked('Ann', [-2, -1])], withContract: { consecutiveDays: { max: 7 } } },
  { rule: 'consecutiveDays.min', demand: requirements(officeHours((d) => (d === 1 || d === 4 ? 1 : 0))), withContract: { consecutiveDays: { min: 2 } } },
  {
    rule: 'consecutiveDaysOff',
    reported: 'consecutiveDaysOff.min',
    contract: { consecutiveDays: { max: 2 } },
    withContract: { consecutiveDaysOff: { min: 2 } },
  },
  { rule: 'consecutiveDaysOff', reported: 'consecutiveDaysOff.max', demand: noWork, withContract: { consecutiveDaysOff: { max: 3 } } },
  {
    rule: 'hoursPerDay',
    reported: 'hoursPerDay.max',
    plan: { shifts: day({ length: { from: '4h', to: '8h', every: '2h' } }) },
    withContract: { hoursPerDay: { max: 6 } },
  },
  {
    rule: 'hoursPerDay',
    reported: 'hoursPerDay.min',
    demand: requirements(need('help', (hour) => (hour >= 8 && hour < 12 ? 1 : 0))),
    plan: { shifts: day({ length: { from: '4h', to: '8h', every: '2h' } }) },
    withContract: { hoursPerDay: { min: 6 } },
  },
  { rule: 'hoursPerPeriod', reported: 'hoursPerPeriod.max', withContract: { hoursPerPeriod: { max: 30 } } },
  { rule: 'hoursPerPeriod', reported: 'hoursPerPeriod.min', demand: noWork, withContract: { hoursPerPeriod: { min: 12 } } },
  { rule: 'weekends', previous: [worked('Ann', [-2])], withContract: { weekends: { max: 1, inWeeks: 2 } } },
  { rule: 'wholeWeekends', demand: requirements(officeHours((d) => (d === 5 ? 1 : 0))), withContract: { wholeWeekends: true } },
  { rule: 'nights', reported: 'nights.inARow', demand: nights, plan: { shifts: families }, contract: all, withContract: { nights: { inARow: 2 } } },
  { rule: 'nights', reported: 'nights.perPeriod', demand: nights, plan: { shifts: families }, contract: all, withContract: { nights: { perPeriod: 2 } } },
  {
    rule: 'nights',
    reported: 'nights.restAfter',
    demand: requirements(need('help', (hour, d) => ((d === 0 && hour >= 22) || (d === 1 && hour < 6) || (d === 2 && hour >= 6 && hour < 14) ? 1 : 0))),
    plan: { shifts: families },
    contract: all,
    withContract: { nights: { restAfter: '30h' } },
  },
  {
    rule: 'forbiddenSuccessions',
    demand: alternating,
    plan: { shifts: families },
    contract: { ...all, rest: '8h' },
    withContract: { forbiddenSuccessions: [['late', 'early']] },
  },
  { rule: 'hours', withContract: { hours: { 'mon-thu': ['07:00-17:00'], fri: ['10:00-20:00'] } } },
  { rule: 'hours', withPlan: { people: { Ann: { hours: { 'tue-sun': ['00:00-24:00'] } } } } },
  { rule: 'pattern', demand: alternating, plan: { shifts: families }, contract: all, withContract: { pattern: { weeks: [['early']] } } },
  { rule: 'fixed', demand: noWork, withPlan: { people: { Ann: { fixed: [{ day: dayOf(2), shift: 'day' }] } } } },
  { rule: 'fixed', withPlan: { people: { Ann: { fixed: [{ days: 'wed', shift: 'off' }] } } } },
  { rule: 'overtime', reported: 'hoursPerWeek.max', withContract: { hoursPerWeek: { max: 24 }, overtime: { hoursPerWeek: 16, extraPerHour: 1 } } },
  { rule: 'weekendsPerMonth', previous: [worked('Ann', [-2])], withContract: { weekendsPerMonth: { max: 1 } } },
  { rule: 'unavailable', withAgents: [person('Ann', { unavailable: [{ day: dayOf(1) }] })] },
  { rule: 'unavailable', withAgents: [person('Ann', { zone: 'America/New_York', unavailable: [{ from: `${dayOf(3)}T09:00`, to: `${dayOf(3)}T10:00` }] })] },
];

type Price = Omit<Case, 'reported'> & { readonly kind: keyof RosterCosts };
const two = [person('Ann'), person('Bob')];
const PRICES: readonly Price[] = [
  { rule: 'wishes', kind: 'wishes', withAgents: [person('Ann', { wishes: [{ kind: 'off', day: dayOf(1), weight: 400 }] })] },
  {
    rule: 'seniorityWeight',
    kind: 'wishes',
    withPlan: { seniorityWeight: 9 },
    withAgents: [person('Ann', { seniority: 5, wishes: [{ kind: 'off', day: dayOf(1), weight: 8 }] })],
  },
  { rule: 'overtime', kind: 'overtime', withContract: { hoursPerWeek: { max: 24 }, overtime: { hoursPerWeek: 40, extraPerHour: 45 } } },
  { rule: 'fairness', kind: 'fairness', agents: [person('Ann'), person('Bob', { costPerHour: 19 })], withPlan: { fairness: [{ count: ['day'], price: 30 }] } },
  { rule: 'shiftCover', kind: 'shiftCover', demand: noWork, withPlan: { shiftCover: [{ shift: 'day', days: 'mon', agents: 1, missingPerShift: 500 }] } },
  {
    rule: 'atOpening',
    kind: 'uncovered',
    demand: noWork,
    withPlan: { queues: { help: { understaffedPerHour: 200, openingHours: { mon: ['08:00-16:00'] }, atOpening: { agents: 1, after: '2h' } } } },
  },
  {
    rule: 'atClosing',
    kind: 'uncovered',
    demand: noWork,
    withPlan: { queues: { help: { understaffedPerHour: 200, openingHours: { mon: ['08:00-16:00'] }, atClosing: { agents: 1, before: '2h' } } } },
  },
  {
    rule: 'breaksAtOnce',
    kind: 'breaksAtOnce',
    agents: two,
    demand: requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? (hour === 11 ? 0 : 2) : 0))),
    plan: { shifts: day({ breaks: [{ ...lunch, from: '3h', to: '5h' }] }) },
    withPlan: { breaksAtOnce: { most: 0.5, extraPerHour: 100 } },
  },
  {
    rule: 'activities',
    kind: 'activities',
    demand: noWork,
    withPlan: { activities: [{ name: 'coaching', from: `${dayOf(0)}T09:00`, to: `${dayOf(0)}T12:00`, length: '1h', missingEach: 900 }] },
  },
];

function inputs(own: Omit<Case, 'rule'>): {
  readonly free: PlanConfig;
  readonly bound: PlanConfig;
  readonly agents: readonly Agent[];
  readonly withAgents: readonly Agent[];
  readonly demand: Requirements;
} {
  const agents = own.agents ?? [person('Ann')];
  return {
    free: tinyPlan(own.plan, own.contract),
    bound: tinyPlan({ ...own.plan, ...own.withPlan }, { ...own.contract, ...own.withContract }),
    agents,
    withAgents: own.withAgents ?? agents,
    demand: own.demand ?? everyDay,
  };
}

/** Names in the first column of a table of the page. */
function namesOf(heading: string): string[] {
  const page = readFileSync(new URL('../../docs/scheduling.md', import.meta.url), 'utf8');
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = section.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.split('|')[1] ?? ''] : []));
  return cells.flatMap((cell) => cell.replaceAll('`', '').split(',')).map((name) => name.trim().split('.*.').at(-1) as string);
}

describe('every rule of the page', () => {
  it('has its case here', () => {
    const known = new Set([...RULES, ...PRICES].map(({ rule }) => rule));
    const named = [...namesOf('Rules'), ...namesOf('Prices beyond pay and cover')].filter((name) => name !== 'rule' && name !== 'key');
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(RULES.map((own) => [own.reported ?? own.rule, own] as const))('%s: broken without it, named by the checker, kept with it', async (name, own) => {
    const { free, bound, agents, withAgents, demand } = inputs(own);
    const { previous } = own;
    const check = (roster: readonly AgentRoster[]) => checkRoster(roster, { requirements: demand, config: bound, agents: withAgents, previous });
    const without = await solve(demand, free, agents, { previous, workBudget: 300 });
    expect(check(without.agents).violations.map(({ rule }) => rule)).toContain(name);
    const kept = await solve(demand, bound, withAgents, { previous, workBudget: 300 });
    expect(kept.objective).not.toBeNull();
    expect(check(kept.agents).violations).toEqual([]);
  });

  it.each(PRICES.map((own) => [own.rule, own] as const))('%s: priced by the checker, and worth something to the engine', async (_, own) => {
    const { free, bound, agents, withAgents, demand } = inputs(own);
    const without = await solve(demand, free, agents, { workBudget: 300 });
    const priced = checkRoster(without.agents, { requirements: demand, config: bound, agents: withAgents });
    expect(priced.costs[own.kind]).toBeGreaterThan(0);
    const kept = await solve(demand, bound, withAgents, { workBudget: 300 });
    expect(kept.objective as number).toBeLessThan(priced.objective);
    expect(kept.costs?.[own.kind]).toBeLessThan(priced.costs[own.kind] as number);
  });
});
