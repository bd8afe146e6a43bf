import type { RosterSimulation } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { formatNumber, formatShare } from './format.js';
import { html, type Markup, named } from './html.js';
import { newPage, section, table } from './page.js';
import { pageDocument } from './page-document.js';
import { serviceSection } from './service-section.js';

/** What {@link renderSimulation} may be told beside the result. */
export type RenderSimulationOptions = {
  /** Heading and window title; `What the roster delivers` by default. */
  readonly title?: string | undefined;
};

/**
 * Draws a simulated roster as one self-contained HTML page: service against targets by queue, day and interval, and how busy people are.
 *
 * @param simulation - Of {@link simulateRoster}.
 * @returns The page as text; it needs no network and no script.
 * @example
 * const simulation = { zone: 'UTC', from: '2026-12-07', to: '2026-12-07', queues: [], groups: [], agents: [], misses: [], replications: 2, seed: 1, warnings: [], version: '' };
 * (await renderSimulation(simulation)).includes('<h1>What the roster delivers</h1>'); // true
 */
export async function renderSimulation(simulation: RosterSimulation, options: RenderSimulationOptions = {}): Promise<string> {
  const { title = 'What the roster delivers' } = options;
  const { from, to, zone, warnings } = simulation;
  const page = newPage();
  const body = html`<header><h1>${title}</h1><p>${displayDay(from, 'd MMM yyyy')} to ${displayDay(to, 'd MMM yyyy')} · ${zone}</p><nav aria-label="Contents" id="contents"></nav></header>
<main>
${serviceSection(page, simulation, {})}
${groupSection(simulation)}
${warnings.length === 0 ? null : section('warnings', 'Warnings', null, [html`<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`])}
</main>`;
  return pageDocument(page, title, simulation.version, body);
}

/** Groups of people with equal skills: how many, how busy. */
function groupSection({ groups }: RosterSimulation): Markup {
  const rows = groups.map(({ name, people, occupancy }) => [named(name), formatNumber(people), formatShare(occupancy.mean, 1)]);
  return section('groups', 'People by skills', 'A queue with +1, +2 is served from one, two tiers above the lowest that may take it.', [
    table('Groups of people with equal skills', [{ title: 'May serve' }, { title: 'People', numeric: true }, { title: 'Busy', numeric: true }], rows, 'quiet'),
  ]);
}
