import type { PlanResult, QueueForecast, QueueHistory } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { bandName } from './bands.js';
import { ahtChart, dailyChart, weightedAht } from './daily-charts.js';
import { daySlices } from './day-window.js';
import { formatNumber, formatSeconds, formatShare, UNKNOWN } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, type Page, section, table } from './page.js';
import { historyOf, recentDays } from './recent-history.js';
import { weekPanels } from './week-panels.js';

const RECENT_DAYS = 28;

/** The forecast of every queue: days with bands after the recent past, the week by interval, handle time. */
export function forecastSection(page: Page, result: PlanResult): Markup {
  const { forecast, history, summary } = result;
  const levels = forecast.queues[0]?.bands.map(({ level }) => formatShare(level)).join(' and ') ?? '';
  const lead = `Contacts offered per day and per interval. The line is what we expect${levels === '' ? '' : `; the bands should hold the true figure ${levels} of the time`}. Grey is what was recorded.${reconciledText(forecast.queues)}`;
  return section(
    'forecast',
    'Forecast',
    lead,
    forecast.queues.map((queue, index) => queueForecast(page, queue, historyOf(history.queues, queue), summary.rosterFrom, index)),
  );
}

/** Says by how much days were moved so that queues add up to their sums; nothing where they were left alone. */
function reconciledText(queues: readonly QueueForecast[]): string {
  let moved = 0;
  let before = 0;
  for (const { volume, statisticalVolume, parts } of queues) {
    (statisticalVolume ?? volume).forEach((value, i) => {
      const factor = parts.reconciliation?.[i] ?? null;
      if (value === null || factor === null || factor <= 0) return;
      moved += Math.abs(value - value / factor);
      before += value / factor;
    });
  }
  return before > 0
    ? ` Queues and their sums were forecast each from its own history and made to add up: that moved days by ${formatShare(moved / before, 1)} on average.`
    : '';
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
      return band === undefined ? UNKNOWN : `${formatNumber(band.volumeLower)} to ${formatNumber(band.volumeUpper)}`;
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
