import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, AgentRoster, PlanConfig, Requirements, Shift } from '../../src/core/index.js';
import { checkRoster, designShifts, explainRoster } from '../../src/schedule/index.js';
import { staff } from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';
import { dayOf, daysWorked, person, solve, tinyPlan } from './tiny.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse(`${dayOf(0)}T00:00Z`);
/** First of the four intervals of two hours that are open, 08:00 to 16:00. */
const OPEN_FROM = 4;

/** Calls of five minutes on the first days of the week, by day and open interval. */
function staffed(volumes: Readonly<Record<string, readonly (readonly number[])[]>>, plan: PlanConfig): Requirements {
  const queues = Object.entries(volumes).map(([queue, days]) => {
    const volume = Array.from({ length: 7 * 12 }, (_, i) => days[Math.floor(i / 12)]?.[(i % 12) - OPEN_FROM] ?? null);
    return queueForecast(volume, { queue, startMs: START_MS, intervalSeconds: 7200 });
  });
  return staff({ queues }, plan);
}

function planWith(queues: PlanConfig['queues'], more: Partial<PlanConfig> = {}): PlanConfig {
  const shifts = { half: { start: { from: '08:00', to: '12:00', every: '4h' }, length: { from: '4h', to: '4h' }, days: 'mon-wed' } } as const;
  return tinyPlan({ interval: '2h', queues, shifts, ...more }, { shifts: ['half'], daysPerWeek: { max: 2 } });
}

const high = (agent: string): Agent => person(agent, { skills: [{ skill: 'help', tier: 2, ahtFactor: 1 }] });

describe('cover priced by service', () => {
  const busyMonday = [
    [90, 90, 90, 90],
    [9, 9, 9, 9],
  ];
  const onlyOne = (coverPrice: 'flat' | 'service') => {
    const plan = planWith({ help: { patience: '2min', coverPrice } }, {});
    const oneDay = { ...plan, contracts: { full: { shifts: ['half'], daysPerWeek: { max: 1 }, costPerHour: 20 } } };
    const ann = person('Ann', { wishes: [{ kind: 'off', day: dayOf(0), weight: 5 }] });
    return { plan: oneDay, agents: [ann], requirements: staffed({ help: busyMonday }, oneDay) };
  };

  it('sends the only person where more callers are lost without her, though she wishes that day off', async () => {
    const flat = onlyOne('flat');
    const service = onlyOne('service');
    expect(daysWorked(await solve(flat.requirements, flat.plan, flat.agents))).toEqual([1]);
    expect(daysWorked(await solve(service.requirements, service.plan, service.agents))).toEqual([0]);
  });

  it('a person too many is put where they answer most, and costs less there than where they idle', async () => {
    // three people, each on one day; two would do on either day
    const plan = { ...planWith({ help: { patience: '2min', coverPrice: 'service', understaffedPerHour: 90 } }), surplusPerHour: 10 };
    const strict = { ...plan, contracts: { full: { shifts: ['half'], daysPerWeek: { min: 1, max: 1 }, costPerHour: 20 } } };
    const requirements = staffed(
      {
        help: [
          [24, 24, 0, 0],
          [1, 1, 0, 0],
        ],
      },
      strict,
    );
    const agents = ['Ann', 'Bob', 'Cid', 'Dora', 'Eve'].map((name) => person(name));
    const roster = await solve(requirements, strict, agents);
    const mornings = (day: number): number => roster.agents.flatMap((own) => own.shifts).filter((shift) => shift.day === dayOf(day)).length;
    expect(mornings(0)).toBeGreaterThan(mornings(1));
    const surplusHours = roster.surplus.reduce((sum, people) => sum + people, 0) * 2;
    expect(surplusHours).toBeGreaterThan(0);
    expect(roster.costs?.surplus as number).toBeLessThan(10 * surplusHours);
  });

  it('explains a stretch at the price it has', async () => {
    const { plan, requirements, agents } = onlyOne('service');
    const roster = await solve(requirements, plan, agents);
    const { shortfalls } = await explainRoster(roster, requirements, plan, { agents });
    const total = shortfalls.reduce((sum, own) => sum + own.cost, 0);
    expect(total).toBeCloseTo(roster.costs?.uncovered as number, 6);
  });

  it('shifts without names are designed and bounded at the same prices', async () => {
    const plan = planWith({ help: { patience: '2min', coverPrice: 'service' }, chat: { coverPrice: 'service', understaffedPerHour: 30 } });
    const design = await designShifts(
      staffed(
        {
          help: busyMonday,
          chat: [
            [20, 30, 30, 10],
            [5, 5, 5, 5],
          ],
        },
        plan,
      ),
      plan,
      { workBudget: 20_000 },
    );
    expect(design.bound as number).toBeLessThanOrEqual((design.objective as number) + 1e-9);
    expect(design.gap as number).toBeLessThan(0.03);
    expect(design.shifts.length).toBeGreaterThan(2);
  });

  it('many queues that share people in pairs are bounded by a flow', async () => {
    const names = Array.from({ length: 8 }, (_, q) => `q${q}`);
    const queues = Object.fromEntries(
      names.map((name, q) => [name, { skill: name, patience: '3min', coverPrice: 'service', understaffedPerHour: 50 + 5 * q } as const]),
    );
    const plan = planWith(queues);
    const skills = (q: number) => [q, (q + 1) % 8].map((k) => ({ skill: names[k] as string, tier: 1, ahtFactor: 1 }));
    const agents = Array.from({ length: 16 }, (_, q) => person(`p${q}`, { skills: skills(q % 8) }));
    const volumes = Object.fromEntries(
      names.map((name, q) => [
        name,
        [
          [10 + q, 20, 20, 10],
          [5, 5 + q, 5, 5],
        ],
      ]),
    );
    const roster = await solve(staffed(volumes, plan), plan, agents, { workBudget: 20_000 });
    expect(roster.bound as number).toBeLessThanOrEqual((roster.objective as number) + 1e-9);
    expect(roster.gap as number).toBeLessThan(0.1);
  });

  it.each([
    ['few people needed, cells in states of whole people', 1],
    ['many people needed, cells in cuts', 30],
  ])(
    'no roster of all there are is cheaper than the bound, and the best is found: %s',
    async (_, times) => {
      const days = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 3 });
      const agents = [person('Low'), high('High')];
      const all = everyRoster(agents.map(({ agent }) => agent));
      await fc.assert(
        fc.asyncProperty(days, days, fc.boolean(), async (first, second, both) => {
          const plan = planWith({
            first: { skill: 'help', patience: '90s', coverPrice: 'service' },
            second: { skill: 'help', lowestTier: 2, coverPrice: both ? 'service' : 'flat', understaffedPerHour: 80 },
          });
          const more = (list: readonly (readonly number[])[]) => list.map((day) => day.map((calls) => calls * times));
          const requirements = staffed({ first: more(first), second: more(second) }, plan);
          const input = { requirements, config: plan, agents };
          const costs = all.map((roster) => checkRoster(roster, input)).flatMap((check) => (check.violations.length === 0 ? [check.objective] : []));
          const least = Math.min(...costs);
          const roster = await solve(requirements, plan, agents, { workBudget: 10_000 });
          expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
          expect(roster.objective).toBeCloseTo(least, 6);
        }),
        { numRuns: 4, seed: 9 },
      );
    },
    60_000,
  );
});

/** Every way in which people may work two of three days, mornings or afternoons. */
function everyRoster(names: readonly string[]): AgentRoster[][] {
  const weeks: (number | null)[][] = [];
  for (const mon of [null, 8, 12]) for (const tue of [null, 8, 12]) for (const wed of [null, 8, 12]) weeks.push([mon, tue, wed]);
  const rostersOf = (agent: string): AgentRoster[] =>
    weeks.map((week) => ({ agent, shifts: week.flatMap((hour, day) => (hour === null ? [] : [shiftAt(day, hour)])) }));
  return names.map(rostersOf).reduce<AgentRoster[][]>((found, own) => found.flatMap((rest) => own.map((one) => [...rest, one])), [[]]);
}

function shiftAt(day: number, hour: number): Shift {
  const startMs = START_MS + (24 * day + hour) * HOUR_MS;
  const endMs = startMs + 4 * HOUR_MS;
  return { day: dayOf(day), shift: 'half', startMs, endMs, paidSeconds: 4 * 3600, activities: [{ activity: 'online', startMs, endMs }] };
}
