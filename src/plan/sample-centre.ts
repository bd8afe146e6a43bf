import type { PlanConfig } from '../core/index.js';
import { checkInteger } from '../core/index.js';
import { type RandomStream, randomStream } from '../random/index.js';
import { addDays, daysBetween, weekdayOf } from '../time/index.js';

/** A made-up contact centre: the files a planner would bring, as text, and the plan that goes with them. */
export type SampleCentre = {
  /** Plain history form: `queue,timestamp,volume,aht_seconds,abandoned`, local times. */
  readonly historyCsv: string;
  readonly agentsCsv: string;
  readonly eventsCsv: string;
  readonly config: PlanConfig;
};

const FIRST_DAY = '2026-06-01';
const ROSTER_START = '2026-11-30';

/** Days that the public observes; volume of the centre falls to `factor` of a normal day. */
const HOLIDAYS: readonly (readonly [day: string, name: string, factor: number])[] = [
  ['2026-06-04', 'Corpus Christi', 0.34],
  ['2026-10-03', 'Day of German Unity', 0.38],
  ['2026-11-18', 'Day of Repentance and Prayer', 0.36],
  ['2026-12-24', 'Christmas Eve', 0.4],
  ['2026-12-25', 'Christmas Day', 0.3],
  ['2026-12-26', 'Second day of Christmas', 0.3],
];

const CAMPAIGNS: readonly (readonly [from: string, to: string, name: string])[] = [
  ['2026-07-06', '2026-07-10', 'Summer offer'],
  ['2026-09-21', '2026-09-25', 'Autumn offer'],
  ['2026-12-07', '2026-12-11', 'Winter offer'],
];
const CAMPAIGN_FACTOR = 1.24;
const BILLING_DAYS = 3;
const BILLING_FACTOR = 1.12;

type SampleQueue = {
  readonly queue: string;
  /** Contacts in the busiest half-hour of an average weekday. */
  readonly peak: number;
  readonly ahtSeconds: number;
  /** Centres (hour of day), widths and weights of the humps of a day. */
  readonly humps: readonly (readonly [centre: number, width: number, weight: number])[];
  readonly weekdays: readonly number[];
  readonly campaign: boolean;
};

const QUEUES: readonly SampleQueue[] = [
  {
    queue: 'service',
    peak: 125,
    ahtSeconds: 265,
    humps: [
      [10.25, 1.9, 1],
      [15.2, 2.4, 0.78],
      [18.6, 1.4, 0.22],
    ],
    weekdays: [1.14, 1.03, 0.98, 0.97, 0.96, 0.52],
    campaign: true,
  },
  {
    queue: 'technical',
    peak: 36,
    ahtSeconds: 425,
    humps: [
      [10.9, 2.2, 1],
      [16.1, 2.2, 0.9],
    ],
    weekdays: [1.1, 1.02, 1.0, 0.99, 0.97, 0.4],
    campaign: false,
  },
];

/**
 * Makes a seeded sample contact centre: two queues, 26 weeks of half-hours with handle times and abandons, opening hours, public holidays,
 * campaigns, billing days, a clock change; 60 people in three tiers; and a plan for the four weeks after it, with a roster of the first.
 *
 * @param options.seed - Whole number, 0 or more; 1 by default. Same seed, same centre.
 * @returns The files as text, and the plan. Everything in it is invented.
 * @throws {@link InvalidInputError} for a seed that is no whole number.
 * @example
 * makeSampleCentre({ seed: 1 }).historyCsv.slice(0, 47); // 'queue,timestamp,volume,aht_seconds,abandoned\nse'
 */
export function makeSampleCentre(options: { readonly seed?: number } = {}): SampleCentre {
  const seed = options.seed ?? 1;
  checkInteger('makeSampleCentre: seed', seed);
  return {
    historyCsv: sampleHistory(randomStream(seed, 'sample centre/history')),
    agentsCsv: sampleAgents(randomStream(seed, 'sample centre/agents')),
    eventsCsv: sampleEvents(),
    config: sampleConfig(),
  };
}

function sampleHistory(random: RandomStream): string {
  const lines = ['queue,timestamp,volume,aht_seconds,abandoned'];
  const days = daysBetween(FIRST_DAY, ROSTER_START);
  for (const queue of QUEUES) {
    const stream = random.fork(queue.queue);
    let mood = 0; // slow day-to-day swing of demand, in logarithms
    for (let d = 0; d < days; d += 1) {
      mood = 0.6 * mood + 0.028 * stream.normal();
      appendDay(lines, queue, addDays(FIRST_DAY, d), Math.exp(mood), stream);
    }
  }
  return `${lines.join('\n')}\n`;
}

function appendDay(lines: string[], queue: SampleQueue, day: string, mood: number, random: RandomStream): void {
  const weekday = weekdayOf(day);
  if (weekday === 6) return;
  const [from, to] = weekday === 5 ? [9, 14] : [8, 20];
  const level = (queue.weekdays[weekday] as number) * seasonOf(day) * calendarFactor(queue, day) * mood;
  for (let hour = from; hour < to; hour += 0.5) {
    const shape = queue.humps.reduce((sum, [centre, width, weight]) => sum + weight * Math.exp(-(((hour + 0.25 - centre) / width) ** 2)), 0.14);
    const volume = poisson(queue.peak * level * shape * 0.93, random);
    const clock = `${String(Math.floor(hour)).padStart(2, '0')}:${hour % 1 === 0 ? '00' : '30'}:00`;
    lines.push(`${queue.queue},${day}T${clock},${volume},${handleTime(queue, hour, volume, random)},${abandons(volume, shape, random)}`);
  }
}

/** Quieter in summer, busier towards the end of the year. */
function seasonOf(day: string): number {
  return 1 + 0.07 * Math.cos((2 * Math.PI * (daysBetween('2026-12-05', day) % 365)) / 365);
}

function calendarFactor(queue: SampleQueue, day: string): number {
  const holiday = HOLIDAYS.find(([date]) => date === day);
  if (holiday !== undefined) return holiday[2];
  const campaign = queue.campaign && CAMPAIGNS.some(([from, to]) => day >= from && day <= to) ? CAMPAIGN_FACTOR : 1;
  return campaign * (Number(day.slice(8)) <= BILLING_DAYS ? BILLING_FACTOR : 1);
}

function handleTime(queue: SampleQueue, hour: number, volume: number, random: RandomStream): string {
  if (volume === 0) return '';
  const evening = 1 + 0.05 * Math.max(0, hour - 15) * 0.25;
  return (queue.ahtSeconds * evening * Math.exp((0.75 / Math.sqrt(volume)) * random.normal() * 0.6)).toFixed(0);
}

/** Busy half-hours lose a larger share. */
function abandons(volume: number, shape: number, random: RandomStream): number {
  const share = 0.012 + 0.03 * shape ** 3;
  let lost = 0;
  for (let i = 0; i < volume; i += 1) if (random.uniform() < share) lost += 1;
  return lost;
}

/** Poisson count: products of uniforms in portions of at most 30, since exp(−mean) would vanish for large means. */
function poisson(mean: number, random: RandomStream): number {
  let total = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(left, 30));
    let product = random.uniform();
    while (product > floor) {
      total += 1;
      product *= random.uniform();
    }
  }
  return total;
}

const TIER_SIZES: readonly number[] = [34, 17, 9];
const TIER_COST: readonly number[] = [20, 23, 27];

function sampleAgents(random: RandomStream): string {
  const lines = ['agent,skills,contract,unavailable,wishes,cost_per_hour'];
  let number = 0;
  for (const [index, size] of TIER_SIZES.entries()) {
    for (let i = 0; i < size; i += 1) {
      number += 1;
      const contract = i % 4 === 3 ? 'part' : 'full';
      const unavailable = random.uniform() < 0.15 ? addDays(ROSTER_START, random.integer(6)) : '';
      const wish = random.uniform() < 0.3 ? `off:${addDays(ROSTER_START, random.integer(6))}:${2 + random.integer(6)}` : '';
      lines.push(`a${String(number).padStart(2, '0')},support:${index + 1},${contract},${unavailable},${wish},${TIER_COST[index]}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function sampleEvents(): string {
  return [
    'date,name,kind,end_date,queue,repeats',
    ...HOLIDAYS.map(([day, name]) => `${day},${name},holiday,,,`),
    ...CAMPAIGNS.map(([from, to, name]) => `${from},${name},campaign,${to},service,`),
    `${FIRST_DAY},Bills go out,billing,${addDays(FIRST_DAY, BILLING_DAYS - 1)},,monthly`,
    '',
  ].join('\n');
}

function sampleConfig(): PlanConfig {
  const openingHours = { 'mon-fri': ['08:00-20:00'], sat: ['09:00-14:00'] };
  const early = { name: 'break-1', length: '15min', paid: true, from: '1h', to: '2h45min' };
  return {
    zone: 'Europe/Berlin',
    weekStart: 'monday',
    interval: '30min',
    horizon: { start: ROSTER_START, weeks: 1, forecastWeeks: 4 },
    queues: {
      service: {
        channel: 'voice',
        skill: 'support',
        lowestTier: 1,
        patience: '240s',
        minimumAgents: 1,
        openingHours,
        target: { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.88 },
        understaffedPerHour: 60,
      },
      technical: {
        channel: 'voice',
        skill: 'support',
        lowestTier: 2,
        patience: '300s',
        minimumAgents: 1,
        openingHours,
        target: { serviceLevel: 0.8, answerWithin: '30s', maxOccupancy: 0.88 },
        understaffedPerHour: 80,
      },
    },
    surplusPerHour: 5,
    shrinkage: { absence: 0.06, training: 0.03 },
    cover: 'withShrinkage',
    shifts: {
      day: {
        start: { from: '08:00', to: '12:30', every: '30min' },
        length: { from: '7h30min', to: '9h', every: '30min' },
        breaks: [
          early,
          { name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h', ifLongerThan: '6h' },
          { name: 'break-2', length: '15min', paid: true, from: '5h30min', to: '7h' },
        ],
      },
      short: { start: { from: '08:00', to: '16:00', every: '30min' }, length: { from: '4h', to: '6h', every: '30min' }, breaks: [early] },
      half: { start: { from: '09:00', to: '09:00' }, length: { from: '5h', to: '5h' }, breaks: [early] },
    },
    contracts: {
      full: {
        shifts: ['day', 'half'],
        hoursPerWeek: { min: 34, max: 40 },
        daysPerWeek: { min: 4, max: 5 },
        rest: '11h',
        consecutiveDays: { max: 6 },
        weekendsPerMonth: { max: 2 },
        costPerHour: 20,
      },
      part: {
        shifts: ['short', 'half'],
        hoursPerWeek: { min: 16, max: 25 },
        daysPerWeek: { min: 3, max: 5 },
        rest: '11h',
        consecutiveDays: { max: 6 },
        weekendsPerMonth: { max: 2 },
        costPerHour: 20,
      },
    },
  };
}
