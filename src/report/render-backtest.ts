import { VERSION } from '../core/index.js';
import { type Backtest, type MethodAccuracy, type QueueBacktest, seriesLabels } from '../forecast/index.js';
import { addDays, daysBetween, displayDay } from '../time/index.js';
import { chart, PLOT_WIDTH, path, present, projectY } from './chart.js';
import { weekTicks } from './day-window.js';
import { formatNumber, formatShare, formatTick } from './format.js';
import { html, isolated, type Markup } from './html.js';
import { legend, newPage, type Page, section, table } from './page.js';
import { pageDocument } from './page-document.js';
import { bandPath, linePath } from './path.js';
import { largest, ticksFromZero } from './scale.js';

/** What {@link renderBacktest} may be told beside the result. */
export type RenderBacktestOptions = {
  /** Heading and window title; `How good the forecast is` by default. */
  readonly title?: string | undefined;
};

const HEIGHT = 190;
const SMALL = 110;

const METHODS: Readonly<Record<MethodAccuracy['method'], string>> = {
  forecast: 'forecast',
  statistical: 'before overrides',
  seasonalNaive: 'last week again',
  fourWeekMean: 'mean of four weeks',
};

/**
 * Draws a backtest, or the scores of kept forecasts, as one self-contained HTML page: days as forecast and as they came, error by days ahead and by time of day, and the
 * figures of every method.
 *
 * @param result - Of `backtest` or `scoreForecasts`.
 * @returns The page as text; it needs no network and no script.
 * @example
 * const page = await renderBacktest({ queues: [] });
 * page.includes('<h1>How good the forecast is</h1>'); // true
 */
export async function renderBacktest(result: Pick<Backtest, 'queues'>, options: RenderBacktestOptions = {}): Promise<string> {
  const { title = 'How good the forecast is' } = options;
  const page = newPage();
  const labels = seriesLabels(result.queues);
  const body = html`<header><h1>${title}</h1><p>Error = sum of absolute errors ÷ contacts (WAPE). Chance = what is left when the true mean of every interval is known (Poisson).</p></header>
<main>
${result.queues.map((queue, i) => queueSection(page, queue, labels[i] as string, i))}
</main>`;
  return pageDocument(page, title, VERSION, body);
}

function queueSection(page: Page, queue: QueueBacktest, label: string, index: number): Markup {
  const lead = `${queue.folds.length} ${queue.folds.length === 1 ? 'forecast' : 'forecasts'}, ${queue.folds[0]?.from ?? ''} to ${queue.folds.at(-1)?.to ?? ''}. Chance alone makes ${formatShare(queue.poissonFloor, 1)}.`;
  return section(
    `queue-${index + 1}`,
    isolated(label),
    lead,
    present([methodTable(queue), daysChart(page, queue), leadChart(page, queue), timeChart(page, queue)]),
  );
}

function methodTable({ methods, ahtWape }: QueueBacktest): Markup {
  const rows = methods.map(({ method, interval, day }) => [
    METHODS[method],
    formatShare(interval.wape, 1),
    formatShare(interval.bias, 1),
    interval.mase === null ? '–' : formatNumber(interval.mase, 2),
    formatShare(interval.pinball, 1),
    formatShare(interval.coverage80),
    formatShare(interval.coverage95),
    formatShare(day.wape, 1),
    formatShare(day.coverage80),
  ]);
  const heads = ['Method', 'Error', 'Bias', 'MASE', 'Pinball', 'In 80 %', 'In 95 %', 'Error by day', 'Days in 80 %'];
  const handle = ahtWape === null ? null : html`<p>Handle time: ${formatShare(ahtWape, 1)} off, weighted by contacts.</p>`;
  return html`${table(
    'Accuracy of every method',
    heads.map((title, i) => ({ title, numeric: i > 0 })),
    rows,
  )}${handle}`;
}

/** Day totals as forecast, with their band, and as they came. */
function daysChart(page: Page, { queue, days }: QueueBacktest): Markup | null {
  const [firstDay, lastDay] = [days.day[0], days.day.at(-1)];
  if (firstDay === undefined || lastDay === undefined) return null;
  const count = daysBetween(firstDay, lastDay) + 1;
  const column = (values: readonly (number | null)[]): (number | null)[] => {
    const placed = new Array<number | null>(count).fill(null);
    days.day.forEach((day, i) => {
      placed[daysBetween(firstDay, day)] = values[i] ?? null;
    });
    return placed;
  };
  const [actual, expected, lower, upper] = [days.actual, days.forecast, days.volumeLower, days.volumeUpper].map(column) as [Column, Column, Column, Column];
  const ticks = ticksFromZero(largest(actual, expected, upper), 4);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y: projectY(ticks, HEIGHT) };
  const figure = chart(page, {
    title: `Contacts per day as forecast and as they came, ${isolated(queue)}`,
    description: `${count} days from ${displayDay(firstDay)}. The band should hold the true figure 80 % of the time.`,
    kind: 'wide',
    plotHeight: HEIGHT,
    ticks,
    formatTick,
    xTicks: weekTicks(firstDay, count),
    layers: present([
      path('band inner', bandPath(lower, upper, projection)),
      path('actual', linePath(actual, projection)),
      path('expected', linePath(expected, projection)),
    ]),
    tips: {
      from: 0,
      to: 1,
      labels: Array.from({ length: count }, (_, i) => displayDay(addDays(firstDay, i), 'EEE d MMM')),
      series: [
        { name: 'came', format: 'count', values: actual },
        { name: 'forecast', format: 'count', values: expected },
        { name: '80 % band', format: 'count', values: lower, upper },
      ],
    },
  });
  const keys = [
    { mark: 'k-actual', label: 'came' },
    { mark: 'k-expected', label: 'forecast' },
    { mark: 'k-inner', label: '80 % band' },
  ];
  return html`<h3>By day</h3>${figure}${legend(keys)}`;
}

type Column = (number | null)[];

/** Error by days ahead, beside the plain methods. */
function leadChart(page: Page, { queue, leads }: QueueBacktest): Markup | null {
  if (leads.length < 2) return null;
  const own = leads.map(({ wape }) => percentOf(wape));
  const naive = leads.map(({ seasonalNaive }) => percentOf(seasonalNaive));
  return html`<h3>By days ahead</h3>${errorChart(page, {
    title: `Error in % by days ahead, ${isolated(queue)}`,
    description: `From day ${leads[0]?.day} to day ${leads.at(-1)?.day} of the forecasts.`,
    labels: leads.map(({ day }) => `day ${day}`),
    every: Math.max(1, Math.ceil(leads.length / 10)),
    own,
    naive,
  })}${legend([
    { mark: 'k-expected', label: 'forecast, % off' },
    { mark: 'k-actual', label: 'last week again, % off' },
  ])}`;
}

/** Error by time of day. */
function timeChart(page: Page, { queue, times }: QueueBacktest): Markup | null {
  if (times.minute.length < 2) return null;
  const labels = times.minute.map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  return html`<h3>By time of day</h3>${errorChart(page, {
    title: `Error in % by time of day, ${isolated(queue)}`,
    description: `Intervals from ${labels[0]} to ${labels.at(-1)}.`,
    labels,
    every: Math.max(1, Math.ceil(labels.length / 10)),
    own: times.wape.map(percentOf),
    naive: null,
  })}${legend([{ mark: 'k-expected', label: 'forecast, % off' }])}`;
}

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}

type ErrorChart = {
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly every: number;
  readonly own: Column;
  readonly naive: Column | null;
};

function errorChart(page: Page, { title, description, labels, every, own, naive }: ErrorChart): Markup {
  const count = labels.length;
  const ticks = ticksFromZero(largest(own, naive ?? []), 3);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y: projectY(ticks, SMALL) };
  return chart(page, {
    title,
    description,
    kind: 'wide',
    plotHeight: SMALL,
    ticks,
    formatTick,
    xTicks: labels.flatMap((label, i) => (i % every === 0 ? [{ at: (i + 0.5) / count, label, level: (i % (2 * every) === 0 ? 0 : 1) as 0 | 1 }] : [])),
    layers: present([naive === null ? null : path('actual', linePath(naive, projection)), path('expected', linePath(own, projection))]),
    tips: {
      from: 0,
      to: 1,
      labels,
      series: [
        { name: 'forecast, % off', format: 'amount', values: own },
        ...(naive === null ? [] : [{ name: 'last week again, % off', format: 'amount' as const, values: naive }]),
      ],
    },
  });
}
