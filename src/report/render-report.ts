import type { Agent, PlanResult } from '../core/index.js';
import { attentionCounts, attentionSection } from './attention-section.js';
import { definitions, provenanceSection } from './closing-section.js';
import { coverageSection } from './coverage-section.js';
import { designSection } from './design-section.js';
import { forecastSection, seriesName } from './forecast-section.js';
import { dayRange, headlineSection } from './headline-section.js';
import { html, jsonMarkup, type Markup } from './html.js';
import { newPage, type Page } from './page.js';
import { peaksSection } from './peaks-section.js';
import { rosterSection } from './roster-section.js';

/** What {@link renderReport} may be told beside the result. */
export type RenderReportOptions = {
  /** Heading and window title; `Staffing plan` by default. */
  readonly title?: string | undefined;
  /** The people of the roster: gives groups by contract, tiers and planned absences. */
  readonly agents?: readonly Agent[] | undefined;
};

/**
 * Writes a plan as one self-contained HTML page: figures, forecast with bands, peaks and troughs, requirement against coverage, roster
 * as a Gantt chart, and every warning.
 *
 * @param result - What `plan` returned.
 * @param options.title - Heading and window title.
 * @param options.agents - The people of the roster, for groups, tiers and absences.
 * @returns The page as text. It needs no network and no script: charts are static SVG, a small script adds tooltips and selectors. A
 * content security policy allows nothing else to run. Foreign text is escaped; control characters appear as visible stand-ins.
 * @remarks Same input, same page. Size grows with people × days (about 0.6 kB per shift) and queues × days, not with the history.
 * @example
 * typeof renderReport; // 'function'
 */
export async function renderReport(result: PlanResult, options: RenderReportOptions = {}): Promise<string> {
  const { title = 'Staffing plan', agents = [] } = options;
  const { clientScript, clientScriptHash, reportStyle, reportStyleHash } = await import('./client-script.generated.js');
  const page = newPage();
  const body = reportBody(page, result, title, agents);
  const policy = `default-src 'none'; style-src '${reportStyleHash}'; script-src '${clientScriptHash}'; base-uri 'none'; form-action 'none'`;
  const style: Markup = { markup: reportStyle };
  const script: Markup = { markup: clientScript };
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="shiftcast ${result.provenance.version}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
<script type="application/json" id="tips">${jsonMarkup(page.tips)}</script>
<script>${script}</script>
</body>
</html>
`.markup;
}

function reportBody(page: Page, result: PlanResult, title: string, agents: readonly Agent[]): Markup {
  const { roster, design } = result;
  const people = roster !== null ? rosterSection(page, result, roster, agents) : design !== null ? designSection(page, result, design) : html``;
  return html`${header(result, title)}
<main>
${headlineSection(result)}${lookFirst(result)}
${forecastSection(page, result)}
${peaksSection(result)}
${coverageSection(page, result)}
${people}
${attentionSection(result)}
${provenanceSection(result)}
</main>
${definitions()}`;
}

function header({ summary, forecast, roster, design, config }: PlanResult, title: string): Markup {
  const contents: [string, string][] = [
    ['figures', 'Figures'],
    ['forecast', 'Forecast'],
    ['peaks', 'Peaks'],
    ['coverage', 'Coverage'],
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
