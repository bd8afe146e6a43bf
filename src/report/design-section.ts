import type { AnonymousShift, PlanResult, ShiftDesign } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { type DayWindow, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatAmount, formatHours, formatNumber, plural } from './format.js';
import { type GanttRow, gantt } from './gantt.js';
import { html, isolated, type Markup, named } from './html.js';
import { legend, type Page, section, table } from './page.js';
import { clockRange, pauseStyles } from './roster-section.js';

const COLOURS = 6;

/** Shifts without names: what to hire, what to offer for bidding. */
export function designSection(page: Page, result: PlanResult, design: ShiftDesign): Markup {
  const zone = result.config.zone;
  const { shifts } = design;
  const window = windowOf(shifts.map(({ day, startMs, endMs }) => ({ fromMs: startMs - noonMs(zone, day), toMs: endMs - noonMs(zone, day) })));
  if (window === null) return section('roster', 'Shifts without names', 'No shift is needed.', []);
  const days = [...new Set(shifts.map(({ day }) => day))].sort();
  const names = [...new Set(shifts.map(({ shift }) => shift))].sort();
  const colourOf = (name: string): string => `s${names.indexOf(name) % COLOURS}`;
  const lead = `No agents were given, so these are shifts to fill: ${formatAmount(design.fte)} full-time equivalents. Local time of ${zone}.`;
  return section('roster', 'Shifts without names', lead, [
    legend([
      ...names.map((name, i) => ({ mark: `k-s${i % COLOURS}`, label: named(name) })),
      { mark: 'k-paid', label: 'paid break' },
      { mark: 'k-unpaid', label: 'unpaid break' },
    ]),
    html`<div class="days" data-days="Day">${days.map((day) =>
      designDay(
        page,
        result,
        shifts.filter((shift) => shift.day === day),
        day,
        window,
        colourOf,
      ),
    )}</div>`,
  ]);
}

function designDay(
  page: Page,
  result: PlanResult,
  shifts: readonly AnonymousShift[],
  day: string,
  window: DayWindow,
  colourOf: (name: string) => string,
): Markup {
  const zone = result.config.zone;
  const noon = noonMs(zone, day);
  const pauseStyle = pauseStyles(result);
  const sorted = [...shifts].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const people = shifts.reduce((sum, { count }) => sum + count, 0);
  const rows = sorted.map(
    ({ shift, count, startMs, endMs, activities, paidSeconds }): GanttRow => ({
      label: html`<b>${formatNumber(count)} ×</b> ${named(shift)}`,
      bars: [
        {
          fromMs: startMs - noon,
          toMs: endMs - noon,
          style: colourOf(shift),
          tip: `${formatNumber(count)} × ${isolated(shift)} ${clockRange(zone, startMs, endMs)}, ${formatAmount(paidSeconds / 3600)} h paid each`,
          pauses: activities
            .filter(({ activity }) => activity !== 'online')
            .map((pause) => ({ fromMs: pause.startMs - noon, toMs: pause.endMs - noon, style: pauseStyle(pause.activity) })),
        },
      ],
    }),
  );
  const id = page.id('d');
  const title = displayDay(day);
  return html`<div class="day" role="group" id="${id}" data-label="${displayDay(day, 'EEE d MMM')}" aria-labelledby="${id}h"><h4 id="${id}h">${title} <span>${plural(people, 'person', 'people')}</span></h4>${gantt(
    id,
    `Shifts to fill on ${title}`,
    `${plural(people, 'person', 'people')} in ${plural(rows.length, 'shift', 'shifts')}.`,
    rows,
    window,
    hourTicks(zone, day, window, 15),
    null,
  )}${designTable(zone, sorted, title)}</div>
`;
}

function designTable(zone: string, shifts: readonly AnonymousShift[], title: string): Markup {
  const rows = shifts.map(({ shift, startMs, endMs, count, paidSeconds, queues }) => [
    html`${named(shift)} ${clockRange(zone, startMs, endMs)}`,
    formatNumber(count),
    formatHours(paidSeconds / 3600),
    html`${queues.map((queue, i) => html`${i > 0 ? ', ' : null}${named(queue)}`)}`,
  ]);
  return table(
    `Shifts to fill on ${title}`,
    [{ title: 'Shift' }, { title: 'People', numeric: true }, { title: 'Paid each', numeric: true }, { title: 'May serve' }],
    rows,
  );
}
