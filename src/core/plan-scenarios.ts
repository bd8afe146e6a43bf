import * as v from 'valibot';
import { conflict } from './plan-errors.js';
import { clockRange, durationText, lossShare, money, openShare, positiveDuration } from './plan-parts.js';
import { parsePlan } from './plan-queues.js';
import { type DurationInput, isCalendarDay, resolveHours, seconds } from './plan-values.js';

/** Where a lever of {@link LeversConfig} acts. */
export type LeverScope = {
  /** Only in these queues; in all that the lever can change by default. */
  readonly queues?: readonly string[] | undefined;
};

/**
 * Levers of a what-if scenario as plan.json writes them, in the order in which they are applied. Every key may be left out: `leverDefaults` has what it is
 * then, and why.
 */
export type LeversConfig = {
  /** More contacts for a while. */
  readonly campaign?: LeverScope & {
    /** Local time such as `2026-12-07T08:00`; the whole horizon by default. */
    readonly from?: string | undefined;
    readonly until?: string | undefined;
    /** Contacts × this. */
    readonly factor?: number | undefined;
    /** Contacts added, spread like those that come anyway. */
    readonly extra?: number | undefined;
    /** Handle time × this, in the same stretch. */
    readonly ahtFactor?: number | undefined;
  };
  /** Other hours. */
  readonly openingHours?: LeverScope & {
    readonly hours?: Readonly<Record<string, readonly string[]>> | undefined;
    /** In place of `hours`: close this much earlier every day. */
    readonly earlierBy?: DurationInput | undefined;
    /** Share of the contacts of hours no longer open that come in other hours of the same week; the rest is lost. */
    readonly moved?: number | undefined;
    /** Contacts expected in an hour that was closed so far. */
    readonly contactsPerHour?: number | undefined;
  };
  /** A menu, page or bot in front that solves a share. */
  readonly selfService?: LeverScope & {
    readonly contained?: number | undefined;
    /** Handle time that those solved would have taken ÷ the mean: below 1 leaves the harder ones. */
    readonly relativeAht?: number | undefined;
    /** Cost of each contact that is solved. */
    readonly costPerContact?: number | undefined;
  };
  /** More solved at the first contact, so that fewer come again. */
  readonly firstContactResolution?: LeverScope & {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    /** Share of the unsolved who contact again. */
    readonly comeBack?: number | undefined;
  };
  /** Straight to the right specialist in place of a transfer. */
  readonly directRouting?: LeverScope & {
    /** Share of contacts passed on today. */
    readonly transferred?: number | undefined;
    /** Share of these that is spared. */
    readonly avoided?: number | undefined;
    /** Handle time of a contact until it is passed on ÷ the mean. */
    readonly relativeAht?: number | undefined;
  };
  /** Shorter contacts: screen pops, knowledge, suggested answers. */
  readonly handleTime?: LeverScope & {
    /** Share of contacts for which it holds. */
    readonly share?: number | undefined;
    /** Share of the handle time saved in these. */
    readonly saving?: number | undefined;
    /** In place of `saving`: time saved in each. */
    readonly seconds?: DurationInput | undefined;
  };
  /** The expected wait is told. */
  readonly announcedWait?: LeverScope & { readonly patienceFactor?: number | undefined };
  /** Other targets; those not named stay. */
  readonly target?: LeverScope & {
    readonly serviceLevel?: number | undefined;
    readonly answerWithin?: DurationInput | undefined;
    readonly asa?: DurationInput | undefined;
    readonly abandonProbability?: number | undefined;
    readonly maxOccupancy?: number | undefined;
    /** In place of `serviceLevel`: points added to it, such as −0.05. */
    readonly serviceLevelBy?: number | undefined;
  };
  /** Queues or sites whose people take all of their contacts. */
  readonly pooling?: LeverScope;
  /** A share of the people may take the contacts of all the queues. */
  readonly crossTraining?: LeverScope & { readonly share?: number | undefined };
  /** Valuable customers first. */
  readonly priority?: LeverScope & { readonly share?: number | undefined };
  /** A call-back or message in place of a long wait, made when nobody waits on the line. */
  readonly callback?: LeverScope & {
    /** Offered to those who would wait at least this long; the answer threshold by default. */
    readonly offerFrom?: DurationInput | undefined;
    readonly accepted?: number | undefined;
  };
  /** Paid time that is not on line. */
  readonly shrinkage?: {
    /** Every kind × this. */
    readonly factor?: number | undefined;
    /** In place of `factor`: all kinds together. */
    readonly total?: number | undefined;
  };
  /** Price of a paid hour. */
  readonly wages?: {
    readonly factor?: number | undefined;
    /** In place of `factor`. */
    readonly costPerHour?: number | undefined;
  };
};

/** One scenario in plan.json: levers, each once or as a list for different queues, and what they cost to run. */
export type ScenarioConfig = {
  readonly [Lever in keyof LeversConfig]?: LeversConfig[Lever] | readonly NonNullable<LeversConfig[Lever]>[] | undefined;
} & {
  /** Running cost of the scenario, such as a licence. */
  readonly costPerWeek?: number | undefined;
};

/** Name of a lever. */
export type LeverName = keyof LeversConfig;

/** One lever as it is applied, durations in seconds. */
export type LeverRule = {
  readonly [Lever in LeverName]: { readonly lever: Lever; readonly settings: NonNullable<LeversConfig[Lever]> };
}[LeverName];

/** One scenario, levers in the order in which they are applied. */
export type ScenarioRule = { readonly name: string; readonly costPerWeek: number; readonly levers: readonly LeverRule[] };

const share: v.GenericSchema<number> = v.pipe(v.number('a share from 0 to 1'), v.minValue(0, 'a share from 0 to 1'), v.maxValue(1, 'a share from 0 to 1'));
const span: v.GenericSchema<DurationInput, number> = v.pipe(durationText, v.transform(seconds));
const positiveSpan: v.GenericSchema<DurationInput, number> = v.pipe(positiveDuration, v.transform(seconds));
const factor: v.GenericSchema<number> = v.pipe(v.number('a factor above 0'), v.finite('a factor above 0'), v.gtValue(0, 'a factor above 0'));
const rise: v.GenericSchema<number> = v.pipe(
  v.number('points between −1 and 1, such as -0.05'),
  v.gtValue(-1, 'points between −1 and 1, such as -0.05'),
  v.ltValue(1, 'points between −1 and 1, such as -0.05'),
);
const LOCAL_TIME = 'a local time such as "2026-12-07" or "2026-12-07T08:00"';
const localTime: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}([T ]([01]?\d|2[0-3]):[0-5]\d)?$/, LOCAL_TIME),
  v.check((text) => isCalendarDay(text.slice(0, 10)), LOCAL_TIME),
);
const queues = v.optional(v.pipe(v.array(v.string()), v.minLength(1, 'at least one name of a queue')));

/** Settings of every lever, in the order in which levers are applied: from what comes in, over who takes it, to what it costs. */
const LEVERS: { readonly [Lever in LeverName]-?: v.GenericSchema } = {
  campaign: v.strictObject({
    queues,
    from: v.optional(localTime),
    until: v.optional(localTime),
    factor: v.optional(v.union([factor, v.literal(0)], 'a factor, 0 or more')),
    extra: v.optional(money),
    ahtFactor: v.optional(factor),
  }),
  openingHours: v.strictObject({
    queues,
    hours: v.optional(v.record(v.string(), v.array(clockRange))),
    earlierBy: v.optional(span),
    moved: v.optional(share),
    contactsPerHour: v.optional(money),
  }),
  selfService: v.strictObject({ queues, contained: v.optional(lossShare), relativeAht: v.optional(money), costPerContact: v.optional(money) }),
  firstContactResolution: v.strictObject({ queues, from: v.optional(share), to: v.optional(share), comeBack: v.optional(share) }),
  directRouting: v.strictObject({ queues, transferred: v.optional(lossShare), avoided: v.optional(share), relativeAht: v.optional(money) }),
  handleTime: v.strictObject({ queues, share: v.optional(share), saving: v.optional(lossShare), seconds: v.optional(span) }),
  announcedWait: v.strictObject({ queues, patienceFactor: v.optional(factor) }),
  target: v.strictObject({
    queues,
    serviceLevel: v.optional(openShare),
    answerWithin: v.optional(span),
    asa: v.optional(positiveSpan),
    abandonProbability: v.optional(openShare),
    maxOccupancy: v.optional(v.pipe(share, v.gtValue(0, 'a share above 0, at most 1'))),
    serviceLevelBy: v.optional(rise),
  }),
  pooling: v.strictObject({ queues }),
  crossTraining: v.strictObject({ queues, share: v.optional(share) }),
  priority: v.strictObject({ queues, share: v.optional(share) }),
  callback: v.strictObject({ queues, offerFrom: v.optional(span), accepted: v.optional(share) }),
  shrinkage: v.strictObject({ factor: v.optional(money), total: v.optional(lossShare) }),
  wages: v.strictObject({ factor: v.optional(money), costPerHour: v.optional(money) }),
};

/** Names of all levers, in the order in which they are applied. */
export const LEVER_NAMES: readonly LeverName[] = Object.keys(LEVERS) as LeverName[];

/** Scenarios in plan.json. */
export const scenariosSchema: v.GenericSchema<unknown, Readonly<Record<string, ScenarioConfig>>> = v.record(
  v.string(),
  v.strictObject({
    ...(Object.fromEntries(Object.entries(LEVERS).map(([name, schema]) => [name, v.optional(oneOrMany(schema))])) as unknown as Record<
      LeverName,
      v.GenericSchema
    >),
    costPerWeek: v.optional(money),
  }),
) as v.GenericSchema as v.GenericSchema<unknown, Readonly<Record<string, ScenarioConfig>>>;

/** One setting, or a list of them; errors are those of the form that was written. */
function oneOrMany(schema: v.GenericSchema): v.GenericSchema {
  const list = v.array(schema);
  // Asked without an input, by the JSON Schema, both.
  return v.lazy((input) => (input === undefined ? v.union([schema, list]) : Array.isArray(input) ? list : schema));
}

const wholeSchema = v.strictObject({ scenarios: scenariosSchema });

/**
 * Checks what-if scenarios and puts the levers of each in the order in which they are applied.
 *
 * @param scenarios - The `scenarios` of plan.json: levers by name of the scenario.
 * @returns One rule per scenario, durations in seconds; nothing is filled in.
 * @throws {@link InvalidPlanError} for an unknown lever or key (names the nearest), a value outside its range, or a lever that is given twice for one queue.
 * @example
 * resolveScenarios({ bot: { selfService: { contained: 0.2 } } })[0].levers; // [{ lever: 'selfService', settings: { contained: 0.2 } }]
 */
export function resolveScenarios(scenarios: unknown): ScenarioRule[] {
  const parsed = parsePlan(wholeSchema, { scenarios }).scenarios;
  return Object.entries(parsed).map(([name, { costPerWeek = 0, ...levers }]) => ({
    name,
    costPerWeek,
    levers: LEVER_NAMES.flatMap((lever): LeverRule[] => {
      const given = levers[lever];
      if (given === undefined) return [];
      const list = (Array.isArray(given) ? given : [given]) as {
        readonly queues?: readonly string[];
        readonly hours?: Readonly<Record<string, readonly string[]>>;
      }[];
      checkOnce(`scenarios.${name}.${lever}`, list);
      for (const { hours } of list) if (hours !== undefined) resolveHours(`scenarios.${name}.${lever}.hours`, hours);
      return list.map((settings) => ({ lever, settings }) as LeverRule);
    }),
  }));
}

function checkOnce(path: string, list: readonly { readonly queues?: readonly string[] }[]): void {
  if (list.length > 1 && list.some((one) => one.queues === undefined))
    throw conflict(path, 'is given twice; say for which queues each of the two is meant, with "queues"');
  const named = list.flatMap((one) => one.queues ?? []);
  const twice = named.find((queue, i) => named.indexOf(queue) !== i);
  if (twice !== undefined) throw conflict(path, `is given twice for queue "${twice}"`);
}
