import { type Agent, InvalidInputError, nearestName, type ResolvedPlan } from '../core/index.js';

/**
 * Throws unless the people fit the plan: everybody's contract is in it, names are unique, and every queue has somebody who may serve it.
 *
 * @param where - What the people came from, for the message: a function, a file.
 * @throws {@link InvalidInputError} naming the person, or the queue with the skill and tier that nobody has.
 * @example
 * const rules = resolvePlan({ zone: 'UTC', queues: { billing: {} }, shifts: {}, contracts: {} });
 * let message = '';
 * try { checkAgents('agents.csv', [], rules); } catch (error) { message = error.message; }
 * message; // 'agents.csv: agents is empty. Give at least one person, or leave agents out for shifts without names.'
 */
export function checkAgents(where: string, agents: readonly Agent[], rules: ResolvedPlan): void {
  if (agents.length === 0)
    throw new InvalidInputError(`${where}: agents is empty. Give at least one person, or leave agents out for shifts without names.`, {});
  const contracts = rules.contracts.map((contract) => contract.name);
  const names = new Set<string>();
  for (const { agent, contract } of agents) {
    if (names.has(agent)) throw new InvalidInputError(`${where}: agent ${agent} is there twice; give each person a name of their own.`, { agent });
    names.add(agent);
    if (contracts.includes(contract)) continue;
    const nearest = nearestName(contract, contracts);
    const wayOut =
      nearest === null ? (contracts.length === 0 ? 'The plan has no contracts yet.' : `Known: ${contracts.join(', ')}.`) : `Did you mean ${nearest}?`;
    throw new InvalidInputError(`${where}: agent ${agent} has contract "${contract}", which the plan does not know. ${wayOut}`, { agent, contract, nearest });
  }
  for (const queue of rules.queues) {
    if (agents.some((agent) => mayServe(agent, queue.skill, queue.lowestTier))) continue;
    const has = agents.some((agent) => agent.skills.some(({ skill }) => skill === queue.skill));
    const nearest = nearestName(queue.skill, [...new Set(agents.flatMap((agent) => agent.skills.map(({ skill }) => skill)))]);
    const hint = has
      ? 'everybody with that skill has a lower tier'
      : nearest === null
        ? 'nobody has that skill'
        : `nobody has that skill; the nearest that anybody has is "${nearest}"`;
    throw new InvalidInputError(
      `${where}: nobody may serve queue ${queue.queue}: it needs skill "${queue.skill}" in tier ${queue.lowestTier} or higher, and ${hint}. Give it to somebody, for example "${queue.skill}:${queue.lowestTier}".`,
      { queue: queue.queue, skill: queue.skill, lowestTier: queue.lowestTier },
    );
  }
}

function mayServe(agent: Agent, skill: string, lowestTier: number): boolean {
  return agent.skills.some((own) => own.skill === skill && own.tier >= lowestTier);
}
