import type { CalendarEvent } from '../core/index.js';
import { joinRows, textCell } from './csv-cells.js';

/**
 * Writes events.csv: `date,name,kind,end_date,start_time,end_time,queue,effect,aht_effect,repeats`; columns after kind only where an event needs them.
 *
 * @param events - Result of `readEvents`, or events of your own.
 * @returns CSV text, in the order given.
 * @example
 * const { events } = readEvents('date,name,kind\n2026-12-25,Christmas,holiday\n');
 * eventsToCsv(events); // 'date,name,kind\n2026-12-25,Christmas,holiday\n'
 */
export function eventsToCsv(events: readonly CalendarEvent[]): string {
  const extras = EXTRAS.filter(({ cell }) => events.some((event) => cell(event) !== ''));
  const rows = events.map((event) => [event.date, textCell(event.name), event.kind, ...extras.map(({ cell }) => cell(event))]);
  return joinRows(['date', 'name', 'kind', ...extras.map(({ name }) => name)], rows);
}

const EXTRAS: readonly { readonly name: string; readonly cell: (event: CalendarEvent) => string }[] = [
  { name: 'end_date', cell: ({ date, endDate }) => (endDate === date ? '' : endDate) },
  { name: 'start_time', cell: ({ startTime }) => startTime ?? '' },
  { name: 'end_time', cell: ({ endTime }) => endTime ?? '' },
  { name: 'queue', cell: ({ queue }) => (queue === null ? '' : textCell(queue)) },
  { name: 'effect', cell: effectCell },
  { name: 'aht_effect', cell: ({ ahtFactor }) => (ahtFactor == null ? '' : `x${ahtFactor}`) },
  { name: 'repeats', cell: ({ repeats }) => repeats ?? '' },
];

function effectCell({ effect }: CalendarEvent): string {
  if (effect === null) return '';
  if (effect.operation === 'scale') return `x${effect.factor}`;
  return effect.contacts < 0 ? String(effect.contacts) : `+${effect.contacts}`;
}
