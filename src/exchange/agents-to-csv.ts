import { type Agent, InvalidInputError, type Unavailability, type Wish } from '../core/index.js';
import { exactCell, joinRows, textCell } from './csv-cells.js';

/**
 * Writes agents.csv: `agent,skills,contract[,zone,unavailable,wishes,cost_per_hour,seniority]`; an optional column is there when somebody needs it.
 *
 * @param agents - People, as `readAgents` returns them.
 * @returns CSV text that `readAgents` reads back to the same people.
 * @throws {@link InvalidInputError} for names of skills and shifts with `:` or `;`, which the file cannot hold.
 * @example
 * agentsToCsv(readAgents('agent,skills,contract\nAnn,billing:2,full').agents); // 'agent,skills,contract\nAnn,billing:2,full\n'
 */
export function agentsToCsv(agents: readonly Agent[]): string {
  const columns: { readonly name: string; readonly needed: boolean; readonly cell: (agent: Agent) => string }[] = [
    { name: 'agent', needed: true, cell: (agent) => textCell(agent.agent) },
    { name: 'skills', needed: true, cell: (agent) => textCell(agent.skills.map(skillText).join(';')) },
    { name: 'contract', needed: true, cell: (agent) => textCell(agent.contract) },
    { name: 'zone', needed: agents.some(({ zone }) => zone !== null), cell: ({ zone }) => zone ?? '' },
    {
      name: 'unavailable',
      needed: agents.some(({ unavailable }) => unavailable.length > 0),
      cell: ({ unavailable }) => unavailable.map(absenceText).join(';'),
    },
    { name: 'wishes', needed: agents.some(({ wishes }) => wishes.length > 0), cell: ({ wishes }) => textCell(wishes.map(wishText).join(';')) },
    { name: 'cost_per_hour', needed: agents.some(({ costPerHour }) => costPerHour !== null), cell: ({ costPerHour }) => exactCell(costPerHour) },
    { name: 'seniority', needed: agents.some(({ seniority }) => seniority !== null), cell: ({ seniority }) => exactCell(seniority) },
  ];
  const used = columns.filter(({ needed }) => needed);
  return joinRows(
    used.map(({ name }) => name),
    agents.map((agent) => used.map(({ cell }) => cell(agent))),
  );
}

function plainWord(word: string, what: string): string {
  if (/[:;]/.test(word) || word.trim() !== word || word === '')
    throw new InvalidInputError(`agentsToCsv: ${what} must be a name without ":" and ";", got ${JSON.stringify(word)}. Rename it.`, { what, value: word });
  return word;
}

function skillText({ skill, tier, ahtFactor }: Agent['skills'][number]): string {
  return `${plainWord(skill, 'a skill')}:${tier}${ahtFactor === 1 ? '' : `:${exactCell(ahtFactor)}`}`;
}

function absenceText(absence: Unavailability): string {
  return 'day' in absence ? absence.day : `${absence.from}/${absence.to}`;
}

function wishText(wish: Wish): string {
  return wish.kind === 'off' ? `off:${wish.day}:${exactCell(wish.weight)}` : `shift:${plainWord(wish.shift, 'a shift')}:${wish.day}:${exactCell(wish.weight)}`;
}
