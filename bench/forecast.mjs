// Speed of forecasting on generated histories: CPU of fit with backtest and combination, and of the forecast alone.
// Run after `npm run build`: node bench/forecast.mjs
import { fitForecast, forecastFrom } from '../dist/forecast/index.js';
import { machine, median, printTable } from './tools.mjs';

const ROUNDS = 5;

/** A history with a weekly pattern and noise; closed outside its hours. */
function history({ days, intervalSeconds, fromMinute, toMinute, level }) {
  const perDay = 86_400 / intervalSeconds;
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const volume = Array.from({ length: days * perDay }, (_, i) => {
    const minute = ((i % perDay) * intervalSeconds) / 60;
    const weekday = Math.floor(i / perDay) % 7;
    if (minute < fromMinute || minute >= toMinute) return null;
    const mean = level * (1 + 0.5 * Math.sin((minute / 1440) * Math.PI)) * (1.2 - weekday / 10);
    return Math.max(0, Math.round(mean + Math.sqrt(-2 * Math.log(uniform()) * mean) * Math.cos(2 * Math.PI * uniform())));
  });
  const none = volume.map(() => null);
  return {
    queues: [
      {
        queue: 'bench',
        channel: 'voice',
        zone: 'Europe/Berlin',
        grain: 'interval',
        startMs: Date.UTC(2023, 0, 1, 23),
        intervalSeconds,
        volume,
        handled: none,
        abandoned: none,
        shortAbandoned: none,
        ahtSeconds: volume.map((value) => (value === null ? null : 240)),
        meanWaitSeconds: none,
        closed: [],
        bookedAt: 'arrival',
      },
    ],
    issues: [],
    issueCounts: {},
    summary: null,
  };
}

const cases = [
  ['half-hours, 1 year, 24/7', { days: 365, intervalSeconds: 1800, fromMinute: 0, toMinute: 1440, level: 60 }],
  ['half-hours, 3 years, 24/7', { days: 1095, intervalSeconds: 1800, fromMinute: 0, toMinute: 1440, level: 60 }],
  ['quarter-hours, 2 years, 07:00–21:00', { days: 730, intervalSeconds: 900, fromMinute: 420, toMinute: 1260, level: 30 }],
  ['5 minutes, 1 year, 07:00–21:00', { days: 365, intervalSeconds: 300, fromMinute: 420, toMinute: 1260, level: 20 }],
  ['half-hours, 1 year, few contacts', { days: 365, intervalSeconds: 1800, fromMinute: 0, toMinute: 1440, level: 0.4 }],
];

const seconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

console.log(`${machine()}; CPU seconds, median of ${ROUNDS} (lowest–highest)\n`);
const rows = cases.map(([name, shape]) => {
  const input = history(shape);
  let model = fitForecast(input);
  const fits = Array.from({ length: ROUNDS }, () =>
    seconds(() => {
      model = fitForecast(input);
    }),
  );
  const forecasts = Array.from({ length: ROUNDS }, () => seconds(() => forecastFrom(model, { weeks: 4 })));
  const text = (list) => `${median(list).toFixed(3)} (${Math.min(...list).toFixed(3)}–${Math.max(...list).toFixed(3)})`;
  return [name, text(fits), text(forecasts)];
});
printTable(['history', 'fit with backtest', 'forecast of 4 weeks'], rows);
