import { VERSION } from '../core/index.js';
import type { PlanPrice, WhatIf } from '../plan/index.js';
import { formatNumber } from './format.js';
import { html, type Markup } from './html.js';
import { leverSection } from './lever-section.js';
import { newPage, section } from './page.js';
import { pageDocument } from './page-document.js';
import { priceSection } from './price-section.js';

/** What {@link renderWhatIf} draws; at least one of the two. */
export type WhatIfPage = {
  /** Result of `whatIf`: the table of scenarios. */
  readonly comparison?: WhatIf | undefined;
  /** Result of `pricePlan`: the price of service as curves. */
  readonly price?: PlanPrice | undefined;
};

/** What {@link renderWhatIf} may be told beside the results. */
export type RenderWhatIfOptions = {
  /** Heading and window title; `What if` by default, `The price of service` for that alone. */
  readonly title?: string | undefined;
};

/**
 * Draws what decisions cost and bring, and the price of service, as one self-contained HTML page: scenarios in money, people and service; per queue people,
 * hours and money against the service level, with the point where one more agent no longer pays.
 *
 * @param results.comparison - Of `whatIf`.
 * @param results.price - Of `pricePlan`.
 * @returns The page as text; it needs no network and no script.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [60, 100], ahtSeconds: [240, 240], bands: [] };
 * const price = await pricePlan({ queues: [day] }, { queues: { billing: { patience: '2min' } } }, { costPerLostContact: 8 });
 * (await renderWhatIf({ price })).includes('One more agent pays up to'); // true
 */
export async function renderWhatIf(results: WhatIfPage, options: RenderWhatIfOptions = {}): Promise<string> {
  const { comparison, price } = results;
  const { title = comparison === undefined && price !== undefined ? 'The price of service' : 'What if' } = options;
  const page = newPage();
  const body = html`<header><h1>${title}</h1>${comparison === undefined ? null : spanWords(comparison)}<nav aria-label="Contents" id="contents">${
    comparison === undefined || price === undefined ? null : html`<a href="#levers">Decisions</a> <a href="#price">Price of service</a> `
  }</nav></header>
<main>
${comparison === undefined ? null : leverSection(comparison)}
${price === undefined ? null : priceSection(page, price)}
${comparison === undefined ? null : warningSection(comparison)}
</main>`;
  return pageDocument(page, title, comparison?.provenance.version ?? VERSION, body);
}

function spanWords({ base, weeks, costPerHour, provenance }: WhatIf): Markup {
  const lost = provenance.options.costPerLostContact;
  const lostWords = typeof lost !== 'number' ? 'lost contacts by queue' : lost === 0 ? 'lost contacts nothing' : `a lost contact ${formatNumber(lost, 2)}`;
  const span = weeks === 1 ? '1 week' : `${Number(weeks.toFixed(1))} weeks`;
  return html`<p>${formatNumber(base.restaffed.contacts)} contacts in ${span}; a paid hour costs ${formatNumber(costPerHour, 2)}, ${lostWords}.</p>`;
}

function warningSection({ base, scenarios }: WhatIf): Markup {
  const all = [...base.warnings, ...scenarios.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`))];
  if (all.length === 0) return html``;
  return section('warnings', 'Warnings', null, [html`<ul>${[...new Set(all)].map((warning) => html`<li>${warning}</li>`)}</ul>`]);
}
