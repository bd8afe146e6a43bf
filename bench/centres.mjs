// Small centres that benches share: forecast, plan and people of a week.
import { fitForecast, forecastFrom } from '../dist/forecast/index.js';
import { readAgents, readEvents, readHistory } from '../dist/ingest/index.js';
import { makeSampleCentre } from '../dist/plan/index.js';

const START_MS = Date.parse('2026-12-07T00:00Z');

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

/** Centres by name; each takes what its targets hold over. */
export const CENTRES = {
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
  apart(over) {
    const target = { serviceLevel: 0.8, answerWithin: '20s', over };
    const one = (skill, patience) => ({ skill, patience, target });
    const skillOf = (i) => (i % 5 < 3 ? 'big' : i % 5 < 4 ? 'middling' : 'small');
    const agents = Array.from({ length: 60 }, (_, i) => ({
      ...person(`a${i}`, 1, i % 2 === 0 ? 'full' : 'part'),
      skills: [{ skill: skillOf(i), tier: 1, ahtFactor: 1 }],
    }));
    return {
      name: '60 people, three queues apart',
      forecast: { queues: [series('big', 110, 260), series('middling', 30, 300), series('small', 20, 400)] },
      plan: planOf({ big: one('big', '3min'), middling: one('middling', '5min'), small: one('small', null) }),
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
