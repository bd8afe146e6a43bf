import { type LeadAccuracy, type MethodAccuracy, type QueueBacktest, seriesLabels } from '../forecast/index.js';
import { textTable } from './table.js';
import { decimal, percent, wrapped } from './wording.js';

const METHOD_NAMES: Readonly<Record<MethodAccuracy['method'], string>> = {
  forecast: 'shiftcast',
  statistical: 'before overrides',
  seasonalNaive: 'last week again',
  fourWeekMean: 'mean of four weeks',
};

/** Accuracy of every series as text of 80 columns. `own`: what the scored forecast is called. */
export function accuracyText(queues: readonly QueueBacktest[], what: (queue: QueueBacktest) => string, own: string = METHOD_NAMES.forecast): string {
  const labels = seriesLabels(queues);
  return queues.map((queue, i) => queueText(queue, `${labels[i]}: ${what(queue)}`, own)).join('\n\n');
}

function queueText(queue: QueueBacktest, heading: string, own: string): string {
  const rows = queue.methods.map(({ method, interval, day }) => [
    method === 'forecast' ? own : METHOD_NAMES[method],
    percent(interval.wape, 1),
    percent(interval.bias, 1),
    decimal(interval.mase, 2),
    percent(interval.pinball, 1),
    percent(day.wape, 1),
    percent(interval.coverage80),
    percent(interval.coverage95),
  ]);
  const handle = queue.ahtWape === null ? '' : ` Handle time: ${percent(queue.ahtWape, 1)} off.`;
  return [
    heading,
    textTable(['method', 'error', 'bias', 'MASE', 'pinball', 'by day', 'in 80 %', 'in 95 %'], rows),
    leadText(queue.leads, own),
    wrapped(`Error = sum of absolute errors ÷ contacts. Chance alone makes ${percent(queue.poissonFloor, 1)}.${handle}`),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The first seven days ahead one by one, later ones by weeks. */
function leadText(leads: readonly LeadAccuracy[], own: string): string {
  if (leads.length < 2) return '';
  const groups = new Map<string, LeadAccuracy[]>();
  for (const lead of leads) {
    const week = Math.ceil(lead.day / 7);
    const name = lead.day <= 7 ? `day ${lead.day}` : `week ${week}`;
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
  ]);
  return textTable(['ahead', own, 'bias', 'in 80 %', METHOD_NAMES.seasonalNaive, METHOD_NAMES.fourWeekMean], rows);
}

function meanOf(list: readonly LeadAccuracy[], pick: (lead: LeadAccuracy) => number | null): number | null {
  const known = list.map(pick).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
