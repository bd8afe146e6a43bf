import type { PatienceStatistics } from '../core/index.js';
import type { SeriesName } from './series-store.js';

/** Waits up to here are counted by the second; beyond, bins grow by 5 %. */
const BY_SECOND = 300;
const GROWTH = Math.log(1.05);
const BINS = 500;
/** Shares of the contacts for which it is told when they would have given up. */
const PROBABILITIES = [0.05, 0.1, 0.25, 0.5, 0.75] as const;

/** Waits of single contacts, answered and given up apart, in memory that does not grow. */
export type WaitHistogram = { waitedSeconds: number; readonly answered: Float64Array; readonly abandoned: Float64Array };

/** Opens an empty histogram. */
export function createWaitHistogram(): WaitHistogram {
  return { waitedSeconds: 0, answered: new Float64Array(BINS), abandoned: new Float64Array(BINS) };
}

/** Counts one contact. */
export function addWait(histogram: WaitHistogram, waitSeconds: number, gaveUp: boolean): void {
  histogram.waitedSeconds += waitSeconds;
  const bin = binOf(waitSeconds);
  const counts = gaveUp ? histogram.abandoned : histogram.answered;
  counts[bin] = (counts[bin] as number) + 1;
}

function binOf(seconds: number): number {
  if (seconds < BY_SECOND) return Math.floor(seconds);
  return Math.min(BINS - 1, BY_SECOND + Math.floor(Math.log(seconds / BY_SECOND) / GROWTH));
}

/** Wait that stands for a bin: its middle. */
function secondsOf(bin: number): number {
  if (bin < BY_SECOND) return bin + 0.5;
  return Number((BY_SECOND * Math.exp((bin - BY_SECOND + 0.5) * GROWTH)).toPrecision(6));
}

/** What the waits of one series show about patience. */
export function patienceStatistics(name: SeriesName, { waitedSeconds, answered, abandoned }: WaitHistogram): PatienceStatistics {
  const bins = Array.from({ length: BINS }, (_, bin) => bin).filter((bin) => (answered[bin] as number) + (abandoned[bin] as number) > 0);
  const { queue, channel, reason, site } = name;
  return withEstimates({
    ...{ queue, channel, ...(reason === null ? {} : { reason }), ...(site === null ? {} : { site }) },
    waitedSeconds,
    waits: { seconds: bins.map(secondsOf), answered: bins.map((bin) => answered[bin] as number), abandoned: bins.map((bin) => abandoned[bin] as number) },
  });
}

type Counted = Pick<PatienceStatistics, 'queue' | 'channel' | 'reason' | 'site' | 'waitedSeconds' | 'waits'>;

function withEstimates(counted: Counted): PatienceStatistics {
  const { waits, waitedSeconds } = counted;
  const sum = (column: readonly number[]): number => column.reduce((total, count) => total + count, 0);
  const abandoned = sum(waits.abandoned);
  return {
    ...counted,
    waitedSeconds: Number(waitedSeconds.toPrecision(12)),
    contacts: abandoned + sum(waits.answered),
    abandoned,
    patienceSeconds: abandoned > 0 && waitedSeconds > 0 ? Number((waitedSeconds / abandoned).toPrecision(6)) : null,
    quantiles: kaplanMeier(waits),
  };
}

/** Kaplan–Meier estimate [KaplanMeier1958]: answered contacts are censored, they only show that their patience was longer than their wait. */
function kaplanMeier({ seconds, answered, abandoned }: PatienceStatistics['waits']): PatienceStatistics['quantiles'] {
  let atRisk = 0;
  for (const [k, count] of answered.entries()) atRisk += count + (abandoned[k] as number);
  const given: { readonly share: number; readonly seconds: number }[] = [];
  let staying = 1;
  seconds.forEach((wait, k) => {
    const gone = abandoned[k] as number;
    if (gone > 0) staying *= 1 - gone / atRisk;
    given.push({ share: 1 - staying, seconds: wait });
    atRisk -= gone + (answered[k] as number);
  });
  return PROBABILITIES.map((probability) => ({ probability, seconds: given.find(({ share }) => share >= probability)?.seconds ?? null }));
}

/** Joins what several files show; bins of one series are added. */
export function mergePatience(parts: readonly (readonly PatienceStatistics[])[]): PatienceStatistics[] {
  const groups = new Map<string, PatienceStatistics[]>();
  for (const one of parts.flat()) {
    const key = JSON.stringify([one.queue, one.channel, one.reason ?? null, one.site ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [PatienceStatistics];
    if (group.length === 1) return first;
    const bins = new Map<number, { answered: number; abandoned: number }>();
    for (const { waits } of group)
      waits.seconds.forEach((seconds, k) => {
        const bin = bins.get(seconds) ?? { answered: 0, abandoned: 0 };
        bins.set(seconds, { answered: bin.answered + (waits.answered[k] ?? 0), abandoned: bin.abandoned + (waits.abandoned[k] ?? 0) });
      });
    const seconds = [...bins.keys()].sort((a, b) => a - b);
    const column = (which: 'answered' | 'abandoned'): number[] => seconds.map((key) => bins.get(key)?.[which] ?? 0);
    const { queue, channel, reason, site } = first;
    return withEstimates({
      ...{ queue, channel, ...(reason === undefined ? {} : { reason }), ...(site === undefined ? {} : { site }) },
      waitedSeconds: group.reduce((sum, one) => sum + one.waitedSeconds, 0),
      waits: { seconds, answered: column('answered'), abandoned: column('abandoned') },
    });
  });
}
