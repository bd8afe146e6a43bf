import type { Shift } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { coverageChart } from './coverage-section.js';
import { daySlices, hourTicks, noonMs } from './day-window.js';
import { formatAmount, plural } from './format.js';
import { type GanttBar, type GanttRow, gantt } from './gantt.js';
import { html, isolated, type Markup, named } from './html.js';
import type { Page } from './page.js';
import { clockRange, groupsOf, type Person, personLabel, type Scene } from './roster-scene.js';
import { largest, ticksFromZero } from './scale.js';

const STRIP_HEIGHT = 64;

/** One day: the coverage strip, then everybody at work from the earliest start on, then who is off. */
export function dayGantt(page: Page, scene: Scene, day: string): Markup {
  const { zone, people, window } = scene;
  const rows: GanttRow[] = [];
  for (const { group, members } of groupsOf(people)) {
    const working = members
      .flatMap((person) => {
        const shifts = person.shifts.filter((shift) => shift.day === day);
        return shifts.length === 0 ? [] : [{ person, shifts }];
      })
      .sort((a, b) => startOf(a.shifts) - startOf(b.shifts) || endOf(a.shifts) - endOf(b.shifts));
    if (working.length === 0) continue;
    if (group !== '') rows.push({ heading: true, label: html`${named(group)} <small>${working.length}</small>`, bars: [] });
    for (const { person, shifts } of working) rows.push({ label: personLabel(person), bars: shifts.map((shift) => shiftBar(scene, person, shift)) });
  }
  const off = people.filter(({ shifts }) => !shifts.some((shift) => shift.day === day));
  const names = displayDay(day);
  const atWork = people.length - off.length;
  const id = page.id('d');
  return html`<div class="day" role="group" id="${id}" data-label="${displayDay(day, 'EEE d MMM')}" aria-labelledby="${id}h"><h4 id="${id}h">${names} <span>${plural(atWork, 'person', 'people')} at work</span></h4>${
    rows.length === 0
      ? null
      : gantt(
          id,
          `Shifts on ${names}`,
          `${plural(atWork, 'person', 'people')} at work; the table of the week holds the same times.`,
          rows,
          window,
          hourTicks(zone, day, window, 15),
          dayStrip(page, scene, day),
        )
  }${off.length === 0 ? null : html`<p class="off-list"><b>Off:</b> ${off.map(({ agent }, i) => html`${i > 0 ? ', ' : null}${named(agent)}`)}</p>`}</div>
`;
}

function startOf(shifts: readonly Shift[]): number {
  return Math.min(...shifts.map(({ startMs }) => startMs));
}

function endOf(shifts: readonly Shift[]): number {
  return Math.max(...shifts.map(({ endMs }) => endMs));
}

function shiftBar({ zone, colourOf, pauseStyle }: Scene, person: Person, shift: Shift): GanttBar {
  const noon = noonMs(zone, shift.day);
  const away = shift.activities.filter(({ activity }) => activity !== 'online');
  const stretches = away.map(({ activity, startMs, endMs }) => `${isolated(activity)} ${clockRange(zone, startMs, endMs)}`);
  return {
    fromMs: shift.startMs - noon,
    toMs: shift.endMs - noon,
    style: colourOf(person, shift),
    tip: [
      `${isolated(person.agent)}: ${isolated(shift.shift)} ${clockRange(zone, shift.startMs, shift.endMs)}`,
      `${formatAmount(shift.paidSeconds / 3600)} h paid`,
      ...stretches,
    ].join(', '),
    pauses: away.map(({ activity, startMs, endMs }) => ({ fromMs: startMs - noon, toMs: endMs - noon, style: pauseStyle(activity) })),
  };
}

/** Coverage of one day above its bars, on the same clock. */
export function dayStrip(page: Page, { total, window, zone }: Pick<Scene, 'total' | 'window' | 'zone'>, day: string): Markup | null {
  if (total === null) return null;
  const slice = daySlices(zone, total.startMs, total.intervalSeconds, total.required.length).find((candidate) => candidate.day === day);
  if (slice === undefined) return null;
  const most = largest(
    total.required,
    total.covered.map((value, i) => value + (total.surplus[i] ?? 0)),
  );
  return coverageChart(page, total, slice, window, ticksFromZero(most, 2, true), {
    kind: 'strip',
    plotHeight: STRIP_HEIGHT,
    title: `People needed and on line on ${displayDay(day)}`,
    description: 'Above the shifts, on the same clock: what the queues need and who is on line.',
    hours: 'none',
  });
}
