import type { Agent, PlanResult, Roster, Shift } from '../core/index.js';
import { addDays, daysBetween, displayDay, displayInstant } from '../time/index.js';
import { percent } from './chart.js';
import { type CoverageColumns, coverageChart, totalCoverage } from './coverage-section.js';
import { type DayWindow, daySlices, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatAmount, formatHours, formatNumber, plural } from './format.js';
import { type GanttBar, type GanttRow, gantt } from './gantt.js';
import { html, isolated, type Markup, named } from './html.js';
import { legend, type Page, section } from './page.js';
import { largest, ticksFromZero } from './scale.js';

/** How many colours the shifts take turns with. */
const COLOURS = 6;
const STRIP_HEIGHT = 64;

/** What is known of one person beside the shifts. */
type Person = { readonly agent: string; readonly shifts: readonly Shift[]; readonly group: string; readonly tier: number | null; readonly known: Agent | null };

/** What all pictures of one roster share. */
type Scene = {
  readonly zone: string;
  readonly days: readonly string[];
  readonly people: readonly Person[];
  readonly window: DayWindow;
  readonly colourOf: (person: Person, shift: Shift) => string;
  readonly colours: readonly { readonly mark: string; readonly label: Markup }[];
  readonly pauseStyle: (activity: string) => string;
  readonly total: CoverageColumns | null;
};

/** Every person's week, then each day as a Gantt chart. */
export function rosterSection(page: Page, result: PlanResult, roster: Roster, agents: readonly Agent[]): Markup {
  const scene = rosterScene(result, roster, agents);
  if (scene === null) return section('roster', 'Roster', 'Nobody is rostered.', []);
  const weeks: Markup[] = [];
  for (let i = 0; i < scene.days.length; i += 7) weeks.push(weekTable(scene, scene.days.slice(i, i + 7)));
  const keys = [
    ...scene.colours,
    { mark: 'k-paid', label: html`paid break` },
    { mark: 'k-unpaid', label: html`unpaid break` },
    ...(usesOther(scene) ? [{ mark: 'k-other', label: html`other work away from the queues` }] : []),
  ];
  return section(
    'roster',
    'Roster',
    `${plural(roster.agents.length, 'person', 'people')}, ${plural(scene.days.length, 'day', 'days')}. Local time of ${scene.zone}.`,
    [legend(keys), ...weeks, html`<h3>Day by day</h3><div class="days" data-days="Day">${scene.days.map((day) => dayGantt(page, scene, day))}</div>`],
  );
}

function rosterScene(result: PlanResult, roster: Roster, agents: readonly Agent[]): Scene | null {
  const zone = result.config.zone;
  const byName = new Map(agents.map((agent) => [agent.agent, agent]));
  const people = groupPeople(roster.agents.map(({ agent, shifts }) => ({ agent, shifts, known: byName.get(agent) ?? null })));
  const all = roster.agents.flatMap(({ shifts }) => shifts);
  const window = windowOf(all.map((shift) => ({ fromMs: shift.startMs - noonMs(zone, shift.day), toMs: shift.endMs - noonMs(zone, shift.day) })));
  if (window === null) return null;
  const { rosterFrom, rosterTo } = result.summary;
  const days = Array.from({ length: Math.max(1, daysBetween(rosterFrom, rosterTo) + 1) }, (_, i) => addDays(rosterFrom, i));
  return {
    zone,
    days,
    people,
    window,
    ...colouring(people, all),
    pauseStyle: pauseStyles(result),
    total: totalCoverage(zone, roster.coverage, roster.surplus),
  };
}

/** Groups by contract where there are several, else by tier; within a group by tier, keeping the order of the list. */
function groupPeople(people: readonly { agent: string; shifts: readonly Shift[]; known: Agent | null }[]): Person[] {
  const contracts = new Set(people.map(({ known }) => known?.contract ?? ''));
  const withTier = people.map((person) => ({ ...person, tier: highestTier(person.known) }));
  const tiers = new Set(withTier.map(({ tier }) => tier));
  const groupOf = (person: (typeof withTier)[number]): string => {
    if (contracts.size > 1) return person.known?.contract ?? 'no contract given';
    return tiers.size > 1 ? (person.tier === null ? 'tier unknown' : `tier ${person.tier}`) : '';
  };
  const grouped = withTier.map((person) => ({ ...person, group: groupOf(person) }));
  const order = [...new Set(grouped.map(({ group }) => group))];
  if (contracts.size <= 1) order.sort();
  return order.flatMap((group) => grouped.filter((person) => person.group === group).sort((a, b) => (a.tier ?? 0) - (b.tier ?? 0)));
}

function highestTier(agent: Agent | null): number | null {
  return agent === null || agent.skills.length === 0 ? null : Math.max(...agent.skills.map(({ tier }) => tier));
}

/** Colours by shift where there are several, else by tier. */
function colouring(people: readonly Person[], shifts: readonly Shift[]): Pick<Scene, 'colourOf' | 'colours'> {
  const names = [...new Set(shifts.map(({ shift }) => shift))].sort();
  const tiers = [...new Set(people.flatMap(({ tier }) => (tier === null ? [] : [tier])))].sort((a, b) => a - b);
  if (names.length === 1 && tiers.length > 1) {
    return {
      colourOf: ({ tier }) => `s${Math.max(0, tiers.indexOf(tier ?? -1)) % COLOURS}`,
      colours: tiers.map((tier, i) => ({ mark: `k-s${i % COLOURS}`, label: html`tier ${tier}` })),
    };
  }
  const index = new Map(names.map((name, i) => [name, i % COLOURS]));
  return { colourOf: (_, { shift }) => `s${index.get(shift) ?? 0}`, colours: names.map((name, i) => ({ mark: `k-s${i % COLOURS}`, label: named(name) })) };
}

/** Paid and unpaid breaks as the plan names them; anything else is other work. */
export function pauseStyles({ config }: Pick<PlanResult, 'config'>): (activity: string) => string {
  const paid = new Map(Object.values(config.shifts ?? {}).flatMap(({ breaks }) => (breaks ?? []).map((pause) => [pause.name, pause.paid ?? true] as const)));
  return (activity) => {
    const known = paid.get(activity);
    return known === undefined ? 'p-other' : known ? 'p-paid' : 'p-unpaid';
  };
}

function usesOther({ people, pauseStyle }: Scene): boolean {
  return people.some(({ shifts }) =>
    shifts.some(({ activities }) => activities.some(({ activity }) => activity !== 'online' && pauseStyle(activity) === 'p-other')),
  );
}

/** `08:00–16:30` */
export function clockRange(zone: string, startMs: number, endMs: number): string {
  return `${displayInstant(zone, startMs, 'HH:mm')}–${displayInstant(zone, endMs, 'HH:mm')}`;
}

function weekTable(scene: Scene, days: readonly string[]): Markup {
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

function groupsOf(people: readonly Person[]): { group: string; members: Person[] }[] {
  const groups: { group: string; members: Person[] }[] = [];
  for (const person of people) {
    if (groups.at(-1)?.group !== person.group) groups.push({ group: person.group, members: [] });
    groups.at(-1)?.members.push(person);
  }
  return groups;
}

function weekRow(scene: Scene, person: Person, days: readonly string[]): Markup {
  const week = person.shifts.filter(({ day }) => days.includes(day));
  return html`<tr><th scope="row" class="who">${personLabel(person)}</th>${days.map((day) => weekCell(scene, person, day))}<td class="n">${formatHours(paidHours(week))}</td></tr>
`;
}

function personLabel({ agent, tier }: Person): Markup {
  return html`${named(agent)}${tier === null ? null : html` <small>T${tier}</small>`}`;
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

/** One day: the coverage strip, then everybody at work from the earliest start on, then who is off. */
function dayGantt(page: Page, scene: Scene, day: string): Markup {
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

function dayStrip(page: Page, { total, window, zone }: Scene, day: string): Markup | null {
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
