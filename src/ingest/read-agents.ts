import { type Agent, type AgentSkill, type Issue, isCalendarDay, type Unavailability, UnusableInputError, type Wish } from '../core/index.js';
import { isZone } from '../time/index.js';
import { cellError, numberCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions, undotted } from './plain-table.js';

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$|^(\d{4}-\d{2}-\d{2})T24:00(:00)?$/;

/** What people call these columns. */
const OTHER_NAMES: Readonly<Record<string, string>> = { name: 'agent', agent_name: 'agent', employee: 'agent', person: 'agent', skill: 'skills' };

/**
 * Reads agents.csv: `agent,skills,contract[,zone,unavailable,wishes,cost_per_hour,seniority]`.
 *
 * @param text - The file: skills `billing:1;tech:2:1.15` = skill[:tier[:handle-time factor]], unavailable
 *   `2026-12-08;2026-12-09T08:00/2026-12-09T12:00` (local; `2026-12-08/2026-12-11` are four days), wishes `off:2026-12-10:5;shift:late:2026-12-11:2` = kind:what:weight.
 * @returns Agents in the order of the file, and issues such as columns that are not used.
 * @throws {@link UnusableInputError} naming row, column, value and need for anything that cannot be read, and for two agents of one name.
 * @example
 * readAgents('agent,skills,contract\nAnn,billing:2,full').agents[0]?.skills; // [{ skill: 'billing', tier: 2, ahtFactor: 1 }]
 */
export function readAgents(text: string, options: TextReaderOptions = {}): { readonly agents: readonly Agent[]; readonly issues: readonly Issue[] } {
  const table = readPlainTable(
    text,
    ['agent', 'skills', 'contract'],
    ['zone', 'unavailable', 'wishes', 'cost_per_hour', 'seniority'],
    options,
    undefined,
    OTHER_NAMES,
  );
  const rowOf = new Map<string, number>();
  const agents = table.rows.map((row) => {
    const agent = readAgent(table, row);
    const earlier = rowOf.get(agent.agent);
    if (earlier !== undefined) throw cellError(table, row.row, 'agent', agent.agent, `a name that no other row has (row ${earlier} does)`);
    rowOf.set(agent.agent, row.row);
    return agent;
  });
  if (agents.length === 0) throw new UnusableInputError(`${table.name} names no agents. Add one row per person below the header.`, { name: table.name });
  return { agents, issues: table.log.issues };
}

function readAgent(table: PlainTable, row: PlainRow): Agent {
  const agent = row.cell('agent');
  const contract = row.cell('contract');
  const zone = row.cell('zone');
  if (agent === '') throw cellError(table, row.row, 'agent', agent, 'a name');
  if (contract === '') throw cellError(table, row.row, 'contract', contract, 'the name of a contract in plan.json');
  if (zone !== '' && !isZone(zone)) throw cellError(table, row.row, 'zone', zone, 'an IANA zone name such as Europe/Berlin');
  return {
    agent,
    skills: readSkills(table, row),
    contract,
    zone: zone === '' ? null : zone,
    unavailable: parts(row.cell('unavailable')).map((part) => readUnavailable(table, row, part)),
    wishes: parts(row.cell('wishes')).map((part) => readWish(table, row, part)),
    costPerHour: numberCell(table, row, 'cost_per_hour'),
    seniority: numberCell(table, row, 'seniority'),
  };
}

function parts(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readSkills(table: PlainTable, row: PlainRow): AgentSkill[] {
  const text = row.cell('skills');
  const need = 'skills such as billing:1;tech:2:1.15 (skill[:tier[:handle-time factor]], tier a whole number from 1, factor above 0)';
  const comma = 'handle-time factors with a decimal point, such as billing:1:1.15; write the decimal comma as a point';
  const contract = row.cell('contract');
  if (/:\d+:\d+$/.test(text) && /^\d{1,4}$/.test(contract)) throw cellError(table, row.row, 'skills', `${text},${contract}`, comma); // 1:1,15 split at its comma
  const skills = parts(text).map((part) => {
    if (/:\d*,\d+$/.test(part)) throw cellError(table, row.row, 'skills', part, comma);
    const [skill = '', tier = '1', factor = '1', ...more] = part.split(':').map((word) => word.trim());
    if (skill === '' || !/^[1-9]\d{0,3}$/.test(tier) || !/^\d+(\.\d+)?$/.test(factor) || Number(factor) <= 0 || more.length > 0)
      throw cellError(table, row.row, 'skills', part, need);
    return { skill, tier: Number(tier), ahtFactor: Number(factor) };
  });
  if (skills.length === 0) throw cellError(table, row.row, 'skills', text, need);
  const twice = skills.find(({ skill }, index) => skills.findIndex((other) => other.skill === skill) !== index);
  if (twice !== undefined) throw cellError(table, row.row, 'skills', text, `a list that names each skill once ("${twice.skill}" is there twice)`);
  return skills;
}

function readUnavailable(table: PlainTable, row: PlainRow, part: string): Unavailability {
  const [from = '', to = from, ...more] = part.split('/').map((word) => undotted(word.trim()).replace(' ', 'T'));
  if (more.length === 0 && isLocalTime(from) && isLocalTime(to)) {
    if (!part.includes('/') && isCalendarDay(from)) return { day: from };
    if (from < to || from.slice(0, 10) === to) return { from, to }; // a bare date at the end counts as a whole
  }
  throw cellError(
    table,
    row.row,
    'unavailable',
    part,
    'days such as 2026-12-08 or 2026-12-08/2026-12-11, or a stretch such as 2026-12-09T08:00/2026-12-09T12:00 (local times, from before to)',
  );
}

function isLocalTime(text: string): boolean {
  return isCalendarDay(text) || (LOCAL_TIME.test(text) && isCalendarDay(text.slice(0, 10)));
}

function readWish(table: PlainTable, row: PlainRow, part: string): Wish {
  const words = part.split(':').map((word) => word.trim());
  const weight = words.length > 2 ? Number(words.at(-1) || Number.NaN) : Number.NaN;
  const day = words.at(-2) ?? '';
  if (weight >= 0 && Number.isFinite(weight) && isCalendarDay(day)) {
    if (words[0] === 'off' && words.length === 3) return { kind: 'off', day, weight };
    if (words[0] === 'shift' && words.length === 4 && words[1] !== '') return { kind: 'shift', shift: words[1] ?? '', day, weight };
  }
  throw cellError(table, row.row, 'wishes', part, 'a wish such as off:2026-12-10:5 or shift:late:2026-12-11:2 (weight 0 or more)');
}
