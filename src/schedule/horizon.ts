import { checkPositive, InvalidInputError, InvalidPlanError, type QueueRequirement, type Requirements, type ResolvedPlan } from '../core/index.js';
import { addDays, dayFromNumber, dayNumber, dayStartMs, localDayOf, weekdayOf } from '../time/index.js';

/** Local days of a roster. */
export type Horizon = {
  readonly days: readonly string[];
  readonly weekdays: readonly number[];
  readonly startMs: number;
  readonly endMs: number;
};

/** Local days that the roster covers: from the plan's start (or the first week start in the requirements) over its weeks. */
export function rosterHorizon(plan: ResolvedPlan, requirements: Requirements): Horizon {
  const { zone } = plan;
  for (const queue of requirements.queues) checkTimes(queue);
  const open = requirements.queues.filter((queue) => queue.agentsExact.length > 0);
  const start = firstRosterDay(plan, requirements);
  const count = plan.weeks * 7;
  const first = dayNumber(start);
  const days = Array.from({ length: count }, (_, d) => dayFromNumber(first + d));
  const horizon = { days, weekdays: days.map(weekdayOf), startMs: dayStartMs(zone, start), endMs: dayStartMs(zone, addDays(start, count)) };
  checkWithin(plan, horizon, open);
  return horizon;
}

function checkTimes({ queue, startMs, intervalSeconds, agentsExact, agentsWithShrinkage }: QueueRequirement): void {
  const at = `schedule: requirements of "${queue}"`;
  checkPositive(`${at}: intervalSeconds`, intervalSeconds);
  if (!Number.isSafeInteger(startMs)) throw new InvalidInputError(`${at}: startMs must be whole milliseconds, got ${startMs}.`, { queue });
  if (agentsExact.length !== agentsWithShrinkage.length)
    throw new InvalidInputError(`${at} have ${agentsExact.length} values of agentsExact and ${agentsWithShrinkage.length} of agentsWithShrinkage.`, { queue });
}

/** First local day of the roster: the plan's, or the first week start at or after the requirements' start. */
export function firstRosterDay(plan: ResolvedPlan, requirements: Requirements): string {
  if (plan.startDay !== null) return plan.startDay;
  const queues = requirements.queues.filter((queue) => queue.agentsExact.length > 0);
  if (queues.length === 0)
    throw new InvalidPlanError('schedule: requirements are empty and plan.horizon.start is not given. Give one of them.', { path: 'horizon.start' });
  const startMs = Math.min(...queues.map((queue) => queue.startMs));
  const day = localDayOf(plan.zone, startMs);
  return addDays(day, (((plan.weekStart - weekdayOf(day)) % 7) + 7) % 7);
}

const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A word on rules per week where the roster does not start on the first day of the centre's week; null where nothing is to be said. */
export function weekWarning(plan: ResolvedPlan, { days }: Horizon): string | null {
  const first = days[0] as string;
  const countsWeeks = plan.contracts.some(
    (rule) => rule.minimumSecondsPerWeek > 0 || rule.maximumSecondsPerWeek !== null || rule.minimumDaysPerWeek > 0 || rule.maximumDaysPerWeek < 7,
  );
  if (weekdayOf(first) === plan.weekStart || !countsWeeks) return null;
  const [begins, usual] = [weekdayOf(first), plan.weekStart].map((day) => WEEKDAY_NAMES[day]);
  return `The roster starts on ${begins}, ${first}, and weeks on ${usual} (weekStart): hours and days per week are counted from ${begins} to the day before the next.`;
}

function endOf(queue: QueueRequirement): number {
  return queue.startMs + queue.agentsExact.length * queue.intervalSeconds * 1000;
}

/** Days in a row that a centre may be closed at the start of its roster, such as Easter, before the start counts as a slip. */
const CLOSED_AT_START = 4;

/** The requirements must begin near the start of the horizon and reach its last day, closed days at the edges apart. */
function checkWithin(plan: ResolvedPlan, horizon: Horizon, queues: readonly QueueRequirement[]): void {
  if (queues.length === 0) return;
  const fromMs = Math.min(...queues.map((queue) => queue.startMs));
  const toMs = Math.max(...queues.map(endOf));
  const latestFrom = dayStartMs(plan.zone, addDays(horizon.days[0] as string, CLOSED_AT_START + 1));
  const covered = localDayOf(plan.zone, toMs - 1);
  const facts = { path: 'horizon', from: localDayOf(plan.zone, fromMs), to: covered, start: horizon.days[0], end: horizon.days.at(-1) };
  if (fromMs >= horizon.endMs || toMs <= horizon.startMs || fromMs >= latestFrom)
    throw new InvalidPlanError(
      `schedule: the roster runs from ${facts.start} to ${facts.end}, but requirements are given from ${facts.from} to ${facts.to}. Change plan.horizon.start or forecast those days.`,
      facts,
    );
  const missing = dayNumber(horizon.days.at(-1) as string) - dayNumber(covered);
  // closed days at the end (a weekend, say) carry no rows, so only a whole missing week is an error
  if (missing >= 7 || (missing > 0 && !closedAtEnd(queues, toMs, missing)))
    throw new InvalidPlanError(
      `schedule: the roster runs to ${facts.end}, but requirements end on ${facts.to}. Lower plan.horizon.weeks or forecast further (plan.horizon.forecastWeeks).`,
      facts,
    );
}

/** True when the same weekdays one week earlier carry no need either, so that the missing days are closed ones. */
function closedAtEnd(queues: readonly QueueRequirement[], toMs: number, days: number): boolean {
  const WEEK_MS = 7 * 86_400_000;
  const earliest = Math.min(...queues.map((queue) => queue.startMs));
  if (toMs - WEEK_MS < earliest) return days <= 2;
  return queues.every((queue) =>
    queue.agentsExact.every((agents, i) => {
      const at = queue.startMs + i * queue.intervalSeconds * 1000;
      return agents === 0 || at < toMs - WEEK_MS || at >= toMs - WEEK_MS + days * 86_400_000;
    }),
  );
}
