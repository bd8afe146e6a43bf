import type { Agent, AgentRoster, PlanConfig, QueueRequirement, Requirements, Roster, Shift } from '../../src/core/index.js';
import { type ScheduleOptions, schedule } from '../../src/schedule/index.js';

const HOUR_MS = 3_600_000;

/** Monday of every tiny case. */
const MONDAY = '2026-12-07';

/** Day `d` of the week that starts on Monday, 7 December 2026. */
export function dayOf(d: number): string {
  return new Date(Date.parse(`${MONDAY}T00:00Z`) + d * 86_400_000).toISOString().slice(0, 10);
}

/** Hourly requirement of one queue from Monday 00:00 UTC on; `need(hour, day)` for each hour of `days` days. */
export function need(
  queue: string,
  people: (hour: number, day: number) => number,
  days = 7,
  startMs = Date.parse(`${MONDAY}T00:00Z`),
  intervalSeconds = 3600,
): QueueRequirement {
  const perDay = 86_400 / intervalSeconds;
  const agents = Array.from({ length: days * perDay }, (_, i) => people(((i % perDay) * intervalSeconds) / 3600, Math.floor(i / perDay)));
  const none = agents.map(() => null);
  return {
    queue,
    channel: 'voice',
    zone: 'UTC',
    startMs,
    intervalSeconds,
    volume: none,
    ahtSeconds: none,
    agents: agents.map(Math.ceil),
    agentsExact: agents,
    agentsWithShrinkage: agents.map((count) => count / 0.5),
    serviceLevel: none,
    occupancy: none,
    asaSeconds: none,
    abandonProbability: none,
    status: agents.map((count) => (count > 0 ? 'met' : 'closed')),
  };
}

export function requirements(...queues: QueueRequirement[]): Requirements {
  return { queues, totals: [], warnings: [] };
}

/** A person with the skill `help` unless told otherwise. */
export function person(agent: string, more: Partial<Agent> = {}): Agent {
  return {
    agent,
    skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }],
    contract: 'full',
    zone: null,
    unavailable: [],
    wishes: [],
    costPerHour: null,
    seniority: null,
    ...more,
  };
}

/** One queue `help`, one shift 08:00–16:00 without breaks, one contract without limits but eleven hours of rest. */
export function tinyPlan(more: Partial<PlanConfig> = {}, contract: Partial<NonNullable<PlanConfig['contracts']>[string]> = {}): PlanConfig {
  return {
    zone: 'UTC',
    interval: '1h',
    horizon: { start: MONDAY, weeks: 1 },
    queues: { help: { understaffedPerHour: 60 } },
    shifts: { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } },
    contracts: { full: { shifts: ['day'], costPerHour: 20, ...contract } },
    ...more,
  };
}

/** Need of `people` from 08:00 to 16:00 on each day. */
export function officeHours(people: (day: number) => number): QueueRequirement {
  return need('help', (hour, day) => (hour >= 8 && hour < 16 ? people(day) : 0));
}

/** Schedules with few moves. */
export function solve(demand: Requirements, plan: PlanConfig, agents: readonly Agent[], more: Partial<ScheduleOptions> = {}): Promise<Roster> {
  return schedule(demand, plan, { agents, workBudget: 4000, ...more });
}

/** Days on which somebody works, as offsets from Monday. */
export function daysWorked(roster: Roster, agent = 'Ann'): number[] {
  return (roster.agents.find((own) => own.agent === agent)?.shifts ?? []).map((shift) => (Date.parse(shift.day) - Date.parse(MONDAY)) / 86_400_000);
}

/** A roster before Monday: shifts 08:00–16:00 (or other hours, UTC) on days given as offsets from Monday. */
export function worked(agent: string, days: readonly number[], fromHour = 8, hours = 8): AgentRoster {
  const shifts = days.map((d): Shift => {
    const startMs = Date.parse(`${dayOf(d)}T00:00Z`) + fromHour * HOUR_MS;
    const endMs = startMs + hours * HOUR_MS;
    return { day: dayOf(d), shift: 'day', startMs, endMs, paidSeconds: hours * 3600, activities: [{ activity: 'online', startMs, endMs }] };
  });
  return { agent, shifts };
}
