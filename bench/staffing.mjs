// Speed of staffing (CPU seconds): a year of half-hours for 10 queues on 3 channels, chats of big centres, the price curve of a week, one day by the solver.
// Then how exact it is: against simulated days and tables in test/reference, and against the cheapest staffing found by search.
// Run after `npm run build`: node bench/staffing.mjs; `figures` leaves the speed out, `blending` plays five blended centres alone.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { simulateRoster } from '../dist/simulate/index.js';
import {
  chatMetrics,
  deferredMetrics,
  movingQueue,
  priceOfService,
  requiredAgentsUncertain,
  staff,
  staffChannels,
  staffMovingQueue,
  uncertainMetrics,
} from '../dist/staffing/index.js';

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

/** Noise that never repeats, the same in every run. */
let seed = 7;
const noise = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** Contacts of half-hour `i`: a day's arch, a quieter weekend, and noise, so that no two volumes are alike. */
const contacts = (i, scale) => {
  const arch = Math.max(0.02, Math.sin((((i % 48) - 14) / 26) * Math.PI));
  return scale * arch * ((i / 48) % 7 >= 5 ? 0.4 : 1) * (0.85 + 0.3 * noise());
};
const series = (count, scale) => Array.from({ length: count }, (_, i) => contacts(i, scale));

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}`);

if (process.argv[2] === 'blending') await blending();
else {
  if (process.argv[2] !== 'figures') speed();
  accuracy();
  mailsByDeadline();
  againstSearch();
}

function speed() {
  const queues = ['voice', 'chat', 'email'].flatMap((channel) =>
    Array.from({ length: 10 }, (_, k) => {
      const volume = series(17_520, 40 + 30 * k);
      return {
        queue: `${channel} ${k}`,
        channel,
        zone: 'UTC',
        startMs: 0,
        intervalSeconds: 1800,
        volume,
        ahtSeconds: volume.map(() => 240 * (0.95 + 0.1 * noise())),
      };
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

  for (const [people, patience] of [
    [100, '2min'],
    [800, '2min'],
    [800, null],
    [3000, '2min'],
  ]) {
    const volume = Array.from({ length: 48 }, (_, i) =>
      i < 14 || i >= 40 ? null : ((people * 3 * 1800) / 420) * (0.2 + 0.8 * Math.sin(((i - 13) / 28) * Math.PI)),
    );
    const chats = { queue: 'chat', channel: 'chat', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => null) };
    const label = `a day of chats, about ${people} agents, ${patience === null ? 'nobody gives up' : `patience ${patience}`}`;
    print(label, () => staffChannels({ queues: [chats] }, { queues: { chat: { channel: 'chat', ...byChannel.chat, patience } } }));
  }

  const week = { volume: series(336, 200), intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20 };
  print('price curve of a week', () => priceOfService({ ...week, costPerLostContact: 8 }));

  const day = { volume: series(48, 200), intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180 };
  print('one day evaluated by the transient solver, 100 agents', () =>
    movingQueue({ ...day, agents: day.volume.map((v) => Math.ceil(v / 2) + 3), answerWithinSeconds: 20 }),
  );
  const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
  print('one day staffed by it', () => staffMovingQueue({ ...day, target, method: 'transient' }));
}

/** The figures of test/staffing/transient-queue.reference.test.ts, printed. */
function accuracy() {
  const folder = new URL('../test/reference/staffing/', import.meta.url);
  const text = (name) => readFileSync(new URL(name, folder), 'utf8');
  const line = (label, ...figures) => console.log(label.padEnd(62), ...figures);
  for (const day of JSON.parse(text('moving-days.json')))
    for (const method of ['transient', 'offeredLoad']) {
      const queue = movingQueue({ ...day, intervalSeconds: 1800, patienceSeconds: 180, answerWithinSeconds: 20, method });
      const gaps = queue.serviceLevel.map((level, i) => Math.abs(level - day.simulated[i]));
      const rmse = Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0) / gaps.length);
      line(`${day.id} by ${method}, against simulation`, `RMSE ${rmse.toFixed(4)}, largest ${Math.max(...gaps).toFixed(4)}`);
    }
  for (const [name, chat] of Object.entries(JSON.parse(text('chats.json')))) {
    const figures = chatMetrics({ ...chat, intervalSeconds: 3600, patienceSeconds: 180, answerWithinSeconds: 30 });
    const gap = Math.max(Math.abs(figures.serviceLevel - chat.serviceLevel), Math.abs(figures.abandonProbability - chat.abandonProbability));
    line(`chats ${name}, against simulation`, `largest ${gap.toFixed(4)}`);
  }
  const hours = Array.from({ length: 24 }, (_, hour) => hour >= 8 && hour < 20);
  const open = hours.map((_, hour) => hour >= 8 && hour < 18);
  const mail = { volume: hours.map((day) => (day ? 40 : 10)), open, agents: open.map((now) => (now ? 8 : 0)) };
  const { total } = deferredMetrics({ ...mail, intervalSeconds: 3600, ahtSeconds: 420, answerWithinSeconds: 14_400 });
  line('e-mail by deadline (EM1), against simulation', Math.abs(total - 0.6893135).toFixed(4));
  let largest = 0;
  let heads = 0;
  const rows = text('arrival_uncertainty.csv').trim().split('\n').slice(1);
  for (const row of rows) {
    const [load, ahtSeconds, patienceSeconds, answerWithinSeconds, dayFactorCv, agents, ...expected] = row.split(',').map(Number);
    const input = {
      volume: (load * 1800) / ahtSeconds,
      intervalSeconds: 1800,
      ahtSeconds,
      patienceSeconds,
      answerWithinSeconds,
      dayFactorCv,
      serviceLevel: 0.8,
    };
    const found = uncertainMetrics({ ...input, agents });
    const figures = [found.serviceLevel, found.abandonProbability, found.serviceLevelOfDays, found.shareOfDays];
    for (const [k, value] of figures.entries()) largest = Math.max(largest, Math.abs(value - expected[k]));
    const onAverage = requiredAgentsUncertain(input);
    const onDays = requiredAgentsUncertain({ ...input, criterion: { kind: 'shareOfDays', share: 0.9 } });
    heads += Number([onAverage.agentsIfCertain, onAverage.agents, onDays.agents].join() === expected.slice(4, 7).join());
  }
  line('uncertain arrivals, against the table', `largest ${largest.toExponential(1)}, heads right in ${heads} of ${rows.length} rows`);
}

/** Mail of two days, worked from 8:00 to 18:00 for 90 % in time: what the plan states beside the exact solver. */
function mailsByDeadline() {
  for (const [perHalfHour, aht, hours] of [
    [1, 300, 1],
    [4, 600, 2],
    [8, 600, 1],
    [2, 900, 4],
    [6, 300, 0.5],
    [30, 600, 1],
    [40, 300, 1],
  ]) {
    const open = Array.from({ length: 96 }, (_, i) => i % 48 >= 16 && i % 48 < 36);
    const volume = open.map((now, i) => (now ? perHalfHour * (0.6 + 0.8 * Math.sin((((i % 48) - 16) / 20) * Math.PI)) : 0));
    const mail = { queue: 'mail', channel: 'email', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => aht) };
    const target = { serviceLevel: 0.9, answerWithin: `${hours}h`, counts: 'open' };
    const rule = { channel: 'email', workingHours: { 'mon-sun': ['08:00-18:00'] }, target };
    const { agents, sizing } = staffChannels({ queues: [mail] }, { queues: { mail: rule } }).queues[0];
    const exact = deferredMetrics({ volume, intervalSeconds: 1800, ahtSeconds: aht, open, agents, answerWithinSeconds: hours * 3600, counts: 'open' });
    console.log(
      `${perHalfHour} mails per half-hour, AHT ${aht} s, within ${hours} h`.padEnd(62),
      `stated ${sizing.deferred.shareInTime.toFixed(4)}, exact ${exact.total.toFixed(4)}`,
    );
  }
}

/** Blended centres of five days: people exactly as sized, played with the reserves of the requirement and without. */
async function blending() {
  const DAY = 48;
  const startMs = Date.UTC(2026, 10, 23);
  const peaked = (slot) => 0.35 + 0.65 * Math.exp(-(((slot - 21) / 4) ** 2)) + 0.4 * Math.exp(-(((slot - 29) / 3) ** 2));
  for (const [name, calls, aht, mails, mailAht, patience, arch] of [
    ['4 people, steady', 14, 240, 3, 420, '3min', () => 1],
    ['40 people, peaked', 230, 300, 35, 360, '2min', peaked],
    ['44 people, steady, nobody gives up', 230, 300, 60, 360, undefined, () => 1],
    ['230 people, peaked', 1300, 320, 190, 600, '4min', peaked],
    ['220 people, steady', 1500, 280, 250, 300, '2min', () => 1],
  ]) {
    const column = (at) => Array.from({ length: 5 * DAY }, (_, i) => (i % DAY >= 16 && i % DAY < 36 ? at(i % DAY) : null));
    const series = (queue, channel, volume, seconds) => {
      const ahtSeconds = volume.map((now) => (now === null ? null : seconds));
      return { queue, channel, zone: 'UTC', startMs, intervalSeconds: 1800, volume, ahtSeconds, bands: [], days: [], dayFactorCv: 0 };
    };
    const service = series(
      'service',
      'voice',
      column((slot) => calls * arch(slot)),
      aht,
    );
    const mail = series(
      'mail',
      'email',
      column((slot) => mails * (slot < 20 ? 2 : 1)),
      mailAht,
    );
    const forecast = { queues: [service, mail] };
    const rules = {
      service: { patience, target: { serviceLevel: 0.8, answerWithin: '20s' } },
      mail: {
        channel: 'email',
        workingHours: { 'mon-fri': ['08:00-18:00'] },
        target: { serviceLevel: 0.9, answerWithin: '4h', counts: 'open' },
        blend: { with: 'service' },
      },
    };
    const config = { zone: 'UTC', queues: rules };
    const requirements = staffChannels(forecast, config);
    const roster = requirements.queues.flatMap(({ queue, agents }) =>
      Array.from({ length: Math.max(...agents) }, (_, k) => ({ agent: `${queue} ${k}`, shifts: shiftsOf(queue, agents, k, startMs, DAY) })),
    );
    const stated = requirements.queues[1].sizing.deferred.shareInTime;
    for (const given of [requirements, undefined]) {
      const { queues } = await simulateRoster(roster, forecast, config, { requirements: given, replications: calls > 1000 ? 10 : 40 });
      const [onCalls, onMail] = queues.map(({ serviceLevel }) => serviceLevel.offered.mean.toFixed(3));
      console.log(
        `${name}, ${given === undefined ? 'nobody kept free' : 'reserves as sized'}`.padEnd(62),
        `calls ${onCalls}, mail ${onMail}, stated ${stated.toFixed(3)}`,
      );
    }
  }
}

/** The days of person k, who is there in every half-hour that needs more than k; people for mail alone do nothing else. */
function shiftsOf(queue, agents, k, startMs, perDay) {
  return Array.from({ length: agents.length / perDay }, (_, d) => {
    const activities = agents
      .slice(d * perDay, (d + 1) * perDay)
      .flatMap((people, i) => (people > k ? [startMs + (d * perDay + i) * 1_800_000] : []))
      .map((from) => ({ activity: 'online', startMs: from, endMs: from + 1_800_000, ...(queue === 'mail' ? { queue } : {}) }));
    return { day: new Date(startMs + d * 86_400_000).toISOString().slice(0, 10), activities };
  }).filter(({ activities }) => activities.length > 0);
}

/** Small days, where everything cheaper can be tried: the solver's staffing against the cheapest of all within 2 agents of it in each half-hour. */
function againstSearch() {
  const DAYS = [
    { volume: [6, 14, 20, 12, 5], ahtSeconds: 600, patienceSeconds: 180 },
    { volume: [4, 8, 8, 6, 2], ahtSeconds: 1800, patienceSeconds: 180 },
    { volume: [20, 25, 10, 25, 15], ahtSeconds: 300, patienceSeconds: 120 },
    { volume: [5, 10, 15, 10, 5], ahtSeconds: 900 },
    { volume: [30, 10, 30, 10, 30], ahtSeconds: 400, patienceSeconds: 300 },
    { volume: [3, 6, 9, 12, 3], ahtSeconds: 1200, patienceSeconds: 240 },
    { volume: [2, 3, 4, 3, 2], ahtSeconds: 3600, patienceSeconds: 600 },
    { volume: [30, 24, 18, 12, 6], ahtSeconds: 300, patienceSeconds: 10 },
    { volume: [6, 12, 18, 24, 30], ahtSeconds: 240 },
    { volume: [12, 2, 12, 2, 12], ahtSeconds: 900, patienceSeconds: 30 },
    { volume: [8, 8, 8, 8, 8], ahtSeconds: 2400 },
    { volume: [1, 2, 1, 2, 1], ahtSeconds: 600, patienceSeconds: 60 },
  ];
  const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
  let spent = 0;
  let cheapest = 0;
  for (const small of DAYS) {
    const load = { ...small, intervalSeconds: 1800 };
    const { agents, delivers } = staffMovingQueue({ ...load, target, method: 'transient' });
    const least = fewest(load, agents, target);
    const people = agents.reduce((sum, one) => sum + one, 0);
    spent += people;
    cheapest += least;
    console.log(
      `small day ${small.volume.join(' ')}, AHT ${small.ahtSeconds} s, patience ${small.patienceSeconds ?? 'endless'}`.padEnd(62),
      `${people} agent-intervals, cheapest ${least}, lowest level ${Math.min(...delivers.serviceLevel).toFixed(3)}`,
    );
  }
  console.log('all small days'.padEnd(62), `${((100 * spent) / cheapest - 100).toFixed(2)} % dearer than the cheapest`);
}

/** Fewest agent-intervals of all staffings within 2 agents of one that holds. */
function fewest(load, agents, target) {
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
