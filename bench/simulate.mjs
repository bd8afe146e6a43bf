// Speed of the simulator in contacts per second of processor time, beside a plain event-heap implementation of the same models in the same
// run; a week of a rostered centre on worker threads; and, with --cases, every reference case at its full length.
// Run after `npm run build`: node bench/simulate.mjs [--cases [ID]] [--share 1]
import { readFileSync } from 'node:fs';
import { createNodeRunner } from '../dist/node/index.js';
import { queueMetrics } from '../dist/queueing/index.js';
import { simulate } from '../dist/simulate/index.js';
import { machine, median, printTable } from './tools.mjs';

const ROUNDS = 5;

const single = {
  contactTypes: [{ name: 'calls', arrivalsPerHour: 360, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'agents', afterSeconds: 0 }] }],
  agentGroups: [{ name: 'agents', agents: 20, serves: [[{ contactType: 'calls', afterSeconds: 0 }]], ahtSeconds: { calls: 200 } }],
};

const at = (group) => ({ group, afterSeconds: 0 });
const of = (contactType) => ({ contactType, afterSeconds: 0 });
const tiers = {
  contactTypes: [
    { name: 'easy', arrivalsPerHour: 600, patienceSeconds: 150, answerWithinSeconds: 20, route: [at('first'), at('second'), at('third')] },
    { name: 'medium', arrivalsPerHour: 150, patienceSeconds: 240, answerWithinSeconds: 30, route: [at('second'), at('third')] },
    { name: 'hard', arrivalsPerHour: 30, patienceSeconds: 600, answerWithinSeconds: 120, route: [at('third')] },
  ],
  agentGroups: [
    { name: 'first', agents: 40, serves: [[of('easy')]], ahtSeconds: { easy: 240 }, escalate: { easy: { to: 'medium', probability: 0.2 } } },
    {
      name: 'second',
      agents: 24,
      serves: [[of('medium')], [of('easy')]],
      ahtSeconds: { easy: 220, medium: 300 },
      escalate: { medium: { to: 'hard', probability: 0.15 } },
    },
    { name: 'third', agents: 15, serves: [[of('hard')], [of('medium'), of('easy')]], ahtSeconds: { easy: 200, medium: 280, hard: 500 } },
  ],
};

/** The textbook way: objects on one event heap, also for every patience. Returns contacts and service levels. */
function plainSimulation({ contactTypes, agentGroups }, horizonSeconds, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const exponential = (mean) => -mean * Math.log(1 - random());
  const heap = [];
  const push = (event) => {
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (heap[parent].time <= event.time) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  };
  const pop = () => {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length > 0) {
      let i = 0;
      for (let child = 1; child < heap.length; child = 2 * i + 1) {
        if (child + 1 < heap.length && heap[child + 1].time < heap[child].time) child += 1;
        if (heap[child].time >= last.time) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
    }
    return top;
  };
  const types = new Map(contactTypes.map((type) => [type.name, { ...type, line: [], offered: 0, good: 0 }]));
  const groups = new Map(agentGroups.map((group) => [group.name, { ...group, free: group.agents }]));
  const start = (contact, group, now) => {
    contact.served = true;
    group.free -= 1;
    if (now - contact.arrival <= contact.type.answerWithinSeconds) contact.type.good += 1;
    push({ time: now + exponential(group.ahtSeconds[contact.type.name]), kind: 'end', contact, group });
  };
  const arrive = (type, now) => {
    const contact = { type, arrival: now, served: false, gone: false };
    type.offered += 1;
    const group = type.route.map((step) => groups.get(step.group)).find((one) => one.free > 0);
    if (group !== undefined) start(contact, group, now);
    else {
      type.line.push(contact);
      push({ time: now + exponential(type.patienceSeconds), kind: 'patience', contact });
    }
  };
  const next = (group) => {
    for (const names of group.serves) {
      const lines = names.map(({ contactType }) => types.get(contactType).line);
      for (const line of lines) while (line.length > 0 && line[0].gone) line.shift();
      const waiting = lines.filter((line) => line.length > 0).sort((a, b) => a[0].arrival - b[0].arrival);
      if (waiting.length > 0) return waiting[0].shift();
    }
    return null;
  };
  for (const type of types.values()) push({ time: exponential(3600 / type.arrivalsPerHour), kind: 'arrival', type });
  for (let event = pop(); event.time < horizonSeconds; event = pop()) {
    const { time, kind, contact, group } = event;
    if (kind === 'arrival') {
      push({ time: time + exponential(3600 / event.type.arrivalsPerHour), kind, type: event.type });
      arrive(event.type, time);
    } else if (kind === 'patience') contact.gone = !contact.served;
    else {
      group.free += 1;
      const waiting = next(group);
      if (waiting !== null) start(waiting, group, time);
      const onward = group.escalate?.[contact.type.name];
      if (onward !== undefined && random() < onward.probability) arrive(types.get(onward.to), time);
    }
  }
  return {
    contacts: [...types.values()].reduce((sum, type) => sum + type.offered, 0),
    levels: [...types.values()].map((type) => type.good / type.offered),
  };
}

function cpuSeconds(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** Median over rounds of contacts per processor second. */
async function speedOf(work) {
  await work(0);
  const rates = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage();
    const contacts = await work(round);
    rates.push(contacts / cpuSeconds(before));
  }
  return rates.sort((a, b) => a - b);
}

const millions = (value) => (value / 1e6).toFixed(2);
const percent = (share) => `${(share * 100).toFixed(2)} %`;

async function benchSpeed() {
  const horizonSeconds = 2_000_000;
  const rows = [];
  for (const [name, system] of [
    ['one queue with abandonment', single],
    ['three types × three tiers, escalation', tiers],
  ]) {
    let ours = null;
    const fast = await speedOf(async (seed) => {
      ours = await simulate(system, { horizonSeconds, replications: 5, seed });
      return ours.contactTypes.reduce((sum, { offered }) => sum + offered.mean, 0) * 5;
    });
    let plain = null;
    const slow = await speedOf((seed) => {
      plain = plainSimulation(system, horizonSeconds, seed + 1);
      return plain.contacts;
    });
    rows.push([
      name,
      millions(median(fast)),
      `${millions(fast[0])} to ${millions(fast.at(-1))}`,
      millions(median(slow)),
      (median(fast) / median(slow)).toFixed(1),
    ]);
    const levels = ours.contactTypes.map(({ name: type, serviceLevel }, k) => `${type} ${percent(serviceLevel.offered.mean)} and ${percent(plain.levels[k])}`);
    console.log(`${name}: service levels of the last rounds, ours and plain: ${levels.join('; ')}`);
  }
  console.log('');
  printTable(['million contacts per processor second', 'median', 'from, to', 'plain heap', 'times'], rows);
  const exact = queueMetrics({ volume: 360, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20, answerWithinSeconds: 20 });
  console.log(`one queue, Erlang A: ${percent(exact.serviceLevel.offered)}`);
}

/** A week of 30,000 contacts in two queues, 200 people by name on staggered shifts with two breaks. */
function weekOfACentre() {
  const hours = [8, 20];
  const shape = (hour) => 0.6 + 0.8 * Math.exp(-(((hour - 10.5) / 2) ** 2)) + 0.5 * Math.exp(-(((hour - 15.5) / 2) ** 2));
  const slots = Array.from({ length: 7 * 48 }, (_, i) => [i * 1800, (i % 48) / 2]);
  const open = ([, hour]) => hour >= hours[0] && hour < hours[1];
  const weight = slots.filter(open).reduce((sum, [, hour]) => sum + shape(hour), 0);
  const rates = (total) => slots.map((slot) => [slot[0], open(slot) ? (2 * total * shape(slot[1])) / weight : 0]);
  const people = (count, prefix) =>
    Array.from({ length: count }, (_, i) => ({
      name: `${prefix}${i}`,
      online: Array.from({ length: 7 }, (_day, day) => day)
        .filter((day) => (day + i) % 7 < 5)
        .flatMap((day) => {
          const start = day * 86_400 + (8 + ((i * 7) % 9) / 2) * 3600;
          return [
            [start, start + 2 * 3600],
            [start + 2.25 * 3600, start + 4 * 3600],
            [start + 4.5 * 3600, start + 8 * 3600],
          ];
        }),
    }));
  return {
    contactTypes: [
      { name: 'service', arrivalsPerHour: rates(22_000), dayFactorCv: 0.1, patienceSeconds: 120, answerWithinSeconds: 20, route: [at('first'), at('second')] },
      { name: 'technical', arrivalsPerHour: rates(8_000), dayFactorCv: 0.1, patienceSeconds: 180, answerWithinSeconds: 30, route: [at('second')] },
    ],
    agentGroups: [
      {
        name: 'first',
        agents: people(120, 'f'),
        serves: [[of('service')]],
        ahtSeconds: { service: 420 },
        escalate: { service: { to: 'technical', probability: 0.05 } },
      },
      { name: 'second', agents: people(80, 's'), serves: [[of('technical')], [of('service')]], ahtSeconds: { service: 400, technical: 600 } },
    ],
  };
}

async function benchWeek() {
  const runner = createNodeRunner({ concurrency: 2 });
  const options = {
    horizonSeconds: 7 * 86_400,
    arrivalsStopAtHorizon: true,
    replications: 100,
    reportBoundariesSeconds: Array.from({ length: 7 * 48 + 1 }, (_, i) => i * 1800),
    runner,
  };
  const system = weekOfACentre();
  for (const round of ['first (threads start)', 'second']) {
    const started = performance.now();
    const before = process.cpuUsage();
    const { contactTypes } = await simulate(system, options);
    const seconds = (performance.now() - started) / 1000;
    const contacts = contactTypes.reduce((sum, { offered }) => sum + offered.mean, 0);
    console.log(
      `A week of ${Math.round(contacts).toLocaleString('en-US')} contacts, 200 people by name, 100 replications, two threads, ${round}: ${seconds.toFixed(2)} s, ` +
        `processor time ${cpuSeconds(before).toFixed(2)} s; service level ${percent(contactTypes[0].serviceLevel.offered.mean)} ± ${(contactTypes[0].serviceLevel.offered.halfWidth * 100).toFixed(2)}`,
    );
  }
  runner.close();
}

/** A case of simulation-cases.json in this library's words. */
function toSystem({ classes, groups, system_capacity, horizon_s }) {
  const withSine = (rate, [amplitude, pace]) =>
    Array.from({ length: Math.ceil(horizon_s / 60) + 120 }, (_, i) => [
      i * 60,
      rate + (amplitude * (Math.cos(pace * i * 60) - Math.cos(pace * (i + 1) * 60))) / (pace * 60),
    ]);
  return {
    ...(system_capacity === undefined ? {} : { capacity: system_capacity }),
    contactTypes: classes.map(
      ({ name, arrival_rate_per_hour: rate, sin, patience_mean_s, T_s, route, redial_after_abandon: redial, repeat_after_service: repeat }) => ({
        name,
        arrivalsPerHour: sin === undefined ? rate : withSine(rate[0][1], sin),
        patienceSeconds: patience_mean_s,
        answerWithinSeconds: T_s,
        route: route.map(([group, afterSeconds]) => ({ group, afterSeconds })),
        ...(redial && { redial: { probability: redial.p, meanDelaySeconds: redial.delay_mean_s } }),
        ...(repeat && { repeat: { probability: repeat.p, meanDelaySeconds: repeat.delay_mean_s, to: repeat.to } }),
      }),
    ),
    agentGroups: groups.map(({ name, staff, tiers: classesOf, aht_s, escalate }) => ({
      name,
      agents: staff,
      serves: classesOf.map((entries) => entries.map(([contactType, afterSeconds]) => ({ contactType, afterSeconds }))),
      ahtSeconds: aht_s,
      ...(escalate && { escalate: Object.fromEntries(Object.entries(escalate).map(([type, { to, p }]) => [type, { to, probability: p }])) }),
    })),
  };
}

function figuresOf(want, got, blocked = 0) {
  const ours = {
    sl_offered: got.serviceLevel.offered,
    sl_answered: got.serviceLevel.answered,
    p_abandon: got.abandonProbability,
    ab_within_T: got.abandonedWithinThreshold,
    p_delay: got.waitProbability,
    p_block: got.blockProbability,
    asa_served_s: got.asaSeconds,
    mean_wait_all_s: got.meanWaitSeconds,
    mean_chat_duration_s: got.ahtSeconds,
  };
  // That file counts a blocked contact as a wait of 0; here means are over those let in.
  return Object.entries(ours).flatMap(([name, figure]) => {
    const share = name === 'mean_wait_all_s' ? 1 - blocked : 1;
    return want[name] === undefined ? [] : [[name, figure, want[name].map((value) => value / share)]];
  });
}

function compareCase({ classes, groups }, result) {
  return [
    ...classes.flatMap(({ total, periods = [], mean_queue }, k) => {
      const type = result.contactTypes[k];
      return [
        ...figuresOf(total, type, total.p_block?.[0]),
        ['mean_queue', type.meanQueue, mean_queue],
        ...periods.flatMap((values, i) => figuresOf(values, type.stretches[i]).map(([name, ...rest]) => [`${name} ${i}`, ...rest])),
      ];
    }),
    ...groups.map(({ occupancy }, g) => ['occupancy', result.agentGroups[g].occupancy, occupancy]),
  ];
}

/** Distance in standard errors of the difference. */
function distance([, { mean, halfWidth }, [value, width]]) {
  const joint = Math.hypot(halfWidth, width);
  if (joint === 0) return mean === value ? 0 : Number.POSITIVE_INFINITY;
  return (1.96 * Math.abs(mean - value)) / joint;
}

async function benchCases(only, share) {
  const read = (name) => JSON.parse(readFileSync(new URL(`../test/reference/queueing/${name}`, import.meta.url), 'utf8'));
  const runner = createNodeRunner({ concurrency: 2 });
  const rows = [];
  const all = [];
  const note = (id, figures, result, started) => {
    const apart = figures.map(distance);
    all.push(...figures.map((figure, i) => [`${id} ${figure[0]}`, apart[i], figure]));
    const contacts = result.contactTypes.reduce((sum, { offered }) => sum + offered.mean, 0) * result.replications;
    const outside = apart.filter((value) => !(value <= 1.96)).length;
    const spread = Math.sqrt(apart.reduce((sum, value) => sum + value * value, 0) / apart.length);
    rows.push([
      id,
      result.replications,
      millions(contacts),
      figures.length,
      outside,
      spread.toFixed(2),
      Math.max(...apart).toFixed(2),
      ((performance.now() - started) / 1000).toFixed(1),
    ]);
    console.log(rows.at(-1).join('  '));
  };
  for (const { case: asked, result: want } of read('simulation-cases.json')) {
    if (only !== undefined && !asked.id.includes(only)) continue;
    const started = performance.now();
    const result = await simulate(toSystem(asked), {
      horizonSeconds: asked.horizon_s,
      warmUpSeconds: asked.warmup_s,
      arrivalsStopAtHorizon: asked.cooldown_s === 0,
      reportBoundariesSeconds: asked.report_boundaries_s,
      replications: Math.max(20, Math.round(asked.replications * share)),
      runner,
    });
    note(asked.id, compareCase(want, result), result, started);
  }
  for (const [id, chat] of Object.entries(read('chat-cases.json'))) {
    if (only !== undefined && !id.includes(only)) continue;
    const started = performance.now();
    const [alone] = chat.chat_duration_s_at_k;
    const system = {
      contactTypes: [
        { name: 'chat', arrivalsPerHour: chat.lambda_per_hour, patienceSeconds: chat.patience_s, answerWithinSeconds: chat.T_s, route: [at('agents')] },
      ],
      agentGroups: [
        {
          name: 'agents',
          agents: chat.agents,
          serves: [[of('chat')]],
          ahtSeconds: { chat: alone },
          concurrency: { most: chat.max_concurrency, ahtSecondsAt: chat.chat_duration_s_at_k },
        },
      ],
    };
    const result = await simulate(system, { horizonSeconds: 1_020_000, warmUpSeconds: 20_000, replications: Math.max(20, Math.round(200 * share)), runner });
    const [group] = result.agentGroups;
    const figures = [
      ...figuresOf(chat.result, result.contactTypes[0]),
      ['chats_per_busy_agent', group.meanConcurrency, chat.result.chats_per_busy_agent],
      ['agent_busy_fraction', group.occupancy, chat.result.agent_busy_fraction],
    ];
    note(id, figures, result, started);
  }
  runner.close();
  console.log('');
  printTable(['case', 'replications', 'M contacts', 'figures', 'outside', 'root mean square', 'farthest', 'seconds'], rows);
  const outside = all.filter(([, apart]) => !(apart <= 1.96));
  console.log(
    `${all.length} figures, ${outside.length} outside the joint 95 % intervals (${((100 * outside.length) / all.length).toFixed(1)} %; chance alone: 5 %).`,
  );
  for (const [name, apart, [, got, want]] of outside.sort((a, b) => b[1] - a[1]).slice(0, 10))
    console.log(`  ${name}: ${got.mean.toPrecision(6)} ± ${got.halfWidth.toPrecision(2)} against ${want[0]} ± ${want[1]}, ${apart.toFixed(2)} standard errors`);
}

console.log(machine());
console.log('');
const words = process.argv.slice(2);
const share = words.includes('--share') ? Number(words[words.indexOf('--share') + 1]) : 1;
if (words.includes('--cases')) {
  const next = words[words.indexOf('--cases') + 1];
  await benchCases(next === undefined || next.startsWith('--') ? undefined : next, share);
} else {
  await benchSpeed();
  await benchWeek();
}
