import * as v from 'valibot';
import { nearestName } from './nearest-name.js';
import { conflict } from './plan-errors.js';
import { durationText, lossShare, positiveDuration } from './plan-parts.js';
import type { QueueRule } from './plan-queues.js';
import { type DurationInput, seconds } from './plan-values.js';

/** Contacts that go on to another queue when first helped. */
export type EscalateConfig = {
  /** The queue they go on to, with a fresh wait. */
  readonly to: string;
  /** Share of those answered by people who may not serve that queue themselves; in [0, 1). */
  readonly share: number;
  /** True: the forecast of that queue counts them already, as most histories do. By default they come on top. */
  readonly inForecast?: boolean | undefined;
};

/** Contacts that were answered and come again, not solved. */
export type RepeatConfig = {
  /** Share of those answered and not escalated; in [0, 1). */
  readonly share: number;
  /** Mean time until they come again. */
  readonly after: DurationInput;
  /** True: the forecast counts them already, as most histories do. By default they come on top. */
  readonly inForecast?: boolean | undefined;
};

/** Callers who gave up and try again. */
export type RedialConfig = {
  /** Share of those who gave up; in [0, 1). They come on top of the forecast. */
  readonly share: number;
  /** Mean time until they try again; above 0. */
  readonly after: DurationInput;
};

/** What a queue in plan.json says about the way of its contacts, for simulations. */
export type RoutingConfig = {
  /** Wait until people of higher tiers help; they help at once by default. */
  readonly overflowAfter?: DurationInput | undefined;
  readonly escalate?: EscalateConfig | undefined;
  readonly repeat?: RepeatConfig | undefined;
  readonly redial?: RedialConfig | undefined;
};

/** The way of a queue's contacts, units written out; absent = not said. */
export type RoutingRule = {
  readonly overflowAfterSeconds?: number;
  readonly escalate?: { readonly to: string; readonly share: number; readonly inForecast: boolean };
  readonly repeat?: { readonly share: number; readonly afterSeconds: number; readonly inForecast: boolean };
  readonly redial?: { readonly share: number; readonly afterSeconds: number };
};

/** Schema of {@link RoutingConfig}. */
export const routingEntries: { readonly [Key in keyof Required<RoutingConfig>]: v.GenericSchema } = {
  overflowAfter: v.optional(durationText),
  escalate: v.optional(v.strictObject({ to: v.string(), share: lossShare, inForecast: v.optional(v.boolean()) })),
  repeat: v.optional(v.strictObject({ share: lossShare, after: durationText, inForecast: v.optional(v.boolean()) })),
  redial: v.optional(v.strictObject({ share: lossShare, after: positiveDuration })),
};

/** What of a queue's rule decides whether its routing makes sense. */
type RoutedQueue = RoutingConfig & { readonly channel: string; readonly patience?: DurationInput | null | undefined };

/** Units written out. `at`: the queue's place in the plan. */
export function resolveRouting(at: string, rule: RoutedQueue): RoutingRule {
  const { overflowAfter, escalate, repeat, redial, channel, patience } = rule;
  for (const [key, value] of Object.entries({ overflowAfter, escalate, repeat, redial }))
    if (value !== undefined && channel === 'outbound') throw conflict(`${at}.${key}`, 'is for contacts that come in, and this queue is outbound');
  if (redial !== undefined && (patience === undefined || patience === null))
    throw conflict(`${at}.redial`, 'needs patience beside it, for example "patience": "2min": without it nobody gives up');
  return {
    ...(overflowAfter === undefined ? {} : { overflowAfterSeconds: seconds(overflowAfter) }),
    ...(escalate === undefined ? {} : { escalate: { ...escalate, inForecast: escalate.inForecast === true } }),
    ...(repeat === undefined ? {} : { repeat: { share: repeat.share, afterSeconds: seconds(repeat.after), inForecast: repeat.inForecast === true } }),
    ...(redial === undefined ? {} : { redial: { share: redial.share, afterSeconds: seconds(redial.after) } }),
  };
}

/** Throws where contacts are escalated to a queue that is not there. */
export function checkEscalation(queues: readonly QueueRule[]): void {
  const names = queues.map(({ queue }) => queue);
  for (const { queue, escalate } of queues) {
    if (escalate === undefined) continue;
    const at = `queues.${queue}.escalate.to`;
    if (escalate.to === queue) throw conflict(at, 'names the queue itself; contacts that come again are "repeat"');
    const target = queues.find((one) => one.queue === escalate.to);
    if (target?.channel === 'outbound') throw conflict(at, `names "${escalate.to}", which is outbound; contacts go on to a queue that people wait in`);
    if (target !== undefined) continue;
    const nearest = nearestName(escalate.to, names);
    throw conflict(
      at,
      `names "${escalate.to}", which is not a queue of the plan${nearest === null ? `; its queues are ${names.join(', ')}` : `; did you mean "${nearest}"?`}`,
    );
  }
}
