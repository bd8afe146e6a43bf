import type { PlanConfig, Roster, ShiftDesign } from '../core/index.js';
import { percent, whole } from './wording.js';

const STATUS_WORDS: Readonly<Record<Roster['status'], string>> = {
  optimal: 'proved best',
  feasible: 'good',
  timeLimit: 'best found in the time given',
  infeasible: 'impossible',
};

/** A finished search calls its roster good up to this gap. */
const GOOD_GAP = 0.02;

/** Longer values of plan.json are not repeated. */
const LONGEST_VALUE = 60;

/** Objective, proved bound and gap in one line. */
export function outcomeLine(outcome: Pick<Roster, 'status' | 'objective' | 'bound' | 'gap'>, noun = 'Roster'): string {
  if (outcome.objective === null) return `${noun}: none exists.`;
  const bound = outcome.bound === null ? 'no bound proved' : `none can cost less than ${whole(outcome.bound)} (gap ${percent(outcome.gap, 2)})`;
  const words = outcome.status === 'feasible' && !((outcome.gap ?? 1) <= GOOD_GAP) ? 'best found' : STATUS_WORDS[outcome.status];
  const isOpen = outcome.status === 'timeLimit' && !((outcome.gap ?? 1) <= GOOD_GAP);
  return `${noun}: ${words}, objective ${whole(outcome.objective)}; ${bound}.${isOpen ? ' A longer --time-limit may find a better one.' : ''}`;
}

/** What plan.json says for a rule, where it is short enough to be seen at a glance. */
function writtenAs(rule: string, config: PlanConfig): string {
  const kind = rule.slice(0, Math.max(0, rule.indexOf('.')));
  const group = (config as unknown as Readonly<Record<string, object | undefined>>)[kind] ?? {};
  const name = Object.keys(group).find((candidate) => rule.startsWith(`${kind}.${candidate}.`));
  if (name === undefined) return '';
  const path = [name, ...rule.slice(kind.length + name.length + 2).split('.')];
  const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], group);
  const text = value === undefined ? '' : JSON.stringify(value);
  return text === '' || text.length > LONGEST_VALUE ? '' : `: ${text}`;
}

/** Why no plan exists: one line per contradiction, and below it the rules as plan.json has them. */
export function conflictLines(outcome: Roster | ShiftDesign, config: PlanConfig): string[] {
  if (outcome.conflicts.length === 0) return ['No plan was found in the time given; allow more with --time-limit.'];
  return [
    'No plan exists: rules contradict each other.',
    ...outcome.conflicts.flatMap(({ agent, message, rules }) => [
      `  ${agent === null || message.startsWith(agent) ? '' : `${agent}: `}${message}`,
      ...rules.filter((rule) => rule.includes('.')).map((rule) => `    ${rule}${writtenAs(rule, config)}`),
    ]),
  ];
}
