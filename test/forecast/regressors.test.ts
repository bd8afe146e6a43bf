import { describe, expect, it } from 'vitest';
import { type DayRegressor, fitForecast, forecastFrom } from '../../src/forecast/index.js';
import { dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

const DAYS = 140;
const AHEAD = 14;

/** Letters sent: none on most days, 10,000 to 30,000 on about one in three. */
function lettersOn(day: number): number {
  const draw = (noisy(1000, day, 1) as number) % 3;
  return draw === 0 ? 10_000 + 5000 * ((day * 7) % 5) : 0;
}

/** Each 10,000 letters bring a quarter more contacts. */
function lift(letters: number): number {
  return 1.25 ** (letters / 10_000);
}

const history = historyOf([
  queueOf(
    (at) => {
      const usual = officePattern(at);
      return usual === null ? null : noisy(usual * lift(lettersOn(at.day)), at.index);
    },
    { days: DAYS },
  ),
]);

function letters(days: number, change: (value: number, day: number) => number | null = (value) => value): DayRegressor {
  return { name: 'letters', startDay: dayText(0), values: Array.from({ length: days }, (_, day) => change(lettersOn(day), day)) };
}

function totalsOf(regressors: readonly DayRegressor[]): Map<string, number> {
  const { queues } = forecastFrom(fitForecast(history, { regressors, horizonDays: AHEAD }), { days: AHEAD });
  return new Map(queues[0]?.days.map(({ day, volume }) => [day, volume]));
}

describe('regressors', () => {
  it('move the days ahead as they moved the past', () => {
    const quiet = totalsOf([letters(DAYS + AHEAD, (value, day) => (day < DAYS ? value : 0))]);
    const busy = totalsOf([letters(DAYS + AHEAD, (value, day) => (day < DAYS ? value : 20_000))]);
    for (const [day, volume] of quiet) {
      expect((busy.get(day) as number) / volume).toBeGreaterThan(1.35);
      expect((busy.get(day) as number) / volume).toBeLessThan(1.75);
    }
  });

  it('lower the error of the days they explain', () => {
    const errorOf = (totals: Map<string, number>): number => {
      let error = 0;
      for (let day = DAYS; day < DAYS + AHEAD; day += 1) {
        const forecast = totals.get(dayText(day));
        if (forecast === undefined) continue;
        const usual = Array.from({ length: 48 }, (_, s) => officePattern({ day, weekday: day % 7, minute: 30 * s, index: 0 }) ?? 0).reduce((a, b) => a + b, 0);
        error += Math.abs(forecast - usual * lift(lettersOn(day)));
      }
      return error;
    };
    expect(errorOf(totalsOf([letters(DAYS + AHEAD)]))).toBeLessThan(0.5 * errorOf(totalsOf([])));
  });

  it('say where their future is unknown, and use their mean there', () => {
    const model = fitForecast(history, { regressors: [letters(DAYS)], horizonDays: AHEAD });
    const { queues } = forecastFrom(model, { days: AHEAD });
    expect(queues[0]?.warnings).toContain('Regressor "letters" has no value on 10 of 10 open days ahead: its mean is used there.');
    const stored = forecastFrom(JSON.parse(JSON.stringify(model)), { days: AHEAD });
    expect(stored).toEqual(forecastFrom(model, { days: AHEAD }));
  });

  it('do nothing in another unit, of another queue, or where they never change', () => {
    const plain = totalsOf([letters(DAYS + AHEAD)]);
    const inThousands = totalsOf([letters(DAYS + AHEAD, (value) => value / 1000 + 3)]);
    for (const [day, volume] of plain) expect(inThousands.get(day)).toBeCloseTo(volume, 6);
    expect(totalsOf([{ ...letters(DAYS + AHEAD), queue: 'billing' }])).toEqual(totalsOf([]));
    expect(totalsOf([letters(DAYS + AHEAD, () => 7)])).toEqual(totalsOf([]));
  });

  it('multiply into the event part, and parts multiply to the forecast', () => {
    const { queues } = forecastFrom(fitForecast(history, { regressors: [letters(DAYS + AHEAD)], horizonDays: AHEAD }), { days: AHEAD });
    queues[0]?.volume.forEach((volume, i) => {
      if (volume === null) return;
      const parts = queues[0]?.parts;
      const product = ['level', 'weekday', 'month', 'season', 'event', 'shape'].reduce((all, name) => all * (parts?.[name as 'level'][i] as number), 1);
      expect(product).toBeCloseTo(volume, 8);
    });
  });

  it('are refused when they are no numbers or have no first day', () => {
    expect(() => totalsOf([{ ...letters(3), values: [1, Number.NaN] }])).toThrow(/values\[1\] of regressor "letters" must be a number or null/);
    expect(() => totalsOf([{ ...letters(3), startDay: '7.12.2026' }])).toThrow(/startDay of regressor "letters" must be a day such as 2026-12-07/);
  });
});
