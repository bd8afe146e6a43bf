import type { Shortfall } from '../core/index.js';
import { displayInstant } from '../time/index.js';
import { decimal, plural } from './wording.js';

/** How much is missing, where most, and what tells more; empty when nothing is. */
export function shortfallLines(shortfalls: readonly Shortfall[], zone: string, explained = true): string[] {
  const [worst] = shortfalls.toSorted((a, b) => missingHours(b) - missingHours(a));
  if (worst === undefined) return [];
  const hours = shortfalls.reduce((sum, one) => sum + missingHours(one), 0);
  const when = `${displayInstant(zone, worst.startMs, 'EEE d MMM HH:mm')}–${displayInstant(zone, worst.endMs, 'HH:mm')}`;
  return [
    `Below the requirement in ${plural(shortfalls.length, 'stretch', 'stretches')}, ${decimal(hours)} agent-hours in all; most: ${worst.queue}, ${when}, ${decimal(worst.agents)} people.`,
    ...(explained ? [] : ['--explain tells why, and what would help.']),
  ];
}

function missingHours({ startMs, endMs, agents }: Shortfall): number {
  return (agents * (endMs - startMs)) / 3_600_000;
}
