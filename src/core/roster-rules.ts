import * as v from 'valibot';
import { nearestName } from './nearest-name.js';
import { conflict } from './plan-errors.js';
import { clockRange, clockTime, count, durationText, localDay, lossShare, money, positiveCount, positiveDuration } from './plan-parts.js';
import { clockMinute, type DurationInput, parseWeekdays, resolveHours, seconds, type WeekHours } from './plan-values.js';

/** Hours by weekday, such as `{ "mon-fri": ["08:00-18:00"] }`. */
export type HoursConfig = Readonly<Record<string, readonly string[]>>;

/** A least and a most; both may be left out. */
export type RangeConfig = { readonly min?: number | undefined; readonly max?: number | undefined };

/** One week of a rotating pattern: families for the whole week, or per weekday a family, several, or `"off"`; days left out are free. */
export type PatternWeekConfig = readonly string[] | Readonly<Record<string, string | readonly string[]>>;

/** Rules of a contract beyond hours, days and rest per week. Each may be left out. */
export type ContractLimitsConfig = {
  /** Paid hours of one shift. */
  readonly hoursPerDay?: RangeConfig | undefined;
  /** Paid hours over the whole roster. */
  readonly hoursPerPeriod?: RangeConfig | undefined;
  /** Days off in a row. */
  readonly consecutiveDaysOff?: RangeConfig | undefined;
  /** Weekends worked in any stretch of so many weekends, those of the roster before included. */
  readonly weekends?: { readonly max: number; readonly inWeeks: number } | undefined;
  /** Saturday and Sunday are both worked or both off. */
  readonly wholeWeekends?: boolean | undefined;
  /** Night shifts (see `night`): most in a row, most in the roster, rest from the last one to the next shift that is none. */
  readonly nights?:
    | { readonly inARow?: number | undefined; readonly perPeriod?: number | undefined; readonly restAfter?: DurationInput | undefined }
    | undefined;
  /** Pairs of families: the second may not be worked on the day after the first. */
  readonly forbiddenSuccessions?: readonly (readonly [string, string])[] | undefined;
  /** Shifts lie within these hours, in the person's zone; a weekday left out cannot be worked. */
  readonly hours?: HoursConfig | undefined;
  /** Families by week, again and again; `start` is the first day of the cycle (default: of the roster). */
  readonly pattern?: { readonly start?: string | undefined; readonly weeks: readonly PatternWeekConfig[] } | undefined;
  /** Paid hours a week beyond `hoursPerWeek.max`, and what each costs on top of the pay. */
  readonly overtime?: { readonly hoursPerWeek: number; readonly extraPerHour: number } | undefined;
};

/** A shift that stands, or a day off that does. */
export type FixedShiftConfig = {
  /** The date; or `days`. */
  readonly day?: string | undefined;
  /** Weekdays, such as `"mon-fri"`; or `day`. */
  readonly days?: string | undefined;
  /** Family to be worked, or `"off"`. */
  readonly shift: string;
  /** Start by the clock; any of the family when left out. */
  readonly start?: string | undefined;
};

/** What holds for one person on top of their contract. */
export type PersonConfig = {
  /** As in a contract; both hold. */
  readonly hours?: HoursConfig | undefined;
  readonly fixed?: readonly FixedShiftConfig[] | undefined;
  /** Weeks that this person is ahead in the contract's pattern; 0 by default. */
  readonly patternOffset?: number | undefined;
};

/** A burden to be spread: its price × Σ (count of a person − mean count)². Counts include the roster before. */
export type FairnessConfig = {
  /** `"weekends"`, `"nights"`, or the families of shifts that are counted. */
  readonly count: 'weekends' | 'nights' | readonly string[];
  readonly price: number;
  /** Contracts whose people are compared with each other; all by default. */
  readonly contracts?: readonly string[] | undefined;
};

/** People wanted on a family of shifts on each day, whatever the queues need. */
export type ShiftCoverConfig = { readonly shift: string; readonly days?: string | undefined; readonly agents: number; readonly missingPerShift: number };

/** How many people may be on a break at once, as a share of those on shift, and what each person-hour beyond costs. */
export type BreaksAtOnceConfig = {
  readonly most: number;
  readonly extraPerHour: number;
  /** Names of the breaks that count; all by default. */
  readonly breaks?: readonly string[] | undefined;
};

/** What counts as a night shift: at least so much of it lies between two clock times. */
export type NightConfig = { readonly from?: string | undefined; readonly to?: string | undefined; readonly atLeast?: DurationInput | undefined };

const range = v.strictObject({ min: v.optional(money), max: v.optional(money) });
const countRange = v.strictObject({ min: v.optional(count), max: v.optional(positiveCount) });
const hours = v.record(v.string(), v.array(clockRange));
const families = v.pipe(v.array(v.string()), v.minLength(1, 'at least one name of a shift'));
const patternWeek = v.union([v.array(v.string()), v.record(v.string(), v.union([v.string(), v.array(v.string())]))]);

const localTime = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as "2026-12-08T09:00"'));

type Entries<Config> = { readonly [Key in keyof Required<Config>]: v.GenericSchema<Config[Key]> };

/** Schema of what a contract may say beyond hours, days and rest per week. */
export const contractLimitEntries: Entries<ContractLimitsConfig> = {
  hoursPerDay: v.optional(range),
  hoursPerPeriod: v.optional(range),
  consecutiveDaysOff: v.optional(countRange),
  weekends: v.optional(v.strictObject({ max: count, inWeeks: v.pipe(positiveCount, v.maxValue(12, 'a whole number from 1 to 12')) })),
  wholeWeekends: v.optional(v.boolean()),
  nights: v.optional(v.strictObject({ inARow: v.optional(positiveCount), perPeriod: v.optional(count), restAfter: v.optional(durationText) })),
  forbiddenSuccessions: v.optional(v.array(v.tuple([v.string(), v.string()], 'a pair of shifts such as ["late", "early"]'))),
  hours: v.optional(hours),
  pattern: v.optional(v.strictObject({ start: v.optional(localDay), weeks: v.pipe(v.array(patternWeek), v.minLength(1, 'at least one week')) })),
  overtime: v.optional(v.strictObject({ hoursPerWeek: money, extraPerHour: money })),
};

/** A training or meeting to be placed in people's shifts, once for each person it is meant for. */
export type ActivityConfig = {
  readonly name: string;
  /** People it is meant for; all by default. */
  readonly people?: readonly string[] | undefined;
  /** Contracts whose people it is meant for; all by default. */
  readonly contracts?: readonly string[] | undefined;
  /** Local times between which it lies, such as `"2026-12-08T09:00"`; exactly as far apart as it is long when its time is fixed. */
  readonly from: string;
  readonly to: string;
  readonly length: DurationInput;
  /** Grid of its starts from `from` on; a quarter of an hour by default. */
  readonly every?: DurationInput | undefined;
  /** All of them at the same time. */
  readonly together?: boolean | undefined;
  /** Price of each person who misses it. */
  readonly missingEach: number;
};

/** What a plan may say about its roster beyond shifts and contracts. */
export type RosterRulesConfig = {
  readonly night?: NightConfig | undefined;
  /** Rules of single people, by name. */
  readonly people?: Readonly<Record<string, PersonConfig>> | undefined;
  readonly fairness?: readonly FairnessConfig[] | undefined;
  readonly shiftCover?: readonly ShiftCoverConfig[] | undefined;
  readonly activities?: readonly ActivityConfig[] | undefined;
  readonly breaksAtOnce?: BreaksAtOnceConfig | undefined;
  /** A wish weighs × (1 + this × the person's seniority). */
  readonly seniorityWeight?: number | undefined;
};

/** Schema of {@link RosterRulesConfig}. */
export const rosterRuleEntries: Entries<RosterRulesConfig> = {
  night: v.optional(v.strictObject({ from: v.optional(clockTime), to: v.optional(clockTime), atLeast: v.optional(positiveDuration) })),
  people: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        hours: v.optional(hours),
        fixed: v.optional(
          v.array(v.strictObject({ day: v.optional(localDay), days: v.optional(v.string()), shift: v.string(), start: v.optional(clockTime) })),
        ),
        patternOffset: v.optional(count),
      }),
    ),
  ),
  fairness: v.optional(
    v.array(v.strictObject({ count: v.union([v.picklist(['weekends', 'nights']), families]), price: money, contracts: v.optional(v.array(v.string())) })),
  ),
  shiftCover: v.optional(v.array(v.strictObject({ shift: v.string(), days: v.optional(v.string()), agents: positiveCount, missingPerShift: money }))),
  activities: v.optional(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.nonEmpty('a name')),
        people: v.optional(v.array(v.string())),
        contracts: v.optional(v.array(v.string())),
        from: localTime,
        to: localTime,
        length: positiveDuration,
        every: v.optional(positiveDuration),
        together: v.optional(v.boolean()),
        missingEach: money,
      }),
    ),
  ),
  breaksAtOnce: v.optional(v.strictObject({ most: lossShare, extraPerHour: money, breaks: v.optional(families) })),
  seniorityWeight: v.optional(money),
};

/** Rules of a contract beyond hours, days and rest per week, units written out; absent = no such rule. */
export type ContractLimits = {
  readonly minimumSecondsPerDay?: number;
  readonly maximumSecondsPerDay?: number;
  readonly minimumSecondsPerPeriod?: number;
  readonly maximumSecondsPerPeriod?: number;
  readonly minimumConsecutiveDays?: number;
  readonly minimumConsecutiveDaysOff?: number;
  readonly maximumConsecutiveDaysOff?: number;
  readonly weekends?: { readonly max: number; readonly inWeeks: number };
  readonly wholeWeekends?: true;
  readonly maximumNightsInARow?: number;
  readonly maximumNightsPerPeriod?: number;
  readonly restAfterNightsSeconds?: number;
  readonly forbiddenSuccessions?: readonly (readonly [string, string])[];
  readonly hours?: WeekHours;
  readonly pattern?: PatternRule;
  readonly overtime?: { readonly maximumSecondsPerWeek: number; readonly extraPerHour: number };
};

/** Families that may be worked, by week of the cycle and weekday; null = any, an empty list = off. */
export type PatternRule = { readonly startDay: string | null; readonly weeks: readonly (readonly (readonly string[] | null)[])[] };

/** A shift or day off that stands, by date or weekday (0 = Monday). */
export type FixedRule = {
  readonly day: string | null;
  readonly weekdays: readonly number[];
  /** Null = off. */
  readonly shift: string | null;
  readonly startMinute: number | null;
};

/** Rules of one person. */
export type PersonRule = { readonly agent: string; readonly hours: WeekHours | null; readonly fixed: readonly FixedRule[]; readonly patternOffset: number };

/** A burden to be spread; families by name. */
export type FairnessRule = {
  readonly count: 'weekends' | 'nights' | readonly string[];
  readonly price: number;
  readonly contracts: readonly string[] | null;
};

/** People wanted on a family of shifts; weekdays 0 = Monday. */
export type ShiftCoverRule = { readonly shift: string; readonly weekdays: readonly number[]; readonly agents: number; readonly missingPerShift: number };

/** A training or meeting; null = everybody. */
export type ActivityRule = {
  readonly name: string;
  readonly people: readonly string[] | null;
  readonly contracts: readonly string[] | null;
  /** Local times. */
  readonly from: string;
  readonly to: string;
  readonly lengthSeconds: number;
  readonly everySeconds: number;
  readonly together: boolean;
  readonly missingEach: number;
};

/** Night time by the clock, in minutes after midnight, and how much of a shift must lie in it. */
export type NightRule = { readonly fromMinute: number; readonly toMinute: number; readonly atLeastSeconds: number };

/** Most people on a break at once; `breaks` null = all breaks. */
export type BreaksAtOnceRule = { readonly most: number; readonly extraPerHour: number; readonly breaks: readonly string[] | null };

/** Rules of a plan's roster, units written out. */
export type RosterRules = {
  readonly night: NightRule;
  readonly people: readonly PersonRule[];
  readonly fairness: readonly FairnessRule[];
  readonly shiftCover: readonly ShiftCoverRule[];
  readonly activities: readonly ActivityRule[];
  readonly breaksAtOnce: BreaksAtOnceRule | null;
  readonly seniorityWeight: number;
  /** As the plan has them. */
  readonly written: RosterRulesConfig;
};

function knownShift(path: string, name: string, shifts: readonly string[]): string {
  return known(path, name, shifts, 'not in shifts');
}

function known(path: string, name: string, names: readonly string[], otherwise: string): string {
  if (names.includes(name)) return name;
  const nearest = nearestName(name, names);
  throw conflict(path, `names "${name}", which is ${otherwise}${nearest === null ? '' : `; did you mean "${nearest}"?`}`);
}

function ordered(path: string, { min, max }: RangeConfig): void {
  if (min !== undefined && max !== undefined && max < min) throw conflict(path, `has max (${max}) below min (${min})`);
}

/** Resolves what a contract says beyond hours, days and rest; undefined when it says nothing. */
export function resolveLimits(
  at: string,
  rule: ContractLimitsConfig,
  runs: RangeConfig | undefined,
  weeklyMaximum: number | undefined,
  shifts: readonly string[],
): ContractLimits | undefined {
  for (const key of ['hoursPerDay', 'hoursPerPeriod', 'consecutiveDaysOff'] as const) ordered(`${at}.${key}`, rule[key] ?? {});
  ordered(`${at}.consecutiveDays`, runs ?? {});
  if (rule.overtime !== undefined && weeklyMaximum === undefined) throw conflict(`${at}.overtime`, 'needs hoursPerWeek.max, beyond which hours are overtime');
  const perHour = (hours: number | undefined): number | undefined => (hours === undefined ? undefined : hours * 3600);
  const limits = {
    minimumSecondsPerDay: perHour(rule.hoursPerDay?.min),
    maximumSecondsPerDay: perHour(rule.hoursPerDay?.max),
    minimumSecondsPerPeriod: perHour(rule.hoursPerPeriod?.min),
    maximumSecondsPerPeriod: perHour(rule.hoursPerPeriod?.max),
    minimumConsecutiveDays: runs?.min,
    minimumConsecutiveDaysOff: rule.consecutiveDaysOff?.min,
    maximumConsecutiveDaysOff: rule.consecutiveDaysOff?.max,
    weekends: rule.weekends,
    wholeWeekends: rule.wholeWeekends === true ? true : undefined,
    maximumNightsInARow: rule.nights?.inARow,
    maximumNightsPerPeriod: rule.nights?.perPeriod,
    restAfterNightsSeconds: rule.nights?.restAfter === undefined ? undefined : seconds(rule.nights.restAfter),
    forbiddenSuccessions: rule.forbiddenSuccessions?.map((pair, i) => pair.map((name) => knownShift(`${at}.forbiddenSuccessions[${i}]`, name, shifts))),
    hours: rule.hours === undefined ? undefined : resolveHours(`${at}.hours`, rule.hours),
    pattern: rule.pattern === undefined ? undefined : resolvePattern(`${at}.pattern`, rule.pattern, shifts),
    overtime:
      rule.overtime === undefined
        ? undefined
        : { maximumSecondsPerWeek: ((weeklyMaximum ?? 0) + rule.overtime.hoursPerWeek) * 3600, extraPerHour: rule.overtime.extraPerHour },
  };
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as ContractLimits);
}

function resolvePattern(at: string, pattern: NonNullable<ContractLimitsConfig['pattern']>, shifts: readonly string[]): PatternRule {
  const weeks = pattern.weeks.map((week, w) => {
    const path = `${at}.weeks[${w}]`;
    const choice = (names: string | readonly string[]): readonly string[] =>
      names === 'off' ? [] : [names].flat().map((name) => knownShift(path, name as string, shifts));
    if (Array.isArray(week)) return Array.from({ length: 7 }, () => choice(week as readonly string[]));
    const days: (readonly string[] | null)[] = Array.from({ length: 7 }, () => null);
    for (const [text, names] of Object.entries(week)) for (const d of parseWeekdays(text, `${path}.${text}`)) days[d] = choice(names as string | string[]);
    return days;
  });
  return { startDay: pattern.start ?? null, weeks };
}

const EVERY_DAY = 'mon-sun';

/** Resolves a plan's roster rules; undefined when it has none. */
export function resolveRosterRules(
  rules: RosterRulesConfig,
  families: readonly { readonly name: string; readonly breaks: readonly { readonly name: string }[] }[],
  contracts: readonly { readonly name: string; readonly limits?: ContractLimits }[],
): RosterRules | undefined {
  const shifts = families.map(({ name }) => name);
  const contractNames = contracts.map(({ name }) => name);
  const breaks = [...new Set(families.flatMap((family) => family.breaks.map(({ name }) => name)))];
  const { night, people, fairness, shiftCover, activities, breaksAtOnce, seniorityWeight } = rules;
  const written = Object.fromEntries(
    Object.entries({ night, people, fairness, shiftCover, activities, breaksAtOnce, seniorityWeight }).filter(([, value]) => value !== undefined),
  );
  const needsNights = contracts.some(({ limits }) =>
    ['maximumNightsInARow', 'maximumNightsPerPeriod', 'restAfterNightsSeconds'].some((key) => limits && key in limits),
  );
  if (Object.keys(written).length === 0 && !needsNights) return undefined;
  return {
    night: {
      fromMinute: clockMinute(night?.from ?? '23:00'),
      toMinute: clockMinute(night?.to ?? '06:00'),
      atLeastSeconds: seconds(night?.atLeast ?? '3h'),
    },
    people: Object.entries(people ?? {}).map(([agent, own]) => resolvePerson(agent, own, shifts)),
    fairness: (fairness ?? []).map((rule, i) => resolveFairness(`fairness[${i}]`, rule, shifts, contractNames)),
    shiftCover: (shiftCover ?? []).map((rule, i) => ({
      shift: knownShift(`shiftCover[${i}].shift`, rule.shift, shifts),
      weekdays: parseWeekdays(rule.days ?? EVERY_DAY, `shiftCover[${i}].days`),
      agents: rule.agents,
      missingPerShift: rule.missingPerShift,
    })),
    activities: resolveActivities(activities ?? [], breaks, contractNames),
    breaksAtOnce: breaksAtOnce === undefined ? null : { ...breaksAtOnce, breaks: breaksAtOnce.breaks ?? null },
    seniorityWeight: seniorityWeight ?? 0,
    written,
  };
}

function resolvePerson(agent: string, own: PersonConfig, shifts: readonly string[]): PersonRule {
  const at = `people.${agent}`;
  const fixed = (own.fixed ?? []).map((rule, i): FixedRule => {
    const path = `${at}.fixed[${i}]`;
    if ((rule.day === undefined) === (rule.days === undefined)) throw conflict(path, 'needs either "day" (a date) or "days" (weekdays), not both');
    if (rule.shift === 'off' && rule.start !== undefined) throw conflict(path, 'has a start for a day off');
    return {
      day: rule.day ?? null,
      weekdays: rule.days === undefined ? [] : parseWeekdays(rule.days, `${path}.days`),
      shift: rule.shift === 'off' ? null : knownShift(`${path}.shift`, rule.shift, shifts),
      startMinute: rule.start === undefined ? null : clockMinute(rule.start),
    };
  });
  fixed.forEach((rule, i) => {
    const other = fixed.slice(0, i).find(({ day, weekdays }) => (rule.day === null ? weekdays.some((d) => rule.weekdays.includes(d)) : day === rule.day));
    if (other !== undefined) throw conflict(`${at}.fixed[${i}]`, 'is about a day that another entry has fixed already');
  });
  return { agent, hours: own.hours === undefined ? null : resolveHours(`${at}.hours`, own.hours), fixed, patternOffset: own.patternOffset ?? 0 };
}

/** Names tell activities apart, from each other and from breaks. */
function resolveActivities(rules: readonly ActivityConfig[], breaks: readonly string[], contracts: readonly string[]): ActivityRule[] {
  return rules.map((rule, i) => {
    const path = `activities[${i}]`;
    if (breaks.includes(rule.name)) throw conflict(`${path}.name`, `may not be "${rule.name}", the name of a break`);
    if (rules.findIndex((other) => other.name === rule.name) < i) throw conflict(`${path}.name`, `is "${rule.name}" again; give each activity its own name`);
    for (const name of rule.contracts ?? []) known(`${path}.contracts`, name, contracts, 'not in contracts');
    return resolveActivity(path, rule);
  });
}

function resolveActivity(path: string, rule: ActivityConfig): ActivityRule {
  const lengthSeconds = seconds(rule.length);
  if (rule.name === 'online' || rule.name === 'absence') throw conflict(`${path}.name`, `may not be "${rule.name}", which means something else`);
  if (Date.parse(`${rule.to}Z`) - Date.parse(`${rule.from}Z`) < lengthSeconds * 1000) throw conflict(path, `is longer than from ${rule.from} to ${rule.to}`);
  return {
    name: rule.name,
    people: rule.people ?? null,
    contracts: rule.contracts ?? null,
    from: rule.from,
    to: rule.to,
    lengthSeconds,
    everySeconds: seconds(rule.every ?? '15min'),
    together: rule.together ?? false,
    missingEach: rule.missingEach,
  };
}

function resolveFairness(path: string, rule: FairnessConfig, shifts: readonly string[], contracts: readonly string[]): FairnessRule {
  if (typeof rule.count !== 'string') for (const name of rule.count) knownShift(`${path}.count`, name, shifts);
  for (const name of rule.contracts ?? []) known(`${path}.contracts`, name, contracts, 'not in contracts');
  return { count: rule.count, price: rule.price, contracts: rule.contracts ?? null };
}
