import type { Roster, ShiftDesign } from '../core/index.js';
import { percent, whole } from './wording.js';

const STATUS_WORDS: Readonly<Record<Roster['status'], string>> = {
  optimal: 'proved best',
  feasible: 'good',
  timeLimit: 'best found in the time given',
  infeasible: 'impossible',
};

/** A finished search calls its roster good up to this gap. */
const GOOD_GAP = 0.02;

/** Objective, proved bound and gap in one line. */
export function outcomeLine(outcome: Pick<Roster, 'status' | 'objective' | 'bound' | 'gap'>, noun = 'Roster'): string {
  if (outcome.objective === null) return `${noun}: none exists.`;
  const bound = outcome.bound === null ? 'no bound proved' : `none can cost less than ${whole(outcome.bound)} (gap ${percent(outcome.gap, 2)})`;
  const words = outcome.status === 'feasible' && !((outcome.gap ?? 1) <= GOOD_GAP) ? 'best found' : STATUS_WORDS[outcome.status];
  return `${noun}: ${words}, objective ${whole(outcome.objective)}; ${bound}.`;
}

/** Why no plan exists, one line per contradiction. */
export function conflictLines(outcome: Roster | ShiftDesign): string[] {
  if (outcome.conflicts.length === 0) return ['No plan was found in the time given; allow more with --time-limit.'];
  return [
    'No plan exists: rules contradict each other.',
    ...outcome.conflicts.map(({ agent, message }) => `  ${agent === null || message.startsWith(agent) ? '' : `${agent}: `}${message}`),
  ];
}
