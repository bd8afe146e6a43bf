import type { ListRule, ListSizing, QueueRule } from '../core/index.js';
import { addDays, dayFromNumber, type GridClock, gridClock, openMask } from '../time/index.js';
import { emptyColumns, pushClosed, pushSpread, type RequirementColumns } from './requirement-columns.js';
import type { QueueGrid, SizedWork } from './staff-queues.js';

/** Occupancy of people who call a list, where the plan names none: the next record is always there. */
const LIST_OCCUPANCY = 0.95;

/** First local day and weeks of the roster, over which a list is spread that names no days. */
type ListSpan = { readonly startDay: string | null; readonly weeks: number };

/** A list as sized: attempts stand for contacts. */
export type SizedList = SizedWork & { readonly volume: readonly (number | null)[]; readonly ahtSeconds: readonly (number | null)[] };

/** What happens to a list that is called in some intervals by so many people. */
type Campaign = { readonly attempts: number[]; readonly reached: number; readonly exhausted: number; readonly left: number };

/** An interval in which the list may be called, and its connect rate. */
type CallingHours = { readonly open: readonly boolean[]; readonly rates: readonly number[] };

/**
 * Places the work of a list of records to call: where `mostAgents` is given, in the hours with the best connect rate, as many of them as it takes;
 * else by the fewest people at once, over all hours. A record is tried until its right person is reached or its attempts are used up.
 */
export function sizeList(rule: QueueRule, list: ListRule, grid: QueueGrid, plan: ListSpan, warnings: string[]): SizedList {
  const calling = callingHours(rule, list, grid, plan);
  const occupancy = rule.target.maxOccupancy ?? LIST_OCCUPANCY;
  const ahtSeconds = rule.ahtSeconds as number;
  const play = (people: number, threshold: number): Campaign => campaign(list, ahtSeconds, calling, grid.intervalSeconds, people * occupancy, threshold);
  const thresholds = [...new Set(calling.rates.filter((_, i) => calling.open[i]))].sort((a, b) => b - a);
  const lowest = thresholds.at(-1) ?? 1;
  let people = list.mostAgents ?? fewestPeople((count) => play(count, lowest).left < 0.5, list.records * list.attempts);
  let threshold = lowest;
  if (list.mostAgents !== null) threshold = thresholds.find((rate) => play(people as number, rate).left < 0.5) ?? lowest;
  const met = people !== null && play(people, threshold).left < 0.5;
  people ??= 0;
  const outcome = play(people, threshold);
  if (!met) warnings.push(`Queue "${rule.queue}": ${Math.round(outcome.left)} of ${list.records} records are left over at the end; ${wayOut(list, calling)}`);
  const attempts = outcome.attempts.reduce((sum, count) => sum + count, 0);
  const sizing: ListSizing = {
    attempts,
    reached: outcome.reached,
    exhausted: outcome.exhausted,
    left: outcome.left,
    lowestRate: attempts > 0 ? threshold : null,
  };
  const handle = calling.rates.map((rate, i) => (calling.open[i] ? rate * ahtSeconds + (1 - rate) * list.missedSeconds : null));
  const volume = outcome.attempts.map((count, i) => (calling.open[i] ? count : null));
  const columns = columnsOf(rule, volume, handle, grid.intervalSeconds, occupancy, met);
  return { columns, sizing: { model: 'list', expectedError: null, list: sizing }, volume, ahtSeconds: handle };
}

function wayOut(list: ListRule, { open }: CallingHours): string {
  if (!open.includes(true)) return 'no interval of its hours lies in the horizon.';
  return list.mostAgents === null ? 'give it more days, or retryAfter less time.' : 'raise mostAgents, or give it more days.';
}

function callingHours(rule: QueueRule, list: ListRule, grid: QueueGrid, plan: ListSpan): CallingHours {
  const { zone, startMs, intervalSeconds, volume } = grid;
  const clock = gridClock(zone, startMs, intervalSeconds, volume.length);
  const hours = rule.workingHours ?? rule.openingHours;
  const within = hours === null ? volume.map(() => true) : openMask(hours, zone, startMs, intervalSeconds, volume.length);
  const from = list.fromDay ?? plan.startDay;
  const until = list.untilDay ?? (plan.startDay === null ? null : addDays(plan.startDay, plan.weeks * 7 - 1));
  const open = within.map((isOpen, i) => isOpen && isBetween(clock, i, from, until));
  const rates = volume.map(() => list.connectRate);
  for (const other of list.connectRates)
    openMask(other.hours, zone, startMs, intervalSeconds, volume.length).forEach((applies, i) => {
      if (applies) rates[i] = other.rate;
    });
  return { open, rates };
}

function isBetween({ dayNumbers }: GridClock, i: number, from: string | null, until: string | null): boolean {
  const day = dayFromNumber(dayNumbers[i] as number);
  return (from === null || day >= from) && (until === null || day <= until);
}

/** Records that may be tried again from some interval on, after so many attempts. */
type Cohort = { ready: number; readonly tried: number; records: number };

/** Plays a list through the hours whose rate is at least the threshold; fresh records first, then those that have waited longest. */
function campaign(list: ListRule, ahtSeconds: number, { open, rates }: CallingHours, intervalSeconds: number, people: number, threshold: number): Campaign {
  const pause = Math.max(1, Math.ceil(list.retryAfterSeconds / intervalSeconds));
  let cohorts: Cohort[] = [{ ready: 0, tried: 0, records: list.records }];
  let reached = 0;
  let exhausted = 0;
  const attempts = open.map((isOpen, i) => {
    const rate = rates[i] as number;
    if (!isOpen || rate < threshold) return 0;
    const most = (people * intervalSeconds) / (rate * ahtSeconds + (1 - rate) * list.missedSeconds);
    let room = most;
    const again: Cohort[] = [];
    for (const cohort of cohorts) {
      const tried = cohort.ready <= i ? Math.min(room, cohort.records) : 0;
      if (tried === 0) continue;
      room -= tried;
      cohort.records -= tried;
      reached += tried * rate;
      const missed = tried * (1 - rate);
      if (cohort.tried + 1 >= list.attempts) exhausted += missed;
      else again.push({ ready: i + pause, tried: cohort.tried + 1, records: missed });
    }
    cohorts = [...cohorts.filter(({ records }) => records > 1e-9), ...again];
    return most - room;
  });
  return { attempts, reached, exhausted, left: cohorts.reduce((sum, { records }) => sum + records, 0) };
}

/** Fewest people at once; null when any number leaves records over. */
function fewestPeople(enough: (people: number) => boolean, most: number): number | null {
  if (enough(0)) return 0;
  let high = 1;
  while (!enough(high)) {
    if (high > most) return null;
    high *= 2;
  }
  let low = high / 2;
  while (high - low > 1e-3 * high) {
    const middle = (low + high) / 2;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function columnsOf(
  { minimumAgents }: QueueRule,
  attempts: readonly (number | null)[],
  handle: readonly (number | null)[],
  intervalSeconds: number,
  occupancy: number,
  met: boolean,
): RequirementColumns {
  const columns = emptyColumns();
  attempts.forEach((count, i) => {
    if (count === null) {
      pushClosed(columns);
      return;
    }
    const busy = (count * (handle[i] as number)) / intervalSeconds;
    const exact = Math.max(minimumAgents, busy / occupancy);
    pushSpread(columns, busy, exact, met ? 'met' : 'unreachable');
  });
  return columns;
}
