import type { Panel } from './panel.js';

const LEVEL_SHARES = [0.005, 0.03, 0.1, 0.3];
const DAY_SHARES = [0.1, 0.3];
const WEEK_SHARES = [0.1, 0.3];
const CARRIES = [0, 0.6, 0.9, 0.98];
const BEST = 8;

type Setting = { readonly level: number; readonly day: number; readonly week: number; readonly carry: number };

const SETTINGS: readonly Setting[] = LEVEL_SHARES.flatMap((level) =>
  DAY_SHARES.flatMap((day) => WEEK_SHARES.flatMap((week) => CARRIES.map((carry) => ({ level, day, week, carry })))),
);

/** Forecasts of the two open days after each origin: origin × (2 × slots), NaN where nothing can be said. */
export type DoubleSeasonal = { readonly at: readonly Float64Array[] };

/**
 * Additive double-seasonal exponential smoothing on the root scale with an autoregressive error, 64 settings at once;
 * the mean of the eight with the least absolute error over the origins.
 *
 * @param origins - Rows from which to forecast, ascending; the last may be the end of the history.
 * @remarks Source: [Taylor2003]; keys in docs/references.md.
 */
export function doubleSeasonal(panel: Panel, x: Float64Array, teach: Uint8Array, origins: readonly number[]): DoubleSeasonal {
  const weeks = panel.slots > 48 ? 12 : 14;
  const from = Math.max(0, panel.rows - weeks * panel.openWeekdays.length);
  const runs = SETTINGS.map((setting) => runSetting(panel, x, teach, origins, from, setting));
  const ranked = runs.map((run, i) => ({ i, error: run.error })).sort((a, b) => a.error - b.error);
  const chosen = ranked.slice(0, BEST).map(({ i }) => runs[i] as Run);
  const at = origins.map((_, o) => {
    const mean = new Float64Array(2 * panel.slots);
    for (const run of chosen) for (let j = 0; j < mean.length; j += 1) mean[j] = (mean[j] as number) + ((run.forecasts[o] as Float64Array)[j] as number) / chosen.length;
    return mean;
  });
  return { at };
}

type Run = { readonly error: number; readonly forecasts: readonly Float64Array[] };

function runSetting(panel: Panel, x: Float64Array, teach: Uint8Array, origins: readonly number[], from: number, setting: Setting): Run {
  const { slots, rowWeekday, open, rows } = panel;
  const { daily, weekly, start } = firstSeasons(panel, x, teach, from);
  const dayGain = 0.5 * setting.day * (1 - setting.level);
  const weekGain = 0.5 * setting.week * (1 - setting.level);
  let level = start;
  let surprise = 0;
  let next = 0;
  let error = 0;
  const forecasts: Float64Array[] = [];
  for (let r = from; r <= rows && next < origins.length; r += 1) {
    while (next < origins.length && (origins[next] as number) <= r) {
      const ahead = lookAhead(panel, level, daily, weekly, surprise, setting.carry, r);
      forecasts.push(ahead);
      error += aheadError(panel, x, teach, ahead, r);
      next += 1;
    }
    if (r === rows) break;
    const base = (rowWeekday[r] as number) * slots;
    const learn = teach[r] === 1;
    for (let s = 0; s < slots; s += 1) {
      if (open[base + s] === 0) continue;
      const carried = setting.carry * surprise;
      const plain = level + (daily[s] as number) + (weekly[base + s] as number);
      if (!learn) {
        surprise = carried;
        continue;
      }
      const value = x[r * slots + s] as number;
      const e = value - plain - carried;
      surprise = value - plain;
      level += setting.level * e;
      daily[s] = (daily[s] as number) + dayGain * e;
      weekly[base + s] = (weekly[base + s] as number) + weekGain * e;
    }
  }
  return { error, forecasts };
}

/** Means over the first four weeks: of the slot against the whole, and of the cell against the slot. */
function firstSeasons(panel: Panel, x: Float64Array, teach: Uint8Array, from: number): { daily: Float64Array; weekly: Float64Array; start: number } {
  const { slots, rowWeekday, open, rows, openWeekdays } = panel;
  const slotSum = new Float64Array(slots);
  const slotCount = new Float64Array(slots);
  const cellSum = new Float64Array(7 * slots);
  const cellCount = new Float64Array(7 * slots);
  for (let r = from; r < Math.min(rows, from + 4 * openWeekdays.length); r += 1) {
    if (teach[r] === 0) continue;
    const base = (rowWeekday[r] as number) * slots;
    for (let s = 0; s < slots; s += 1) {
      if (open[base + s] === 0) continue;
      const value = x[r * slots + s] as number;
      slotSum[s] = (slotSum[s] as number) + value;
      slotCount[s] = (slotCount[s] as number) + 1;
      cellSum[base + s] = (cellSum[base + s] as number) + value;
      cellCount[base + s] = (cellCount[base + s] as number) + 1;
    }
  }
  const used = slotCount.reduce((sum, n) => sum + n, 0);
  const start = used > 0 ? slotSum.reduce((sum, v) => sum + v, 0) / used : 0;
  const daily = slotSum.map((sum, s) => ((slotCount[s] as number) > 0 ? sum / (slotCount[s] as number) - start : 0));
  const weekly = cellSum.map((sum, i) => ((cellCount[i] as number) > 0 ? sum / (cellCount[i] as number) - start - (daily[i % slots] as number) : 0));
  return { daily, weekly, start };
}

function lookAhead(
  panel: Panel,
  level: number,
  daily: Float64Array,
  weekly: Float64Array,
  surprise: number,
  carry: number,
  origin: number,
): Float64Array {
  const { slots, open } = panel;
  const ahead = new Float64Array(2 * slots);
  let carried = surprise;
  for (let h = 0; h < 2; h += 1) {
    const base = weekdayOfRow(panel, origin + h) * slots;
    for (let s = 0; s < slots; s += 1) {
      if (open[base + s] === 0) continue;
      carried *= carry;
      ahead[h * slots + s] = Math.max(0, level + (daily[s] as number) + (weekly[base + s] as number) + carried);
    }
  }
  return ahead;
}

/** Weekday of a row, also of rows after the last. */
export function weekdayOfRow(panel: Panel, row: number): number {
  if (row < panel.rows) return panel.rowWeekday[row] as number;
  const first = (((panel.originDay + 3) % 7) + 7) % 7;
  const { openWeekdays } = panel;
  const at = Math.max(
    0,
    openWeekdays.findIndex((w) => w >= first),
  );
  return openWeekdays[(at + row - panel.rows) % openWeekdays.length] as number;
}

function aheadError(panel: Panel, x: Float64Array, teach: Uint8Array, ahead: Float64Array, origin: number): number {
  const { slots, rows } = panel;
  let error = 0;
  for (let r = origin; r < Math.min(rows, origin + 2); r += 1) {
    if (teach[r] === 0) continue;
    for (let s = 0; s < slots; s += 1) error += Math.abs((ahead[(r - origin) * slots + s] as number) ** 2 - (x[r * slots + s] as number) ** 2);
  }
  return error;
}
