import * as v from 'valibot';
import { parseDuration } from './duration.js';
import { InvalidPlanError } from './errors.js';
import { CHANNELS } from './history.js';
import { nearestName } from './nearest-name.js';
import { SERVICE_LEVEL_RULES } from './requirement.js';

/** Names of weekdays as plan.json writes them; index 0 = Monday, as everywhere in this library. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const DAY_SECONDS = 86_400;

const durationText = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((value) => durationSeconds(value) !== null, 'a duration such as "20s", "30min" or "5h30min"'),
);
const positiveDuration = v.pipe(
  durationText,
  v.check((value) => (durationSeconds(value) ?? 0) > 0, 'a duration above 0'),
);
const gridStep = v.pipe(
  positiveDuration,
  v.check((value) => DAY_SECONDS % (durationSeconds(value) ?? 0) === 0, 'a length that divides a day, such as "15min", "30min" or "1h"'),
);
const clockTime = v.pipe(v.string(), v.regex(/^([01]?\d|2[0-4]):[0-5]\d$/, 'a time of day such as "08:30"'));
const clockRange = v.pipe(v.string(), v.regex(/^([01]?\d|2[0-4]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-4]):[0-5]\d$/, 'opening hours such as "08:00-20:00"'));
const localDay = v.pipe(v.string(), v.check(isCalendarDay, 'a date such as "2026-12-07"'));
const money = v.pipe(v.number('a number, 0 or more'), v.finite('a number, 0 or more'), v.minValue(0, 'a number, 0 or more'));
const openShare = v.pipe(v.number('a share between 0 and 1'), v.gtValue(0, 'a share between 0 and 1'), v.ltValue(1, 'a share between 0 and 1'));
const lossShare = v.pipe(
  v.number('a share, 0 or more and below 1'),
  v.minValue(0, 'a share, 0 or more and below 1'),
  v.ltValue(1, 'a share, 0 or more and below 1'),
);
const count = v.pipe(v.number('a whole number, 0 or more'), v.integer('a whole number, 0 or more'), v.minValue(0, 'a whole number, 0 or more'));
const positiveCount = v.pipe(v.number('a whole number, 1 or more'), v.integer('a whole number, 1 or more'), v.minValue(1, 'a whole number, 1 or more'));

const steppedClock = v.strictObject({ from: clockTime, to: clockTime, every: v.optional(positiveDuration, '30min') });
const steppedLength = v.strictObject({ from: positiveDuration, to: positiveDuration, every: v.optional(positiveDuration, '30min') });
const hoursRange = v.strictObject({ min: v.optional(money, 0), max: v.optional(money) });
const countRange = v.strictObject({ min: v.optional(count, 0), max: v.optional(count) });

const targetSchema = v.strictObject({
  serviceLevel: v.optional(openShare),
  answerWithin: v.optional(durationText),
  serviceLevelRule: v.optional(v.picklist(SERVICE_LEVEL_RULES)),
  asa: v.optional(durationText),
  abandonProbability: v.optional(openShare),
  maxOccupancy: v.optional(
    v.pipe(v.number('a share above 0, at most 1'), v.gtValue(0, 'a share above 0, at most 1'), v.maxValue(1, 'a share above 0, at most 1')),
  ),
  over: v.optional(v.picklist(['interval', 'day', 'week', 'month']), 'interval'),
});

const queueSchema = v.strictObject({
  channel: v.optional(v.picklist(CHANNELS), 'voice'),
  skill: v.optional(v.pipe(v.string(), v.nonEmpty('a name'))),
  lowestTier: v.optional(positiveCount, 1),
  patience: v.optional(v.nullable(positiveDuration)),
  aht: v.optional(positiveDuration),
  capacity: v.optional(positiveCount),
  minimumAgents: v.optional(count, 0),
  openingHours: v.optional(v.record(v.string(), v.array(clockRange))),
  target: v.optional(targetSchema, {}),
  understaffedPerHour: v.optional(money, 60),
});

const breakSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty('a name')),
  length: positiveDuration,
  paid: v.optional(v.boolean(), true),
  from: durationText,
  to: durationText,
  every: v.optional(positiveDuration),
  ifLongerThan: v.optional(durationText),
});

const shiftSchema = v.strictObject({
  start: steppedClock,
  length: steppedLength,
  breaks: v.optional(v.array(breakSchema), []),
});

const contractSchema = v.strictObject({
  shifts: v.pipe(v.array(v.string()), v.minLength(1, 'at least one name of a shift')),
  hoursPerWeek: v.optional(hoursRange, {}),
  daysPerWeek: v.optional(countRange, {}),
  rest: v.optional(durationText, '11h'),
  consecutiveDays: v.optional(v.strictObject({ max: positiveCount })),
  weekendsPerMonth: v.optional(v.strictObject({ max: count })),
  costPerHour: v.optional(money, 20),
});

const planSchema = v.strictObject({
  $schema: v.optional(v.string()),
  zone: v.pipe(v.string(), v.nonEmpty('a zone name such as "Europe/Berlin"')),
  sourceZone: v.optional(v.string()),
  weekStart: v.optional(v.picklist(WEEKDAYS), 'monday'),
  interval: v.optional(gridStep, '30min'),
  horizon: v.optional(v.strictObject({ start: v.optional(localDay), weeks: v.optional(positiveCount, 1), forecastWeeks: v.optional(positiveCount) }), {}),
  queues: v.record(v.string(), queueSchema),
  surplusPerHour: v.optional(money, 5),
  shrinkage: v.optional(v.record(v.string(), lossShare), {}),
  cover: v.optional(v.picklist(['exact', 'withShrinkage']), 'exact'),
  shifts: v.optional(v.record(v.string(), shiftSchema), {}),
  contracts: v.optional(v.record(v.string(), contractSchema), {}),
});

/** A duration as text (`"20s"`, `"30min"`, `"5h30min"`); a bare number is seconds. */
export type DurationInput = string | number;

/** Targets of one queue; all that are given hold together. */
export type TargetConfig = {
  /** Share answered within `answerWithin`, in (0, 1). */
  readonly serviceLevel?: number | undefined;
  readonly answerWithin?: DurationInput | undefined;
  readonly serviceLevelRule?: (typeof SERVICE_LEVEL_RULES)[number] | undefined;
  /** Mean wait of the answered at most this. */
  readonly asa?: DurationInput | undefined;
  /** Share giving up at most this, in (0, 1). */
  readonly abandonProbability?: number | undefined;
  /** In (0, 1]. */
  readonly maxOccupancy?: number | undefined;
  /** Stretch over which the service level holds, weighted by volume; `interval` by default. */
  readonly over?: 'interval' | 'day' | 'week' | 'month' | undefined;
};

/** One queue in plan.json. */
export type QueueConfig = {
  readonly channel?: (typeof CHANNELS)[number] | undefined;
  /** Skill it takes; the queue's own name by default. */
  readonly skill?: string | undefined;
  /** Lowest tier that may take it; higher tiers may too. 1 by default. */
  readonly lowestTier?: number | undefined;
  /** Mean patience; left out or null = nobody gives up. */
  readonly patience?: DurationInput | null | undefined;
  /** Mean handle time where the history carries none. */
  readonly aht?: DurationInput | undefined;
  /** Lines: contacts in service and waiting together. */
  readonly capacity?: number | undefined;
  readonly minimumAgents?: number | undefined;
  /** `{ "mon-fri": ["08:00-20:00"], "sat": ["09:00-14:00"] }`; inferred from the history when left out. */
  readonly openingHours?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly target?: TargetConfig | undefined;
  /** Price of an uncovered agent-hour; 60 by default. */
  readonly understaffedPerHour?: number | undefined;
};

/** One break of a shift in plan.json. The window `from`–`to` holds its start, counted from the start of the shift. */
export type BreakConfig = {
  readonly name: string;
  readonly length: DurationInput;
  readonly paid?: boolean | undefined;
  readonly from: DurationInput;
  readonly to: DurationInput;
  /** Grid of its possible starts; a quarter of an hour (or the interval, if shorter) by default. */
  readonly every?: DurationInput | undefined;
  /** Due only in shifts longer than this. */
  readonly ifLongerThan?: DurationInput | undefined;
};

/** A family of shifts in plan.json. Length counts unpaid breaks. */
export type ShiftConfig = {
  readonly start: { readonly from: string; readonly to: string; readonly every?: DurationInput | undefined };
  readonly length: { readonly from: DurationInput; readonly to: DurationInput; readonly every?: DurationInput | undefined };
  readonly breaks?: readonly BreakConfig[] | undefined;
};

/** A contract in plan.json. Hours count paid time. */
export type ContractConfig = {
  readonly shifts: readonly string[];
  readonly hoursPerWeek?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  readonly daysPerWeek?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** Least time between two shifts; 11 h by default. */
  readonly rest?: DurationInput | undefined;
  readonly consecutiveDays?: { readonly max: number } | undefined;
  readonly weekendsPerMonth?: { readonly max: number } | undefined;
  readonly costPerHour?: number | undefined;
};

/** plan.json as people write it: durations as text (`"30min"`), optional keys left out. */
export type PlanConfig = {
  readonly $schema?: string | undefined;
  /** IANA name of the centre's zone. */
  readonly zone: string;
  /** Clock of timestamps without offset in the history; the centre's zone by default. */
  readonly sourceZone?: string | undefined;
  readonly weekStart?: (typeof WEEKDAYS)[number] | undefined;
  readonly interval?: DurationInput | undefined;
  /** Roster from `start` (default: first week start after the history) over `weeks`; forecast over `forecastWeeks`, at least `weeks`. */
  readonly horizon?: { readonly start?: string | undefined; readonly weeks?: number | undefined; readonly forecastWeeks?: number | undefined } | undefined;
  readonly queues: Readonly<Record<string, QueueConfig>>;
  /** Price of an agent-hour on line beyond every need; 5 by default. */
  readonly surplusPerHour?: number | undefined;
  /** Kinds of shrinkage as shares of paid time: `{ "absence": 0.06, "training": 0.03 }`. */
  readonly shrinkage?: Readonly<Record<string, number>> | undefined;
  /** Which requirement the roster covers: `exact` (people on line) or `withShrinkage` (people to schedule). */
  readonly cover?: 'exact' | 'withShrinkage' | undefined;
  readonly shifts?: Readonly<Record<string, ShiftConfig>> | undefined;
  readonly contracts?: Readonly<Record<string, ContractConfig>> | undefined;
};

/**
 * JSON Schema (draft 7) of plan.json, for editors and checks elsewhere. Formats such as durations are described in words.
 *
 * @example
 * (await planJsonSchema()).type; // 'object'
 */
export async function planJsonSchema(): Promise<Record<string, unknown>> {
  const { toJsonSchema } = await import('@valibot/to-json-schema');
  return { ...toJsonSchema(planSchema, { errorMode: 'ignore', typeMode: 'input' }) };
}

/** Clock times in minutes after local midnight; `toMinute` may pass 1440 when the stretch ends after midnight. */
export type ClockRange = { readonly fromMinute: number; readonly toMinute: number };

/** Opening hours by weekday, 0 = Monday; an empty list = closed. */
export type WeekHours = readonly (readonly ClockRange[])[];

/** Targets of one queue, units written out. Absent = not asked. */
export type TargetRule = {
  readonly serviceLevel?: number;
  readonly answerWithinSeconds?: number;
  readonly serviceLevelRule?: (typeof SERVICE_LEVEL_RULES)[number];
  readonly asaSeconds?: number;
  readonly abandonProbability?: number;
  readonly maxOccupancy?: number;
  readonly over: 'interval' | 'day' | 'week' | 'month';
};

/** One queue of the plan, defaults filled in. */
export type QueueRule = {
  readonly queue: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly skill: string;
  readonly lowestTier: number;
  /** Null: nobody gives up. */
  readonly patienceSeconds: number | null;
  readonly ahtSeconds: number | null;
  readonly capacity: number | null;
  readonly minimumAgents: number;
  /** Null: inferred from the history. */
  readonly openingHours: WeekHours | null;
  readonly target: TargetRule;
  readonly understaffedPerHour: number;
};

/** One break of a shift; the window holds the start of the break, counted from the start of the shift. */
export type BreakRule = {
  readonly name: string;
  readonly lengthSeconds: number;
  readonly paid: boolean;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Grid of possible starts within the window. */
  readonly everySeconds: number;
  /** Due when the shift is longer than this; 0 = always. */
  readonly ifLongerThanSeconds: number;
};

/** Family of shifts: every start × every length. */
export type ShiftRule = {
  readonly name: string;
  readonly startFromMinute: number;
  readonly startToMinute: number;
  readonly startEverySeconds: number;
  readonly lengthFromSeconds: number;
  readonly lengthToSeconds: number;
  readonly lengthEverySeconds: number;
  readonly breaks: readonly BreakRule[];
};

/** What a person's contract allows. Null = no limit. */
export type ContractRule = {
  readonly name: string;
  readonly shifts: readonly string[];
  readonly minimumSecondsPerWeek: number;
  readonly maximumSecondsPerWeek: number | null;
  readonly minimumDaysPerWeek: number;
  readonly maximumDaysPerWeek: number;
  readonly restSeconds: number;
  readonly maximumConsecutiveDays: number | null;
  readonly maximumWeekendsPerMonth: number | null;
  readonly costPerHour: number;
};

/** plan.json with units in names and every default filled in. */
export type ResolvedPlan = {
  readonly zone: string;
  readonly sourceZone: string | null;
  /** 0 = Monday. */
  readonly weekStart: number;
  readonly intervalSeconds: number;
  /** First local day of the roster; null = first week start after the history. */
  readonly startDay: string | null;
  readonly weeks: number;
  readonly forecastWeeks: number;
  readonly queues: readonly QueueRule[];
  readonly surplusPerHour: number;
  readonly shrinkage: Readonly<Record<string, number>>;
  readonly cover: 'exact' | 'withShrinkage';
  readonly shifts: readonly ShiftRule[];
  readonly contracts: readonly ContractRule[];
};

function durationSeconds(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  return parseDuration(value);
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

/**
 * Checks an object of plan.json's shape and fills in defaults, units written out.
 *
 * @param config - The parsed plan.json.
 * @returns The plan with durations in seconds and clock times in minutes.
 * @throws {@link InvalidPlanError} for an unknown key (names the nearest known one), a wrong type or contradictory values;
 * `facts.path` names the place.
 * @example
 * resolvePlan({ zone: 'Europe/Berlin', queues: { billing: { target: { serviceLevel: 0.8, answerWithin: '20s' } } } }).queues[0].target;
 * // { serviceLevel: 0.8, answerWithinSeconds: 20, over: 'interval' }
 */
export function resolvePlan(config: unknown): ResolvedPlan {
  const parsed = v.safeParse(planSchema, config);
  if (!parsed.success) throw planError(parsed.issues[0] as v.BaseIssue<unknown>);
  const plan = parsed.output;
  const intervalSeconds = seconds(plan.interval);
  const shifts = Object.entries(plan.shifts).map(([name, rule]) => resolveShift(name, rule, intervalSeconds));
  const contracts = Object.entries(plan.contracts).map(([name, rule]) => resolveContract(name, rule, shifts));
  const weeks = plan.horizon.weeks;
  return {
    zone: plan.zone,
    sourceZone: plan.sourceZone ?? null,
    weekStart: WEEKDAYS.indexOf(plan.weekStart),
    intervalSeconds,
    startDay: plan.horizon.start ?? null,
    weeks,
    forecastWeeks: Math.max(weeks, plan.horizon.forecastWeeks ?? weeks),
    queues: Object.entries(plan.queues).map(([name, rule]) => resolveQueue(name, rule)),
    surplusPerHour: plan.surplusPerHour,
    shrinkage: plan.shrinkage,
    cover: plan.cover,
    shifts,
    contracts,
  };
}

/** Share of paid time not on line when several kinds of shrinkage combine: 1 − Π(1 − s). */
export function combineShrinkage(kinds: Readonly<Record<string, number>>): number {
  return 1 - Object.values(kinds).reduce((left, share) => left * (1 - share), 1);
}

type Parsed = v.InferOutput<typeof planSchema>;

function resolveQueue(queue: string, rule: Parsed['queues'][string]): QueueRule {
  const { target } = rule;
  const at = `queues.${queue}.target`;
  if (target.serviceLevel !== undefined && target.answerWithin === undefined)
    throw conflict(`${at}.serviceLevel`, 'needs answerWithin beside it, for example "answerWithin": "20s"');
  if (target.answerWithin !== undefined && target.serviceLevel === undefined)
    throw conflict(`${at}.answerWithin`, 'needs serviceLevel beside it, for example "serviceLevel": 0.8');
  return {
    queue,
    channel: rule.channel,
    skill: rule.skill ?? queue,
    lowestTier: rule.lowestTier,
    patienceSeconds: rule.patience === undefined || rule.patience === null ? null : seconds(rule.patience),
    ahtSeconds: rule.aht === undefined ? null : seconds(rule.aht),
    capacity: rule.capacity ?? null,
    minimumAgents: rule.minimumAgents,
    openingHours: rule.openingHours === undefined ? null : resolveHours(queue, rule.openingHours),
    target: {
      ...(target.serviceLevel === undefined ? {} : { serviceLevel: target.serviceLevel }),
      ...(target.answerWithin === undefined ? {} : { answerWithinSeconds: seconds(target.answerWithin) }),
      ...(target.serviceLevelRule === undefined ? {} : { serviceLevelRule: target.serviceLevelRule }),
      ...(target.asa === undefined ? {} : { asaSeconds: seconds(target.asa) }),
      ...(target.abandonProbability === undefined ? {} : { abandonProbability: target.abandonProbability }),
      ...(target.maxOccupancy === undefined ? {} : { maxOccupancy: target.maxOccupancy }),
      over: target.over,
    },
    understaffedPerHour: rule.understaffedPerHour,
  };
}

function resolveShift(name: string, rule: Parsed['shifts'][string], intervalSeconds: number): ShiftRule {
  const startFromMinute = clockMinute(rule.start.from);
  let startToMinute = clockMinute(rule.start.to);
  if (startToMinute < startFromMinute) startToMinute += 1440;
  const lengthFromSeconds = seconds(rule.length.from);
  const lengthToSeconds = seconds(rule.length.to);
  if (lengthToSeconds < lengthFromSeconds) throw conflict(`shifts.${name}.length`, `has "to" (${rule.length.to}) below "from" (${rule.length.from})`);
  if (lengthToSeconds > 86400) throw conflict(`shifts.${name}.length.to`, 'is longer than a day');
  const breaks = rule.breaks.map((pause, index) => {
    const fromSeconds = seconds(pause.from);
    const toSeconds = seconds(pause.to);
    const at = `shifts.${name}.breaks[${index}]`;
    if (toSeconds < fromSeconds) throw conflict(at, `has its window end (${pause.to}) before it begins (${pause.from})`);
    if (pause.name === 'online') throw conflict(`${at}.name`, 'may not be "online", the name of work itself');
    return {
      name: pause.name,
      lengthSeconds: seconds(pause.length),
      paid: pause.paid,
      fromSeconds,
      toSeconds,
      everySeconds: pause.every === undefined ? Math.min(900, intervalSeconds) : seconds(pause.every),
      ifLongerThanSeconds: pause.ifLongerThan === undefined ? 0 : seconds(pause.ifLongerThan),
    };
  });
  const names = breaks.map((pause) => pause.name);
  const twice = names.find((pause, index) => names.indexOf(pause) !== index);
  if (twice !== undefined) throw conflict(`shifts.${name}.breaks`, `has two breaks named "${twice}"; give each its own name`);
  return {
    name,
    startFromMinute,
    startToMinute,
    startEverySeconds: seconds(rule.start.every),
    lengthFromSeconds,
    lengthToSeconds,
    lengthEverySeconds: seconds(rule.length.every),
    breaks,
  };
}

function resolveContract(name: string, rule: Parsed['contracts'][string], shifts: readonly ShiftRule[]): ContractRule {
  const known = shifts.map((shift) => shift.name);
  for (const shift of rule.shifts) {
    if (known.includes(shift)) continue;
    const nearest = nearestName(shift, known);
    throw conflict(`contracts.${name}.shifts`, `names "${shift}", which is not in shifts${nearest === null ? '' : `; did you mean "${nearest}"?`}`);
  }
  const { hoursPerWeek, daysPerWeek } = rule;
  if (hoursPerWeek.max !== undefined && hoursPerWeek.max < hoursPerWeek.min)
    throw conflict(`contracts.${name}.hoursPerWeek`, `has max (${hoursPerWeek.max}) below min (${hoursPerWeek.min})`);
  const maximumDaysPerWeek = Math.min(7, daysPerWeek.max ?? 7);
  if (maximumDaysPerWeek < daysPerWeek.min) throw conflict(`contracts.${name}.daysPerWeek`, `has max (${maximumDaysPerWeek}) below min (${daysPerWeek.min})`);
  return {
    name,
    shifts: rule.shifts,
    minimumSecondsPerWeek: hoursPerWeek.min * 3600,
    maximumSecondsPerWeek: hoursPerWeek.max === undefined ? null : hoursPerWeek.max * 3600,
    minimumDaysPerWeek: daysPerWeek.min,
    maximumDaysPerWeek,
    restSeconds: seconds(rule.rest),
    maximumConsecutiveDays: rule.consecutiveDays?.max ?? null,
    maximumWeekendsPerMonth: rule.weekendsPerMonth?.max ?? null,
    costPerHour: rule.costPerHour,
  };
}

function resolveHours(queue: string, hours: Readonly<Record<string, readonly string[]>>): WeekHours {
  const week: ClockRange[][] = WEEKDAYS.map(() => []);
  for (const [days, ranges] of Object.entries(hours)) {
    for (const weekday of parseWeekdays(days, `queues.${queue}.openingHours.${days}`)) {
      for (const range of ranges) {
        const [from, to] = range.split(/[-–]/).map((part) => clockMinute(part.trim())) as [number, number];
        week[weekday]?.push({ fromMinute: from, toMinute: to > from ? to : to + 1440 });
      }
    }
  }
  for (const ranges of week) ranges.sort((a, b) => a.fromMinute - b.fromMinute);
  return week;
}

/** Reads `mon`, `mon-fri`, `sat,sun`, `monday` or `daily` into weekdays, 0 = Monday. */
function parseWeekdays(text: string, path: string): number[] {
  if (/^(daily|all|every day)$/i.test(text.trim())) return [0, 1, 2, 3, 4, 5, 6];
  const found: number[] = [];
  for (const part of text.split(',')) {
    const ends = part.split(/[-–]/).map((word) => WEEKDAYS.findIndex((day) => word.trim().length >= 2 && day.startsWith(word.trim().toLowerCase())));
    const [first, last = first] = ends;
    if (ends.length > 2 || first === undefined || last === undefined || first < 0 || last < 0)
      throw conflict(path, `is no weekday or range of weekdays such as "mon-fri" or "sat"`);
    for (let day = first; ; day = (day + 1) % 7) {
      found.push(day);
      if (day === last) break;
    }
  }
  return found;
}

function clockMinute(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

function seconds(value: string | number): number {
  return durationSeconds(value) ?? 0;
}

function conflict(path: string, message: string): InvalidPlanError {
  return new InvalidPlanError(`plan.json: ${path} ${message}${message.endsWith('?') ? '' : '.'}`, { path });
}

function planError(issue: v.BaseIssue<unknown>): InvalidPlanError {
  const path = (issue.path ?? []).map((item) => String(item.key)).join('.') || '(top level)';
  const got = issue.received;
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const siblings = knownKeysAt(issue);
    const key = String(issue.path?.at(-1)?.key ?? '');
    const nearest = nearestName(key, siblings);
    const wayOut = nearest === null ? `Known here: ${siblings.join(', ')}.` : `Did you mean "${nearest}"?`;
    return new InvalidPlanError(`plan.json: ${path} is not a known key. ${wayOut}`, { path, key, nearest });
  }
  if (got === 'undefined') return new InvalidPlanError(`plan.json: ${path} is missing.`, { path });
  const need = `must be ${neededBy(issue)}`;
  return new InvalidPlanError(`plan.json: ${path} ${need}, got ${got}.`, { path, need, value: got });
}

/** What the schema asks for, in words. */
function neededBy(issue: v.BaseIssue<unknown>): string {
  if (issue.kind !== 'schema' || issue.expected === null || !issue.message.startsWith('Invalid ')) return issue.message;
  if (issue.expected.startsWith('(')) return `one of ${issue.expected.slice(1, -1).replaceAll(' | ', ', ')}`;
  const word = issue.expected.toLowerCase();
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** Keys allowed at the place of a "never" issue, found by walking the schema along its path. */
function knownKeysAt(issue: v.BaseIssue<unknown>): string[] {
  let schema: unknown = planSchema;
  for (const item of (issue.path ?? []).slice(0, -1)) {
    const at = unwrap(schema) as { entries?: Record<string, unknown>; value?: unknown; item?: unknown };
    schema = at.entries?.[String(item.key)] ?? at.value ?? at.item;
  }
  return Object.keys((unwrap(schema) as { entries?: Record<string, unknown> }).entries ?? {});
}

function unwrap(schema: unknown): unknown {
  const { wrapped, pipe } = (schema ?? {}) as { wrapped?: unknown; pipe?: readonly unknown[] };
  if (wrapped !== undefined) return unwrap(wrapped);
  return pipe?.[0] === undefined || pipe[0] === schema ? schema : unwrap(pipe[0]);
}
