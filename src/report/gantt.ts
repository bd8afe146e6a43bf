import { percent } from './chart.js';
import type { AxisTick, DayWindow } from './day-window.js';
import { html, type Markup } from './html.js';

const ROW = 18;
const AXIS = 20;

/** A stretch within a bar: a break, a training. */
type GanttPause = { readonly fromMs: number; readonly toMs: number; readonly style: string };

/** One bar, in milliseconds from noon of its day. `tip` is what it says when pointed at. */
export type GanttBar = { readonly fromMs: number; readonly toMs: number; readonly style: string; readonly tip: string; readonly pauses: readonly GanttPause[] };

/** A row with bars, or a heading without. */
export type GanttRow = { readonly label: Markup; readonly heading?: true; readonly bars: readonly GanttBar[] };

/** One day as bars: names in a column that stays put, bars in a box that scrolls on narrow screens. */
export function gantt(
  id: string,
  title: string,
  description: string,
  rows: readonly GanttRow[],
  window: DayWindow,
  ticks: readonly AxisTick[],
  strip: Markup | null,
): Markup {
  const height = AXIS + rows.length * ROW + 4;
  const at = (ms: number): string => percent((ms - window.fromMs) / (window.toMs - window.fromMs));
  const width = (from: number, to: number): string => percent((to - from) / (window.toMs - window.fromMs));
  const bar = (row: number, { fromMs, toMs, style, tip, pauses }: GanttBar): Markup =>
    html`<g class="bar"><title>${tip}</title><rect class="${style}" x="${at(fromMs)}" y="${AXIS + row * ROW + 3}" width="${width(fromMs, toMs)}" height="${ROW - 6}"/>${pauses.map(
      (pause) =>
        html`<rect class="${pause.style}" x="${at(pause.fromMs)}" y="${AXIS + row * ROW + 3}" width="${width(pause.fromMs, pause.toMs)}" height="${ROW - 6}"/>`,
    )}</g>`;
  return html`<div class="gantt scroll" tabindex="0" role="group" aria-label="${title}"><div class="names${strip === null ? null : ' below-strip'}" aria-hidden="true">${rows.map(
    (row) => html`<div${row.heading === true ? html` class="head"` : null}>${row.label}</div>`,
  )}</div><div class="bars">${strip}<svg class="rows" role="img" aria-labelledby="${id}t ${id}d" height="${height}"><title id="${id}t">${title}</title><desc id="${id}d">${description}</desc>${ticks.map(hourLine(height))}${rows.map(
    (row, i) =>
      row.heading === true
        ? html`<line class="grid" x1="0" x2="100%" y1="${AXIS + (i + 1) * ROW - 1}" y2="${AXIS + (i + 1) * ROW - 1}"/>`
        : row.bars.map((one) => bar(i, one)),
  )}</svg></div></div>`;
}

function hourLine(height: number): (tick: AxisTick) => Markup {
  return ({ at, label }) =>
    html`<line class="grid" x1="${percent(at)}" x2="${percent(at)}" y1="${AXIS - 4}" y2="${height}"/><text class="xl" x="${percent(at)}" y="12">${label}</text>`;
}
