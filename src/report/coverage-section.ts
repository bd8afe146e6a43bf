import type { PlanResult, QueueCoverage } from '../core/index.js';
import { displayDay, gridClock } from '../time/index.js';
import { chart, PLOT_WIDTH, path, present, projectY } from './chart.js';
import { type DaySlice, type DayWindow, daySlices, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatHours, formatTick } from './format.js';
import { html, type Markup, named } from './html.js';
import { legend, type Page, section } from './page.js';
import { stepBandPath, stepPath } from './path.js';
import { largest, type Ticks, ticksFromZero } from './scale.js';
import { clockLabel, rounded } from './tip-values.js';

const PANEL_HEIGHT = 120;

/** People needed, on line and beyond every need, on one interval grid. */
export type CoverageColumns = {
  readonly name: Markup;
  readonly plainName: string;
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly required: readonly number[];
  readonly covered: readonly number[];
  /** Zeros where the surplus belongs to no single queue. */
  readonly surplus: readonly number[];
};

/** All queues together when they share one grid; null without any coverage. */
export function totalCoverage(zone: string, coverage: readonly QueueCoverage[], surplus: readonly number[]): CoverageColumns | null {
  const first = coverage[0];
  if (first === undefined || !coverage.every((queue) => sameGrid(queue, first))) return null;
  const sum = (column: 'required' | 'covered'): number[] => first.required.map((_, i) => coverage.reduce((total, queue) => total + (queue[column][i] ?? 0), 0));
  return {
    name: html`All queues together`,
    plainName: 'all queues together',
    zone,
    startMs: first.startMs,
    intervalSeconds: first.intervalSeconds,
    required: sum('required'),
    covered: sum('covered'),
    surplus: first.required.map((_, i) => surplus[i] ?? 0),
  };
}

function sameGrid(a: QueueCoverage, b: QueueCoverage): boolean {
  return a.startMs === b.startMs && a.intervalSeconds === b.intervalSeconds && a.required.length === b.required.length;
}

/** Requirement against coverage, per queue and day. */
export function coverageSection(page: Page, { roster, design, forecast, config, requirements }: PlanResult): Markup {
  const plan = roster ?? design;
  const coverage = plan?.coverage ?? [];
  const zone = forecast.queues[0]?.zone ?? config.zone;
  if (plan === null || coverage.length === 0) return requirementOnly(page, requirements);
  const surplus = plan.surplus;
  const single = coverage.length === 1;
  const queues = coverage.map((queue): CoverageColumns => {
    const { startMs, intervalSeconds, required, covered } = queue;
    const own = single ? required.map((_, i) => surplus[i] ?? 0) : required.map(() => 0);
    return { name: named(queue.queue), plainName: queue.queue, zone, startMs, intervalSeconds, required, covered, surplus: own };
  });
  const total = single ? null : totalCoverage(zone, coverage, surplus);
  return section(
    'coverage',
    'Requirement against coverage',
    'People on line in every interval. The bold line is what the queues need; red is what is missing; the pale layer on top is what stands idle beyond every need.',
    [
      legend([
        { mark: 'k-required', label: 'needed' },
        { mark: 'k-covered', label: 'on line' },
        { mark: 'k-short', label: 'missing' },
        { mark: 'k-surplus', label: 'beyond every need' },
      ]),
      ...(total === null ? [] : [coverageOf(page, total, null)]),
      ...queues.map((queue, index) => coverageOf(page, queue, index)),
    ],
  );
}

/** Without any roster or shifts: the requirement alone. */
function requirementOnly(page: Page, requirements: PlanResult['requirements']): Markup {
  return section(
    'coverage',
    'Requirement',
    'People needed on line in every interval.',
    requirements.queues.map(({ queue, zone, startMs, intervalSeconds, agents }, index) =>
      coverageOf(
        page,
        { name: named(queue), plainName: queue, zone, startMs, intervalSeconds, required: agents, covered: agents, surplus: agents.map(() => 0) },
        index,
      ),
    ),
  );
}

function coverageOf(page: Page, columns: CoverageColumns, index: number | null): Markup {
  const { zone, startMs, intervalSeconds, required, covered, surplus } = columns;
  const days = daySlices(zone, startMs, intervalSeconds, required.length);
  const window = windowOf(days.flatMap((slice) => busyStretch(columns, slice)));
  if (window === null) return html``;
  const ticks = ticksFromZero(
    largest(
      required,
      covered.map((value, i) => value + (surplus[i] ?? 0)),
    ),
    3,
    true,
  );
  const open = days.filter((slice) => busyStretch(columns, slice).length > 0);
  const queue = index === null ? null : html` data-queue="${index}"`;
  return html`<article class="queue"${queue}><h3>${columns.name}</h3><div class="panels">${open.map((slice) => coveragePanel(page, columns, slice, window, ticks))}</div></article>
`;
}

function busyStretch({ zone, startMs, intervalSeconds, required, covered, surplus }: CoverageColumns, { day, from, to }: DaySlice): DayWindow[] {
  const busy = (i: number): boolean => (required[i] ?? 0) > 0 || (covered[i] ?? 0) > 0 || (surplus[i] ?? 0) > 0;
  let first = from;
  while (first < to && !busy(first)) first += 1;
  let end = to;
  while (end > first && !busy(end - 1)) end -= 1;
  const step = intervalSeconds * 1000;
  const noon = noonMs(zone, day);
  return end > first ? [{ fromMs: startMs + first * step - noon, toMs: startMs + end * step - noon }] : [];
}

function coveragePanel(page: Page, columns: CoverageColumns, slice: DaySlice, window: DayWindow, ticks: Ticks): Markup {
  const { day, from, to } = slice;
  const hours = columns.intervalSeconds / 3600;
  const missing = sumBetween(from, to, (i) => Math.max(0, (columns.required[i] ?? 0) - (columns.covered[i] ?? 0))) * hours;
  const needed = sumBetween(from, to, (i) => columns.required[i] ?? 0) * hours;
  const note = missing >= 0.05 ? html`<span class="missed">${formatHours(missing)} missing</span>` : html`<span>covered</span>`;
  return html`<div class="panel-box"><h4>${displayDay(day, 'EEE d MMM')} ${note}</h4>${coverageChart(page, columns, slice, window, ticks, {
    kind: 'panel',
    plotHeight: PANEL_HEIGHT,
    title: `People needed and on line on ${displayDay(day)}`,
    description: `${formatHours(needed)} needed, ${missing >= 0.05 ? `${formatHours(missing)} missing` : 'all covered'}.`,
    hours: 'short',
  })}</div>`;
}

function sumBetween(from: number, to: number, value: (index: number) => number): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += value(i);
  return sum;
}

/** Step areas of one day: on line, beyond need, missing, and the requirement as a line. */
export function coverageChart(
  page: Page,
  { zone, startMs, intervalSeconds, required, covered, surplus }: CoverageColumns,
  { day, from, to }: DaySlice,
  window: DayWindow,
  ticks: Ticks,
  look: {
    readonly kind: 'strip' | 'panel';
    readonly plotHeight: number;
    readonly title: string;
    readonly description: string;
    readonly hours: 'short' | 'none';
  },
): Markup {
  const step = intervalSeconds * 1000;
  const origin = noonMs(zone, day) + window.fromMs;
  const span = window.toMs - window.fromMs;
  // Overnight shifts run past the day's last interval: whatever the grid still has within the window belongs to the picture.
  const first = Math.max(0, Math.min(from, Math.ceil((origin - startMs) / step)));
  const end = Math.min(required.length, Math.max(to, Math.floor((origin + span - startMs) / step)));
  const inside = (i: number): boolean => startMs + i * step >= origin && startMs + (i + 1) * step <= origin + span;
  const indices = Array.from({ length: end - first }, (_, i) => first + i).filter(inside);
  const low = indices[0] ?? from;
  const x = (i: number): number => ((startMs + (low + i) * step - origin) / span) * PLOT_WIDTH;
  const projection = { x, y: projectY(ticks, look.plotHeight) };
  const needs = indices.map((i) => required[i] ?? 0);
  const onLine = indices.map((i) => covered[i] ?? 0);
  const idle = indices.map((i) => surplus[i] ?? 0);
  const zero = needs.map(() => 0);
  const top = onLine.map((value, i) => value + (idle[i] as number));
  const line = needs.map((value, i) => (value > 0 || (onLine[i] as number) > 0 ? value : null));
  const { minutes } = gridClock(zone, startMs + low * step, intervalSeconds, indices.length);
  return chart(page, {
    ...look,
    ticks,
    formatTick,
    xTicks: look.hours === 'none' ? [] : hourTicks(zone, day, window, 5, 'HH'),
    layers: present([
      path('covered', stepBandPath(zero, onLine, projection)),
      path('surplus', stepBandPath(onLine, top, projection)),
      path('short', stepBandPath(onLine, needs, projection)),
      path('required', stepPath(line, projection)),
    ]),
    tips: {
      from: x(0) / PLOT_WIDTH,
      to: x(indices.length) / PLOT_WIDTH,
      labels: Array.from(minutes, (minute) => clockLabel(day, minute)),
      series: [
        { name: 'needed', format: 'people', values: rounded(needs) },
        { name: 'on line', format: 'people', values: rounded(onLine) },
        { name: 'missing', format: 'people', values: rounded(needs.map((value, i) => Math.max(0, value - (onLine[i] as number)))) },
        { name: 'beyond need', format: 'people', values: rounded(idle) },
      ],
    },
  });
}
