import { medianOf } from '../numeric/index.js';
import { dayFromNumber, displayDay } from '../time/index.js';
import type { EventCalendar } from './event-calendar.js';
import type { DayFlags } from './flag-days.js';
import { type LevelStep, SIDE } from './level-steps.js';
import type { Panel } from './panel.js';
import { percentText } from './peak-words.js';
import { MONTHLY_SPAN, YEARLY_SPAN } from './regression-rules.js';

type Found = { readonly panel: Panel; readonly flags: DayFlags; readonly calendar: EventCalendar; readonly steps: readonly LevelStep[]; readonly low: boolean };

/** What a planner should know about the history behind a forecast, in plain words. */
export function fitWarnings({ panel, flags, calendar, steps, low }: Found): string[] {
  const warnings: string[] = [];
  const span = panel.originDay - (panel.rowDay[0] as number);
  const present = panel.missing.reduce((sum, flag) => sum + 1 - flag, 0);
  if (span < 14) warnings.push(`Only ${present} days of history: the forecast is the pattern of those days, with wide bands.`);
  else if (span < MONTHLY_SPAN)
    warnings.push(`${span} days of history are too short for the cycle of the month (${MONTHLY_SPAN} days) and of the year (${YEARLY_SPAN}).`);
  else if (span < YEARLY_SPAN) warnings.push(`${span} days of history are too short for the yearly cycle, which needs ${YEARLY_SPAN}.`);
  if (panel.y.every((value, cell) => panel.seen[cell] === 0 || value === 0)) warnings.push('Not one contact in the whole history: the forecast is zero.');
  else if (low) warnings.push('Few contacts per interval: days are forecast as totals and split by the usual shares of the day; bands are those of counts.');
  for (const { row, ratio } of steps)
    warnings.push(
      `The level changed for good around ${displayDay(dayFromNumber(panel.rowDay[row] as number))} (${percentText(ratio - 1)} before); earlier days are scaled to it.`,
    );
  const run = latestRun(panel, flags, calendar);
  if (run.length >= LEAST_RUN && run.length < SIDE)
    warnings.push(
      `The last ${run.length} open days ran ${percentText(Math.exp(medianOf(run)) - 1)} the weeks before; ${SIDE} such days count as a new level. If it will stay, declare an event with that effect.`,
    );
  const odd = Array.from(panel.rowDay).filter((day, r) => flags.odd[r] === 1 && !calendar.events.has(day));
  if (odd.length > 0)
    warnings.push(
      `${countOf(odd.length, 'day')} unlike the same weekday around, left out of the pattern: ${named(odd)}. Declare them as events if they come back.`,
    );
  const missing = Array.from(panel.rowDay).filter((day, r) => panel.missing[r] === 1 && !calendar.events.has(day));
  if (missing.length > 0) warnings.push(`${countOf(missing.length, 'usual open day')} without data, treated as missing or closed: ${named(missing)}.`);
  return warnings;
}

/** Days in a row that are no accident, and how far off (log) each has to be. */
const LEAST_RUN = 4;
const FAR_OFF = 0.22;

/** Log ratios of the last open days to the same weekdays before, as long as all are far off on one side. */
function latestRun({ rows, rowWeekday, rowDay, missing }: Panel, { total }: DayFlags, calendar: EventCalendar): number[] {
  const logs: number[] = [];
  for (let r = rows - 1; r >= 0 && logs.length < SIDE; r -= 1) {
    if (missing[r] === 1 || calendar.events.has(rowDay[r] as number)) continue;
    const before: number[] = [];
    for (let b = r - 1; b >= 0 && before.length < 8; b -= 1) if (rowWeekday[b] === rowWeekday[r] && missing[b] === 0) before.push(total[b] as number);
    const log = before.length >= 3 ? Math.log(((total[r] as number) + 0.25) / (medianOf(before) + 0.25)) : 0;
    if (Math.abs(log) < FAR_OFF || log * (logs[0] ?? log) < 0) break;
    logs.push(log);
  }
  return logs;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The latest five, by date. */
function named(days: readonly number[]): string {
  const text = days.slice(-5).map((day) => displayDay(dayFromNumber(day)));
  return `${days.length > 5 ? '… ' : ''}${text.join(', ')}`;
}
