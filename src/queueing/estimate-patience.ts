import { checkOpenShare, describeValue, InvalidInputError } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';

/** What is known about waits and abandons: one entry per call, or per interval. */
export type PatienceObservations =
  | {
      /** Time in queue of each contact, whether answered or given up, in seconds. */
      readonly waitSeconds: readonly number[];
      /** Whether the contact gave up. */
      readonly abandoned: readonly boolean[];
    }
  | {
      /** Contacts per interval; null = unknown, the interval is left out. */
      readonly volume: readonly (number | null)[];
      readonly abandoned: readonly (number | null)[];
      /** Mean time in queue of all contacts of the interval, answered and given up together. */
      readonly meanWaitSeconds: readonly (number | null)[];
    }
  | {
      readonly volume: readonly (number | null)[];
      readonly abandoned: readonly (number | null)[];
      /** Mean wait of the answered, as an ACD exports it; volume counts answered and given up. */
      readonly asaSeconds: readonly (number | null)[];
      /** Mean wait of those who gave up, where the export has it. Left out or null: taken to be the interval's ASA. */
      readonly abandonedWaitSeconds?: readonly (number | null)[] | undefined;
    };

/** Answer of {@link estimatePatience}. */
export type PatienceEstimate = {
  /** Mean patience; null when nobody gave up (then only `lowerSeconds` is known) or nobody waited. */
  readonly patienceSeconds: number | null;
  /** Ends of the interval; null = unbounded or unknown. */
  readonly lowerSeconds: number | null;
  readonly upperSeconds: number | null;
  /** Nominal coverage of the interval. */
  readonly level: number;
  readonly abandoned: number;
  /** Seconds spent in queue by everybody together. */
  readonly waitedSeconds: number;
};

/**
 * Mean patience from waits and abandons, taking patience as exponential.
 *
 * An answered contact only shows that its patience was longer than its wait, so the mean wait of those who gave up is far too
 * short an answer. The maximum-likelihood estimate counts everybody's waiting: total time in queue ÷ number who gave up.
 *
 * @param observations - Contact by contact, or sums per interval.
 * @param options.level - Coverage of the interval, in (0, 1); 0.95 by default.
 * @returns The estimate with its interval. Contact by contact: the number who gave up is Poisson given the time waited (exact
 * limits by Wilson–Hilferty). Per interval: from the scatter of intervals about the common rate (ratio estimator), never
 * narrower than the Poisson limits.
 * From the ASA of the answered the waiting of those who gave up is missing, unless `abandonedWaitSeconds` is there too; taken as
 * the ASA it is too small where few contacts wait, and the estimate then too low by up to abandoned × (1/P(wait) − 1) ÷ answered.
 * @throws {@link InvalidInputError} for columns of different lengths, negative or non-finite waits, a level outside (0, 1).
 * @remarks Sources: [Brown2005], section 5; [WilsonHilferty1931].
 * @example
 * estimatePatience({ waitSeconds: [10, 50, 0, 120, 60], abandoned: [false, true, false, true, false] }).patienceSeconds; // 120
 */
export function estimatePatience(observations: PatienceObservations, options: { readonly level?: number | undefined } = {}): PatienceEstimate {
  const { level = 0.95 } = options;
  checkOpenShare('estimatePatience: level', level);
  const { waited, left } =
    'waitSeconds' in observations ? callColumns(observations) : intervalColumns('asaSeconds' in observations ? fromAsa(observations) : observations);
  const waitedSeconds = waited.reduce((sum, seconds) => sum + seconds, 0);
  const abandoned = left.reduce((sum, count) => sum + count, 0);
  const empty = { patienceSeconds: null, lowerSeconds: null, upperSeconds: null, level, abandoned, waitedSeconds };
  if (waitedSeconds === 0) return empty;
  const z = normalQuantile((1 + level) / 2);
  if (abandoned === 0) return { ...empty, lowerSeconds: waitedSeconds / poissonUpper(0, normalQuantile(level), level) };
  const patienceSeconds = waitedSeconds / abandoned;
  let lowerSeconds = waitedSeconds / poissonUpper(abandoned, z, level);
  let upperSeconds = waitedSeconds / poissonLower(abandoned, z);
  if (!('waitSeconds' in observations)) {
    // Scatter of abandons about rate × time, relative to their number, with n/(n − 1) for the fitted rate.
    const scatter = left.reduce((sum, count, i) => sum + (count - (waited[i] as number) / patienceSeconds) ** 2, 0);
    const relative = Math.sqrt((scatter * left.length) / Math.max(1, left.length - 1)) / abandoned;
    lowerSeconds = Math.min(lowerSeconds, patienceSeconds * Math.exp(-z * relative));
    upperSeconds = Math.max(upperSeconds, patienceSeconds * Math.exp(z * relative));
  }
  return { ...empty, patienceSeconds, lowerSeconds, upperSeconds: upperSeconds < Number.POSITIVE_INFINITY ? upperSeconds : null };
}

type Columns = { readonly waited: readonly number[]; readonly left: readonly number[] };

function callColumns({ waitSeconds, abandoned }: Extract<PatienceObservations, { waitSeconds: unknown }>): Columns {
  checkLengths(waitSeconds.length, abandoned.length);
  const bad = waitSeconds.findIndex((seconds) => !(seconds >= 0 && seconds < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    throw new InvalidInputError(`estimatePatience: waitSeconds[${bad}] must be a finite number, 0 or more, got ${describeValue(waitSeconds[bad])}.`);
  return { waited: waitSeconds, left: abandoned.map((gaveUp) => (gaveUp ? 1 : 0)) };
}

function intervalColumns({ volume, abandoned, meanWaitSeconds }: WithMeanWait): Columns {
  checkLengths(volume.length, abandoned.length);
  checkLengths(volume.length, meanWaitSeconds.length);
  const waited: number[] = [];
  const left: number[] = [];
  volume.forEach((contacts, i) => {
    const gone = abandoned[i] ?? null;
    const wait = meanWaitSeconds[i] ?? null;
    if (contacts === null || gone === null || wait === null) return;
    for (const [name, value] of Object.entries({ volume: contacts, abandoned: gone, meanWaitSeconds: wait })) {
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw new InvalidInputError(`estimatePatience: ${name}[${i}] must be a finite number, 0 or more, or null, got ${describeValue(value)}.`);
    }
    waited.push(contacts * wait);
    left.push(gone);
  });
  return { waited, left };
}

type WithMeanWait = Extract<PatienceObservations, { meanWaitSeconds: unknown }>;

/** Mean wait of all from those of the answered and of the rest. */
function fromAsa({ volume, abandoned, asaSeconds, abandonedWaitSeconds }: Extract<PatienceObservations, { asaSeconds: unknown }>): WithMeanWait {
  checkLengths(volume.length, asaSeconds.length);
  if (abandonedWaitSeconds !== undefined) checkLengths(volume.length, abandonedWaitSeconds.length);
  const meanWaitSeconds = volume.map((contacts, i) => {
    const gone = abandoned[i] ?? null;
    const asa = asaSeconds[i] ?? (gone === contacts ? 0 : null);
    if (contacts === null || gone === null || asa === null) return null;
    if (gone > contacts) throw new InvalidInputError(`estimatePatience: abandoned[${i}] must be at most the volume ${contacts}, got ${gone}.`);
    return contacts === 0 ? 0 : ((contacts - gone) * asa + gone * (abandonedWaitSeconds?.[i] ?? asa)) / contacts;
  });
  return { volume, abandoned, meanWaitSeconds };
}

function checkLengths(a: number, b: number): void {
  if (a !== b) throw new InvalidInputError(`estimatePatience: all columns must have the same length, got ${a} and ${b}.`);
}

/** Upper limit of a Poisson mean after `count` events; after none, −ln(1 − level). */
function poissonUpper(count: number, z: number, level: number): number {
  if (count === 0) return -Math.log(1 - level);
  const k = count + 1;
  return k * (1 - 1 / (9 * k) + z / (3 * Math.sqrt(k))) ** 3;
}

function poissonLower(count: number, z: number): number {
  const root = 1 - 1 / (9 * count) - z / (3 * Math.sqrt(count));
  return root > 0 ? count * root ** 3 : 0;
}
