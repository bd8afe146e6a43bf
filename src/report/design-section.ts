import type { AnonymousShift, PlanResult, ShiftDesign } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { type CoverageColumns, totalCoverage } from './coverage-section.js';
import { dayStrip } from './day-gantt.js';
import { type DayWindow, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatAmount, formatHours, formatNumber, plural } from './format.js';
import { type GanttRow, gantt } from './gantt.js';
import { html, isolated, type Markup, named } from './html.js';
import { legend, type Page, section, table } from './page.js';
import { COLOURS, clockRange, pauseStyles } from './roster-scene.js';

/** What all days of one design share. */
type Scene = {
  readonly zone: string;
  readonly window: DayWindow;
  readonly colourOf: (shift: string) => string;
  readonly pauseStyle: (activity: string) => string;
  readonly total: CoverageColumns | null;
};

/** Shifts without names: what to hire, what to offer for bidding. */
export function designSection(page: Page, result: PlanResult, design: ShiftDesign): Markup {
  const zone = result.config.zone;
  const { shifts } = design;
  const window = windowOf(shifts.map(({ day, startMs, endMs }) => ({ fromMs: startMs - noonMs(zone, day), toMs: endMs - noonMs(zone, day) })));
  if (window === null) return section('roster', 'Shifts without names', 'No shift is needed.', []);
  const days = [...new Set(shifts.map(({ day }) => day))].sort();
  const names = [...new Set(shifts.map(({ shift }) => shift))].sort();
  const scene: Scene = {
    zone,
    window,
    colourOf: (shift) => `s${names.indexOf(shift) % COLOURS}`,
    pauseStyle: pauseStyles(result),
    total: totalCoverage(zone, design.coverage, design.surplus),
  };
  const keys = [
    ...names.map((name, i) => ({ mark: `k-s${i % COLOURS}`, label: named(name) })),
    { mark: 'k-paid', label: 'paid break' },
    { mark: 'k-unpaid', label: 'unpaid break' },
  ];
  const lead = `No agents were given, so these are shifts to fill: ${formatAmount(design.fte)} full-time equivalents. Local time of ${zone}.`;
  const charts = days.map((day) => {
    const own = shifts.filter((shift) => shift.day === day).sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    return designDay(page, scene, own, day);
  });
  return section('roster', 'Shifts without names', lead, [legend(keys), html`<div class="days" data-days="Day">${charts}</div>`]);
}

function designDay(page: Page, scene: Scene, shifts: readonly AnonymousShift[], day: string): Markup {
  const people = plural(
    shifts.reduce((sum, { count }) => sum + count, 0),
    'person',
    'people',
  );
  const id = page.id('d');
  const title = displayDay(day);
  const rows = shifts.map((shift) => shiftRow(scene, shift));
  const description = `${people} in ${plural(rows.length, 'shift', 'shifts')}; the table below holds the same times.`;
  const ticks = hourTicks(scene.zone, day, scene.window, 15);
  const chart = gantt(id, `Shifts to fill on ${title}`, description, rows, scene.window, ticks, dayStrip(page, scene, day));
  return html`<div class="day" role="group" id="${id}" data-label="${displayDay(day, 'EEE d MMM')}" aria-labelledby="${id}h"><h4 id="${id}h">${title} <span>${people}</span></h4>${chart}${designTable(scene.zone, shifts, title)}</div>
`;
}

function shiftRow({ zone, colourOf, pauseStyle }: Scene, { day, shift, count, startMs, endMs, activities, paidSeconds }: AnonymousShift): GanttRow {
  const noon = noonMs(zone, day);
  const away = activities.filter(({ activity }) => activity !== 'online');
  const stretches = away.map((pause) => `${isolated(pause.activity)} ${clockRange(zone, pause.startMs, pause.endMs)}`);
  const bar = {
    fromMs: startMs - noon,
    toMs: endMs - noon,
    style: colourOf(shift),
    tip: [
      `${formatNumber(count)} × ${isolated(shift)} ${clockRange(zone, startMs, endMs)}`,
      `${formatAmount(paidSeconds / 3600)} h paid each`,
      ...stretches,
    ].join(', '),
    pauses: away.map((pause) => ({ fromMs: pause.startMs - noon, toMs: pause.endMs - noon, style: pauseStyle(pause.activity) })),
  };
  return { label: html`<b>${formatNumber(count)} ×</b> ${named(shift)}`, bars: [bar] };
}

/** One row per shift and times; shifts that differ in their breaks alone are added up. */
function designTable(zone: string, shifts: readonly AnonymousShift[], title: string): Markup {
  const alike = new Map<string, { shift: AnonymousShift; count: number }>();
  for (const shift of shifts) {
    const key = JSON.stringify([shift.shift, shift.startMs, shift.endMs, shift.paidSeconds, shift.queues]);
    const entry = alike.get(key) ?? { shift, count: 0 };
    entry.count += shift.count;
    alike.set(key, entry);
  }
  const rows = [...alike.values()].map(({ shift: { shift, startMs, endMs, paidSeconds, queues }, count }) => [
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
