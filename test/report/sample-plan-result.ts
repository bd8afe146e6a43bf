import type {
  Activity,
  Agent,
  DayForecast,
  Issue,
  Peak,
  PlanConfig,
  PlanResult,
  QueueCoverage,
  QueueForecast,
  QueueHistory,
  QueueRequirement,
  Roster,
  Shift,
  ShiftDesign,
  Shortfall,
} from '../../src/core/index.js';
import { type RandomStream, randomStream } from '../../src/random/index.js';
import { addDays, dayStartMs, gridClock, instantOf, weekdayOf } from '../../src/time/index.js';

/** Names that try to break out of the page, and names from everywhere. */
export const HOSTILE = {
  script: '<script>alert(1)</script>',
  attribute: '"><img src=x onerror=alert(2)>',
  quotes: `O'Neil "Ace" & co.`,
  control: 'bell\u0007null\u0000end\u0085',
  bidi: '\u202Etxt.exe',
  rtl: 'مكتب المساعدة',
  emoji: 'Zoë 👩🏽‍💻',
  half: 'half \ud83d pair',
  closing: '</script><!-- ]]>',
} as const;

/** What of a sample plan can be chosen. */
export type SampleOptions = {
  readonly people?: number;
  readonly queueNames?: readonly string[];
  readonly historyWeeks?: number;
  readonly rosterWeeks?: number;
  readonly intervalSeconds?: number;
  readonly withAgents?: boolean;
  readonly names?: readonly string[];
  readonly zone?: string;
  readonly start?: string;
};

const SHAPE = [0.35, 0.8, 1.25, 1.5, 1.4, 1.1, 0.95, 1.05, 1.15, 1, 0.8, 0.55];
const WEEK = [1.25, 1.05, 1, 0.98, 0.92, 0.45, 0];

/** A plan as the whole pipeline would return it, made up from a seed: not computed by it, so that the page is tested alone. */
export function samplePlan(options: SampleOptions = {}): { result: PlanResult; agents: Agent[] } {
  const zone = options.zone ?? 'Europe/Berlin';
  const queueNames = options.queueNames ?? ['billing', `tech ${HOSTILE.script}`];
  const intervalSeconds = options.intervalSeconds ?? 1800;
  const start = options.start ?? '2026-12-07';
  const historyDays = (options.historyWeeks ?? 26) * 7;
  const rosterDays = (options.rosterWeeks ?? 1) * 7;
  const forecastDays = Math.max(28, rosterDays);
  const random = randomStream(7, 'sample');
  const histories = queueNames.map((queue, i) =>
    sampleHistory(random.fork(queue), queue, zone, addDays(start, -historyDays), historyDays, intervalSeconds, 40 + 25 * i),
  );
  const forecasts = queueNames.map((queue, i) => sampleForecast(queue, zone, start, forecastDays, intervalSeconds, 40 + 25 * i));
  const requirements = forecasts.map((forecast) => sampleRequirement(forecast, rosterDays));
  const agents = sampleAgents(random.fork('people'), options.people ?? 60, queueNames, start, options.names ?? Object.values(HOSTILE));
  const rosters = agents.map((agent, i) => ({ agent: agent.agent, shifts: sampleShifts(random.fork(`${i}`), zone, start, rosterDays, agent, i) }));
  const shifts = rosters.flatMap(({ shifts: own }) => own);
  const { coverage, surplus, shortfalls } = cover(requirements, shifts);
  const paidHours = shifts.reduce((sum, { paidSeconds }) => sum + paidSeconds, 0) / 3600;
  const hours = (column: readonly number[]): number => (column.reduce((a, b) => a + b, 0) * intervalSeconds) / 3600;
  const missing = shortfalls.reduce((sum, { agents: people, startMs, endMs }) => sum + (people * (endMs - startMs)) / 3_600_000, 0);
  const costs = { paid: paidHours * 21, uncovered: missing * 60, surplus: hours(surplus) * 5, wishes: 14 };
  const objective = costs.paid + costs.uncovered + costs.surplus + costs.wishes;
  const solved = {
    status: 'feasible' as const,
    objective,
    bound: objective * 0.991,
    gap: 0.009,
    costs,
    coverage,
    surplus,
    shortfalls,
    conflicts: [],
    warnings: [],
  };
  const withAgents = options.withAgents ?? true;
  const roster: Roster | null = withAgents
    ? {
        ...solved,
        agents: rosters,
        unmetWishes: agents.filter((_, i) => i % 13 === 3).map(({ agent }) => ({ agent, wish: { kind: 'off', day: addDays(start, 2), weight: 4 } })),
      }
    : null;
  const config = sampleConfig(zone, start, queueNames, options.rosterWeeks ?? 1, intervalSeconds);
  const result: PlanResult = {
    history: {
      queues: histories,
      issues: sampleIssues(),
      issueCounts: { negativeVolume: 212, unreadableDate: 3 },
      summary: {
        system: 'plain',
        confidence: 0.98,
        encoding: 'utf-8',
        delimiter: ',',
        dateOrder: null,
        units: { aht: 'seconds' },
        rowsRead: 17_688,
        rowsKept: 17_473,
        rowsDropped: { 'negative volume': 212, 'unreadable date': 3 },
        doubts: [{ what: 'Unit of column "aht"', chosen: 'seconds', option: '--aht-unit minutes' }],
      },
    },
    forecast: { queues: forecasts, provenance: { version: '0.1.0', seed: 1, method: 'combination', options: { levels: [0.8, 0.95] } } },
    peaks: samplePeaks(queueNames, zone, start),
    requirements: {
      queues: requirements,
      totals: Array.from({ length: rosterDays }, (_, i) => ({ day: addDays(start, i), paidHours: 250, fte: 31.25 })),
      warnings: [],
    },
    roster,
    design: withAgents ? null : ({ ...solved, shifts: anonymous(shifts, queueNames), fte: paidHours / 40, peopleAtLeast: 1 } satisfies ShiftDesign),
    summary: {
      forecastFrom: start,
      forecastTo: addDays(start, forecastDays - 1),
      rosterFrom: start,
      rosterTo: addDays(start, rosterDays - 1),
      contacts: forecasts.reduce((sum, { days }) => sum + days.reduce((total, day) => total + day.volume, 0), 0),
      queues: forecasts.map((forecast, i) => ({
        queue: forecast.queue,
        contacts: forecast.days.slice(0, rosterDays).reduce((sum, { volume }) => sum + volume, 0),
        ahtSeconds: 245 + 95 * i,
        serviceLevel: 0.824 - 0.06 * i,
        asaSeconds: 14.2 + 13 * i,
        abandonProbability: 0.021 + 0.012 * i,
        occupancy: 0.78 + 0.02 * i,
        requiredHours: hours(coverage[i]?.required ?? []),
        coveredHours: hours(coverage[i]?.covered ?? []),
        understaffedHours: shortfalls
          .filter(({ queue }) => queue === forecast.queue)
          .reduce((sum, one) => sum + (one.agents * (one.endMs - one.startMs)) / 3_600_000, 0),
      })),
      people: agents.length,
      paidHours,
      fte: paidHours / 40,
      understaffedHours: missing,
      overstaffedHours: hours(surplus),
      cost: costs.paid,
      objective,
      bound: objective * 0.991,
      gap: 0.009,
      rosterStatus: 'feasible',
    },
    config,
    warnings: ['Two weeks of "billing" are missing in August; the level was carried over them.'],
    provenance: { version: '0.1.0', seed: 1, method: 'plan', options: { timeLimitSeconds: 30 } },
  };
  return { result, agents };
}

function expectedAt(day: string, minute: number, base: number): number | null {
  const weekday = weekdayOf(day);
  if (weekday === 6 || minute < 480 || minute >= 1200 || (weekday === 5 && (minute < 540 || minute >= 840))) return null;
  const at = (minute - 480) / 60;
  const low = SHAPE[Math.floor(at)] ?? 0;
  const high = SHAPE[Math.floor(at) + 1] ?? low;
  return base * (WEEK[weekday] as number) * (low + (high - low) * (at % 1));
}

function grid(zone: string, start: string, days: number, intervalSeconds: number): { startMs: number; count: number; days: string[]; minutes: Int32Array } {
  const startMs = dayStartMs(zone, start);
  const count = (dayStartMs(zone, addDays(start, days)) - startMs) / (intervalSeconds * 1000);
  const clock = gridClock(zone, startMs, intervalSeconds, count);
  const first = clock.dayNumbers[0] as number;
  return { startMs, count, days: Array.from(clock.dayNumbers, (number) => addDays(start, number - first)), minutes: clock.minutes };
}

function sampleHistory(
  random: RandomStream,
  queue: string,
  zone: string,
  start: string,
  dayCount: number,
  intervalSeconds: number,
  base: number,
): QueueHistory {
  const { startMs, count, days, minutes } = grid(zone, start, dayCount, intervalSeconds);
  const scale = intervalSeconds / 1800;
  let factor = 1;
  const volume = days.map((day, i) => {
    if (i === 0 || day !== days[i - 1]) factor = 1 + 0.07 * random.normal();
    const mean = expectedAt(day, minutes[i] as number, base * scale);
    if (mean === null || (i > count - 900 && i < count - 893)) return null;
    return Math.max(0, Math.round(mean * factor + Math.sqrt(mean) * random.normal()));
  });
  const closed: [number, number][] = [];
  days.forEach((day, i) => {
    if (expectedAt(day, minutes[i] as number, 1) !== null) return;
    const last = closed.at(-1);
    if (last !== undefined && last[1] === i) last[1] = i + 1;
    else closed.push([i, i + 1]);
  });
  const abandoned = volume.map((value) => (value === null ? null : Math.round(value * 0.03)));
  return {
    queue,
    channel: 'voice',
    zone,
    grain: 'interval',
    startMs,
    intervalSeconds,
    volume,
    handled: volume.map((value, i) => (value === null ? null : value - (abandoned[i] ?? 0))),
    abandoned,
    shortAbandoned: volume.map(() => null),
    ahtSeconds: volume.map((value) => (value === null ? null : 240 + base + 12 * random.normal())),
    meanWaitSeconds: volume.map(() => null),
    closed,
    bookedAt: 'arrival',
  };
}

function sampleForecast(queue: string, zone: string, start: string, dayCount: number, intervalSeconds: number, base: number): QueueForecast {
  const { startMs, count, days, minutes } = grid(zone, start, dayCount, intervalSeconds);
  const volume = days.map((day, i) => expectedAt(day, minutes[i] as number, base * (intervalSeconds / 1800)));
  const band = (level: number, width: number): QueueForecast['bands'][number] => ({
    level,
    volumeLower: volume.map((value) => (value === null ? null : Math.max(0, value - width * Math.sqrt(value + (0.07 * value) ** 2)))),
    volumeUpper: volume.map((value) => (value === null ? null : value + width * Math.sqrt(value + (0.07 * value) ** 2))),
  });
  const totals: DayForecast[] = [...new Set(days)].map((day) => {
    const total = days.reduce((sum, other, i) => (other === day ? sum + (volume[i] ?? 0) : sum), 0);
    const spread = (level: number, width: number): DayForecast['bands'][number] => ({
      level,
      volumeLower: total * (1 - width),
      volumeUpper: total * (1 + width),
    });
    return { day, volume: total, bands: [spread(0.8, 0.1), spread(0.95, 0.17)] };
  });
  const ones = volume.map((value) => (value === null ? null : 1));
  return {
    queue,
    channel: 'voice',
    zone,
    startMs,
    intervalSeconds,
    volume,
    ahtSeconds: volume.map((value, i) => (value === null ? null : 240 + base + 6 * Math.sin(i / 300))),
    bands: [band(0.8, 1.28), band(0.95, 1.96)],
    days: totals,
    dayFactorCv: 0.07,
    parts: { level: Array.from({ length: count }, () => 1), weekday: ones, month: ones, season: ones, event: ones, shape: ones },
    weights: [
      { method: 'day score × shape', weight: 0.7, wape: 0.112, lead: '1–7 days' },
      { method: 'four-week mean', weight: 0.3, wape: 0.131, lead: '1–7 days' },
    ],
    warnings: [],
  };
}

function sampleRequirement(forecast: QueueForecast, rosterDays: number): QueueRequirement {
  const last = forecast.days[rosterDays - 1]?.day ?? '';
  const end = Math.round((dayStartMs(forecast.zone, addDays(last, 1)) - forecast.startMs) / (forecast.intervalSeconds * 1000));
  const volume = forecast.volume.slice(0, end);
  const ahtSeconds = forecast.ahtSeconds.slice(0, end);
  const agents = volume.map((value, i) => {
    const load = ((value ?? 0) * (ahtSeconds[i] ?? 0)) / forecast.intervalSeconds;
    return value === null ? 0 : Math.ceil(load + Math.sqrt(load));
  });
  const open = <T>(value: T): (T | null)[] => volume.map((contacts) => (contacts === null ? null : value));
  return {
    queue: forecast.queue,
    channel: forecast.channel,
    zone: forecast.zone,
    startMs: forecast.startMs,
    intervalSeconds: forecast.intervalSeconds,
    volume,
    ahtSeconds,
    agents,
    agentsExact: agents.map((value) => Math.max(0, value - 0.4)),
    agentsWithShrinkage: agents.map((value) => value / 0.91),
    serviceLevel: open(0.83),
    occupancy: open(0.8),
    asaSeconds: open(15),
    abandonProbability: open(0.02),
    status: volume.map((value) => (value === null ? 'closed' : 'met')),
  };
}

function sampleAgents(random: RandomStream, count: number, queues: readonly string[], start: string, names: readonly string[]): Agent[] {
  return Array.from({ length: count }, (_, i) => {
    const tier = i % 10 < 6 ? 1 : i % 10 < 9 ? 2 : 3;
    return {
      agent: names[i] ?? `Agent ${String(i + 1).padStart(3, '0')}`,
      skills: queues.slice(0, tier === 1 ? 1 : queues.length).map((skill) => ({ skill, tier, ahtFactor: 1 })),
      contract: i % 4 === 3 ? 'part-time' : 'full-time',
      zone: null,
      unavailable: random.uniform() < 0.12 ? [{ day: addDays(start, random.integer(5)) }] : [],
      wishes: [],
      costPerHour: null,
      seniority: null,
    };
  });
}

function sampleShifts(random: RandomStream, zone: string, start: string, dayCount: number, agent: Agent, order: number): Shift[] {
  const part = agent.contract === 'part-time';
  const free = order % 5;
  return Array.from({ length: dayCount }, (_, i) => i).flatMap((i): Shift[] => {
    const day = addDays(start, i);
    const weekday = weekdayOf(day);
    const away = agent.unavailable.some((stretch) => 'day' in stretch && stretch.day === day);
    if (weekday === 6 || away || (weekday === 5 ? order % 4 !== 1 : weekday === free && order % 4 === 1)) return [];
    const from = weekday === 5 ? 540 : part ? 540 + 60 * random.integer(5) : 480 + 30 * random.integer(8);
    const length = weekday === 5 ? 300 : part ? 300 : 510;
    return [sampleShift(zone, day, from, length, from >= 600 && !part ? 'late' : part || weekday === 5 ? 'short' : 'early', random)];
  });
}

function sampleShift(zone: string, day: string, from: number, length: number, shift: string, random: RandomStream): Shift {
  const at = (minute: number): number => instantOf(zone, day, minute);
  const pauses: [string, number, number][] = [['break', from + 75 + 15 * random.integer(5), 15]];
  if (length > 360) pauses.push(['lunch', from + 210 + 15 * random.integer(6), 30], ['training', from + length - 60, 60]);
  const activities: Activity[] = [];
  let cursor = from;
  for (const [activity, begin, minutes] of pauses) {
    activities.push({ activity: 'online', startMs: at(cursor), endMs: at(begin) }, { activity, startMs: at(begin), endMs: at(begin + minutes) });
    cursor = begin + minutes;
  }
  if (cursor < from + length) activities.push({ activity: 'online', startMs: at(cursor), endMs: at(from + length) });
  return { day, shift, startMs: at(from), endMs: at(from + length), paidSeconds: (length - (length > 360 ? 30 : 0)) * 60, activities };
}

function cover(requirements: readonly QueueRequirement[], shifts: readonly Shift[]): { coverage: QueueCoverage[]; surplus: number[]; shortfalls: Shortfall[] } {
  const first = requirements[0] as QueueRequirement;
  const step = first.intervalSeconds * 1000;
  const onLine = first.agents.map(() => 0);
  for (const { activities } of shifts) {
    for (const { activity, startMs, endMs } of activities) {
      if (activity !== 'online') continue;
      for (let i = Math.floor((startMs - first.startMs) / step); i < Math.ceil((endMs - first.startMs) / step); i += 1) {
        const overlap = Math.min(endMs, first.startMs + (i + 1) * step) - Math.max(startMs, first.startMs + i * step);
        if (onLine[i] !== undefined) onLine[i] = (onLine[i] as number) + overlap / step;
      }
    }
  }
  const left = [...onLine];
  const coverage = requirements.map(({ queue, startMs, intervalSeconds, agents }): QueueCoverage => {
    const covered = agents.map((need, i) => {
      const given = Math.min(need, left[i] as number);
      left[i] = (left[i] as number) - given;
      return given;
    });
    return { queue, startMs, intervalSeconds, required: agents, covered };
  });
  const shortfalls = coverage.flatMap(({ queue, required, covered }) =>
    required.flatMap((need, i): Shortfall[] => {
      const agents = need - (covered[i] as number);
      return agents > 0.01 ? [{ queue, startMs: first.startMs + i * step, endMs: first.startMs + (i + 1) * step, agents }] : [];
    }),
  );
  return { coverage, surplus: left, shortfalls };
}

function anonymous(shifts: readonly Shift[], queues: readonly string[]): ShiftDesign['shifts'] {
  const alike = new Map<string, { shift: Shift; count: number }>();
  for (const shift of shifts) {
    const key = `${shift.startMs} ${shift.endMs} ${shift.shift}`;
    const entry = alike.get(key) ?? { shift, count: 0 };
    entry.count += 1;
    alike.set(key, entry);
  }
  return [...alike.values()].map(({ shift, count }) => ({ ...shift, queues, count }));
}

function samplePeaks(queues: readonly string[], zone: string, start: string): Peak[] {
  const queue = queues[0] as string;
  const other = queues.at(-1) as string;
  const day = (offset: number): { startMs: number; endMs: number } => ({
    startMs: dayStartMs(zone, addDays(start, offset)),
    endMs: dayStartMs(zone, addDays(start, offset + 1)),
  });
  return [
    { kind: 'peak', scale: 'day', queue, when: 'Mondays', relative: 0.27, confidence: 0.96, because: '25 of 26 Mondays above the mean day' },
    { kind: 'trough', scale: 'day', queue: other, when: 'Saturdays', relative: -0.55, confidence: 1, because: 'all 26 Saturdays below the mean day' },
    { kind: 'peak', scale: 'interval', queue, when: '11:00–11:30', relative: 0.52, confidence: 0.99, because: '128 of 130 days' },
    {
      kind: 'peak',
      scale: 'day',
      queue,
      when: '2026-12-14 (bill run)',
      relative: 0.34,
      confidence: 0.88,
      because: 'bill runs raised 5 of 6 earlier days',
      ...day(7),
    },
    { kind: 'trough', scale: 'day', queue: other, when: '2026-12-25 (Christmas Day)', relative: -0.8, confidence: 0.97, because: 'holiday', ...day(18) },
    {
      kind: 'peak',
      scale: 'day',
      queue,
      when: '2026-12-07 (Monday after a campaign)',
      relative: 0.21,
      confidence: 0.81,
      because: 'weekday and campaign',
      ...day(0),
    },
  ];
}

function sampleIssues(): Issue[] {
  const negative = Array.from({ length: 100 }, (_, i) => ({
    row: 40 + 3 * i,
    column: 'volume',
    code: 'negativeVolume',
    value: `-${i + 1}`,
    message: 'volume is below 0; the row is left out',
  }));
  const dates = [HOSTILE.script, '31.02.2026', HOSTILE.control].map((value, i) => ({
    row: 900 + i,
    column: 'timestamp',
    code: 'unreadableDate',
    value,
    message: 'the date cannot be read; the row is left out',
  }));
  return [...negative, ...dates];
}

function sampleConfig(zone: string, start: string, queues: readonly string[], weeks: number, intervalSeconds: number): PlanConfig {
  const rest = { name: 'break', length: '15min', paid: true, from: '1h', to: '3h' };
  const lunch = { name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h30min', ifLongerThan: '6h' };
  const shift = (from: string, to: string): NonNullable<PlanConfig['shifts']>[string] => ({
    start: { from, to, every: '30min' },
    length: { from: '5h', to: '8h30min', every: '30min' },
    breaks: [rest, lunch],
  });
  return {
    zone,
    weekStart: 'monday',
    interval: intervalSeconds,
    horizon: { start, weeks, forecastWeeks: Math.max(4, weeks) },
    queues: Object.fromEntries(
      queues.map((queue) => [
        queue,
        {
          channel: 'voice' as const,
          patience: '120s',
          minimumAgents: 1,
          target: { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.88 },
          understaffedPerHour: 60,
        },
      ]),
    ),
    surplusPerHour: 5,
    shrinkage: { absence: 0.06, training: 0.03 },
    shifts: { early: shift('08:00', '09:30'), late: shift('10:00', '11:30'), short: shift('09:00', '13:00') },
    contracts: {
      'full-time': { shifts: ['early', 'late'], hoursPerWeek: { min: 36, max: 40 }, costPerHour: 21 },
      'part-time': { shifts: ['short'], hoursPerWeek: { min: 16, max: 24 }, costPerHour: 21 },
    },
  };
}
