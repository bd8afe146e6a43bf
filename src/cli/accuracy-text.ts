import { type LeadAccuracy, type MethodAccuracy, type QueueBacktest, seriesLabels } from '../forecast/index.js';
import { methodsTable } from './methods-table.js';
import { textTable } from './table.js';
import { decimal, percent, wrapped } from './wording.js';

const METHOD_NAMES: Readonly<Record<MethodAccuracy['method'], string>> = {
  forecast: 'shiftcast',
  statistical: 'before overrides',
  seasonalNaive: 'last week again',
  fourWeekMean: 'mean of four weeks',
};

/** What a method is called; weekly and monthly totals are compared with other plain methods than intervals. */
function methodName(method: MethodAccuracy['method'], { grain }: QueueBacktest, own: string): string {
  if (method === 'forecast') return own;
  if (grain === undefined) return METHOD_NAMES[method];
  return method === 'seasonalNaive' ? 'a year before' : method === 'fourWeekMean' ? `mean of four ${grain}s` : METHOD_NAMES[method];
}

/** Accuracy of every series as text of 80 columns. `own`: what the scored forecast is called. */
export function accuracyText(queues: readonly QueueBacktest[], what: (queue: QueueBacktest) => string, own: string = METHOD_NAMES.forecast): string {
  const labels = seriesLabels(queues);
  return queues.map((queue, i) => queueText(queue, `${labels[i]}: ${what(queue)}`, own)).join('\n\n');
}

function queueText(queue: QueueBacktest, heading: string, own: string): string {
  const rows = queue.methods.map(({ method, interval, day }) => [
    methodName(method, queue, own),
    percent(interval.wape, 1),
    percent(interval.bias, 1),
    decimal(interval.mase, 2),
    percent(interval.pinball, 1),
    ...(queue.grain === undefined ? [percent(day.wape, 1)] : []),
    percent(interval.coverage80),
    percent(interval.coverage95),
  ]);
  const handle = queue.ahtWape === null ? '' : ` Handle time: ${percent(queue.ahtWape, 1)} off.`;
  return [
    heading,
    textTable(['method', 'error', 'bias', 'MASE', 'pinball', ...(queue.grain === undefined ? ['by day'] : []), 'in 80 %', 'in 95 %'], rows),
    leadText(queue, own),
    timeText(queue),
    methodsTable(queue.weights),
    wrapped(`Error = sum of absolute errors ÷ contacts. Chance alone makes ${percent(queue.poissonFloor, 1)}.${handle}`),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The times of day with the largest and the smallest error. */
function timeText({ times, leads }: QueueBacktest): string {
  const known = times.minute.flatMap((minute, i) => {
    const wape = times.wape[i] ?? null;
    return wape === null ? [] : [{ minute, wape }];
  });
  if (leads.length === 0 || known.length < 4) return '';
  const [least, most] = [known.reduce((a, b) => (b.wape < a.wape ? b : a)), known.reduce((a, b) => (b.wape > a.wape ? b : a))];
  return wrapped(`By time of day: from ${percent(least.wape, 1)} at ${clock(least.minute)} to ${percent(most.wape, 1)} at ${clock(most.minute)}.`);
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The first seven days ahead one by one, later ones by weeks; weeks or months of such totals. */
function leadText(queue: QueueBacktest, own: string): string {
  const { leads, grain } = queue;
  if (leads.length < 2) return '';
  const groups = new Map<string, LeadAccuracy[]>();
  for (const lead of leads) {
    const week = Math.ceil(lead.day / 7);
    const name = grain !== undefined ? `${grain} ${lead.day}` : lead.day <= 7 ? `day ${lead.day}` : `week ${week}`;
    groups.set(name, [...(groups.get(name) ?? []), lead]);
  }
  const rows = [...groups].map(([name, list]) => [
    name,
    percent(
      meanOf(list, ({ wape }) => wape),
      1,
    ),
    percent(
      meanOf(list, ({ bias }) => bias),
      1,
    ),
    percent(meanOf(list, ({ coverage80 }) => coverage80)),
    percent(
      meanOf(list, ({ seasonalNaive }) => seasonalNaive),
      1,
    ),
    percent(
      meanOf(list, ({ fourWeekMean }) => fourWeekMean),
      1,
    ),
    percent(
      meanOf(list, ({ poissonFloor }) => poissonFloor),
      1,
    ),
  ]);
  return textTable(['ahead', own, 'bias', 'in 80 %', methodName('seasonalNaive', queue, own), methodName('fourWeekMean', queue, own), 'chance'], rows);
}

function meanOf(list: readonly LeadAccuracy[], pick: (lead: LeadAccuracy) => number | null): number | null {
  const known = list.map(pick).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
