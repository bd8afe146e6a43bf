import * as v from 'valibot';
import { InvalidPlanError } from './errors.js';
import { CHANNELS } from './history.js';
import { nearestName } from './nearest-name.js';
import {
  clockRange,
  conflict,
  count,
  type DurationInput,
  durationText,
  gridStep,
  localDay,
  lossShare,
  money,
  openShare,
  positiveCount,
  positiveDuration,
  resolveHours,
  seconds,
  WEEKDAYS,
  type WeekHours,
} from './plan-parts.js';
import { SERVICE_LEVEL_RULES } from './requirement.js';

/** People on line around each opening or closing of a queue, from `before` to `after` it. */
export type EdgeConfig = { readonly agents: number; readonly before?: DurationInput | undefined; readonly after?: DurationInput | undefined };

/** People on line around an opening or closing. */
export type EdgeRule = { readonly agents: number; readonly beforeSeconds: number; readonly afterSeconds: number };

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
  /** Least people on line around each opening; needs `openingHours`. */
  readonly atOpening?: EdgeConfig | undefined;
  /** Least people on line around each closing; needs `openingHours`. */
  readonly atClosing?: EdgeConfig | undefined;
  readonly target?: TargetConfig | undefined;
  /** Price of an uncovered agent-hour; 60 by default. */
  readonly understaffedPerHour?: number | undefined;
};

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
  readonly atOpening?: EdgeRule;
  readonly atClosing?: EdgeRule;
  readonly target: TargetRule;
  readonly understaffedPerHour: number;
};

const edgeSchema = v.strictObject({ agents: positiveCount, before: v.optional(durationText), after: v.optional(durationText) });
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

const queueSchema: v.GenericSchema<unknown, ParsedQueue> = v.strictObject({
  channel: v.optional(v.picklist(CHANNELS), 'voice'),
  skill: v.optional(v.pipe(v.string(), v.nonEmpty('a name'))),
  lowestTier: v.optional(positiveCount, 1),
  patience: v.optional(v.nullable(positiveDuration)),
  aht: v.optional(positiveDuration),
  capacity: v.optional(positiveCount),
  minimumAgents: v.optional(count, 0),
  openingHours: v.optional(v.record(v.string(), v.array(clockRange))),
  atOpening: v.optional(edgeSchema),
  atClosing: v.optional(edgeSchema),
  target: v.optional(targetSchema, {}),
  understaffedPerHour: v.optional(money, 60),
});

/** A queue as the schema leaves it: checked, defaults filled in. */
type ParsedQueue = Omit<QueueConfig, 'channel' | 'lowestTier' | 'minimumAgents' | 'target' | 'understaffedPerHour'> & {
  readonly channel: QueueRule['channel'];
  readonly lowestTier: number;
  readonly minimumAgents: number;
  readonly target: TargetConfig & Pick<TargetRule, 'over'>;
  readonly understaffedPerHour: number;
};

/** What every plan.json has beside its shifts and contracts, as the schema leaves it. */
export type BasicPlan = {
  readonly $schema?: string | undefined;
  readonly zone: string;
  readonly sourceZone?: string | undefined;
  readonly weekStart: (typeof WEEKDAYS)[number];
  readonly interval: DurationInput;
  readonly horizon: { readonly start?: string | undefined; readonly weeks: number; readonly forecastWeeks?: number | undefined };
  readonly queues: Readonly<Record<string, ParsedQueue>>;
  readonly surplusPerHour: number;
  readonly shrinkage: Readonly<Record<string, number>>;
  readonly cover: 'exact' | 'withShrinkage';
};

/** Schema of {@link BasicPlan}. */
export const basicEntries: { readonly [Key in keyof Required<BasicPlan>]: v.GenericSchema<unknown, BasicPlan[Key]> } = {
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
};

/** Parts of a plan that only a roster needs. */
const ROSTER_KEYS = ['shifts', 'contracts', 'night', 'people', 'fairness', 'shiftCover', 'activities', 'breaksAtOnce', 'seniorityWeight'];

const staffingSchema: v.GenericSchema = v.strictObject({ ...basicEntries, ...Object.fromEntries(ROSTER_KEYS.map((key) => [key, v.optional(v.unknown())])) });

/**
 * Checks what a plan says about queues and shrinkage, and fills in defaults. Shifts, contracts and what else only a roster needs are not looked at.
 *
 * @param config - The parsed plan.json.
 * @returns The first weekday (0 = Monday), kinds of shrinkage, and the queues with units written out.
 * @throws {@link InvalidPlanError} for an unknown key, a wrong type or contradictory values.
 * @example
 * resolveQueues({ zone: 'UTC', queues: { billing: { patience: '2min' } } }).queues[0].patienceSeconds; // 120
 */
export function resolveQueues(config: unknown): {
  readonly weekStart: number;
  readonly shrinkage: Readonly<Record<string, number>>;
  readonly queues: readonly QueueRule[];
} {
  const plan = parsePlan(staffingSchema, config) as BasicPlan;
  return {
    weekStart: WEEKDAYS.indexOf(plan.weekStart),
    shrinkage: plan.shrinkage,
    queues: Object.entries(plan.queues).map(([name, rule]) => resolveQueue(name, rule)),
  };
}

/** Parses a plan; the first thing that is wrong is thrown as an error with its place and the way out. */
export function parsePlan<Schema extends v.GenericSchema>(schema: Schema, config: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, config);
  if (!parsed.success) throw planError(schema, parsed.issues[0] as v.BaseIssue<unknown>);
  return parsed.output;
}

/** Share of paid time not on line when several kinds of shrinkage combine: 1 − Π(1 − s). */
export function combineShrinkage(kinds: Readonly<Record<string, number>>): number {
  return 1 - Object.values(kinds).reduce((left, share) => left * (1 - share), 1);
}

/** One queue with units written out. */
export function resolveQueue(queue: string, rule: ParsedQueue): QueueRule {
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
    openingHours: rule.openingHours === undefined ? null : resolveHours(`queues.${queue}.openingHours`, rule.openingHours),
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
    ...resolveEdges(queue, rule),
  };
}

/** Rules around opening and closing; by default they hold for half an hour within the opening hours. */
function resolveEdges(queue: string, rule: ParsedQueue): Pick<QueueRule, 'atOpening' | 'atClosing'> {
  const { atOpening, atClosing } = rule;
  for (const [key, edge] of Object.entries({ atOpening, atClosing }))
    if (edge !== undefined && rule.openingHours === undefined) throw conflict(`queues.${queue}.${key}`, 'needs openingHours beside it');
  const resolve = (edge: EdgeConfig, before: string, after: string): EdgeRule => ({
    agents: edge.agents,
    beforeSeconds: seconds(edge.before ?? before),
    afterSeconds: seconds(edge.after ?? after),
  });
  return {
    ...(atOpening === undefined ? {} : { atOpening: resolve(atOpening, '0s', '30min') }),
    ...(atClosing === undefined ? {} : { atClosing: resolve(atClosing, '30min', '0s') }),
  };
}

function planError(schema: unknown, issue: v.BaseIssue<unknown>): InvalidPlanError {
  const path = (issue.path ?? []).map((item) => String(item.key)).join('.') || '(top level)';
  const got = issue.received;
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const siblings = knownKeysAt(schema, issue);
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
function knownKeysAt(root: unknown, issue: v.BaseIssue<unknown>): string[] {
  let schema: unknown = root;
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
