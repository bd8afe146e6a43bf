import type { Agent, PlanResult, Roster } from '../core/index.js';
import { dayGantt } from './day-gantt.js';
import { plural } from './format.js';
import { html, type Markup } from './html.js';
import { legend, type Page, section } from './page.js';
import { rosterScene, type Scene } from './roster-scene.js';
import { weekTable } from './week-table.js';

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

function usesOther({ people, pauseStyle }: Scene): boolean {
  return people.some(({ shifts }) =>
    shifts.some(({ activities }) => activities.some(({ activity }) => activity !== 'online' && pauseStyle(activity) === 'p-other')),
  );
}
