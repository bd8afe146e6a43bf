import { erlangB } from '../queueing/index.js';

/** Load in erlangs, and its peakedness: variance ÷ mean of the busy lines it would hold if nobody were ever turned away (1: Poisson). */
export type PeakedLoad = { readonly load: number; readonly peakedness: number };

/** What a group turns away of a load: the share, and how peaked the rest is. */
export type Overflow = { readonly share: number; readonly peakedness: number };

/**
 * Overflow of a group by Hayward's approximation: agents and load are divided by the load's peakedness, then mean and variance are those of
 * Poisson overflow (Kosten, Riordan): m = a B(n, a), v = m (1 − m + a ÷ (n + 1 − a + m)) [Wilkinson1956], [Fredericks1980].
 */
export function overflowOf({ load, peakedness }: PeakedLoad, agents: number): Overflow {
  if (load <= 0) return { share: agents > 0 ? 0 : 1, peakedness };
  const a = load / peakedness;
  const n = agents / peakedness;
  const share = erlangB({ offeredLoad: a, agents: n });
  const m = a * share;
  return { share, peakedness: peakedness * Math.max(1, 1 - m + a / (n + 1 - a + m)) };
}

/** Several streams as one; each keeps its own part of the variance. */
export function togetherOf(streams: readonly PeakedLoad[]): PeakedLoad {
  const load = streams.reduce((sum, one) => sum + one.load, 0);
  return { load, peakedness: load > 0 ? streams.reduce((sum, one) => sum + one.load * one.peakedness, 0) / load : 1 };
}
