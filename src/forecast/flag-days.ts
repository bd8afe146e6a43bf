import { medianOf } from '../numeric/index.js';
import type { Panel } from './panel.js';

/** Share of usual open days without data up to which these count as closed. */
const MOST_CLOSED = 0.3;

export type DayFlags = {
  /** Totals of the day. */
  readonly total: Float64Array;
  /** Log of the total against the median of the same weekday around it; 0 where there is none to compare with. */
  readonly logRatio: Float64Array;
  /** 1 for days that stand far off the same weekday around them. */
  readonly odd: Uint8Array;
  /** 1 for days that were far below their neighbours, or without data where that is rare: as good as closed. */
  readonly low: Uint8Array;
};

/**
 * Flags days whose total differs from the median of the four earlier and four later same weekdays by more than 3.5 robust deviations and 15 %.
 * Five and more in a row on one side are a level shift, not outliers, and stay in.
 */
export function flagDays(panel: Panel): DayFlags {
  const { rows, slots, y, missing, rowWeekday } = panel;
  const total = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) for (let s = 0; s < slots; s += 1) total[r] = (total[r] as number) + (y[r * slots + s] as number);
  const logRatio = new Float64Array(rows);
  // what counting alone would do: 3.5 standard errors of a Poisson total against the median of its neighbours
  const counting = new Float64Array(rows);
  for (let w = 0; w < 7; w += 1) {
    const days: number[] = [];
    for (let r = 0; r < rows; r += 1) if (rowWeekday[r] === w && missing[r] === 0) days.push(r);
    for (let i = 0; i < days.length; i += 1) {
      const around = [...days.slice(Math.max(0, i - 4), i), ...days.slice(i + 1, i + 5)].map((r) => total[r] as number);
      if (around.length === 0) continue;
      counting[days[i] as number] = 3.8 / Math.sqrt(medianOf(around) + 0.25);
      // + 1/4 keeps days without a contact finite
      logRatio[days[i] as number] = Math.log(((total[days[i] as number] as number) + 0.25) / (medianOf(around) + 0.25));
    }
  }
  const present = logRatio.filter((_, r) => missing[r] === 0);
  const limit = Math.max(3.5 * 1.4826 * (present.length > 0 ? medianOf(present.map(Math.abs)) : 0), 0.15);
  const odd = Uint8Array.from(logRatio, (value, r) => (missing[r] === 0 && Math.abs(value) > Math.max(limit, counting[r] as number) ? 1 : 0));
  unflagRuns(odd, logRatio);
  // a day without data in a full history was closed; in one full of holes nobody knows
  const holesAreClosed = missing.reduce((sum, flag) => sum + flag, 0) <= MOST_CLOSED * rows;
  const low = Uint8Array.from(odd, (flag, r) => (missing[r] === 1 ? Number(holesAreClosed) : flag === 1 && (logRatio[r] as number) < Math.log(0.6) ? 1 : 0));
  return { total, logRatio, odd, low };
}

function unflagRuns(odd: Uint8Array, logRatio: Float64Array): void {
  let from = 0;
  while (from < odd.length) {
    let to = from;
    const side = Math.sign(logRatio[from] as number);
    while (to < odd.length && odd[to] === 1 && Math.sign(logRatio[to] as number) === side) to += 1;
    if (to - from >= 5) odd.fill(0, from, to);
    from = Math.max(to, from + 1);
  }
}
