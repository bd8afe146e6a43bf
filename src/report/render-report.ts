import type { Agent, PlanResult } from '../core/index.js';
import { attentionCounts, attentionSection } from './attention-section.js';
import { definitions, provenanceSection } from './closing-section.js';
import { coverageSection } from './coverage-section.js';
import { designSection } from './design-section.js';
import { forecastSection, seriesName } from './forecast-section.js';
import { dayRange, headlineSection } from './headline-section.js';
import { html, type Markup } from './html.js';
import { newPage, type Page } from './page.js';
import { pageDocument } from './page-document.js';
import { peaksSection } from './peaks-section.js';
import { rosterSection } from './roster-section.js';
import { serviceSection } from './service-section.js';

/** What {@link renderReport} may be told beside the result. */
export type RenderReportOptions = {
  /** Heading and window title; `Staffing plan` by default. */
  readonly title?: string | undefined;
  /** The people of the roster: gives groups by contract, tiers and planned absences. */
  readonly agents?: readonly Agent[] | undefined;
  /** Sentences that tell why people are missing and what would help, from {@link explainRoster} in words of your own. */
  readonly reasons?: readonly string[] | undefined;
};

/**
 * Writes a plan as one self-contained HTML page: figures, forecast with bands, peaks and troughs, requirement against coverage, the service
 * of a simulated roster, roster as a Gantt chart, and every warning.
 *
 * @param result - What `plan` returned; with `simulation` (`untilMet`, or a {@link simulateRoster} result put there) also the service it delivers.
 * @param options.title - Heading and window title.
 * @param options.agents - The people of the roster, for groups, tiers and absences.
 * @param options.reasons - Why people are missing, a sentence each.
 * @returns The page as text. It needs no network and no script: charts are static SVG, a small script adds tooltips and selectors. A
 * content security policy allows nothing else to run. Foreign text is escaped; control characters appear as visible stand-ins.
 * @remarks Same input, same page. Size grows with people × days (about 0.6 kB per shift) and queues × days, not with the history.
 * @example
 * typeof renderReport; // 'function'
 */
export async function renderReport(result: PlanResult, options: RenderReportOptions = {}): Promise<string> {
  const { title = 'Staffing plan', agents = [], reasons = [] } = options;
  const page = newPage();
  return pageDocument(page, title, result.provenance.version, reportBody(page, result, title, agents, reasons));
}

function reportBody(page: Page, result: PlanResult, title: string, agents: readonly Agent[], reasons: readonly string[]): Markup {
  const { roster, design } = result;
  const people = roster !== null ? rosterSection(page, result, roster, agents) : design !== null ? designSection(page, result, design) : html``;
  return html`${header(result, title)}
<main>
${headlineSection(result)}${lookFirst(result)}
${forecastSection(page, result)}
${peaksSection(result)}
${coverageSection(page, result)}
${simulatedService(page, result)}
${people}
${attentionSection(result, reasons)}
${provenanceSection(result)}
</main>
${definitions()}`;
}

function simulatedService(page: Page, { simulation, summary, service, forecast }: PlanResult): Markup | null {
  return simulation === undefined ? null : serviceSection(page, simulation, { summary, service, queueNames: forecast.queues.map(({ queue }) => queue) });
}

function header({ summary, forecast, roster, design, simulation, config }: PlanResult, title: string): Markup {
  const contents: [string, string][] = [
    ['figures', 'Figures'],
    ['forecast', 'Forecast'],
    ['peaks', 'Peaks'],
    ['coverage', 'Coverage'],
    ...(simulation === undefined ? [] : [['service', 'Simulated service'] as [string, string]]),
    ...(roster === null && design === null ? [] : [['roster', roster === null ? 'Shifts' : 'Roster'] as [string, string]]),
    ['attention', 'Attention'],
    ['provenance', 'Sources'],
  ];
  const queues = forecast.queues.map((queue, i) => html`${i > 0 ? ', ' : null}${seriesName(queue)}`);
  return html`<header><h1>${title}</h1><p>${dayRange(summary.rosterFrom, summary.rosterTo)} · ${config.zone} · ${queues}</p><nav aria-label="Contents" id="contents">${contents.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav></header>`;
}

function lookFirst(result: PlanResult): Markup {
  const counts = attentionCounts(result);
  if (counts.length === 0) return html``;
  return html`<p class="look"><b>Look at first:</b> ${counts.map(({ text, href }, i) => html`${i > 0 ? ' · ' : null}<a href="${href}">${text}</a>`)}</p>`;
}
