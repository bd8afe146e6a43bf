import { type CalendarEvent, InvalidInputError } from '../core/index.js';
import { solveSymmetric } from '../numeric/index.js';
import { partDayKey } from './known-effects.js';

/** Factor of an event on the mean handle time, and the variance of its log that is left. */
export type AhtEffect = { readonly ratio: number; readonly variance: number };

/** A day, or part of one, under the same events: log of its work ÷ what is usual there, and the variance of that. */
export type AhtOccasion = { readonly events: readonly CalendarEvent[]; readonly log: number; readonly variance: number };

/** Prior variance of the log effect of a kind, and of what a name adds to its kind: some 7 % each. */
const SPREAD = 0.005;

/** Events that may change handle times. */
export function actsOnHandleTime({ kind, name, ahtFactor }: CalendarEvent): boolean {
  if (ahtFactor != null && !(ahtFactor > 0 && ahtFactor < Number.POSITIVE_INFINITY))
    throw new InvalidInputError(`events: ahtFactor of ${JSON.stringify(name)} must be a number above 0, got ${ahtFactor}. Write 20 % longer as 1.2.`, {
      event: name,
    });
  return kind !== 'closure';
}

/** Effects by kind and by kind/name: ridge regression with a column for each, so that a name starts from its kind and events that meet share a day. */
export function learnAhtEffects(occasions: readonly AhtOccasion[]): Record<string, AhtEffect> {
  const columns = [...new Set(occasions.flatMap(keysOf))];
  const size = columns.length;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let j = 0; j < size; j += 1) normal[j * size + j] = 1 / SPREAD;
  for (const occasion of occasions) {
    const active = keysOf(occasion).map((key) => columns.indexOf(key));
    const log = occasion.events.reduce((sum, { ahtFactor }) => sum - Math.log(ahtFactor ?? 1), occasion.log);
    for (const i of active) {
      right[i] = (right[i] as number) + log / occasion.variance;
      for (const j of active) normal[i * size + j] = (normal[i * size + j] as number) + 1 / occasion.variance;
    }
  }
  const logs = solveSymmetric(normal, right);
  return Object.fromEntries(
    columns.map((key, j) => {
      const kind = columns.indexOf(key.split('/', 1)[0] as string);
      const left = 1 / (normal[j * size + j] as number);
      // a name that is new may differ from its kind as names do
      const own = kind === j ? [0, SPREAD] : [logs[kind] as number, 0];
      return [key, { ratio: Math.exp((logs[j] as number) + (own[0] as number)), variance: left + (own[1] as number) }];
    }),
  );
}

/** Columns of the events whose effect is to be learnt. */
function keysOf({ events }: AhtOccasion): string[] {
  return [...new Set(events.flatMap((event) => (event.ahtFactor == null ? [event.kind, partDayKey(event)] : [])))];
}

/** What an event does: as stated, else as learnt under its name, else under its kind; nothing where the past knows neither. */
export function ahtEffectOf(effects: Readonly<Record<string, AhtEffect>>, event: CalendarEvent): AhtEffect {
  if (event.ahtFactor != null) return { ratio: event.ahtFactor, variance: 0 };
  return effects[partDayKey(event)] ?? effects[event.kind] ?? { ratio: 1, variance: 0 };
}
