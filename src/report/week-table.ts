import type { Shift } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { percent } from './chart.js';
import { noonMs } from './day-window.js';
import { formatHours, formatNumber, plural } from './format.js';
import { html, type Markup, named } from './html.js';
import { clockRange, groupsOf, type Person, personLabel, type Scene } from './roster-scene.js';

/** Everybody's times on up to seven days, with a small bar for each shift and the hours paid. */
export function weekTable(scene: Scene, days: readonly string[]): Markup {
  const { people } = scene;
  const caption = `Week of ${displayDay(days[0] as string, 'd MMM')} to ${displayDay(days.at(-1) as string, 'd MMM yyyy')}`;
  const atWork = (day: string): number => people.filter(({ shifts }) => shifts.some((shift) => shift.day === day)).length;
  const paid = paidHours(people.flatMap(({ shifts }) => shifts.filter(({ day }) => days.includes(day))));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="week full"><caption>${caption}</caption><thead><tr><th scope="col" class="who">Person</th>${days.map(
    (day) => html`<th scope="col">${displayDay(day, 'EEE d')}</th>`,
  )}<th scope="col" class="n">Paid</th></tr></thead>${weekGroups(scene, days)}<tfoot><tr><th scope="row" class="who sum">At work</th>${days.map(
    (day) => html`<td class="sum">${formatNumber(atWork(day))}</td>`,
  )}<td class="n sum">${formatHours(paid)}</td></tr></tfoot></table></div>
`;
}

function weekGroups(scene: Scene, days: readonly string[]): Markup[] {
  return groupsOf(scene.people).map(({ group, members }) => {
    const heading =
      group === ''
        ? null
        : html`<tr><th class="group" scope="rowgroup" colspan="${days.length + 2}">${named(group)} <small>${plural(members.length, 'person', 'people')}</small></th></tr>`;
    return html`<tbody>${heading}${members.map((person) => weekRow(scene, person, days))}</tbody>`;
  });
}

function weekRow(scene: Scene, person: Person, days: readonly string[]): Markup {
  const week = person.shifts.filter(({ day }) => days.includes(day));
  return html`<tr><th scope="row" class="who">${personLabel(person)}</th>${days.map((day) => weekCell(scene, person, day))}<td class="n">${formatHours(paidHours(week))}</td></tr>
`;
}

function weekCell({ zone, window, colourOf }: Scene, person: Person, day: string): Markup {
  const shifts = person.shifts.filter((shift) => shift.day === day);
  if (shifts.length === 0) {
    const away = person.known?.unavailable.some((stretch) => 'day' in stretch && stretch.day === day) === true;
    return html`<td class="off">${away ? 'away' : '–'}</td>`;
  }
  const noon = noonMs(zone, day);
  const span = window.toMs - window.fromMs;
  const bars = shifts.map(
    (shift) =>
      html`<rect class="${colourOf(person, shift)}" x="${percent((shift.startMs - noon - window.fromMs) / span)}" width="${percent((shift.endMs - shift.startMs) / span)}" height="5"/>`,
  );
  return html`<td>${shifts.map((shift, i) => html`${i > 0 ? html`<br>` : null}${clockRange(zone, shift.startMs, shift.endMs)}`)}<svg class="mini" height="5" aria-hidden="true">${bars}</svg></td>`;
}

function paidHours(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, { paidSeconds }) => sum + paidSeconds, 0) / 3600;
}
