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

/** What a method is called; weekly and monthly totals are compared with other plain methods than intervals. */
function methodName(method: MethodAccuracy['method'], { grain }: QueueBacktest): string {
  if (grain === undefined || method === 'forecast' || method === 'statistical') return METHODS[method];
  return method === 'seasonalNaive' ? 'a year before' : `mean of four ${grain}s`;
}

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
    present([methodTable(queue), daysChart(page, queue), leadChart(page, queue), timeChart(page, queue), weightTable(queue)]),
  );
}

function methodTable(queue: QueueBacktest): Markup {
  const { methods, ahtWape, grain } = queue;
  const rows = methods.map(({ method, interval, day }) => [
    methodName(method, queue),
    formatShare(interval.wape, 1),
    formatShare(interval.bias, 1),
    interval.mase === null ? '–' : formatNumber(interval.mase, 2),
    formatShare(interval.pinball, 1),
    formatShare(interval.coverage80),
    formatShare(interval.coverage95),
    ...(grain === undefined ? [formatShare(day.wape, 1), formatShare(day.coverage80)] : []),
  ]);
  const heads = ['Method', 'Error', 'Bias', 'MASE', 'Pinball', 'In 80 %', 'In 95 %', ...(grain === undefined ? ['Error by day', 'Days in 80 %'] : [])];
  const handle = ahtWape === null ? null : html`<p>Handle time: ${formatShare(ahtWape, 1)} off, weighted by contacts.</p>`;
  return html`${table(
    'Accuracy of every method',
    heads.map((title, i) => ({ title, numeric: i > 0 })),
    rows,
  )}${handle}`;
}

/** Methods that were combined: weight and error in the backtest behind the last forecast. */
function weightTable({ weights }: QueueBacktest): Markup | null {
  const own = weights.filter(({ method }) => !method.startsWith('day score:'));
  const leads = [...new Set(own.map(({ lead }) => lead))];
  if (own.length === 0) return null;
  const rows = [...new Set(own.map(({ method }) => method))].map((method) => [
    method,
    ...leads.flatMap((lead) => {
      const found = own.find((one) => one.method === method && one.lead === lead);
      return found === undefined ? ['–', '–'] : [formatShare(found.weight), formatShare(found.wape, 1)];
    }),
  ]);
  const heads = ['Method', ...leads.flatMap((lead) => [`Weight, ${lead}`, 'Error'])];
  return html`<details><summary>What the forecast is made of</summary>${table(
    'Weight and error of each method, by days ahead',
    heads.map((title, i) => ({ title, numeric: i > 0 })),
    rows,
  )}</details>`;
}

/** Day totals, or those of weeks or months, as forecast, with their band, and as they came. */
function daysChart(page: Page, { queue, days, grain }: QueueBacktest): Markup | null {
  const [firstDay, lastDay] = [days.day[0], days.day.at(-1)];
  if (firstDay === undefined || lastDay === undefined) return null;
  const count = grain === undefined ? daysBetween(firstDay, lastDay) + 1 : days.day.length;
  const column = (values: readonly (number | null)[]): (number | null)[] => {
    const placed = new Array<number | null>(count).fill(null);
    days.day.forEach((day, i) => {
      placed[grain === undefined ? daysBetween(firstDay, day) : i] = values[i] ?? null;
    });
    return placed;
  };
  const [actual, expected, lower, upper] = [days.actual, days.forecast, days.volumeLower, days.volumeUpper].map(column) as [Column, Column, Column, Column];
  const ticks = ticksFromZero(largest(actual, expected, upper), 4);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y: projectY(ticks, HEIGHT) };
  const figure = chart(page, {
    title: `Contacts per ${grain ?? 'day'} as forecast and as they came, ${isolated(queue)}`,
    description: `${count} ${grain ?? 'day'}s from ${displayDay(firstDay)}. The band should hold the true figure 80 % of the time.`,
    kind: 'wide',
    plotHeight: HEIGHT,
    ticks,
    formatTick,
    xTicks:
      grain === undefined ? weekTicks(firstDay, count) : everyTenth(days.day.map((day) => displayDay(day, grain === 'month' ? 'MMM yyyy' : 'd MMM yyyy'))),
    layers: present([
      path('band inner', bandPath(lower, upper, projection)),
      path('actual', linePath(actual, projection)),
      path('expected', linePath(expected, projection)),
    ]),
    tips: {
      from: 0,
      to: 1,
      labels:
        grain === undefined ? Array.from({ length: count }, (_, i) => displayDay(addDays(firstDay, i), 'EEE d MMM')) : days.day.map((day) => displayDay(day)),
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
  return html`<h3>By ${grain ?? 'day'}</h3>${figure}${legend(keys)}`;
}

type Column = (number | null)[];

/** Labels below a chart, about ten of them. */
function everyTenth(labels: readonly string[]): { readonly at: number; readonly label: string; readonly level: 0 | 1 }[] {
  const every = Math.max(1, Math.ceil(labels.length / 10));
  return labels.flatMap((label, i) => (i % every === 0 ? [{ at: (i + 0.5) / labels.length, label, level: (i % (2 * every) === 0 ? 0 : 1) as 0 | 1 }] : []));
}

/** Error by days ahead, beside the plain methods and what chance alone makes. */
function leadChart(page: Page, queue: QueueBacktest): Markup | null {
  const { leads, grain = 'day' } = queue;
  if (leads.length < 2) return null;
  const other = leads.some(({ seasonalNaive }) => seasonalNaive !== null) ? 'seasonalNaive' : 'fourWeekMean';
  return html`<h3>By ${grain}s ahead</h3>${errorChart(page, {
    title: `Error in % by ${grain}s ahead, ${isolated(queue.queue)}`,
    description: `From ${grain} ${leads[0]?.day} to ${grain} ${leads.at(-1)?.day} of the forecasts.`,
    labels: leads.map(({ day }) => `${grain} ${day}`),
    own: leads.map(({ wape }) => percentOf(wape)),
    plain: { name: methodName(other, queue), values: leads.map((lead) => percentOf(lead[other])) },
    chance: leads.map(({ poissonFloor }) => percentOf(poissonFloor)),
  })}`;
}

/** Error by time of day, and what chance alone makes. */
function timeChart(page: Page, { queue, times }: QueueBacktest): Markup | null {
  if (times.minute.length < 2) return null;
  const labels = times.minute.map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  return html`<h3>By time of day</h3>${errorChart(page, {
    title: `Error in % by time of day, ${isolated(queue)}`,
    description: `Intervals from ${labels[0]} to ${labels.at(-1)}.`,
    labels,
    own: times.wape.map(percentOf),
    plain: null,
    chance: times.poissonFloor.map(percentOf),
  })}`;
}

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}

type ErrorChart = {
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly own: Column;
  readonly plain: { readonly name: string; readonly values: Column } | null;
  /** What is left when the true mean of every interval is known. */
  readonly chance: Column;
};

function errorChart(page: Page, { title, description, labels, own, plain, chance }: ErrorChart): Markup {
  const count = labels.length;
  const lines = [
    { name: 'forecast', mark: 'k-expected', line: 'expected', values: own },
    ...(plain === null ? [] : [{ name: plain.name, mark: 'k-actual', line: 'actual', values: plain.values }]),
    { name: 'chance alone', mark: 'k-required', line: 'required', values: chance },
  ];
  const ticks = ticksFromZero(largest(...lines.map(({ values }) => values)), 3);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y: projectY(ticks, SMALL) };
  const figure = chart(page, {
    title,
    description,
    kind: 'wide',
    plotHeight: SMALL,
    ticks,
    formatTick,
    xTicks: everyTenth(labels),
    layers: present([...lines].reverse().map(({ line, values }) => path(line, linePath(values, projection)))),
    tips: { from: 0, to: 1, labels, series: lines.map(({ name, values }) => ({ name: `${name}, % off`, format: 'amount' as const, values })) },
  });
  return html`${figure}${legend(lines.map(({ name, mark }) => ({ mark, label: `${name}, % off` })))}`;
}
