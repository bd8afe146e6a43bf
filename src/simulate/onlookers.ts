import type { Model } from './model.js';

/** Onlookers as the engine counts them. Pairs (type, group) lie at `type × groups + group`. */
export type Onlookers = {
  /** Per type, attempts looked at for each first attempt: itself and its onlookers. */
  readonly looks: Float64Array;
  /** Per pair, share of the finished contacts that pass on a contact or an onlooker, and what either counts for. */
  readonly passOn: Float64Array;
  readonly passWeight: Float64Array;
};

/**
 * Onlookers: contacts that arrive, wait and give up like the others, but take nobody's time. Arrivals at random see what time averages see
 * [Wolff1982], so a queue with few contacts is known better without more of them. What is passed on to another queue arrives when a contact
 * ends: there some of those that were solved are looked at too.
 *
 * @param looks - Per type, attempts looked at for each real one; 1 or more, 1: no onlookers.
 */
export function onlookersOf({ types, escalateProbability, escalateTo }: Model, looks: readonly number[]): Onlookers {
  const passOn = escalateProbability.map((probability, pair) => Math.min(1, probability * (looks[escalateTo[pair] as number] ?? 1)));
  return {
    looks: Float64Array.from(types, (_, k) => looks[k] ?? 1),
    passOn,
    passWeight: passOn.map((share, pair) => (share > 0 ? (escalateProbability[pair] as number) / share : 1)),
  };
}

/** True where onlookers change nothing: nothing asks how long a line is, and everybody comes to the line itself. */
export function allowsOnlookers({ types }: Model): boolean {
  return types.every((type) => type.announcement === null && type.callback === null && type.selfService === null);
}
