import type { QueueForecast, QueueHistory } from '../core/index.js';
import { displayDay, gridClock } from '../time/index.js';
import { bandName, bandStyle, widestFirst } from './bands.js';
import { chart, PLOT_WIDTH, path, present, projectY } from './chart.js';
import { type DaySlice, type DayWindow, daySlices, hourTicks, noonMs, windowOf } from './day-window.js';
import { formatAmount, formatNumber, formatTick } from './format.js';
import { html, isolated, type Markup } from './html.js';
import { legend, type Page, type TipSeries } from './page.js';
import { stepBandPath, stepPath } from './path.js';
import { weekBefore } from './recent-history.js';
import { largest, ticksFromZero } from './scale.js';
import { clockLabel, rounded } from './tip-values.js';

const HEIGHT = 110;

/** The first week of the roster (of the forecast, if it does not reach there) by interval, one small chart per day. */
export function weekPanels(page: Page, forecast: QueueForecast, history: QueueHistory | null, rosterFrom: string): Markup | null {
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

function weekPanel(page: Page, { forecast, before, base, bands, window, ticks }: WeekContext, slice: DaySlice): Markup {
  const { day } = slice;
  const { zone, startMs, intervalSeconds } = forecast;
  const step = intervalSeconds * 1000;
  const origin = noonMs(zone, day) + window.fromMs;
  const span = window.toMs - window.fromMs;
  // Only what lies within the window: outside it every day is closed.
  const from = Math.max(slice.from, Math.ceil((origin - startMs) / step));
  const to = Math.min(slice.to, Math.floor((origin + span - startMs) / step));
  const x = (i: number): number => ((startMs + (from + i) * step - origin) / span) * PLOT_WIDTH;
  const projection = { x, y: projectY(ticks, HEIGHT) };
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
    plotHeight: HEIGHT,
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
