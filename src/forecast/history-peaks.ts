import type { CalendarEvent, Peak, QueueHistory } from '../core/index.js';
import { medianOf } from '../numeric/index.js';
import { dayFromNumber, dayStartMs, displayDay } from '../time/index.js';
import { eventCalendar, eventsOfQueue } from './event-calendar.js';
import { type DayFlags, flagDays } from './flag-days.js';
import { buildPanel, historyEndMs, type Panel } from './panel.js';
import { clockText, MONTHS, percentText, WEEKDAYS } from './peak-words.js';

const RECENT_WEEKS = 26;

/** Recurring patterns and special days of one queue's past. */
export function historyPeaks(history: QueueHistory, events: readonly CalendarEvent[]): Peak[] {
  if (history.grain === 'week' || history.grain === 'month') return [];
  const panel = buildPanel(history, historyEndMs(history), null);
  if (panel === null || panel.rows === 0) return [];
  const flags = flagDays(panel);
  const rows: number[] = [];
  for (let r = Math.max(0, panel.rows - RECENT_WEEKS * panel.openWeekdays.length); r < panel.rows; r += 1)
    if (panel.missing[r] === 0 && flags.odd[r] === 0) rows.push(r);
  const found = [
    ...hourPatterns(panel, rows),
    ...weekdayPatterns(panel, flags, rows),
    ...monthDayPatterns(panel, flags),
    ...afterClosure(panel, flags),
    ...yearPatterns(panel, flags),
    ...recentLevel(panel, flags),
    ...specialDays(panel, flags, eventsOfQueue(events, history.queue)),
  ];
  return found.map((peak) => ({ ...peak, queue: history.queue }));
}

type Found = Omit<Peak, 'queue'>;

/** Busiest and quietest stretches of the day, as far as they differ from its mean. */
function hourPatterns(panel: Panel, rows: readonly number[]): Found[] {
  const { slots, firstSlot, intervalSeconds } = panel;
  if (slots < 4 || rows.length === 0) return [];
  const profile = slotMeans(panel, rows);
  const open = profile.filter((value) => value !== null);
  const normal = open.reduce((sum, value) => sum + value, 0) / Math.max(1, open.length);
  if (!(normal > 0)) return [];
  const describe = (from: number, to: number, kind: Peak['kind']): Found => {
    const mean = profile.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0) / (to - from);
    const minute = (slot: number): number => Math.round(((slot + firstSlot) * intervalSeconds) / 60);
    return {
      kind,
      scale: 'interval',
      when: `${clockText(minute(from))}–${clockText(Math.min(1440, minute(to)))}`,
      relative: mean / normal - 1,
      confidence: shareOfDays(panel, rows, from, to, kind),
      because: `time of day: ${percentText(mean / normal - 1)} the mean of the day`,
    };
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
    return used.length === 0 ? null : used.reduce((sum, r) => sum + (y[r * slots + s] as number), 0) / used.length;
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
    let from = top;
    let to = top + 1;
    while (from > 0 && (profile[from - 1] ?? 0) >= 0.92 * height) from -= 1;
    while (to < profile.length && (profile[to] ?? 0) >= 0.92 * height) to += 1;
    runs.push([from, to]);
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
function weekdayPatterns({ rowWeekday, openWeekdays }: Panel, { total }: DayFlags, rows: readonly number[]): Found[] {
  if (openWeekdays.length < 2) return [];
  const means = openWeekdays.map((w) => {
    const own = rows.filter((r) => rowWeekday[r] === w);
    return own.length < 2 ? null : own.reduce((sum, r) => sum + (total[r] as number), 0) / own.length;
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
    return [
      {
        kind: relative > 0 ? ('peak' as const) : ('trough' as const),
        scale: 'day' as const,
        when: `${WEEKDAYS[w]}s`,
        relative,
        confidence: hits.length / own.length,
        because: `weekday: ${percentText(relative)} the ordinary open day`,
      },
    ];
  });
}

/** Runs of month days whose totals differ from the same weekdays around them. */
function monthDayPatterns(panel: Panel, { logRatio, odd }: DayFlags): Found[] {
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
  const found: Found[] = [];
  for (let date = 1; date <= 31; date += 1) {
    const side = Math.sign(score[date] as number);
    let to = date;
    while (to <= 31 && Math.abs(score[to] as number) > 1 && Math.sign(score[to] as number) === side) to += 1;
    if (to === date) continue;
    const values = byDate.slice(date, to).flat();
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const clear = (Math.abs(mean) / noise) * Math.sqrt(values.length);
    const agree = values.filter((v) => Math.sign(v) === side).length / values.length;
    if (clear > 3 && agree >= 0.65 && Math.abs(Math.expm1(mean)) >= 0.02) {
      found.push({
        kind: side > 0 ? 'peak' : 'trough',
        scale: 'day',
        when: to - date === 1 ? `day ${date} of the month` : `days ${date}–${to - 1} of the month`,
        relative: Math.expm1(mean),
        confidence: agree,
        because: `day of the month: ${percentText(Math.expm1(mean))} the same weekdays around`,
      });
    }
    date = to - 1;
  }
  return found;
}

/** The first busy day after one that was closed or nearly so. */
function afterClosure(panel: Panel, { logRatio, low }: DayFlags): Found[] {
  const values: number[] = [];
  for (let r = 1; r < panel.rows; r += 1) {
    if (low[r - 1] === 1 && low[r] === 0 && logRatio[r] !== 0) values.push(logRatio[r] as number);
  }
  if (values.length < 2) return [];
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const side = values.filter((v) => Math.sign(v) === Math.sign(mean)).length / values.length;
  const relative = Math.expm1(mean);
  if (Math.abs(relative) < 0.05 || side < 0.7) return [];
  return [
    {
      kind: relative > 0 ? 'peak' : 'trough',
      scale: 'day',
      when: 'the day after a closed day',
      relative,
      confidence: side,
      because: `${values.length} such days: ${percentText(relative)} the same weekdays around`,
    },
  ];
}

/** Months that differ from the year around them; needs 14 months. */
function yearPatterns(panel: Panel, { total, odd }: DayFlags): Found[] {
  const months = new Map<number, { sum: number; count: number }>();
  for (let r = 0; r < panel.rows; r += 1) {
    if (panel.missing[r] === 1 || odd[r] === 1) continue;
    const [year, month] = dayFromNumber(panel.rowDay[r] as number)
      .split('-')
      .map(Number) as [number, number];
    const entry = months.get(year * 12 + month - 1) ?? { sum: 0, count: 0 };
    entry.sum += total[r] as number;
    entry.count += 1;
    months.set(year * 12 + month - 1, entry);
  }
  const full = new Map(
    [...months].filter(([, { count }]) => count >= 0.6 * 4.3 * panel.openWeekdays.length).map(([key, { sum, count }]) => [key, sum / count]),
  );
  const ratios: number[][] = Array.from({ length: 12 }, () => []);
  for (const [key, mean] of full) {
    const around = Array.from({ length: 12 }, (_, i) => full.get(key - 6 + i + (i >= 6 ? 1 : 0))).filter((value) => value !== undefined);
    if (around.length >= 10) (ratios[key % 12] as number[]).push(Math.log(mean / (around.reduce((sum, v) => sum + v, 0) / around.length)));
  }
  return ratios.flatMap((values, month): Found[] => {
    if (values.length === 0 || full.size < 14) return [];
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const relative = Math.expm1(mean);
    if (!Number.isFinite(relative) || Math.abs(relative) < 0.05) return [];
    const same = values.filter((v) => Math.sign(v) === Math.sign(mean)).length;
    return [
      {
        kind: relative > 0 ? 'peak' : 'trough',
        scale: 'month',
        when: MONTHS[month] as string,
        relative,
        // one year proves little: as if one more had gone the other way
        confidence: same / (values.length + 1),
        because: `time of year: ${percentText(relative)} the year around it`,
      },
    ];
  });
}

/** Days of the last four weeks against those of the twelve weeks before, weekday by weekday: a level that moves. */
function recentLevel({ rowDay, rowWeekday, openWeekdays, missing, zone }: Panel, { total, odd }: DayFlags): Found[] {
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
  const side = logs.filter((log) => Math.sign(log) === Math.sign(relative)).length / Math.max(1, logs.length);
  if (Math.abs(relative) < 0.05 || side < 0.75) return [];
  return [
    {
      kind: relative > 0 ? 'peak' : 'trough',
      scale: 'week',
      startMs: dayStartMs(zone, dayFromNumber(rowDay[from] as number)),
      endMs: dayStartMs(zone, dayFromNumber((rowDay.at(-1) as number) + 1)),
      when: 'the last four weeks',
      relative,
      confidence: side,
      because: `trend: ${percentText(relative)} the same weekdays of the twelve weeks before`,
    },
  ];
}

/** Past days that were unlike their weekday, with the event that fell on them. */
function specialDays(panel: Panel, { logRatio, odd }: DayFlags, events: readonly CalendarEvent[]): Found[] {
  const calendar = eventCalendar(events, panel.rowDay[0] as number, panel.originDay, new Uint8Array(7).fill(1));
  const found: Found[] = [];
  for (let r = 0; r < panel.rows; r += 1) {
    if (odd[r] === 0) continue;
    const number = panel.rowDay[r] as number;
    const day = dayFromNumber(number);
    const relative = Math.expm1(logRatio[r] as number);
    const name = calendar.events.get(number)?.[0]?.name;
    found.push({
      kind: relative > 0 ? 'peak' : 'trough',
      scale: 'day',
      startMs: dayStartMs(panel.zone, day),
      endMs: dayStartMs(panel.zone, dayFromNumber(number + 1)),
      when: `${displayDay(day)}${name === undefined ? '' : ` (${name})`}`,
      relative,
      confidence: 1,
      because: `${name ?? 'special day'}: ${percentText(relative)} the ${WEEKDAYS[panel.rowWeekday[r] as number]}s around it`,
    });
  }
  return found.sort((a, b) => Math.abs(Math.log1p(Math.max(-0.99, b.relative))) - Math.abs(Math.log1p(Math.max(-0.99, a.relative)))).slice(0, 6);
}
