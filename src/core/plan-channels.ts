import * as v from 'valibot';
import { CHANNEL_KEYS, ROSTER_KEYS } from './check-queues.js';
import { nearestName } from './nearest-name.js';
import { conflict } from './plan-errors.js';
import { clockRange, clockTime, count, durationText, localDay, lossShare, money, openShare, positiveCount, positiveDuration } from './plan-parts.js';
import { type BasicPlan, basicEntries, type LoadModel, type ParsedQueue, parsePlan, type QueueRule, queueEntries } from './plan-queues.js';
import { checkEscalation, type RoutingConfig, type RoutingRule, resolveRouting, routingEntries } from './plan-routing.js';
import { clockMinute, type DurationInput, parseWeekdays, resolveHours, seconds, WEEKDAYS, type WeekHours } from './plan-values.js';
import { resolveQueue } from './resolve-queues.js';

/** Chats side by side: how long each lasts while its agent holds 1, 2, … */
export type ConcurrencyConfig = {
  /** Most chats an agent may hold; as many as `ahtAt` lists by default. The level that needs the fewest agents is chosen. */
  readonly most?: number | undefined;
  /** Mean length of a chat while its agent holds 1, 2, 3, … */
  readonly ahtAt: readonly DurationInput[];
};

/** Deferred work done in the idle time of a queue of calls. */
export type BlendConfig = {
  /** The queue of calls whose people do it. */
  readonly with: string;
  /** Deferred work starts only while more than this many of them are idle; left out: the fewest that keep the calls on target. */
  readonly reserve?: number | undefined;
};

/** A list of records to call, in place of a forecast. `aht` of its queue is the time of an attempt that reaches the right person. */
export type ListConfig = {
  readonly records: number;
  /** Share of attempts that reach the right person. */
  readonly connectRate: number;
  /** Hours in which it is another. */
  readonly connectRates?: readonly { readonly hours: Readonly<Record<string, readonly string[]>>; readonly rate: number }[] | undefined;
  /** Time of an attempt that does not; 45 s by default. */
  readonly missed?: DurationInput | undefined;
  /** Most attempts at one record; 3 by default. */
  readonly attempts?: number | undefined;
  /** Least time between two attempts at one record; 4 h by default. */
  readonly retryAfter?: DurationInput | undefined;
  /** Most people at once. With it the hours with the best connect rate are used first; without it work is spread over all. */
  readonly mostAgents?: number | undefined;
  /** First and last local day; the whole horizon by default. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** How handle times spread around their mean, for simulations; exponential by default. */
export type HandleTimesConfig = {
  readonly kind: 'exponential' | 'deterministic' | 'lognormal' | 'gamma';
  /** Standard deviation ÷ mean; for lognormal and gamma, 1 by default. */
  readonly cv?: number | undefined;
};

/** What a queue in plan.json may say about its channel. */
export type ChannelConfig = RoutingConfig & {
  /** Chat: several at a time. */
  readonly concurrency?: ConcurrencyConfig | undefined;
  /** Hours in which people work on it; its opening hours by default. For work that may wait, and for lists. */
  readonly workingHours?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Contacts waiting at the start of the horizon. For work that may wait. */
  readonly backlog?: number | undefined;
  /** Least capacity beyond the work itself, as a share of it. For work that may wait. */
  readonly buffer?: number | undefined;
  readonly blend?: BlendConfig | undefined;
  /** Outbound: records to call. */
  readonly list?: ListConfig | undefined;
  readonly handleTimes?: HandleTimesConfig | undefined;
};

/** What a forecast that may be wrong asks for. */
export type UncertaintyConfig = {
  /** On average over all contacts, on a share of days, or least cost of people and missed contacts. */
  readonly criterion: 'average' | 'shareOfDays' | 'cost';
  /** For `shareOfDays`: on this share of days the service level is met; 0.9 by default. */
  readonly share?: number | undefined;
  /** For `cost`: price of an agent-hour (20 by default), and of a contact not answered within the threshold. */
  readonly costPerAgentHour?: number | undefined;
  readonly costPerMissedContact?: number | undefined;
  /** Standard deviation of the factor that a whole day shares; the forecast's own by default. */
  readonly dayFactorCv?: number | undefined;
};

/** A kind of shrinkage that holds at some hours only, or is not paid. */
export type ShrinkageConfig = {
  readonly share: number;
  /** True by default. */
  readonly paid?: boolean | undefined;
  /** Known beforehand (training, leave) or not (sickness); false by default. */
  readonly planned?: boolean | undefined;
  /** Weekdays, such as `"mon-fri"`; every day by default. */
  readonly days?: string | undefined;
  /** Times of day between which it holds; the whole day by default. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Chats side by side, units written out: mean length at 1, 2, … held. */
export type ConcurrencyRule = { readonly ahtSecondsAt: readonly number[] };

/** A list of records to call, units written out. */
export type ListRule = {
  readonly records: number;
  readonly connectRate: number;
  readonly connectRates: readonly { readonly hours: WeekHours; readonly rate: number }[];
  readonly missedSeconds: number;
  readonly attempts: number;
  readonly retryAfterSeconds: number;
  /** Null: no limit. */
  readonly mostAgents: number | null;
  /** Local days; null = the whole horizon. */
  readonly fromDay: string | null;
  readonly untilDay: string | null;
};

/** What a queue says about its channel, units written out; absent = not said. */
export type ChannelRule = RoutingRule & {
  readonly concurrency?: ConcurrencyRule;
  readonly workingHours?: WeekHours;
  readonly backlog?: number;
  readonly buffer?: number;
  /** `reserve` null: the fewest that keep the calls on target. */
  readonly blend?: { readonly with: string; readonly reserve: number | null };
  readonly list?: ListRule;
  readonly handleTimes?: HandleTimesConfig;
  /** As the plan writes them. */
  readonly written?: ChannelConfig;
};

/** What an uncertain forecast asks for, defaults filled in. */
export type UncertaintyRule = {
  readonly criterion: 'average' | 'shareOfDays' | 'cost';
  readonly share: number;
  readonly costPerAgentHour: number;
  readonly costPerMissedContact: number;
  /** Null: the forecast's own. */
  readonly dayFactorCv: number | null;
};

/** One kind of shrinkage, units written out. */
export type ShrinkageRule = {
  readonly name: string;
  readonly share: number;
  readonly paid: boolean;
  readonly planned: boolean;
  readonly weekdays?: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
};

/** What a plan says about staffing beside its queues; absent = not said. */
export type StaffingRules = {
  /** Kinds of shrinkage written as more than a share. */
  readonly shrinkageKinds?: readonly ShrinkageRule[];
  /** Share of the planned time on line that people keep to. */
  readonly adherence?: number;
  readonly uncertainty?: UncertaintyRule;
  /** As the plan writes them. */
  readonly written?: {
    readonly shrinkage?: Readonly<Record<string, ShrinkageConfig>>;
    readonly adherence?: number;
    readonly uncertainty?: UncertaintyConfig;
  };
};

const concurrencySchema = v.strictObject({
  most: v.optional(positiveCount),
  ahtAt: v.pipe(v.array(positiveDuration), v.minLength(1, 'at least one length: concurrency is 1 or more')),
});
const hoursSchema = v.record(v.string(), v.array(clockRange));
const listSchema = v.strictObject({
  records: count,
  connectRate: openShare,
  connectRates: v.optional(v.array(v.strictObject({ hours: hoursSchema, rate: openShare })), []),
  missed: v.optional(durationText, '45s'),
  attempts: v.optional(positiveCount, 3),
  retryAfter: v.optional(durationText, '4h'),
  mostAgents: v.optional(positiveCount),
  from: v.optional(localDay),
  until: v.optional(localDay),
});
const channelEntries = {
  concurrency: v.optional(concurrencySchema),
  workingHours: v.optional(hoursSchema),
  backlog: v.optional(count),
  buffer: v.optional(money),
  blend: v.optional(v.strictObject({ with: v.string(), reserve: v.optional(count) })),
  list: v.optional(listSchema),
  handleTimes: v.optional(v.strictObject({ kind: v.picklist(['exponential', 'deterministic', 'lognormal', 'gamma']), cv: v.optional(money) })),
  ...routingEntries,
};
const kindSchema = v.strictObject({
  share: lossShare,
  paid: v.optional(v.boolean(), true),
  planned: v.optional(v.boolean(), false),
  days: v.optional(v.string()),
  from: v.optional(clockTime),
  to: v.optional(clockTime),
});
const uncertaintySchema = v.strictObject({
  criterion: v.picklist(['average', 'shareOfDays', 'cost']),
  share: v.optional(openShare),
  costPerAgentHour: v.optional(money),
  costPerMissedContact: v.optional(money),
  dayFactorCv: v.optional(money),
});

/** Channel and kind of shrinkage as the schema leaves them, defaults filled in. */
type ParsedList = ListConfig & {
  readonly connectRates: NonNullable<ListConfig['connectRates']>;
  readonly missed: DurationInput;
  readonly attempts: number;
  readonly retryAfter: DurationInput;
};
type ParsedChannels = Omit<ChannelConfig, 'list'> & { readonly list?: ParsedList | undefined };
type ParsedKind = ShrinkageConfig & { readonly paid: boolean; readonly planned: boolean };

/** What every plan.json has beside its shifts and contracts, as the whole schema leaves it. */
export type StaffingPlan = Omit<BasicPlan, 'queues' | 'shrinkage'> & {
  readonly queues: Readonly<Record<string, ParsedQueue & ParsedChannels>>;
  readonly shrinkage: Readonly<Record<string, number | ParsedKind>>;
  readonly adherence?: number | undefined;
  readonly uncertainty?: UncertaintyConfig | undefined;
};

/** Schema of {@link StaffingPlan}. */
export const staffingEntries: { readonly [Key in keyof Required<StaffingPlan>]: v.GenericSchema<unknown, StaffingPlan[Key]> } = {
  ...basicEntries,
  queues: v.record(
    v.string(),
    v.strictObject({ ...queueEntries, ...channelEntries }) as v.GenericSchema as v.GenericSchema<unknown, ParsedQueue & ParsedChannels>,
  ),
  shrinkage: v.optional(v.record(v.string(), v.union([lossShare, kindSchema], 'a share such as 0.06, or an object with "share"')), {}),
  adherence: v.optional(
    v.pipe(v.number('a share above 0, at most 1'), v.gtValue(0, 'a share above 0, at most 1'), v.maxValue(1, 'a share above 0, at most 1')),
  ),
  uncertainty: v.optional(uncertaintySchema),
};

const channelsSchema: v.GenericSchema = v.strictObject({
  ...staffingEntries,
  ...Object.fromEntries(ROSTER_KEYS.map((key) => [key, v.optional(v.unknown())])),
});

/** What staffing needs of a plan, units written out. */
export type ResolvedStaffing = StaffingRules & {
  /** 0 = Monday. */
  readonly weekStart: number;
  readonly loadModel: LoadModel;
  readonly holdsFor: 'mean' | 'worst';
  /** First local day and weeks of the roster; null = not said. */
  readonly startDay: string | null;
  readonly weeks: number;
  /** Kinds given as a share alone. */
  readonly shrinkage: Readonly<Record<string, number>>;
  readonly queues: readonly QueueRule[];
};

/**
 * Checks what a plan says about staffing, channels and all, and fills in defaults. Shifts, contracts and what else only a roster needs are not
 * looked at.
 *
 * @param config - The parsed plan.json.
 * @returns Queues with units written out, load model, shrinkage, uncertainty.
 * @throws {@link InvalidPlanError} for an unknown key, a wrong type or contradictory values.
 * @example
 * resolveStaffing({ zone: 'UTC', queues: { web: { channel: 'chat', concurrency: { ahtAt: ['5min', '7min'] } } } }).queues[0].concurrency; // { ahtSecondsAt: [300, 420] }
 */
export function resolveStaffing(config: unknown): ResolvedStaffing {
  const plan = parsePlan(channelsSchema, config) as StaffingPlan;
  return {
    weekStart: WEEKDAYS.indexOf(plan.weekStart),
    loadModel: plan.loadModel,
    holdsFor: plan.holdsFor,
    startDay: plan.horizon.start ?? null,
    weeks: plan.horizon.weeks,
    shrinkage: plainShrinkage(plan),
    queues: resolveChannelQueues(plan),
    ...resolveStaffingRules(plan),
  };
}

/** Kinds of shrinkage that are a share and nothing else. */
export function plainShrinkage(plan: StaffingPlan): Record<string, number> {
  return Object.fromEntries(Object.entries(plan.shrinkage).flatMap(([name, kind]) => (typeof kind === 'number' ? [[name, kind]] : [])));
}

/** Queues with what their channels ask for. */
export function resolveChannelQueues(plan: StaffingPlan): QueueRule[] {
  const queues = Object.entries(plan.queues).map(([name, rule]) => ({ ...resolveQueue(name, rule), ...resolveChannel(name, rule) }));
  checkEscalation(queues);
  const used = new Set<string>();
  for (const { queue, blend } of queues) {
    if (blend === undefined) continue;
    checkBlend(queue, blend.with, queues);
    if (used.has(blend.with)) throw conflict(`queues.${queue}.blend.with`, `names "${blend.with}", whose idle time another queue has already`);
    used.add(blend.with);
  }
  return queues;
}

/** Shrinkage by hours, adherence and uncertainty. */
export function resolveStaffingRules(plan: StaffingPlan): StaffingRules {
  const kinds = Object.entries(plan.shrinkage).flatMap(([name, kind]) => (typeof kind === 'number' ? [] : [resolveKind(name, kind)]));
  const dated = Object.fromEntries(Object.entries(plan.shrinkage).flatMap(([name, kind]) => (typeof kind === 'number' ? [] : [[name, kind]])));
  const { adherence, uncertainty } = plan;
  const written = {
    ...(kinds.length === 0 ? {} : { shrinkage: dated }),
    ...(adherence === undefined ? {} : { adherence }),
    ...(uncertainty === undefined ? {} : { uncertainty }),
  };
  if (Object.keys(written).length === 0) return {};
  return {
    ...(kinds.length === 0 ? {} : { shrinkageKinds: kinds }),
    ...(adherence === undefined ? {} : { adherence }),
    ...(uncertainty === undefined ? {} : { uncertainty: resolveUncertainty(uncertainty) }),
    written,
  };
}

function resolveUncertainty(asked: NonNullable<StaffingPlan['uncertainty']>): UncertaintyRule {
  const { criterion, share, costPerAgentHour, costPerMissedContact, dayFactorCv } = asked;
  if (share !== undefined && criterion !== 'shareOfDays') throw conflict('uncertainty.share', 'goes with "criterion": "shareOfDays" only');
  if (costPerAgentHour !== undefined && criterion !== 'cost') throw conflict('uncertainty.costPerAgentHour', 'goes with "criterion": "cost" only');
  if (costPerMissedContact !== undefined && criterion !== 'cost') throw conflict('uncertainty.costPerMissedContact', 'goes with "criterion": "cost" only');
  if (criterion === 'cost' && costPerMissedContact === undefined)
    throw conflict('uncertainty.costPerMissedContact', 'is missing: what a contact not answered in time costs');
  if (costPerAgentHour === 0) throw conflict('uncertainty.costPerAgentHour', 'must be above 0');
  return {
    criterion,
    share: share ?? 0.9,
    costPerAgentHour: costPerAgentHour ?? 20,
    costPerMissedContact: costPerMissedContact ?? 0,
    dayFactorCv: dayFactorCv ?? null,
  };
}

function resolveKind(name: string, { share, paid, planned, days, from, to }: ParsedKind): ShrinkageRule {
  const at = `shrinkage.${name}`;
  const fromMinute = from === undefined ? 0 : clockMinute(from);
  const toMinute = to === undefined ? 1440 : clockMinute(to);
  if (toMinute <= fromMinute) throw conflict(`${at}.to`, `(${to}) must come after from (${from ?? '00:00'}) on the same day; over midnight write two kinds`);
  return { name, share, paid, planned, ...(days === undefined ? {} : { weekdays: parseWeekdays(days, `${at}.days`) }), fromMinute, toMinute };
}

/** Channels whose contacts may wait for hours. */
const WAITING = ['email', 'case', 'callback'];

function resolveChannel(queue: string, rule: ParsedQueue & ParsedChannels): ChannelRule {
  const { concurrency, workingHours, backlog, buffer, blend, list, handleTimes, channel } = rule;
  const at = `queues.${queue}`;
  if (handleTimes?.cv !== undefined && !['lognormal', 'gamma'].includes(handleTimes.kind))
    throw conflict(`${at}.handleTimes.cv`, `goes with "kind": "lognormal" or "gamma" only; ${handleTimes.kind} times have a spread of their own`);
  const said = { concurrency, workingHours, backlog, buffer, blend, list };
  const only = (keys: readonly (keyof typeof said)[], channels: readonly string[]): void => {
    for (const key of keys)
      if (said[key] !== undefined && !channels.includes(channel))
        throw conflict(`${at}.${key}`, `is for channel ${channels.join(', ')}, and this one is ${channel}`);
  };
  only(['concurrency'], ['chat']);
  only(['backlog', 'buffer', 'blend'], WAITING);
  only(['list'], ['outbound']);
  only(['workingHours'], [...WAITING, 'outbound']);
  const written = Object.fromEntries(CHANNEL_KEYS.flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]]]))) as ChannelConfig;
  if (Object.keys(written).length === 0) return {};
  return {
    ...resolveRouting(at, rule),
    ...(concurrency === undefined ? {} : { concurrency: resolveConcurrency(`${at}.concurrency`, concurrency) }),
    ...(workingHours === undefined ? {} : { workingHours: resolveHours(`${at}.workingHours`, workingHours) }),
    ...(backlog === undefined ? {} : { backlog }),
    ...(buffer === undefined ? {} : { buffer }),
    ...(blend === undefined ? {} : { blend: { with: blend.with, reserve: blend.reserve ?? null } }),
    ...(list === undefined ? {} : { list: resolveList(queue, list, rule) }),
    ...(handleTimes === undefined ? {} : { handleTimes }),
    written,
  };
}

function resolveConcurrency(at: string, { most, ahtAt }: NonNullable<ParsedChannels['concurrency']>): ConcurrencyRule {
  if (most !== undefined && most > ahtAt.length)
    throw conflict(`${at}.most`, `is ${most}, but ahtAt lists ${ahtAt.length} ${ahtAt.length === 1 ? 'length' : 'lengths'}; give one for each number held`);
  const ahtSecondsAt = ahtAt.slice(0, most).map(seconds);
  return { ahtSecondsAt };
}

function resolveList(queue: string, list: NonNullable<ParsedChannels['list']>, rule: ParsedQueue): ListRule {
  const at = `queues.${queue}`;
  if (rule.aht === undefined)
    throw conflict(`${at}.aht`, 'is missing: a list needs the time of an attempt that reaches the right person, such as "aht": "4min"');
  if (list.from !== undefined && list.until !== undefined && list.until < list.from)
    throw conflict(`${at}.list`, `has "until" (${list.until}) before "from" (${list.from})`);
  return {
    records: list.records,
    connectRate: list.connectRate,
    connectRates: list.connectRates.map(({ hours, rate }, k) => ({ hours: resolveHours(`${at}.list.connectRates.${k}.hours`, hours), rate })),
    missedSeconds: seconds(list.missed),
    attempts: list.attempts,
    retryAfterSeconds: seconds(list.retryAfter),
    mostAgents: list.mostAgents ?? null,
    fromDay: list.from ?? null,
    untilDay: list.until ?? null,
  };
}

function checkBlend(queue: string, other: string, queues: readonly QueueRule[]): void {
  const at = `queues.${queue}.blend.with`;
  const host = queues.find((rule) => rule.queue === other);
  if (host === undefined) throw conflict(at, `names "${other}", which is not a queue of the plan${nearest(other, queues)}`);
  if (host.channel !== 'voice') throw conflict(at, `names "${other}", which is ${host.channel}; deferred work is done in the idle time of calls (voice)`);
}

function nearest(name: string, queues: readonly QueueRule[]): string {
  const found = nearestName(
    name,
    queues.map(({ queue }) => queue),
  );
  return found === null ? '' : `; did you mean "${found}"?`;
}
