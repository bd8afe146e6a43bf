// Speed of staffing: a year of half-hours for 10 queues on 3 channels, the price curve of a week, one day by the solver. CPU seconds.
// Run after `npm run build`: node bench/staffing.mjs
import { cpus } from 'node:os';
import { movingQueue, priceOfService, staff, staffChannels, staffMovingQueue } from '../dist/staffing/index.js';

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
for (const loadModel of ['stationary', 'offeredLoad'])
  print(`a year of half-hours x 10 queues x 3 channels, staff, ${loadModel}`, () => staff({ queues }, { queues: rules, loadModel }));

const byChannel = {
  voice: {},
  chat: { concurrency: { ahtAt: ['4min', '5min30s', '7min'] }, target: { serviceLevel: 0.8, answerWithin: '45s' } },
  email: { workingHours: { 'mon-fri': ['08:00-18:00'] }, target: { serviceLevel: 0.9, answerWithin: '8h', counts: 'open' } },
};
const channelRules = Object.fromEntries(queues.map(({ queue, channel }) => [queue, { ...rules[queue], ...byChannel[channel] }]));
print('the same by the models of the channels, staffChannels', () => staffChannels({ queues }, { queues: channelRules }));
for (const channel of Object.keys(byChannel)) {
  const own = queues.filter((one) => one.channel === channel);
  const config = { queues: Object.fromEntries(own.map(({ queue }) => [queue, channelRules[queue]])) };
  print(`  of it ${channel}`, () => staffChannels({ queues: own }, config));
}

const week = { volume: series(336, 200), intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20 };
print('price curve of a week', () => priceOfService({ ...week, costPerLostContact: 8 }));

const day = { volume: series(48, 200), intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180 };
print('one day evaluated by the transient solver, 100 agents', () =>
  movingQueue({ ...day, agents: day.volume.map((v) => Math.ceil(v / 2) + 3), answerWithinSeconds: 20 }),
);
const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
print('one day staffed by it', () => staffMovingQueue({ ...day, target, method: 'transient' }));

// Small days, where everything cheaper can be tried: the solver's staffing against the cheapest of all within 2 agents of it in each half-hour.
const DAYS = [
  { volume: [6, 14, 20, 12, 5], ahtSeconds: 600, patienceSeconds: 180 },
  { volume: [4, 8, 8, 6, 2], ahtSeconds: 1800, patienceSeconds: 180 },
  { volume: [20, 25, 10, 25, 15], ahtSeconds: 300, patienceSeconds: 120 },
  { volume: [5, 10, 15, 10, 5], ahtSeconds: 900 },
  { volume: [30, 10, 30, 10, 30], ahtSeconds: 400, patienceSeconds: 300 },
  { volume: [3, 6, 9, 12, 3], ahtSeconds: 1200, patienceSeconds: 240 },
];
let spent = 0;
let cheapest = 0;
for (const small of DAYS) {
  const load = { ...small, intervalSeconds: 1800 };
  const { agents, delivers } = staffMovingQueue({ ...load, target, method: 'transient' });
  const least = fewest(load, agents);
  const people = agents.reduce((sum, one) => sum + one, 0);
  spent += people;
  cheapest += least;
  console.log(
    `small day ${small.volume.join(' ')}, AHT ${small.ahtSeconds} s`.padEnd(62),
    `${people} agent-intervals, cheapest ${least}, lowest level ${Math.min(...delivers.serviceLevel).toFixed(3)}`,
  );
}
console.log('all small days'.padEnd(62), `${((100 * spent) / cheapest - 100).toFixed(2)} % dearer than the cheapest`);

/** Fewest agent-intervals of all staffings within 2 agents of one that holds. */
function fewest(load, agents) {
  let best = agents.reduce((sum, one) => sum + one, 0);
  const trial = [];
  const holds = () => movingQueue({ ...load, agents: trial, answerWithinSeconds: 20 }).serviceLevel.every((level) => level >= target.serviceLevel);
  const place = (i, sum) => {
    const rest = agents.slice(i).reduce((total, one) => total + Math.max(0, one - 2), 0);
    if (sum + rest >= best) return;
    if (i === agents.length) {
      if (holds()) best = sum;
      return;
    }
    for (let people = Math.max(0, agents[i] - 2); people <= agents[i] + 2; people += 1) {
      trial[i] = people;
      place(i + 1, sum + people);
    }
  };
  place(0, 0);
  return best;
}
