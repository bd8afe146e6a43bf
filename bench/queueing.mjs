// Speed of the queueing core: nanoseconds per call (median and spread of 9 rounds), at 100 and at 100,000 agents, also as
// multiples of one Math.exp of the same run; beside it the plain recursion and the textbook sum. Then a year of half-hours.
// Run after `npm run build`: node bench/queueing.mjs
import { cpus } from 'node:os';
import { erlangC, queueMetrics, requiredAgents, waitQuantile } from '../dist/queueing/index.js';
import { staff } from '../dist/staffing/index.js';

const ROUNDS = 9;
const ROUND_MS = 60;

/** Calls `work(i)` for about ROUND_MS per round; returns sorted nanoseconds per call. */
function measure(work) {
  let sink = 0;
  let count = 1;
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < count; i += 1) sink += work(i);
    const took = performance.now() - start;
    if (took > ROUND_MS) break;
    count = Math.ceil(count * Math.min(10, (1.2 * ROUND_MS) / Math.max(took, 0.01)));
  }
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (let i = 0; i < count; i += 1) sink += work(i);
    return ((performance.now() - start) * 1e6) / count;
  }).sort((a, b) => a - b);
  if (Number.isNaN(sink)) throw new Error('NaN in a benchmark');
  return rounds;
}

const median = (sorted) => sorted[sorted.length >> 1];

/** Erlang C by the recursion of B over every agent. */
function plainRecursion(load, agents) {
  let inverse = 1;
  for (let n = 1; n <= agents; n += 1) inverse = 1 + (n * inverse) / load;
  return agents / ((agents - load) * inverse + load);
}

/** Erlang C as textbooks print it, with powers and factorials: overflows to NaN from about 150 agents on. */
function textbookSum(load, agents) {
  let sum = 0;
  let factorial = 1;
  for (let n = 0; n < agents; n += 1) {
    sum += load ** n / factorial;
    factorial *= n + 1;
  }
  const last = (load ** agents / factorial) * (agents / (agents - load));
  return last / (sum + last);
}

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}`);
const exp = median(measure((i) => Math.exp(-(i % 1024) * 1e-3)));
console.log(`one Math.exp: ${exp.toFixed(1)} ns\n`);

const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
const cases = [
  ['erlangC', (offeredLoad, agents) => erlangC({ offeredLoad, agents })],
  ['Erlang C, all figures', (offeredLoad, agents) => queueMetrics({ offeredLoad, ahtSeconds: 240, agents, answerWithinSeconds: 20 }).asaSeconds],
  ['Erlang A, no threshold (ASA included)', (offeredLoad, agents) => queueMetrics({ offeredLoad, ahtSeconds: 240, patienceSeconds: 120, agents }).asaSeconds],
  [
    'Erlang A, ASA and five service levels',
    (offeredLoad, agents) => queueMetrics({ offeredLoad, ahtSeconds: 240, patienceSeconds: 120, agents, answerWithinSeconds: 20 }).serviceLevel.answered,
  ],
  ['requiredAgents, nobody gives up', (offeredLoad) => requiredAgents({ offeredLoad, ahtSeconds: 240, target }).agents],
  ['requiredAgents, patience 2 min', (offeredLoad) => requiredAgents({ offeredLoad, ahtSeconds: 240, patienceSeconds: 120, target }).agents],
  [
    'requiredAgents, patience, fractional',
    (offeredLoad) => requiredAgents({ offeredLoad, ahtSeconds: 240, patienceSeconds: 120, target, fractional: true }).agents,
  ],
  [
    'waitQuantile, patience, answered',
    (offeredLoad, agents) => waitQuantile({ offeredLoad, ahtSeconds: 240, patienceSeconds: 120, agents, probability: 0.9, of: 'answered' }),
  ],
  ['  plain recursion for Erlang C', plainRecursion],
  ['  textbook sum for Erlang C', (load, agents) => (agents > 150 ? 0 : textbookSum(load, agents))],
];

console.log(`${'ns per call: median (least to most)'.padEnd(42)}${'100 agents'.padEnd(34)}${'100,000 agents'.padEnd(38)}ratio`);
for (const [name, work] of cases) {
  const rows = [100, 100_000].map((agents) => {
    const load = agents - Math.sqrt(agents);
    return measure((i) => work(load + (i % 1000) * 1e-3, agents));
  });
  const texts = rows.map((row) => `${median(row).toFixed(0)} (${row[0].toFixed(0)} to ${row.at(-1).toFixed(0)}) = ${(median(row) / exp).toFixed(1)} exp`);
  const overflow = name.includes('textbook');
  console.log(
    `${name.padEnd(42)}${texts[0].padEnd(34)}${(overflow ? 'NaN' : texts[1]).padEnd(38)}${overflow ? '' : (median(rows[1]) / median(rows[0])).toFixed(2)}`,
  );
}

const INTERVALS = 17_520;
const QUEUES = 100;
const queues = Array.from({ length: QUEUES }, (_, q) => {
  const volume = Array.from({ length: INTERVALS }, (_, i) => (5 + 3 * q) * (1 + 0.6 * Math.sin(i * 0.13 + q) + 0.2 * Math.sin(i * 1.7)));
  return {
    queue: `queue ${q}`,
    channel: 'voice',
    zone: 'Europe/Berlin',
    startMs: Date.UTC(2026, 0, 1),
    intervalSeconds: 1800,
    volume,
    ahtSeconds: volume.map((_, i) => 200 + 60 * Math.sin(i * 0.01)),
  };
});
console.log('');
for (const patience of [null, '150s']) {
  const rule = { patience, target: { serviceLevel: 0.8, answerWithin: '20s' } };
  const plan = { queues: Object.fromEntries(queues.map(({ queue }) => [queue, rule])), shrinkage: { absence: 0.1 } };
  const before = process.cpuUsage();
  const start = performance.now();
  const { totals } = staff({ queues }, plan);
  const cpu = process.cpuUsage(before);
  console.log(
    `staff, a year of half-hours for ${QUEUES} queues (${(INTERVALS * QUEUES).toLocaleString('en-US')} requirements), ${patience === null ? 'nobody gives up' : `patience ${patience}`}: ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s, processor time ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s, ${totals.length} days`,
  );
}
