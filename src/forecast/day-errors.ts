import type { DayErrors } from '../core/index.js';
import type { EventCalendar } from './event-calendar.js';
import type { Panel } from './panel.js';

type Backtested = {
  readonly panel: Panel;
  readonly calendar: EventCalendar;
  readonly origins: readonly number[];
  /** Root-scale forecasts by origin: leads × slots. */
  readonly combined: readonly Float64Array[];
  /** Variance of the root, for the way back to contacts. */
  readonly variance: number;
};

/** Forecast and actual contacts of every backtest day; null when there are fewer than five. */
export function dayErrors({ panel, calendar, origins, combined, variance }: Backtested): DayErrors | null {
  const { slots, rowDay, seen, y } = panel;
  const origin: number[] = [];
  const day: number[] = [];
  const forecast: number[] = [];
  const actual: number[] = [];
  combined.forEach((roots, o) => {
    const from = origins[o] as number;
    for (let h = 0; h * slots < roots.length; h += 1) {
      const r = from + h;
      if (panel.missing[r] === 1 || calendar.closed.has(rowDay[r] as number)) continue;
      let expected = 0;
      let came = 0;
      for (let s = 0; s < slots; s += 1) {
        if (seen[r * slots + s] !== 1) continue;
        expected += Math.max(0, (roots[h * slots + s] as number) ** 2 - 0.25 + Math.min(0.25, variance));
        came += y[r * slots + s] as number;
      }
      origin.push(rowDay[from] as number);
      day.push(rowDay[r] as number);
      forecast.push(Math.round(expected * 1000) / 1000);
      actual.push(came);
    }
  });
  return day.length >= 5 ? { origin, day, forecast, actual } : null;
}
