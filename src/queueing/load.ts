import { checkInteger, checkNonNegative, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import type { QueuePoint } from './figures.js';

/** Work arriving at a queue: contacts per interval with their mean handle time, or the same in erlangs. Never both. */
export type Load =
  | { readonly volume: number; readonly intervalSeconds: number; readonly ahtSeconds: number; readonly offeredLoad?: undefined }
  | { readonly offeredLoad: number; readonly ahtSeconds: number; readonly volume?: undefined; readonly intervalSeconds?: undefined };

/** What may go with a load: how contacts leave the queue. */
export type LineOptions = {
  /** Threshold of the service level, in seconds; 0 or more. */
  readonly answerWithinSeconds?: number | undefined;
  /** Mean patience in seconds, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Contacts in service and waiting together, a whole number from 1. Left out: no limit. */
  readonly capacity?: number | undefined;
};

/** Offered load in erlangs of a checked {@link Load}; refuses loads given both ways or not at all. */
function offeredLoadOf(where: string, load: Load): number {
  const { offeredLoad, volume, intervalSeconds, ahtSeconds } = load as {
    readonly offeredLoad?: unknown;
    readonly volume?: unknown;
    readonly intervalSeconds?: unknown;
    readonly ahtSeconds?: unknown;
  };
  checkPositive(`${where}: ahtSeconds`, ahtSeconds);
  if (offeredLoad !== undefined) {
    if (volume !== undefined || intervalSeconds !== undefined)
      throw new InvalidInputError(
        `${where}: give offeredLoad, or volume and intervalSeconds, not both; got offeredLoad ${describeValue(offeredLoad)} and ${volume === undefined ? `intervalSeconds ${describeValue(intervalSeconds)}` : `volume ${describeValue(volume)}`}.`,
        { where },
      );
    checkNonNegative(`${where}: offeredLoad`, offeredLoad);
    return offeredLoad;
  }
  checkNonNegative(`${where}: volume`, volume, volume === undefined ? 'Give volume and intervalSeconds, or offeredLoad in erlangs.' : '');
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  const erlangs = (volume * ahtSeconds) / intervalSeconds;
  checkNonNegative(`${where}: volume × ahtSeconds ÷ intervalSeconds`, erlangs);
  return erlangs;
}

/** Checks a load with its options and writes them out with every default; agents stay 0. */
export function checkedPoint(where: string, input: Load & LineOptions): QueuePoint {
  const offeredLoad = offeredLoadOf(where, input);
  const { answerWithinSeconds, patienceSeconds, capacity } = input;
  if (answerWithinSeconds !== undefined) checkNonNegative(`${where}: answerWithinSeconds`, answerWithinSeconds);
  if (patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, patienceSeconds, 'Leave it out when nobody gives up.');
  if (capacity !== undefined) checkInteger(`${where}: capacity`, capacity, 1, 'Leave it out when there is no limit.');
  return {
    offeredLoad,
    agents: 0,
    ahtSeconds: input.ahtSeconds,
    answerWithinSeconds: answerWithinSeconds ?? -1,
    patienceSeconds: patienceSeconds ?? Number.POSITIVE_INFINITY,
    capacity: capacity ?? Number.POSITIVE_INFINITY,
    moments: undefined,
  };
}
