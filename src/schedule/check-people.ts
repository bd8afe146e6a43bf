import { type Agent, checkNonNegative, describeValue, InvalidInputError, isCalendarDay, type ResolvedPlan } from '../core/index.js';

/** Refuses people whom no roster can be made for: what is no number or no day would otherwise cost nothing, or nobody could tell what. */
export function checkPeople(plan: ResolvedPlan, agents: readonly Agent[]): void {
  if (!Array.isArray(agents)) throw new InvalidInputError(`schedule: agents must be a list of people, got ${describeValue(agents)}.`, {});
  const seen = new Set<string>();
  const contracts = plan.contracts.map((contract) => contract.name);
  for (const person of agents as readonly Agent[]) {
    const { agent, contract } = person;
    if (seen.has(agent)) throw new InvalidInputError(`schedule: agents has "${agent}" twice. Give each person a name of its own.`, { agent });
    seen.add(agent);
    if (!contracts.includes(contract))
      throw new InvalidInputError(
        `schedule: agent "${agent}" has the contract "${contract}", which plan.contracts does not have. Known: ${contracts.join(', ') || 'none'}.`,
        { agent, contract, known: contracts },
      );
    checkPerson(person);
  }
}

function checkPerson(person: Agent): void {
  const { agent, wishes } = person;
  for (const key of ['skills', 'unavailable', 'wishes'] as const)
    if (!Array.isArray(person[key]))
      throw new InvalidInputError(`schedule: ${key} of agent "${agent}" must be a list, got ${describeValue(person[key])}. It may be empty.`, { agent, key });
  for (const key of ['costPerHour', 'seniority'] as const) checkNonNegative(`schedule: ${key} of agent "${agent}"`, person[key] ?? 0);
  for (const wish of wishes) {
    if (wish.kind !== 'off' && wish.kind !== 'shift')
      throw new InvalidInputError(
        `schedule: a wish of agent "${agent}" must be of kind "off" or "shift", got ${describeValue((wish as { kind: unknown }).kind)}.`,
        {
          agent,
          wish,
        },
      );
    if (!isCalendarDay(wish.day))
      throw new InvalidInputError(`schedule: a wish of agent "${agent}" must be for a day such as 2026-12-09, got ${describeValue(wish.day)}.`, {
        agent,
        wish,
      });
  }
}
