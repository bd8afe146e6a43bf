import type { PlanResult, QueueForecast, QueueHistory } from '../core/index.js';
import { addDays, daysBetween, displayDay, gridClock } from '../time/index.js';
import { chart, PLOT_WIDTH, path, percent, present, projectY } from './chart.js';
import { type DaySlice, type DayWindow, daySlices, hourTicks, noonMs, weekTicks, windowOf } from './day-window.js';
import { formatAmount, formatNumber, formatSeconds, formatShare, formatTick } from './format.js';
import { html, isolated, type Markup, named } from './html.js';
import { details, legend, type Page, section, type TipSeries, table } from './page.js';
import { bandPath, linePath, short, stepBandPath, stepPath } from './path.js';
import { historyOf, type RecordedDay, recentDays, weekBefore } from './recent-history.js';
import { largest, smallest, ticksAround, ticksFromZero } from './scale.js';

const RECENT_DAYS = 28;
const WIDE_HEIGHT = 190;
const AHT_HEIGHT = 110;
const PANEL_HEIGHT = 110;

/** The forecast of every queue: days with bands after the recent past, the week by interval, handle time. */
export function forecastSection(page: Page, result: PlanResult): Markup {
  const { forecast, history, summary } = result;
  const levels = forecast.queues[0]?.bands.map(({ level }) => formatShare(level)).join(' and ') ?? '';
  const lead = `Contacts offered per day and per interval. The line is what we expect${levels === '' ? '' : `; the bands should hold the true figure ${levels} of the time`}. Grey is what was recorded.`;
  return section(
    'forecast',
    'Forecast',
    lead,
    forecast.queues.map((queue, index) => queueForecast(page, queue, historyOf(history.queues, queue), summary.rosterFrom, index)),
  );
}

/** Name of a series: its queue, and reason and site where it has them. */
export function seriesName(series: Pick<QueueForecast, 'queue' | 'reason' | 'site'>): Markup {
  const more = [series.reason, series.site].filter((part): part is string => part !== undefined);
  return html`${named(series.queue)}${more.map((part) => html` · ${named(part)}`)}`;
}

function queueForecast(page: Page, forecast: QueueForecast, history: QueueHistory | null, rosterFrom: string, index: number): Markup {
  const recent = history === null ? [] : recentDays(history, RECENT_DAYS);
  return html`<article class="queue" data-queue="${index}"><h3>${seriesName(forecast)} <small>${forecast.channel}</small></h3>
${dailyChart(page, forecast, recent)}${weekPanels(page, forecast, history, rosterFrom)}${ahtChart(page, forecast, recent)}${dayTable(forecast)}</article>
`;
}

/** Bands from the widest to the narrowest, so that the narrow ones are painted on top. */
function widestFirst<T extends { readonly level: number }>(bands: readonly T[]): T[] {
  return [...bands].sort((a, b) => b.level - a.level);
}

function bandStyle(order: number, count: number): string {
  return order === count - 1 ? 'band inner' : 'band outer';
}

function bandName(level: number): string {
  return `${formatShare(level, Number.isInteger(Math.round(level * 1e6) / 1e4) ? 0 : 1)} band`;
}

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

function dailyChart(page: Page, forecast: QueueForecast, recent: readonly RecordedDay[]): Markup | null {
  const daily = dailyColumns(forecast, recent);
  if (daily === null) return null;
  const { firstDay, count, labels, recorded, expected, bands } = daily;
  const actual = recorded.map((day) => day?.volume ?? null);
  const ticks = ticksFromZero(largest(actual, expected, ...bands.map(({ upper }) => upper)), 4);
  const y = projectY(ticks, WIDE_HEIGHT);
  const projection = { x: (i: number) => ((i + 0.5) / count) * PLOT_WIDTH, y };
  const from = expected.findIndex((value) => value !== null);
  const layers = present([
    from > 0 ? html`<path class="today" d="M${short((from / count) * PLOT_WIDTH)} 0V${WIDE_HEIGHT}"/>` : null,
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
  const partial = recorded.some((day) => day?.partial === true);
  return html`<figure><figcaption><strong>Contacts per day</strong>${legend([
    { mark: 'k-actual', label: 'recorded' },
    ...(partial ? [{ mark: 'k-partial', label: 'recorded in part' }] : []),
    { mark: 'k-expected', label: 'expected' },
    ...bands.toReversed().map(({ level }, i) => ({ mark: i === 0 ? 'k-inner' : 'k-outer', label: bandName(level) })),
  ])}</figcaption>${chart(page, {
    title,
    description: describeDaily(daily),
    kind: 'wide',
    plotHeight: WIDE_HEIGHT,
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

function ahtChart(page: Page, forecast: QueueForecast, recent: readonly RecordedDay[]): Markup | null {
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

function weightedAht(forecast: QueueForecast, from: number, to: number): number | null {
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

/** The first week of the roster (of the forecast, if it does not reach there) by interval, one small chart per day. */
function weekPanels(page: Page, forecast: QueueForecast, history: QueueHistory | null, rosterFrom: string): Markup | null {
  const all = daySlices(forecast.zone, forecast.startMs, forecast.intervalSeconds, forecast.volume.length);
  const start = Math.max(
    0,
    all.findIndex(({ day }) => day >= rosterFrom),
  );
  const week = all.slice(start, start + 7);
  const first = week[0];
  const last = week.at(-1);
  if (first === undefined || last === undefined) return null;
  const before = history === null ? null : weekBefore(history, forecast, first.from, last.to);
  const bands = widestFirst(forecast.bands);
  const window = windowOf(week.flatMap((slice) => openStretch(forecast, before?.volume ?? null, first.from, slice)));
  if (window === null) return null;
  const within = (column: readonly (number | null)[]): readonly (number | null)[] => column.slice(first.from, last.to);
  const ticks = ticksFromZero(largest(within(forecast.volume), before?.volume ?? [], ...bands.map(({ volumeUpper }) => within(volumeUpper))), 3);
  const context = { forecast, before: before?.volume ?? null, base: first.from, bands, window, ticks };
  const minutes = forecast.intervalSeconds / 60;
  return html`<figure><figcaption><strong>Contacts per ${formatAmount(minutes)} minutes</strong>, ${displayDay(first.day, 'd MMM')} to ${displayDay(last.day, 'd MMM yyyy')}${legend(
    [
      ...(before === null
        ? []
        : [{ mark: 'k-actual', label: `recorded ${displayDay(before.fromDay, 'd MMM')} to ${displayDay(before.toDay, 'd MMM')}, same weekdays` }]),
      { mark: 'k-expected', label: 'expected' },
    ],
  )}</figcaption><div class="panels">${week.map((slice) => weekPanel(page, context, slice))}</div></figure>
`;
}

function openStretch(forecast: QueueForecast, before: readonly (number | null)[] | null, base: number, { day, from, to }: DaySlice): DayWindow[] {
  const noon = noonMs(forecast.zone, day);
  const step = forecast.intervalSeconds * 1000;
  const open = (i: number): boolean => forecast.volume[i] !== null || ((before?.[i - base] ?? 0) as number) > 0;
  let first = from;
  while (first < to && !open(first)) first += 1;
  let end = to;
  while (end > first && !open(end - 1)) end -= 1;
  return end > first ? [{ fromMs: forecast.startMs + first * step - noon, toMs: forecast.startMs + end * step - noon }] : [];
}

type WeekContext = {
  readonly forecast: QueueForecast;
  readonly before: readonly (number | null)[] | null;
  readonly base: number;
  readonly bands: QueueForecast['bands'];
  readonly window: DayWindow;
  readonly ticks: ReturnType<typeof ticksFromZero>;
};

function weekPanel(page: Page, { forecast, before, base, bands, window, ticks }: WeekContext, { day, from, to }: DaySlice): Markup {
  const { zone, startMs, intervalSeconds } = forecast;
  const step = intervalSeconds * 1000;
  const origin = noonMs(zone, day) + window.fromMs;
  const span = window.toMs - window.fromMs;
  const x = (i: number): number => ((startMs + (from + i) * step - origin) / span) * PLOT_WIDTH;
  const projection = { x, y: projectY(ticks, PANEL_HEIGHT) };
  const part = (column: readonly (number | null)[]): (number | null)[] => column.slice(from, to);
  const expected = part(forecast.volume);
  const recorded = before === null ? null : before.slice(from - base, to - base);
  const { minutes } = gridClock(zone, startMs + from * step, intervalSeconds, to - from);
  const total = expected.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const closed = expected.every((value) => value === null);
  const heading = html`<h4>${displayDay(day, 'EEE d MMM')} <span>${closed ? 'closed' : total < 100 ? formatAmount(total) : formatNumber(total)}</span></h4>`;
  if (closed && recorded?.some((value) => value !== null) !== true) return html`<div class="panel-box">${heading}</div>`;
  return html`<div class="panel-box">${heading}${chart(page, {
    title: `Contacts per interval on ${displayDay(day)}, ${isolated(forecast.queue)}`,
    description: closed ? 'Closed.' : `${formatNumber(total)} contacts expected; at most ${formatAmount(largest(expected))} in one interval.`,
    kind: 'panel',
    plotHeight: PANEL_HEIGHT,
    ticks,
    formatTick,
    xTicks: hourTicks(zone, day, window, 5, 'HH'),
    layers: present([
      ...bands.map(({ volumeLower, volumeUpper }, i) => path(bandStyle(i, bands.length), stepBandPath(part(volumeLower), part(volumeUpper), projection))),
      recorded === null ? null : path('actual thin', stepPath(recorded, projection)),
      path('expected', stepPath(expected, projection)),
    ]),
    tips: closed
      ? null
      : {
          from: x(0) / PLOT_WIDTH,
          to: x(to - from) / PLOT_WIDTH,
          labels: Array.from(minutes, (minute) => clockLabel(day, minute)),
          series: [
            { name: 'expected', format: 'amount', values: rounded(expected) },
            ...[...bands].reverse().map(
              ({ level, volumeLower, volumeUpper }): TipSeries => ({
                name: bandName(level),
                format: 'amount',
                values: rounded(part(volumeLower)),
                upper: rounded(part(volumeUpper)),
              }),
            ),
            ...(recorded === null ? [] : [{ name: 'the recorded week', format: 'amount' as const, values: rounded(recorded) }]),
          ],
        },
  })}</div>`;
}

/** `Mon 7 Dec 09:30` */
export function clockLabel(day: string, minute: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${displayDay(day, 'EEE d MMM')} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

/** One decimal: what a tooltip shows. */
export function rounded(column: readonly (number | null)[]): (number | null)[] {
  return column.map((value) => (value === null ? null : Math.round(value * 10) / 10));
}

function dayTable(forecast: QueueForecast): Markup | null {
  if (forecast.days.length === 0) return null;
  const bands = [...(forecast.days[0]?.bands ?? [])].sort((a, b) => a.level - b.level);
  const ahtByDay = new Map(
    daySlices(forecast.zone, forecast.startMs, forecast.intervalSeconds, forecast.volume.length).map(({ day, from, to }) => [
      day,
      weightedAht(forecast, from, to),
    ]),
  );
  const rows = forecast.days.map((day) => [
    displayDay(day.day, 'EEE d MMM yyyy'),
    formatNumber(day.volume),
    ...bands.map(({ level }) => {
      const band = day.bands.find((candidate) => candidate.level === level);
      return band === undefined ? '–' : `${formatNumber(band.volumeLower)} to ${formatNumber(band.volumeUpper)}`;
    }),
    formatSeconds(ahtByDay.get(day.day)),
  ]);
  return details(
    'The daily figures as a table',
    table(
      'Expected contacts per day',
      [
        { title: 'Day' },
        { title: 'Contacts', numeric: true },
        ...bands.map(({ level }) => ({ title: bandName(level), numeric: true })),
        { title: 'Handle time', numeric: true },
      ],
      rows,
    ),
  );
}
