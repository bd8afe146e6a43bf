import type { QueueForecast } from '../core/index.js';
import { addDays, daysBetween, displayDay } from '../time/index.js';
import { bandName, bandStyle, widestFirst } from './bands.js';
import { chart, PLOT_WIDTH, path, percent, present, projectY } from './chart.js';
import { daySlices, weekTicks } from './day-window.js';
import { formatNumber, formatSeconds, formatTick } from './format.js';
import { html, isolated, type Markup } from './html.js';
import { legend, type Page, type TipSeries } from './page.js';
import { bandPath, linePath, short } from './path.js';
import type { RecordedDay } from './recent-history.js';
import { largest, smallest, ticksAround, ticksFromZero } from './scale.js';

const HEIGHT = 190;
const AHT_HEIGHT = 110;

type Daily = {
  readonly firstDay: string;
  readonly count: number;
  readonly labels: string[];
  readonly recorded: (RecordedDay | null)[];
  readonly expected: (number | null)[];
  readonly bands: { level: number; lower: (number | null)[]; upper: (number | null)[] }[];
};

function dailyColumns(forecast: QueueForecast, recent: readonly RecordedDay[]): Daily | null {
  const firstDay = recent[0]?.day ?? forecast.days[0]?.day;
  const lastDay = forecast.days.at(-1)?.day ?? recent.at(-1)?.day;
  if (firstDay === undefined || lastDay === undefined) return null;
  const count = daysBetween(firstDay, lastDay) + 1;
  if (count < 1) return null;
  const empty = <T>(): (T | null)[] => new Array<T | null>(count).fill(null);
  const recorded = empty<RecordedDay>();
  for (const day of recent) if (daysBetween(firstDay, day.day) < count) recorded[daysBetween(firstDay, day.day)] = day;
  const expected = empty<number>();
  const bands = widestFirst(forecast.days[0]?.bands ?? []).map(({ level }) => ({ level, lower: empty<number>(), upper: empty<number>() }));
  const closedDays = daysWithoutService(forecast);
  for (const day of forecast.days) {
    const at = daysBetween(firstDay, day.day);
    if (at < 0) continue;
    if (closedDays.has(day.day)) continue;
    expected[at] = day.volume;
    for (const band of bands) {
      const own = day.bands.find(({ level }) => level === band.level);
      band.lower[at] = own?.volumeLower ?? null;
      band.upper[at] = own?.volumeUpper ?? null;
    }
  }
  const labels = Array.from({ length: count }, (_, i) => displayDay(addDays(firstDay, i), 'EEE d MMM'));
  return { firstDay, count, labels, recorded, expected, bands };
}

function daysWithoutService({ zone, startMs, intervalSeconds, volume }: QueueForecast): Set<string> {
  const slices = daySlices(zone, startMs, intervalSeconds, volume.length);
  return new Set(slices.filter(({ from, to }) => volume.slice(from, to).every((value) => value === null)).map(({ day }) => day));
}

/** Contacts per day: the recent past, then the forecast with its bands; null when there is neither. */
export function dailyChart(page: Page, forecast: QueueForecast, recent: readonly RecordedDay[]): Markup | null {
  const daily = dailyColumns(forecast, recent);
  if (daily === null) return null;
  const { firstDay, count, labels, recorded, expected, bands } = daily;
  const actual = recorded.map((day) => day?.volume ?? null);
  const ticks = ticksFromZero(largest(actual, expected, ...bands.map(({ upper }) => upper)), 4);
  const y = projectY(ticks, HEIGHT);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y };
  const from = expected.findIndex((value) => value !== null);
  const layers = present([
    from > 0 ? html`<path class="today" d="M${short((from / count) * PLOT_WIDTH)} 0V${HEIGHT}"/>` : null,
    ...bands.map(({ lower, upper }, i) => path(bandStyle(i, bands.length), bandPath(lower, upper, projection))),
    path('actual', linePath(actual, projection)),
    path('expected', linePath(expected, projection)),
  ]);
  const dots = count > 130 ? [] : recorded.flatMap((day, i) => dot(day?.volume ?? null, i, count, y, day?.partial === true ? 'dot partial' : 'dot'));
  const title = `Contacts per day, ${isolated(forecast.queue)}`;
  const tips: TipSeries[] = [
    { name: 'recorded', format: 'count', values: actual },
    { name: 'expected', format: 'count', values: expected },
    ...bands.toReversed().map(({ level, lower, upper }): TipSeries => ({ name: bandName(level), format: 'count', values: lower, upper })),
  ];
  const partial = recorded.some((day) => day?.partial === true && day.volume !== null);
  return html`<figure><figcaption><strong>Contacts per day</strong>${legend([
    { mark: 'k-actual', label: 'recorded' },
    ...(partial ? [{ mark: 'k-partial', label: 'recorded in part' }] : []),
    { mark: 'k-expected', label: 'expected' },
    ...bands.toReversed().map(({ level }, i) => ({ mark: i === 0 ? 'k-inner' : 'k-outer', label: bandName(level) })),
  ])}</figcaption>${chart(page, {
    title,
    description: describeDaily(daily),
    kind: 'wide',
    plotHeight: HEIGHT,
    ticks,
    formatTick,
    xTicks: weekTicks(firstDay, count),
    layers,
    marks: dots,
    tips: { from: 0, to: 1, labels, series: tips },
  })}</figure>
`;
}

function dot(value: number | null, index: number, count: number, y: (value: number) => number, style: string): Markup[] {
  return value === null ? [] : [html`<circle class="${style}" cx="${percent((index + 0.5) / count)}" cy="${short(y(value))}" r="2"/>`];
}

function describeDaily({ expected, labels, recorded }: Daily): string {
  const busiest = expected.reduce<number>((best, value, i) => ((value ?? -1) > (expected[best] ?? -1) ? i : best), 0);
  const total = expected.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const past = recorded.filter((day) => day !== null).length;
  return `${past} recorded days, then ${formatNumber(total)} contacts expected; most on ${labels[busiest] ?? ''} (${formatNumber(expected[busiest])}).`;
}

/** Handle time per day, recorded and expected; null without any expectation. */
export function ahtChart(page: Page, forecast: QueueForecast, recent: readonly RecordedDay[]): Markup | null {
  const days = daySlices(forecast.zone, forecast.startMs, forecast.intervalSeconds, forecast.volume.length);
  const byDay = days.map(({ day, from, to }) => ({ day, aht: weightedAht(forecast, from, to) }));
  const firstDay = recent[0]?.day ?? byDay[0]?.day;
  const lastDay = byDay.at(-1)?.day;
  if (firstDay === undefined || lastDay === undefined || byDay.every(({ aht }) => aht === null)) return null;
  const count = daysBetween(firstDay, lastDay) + 1;
  const actual = new Array<number | null>(count).fill(null);
  const expected = new Array<number | null>(count).fill(null);
  for (const { day, ahtSeconds } of recent) actual[daysBetween(firstDay, day)] = ahtSeconds;
  for (const { day, aht } of byDay) if (daysBetween(firstDay, day) >= 0) expected[daysBetween(firstDay, day)] = aht;
  const ticks = ticksAround(smallest(actual, expected), largest(actual, expected), 3, 1);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y: projectY(ticks, AHT_HEIGHT) };
  const labels = Array.from({ length: count }, (_, i) => displayDay(addDays(firstDay, i), 'EEE d MMM'));
  return html`<figure><figcaption><strong>Average handle time per day</strong> in seconds${ticks.from > 0 ? html`, axis from ${formatNumber(ticks.from)}` : null}${legend(
    [
      { mark: 'k-actual', label: 'recorded' },
      { mark: 'k-expected', label: 'expected' },
    ],
  )}</figcaption>${chart(page, {
    title: `Average handle time per day, ${isolated(forecast.queue)}`,
    description: `Recorded and expected seconds per contact, between ${formatSeconds(smallest(actual, expected))} and ${formatSeconds(largest(actual, expected))}.`,
    kind: 'wide',
    plotHeight: AHT_HEIGHT,
    ticks,
    formatTick,
    xTicks: weekTicks(firstDay, count),
    layers: present([path('actual', linePath(actual, projection)), path('expected', linePath(expected, projection))]),
    tips: {
      from: 0,
      to: 1,
      labels,
      series: [
        { name: 'recorded', format: 'seconds', values: actual },
        { name: 'expected', format: 'seconds', values: expected },
      ],
    },
  })}</figure>
`;
}

/** Mean handle time of a stretch of the forecast, weighted by contacts. */
export function weightedAht(forecast: QueueForecast, from: number, to: number): number | null {
  let work = 0;
  let volume = 0;
  for (let i = from; i < to; i += 1) {
    const aht = forecast.ahtSeconds[i];
    const contacts = forecast.volume[i];
    if (aht === null || aht === undefined || !contacts) continue;
    work += aht * contacts;
    volume += contacts;
  }
  return volume > 0 ? work / volume : null;
}
