import type { Doubt, History } from '../core/index.js';
import type { Context } from './context.js';
import { issueLine } from './read-inputs.js';
import { plural, whole } from './wording.js';

/** Says in a few lines what reading the history left out or had to guess. */
export function reportHistory(files: readonly string[], history: History, context: Context): void {
  const name = files.length === 1 ? fileName(files[0] as string) : plural(files.length, 'file');
  const { summary } = history;
  for (const doubt of summary.doubts) context.warn(`${name}: ${doubtLine(doubt)}`);
  const left = summary.rowsRead - summary.rowsKept;
  const issues = Object.values(history.issueCounts).reduce((sum, count) => sum + count, 0);
  if (left > 0) context.warn(`${name}: ${plural(left, 'row')} of ${whole(summary.rowsRead)} left out (${dropReasons(history)}).`);
  const [first] = history.issues;
  if (first !== undefined) context.warn(`${issueLine(name, first)}${issues > 1 ? ` (${whole(issues - 1)} more; shiftcast inspect lists them)` : ''}`);
}

/** A choice made without proof: what, how it was read, and what settles it. */
export function doubtLine({ what, chosen, option }: Doubt): string {
  return `${what}: ${chosen}; ${option} settles it.`;
}

/** Reasons for rows left out, with their counts. */
export function dropReasons(history: History): string {
  return Object.entries(history.summary.rowsDropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${whole(count)} ${reason.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`)
    .join(', ');
}

/** A file as messages name it. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
