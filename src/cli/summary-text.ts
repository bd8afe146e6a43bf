import { formatDuration, type Peak, type PlanResult, type QueueSummary, type Requirements, resolvePlan, type TargetRule } from '../core/index.js';
import { dayStartMs, displayDay } from '../time/index.js';
import { outcomeLine } from './outcome-lines.js';
import { serviceLines } from './service-lines.js';
import { sizingLines } from './sizing-lines.js';
import { textTable } from './table.js';
import { clockTime, decimal, percent, plural, signedPercent, spoken, whole, wrapped } from './wording.js';

const MOST_PEAKS = 4;
const MOST_WARNINGS = 5;

/** The result of a plan as a planner reads it in half a minute, 80 columns wide. */
export function summaryText(result: PlanResult): string {
  const { summary } = result;
  const noun = result.roster === null ? 'Shifts' : 'Roster';
  const blocks = [
    [
      `Forecast  ${displayDay(summary.forecastFrom)} to ${displayDay(summary.forecastTo)}`,
      `${noun.padEnd(8)}  ${displayDay(summary.rosterFrom)} to ${displayDay(summary.rosterTo)}`,
    ].join('\n'),
    queueTable(result),
    staffLines(result, noun),
    staffedBy(result),
    result.service === undefined ? '' : serviceLines(result.service, result.config.zone),
    peakLines(result),
    warningLines(result.warnings),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function queueTable(result: PlanResult): string {
  const rules = resolvePlan(result.config).queues;
  const head = ['queue', 'contacts', 'AHT', 'level', 'target', 'ASA', 'abandon', 'occup.', 'short'];
  const rows = result.summary.queues.map((queue) => queueRow(queue, rules.find((rule) => rule.queue === queue.queue)?.target, result.requirements));
  return textTable(head, rows);
}

function queueRow(queue: QueueSummary, target: TargetRule | undefined, requirements: Requirements): string[] {
  // Work by deadline has no wait on the line; elsewhere none is known in an overload in which nobody gives up.
  const endless = requirements.queues.find((one) => one.queue === queue.queue)?.sizing?.model !== 'deferred';
  return [
    queue.queue.length > 14 ? `${queue.queue.slice(0, 13)}…` : queue.queue,
    whole(queue.contacts),
    clockTime(queue.ahtSeconds),
    percent(queue.serviceLevel),
    target?.serviceLevel === undefined ? '–' : `${Math.round(target.serviceLevel * 100)}/${thresholdText(target.answerWithinSeconds)}`,
    endless && queue.asaSeconds === null && queue.serviceLevel !== null ? '∞' : spoken(queue.asaSeconds),
    percent(queue.abandonProbability, 1),
    percent(queue.occupancy),
    decimal(queue.understaffedHours),
  ];
}

/** `20` of 80/20 in seconds, as everybody writes it; longer deadlines with their unit. */
function thresholdText(seconds = 0): string {
  return seconds < 3600 ? String(seconds) : formatDuration(seconds);
}

function staffLines({ summary, roster, design, service }: PlanResult, noun: string): string {
  const outcome = roster ?? design;
  const required = summary.queues.reduce((sum, queue) => sum + queue.requiredHours, 0);
  const people =
    roster === null
      ? `${decimal(summary.fte)} full-time equivalents`
      : `${plural(summary.people, 'person', 'people')} (${decimal(summary.fte)} full-time equivalents)`;
  const lines = [
    `${people}, ${whole(summary.paidHours)} paid hours, cost ${whole(summary.cost)}${roster === null ? `; at least ${plural(summary.people, 'person', 'people')}` : ''}.`,
    `Of ${whole(required)} agent-hours required, ${decimal(summary.understaffedHours)} are short; ${decimal(summary.overstaffedHours)} lie beyond every need.`,
  ];
  // A roster below the requirements on purpose is not judged by its gap to them.
  if (outcome !== null && service === undefined) lines.push(outcomeLine(outcome, noun));
  const unmet = roster?.unmetWishes.length ?? 0;
  if (unmet > 0) lines.push(`${plural(unmet, 'wish', 'wishes')} not granted.`);
  return lines.map((line) => wrapped(line)).join('\n');
}

/** How each queue was sized. */
function staffedBy({ requirements }: PlanResult): string {
  const lines = sizingLines(requirements);
  return lines.length === 0 ? '' : ['Staffed:', ...lines.map((line) => wrapped(`  ${line}`, 80, '  '))].join('\n');
}

/** The days and weeks ahead that stand out most; those with a name of their own first, since weekdays are no news. */
function peakLines({ peaks, summary, config }: PlanResult): string {
  const fromMs = dayStartMs(config.zone, summary.forecastFrom);
  const weight = (peak: Peak): number => Math.abs(peak.relative) * peak.confidence + (peak.when.includes('(') ? 1000 : 0);
  const ahead = peaks
    .filter((peak) => peak.startMs !== undefined && peak.startMs >= fromMs && peak.scale !== 'interval')
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_PEAKS)
    .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  if (ahead.length === 0) return '';
  const lines = ahead.map((peak) => `  ${signedPercent(peak.relative).padStart(6)}  ${peak.queue}: ${peak.when}`);
  return ['Ahead:', ...lines.map((line) => wrapped(line, 80, '          '))].join('\n');
}

function warningLines(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning) => wrapped(`  ${warning}`, 80, '  '));
  const more = warnings.length > MOST_WARNINGS ? [`  … and ${warnings.length - MOST_WARNINGS} more in the report.`] : [];
  return ['Worth knowing:', ...shown, ...more].join('\n');
}
