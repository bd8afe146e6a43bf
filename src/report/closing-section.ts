import type { PlanResult } from '../core/index.js';
import { formatShare } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, section, table } from './page.js';

const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ['Contact', 'one request on any channel; volume counts those offered, handled or not.'],
  ['Handle time', 'mean talk, hold and wrap-up of a handled contact (AHT).'],
  ['Service level', 'share of contacts answered within the threshold.'],
  ['Mean wait', 'mean wait of the answered (ASA).'],
  ['Occupancy', 'handling time divided by time on line.'],
  ['Shrinkage', 'share of paid time not on line.'],
  ['Needed, on line', 'people the queues require in an interval; people planned to take contacts then.'],
  ['Agent-hour', 'one person on line for one hour.'],
  ['Full-time equivalents', 'paid hours divided by full-time hours.'],
  ['Band', 'the range that should hold the true figure with the chance named.'],
  ['How sure', 'share of past occurrences, or of the forecast, on this side of the normal.'],
  ['Proved bound', 'cost below which no roster under these rules can come; the gap is what lies between.'],
  ['Tier', 'level of a person in one skill; 1 (T1) is the first line.'],
];

/** Where the figures come from: version, seed, methods, configuration. */
export function provenanceSection({ provenance, forecast, config }: PlanResult): Markup {
  const weights = forecast.queues.flatMap((queue) =>
    queue.weights.map(({ method, weight, wape, lead }) => [named(queue.queue), method, formatShare(weight), formatShare(wape, 1), lead]),
  );
  return section('provenance', 'Where these figures come from', null, [
    html`<p>shiftcast ${provenance.version} (${provenance.method}), seed ${provenance.seed}. The same input, configuration and seed give the same figures.</p>`,
    weights.length === 0
      ? html``
      : details(
          'Forecast methods and their weights',
          table(
            'Forecast methods',
            [{ title: 'Queue' }, { title: 'Method' }, { title: 'Weight', numeric: true }, { title: 'Error in the backtest', numeric: true }, { title: 'Lead' }],
            weights,
          ),
        ),
    details('The configuration, every default written out', html`<pre tabindex="0">${JSON.stringify(config, null, 2)}</pre>`),
    details(
      'Options of the run',
      html`<pre tabindex="0">${JSON.stringify({ plan: provenance.options, forecast: forecast.provenance.options }, null, 2)}</pre>`,
    ),
  ]);
}

/** The words used on the page. */
export function definitions(): Markup {
  return html`<footer><h2>Words</h2><dl class="terms">${TERMS.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl></footer>
`;
}
