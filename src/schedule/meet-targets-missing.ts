import type { Agent, MissingCover, QueueRule, Requirements, ResolvedPlan } from '../core/index.js';
import { judgedStretches, type RosterSimulation } from '../simulate/index.js';
import { localDayOf } from '../time/index.js';
import { hoursOf, intervalsWithin, movableNeed } from './meet-targets-need.js';
import { stepOf } from './meet-targets-step.js';

/** Where targets are missed: which hours are missing and what they would cost. Intervals in a row on one day are one entry. */
export function missingCover(service: RosterSimulation, requirements: Requirements, plan: ResolvedPlan, agents: readonly Agent[]): MissingCover[] {
  const found: MissingCover[] = [];
  for (const queue of service.queues) {
    const rule = plan.queues.find((one) => one.queue === queue.queue) as QueueRule;
    const requirement = requirements.queues.find((one) => one.queue === queue.queue);
    if (requirement === undefined) continue;
    const need = movableNeed(requirement, rule);
    const cost = cheapestHour(rule, plan, agents);
    for (const stretch of judgedStretches(queue, service)) {
      if (stretch.verdict !== 'missed') continue;
      const { startMs, endMs, serviceLevel } = stretch;
      const places = intervalsWithin(need, startMs, endMs);
      const units = Math.max(0, stepOf(need, places, stretch, 0));
      const agentHours = hoursOf(need, places, units);
      const day = localDayOf(plan.zone, startMs);
      const entry = { queue: queue.queue, day, startMs, endMs, serviceLevel, target: rule.target.serviceLevel ?? null, agentHours, cost: agentHours * cost };
      const last = found.at(-1);
      if (last?.queue === entry.queue && last.day === day && last.endMs === startMs) found[found.length - 1] = joined(last, entry);
      else found.push(entry);
    }
  }
  return found;
}

function joined(one: MissingCover, next: MissingCover): MissingCover {
  const serviceLevel = one.serviceLevel === null || next.serviceLevel === null ? null : Math.min(one.serviceLevel, next.serviceLevel);
  return { ...one, endMs: next.endMs, serviceLevel, agentHours: one.agentHours + next.agentHours, cost: one.cost + next.cost };
}

/** Least cost per hour of the people who may serve a queue; of the contracts where nobody may. */
export function cheapestHour(rule: QueueRule, plan: ResolvedPlan, agents: readonly Agent[]): number {
  const able = agents.filter(({ skills }) => skills.some(({ skill, tier }) => skill === rule.skill && tier >= rule.lowestTier));
  const ofContract = (name: string): number[] => plan.contracts.filter((contract) => contract.name === name).map(({ costPerHour }) => costPerHour);
  const costs = able.flatMap((agent) => agent.costPerHour ?? ofContract(agent.contract));
  return Math.min(...(costs.length > 0 ? costs : plan.contracts.map(({ costPerHour }) => costPerHour)));
}
