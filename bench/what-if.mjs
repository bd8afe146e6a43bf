// What-if on a week of half-hours: every lever tried once, the price curves, and call-backs and priorities beside the simulator. CPU seconds.
// Run after `npm run build`: node bench/what-if.mjs
import { cpus } from 'node:os';
import { leverDefaults, pricePlan, simulate, whatIf } from '../dist/index.js';

const seconds = async (label, work) => {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  console.log(`${label.padEnd(60)} ${((user + system) / 1e6).toFixed(2)} s`);
  return result;
};

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}`);

/** Contacts of half-hour `i`: open from 7:00 to 20:00, quieter at weekends, no two half-hours alike. */
const contacts = (i, scale) => {
  const slot = i % 48;
  if (slot < 14 || slot >= 40) return null;
  return scale * Math.sin(((slot - 12) / 30) * Math.PI) * ((i / 48) % 7 >= 5 ? 0.4 : 1) * (1 + ((i * 7919) % 13) / 40);
};
const queue = (name, scale, aht) => {
  const volume = Array.from({ length: 336 }, (_, i) => contacts(i, scale));
  return {
    queue: name,
    channel: 'voice',
    zone: 'UTC',
    startMs: 0,
    intervalSeconds: 1800,
    volume,
    ahtSeconds: volume.map((now) => (now === null ? null : aht)),
    bands: [],
  };
};
for (const count of [2, 10]) {
  const queues = Array.from({ length: count }, (_, k) => queue(`queue ${k}`, 40 + 30 * k, 240 + 20 * k));
  const plan = { queues: Object.fromEntries(queues.map((one) => [one.queue, { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } }])) };
  await seconds(`a week x ${count} queues, every lever once`, () => whatIf({ queues }, plan));
  await seconds(`a week x ${count} queues, priority alone`, () => whatIf({ queues }, plan, { scenarios: { first: { priority: {} } } }));
  await seconds(`a week x ${count} queues, price of service`, () => pricePlan({ queues }, plan, { costPerLostContact: 5 }));
}

// Service of a day with the same people, against 600 days played: people by their minimum, which binds in every half-hour.
const steps = (values) => values.map((value, i) => [i * 1800, value]);
for (const [scale, aht, people] of [
  [40, 240, 7],
  [120, 300, 24],
  [20, 420, 7],
]) {
  const day = queue('calls', scale, aht);
  const volume = day.volume.slice(0, 48);
  const forecast = { queues: [{ ...day, volume, ahtSeconds: day.ahtSeconds.slice(0, 48) }] };
  const plan = { queues: { calls: { patience: '2min', minimumAgents: people, target: { serviceLevel: 0.01, answerWithin: '20s' } } } };
  const { scenarios } = await whatIf(forecast, plan, { scenarios: { offer: { callback: {} }, first: { priority: {} } } });
  const arrivals = (share) => steps(volume.map((now) => (now ?? 0) * 2 * share));
  const agents = [
    [0, 0],
    [25_200, people],
    [75_600, 0],
  ];
  const type = (name, share, more = {}) => ({
    name,
    arrivalsPerHour: arrivals(share),
    patienceSeconds: 120,
    answerWithinSeconds: 20,
    route: [{ group: 'team' }],
    ...more,
  });
  const play = async (types) => {
    const serves = types.map(({ name }) => [{ contactType: name }]);
    const team = { name: 'team', agents, serves, ahtSeconds: Object.fromEntries(types.map(({ name }) => [name, aht])) };
    return (await simulate({ contactTypes: types, agentGroups: [team] }, { horizonSeconds: 86_400, replications: 600 })).contactTypes;
  };
  const accepted = leverDefaults.callback.accepted.value;
  const callback = { fromSeconds: 20, estimate: 'queueLength', acceptProbability: accepted, to: 'later' };
  const [offered] = await play([type('calls', 1, { callback }), type('later', 0, { patienceSeconds: null })]);
  const [first, others] = await play([type('first', 0.2), type('others', 0.8)]);
  const show = (value, { mean, halfWidth }) => `${value.toFixed(4)} (${mean.toFixed(4)} ± ${halfWidth.toFixed(4)})`;
  const [offer, prior] = scenarios.map(({ queues }) => queues.samePeople[0]);
  console.log(`${people} people, AHT ${aht} s, service level (played): with call-back ${show(offer.serviceLevel, offered.serviceLevel.offered)}`);
  console.log(
    `  valuable ${show(prior.classes[0].serviceLevel, first.serviceLevel.offered)}, others ${show(prior.classes[1].serviceLevel, others.serviceLevel.offered)}`,
  );
}
