import type { Forecast } from '../core/index.js';

/**
 * What a planner should know about the history behind a forecast: every warning once, with the queues it is about where it is not about all of them.
 *
 * @param forecast - Result of `forecast`.
 * @returns Sentences, in the order in which the queues give them.
 * @example
 * forecastWarnings({ queues: [{ queue: 'billing', warnings: ['Short.'] }, { queue: 'tech', warnings: [] }] }); // ['billing: Short.']
 */
export function forecastWarnings({ queues }: { readonly queues: readonly Pick<Forecast['queues'][number], 'queue' | 'warnings'>[] }): string[] {
  const about = new Map<string, string[]>();
  for (const { queue, warnings } of queues) for (const warning of warnings) about.set(warning, [...(about.get(warning) ?? []), queue]);
  return [...about].map(([warning, names]) => (names.length === queues.length ? warning : `${[...new Set(names)].join(', ')}: ${warning}`));
}
