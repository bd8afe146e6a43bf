import type { AxisTick } from './day-window.js';
import { html, type Markup } from './html.js';
import type { ChartTips, Page } from './page.js';
import { short } from './path.js';
import type { Ticks } from './scale.js';

/** Drawing units across the plot area; it is stretched to whatever width the screen has. */
export const PLOT_WIDTH = 1000;

const TOP = 8;
const AXIS = 18;

/** What a chart shows, apart from its axes. */
export type ChartContent = {
  readonly title: string;
  /** One sentence that says what the picture says. */
  readonly description: string;
  readonly kind: 'wide' | 'panel' | 'strip';
  readonly plotHeight: number;
  readonly ticks: Ticks;
  readonly formatTick: (value: number) => string;
  readonly xTicks: readonly AxisTick[];
  /** Paths in 0…PLOT_WIDTH by 0…plotHeight, stretched sideways; strokes keep their width. */
  readonly layers: readonly Markup[];
  /** Marks that must not be stretched, placed in percent of the width; y from 0 to plotHeight. */
  readonly marks?: readonly Markup[];
  readonly tips: ChartTips | null;
};

/** Height in drawing units of a value on the axis. */
export function projectY(ticks: Ticks, plotHeight: number): (value: number) => number {
  const span = ticks.to - ticks.from;
  return (value) => plotHeight - (Math.min(Math.max(value, ticks.from), ticks.to + span * 0.02) - ticks.from) * (plotHeight / span);
}

/** `12.3%` */
export function percent(share: number): string {
  return `${Math.round(share * 10000) / 100}%`;
}

/**
 * A chart as one SVG that needs no script: positions across are percentages and the paths live in a stretched inner SVG, so it fills any
 * width from phone to paper while its letters and strokes keep their size.
 */
export function chart(page: Page, content: ChartContent): Markup {
  const { kind, plotHeight, ticks, title, description } = content;
  const id = page.id('c');
  if (content.tips !== null) page.addTips(id, content.tips);
  const height = TOP + plotHeight + (content.xTicks.length === 0 ? 2 : AXIS);
  const y = projectY(ticks, plotHeight);
  const tipped = content.tips === null ? null : html` data-tips="${id}"`;
  return html`<svg class="chart ${kind}" role="img" aria-labelledby="${id}t ${id}d" height="${height}"${tipped}><title id="${id}t">${title}</title><desc id="${id}d">${description}</desc>${ticks.values.map(
    (value) =>
      html`<line class="${value === ticks.from ? 'base' : 'grid'}" x1="0" x2="100%" y1="${short(TOP + y(value))}" y2="${short(TOP + y(value))}"/><text class="yl" x="-6" y="${short(TOP + y(value) + 4)}">${content.formatTick(value)}</text>`,
  )}${content.xTicks.map(xTick(TOP + plotHeight))}<svg class="plot" x="0" y="${TOP}" width="100%" height="${plotHeight}" viewBox="0 0 ${PLOT_WIDTH} ${plotHeight}" preserveAspectRatio="none">${content.layers}</svg>${
    content.marks === undefined || content.marks.length === 0
      ? null
      : html`<svg class="plot" x="0" y="${TOP}" width="100%" height="${plotHeight}">${content.marks}</svg>`
  }</svg>`;
}

function xTick(bottom: number): (tick: AxisTick) => Markup {
  return ({ at, label, level }) => {
    // At the very ends the label leans inward, so that nothing sticks out of the box.
    const lean = at > 0.97 ? ' end' : at < 0.03 ? ' start' : '';
    return html`<g class="t${level}"><line class="tick" x1="${percent(at)}" x2="${percent(at)}" y1="${bottom}" y2="${bottom + 4}"/><text class="xl${lean}" x="${percent(at)}" y="${bottom + 15}">${label}</text></g>`;
  };
}

/** A path with a class, or nothing when it is empty. */
export function path(style: string, d: string): Markup | null {
  return d === '' ? null : html`<path class="${style}" d="${d}"/>`;
}

/** Drops what is not there. */
export function present(parts: readonly (Markup | null)[]): Markup[] {
  return parts.filter((part): part is Markup => part !== null);
}
