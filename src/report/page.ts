import { html, type Markup } from './html.js';

/** One line of a tooltip: a name, how to write its numbers, one value per position, and the upper end for bands. */
export type TipSeries = {
  readonly name: string;
  readonly format: 'count' | 'amount' | 'people' | 'seconds';
  readonly values: readonly (number | null)[];
  readonly upper?: readonly (number | null)[];
};

/** What a chart says at each place; positions divide [from, to] of its width evenly, unless `at` lists them, rising, as shares of the width. */
export type ChartTips = {
  readonly from: number;
  readonly to: number;
  readonly at?: readonly number[];
  readonly labels: readonly string[];
  readonly series: readonly TipSeries[];
};

/** Collects what the parts of one page share: ids and the data behind tooltips. */
export type Page = {
  id(prefix: string): string;
  addTips(id: string, tips: ChartTips): void;
  readonly tips: Readonly<Record<string, ChartTips>>;
};

/** An empty page. */
export function newPage(): Page {
  const tips: Record<string, ChartTips> = {};
  let count = 0;
  return {
    id(prefix) {
      count += 1;
      return `${prefix}${count}`;
    },
    addTips(id, data) {
      tips[id] = data;
    },
    tips,
  };
}

/** A headed part of the page; `id` is what the contents link to. */
export function section(id: string, title: string, lead: Markup | string | null, body: readonly Markup[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>${lead === null || lead === '' ? null : html`<p class="lead">${lead}</p>`}${body}</section>
`;
}

/** A column of a table; `numeric` ones are set flush right. */
export type TableColumn = { readonly title: string; readonly numeric?: boolean };

/**
 * A table in a box of its own that scrolls sideways where the screen is narrow; the first cell of each row is its heading. `full` ones take all the width; the caption of
 * `quiet` ones repeats the heading above and is for listeners alone.
 */
export function table(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly (Markup | string | number)[])[],
  look: 'plain' | 'full' | 'quiet' = 'plain',
): Markup {
  const cell = (value: Markup | string | number, i: number): Markup => {
    const style = columns[i]?.numeric === true ? html` class="n"` : null;
    return i === 0 ? html`<th scope="row"${style}>${value}</th>` : html`<td${style}>${value}</td>`;
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table${look === 'full' ? html` class="full"` : null}><caption${look === 'quiet' ? html` class="unseen"` : null}>${caption}</caption><thead><tr>${columns.map(
    ({ title, numeric }) => html`<th scope="col"${numeric === true ? html` class="n"` : null}>${title}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

/** Details that open on demand; `count` says what waits inside. */
export function details(summary: Markup | string, body: Markup | readonly Markup[]): Markup {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}

/** Colour keys of a chart. */
export function legend(entries: readonly { readonly mark: string; readonly label: Markup | string }[]): Markup {
  return html`<ul class="legend">${entries.map(({ mark, label }) => html`<li><span class="key ${mark}" aria-hidden="true"></span>${label}</li>`)}</ul>`;
}
