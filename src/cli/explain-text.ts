import type { Forecast, ForecastParts, QueueForecast } from '../core/index.js';
import { forecastClock, seriesLabels } from '../forecast/index.js';
import { dayFromNumber, displayDay } from '../time/index.js';
import { methodsTable } from './methods-table.js';
import { textTable } from './table.js';
import { signedPercent, whole } from './wording.js';

const FACTORS = ['weekday', 'month', 'season', 'event', 'reconciliation'] as const;

/** How each day of a forecast comes about: an ordinary day's contacts and what moves them, in factors that multiply. */
export function explainText({ queues }: Forecast): string {
  const labels = seriesLabels(queues);
  return queues.map((queue, i) => explainQueue(queue, labels[i] as string)).join('\n\n');
}

function explainQueue(queue: QueueForecast, label: string): string {
  const days = daysOf(queue);
  if (days.length === 0) return `${label}: closed throughout.`;
  const shown = FACTORS.filter((name) => days.some((day) => Math.abs(day.factors[name] - 1) >= 0.0005));
  const judged = days.some((day) => Math.abs(day.judged - 1) >= 0.0005);
  const rows = days.map((day) => [
    day.name,
    whole(day.volume),
    whole(day.level * day.rest),
    ...shown.map((name) => signedPercent(day.factors[name] - 1)),
    ...(judged ? [signedPercent(day.judged - 1)] : []),
  ]);
  const heads = shown.map((name) => (name === 'month' ? 'month day' : name === 'reconciliation' ? 'adds up' : name));
  return [
    `${label}: contacts = an ordinary day × what moves it`,
    textTable(['day', 'contacts', 'ordinary', ...heads, ...(judged ? ['overrides'] : [])], rows),
    ...methodLines(queue),
  ].join('\n');
}

type Day = {
  readonly name: string;
  readonly volume: number;
  readonly level: number;
  /** What the shape's shares add up to: close to 1. */
  readonly rest: number;
  readonly factors: Readonly<Record<(typeof FACTORS)[number], number>>;
  readonly judged: number;
};

function daysOf(queue: QueueForecast): Day[] {
  const { volume } = queue;
  const statistical = queue.statisticalVolume ?? volume;
  const { dayNumbers } = forecastClock(queue);
  const days = new Map<number, number[]>();
  volume.forEach((value, i) => {
    if (value === null || queue.parts.level[i] == null) return;
    const key = dayNumbers[i] as number;
    days.set(key, [...(days.get(key) ?? []), i]);
  });
  return [...days.values()].map((list) => {
    const total = list.reduce((sum, i) => sum + (statistical[i] ?? 0), 0);
    // a part that differs within the day (an outage from 10:00 to 12:00) counts by the contacts it moves
    const factorOf = (part: keyof ForecastParts): number => {
      const without = list.reduce((sum, i) => sum + (statistical[i] ?? 0) / (queue.parts[part]?.[i] || 1), 0);
      return without > 0 ? total / without : 1;
    };
    const factors = Object.fromEntries(FACTORS.map((part) => [part, factorOf(part)])) as Day['factors'];
    const level = queue.parts.level[list[0] as number] ?? 0;
    const product = FACTORS.reduce((sum, part) => sum * factors[part], level);
    const now = list.reduce((sum, i) => sum + (volume[i] ?? 0), 0);
    return {
      name: displayDay(dayFromNumber(dayNumbers[list[0] as number] as number)),
      volume: now,
      level,
      rest: product > 0 ? total / product : 1,
      factors,
      judged: total > 0 ? now / total : 1,
    };
  });
}

/** The methods that were combined, and what their errors mean. */
function methodLines({ weights }: QueueForecast): string[] {
  const table = methodsTable(weights);
  return table === '' ? [] : [table, 'By days ahead; a weight of 0 % = tried in the backtest and not better.'];
}
