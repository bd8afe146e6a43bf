import { checkNonNegative, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { evaluate } from './evaluate.js';
import { blankFigures } from './figures.js';
import { checkedPoint } from './load.js';
import { servedWhenBehind } from './served-when-behind.js';

/** One class of contacts: its share of the work, and its own threshold. */
export type PriorityClass = {
  readonly name?: string | undefined;
  /** Contacts per interval; needs `intervalSeconds`. */
  readonly volume?: number | undefined;
  /** The same in erlangs; one of the two. */
  readonly offeredLoad?: number | undefined;
  /** Threshold of the class; that of the input by default. */
  readonly answerWithinSeconds?: number | undefined;
};

/** Input of {@link priorityMetrics}. */
export type PriorityInput = {
  /** Best first: a freed agent takes the longest waiting of the first class that has anybody. */
  readonly classes: readonly PriorityClass[];
  readonly ahtSeconds: number;
  readonly agents: number;
  readonly intervalSeconds?: number | undefined;
  readonly answerWithinSeconds?: number | undefined;
  /** Mean patience of all classes, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
};

/** What one class gets. Null = unbounded, or no such contact. */
export type PriorityClassMetrics = {
  readonly name: string | null;
  readonly offeredLoad: number;
  /** Share answered within the threshold, of all offered. */
  readonly serviceLevel: number | null;
  readonly abandonProbability: number;
  /** Mean wait of the answered. */
  readonly asaSeconds: number | null;
  /** Mean wait of all. */
  readonly meanWaitSeconds: number | null;
  readonly meanQueue: number | null;
};

/** Result of {@link priorityMetrics}. */
export type PriorityMetrics = {
  readonly offeredLoad: number;
  readonly occupancy: number;
  /** Share that finds nobody free, the same in every class. */
  readonly waitProbability: number;
  readonly abandonProbability: number;
  readonly classes: readonly PriorityClassMetrics[];
};

const figures = blankFigures();

/**
 * What each class of contacts gets when valuable ones are answered first (M/M/n and M/M/n+M with priorities that do not interrupt work).
 *
 * @param input - Classes in order of priority, one handle time and one mean patience for all, agents; see {@link PriorityInput}.
 * @returns Service level, waits and abandonment per class; `waitProbability` and `abandonProbability` are those of one line for everybody, since
 * order alone serves nobody more. A class whose work, with that before it, exceeds the agents waits without bound when nobody gives up.
 * @throws {@link InvalidInputError} for values outside their ranges, a volume without `intervalSeconds`, no class at all.
 * @remarks Exact. All classes down to one, seen together, are a line of their own whenever everybody is busy; a contact is served when those ahead, and
 * later ones of better classes, are. Waits in the mean as [Cobham1954], distributions as [Davis1966] and [KellaYechiali1985], solved by uniformisation [Jensen1953]. Time
 * grows with the square of the contacts served within the threshold.
 * @example
 * const classes = [{ name: 'gold', volume: 20 }, { name: 'others', volume: 80 }];
 * const load = { classes, intervalSeconds: 1800, ahtSeconds: 180, agents: 12, answerWithinSeconds: 20 };
 * priorityMetrics(load).classes.map(({ serviceLevel }) => Math.round(serviceLevel * 100)); // [85, 63]
 */
export function priorityMetrics(input: PriorityInput): PriorityMetrics {
  const loads = checkedLoads(input);
  const { ahtSeconds, agents, answerWithinSeconds, patienceSeconds } = input;
  const offeredLoad = loads.reduce((sum, load) => sum + load, 0);
  const point = checkedPoint('priorityMetrics', { offeredLoad, ahtSeconds, answerWithinSeconds, patienceSeconds });
  evaluate(figures, point, agents, false, false);
  const { waitProbability, abandonProbability } = figures;
  let before = 0;
  const classes = input.classes.map(({ name, answerWithinSeconds: own = answerWithinSeconds }, k): PriorityClassMetrics => {
    const load = loads[k] as number;
    const ahead = servedWhenBehind({
      overtaking: before / ahtSeconds,
      joining: (before + load) / ahtSeconds,
      pace: agents / ahtSeconds,
      leaving: patienceSeconds === undefined ? 0 : 1 / patienceSeconds,
      withinSeconds: own ?? -1,
    });
    before += load;
    return { name: name ?? null, offeredLoad: load, ...classFigures(load, waitProbability, ahead, input, own) };
  });
  const occupancy = offeredLoad === 0 ? 0 : agents === 0 ? 1 : Math.min(1, (offeredLoad * (1 - abandonProbability)) / agents);
  return { offeredLoad, occupancy, waitProbability, abandonProbability, classes };
}

function classFigures(
  load: number,
  waitProbability: number,
  { served, servedWithin, servedWait, wait }: ReturnType<typeof servedWhenBehind>,
  { ahtSeconds }: PriorityInput,
  threshold: number | undefined,
): Omit<PriorityClassMetrics, 'name' | 'offeredLoad'> {
  const answered = 1 - waitProbability * (1 - served);
  const meanWaitSeconds = load === 0 ? null : finiteOrNull(waitProbability === 0 ? 0 : waitProbability * wait);
  return {
    serviceLevel: load === 0 || threshold === undefined ? null : 1 - waitProbability * (1 - servedWithin),
    abandonProbability: load === 0 ? 0 : waitProbability * (1 - served),
    asaSeconds: load === 0 || answered <= 0 ? null : finiteOrNull(waitProbability === 0 ? 0 : (waitProbability * servedWait) / answered),
    meanWaitSeconds,
    meanQueue: load === 0 ? 0 : meanWaitSeconds === null ? null : (load / ahtSeconds) * meanWaitSeconds,
  };
}

function finiteOrNull(value: number): number | null {
  return value < Number.POSITIVE_INFINITY ? value : null;
}

function checkedLoads({ classes, ahtSeconds, agents, intervalSeconds, answerWithinSeconds }: PriorityInput): number[] {
  const where = 'priorityMetrics';
  if (!Array.isArray(classes) || classes.length === 0)
    throw new InvalidInputError(`${where}: classes must be a list with at least one class, best first, got ${describeValue(classes)}.`);
  checkPositive(`${where}: ahtSeconds`, ahtSeconds);
  checkNonNegative(`${where}: agents`, agents);
  if (answerWithinSeconds !== undefined) checkNonNegative(`${where}: answerWithinSeconds`, answerWithinSeconds);
  return (classes as readonly PriorityClass[]).map(({ volume, offeredLoad, answerWithinSeconds: own }, k) => {
    const at = `${where}: classes[${k}]`;
    if (own !== undefined) checkNonNegative(`${at}.answerWithinSeconds`, own);
    if ((volume === undefined) === (offeredLoad === undefined))
      throw new InvalidInputError(`${at} must have volume (with intervalSeconds) or offeredLoad, one of the two.`, { class: k });
    if (offeredLoad !== undefined) {
      checkNonNegative(`${at}.offeredLoad`, offeredLoad);
      return offeredLoad;
    }
    checkNonNegative(`${at}.volume`, volume);
    checkPositive(`${where}: intervalSeconds`, intervalSeconds, 'It is the time in which volume arrives.');
    return (volume * ahtSeconds) / intervalSeconds;
  });
}
