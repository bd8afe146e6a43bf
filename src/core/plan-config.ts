import * as v from 'valibot';
import { nearestName } from './nearest-name.js';
import {
  plainShrinkage,
  resolveChannelQueues,
  resolveStaffingRules,
  type ShrinkageConfig,
  type StaffingRules,
  staffingEntries,
  type UncertaintyConfig,
} from './plan-channels.js';
import { conflict } from './plan-errors.js';
import { clockTime, count, durationText, money, positiveCount, positiveDuration } from './plan-parts.js';
import { type LoadModel, parsePlan, type QueueConfig, type QueueRule } from './plan-queues.js';
import { type ScenarioConfig, scenariosSchema } from './plan-scenarios.js';
import { clockMinute, type DurationInput, parseWeekdays, seconds, WEEKDAYS } from './plan-values.js';
import {
  type ContractLimits,
  type ContractLimitsConfig,
  contractLimitEntries,
  type RosterRules,
  type RosterRulesConfig,
  resolveLimits,
  resolveRosterRules,
  rosterRuleEntries,
} from './roster-rules.js';

const steppedClock = v.strictObject({ from: clockTime, to: clockTime, every: v.optional(positiveDuration, '30min') });
const steppedLength = v.strictObject({ from: positiveDuration, to: positiveDuration, every: v.optional(positiveDuration, '30min') });
const hoursRange = v.strictObject({ min: v.optional(money, 0), max: v.optional(money) });
const countRange = v.strictObject({ min: v.optional(count, 0), max: v.optional(count) });

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
  days: v.optional(v.string()),
  start: steppedClock,
  length: steppedLength,
  end: v.optional(v.strictObject({ from: v.optional(clockTime), to: v.optional(clockTime) })),
  minimumWork: v.optional(positiveDuration),
  breaks: v.optional(v.array(breakSchema), []),
});

const contractSchema = v.strictObject({
  shifts: v.pipe(v.array(v.string()), v.minLength(1, 'at least one name of a shift')),
  hoursPerWeek: v.optional(hoursRange, {}),
  daysPerWeek: v.optional(countRange, {}),
  rest: v.optional(durationText, '11h'),
  consecutiveDays: v.optional(v.strictObject({ min: v.optional(count), max: v.optional(positiveCount) })),
  weekendsPerMonth: v.optional(v.strictObject({ max: count })),
  costPerHour: v.optional(money, 20),
  ...contractLimitEntries,
});

const planSchema = v.strictObject({
  ...staffingEntries,
  shifts: v.optional(v.record(v.string(), shiftSchema), {}),
  contracts: v.optional(v.record(v.string(), contractSchema), {}),
  scenarios: v.optional(scenariosSchema),
  ...rosterRuleEntries,
});

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
  /** Weekdays on which the family starts, such as `"mon-fri"`; every day by default. */
  readonly days?: string | undefined;
  readonly start: { readonly from: string; readonly to: string; readonly every?: DurationInput | undefined };
  readonly length: { readonly from: DurationInput; readonly to: DurationInput; readonly every?: DurationInput | undefined };
  /** Earliest and latest end by the clock of the centre; times before the first start are meant on the next day. */
  readonly end?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
  /** Least stretch of work before, between and after breaks. */
  readonly minimumWork?: DurationInput | undefined;
  readonly breaks?: readonly BreakConfig[] | undefined;
};

/** A contract in plan.json. Hours count paid time. */
export type ContractConfig = ContractLimitsConfig & {
  readonly shifts: readonly string[];
  readonly hoursPerWeek?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  readonly daysPerWeek?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** Least time between two shifts; 11 h by default. */
  readonly rest?: DurationInput | undefined;
  readonly consecutiveDays?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  readonly weekendsPerMonth?: { readonly max: number } | undefined;
  readonly costPerHour?: number | undefined;
};

/** plan.json as people write it: durations as text (`"30min"`), optional keys left out. */
export type PlanConfig = RosterRulesConfig & {
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
  /** Kinds of shrinkage as shares of paid time: `{ "absence": 0.06, "training": { "share": 0.1, "planned": true, "days": "wed" } }`. */
  readonly shrinkage?: Readonly<Record<string, number | ShrinkageConfig>> | undefined;
  /** Share of the planned time on line that people keep to, above 0; 1 by default. */
  readonly adherence?: number | undefined;
  /** How a load that moves is seen; `offeredLoad` by default. */
  readonly loadModel?: LoadModel | undefined;
  /** Targets hold for the mean over an interval (default) or at its worst moment. */
  readonly holdsFor?: 'mean' | 'worst' | undefined;
  /** What an uncertain forecast asks for; without it the forecast is taken as certain. */
  readonly uncertainty?: UncertaintyConfig | undefined;
  /** Which requirement the roster covers: `exact` (people on line) or `withShrinkage` (people to schedule). */
  readonly cover?: 'exact' | 'withShrinkage' | undefined;
  readonly shifts?: Readonly<Record<string, ShiftConfig>> | undefined;
  readonly contracts?: Readonly<Record<string, ContractConfig>> | undefined;
  /** What-if scenarios by name; `whatIf` compares them, nothing else reads them. */
  readonly scenarios?: Readonly<Record<string, ScenarioConfig>> | undefined;
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
  /** Weekdays on which it starts, 0 = Monday; absent = every day. */
  readonly weekdays?: readonly number[];
  /** Earliest and latest end, in minutes after midnight of the day on which it starts. */
  readonly endFromMinute?: number;
  readonly endToMinute?: number;
  /** Least stretch of work before, between and after breaks. */
  readonly minimumWorkSeconds?: number;
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
  /** Further rules; absent without any. */
  readonly limits?: ContractLimits;
  /** As the plan writes them. */
  readonly written?: ContractLimitsConfig;
};

/** plan.json with units in names and every default filled in. */
export type ResolvedPlan = {
  /** Dated shrinkage, adherence, uncertainty; absent when the plan has no such rule. */
  readonly staffing?: StaffingRules;
  readonly loadModel: LoadModel;
  readonly holdsFor: 'mean' | 'worst';
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
  /** People, fairness and what else holds for the roster; absent when the plan has no such rule. */
  readonly roster?: RosterRules;
};

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
  const plan = parsePlan(planSchema, config);
  const intervalSeconds = seconds(plan.interval);
  const shifts = Object.entries(plan.shifts).map(([name, rule]) => resolveShift(name, rule, intervalSeconds));
  const contracts = Object.entries(plan.contracts).map(([name, rule]) => resolveContract(name, rule, shifts));
  const weeks = plan.horizon.weeks;
  const staffing = resolveStaffingRules(plan);
  const roster = resolveRosterRules(plan, shifts, contracts);
  return {
    zone: plan.zone,
    sourceZone: plan.sourceZone ?? null,
    weekStart: WEEKDAYS.indexOf(plan.weekStart),
    intervalSeconds,
    startDay: plan.horizon.start ?? null,
    weeks,
    forecastWeeks: Math.max(weeks, plan.horizon.forecastWeeks ?? weeks),
    queues: resolveChannelQueues(plan),
    surplusPerHour: plan.surplusPerHour,
    shrinkage: plainShrinkage(plan),
    cover: plan.cover,
    loadModel: plan.loadModel,
    holdsFor: plan.holdsFor,
    shifts,
    contracts,
    ...(Object.keys(staffing).length === 0 ? {} : { staffing }),
    ...(roster === undefined ? {} : { roster }),
  };
}

type Parsed = v.InferOutput<typeof planSchema>;

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
    if (pause.name === 'online' || pause.name === 'absence') throw conflict(`${at}.name`, `may not be "${pause.name}", which means something else`);
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
    ...(rule.days === undefined ? {} : { weekdays: parseWeekdays(rule.days, `shifts.${name}.days`) }),
    ...resolveEnd(name, rule.end, startFromMinute),
    ...(rule.minimumWork === undefined ? {} : { minimumWorkSeconds: seconds(rule.minimumWork) }),
    breaks,
  };
}

/** Ends before the first start are meant on the next day. */
function resolveEnd(name: string, end: ShiftConfig['end'], startFromMinute: number): Pick<ShiftRule, 'endFromMinute' | 'endToMinute'> {
  const after = (text: string): number => clockMinute(text) + (clockMinute(text) < startFromMinute ? 1440 : 0);
  const from = end?.from === undefined ? undefined : after(end.from);
  const to = end?.to === undefined ? undefined : after(end.to);
  if (from !== undefined && to !== undefined && to < from) throw conflict(`shifts.${name}.end`, `has "to" (${end?.to}) before "from" (${end?.from})`);
  return { ...(from === undefined ? {} : { endFromMinute: from }), ...(to === undefined ? {} : { endToMinute: to }) };
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
    ...resolveMore(name, rule, known),
  };
}

function resolveMore(name: string, rule: Parsed['contracts'][string], shifts: readonly string[]): Pick<ContractRule, 'limits' | 'written'> {
  const limits = resolveLimits(`contracts.${name}`, rule, rule.consecutiveDays, rule.hoursPerWeek.max, shifts);
  if (limits === undefined) return {};
  const keys = Object.keys(contractLimitEntries).filter((key) => rule[key as keyof ContractLimitsConfig] !== undefined);
  return { limits, written: Object.fromEntries(keys.map((key) => [key, rule[key as keyof ContractLimitsConfig]])) };
}
