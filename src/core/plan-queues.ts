import * as v from 'valibot';
import { LOAD_MODELS } from './check-queues.js';
import { describeValue } from './checks.js';
import type { InvalidPlanError } from './errors.js';
import { CHANNELS } from './history.js';
import type { ChannelConfig, ChannelRule } from './plan-channels.js';
import { unknownKey, wrongValue } from './plan-errors.js';
import { clockRange, count, durationText, gridStep, localDay, lossShare, money, openShare, positiveCount, positiveDuration } from './plan-parts.js';
import { type DurationInput, WEEKDAYS, type WeekHours } from './plan-values.js';
import { SERVICE_LEVEL_RULES } from './requirement.js';

/** People on line around each opening or closing of a queue, from `before` to `after` it. */
export type EdgeConfig = { readonly agents: number; readonly before?: DurationInput | undefined; readonly after?: DurationInput | undefined };

/** People on line around an opening or closing. */
export type EdgeRule = { readonly agents: number; readonly beforeSeconds: number; readonly afterSeconds: number };

/** How the load of an interval is seen: alone, with what earlier intervals left in service, or solved with the line carried on. */
export type LoadModel = 'stationary' | 'offeredLoad' | 'transient';

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
  /** Work that may wait: `answerWithin` runs by the clock (default) or only while people work. */
  readonly counts?: 'clock' | 'open' | undefined;
};

/** One queue in plan.json. */
export type QueueConfig = ChannelConfig & {
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
  /** `flat` (default): every uncovered hour costs the same. `service`: as much as the contacts that are lost for it; see docs/scheduling.md. */
  readonly coverPrice?: 'flat' | 'service' | undefined;
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
  readonly counts?: 'clock' | 'open';
};

/** One queue of the plan, defaults filled in. */
export type QueueRule = ChannelRule & {
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
  readonly coverPrice: 'flat' | 'service';
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
  counts: v.optional(v.picklist(['clock', 'open'])),
});

/** What every queue may say; what depends on its channel stands in plan-channels.ts. */
export const queueEntries: Readonly<Record<string, v.GenericSchema>> = {
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
  coverPrice: v.optional(v.picklist(['flat', 'service'])),
};

/** A queue as the schema leaves it: checked, defaults filled in. */
export type ParsedQueue = Omit<QueueConfig, keyof ChannelConfig | 'channel' | 'lowestTier' | 'minimumAgents' | 'target' | 'understaffedPerHour'> & {
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
  readonly loadModel: LoadModel;
  readonly holdsFor: 'mean' | 'worst';
};

/** Schema of {@link BasicPlan}. */
export const basicEntries: { readonly [Key in keyof Required<BasicPlan>]: v.GenericSchema<unknown, BasicPlan[Key]> } = {
  $schema: v.optional(v.string()),
  zone: v.pipe(v.string(), v.nonEmpty('a zone name such as "Europe/Berlin"')),
  sourceZone: v.optional(v.string()),
  weekStart: v.optional(v.picklist(WEEKDAYS), 'monday'),
  interval: v.optional(gridStep, '30min'),
  horizon: v.optional(v.strictObject({ start: v.optional(localDay), weeks: v.optional(positiveCount, 1), forecastWeeks: v.optional(positiveCount) }), {}),
  queues: v.record(v.string(), v.strictObject({ ...queueEntries }) as v.GenericSchema as v.GenericSchema<unknown, ParsedQueue>),
  surplusPerHour: v.optional(money, 5),
  shrinkage: v.optional(v.record(v.string(), lossShare), {}),
  cover: v.optional(v.picklist(['exact', 'withShrinkage']), 'exact'),
  loadModel: v.optional(v.picklist(LOAD_MODELS), 'offeredLoad'),
  holdsFor: v.optional(v.picklist(['mean', 'worst']), 'mean'),
};

/** Parses a plan; the first thing that is wrong is thrown as an error with its place and the way out. */
export function parsePlan<Schema extends v.GenericSchema>(schema: Schema, config: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, config);
  if (!parsed.success) throw planError(schema, branchOf(parsed.issues[0] as v.BaseIssue<unknown>));
  return parsed.output;
}

/** Where a value may be of several types, what is wrong inside the one that it is of. */
function branchOf(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = issue.issues?.find(({ path }) => path !== undefined);
  return inner === undefined ? issue : { ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] as never };
}

function planError(schema: unknown, issue: v.BaseIssue<unknown>): InvalidPlanError {
  const path = (issue.path ?? []).map((item) => String(item.key)).join('.') || '(top level)';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const siblings = knownKeysAt(schema, issue);
    const key = String(issue.path?.at(-1)?.key ?? '');
    return unknownKey(path, key, siblings);
  }
  return wrongValue(path, neededBy(issue), describeValue(issue.input));
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
    // One setting, or a list of them: the place in the list says nothing about its keys.
    if (typeof item.key === 'number' && at.entries !== undefined) continue;
    schema = at.entries?.[String(item.key)] ?? at.value ?? at.item;
  }
  return Object.keys((unwrap(schema) as { entries?: Record<string, unknown> }).entries ?? {});
}

function unwrap(schema: unknown): unknown {
  const { wrapped, pipe, options, getter } = (schema ?? {}) as {
    wrapped?: unknown;
    pipe?: readonly unknown[];
    options?: readonly object[];
    getter?: (input: unknown) => unknown;
  };
  if (getter !== undefined) return unwrap(getter(undefined));
  const branch = options?.find((option) => 'entries' in option);
  if (branch !== undefined) return branch;
  if (wrapped !== undefined) return unwrap(wrapped);
  return pipe?.[0] === undefined || pipe[0] === schema ? schema : unwrap(pipe[0]);
}
