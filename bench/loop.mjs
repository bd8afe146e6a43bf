// Rosters repaired until their simulation meets the targets: what they spend and deliver, beside the roster that covers the requirements.
// Run after `npm run build`: node bench/loop.mjs [--centre sample|pool|experts] [--over week,interval] [--moves 10000] [--rounds 12] [--missing]
// `--moves`: of each search, per person and week.
import { fitForecast, forecastFrom } from '../dist/forecast/index.js';
import { readAgents, readEvents, readHistory } from '../dist/ingest/index.js';
import { makeSampleCentre } from '../dist/plan/index.js';
import { scheduleToTargets } from '../dist/schedule/index.js';
import { staff } from '../dist/staffing/index.js';
import { machine, printTable } from './tools.mjs';

const START_MS = Date.parse('2026-12-07T00:00Z');

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** Contacts of a week of half-hours, 08:00 to 20:00, two humps a day. */
function series(queue, peak, ahtSeconds) {
  const hump = (hour, centre, width) => Math.exp(-(((hour - centre) / width) ** 2));
  const volume = Array.from({ length: 336 }, (_, i) => {
    const hour = (i % 48) / 2;
    const level = [1.1, 1.05, 1, 1, 1.02, 0.55, 0.4][Math.floor(i / 48)];
    return hour < 8 || hour >= 20 ? null : peak * level * (0.35 + 0.65 * hump(hour, 10.5, 2) + 0.5 * hump(hour, 15.5, 2.5));
  });
  const none = volume.map(() => null);
  return {
    queue,
    channel: 'voice',
    zone: 'UTC',
    startMs: START_MS,
    intervalSeconds: 1800,
    volume,
    ahtSeconds: volume.map((count) => (count === null ? null : ahtSeconds)),
    bands: [],
    days: [],
    dayFactorCv: 0.05,
    parts: { level: none, weekday: none, month: none, season: none, event: none, shape: none },
    weights: [],
    warnings: [],
  };
}

const person = (agent, tier, contract) => ({
  agent,
  skills: [{ skill: 'help', tier, ahtFactor: 1 }],
  contract,
  zone: null,
  unavailable: [],
  wishes: [],
  costPerHour: 19 + tier,
  seniority: null,
});

/** Shifts of four to nine hours with breaks. */
function planOf(queues, start = '2026-12-07') {
  const pause = (name, from, to, more = {}) => ({ name, length: '15min', from, to, ...more });
  const lunch = { name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h30min', ifLongerThan: '6h' };
  return {
    zone: 'UTC',
    horizon: { start },
    queues,
    shifts: {
      day: { start: { from: '08:00', to: '12:00' }, length: { from: '7h', to: '9h' }, breaks: [pause('pause', '1h', '2h45min'), lunch] },
      short: { start: { from: '08:00', to: '16:00' }, length: { from: '4h', to: '6h' }, breaks: [pause('pause', '1h', '2h45min')] },
    },
    contracts: {
      full: { shifts: ['day'], hoursPerWeek: { min: 30, max: 40 }, daysPerWeek: { min: 4, max: 5 }, costPerHour: 20 },
      part: { shifts: ['short', 'day'], hoursPerWeek: { min: 10, max: 30 }, daysPerWeek: { min: 2, max: 5 }, costPerHour: 20 },
    },
  };
}

const CENTRES = {
  async sample(over) {
    const { historyCsv, agentsCsv, eventsCsv, config } = makeSampleCentre();
    const { zone } = config;
    const queues = Object.fromEntries(Object.entries(config.queues).map(([name, queue]) => [name, { ...queue, target: { ...queue.target, over } }]));
    const { events } = readEvents(eventsCsv);
    const forecast = forecastFrom(fitForecast(await readHistory(historyCsv, { zone }), { events }), { days: 7 });
    return { name: 'sample centre, 60 people, three tiers', forecast, plan: { ...config, queues }, agents: readAgents(agentsCsv, { zone }).agents };
  },
  pool(over) {
    const target = { serviceLevel: 0.8, answerWithin: '30s', over };
    const one = (patience) => ({ skill: 'help', lowestTier: 1, patience, target });
    const agents = Array.from({ length: 14 }, (_, i) => person(`a${i}`, 1, i % 2 === 0 ? 'full' : 'part'));
    return {
      name: '14 people, two queues',
      forecast: { queues: [series('simple', 16, 240), series('other', 8, 300)] },
      plan: planOf({ simple: one('3min'), other: one('4min') }),
      agents,
    };
  },
  experts(over) {
    const target = { serviceLevel: 0.8, answerWithin: '30s', over };
    const one = (lowestTier) => ({ skill: 'help', lowestTier, patience: '4min', target, understaffedPerHour: 40 + 20 * lowestTier });
    const agents = Array.from({ length: 40 }, (_, i) => person(`a${i}`, i % 10 < 5 ? 1 : i % 10 < 8 ? 2 : 3, i % 2 === 0 ? 'full' : 'part'));
    const queues = [series('simple', 40, 260), series('standard', 18, 340), series('expert', 8, 480)];
    return { name: '40 people, three tiers', forecast: { queues }, plan: planOf({ simple: one(1), standard: one(2), expert: one(3) }), agents };
  },
};

const percent = (share) => (share === null ? '–' : (100 * share).toFixed(1));
const whole = (value) => Math.round(value).toLocaleString('en-US');

console.log(machine());
const rows = [];
for (const centre of option('centre', Object.keys(CENTRES).join()).split(',')) {
  for (const over of option('over', 'week,interval').split(',')) {
    const { name, forecast, plan, agents } = await CENTRES[centre](over);
    const before = process.cpuUsage();
    const workBudget = Number(option('moves', '10000')) * agents.length;
    const result = await scheduleToTargets(staff(forecast, plan), forecast, plan, {
      agents,
      workBudget,
      rounds: Number(option('rounds', '12')),
      timeLimitSeconds: 1200,
    });
    const { user, system } = process.cpuUsage(before);
    const [first] = result.rounds;
    rows.push([
      `${name}, over ${over}`,
      result.status,
      `${whole(result.plainSpent)}: ${[first.met, first.unclear, first.missed].join(' / ')}`,
      `${whole(result.spent)}: ${['met', 'unclear', 'missed'].map((verdict) => result.queues.reduce((sum, queue) => sum + queue[verdict], 0)).join(' / ')}`,
      result.queues.map(({ plainServiceLevel }) => percent(plainServiceLevel)).join(' '),
      result.queues.map(({ serviceLevel, serviceLevelHalfWidth }) => `${percent(serviceLevel)} ± ${percent(serviceLevelHalfWidth)}`).join(', '),
      `${result.missing.reduce((sum, { agentHours }) => sum + agentHours, 0).toFixed(1)} h, ${whole(result.missing.reduce((sum, { cost }) => sum + cost, 0))}`,
      ((user + system) / 1e6).toFixed(0),
    ]);
    if (process.argv.includes('--missing')) {
      printTable(
        ['spent', 'met', 'unclear', 'missed', 'contacts missing'],
        result.rounds.map((round) => [whole(round.spent), round.met, round.unclear, round.missed, round.contactsMissing.toFixed(1)]),
      );
      printTable(
        ['queue', 'from', 'hours', 'level', 'agent-hours'],
        result.missing.map((one) => [
          one.queue,
          new Date(one.startMs).toISOString().slice(0, 16),
          (one.endMs - one.startMs) / 3.6e6,
          percent(one.serviceLevel),
          one.agentHours.toFixed(2),
        ]),
      );
    }
  }
}
printTable(['centre', 'status', 'as required: spent, met / unclear / missed', 'repaired', 'levels as required', 'levels repaired', 'missing', 'CPU s'], rows);
