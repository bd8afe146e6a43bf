// Multi-skill requirement: seconds for three tiers × 48 intervals to ± 0.5 points, and cost beside the best of an exhaustive search on small
// cases (every head-count that is cheaper than the answer and within 6 agents of it in each group, 3 where there are four groups, played with
// the same callers at the same precision).
// Run after `npm run build`: node bench/multi-skill.mjs [--small N [--cases-from SEED]] [--day]

import { requiredGroups } from '../dist/multi-skill/required-groups.js';
import { goalsOf, groupJudge } from '../dist/multi-skill/sampling.js';
import { sizeInterval } from '../dist/multi-skill/size-interval.js';
import { createNodeRunner } from '../dist/node/index.js';
import { machine, printTable } from './tools.mjs';

const HALF_WIDTH = 0.005;
const REACH = [0, 6, 6, 6, 3];

const cpuSeconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

async function day() {
  const shape = Array.from({ length: 48 }, (_, i) => 0.15 + 0.85 * Math.exp(-(((i - 22) / 9) ** 2)) + 0.4 * Math.exp(-(((i - 34) / 5) ** 2)));
  const queue = (name, peak, aht) => ({
    queue: name,
    channel: 'voice',
    zone: 'UTC',
    startMs: 0,
    intervalSeconds: 1800,
    volume: shape.map((share, i) => Math.round(peak * share * (1 + 0.1 * Math.sin(i * name.length)))),
    ahtSeconds: shape.map(() => aht),
  });
  const target = (serviceLevel, answerWithinSeconds) => ({ serviceLevel, answerWithinSeconds });
  const routing = {
    queues: [
      { name: 'easy', patienceSeconds: 150, target: target(0.8, 20), route: [{ group: 'first' }, { group: 'second' }, { group: 'third' }] },
      { name: 'medium', patienceSeconds: 240, target: target(0.8, 30), route: [{ group: 'second' }, { group: 'third' }] },
      { name: 'hard', patienceSeconds: 600, target: target(0.85, 120), route: [{ group: 'third' }] },
    ],
    groups: [
      { name: 'first', serves: [[{ contactType: 'easy' }]], costPerHour: 20, escalate: { easy: { to: 'medium', probability: 0.15 } } },
      {
        name: 'second',
        serves: [[{ contactType: 'medium' }], [{ contactType: 'easy' }]],
        costPerHour: 26,
        ahtFactor: { easy: 0.95 },
        escalate: { medium: { to: 'hard', probability: 0.1 } },
      },
      {
        name: 'third',
        serves: [[{ contactType: 'hard' }], [{ contactType: 'medium' }, { contactType: 'easy' }]],
        costPerHour: 34,
        ahtFactor: { easy: 0.9, medium: 0.95 },
      },
    ],
  };
  const forecast = { queues: [queue('easy', 250, 240), queue('medium', 60, 300), queue('hard', 15, 500)] };
  const runner = createNodeRunner({ concurrency: 2 });
  const rows = [];
  for (const [name, options] of [
    ['here', {}],
    ['two threads', { runner }],
  ]) {
    const before = process.cpuUsage();
    const started = performance.now();
    const result = await requiredGroups(forecast, routing, options);
    const widest = Math.max(...result.queues.flatMap(({ serviceLevelHalfWidth }) => serviceLevelHalfWidth));
    const sure = result.status.filter((status) => status === 'met').length;
    const seconds = (performance.now() - started) / 1000;
    rows.push([name, cpuSeconds(before).toFixed(1), seconds.toFixed(1), result.evaluations, widest.toFixed(4), sure, result.cost.toFixed(0)]);
  }
  runner.close();
  printTable(['three tiers × 48 intervals', 'processor s', 'wall s', 'head-counts played', 'widest half-width', 'met for sure', 'cost'], rows);
}

/** Small centres at random, from a seed: two to four queues and groups, costs, patience (none gives up, or late), escalation, chats. */
function smallCases(count, seed) {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const pick = (list) => list[Math.floor(random() * list.length)];
  const shapes = ['a ba', 'a b ab', 'a ba cba', 'ab bc', 'a ba ca', 'a b c abc', 'ab bc ca', 'a b cd abcd', 'ab cd ac bd', 'a ba cb dcba'];
  return Array.from({ length: count }, (_, i) => {
    const shape = shapes[i % shapes.length].split(' ');
    const names = [...new Set(shape.join(''))].sort();
    const escalates = i % 3 === 1;
    const chats = i % 5 === 3;
    const ahtSeconds = names.map(() => 180 + Math.floor(random() * 240));
    const groups = shape.map((serves, g) => ({
      name: `group ${g}`,
      serves: [...serves].map((contactType) => [{ contactType }]),
      costPerHour: 1 + 0.1 * Math.floor(random() * 5) + 0.25 * (serves.length - 1),
      ...(escalates && g === 0 && { escalate: { a: { to: names.at(-1), probability: 0.1 + 0.2 * random() } } }),
      ...(chats && g === shape.length - 1 && { concurrency: { most: 2, ahtSecondsAt: [300, 420] } }),
    }));
    const queues = names.map((name) => ({
      name,
      patienceSeconds: pick([60, 120, 300, 1800, null]),
      target: { serviceLevel: pick([0.7, 0.8, 0.9]), answerWithinSeconds: pick([20, 30, 60]) },
      route: groups.filter((_group, g) => shape[g].includes(name)).map(({ name: group }) => ({ group })),
    }));
    const work = { perHour: names.map(() => 10 + Math.floor((random() * 160) / names.length)), ahtSeconds };
    const kinds = [
      ...(escalates ? ['escalation'] : []),
      ...(chats ? ['chats'] : []),
      ...(queues.some((one) => one.patienceSeconds === null) ? ['endless patience'] : []),
    ];
    return { title: [shape.join(' '), ...kinds].join(', '), routing: { queues, groups }, work };
  });
}

async function small(count, casesFrom) {
  const rows = [];
  for (const { title, routing, work } of smallCases(count, casesFrom)) {
    const cost = (agents) => agents.reduce((sum, people, g) => sum + people * routing.groups[g].costPerHour, 0);
    const found = await sizeInterval(routing, { work, open: true }, null, { halfWidth: HALF_WIDTH, seed: 1 });
    const judge = groupJudge(routing, work, {
      seed: 1,
      halfWidth: HALF_WIDTH,
      goals: goalsOf(
        routing,
        routing.queues.map(() => true),
      ),
    });
    const cheaper = [];
    const reach = REACH[routing.groups.length];
    const extend = (agents) => {
      if (agents.length === found.agents.length) {
        if (cost(agents) < cost(found.agents) - 1e-9 && cost(agents) > 0.93 * found.pooledCost) cheaper.push(agents);
        return;
      }
      const around = found.agents[agents.length];
      for (let people = Math.max(0, around - reach); people <= around + reach; people += 1) extend([...agents, people]);
    };
    extend([]);
    cheaper.sort((a, b) => cost(a) - cost(b));
    const best = cheaper.find((agents) => judge.judge(agents).good && judge.refine(agents).good) ?? found.agents;
    const dearer = ((cost(found.agents) / cost(best) - 1) * 100).toFixed(2);
    rows.push([title, found.agents.join(' '), cost(found.agents).toFixed(2), best.join(' '), cost(best).toFixed(2), `${dearer} %`, cheaper.length]);
  }
  printTable(['groups and what they serve', 'found', 'cost', 'best', 'cost', 'dearer by', 'cheaper ones played'], rows);
}

const option = process.argv.indexOf('--small');
console.log(machine());
const casesFrom = process.argv.indexOf('--cases-from');
if (!process.argv.includes('--day')) await small(option < 0 ? 20 : Number(process.argv[option + 1]), casesFrom < 0 ? 7 : Number(process.argv[casesFrom + 1]));
if (option < 0) await day();
