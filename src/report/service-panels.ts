import type { RosterSimulation, SimulatedQueue, TargetVerdict } from '../core/index.js';
import { intervalVerdicts } from '../simulate/index.js';
import { addDays, dayStartMs, displayDay, displayInstant } from '../time/index.js';
import { chart, PLOT_WIDTH, path, present, projectY } from './chart.js';
import { type DayWindow, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatNumber, formatShare, formatTick, plural } from './format.js';
import { html, type Markup } from './html.js';
import type { Page } from './page.js';
import { short, stepBandPath, stepPath } from './path.js';
import type { Ticks } from './scale.js';
import { rounded } from './tip-values.js';

const HEIGHT = 84;
const PERCENT: Ticks = { from: 0, to: 100, values: [0, 50, 100] };
/** Height of the red mark where another target than the service level is missed. */
const LEAST_MARK = 4;

/** One day of a queue from its first to its last interval with contacts, in percent; null = no contacts. */
type PanelDay = {
  readonly day: string;
  /** Starts of the intervals and the end of the last. */
  readonly edges: readonly number[];
  readonly level: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** Upper end of the red where the target is missed with confidence. */
  readonly missed: readonly (number | null)[];
};

/** Service level of every interval, a small chart per day; misses are red. */
export function servicePanels(page: Page, queue: SimulatedQueue, { zone }: Pick<RosterSimulation, 'zone'>): Markup {
  const verdicts = intervalVerdicts(queue, { zone });
  const days = queue.days.flatMap(({ day }) => panelDay(queue, verdicts, zone, day));
  const sinceNoon = ({ day, edges }: PanelDay): DayWindow => ({
    fromMs: (edges[0] as number) - noonMs(zone, day),
    toMs: (edges.at(-1) as number) - noonMs(zone, day),
  });
  const window = windowOf(days.map(sinceNoon));
  if (window === null) return html``;
  return html`<div class="panels">${days.map((day) => panel(page, queue, zone, day, window))}</div>`;
}

function panelDay({ intervals, target }: SimulatedQueue, verdicts: readonly (TargetVerdict | null)[], zone: string, day: string): PanelDay[] {
  const endMs = dayStartMs(zone, addDays(day, 1));
  const startOfDay = dayStartMs(zone, day);
  const inside = intervals.startMs.flatMap((at, i) => (at >= startOfDay && at < endMs && intervals.serviceLevel[i] !== null ? [i] : []));
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return [];
  const indices = Array.from({ length: last - first + 1 }, (_, k) => first + k);
  const level = indices.map((i) => percentOf(intervals.serviceLevel[i]));
  const width = indices.map((i) => percentOf(intervals.serviceLevelHalfWidth[i]) ?? 0);
  const goal = percentOf(target.serviceLevel) ?? 0;
  return [
    {
      day,
      edges: [...indices, last + 1].map((i) => intervals.startMs[i] ?? endMs),
      level,
      low: level.map((value, k) => (value === null ? null : Math.max(0, value - (width[k] as number)))),
      high: level.map((value, k) => (value === null ? null : Math.min(100, value + (width[k] as number)))),
      missed: level.map((value, k) => (value === null || verdicts[first + k] !== 'missed' ? null : Math.max(goal, value + LEAST_MARK))),
    },
  ];
}

function percentOf(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : share * 100;
}

function panel(page: Page, { target, days }: SimulatedQueue, zone: string, { day, edges, level, low, high, missed }: PanelDay, window: DayWindow): Markup {
  const origin = noonMs(zone, day) + window.fromMs;
  const span = window.toMs - window.fromMs;
  const x = (i: number): number => (((edges[i] as number) - origin) / span) * PLOT_WIDTH;
  const projection = { x, y: projectY(PERCENT, HEIGHT) };
  const misses = missed.filter((value) => value !== null).length;
  const total = days.find((one) => one.day === day)?.serviceLevel[target.serviceLevelRule].mean;
  const note =
    misses > 0 ? html`<span class="missed">${plural(misses, 'interval', 'intervals')} missed</span>` : html`<span>${formatShare(total, 1)} in time</span>`;
  const goal = percentOf(target.serviceLevel);
  const figure = chart(page, {
    title: `Service level by interval on ${displayDay(day)}`,
    description: `${formatShare(total, 1)} answered in time over the day; ${formatNumber(misses)} of ${formatNumber(level.filter((value) => value !== null).length)} intervals missed.`,
    kind: 'panel',
    plotHeight: HEIGHT,
    ticks: PERCENT,
    formatTick,
    xTicks: hourTicks(zone, day, window, 5, 'HH'),
    layers: present([
      path('band inner', stepBandPath(low, high, projection)),
      path('short', stepBandPath(level, missed, projection)),
      goal === null ? null : path('target', `M0 ${short(projection.y(goal))}H${PLOT_WIDTH}`),
      path('expected', stepPath(level, projection)),
    ]),
    tips: {
      from: x(0) / PLOT_WIDTH,
      to: x(level.length) / PLOT_WIDTH,
      labels: level.map((_, i) => displayInstant(zone, edges[i] as number, 'EEE d MMM HH:mm')),
      series: [
        { name: 'in time, %', format: 'amount', values: rounded(level) },
        { name: '95 % interval', format: 'amount', values: rounded(low), upper: rounded(high) },
      ],
    },
  });
  return html`<div class="panel-box"><h4>${displayDay(day, 'EEE d MMM')} ${note}</h4>${figure}</div>`;
}
