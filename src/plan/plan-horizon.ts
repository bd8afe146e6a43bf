import { type History, InvalidInputError, InvalidPlanError, type QueueHistory, type ResolvedPlan } from '../core/index.js';
import { addDays, dayStartMs, formatInstant, localDayOf, weekdayOf } from '../time/index.js';

/** The stretches of one plan. Days are local days of the plan's zone. */
export type PlanHorizon = {
  /** First instant after the last known interval of the history. */
  readonly historyEndMs: number;
  /** First and last local day of the roster. */
  readonly rosterFrom: string;
  readonly rosterTo: string;
  readonly rosterStartMs: number;
  readonly rosterEndMs: number;
  /** First instant after the forecast. */
  readonly forecastEndMs: number;
};

/**
 * Settles what a plan covers: the roster from `horizon.start` (default: the first week start after the history) over its weeks, the forecast
 * from the end of the history to the end of the roster or of `forecastWeeks`, whichever is later.
 *
 * @throws {@link InvalidPlanError} for a roster that would begin before the history ends.
 * @throws {@link InvalidInputError} for a history without a single known interval.
 */
export function planHorizon(history: History, rules: ResolvedPlan): PlanHorizon {
  const { zone } = rules;
  const historyEndMs = endOfHistory(history);
  const earliest = firstWeekStart(addDays(localDayOf(zone, historyEndMs - 1), 1), rules.weekStart);
  const rosterFrom = rules.startDay ?? earliest;
  const rosterStartMs = dayStartMs(zone, rosterFrom);
  if (rosterStartMs < historyEndMs) {
    const end = formatInstant(zone, historyEndMs).slice(0, 16).replace('T', ' ');
    throw new InvalidPlanError(
      `plan.json: horizon.start is ${rosterFrom}, but the history runs until ${end}, so that week is past. Write ${earliest} or later, or leave it out.`,
      { path: 'horizon.start', value: rosterFrom, historyEndMs, earliest },
    );
  }
  const days = rules.weeks * 7;
  return {
    historyEndMs,
    rosterFrom,
    rosterTo: addDays(rosterFrom, days - 1),
    rosterStartMs,
    rosterEndMs: dayStartMs(zone, addDays(rosterFrom, days)),
    forecastEndMs: dayStartMs(zone, addDays(rosterFrom, Math.max(days, rules.forecastWeeks * 7))),
  };
}

/** First instant after the last interval of any queue in which something is known. */
function endOfHistory(history: History): number {
  let endMs = Number.NEGATIVE_INFINITY;
  for (const queue of history.queues) endMs = Math.max(endMs, endOfQueue(queue));
  if (!Number.isFinite(endMs)) throw new InvalidInputError('plan: the history must have at least one interval with a known volume, got none.', {});
  return endMs;
}

function endOfQueue(queue: QueueHistory): number {
  if (queue.intervalSeconds === null)
    throw new InvalidInputError(
      `plan: queue ${queue.queue} is known by ${queue.grain} only; a plan needs intervals within the day, such as 30min. Export it by interval.`,
      {
        queue: queue.queue,
        grain: queue.grain,
      },
    );
  const last = queue.volume.findLastIndex((volume) => volume !== null);
  return last < 0 ? Number.NEGATIVE_INFINITY : queue.startMs + (last + 1) * queue.intervalSeconds * 1000;
}

function firstWeekStart(day: string, weekStart: number): string {
  return addDays(day, (weekStart - weekdayOf(day) + 7) % 7);
}
