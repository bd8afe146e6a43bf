// Rosters on made-up centres: gap, time to the first roster, CPU and memory; each in a process of its own.
// `npm run build && node bench/schedule.mjs [--agents 40,100] [--tiers 3] [--seeds 1,2] [--seconds 60]`
// Two searches side by side on two cores or more, as the command line does it; `--alone` for one.
// `--rivals`: the same model, whole, given to HiGHS and to native cbc (where installed) for the same time; see rivals.mjs for what it leaves out.
// `node bench/schedule.mjs --dir DIR --seconds 60` rosters plan.json, agents.csv and requirements.csv of a folder instead.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAgents, readRequirements } from '../dist/ingest/index.js';
import { createNodeRunner } from '../dist/node/index.js';
import { randomStream } from '../dist/random/index.js';
import { checkRoster, designShifts, schedule } from '../dist/schedule/index.js';
import { rosterModel, solveByCbc, solveByHighs } from './rivals.mjs';
import { machine, printTable } from './tools.mjs';

const START_MS = Date.parse('2026-12-07T00:00+01:00');
const DAY_LEVELS = [1.1, 1.05, 1, 1, 1.02, 0.55, 0.4];
const PEOPLE_HOURS = { full: 38, part: 20, flex: 22 };

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** A week of half-hours, 07:00–22:00, two humps a day, nested tiers, three contracts; need is what the contracts can put on line. */
function madeUpCentre(size, tiers, seed) {
  const random = randomStream(seed, 'bench/schedule');
  const pause = (name, from, to, more = {}) => ({ name, length: '15min', from, to, ...more });
  const lunch = { name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h30min', ifLongerThan: '6h' };
  const shifts = {
    day: {
      start: { from: '07:00', to: '13:00' },
      length: { from: '7h', to: '9h30min' },
      breaks: [pause('break-1', '1h', '2h45min'), lunch, pause('break-2', '6h', '8h', { ifLongerThan: '7h' })],
    },
    short: { start: { from: '07:00', to: '18:00' }, length: { from: '4h', to: '6h' }, breaks: [pause('break-1', '1h', '2h45min')] },
  };
  const contracts = {
    full: { shifts: ['day'], hoursPerWeek: { min: 36, max: 40 }, daysPerWeek: { min: 4, max: 5 }, consecutiveDays: { max: 6 }, costPerHour: 20 },
    part: { shifts: ['short'], hoursPerWeek: { min: 16, max: 24 }, daysPerWeek: { min: 3, max: 5 }, rest: '12h', costPerHour: 19 },
    flex: { shifts: ['short', 'day'], hoursPerWeek: { min: 10, max: 32 }, daysPerWeek: { min: 2, max: 5 }, costPerHour: 21 },
  };
  const day = () => new Date(START_MS + 12 * 3_600_000 + random.integer(7) * 86_400_000).toISOString().slice(0, 10);
  const agents = Array.from({ length: size }, (_, i) => {
    const draw = random.uniform();
    return {
      agent: `a${i + 1}`,
      skills: [{ skill: 'support', tier: 1 + Math.floor(tiers * random.uniform() ** 2), ahtFactor: 1 }],
      contract: draw < 0.6 ? 'full' : draw < 0.83 ? 'part' : 'flex',
      zone: null,
      unavailable: random.uniform() < 0.2 ? [{ day: day() }] : [],
      wishes: random.uniform() < 0.3 ? [{ kind: 'off', day: day(), weight: 2 + random.integer(8) }] : [],
      costPerHour: null,
      seniority: null,
    };
  });
  const hours = agents.reduce((sum, { contract }) => sum + PEOPLE_HOURS[contract], 0) * 0.9;
  const hump = (t, centre, width) => Math.exp(-(((t - centre) / width) ** 2));
  const weights = Array.from({ length: tiers }, (_, k) =>
    Array.from({ length: 336 }, (_, i) => {
      const t = (i % 48) / 2;
      if (t < 7 || t >= 22) return 0;
      return (DAY_LEVELS[Math.floor(i / 48)] * (0.18 + hump(t, 10.5 + 0.4 * k, 2.2) + 0.8 * hump(t, 15.5, 2.6)) * (0.95 + 0.1 * random.uniform())) / 1.8 ** k;
    }),
  );
  const scale = hours / (weights.flat().reduce((sum, weight) => sum + weight, 0) / 2);
  const queueOf = (k) => ['simple', 'standard', 'expert'][k] ?? `tier ${k + 1}`;
  const queues = weights.map((row, k) => {
    const need = row.map((weight) => Math.round(weight * scale * 1000) / 1000);
    const none = need.map(() => null);
    const columns = {
      volume: none,
      ahtSeconds: none,
      serviceLevel: none,
      occupancy: none,
      asaSeconds: none,
      abandonProbability: none,
      status: none.map(() => 'met'),
    };
    const people = { agents: need.map(Math.ceil), agentsExact: need, agentsWithShrinkage: need };
    return { queue: queueOf(k), channel: 'voice', zone: 'Europe/Berlin', startMs: START_MS, intervalSeconds: 1800, ...columns, ...people };
  });
  const rules = Object.fromEntries(queues.map(({ queue }, k) => [queue, { skill: 'support', lowestTier: k + 1, understaffedPerHour: 60 + 20 * k }]));
  const config = { zone: 'Europe/Berlin', horizon: { start: '2026-12-07' }, queues: rules, shifts, contracts };
  return { name: `${size} × ${tiers}, seed ${seed}`, config, agents, requirements: { queues, totals: [], warnings: [] } };
}

function fromFolder(dir) {
  const text = (name) => readFileSync(join(dir, name), 'utf8');
  const config = JSON.parse(text('plan.json'));
  return { name: dir, config, agents: readAgents(text('agents.csv')).agents, requirements: readRequirements(text('requirements.csv'), { zone: config.zone }) };
}

const percent = (gap) => (gap === null ? '–' : `${(100 * gap).toFixed(2)} %`);

/** Our roster and what the solvers make of the same model: objective, bound and gap of each. */
async function runRivals({ name, config, agents, requirements }, seconds) {
  const runner = availableParallelism() >= 2 ? createNodeRunner() : undefined;
  const roster = await schedule(requirements, config, { agents, timeLimitSeconds: seconds, runner });
  runner?.close();
  const model = rosterModel(requirements, config, agents);
  const size = `${model.columns.length} columns, ${model.rows.length} rows`;
  const answers = [{ name: 'shiftcast', ...roster }, await solveByHighs(model, seconds), solveByCbc(model, seconds)].filter((answer) => answer !== null);
  console.log(`${name}: ${size}; ${seconds} s each${answers.length < 3 ? '; cbc is not installed' : ''}; ${machine()}`);
  printTable(
    ['solver', 'status', 'objective', 'bound', 'gap'],
    answers.map((own) => {
      const gap = own.objective === null || own.bound === null ? null : (own.objective - own.bound) / own.objective;
      return [own.name, own.status, own.objective?.toFixed(2) ?? '–', own.bound?.toFixed(2) ?? '–', percent(gap)];
    }),
  );
}

async function runOne({ name, config, agents, requirements }, seconds) {
  const begin = performance.now();
  let first = null;
  const onProgress = ({ incumbent }) => {
    if (incumbent !== undefined && incumbent !== null) first ??= (performance.now() - begin) / 1000;
  };
  const runner = availableParallelism() >= 2 && !process.argv.includes('--alone') ? createNodeRunner() : undefined;
  const roster = await schedule(requirements, config, { agents, timeLimitSeconds: seconds, runner, onProgress });
  runner?.close();
  const wall = (performance.now() - begin) / 1000;
  const check = checkRoster(roster.agents, { requirements, config, agents });
  const design = await designShifts(requirements, config, { timeLimitSeconds: seconds / 2 });
  return [
    name,
    roster.status,
    roster.objective?.toFixed(2) ?? '–',
    percent(roster.gap),
    check.violations.length,
    first?.toFixed(2) ?? '–',
    wall.toFixed(1),
    (process.cpuUsage().user / 1e6).toFixed(1),
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    percent(design.gap),
  ];
}

const seconds = Number(option('seconds', '60'));
const dir = option('dir', null);
const one = option('one', null);
if (process.argv.includes('--rivals')) {
  const [tiers, size, seed] = [option('tiers', '3'), option('agents', '40'), option('seeds', '1')].map((text) => Number(text.split(',')[0]));
  await runRivals(dir === null ? madeUpCentre(size, tiers, seed) : fromFolder(dir), seconds);
} else if (one !== null || dir !== null) {
  const [size, tiers, seed] = (one ?? '').split(',').map(Number);
  const row = await runOne(dir === null ? madeUpCentre(size, tiers, seed) : fromFolder(dir), seconds);
  console.log(JSON.stringify(row));
} else {
  const list = (text) => text.split(',').map(Number);
  const tiers = Number(option('tiers', '3'));
  const rows = list(option('agents', '40,100')).flatMap((size) =>
    list(option('seeds', '1,2')).map((seed) => {
      const child = spawnSync(
        'node',
        [
          fileURLToPath(import.meta.url),
          '--one',
          [size, tiers, seed].join(),
          '--seconds',
          String(seconds),
          ...(process.argv.includes('--alone') ? ['--alone'] : []),
        ],
        {
          encoding: 'utf8',
        },
      );
      return child.status === 0
        ? JSON.parse(child.stdout.trim().split('\n').at(-1))
        : [`${size} × ${tiers}, seed ${seed}`, 'failed', '', '', '', '', '', '', '', ''];
    }),
  );
  console.log(`Rosters, at most ${seconds} s each; ${machine()}`);
  printTable(['people × tiers', 'status', 'objective', 'gap', 'violations', 'first s', 'wall s', 'CPU s', 'memory', 'gap of shifts without names'], rows);
}
