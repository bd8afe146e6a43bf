// Speed of staffing: a year of half-hours for 10 queues on 3 channels, the price curve of a week, one day by the solver. CPU seconds.
// Run after `npm run build`: node bench/staffing.mjs
import { cpus } from 'node:os';
import { movingQueue, priceOfService, staff, staffMovingQueue } from '../dist/staffing/index.js';

const seconds = (work) => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

const print = (label, work) => {
  const rounds = Array.from({ length: 3 }, () => seconds(work)).sort((a, b) => a - b);
  console.log(`${label.padEnd(62)} ${rounds[1].toFixed(2)} s (${rounds[0].toFixed(2)} to ${rounds[2].toFixed(2)})`);
};

/** Contacts of half-hour `i`: a day's arch, a quieter weekend, and what is left over. */
const contacts = (i, scale) => {
  const arch = Math.max(0.02, Math.sin((((i % 48) - 14) / 26) * Math.PI));
  return Math.round(scale * arch * ((i / 48) % 7 >= 5 ? 0.4 : 1) * (1 + ((i * 7919) % 13) / 40));
};
const series = (count, scale) => Array.from({ length: count }, (_, i) => contacts(i, scale));

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}`);

const queues = ['voice', 'chat', 'email'].flatMap((channel) =>
  Array.from({ length: 10 }, (_, k) => {
    const volume = series(17_520, 40 + 30 * k);
    return { queue: `${channel} ${k}`, channel, zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => 240) };
  }),
);
const rules = Object.fromEntries(queues.map(({ queue, channel }) => [queue, { channel, patience: '2min' }]));
print('a year of half-hours x 10 queues x 3 channels, staff', () => staff({ queues }, { queues: rules }));

const week = { volume: series(336, 200), intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20 };
print('price curve of a week', () => priceOfService({ ...week, costPerLostContact: 8 }));

const day = { volume: series(48, 200), intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180 };
print('one day evaluated by the transient solver, 100 agents', () =>
  movingQueue({ ...day, agents: day.volume.map((v) => Math.ceil(v / 2) + 3), answerWithinSeconds: 20 }),
);
const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
print('one day staffed by it', () => staffMovingQueue({ ...day, target, method: 'transient' }));
