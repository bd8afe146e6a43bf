import type { CalendarEvent, Peak, QueueHistory } from '../core/index.js';
import { medianOf } from '../numeric/index.js';
import { dayFromNumber, dayNumber, displayDay } from '../time/index.js';
import { periodAfter } from './coarse-model.js';
import { eventCalendar, eventsOfQueue } from './event-calendar.js';
import { type DayFlags, flagDays } from './flag-days.js';
import { buildPanel, historyEndMs, type Panel } from './panel.js';
import { clockText, type FoundPeak, foundPeak, MONTHS, meanOf, percentText, spanOf, stretchAround, WEEKDAYS } from './peak-words.js';

const RECENT_WEEKS = 26;

/** Recurring patterns and special days of one queue's past. */
export function historyPeaks(history: QueueHistory, events: readonly CalendarEvent[]): Peak[] {
  const found = history.grain === 'week' || history.grain === 'month' ? coarsePeaks(history, history.grain) : finePeaks(history, events);
  return found.map((peak) => ({ ...peak, queue: history.queue }));
}

function finePeaks(history: QueueHistory, events: readonly CalendarEvent[]): FoundPeak[] {
  const panel = buildPanel(history, historyEndMs(history), null);
  if (panel === null || panel.rows === 0) return [];
  const flags = flagDays(panel);
  const rows: number[] = [];
  for (let r = Math.max(0, panel.rows - RECENT_WEEKS * panel.openWeekdays.length); r < panel.rows; r += 1)
    if (panel.missing[r] === 0 && flags.odd[r] === 0) rows.push(r);
  return [
    ...hourPatterns(panel, rows),
    ...weekdayPatterns(panel, flags, rows),
    ...monthDayPatterns(panel, flags),
    ...afterClosure(panel, flags),
    ...yearPatterns(monthMeans(ordinaryDays(panel, flags), 0.6 * 4.3 * panel.openWeekdays.length)),
    ...recentLevel(panel, flags),
    ...specialDays(panel, flags, eventsOfQueue(events, history.queue)),
  ];
}

/** Busiest and quietest stretches of the day, as far as they differ from its mean. */
function hourPatterns(panel: Panel, rows: readonly number[]): FoundPeak[] {
  const { slots, firstSlot, intervalSeconds } = panel;
  if (slots < 4 || rows.length === 0) return [];
  const profile = slotMeans(panel, rows);
  const open = profile.filter((value) => value !== null);
  const normal = open.reduce((sum, value) => sum + value, 0) / Math.max(1, open.length);
  if (!(normal > 0)) return [];
  const describe = (from: number, to: number, kind: Peak['kind']): FoundPeak => {
    const relative = profile.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0) / (to - from) / normal - 1;
    const minute = (slot: number): number => Math.round(((slot + firstSlot) * intervalSeconds) / 60);
    const when = `${clockText(minute(from))}–${clockText(Math.min(1440, minute(to)))}`;
    const confidence = shareOfDays(panel, rows, from, to, kind);
    return foundPeak('interval', when, { relative, confidence }, `time of day: ${percentText(relative)} the mean of the day`);
  };
  const found = peakRuns(profile, normal).map(([from, to]) => describe(from, to, 'peak'));
  const least = Math.min(...open);
  if (least < 0.7 * normal) {
    const limit = Math.max(1.3 * least, 0.3 * normal);
    const run = longestRun(profile, (value) => value <= limit);
    if (run !== null) found.push(describe(run[0], run[1], 'trough'));
  }
  return found.filter((peak) => Math.abs(peak.relative) >= 0.1);
}

/** Mean volume per open slot over days; null where closed. */
function slotMeans({ slots, y, open, rowWeekday }: Panel, rows: readonly number[]): (number | null)[] {
  return Array.from({ length: slots }, (_, s) => {
    const used = rows.filter((r) => open[(rowWeekday[r] as number) * slots + s] === 1);
    return used.length === 0 ? null : meanOf(used.map((r) => y[r * slots + s] as number));
  });
}

/** Up to two stretches within 8 % of a local maximum, parted by a real dip. */
function peakRuns(profile: readonly (number | null)[], normal: number): [from: number, to: number][] {
  const runs: [number, number][] = [];
  const order = profile.map((_, s) => s).sort((a, b) => (profile[b] ?? 0) - (profile[a] ?? 0));
  for (const top of order) {
    const height = profile[top] ?? 0;
    if (runs.length === 2 || height < 1.1 * normal) break;
    const parted = runs.every(([from, to]) => {
      const between = top < from ? profile.slice(top + 1, from) : profile.slice(to, top);
      return (top < from || top >= to) && between.some((value) => (value ?? 0) < 0.9 * height);
    });
    if (!parted) continue;
    runs.push(stretchAround(profile, top, 0.92, 0, profile.length));
  }
  return runs;
}

function longestRun(profile: readonly (number | null)[], holds: (value: number) => boolean): [from: number, to: number] | null {
  let best: [number, number] | null = null;
  let from = 0;
  for (let s = 0; s <= profile.length; s += 1) {
    const value = profile[s];
    if (value != null && holds(value)) continue;
    if (s > from && (best === null || s - from > best[1] - best[0])) best = [from, s];
    from = s + 1;
  }
  return best;
}

function shareOfDays({ slots, y, open, rowWeekday }: Panel, rows: readonly number[], from: number, to: number, kind: Peak['kind']): number {
  let hits = 0;
  for (const r of rows) {
    let inside = 0;
    let insideCount = 0;
    let all = 0;
    let count = 0;
    for (let s = 0; s < slots; s += 1) {
      if (open[(rowWeekday[r] as number) * slots + s] === 0) continue;
      const value = y[r * slots + s] as number;
      all += value;
      count += 1;
      if (s >= from && s < to) {
        inside += value;
        insideCount += 1;
      }
    }
    const above = insideCount > 0 && inside / insideCount > all / count;
    if (insideCount > 0 && above === (kind === 'peak')) hits += 1;
  }
  return hits / rows.length;
}

/** Weekdays that differ from the ordinary open day. */
function weekdayPatterns({ rowWeekday, openWeekdays }: Panel, { total }: DayFlags, rows: readonly number[]): FoundPeak[] {
  if (openWeekdays.length < 2) return [];
  const means = openWeekdays.map((w) => {
    const own = rows.filter((r) => rowWeekday[r] === w);
    return own.length < 2 ? null : meanOf(own.map((r) => total[r] as number));
  });
  const known = means.filter((mean) => mean !== null);
  // the median: two quiet days of a weekend must not make every other day a peak
  const normal = medianOf(known);
  if (!(normal > 0)) return [];
  return openWeekdays.flatMap((w, i) => {
    const mean = means[i];
    if (mean == null || Math.abs(mean / normal - 1) < 0.03) return [];
    const relative = mean / normal - 1;
    const own = rows.filter((r) => rowWeekday[r] === w);
    // each occurrence against the median of the days within three days of it
    const hits = own.filter((r) => {
      const near = rows.filter((q) => q !== r && Math.abs(q - r) <= openWeekdays.length / 2);
      const around = medianOf(near.map((q) => total[q] as number));
      return (total[r] as number) > around === relative > 0;
    });
    const confidence = hits.length / own.length;
    return [foundPeak('day', `${WEEKDAYS[w]}s`, { relative, confidence }, `weekday: ${percentText(relative)} the ordinary open day`)];
  });
}

/** Runs of month days whose totals differ from the same weekdays around them. */
function monthDayPatterns(panel: Panel, { logRatio, odd }: DayFlags): FoundPeak[] {
  const byDate: number[][] = Array.from({ length: 32 }, () => []);
  for (let r = 0; r < panel.rows; r += 1) {
    if (panel.missing[r] === 1) continue;
    // a holiday counts as one ordinary deviation, a bill run stands out each month all the same
    const clipped = odd[r] === 1 ? Math.max(-0.3, Math.min(0.3, logRatio[r] as number)) : (logRatio[r] as number);
    (byDate[Number(dayFromNumber(panel.rowDay[r] as number).slice(8))] as number[]).push(clipped);
  }
  if (byDate.flat().length < 80) return [];
  const all = byDate.flat();
  const noise = Math.sqrt(all.reduce((sum, v) => sum + v * v, 0) / all.length);
  const score = byDate.map((values) => (values.length < 2 ? 0 : values.reduce((sum, v) => sum + v, 0) / (noise * Math.sqrt(values.length))));
  const found: FoundPeak[] = [];
  for (let date = 1; date <= 31; date += 1) {
    const side = Math.sign(score[date] as number);
    let to = date;
    while (to <= 31 && Math.abs(score[to] as number) > 1 && Math.sign(score[to] as number) === side) to += 1;
    if (to === date) continue;
    const values = byDate.slice(date, to).flat();
    const mean = meanOf(values);
    const clear = (Math.abs(mean) / noise) * Math.sqrt(values.length);
    const agree = alike(values, side) / values.length;
    if (clear > 3 && agree >= 0.65 && Math.abs(Math.expm1(mean)) >= 0.02) {
      const relative = Math.expm1(mean);
      const when = to - date === 1 ? `day ${date} of the month` : `days ${date}–${to - 1} of the month`;
      found.push(foundPeak('day', when, { relative, confidence: agree }, `day of the month: ${percentText(relative)} the same weekdays around`));
    }
    date = to - 1;
  }
  return found;
}

/** The first busy day after one that was closed or nearly so. */
function afterClosure(panel: Panel, { logRatio, low }: DayFlags): FoundPeak[] {
  const values: number[] = [];
  for (let r = 1; r < panel.rows; r += 1) {
    if (low[r - 1] === 1 && low[r] === 0 && logRatio[r] !== 0) values.push(logRatio[r] as number);
  }
  if (values.length < 2) return [];
  const mean = meanOf(values);
  const side = alike(values, mean) / values.length;
  const relative = Math.expm1(mean);
  if (Math.abs(relative) < 0.05 || side < 0.7) return [];
  const because = `${values.length} such days: ${percentText(relative)} the same weekdays around`;
  return [foundPeak('day', 'the day after a closed day', { relative, confidence: side }, because)];
}

/** Totals of days that are neither missing nor odd. */
function ordinaryDays({ rowDay, missing }: Panel, { total, odd }: DayFlags): [day: number, value: number][] {
  return Array.from(rowDay).flatMap((day, r): [number, number][] => (missing[r] === 1 || odd[r] === 1 ? [] : [[day, total[r] as number]]));
}

/** Mean of values by day, by month (year × 12 + month), of months that have at least so many. */
function monthMeans(values: readonly (readonly [day: number, value: number])[], least: number): Map<number, number> {
  const months = new Map<number, number[]>();
  for (const [day, value] of values) {
    const [year, month] = dayFromNumber(day).split('-').map(Number) as [number, number];
    const key = year * 12 + month - 1;
    months.set(key, [...(months.get(key) ?? []), value]);
  }
  return new Map([...months].flatMap(([key, own]) => (own.length >= least ? [[key, meanOf(own)] as const] : [])));
}

/** How many values lie on the side of 0 on which `than` lies. */
function alike(values: readonly number[], than: number): number {
  return values.filter((value) => Math.sign(value) === Math.sign(than)).length;
}

/** Months that differ from the year around them; needs 14 months. */
function yearPatterns(months: ReadonlyMap<number, number>): FoundPeak[] {
  const ratios: number[][] = Array.from({ length: 12 }, () => []);
  for (const [key, mean] of months) {
    const around = Array.from({ length: 12 }, (_, i) => months.get(key - 6 + i + (i >= 6 ? 1 : 0))).filter((value) => value !== undefined);
    if (around.length >= 10) (ratios[key % 12] as number[]).push(Math.log(mean / meanOf(around)));
  }
  return ratios.flatMap((values, month): FoundPeak[] => {
    if (values.length === 0 || months.size < 14) return [];
    const mean = meanOf(values);
    const relative = Math.expm1(mean);
    if (!Number.isFinite(relative) || Math.abs(relative) < 0.05) return [];
    // one year proves little: as if one more had gone the other way
    const confidence = alike(values, mean) / (values.length + 1);
    return [foundPeak('month', MONTHS[month] as string, { relative, confidence }, `time of year: ${percentText(relative)} the year around it`)];
  });
}

/** The season of weekly or monthly totals. */
function coarsePeaks({ volume, startDay = '' }: QueueHistory, grain: 'week' | 'month'): FoundPeak[] {
  const perDay = volume.flatMap((value, i) => {
    const [from, to] = [i, i + 1].map((entry) => dayNumber(periodAfter(startDay, grain, entry))) as [number, number];
    return value === null ? [] : [[(from + to) >> 1, value / (to - from)] as const];
  });
  return yearPatterns(monthMeans(perDay, 1));
}

/** Days of the last four weeks against those of the twelve weeks before, weekday by weekday: a level that moves. */
function recentLevel({ rowDay, rowWeekday, openWeekdays, missing, zone }: Panel, { total, odd }: DayFlags): FoundPeak[] {
  const perWeek = openWeekdays.length;
  const from = rowDay.length - 4 * perWeek;
  if (from < 12 * perWeek) return [];
  const usable = (r: number): boolean => missing[r] === 0 && odd[r] === 0;
  const logs: number[] = [];
  for (let r = from; r < rowDay.length; r += 1) {
    const before: number[] = [];
    for (let q = from - 12 * perWeek; q < from; q += 1) if (rowWeekday[q] === rowWeekday[r] && usable(q)) before.push(total[q] as number);
    const normal = medianOf(before);
    if (usable(r) && normal > 0) logs.push(Math.log(Math.max(0.02, (total[r] as number) / normal)));
  }
  const relative = Math.expm1(logs.length > 0 ? medianOf(logs) : 0);
  const side = alike(logs, relative) / logs.length;
  if (Math.abs(relative) < 0.05 || side < 0.75) return [];
  const span = spanOf(zone, rowDay[from] as number, (rowDay.at(-1) as number) + 1);
  const because = `trend: ${percentText(relative)} the same weekdays of the twelve weeks before`;
  return [foundPeak('week', 'the last four weeks', { relative, confidence: side }, because, span)];
}

/** Past days that were unlike their weekday, with the event that fell on them. */
function specialDays(panel: Panel, { logRatio, odd }: DayFlags, events: readonly CalendarEvent[]): FoundPeak[] {
  const calendar = eventCalendar(events, panel.rowDay[0] as number, panel.originDay, new Uint8Array(7).fill(1));
  const found: FoundPeak[] = [];
  for (let r = 0; r < panel.rows; r += 1) {
    if (odd[r] === 0) continue;
    const number = panel.rowDay[r] as number;
    const relative = Math.expm1(logRatio[r] as number);
    const name = calendar.events.get(number)?.[0]?.name;
    const because = `${name ?? 'special day'}: ${percentText(relative)} the ${WEEKDAYS[panel.rowWeekday[r] as number]}s around it`;
    const when = `${displayDay(dayFromNumber(number))}${name === undefined ? '' : ` (${name})`}`;
    found.push(foundPeak('day', when, { relative, confidence: 1 }, because, spanOf(panel.zone, number, number + 1)));
  }
  return found.sort((a, b) => Math.abs(Math.log1p(Math.max(-0.99, b.relative))) - Math.abs(Math.log1p(Math.max(-0.99, a.relative)))).slice(0, 6);
}
