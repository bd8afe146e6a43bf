import type { ActivityRule, Agent, AgentRoster, PlanConfig, Requirements, ResolvedPlan, Roster, RosterCosts, Shift, ShiftRule } from '../core/index.js';
import { anneal, cheaper, polish } from './anneal.js';
import { breakOrders } from './break-layout.js';
import { totalCost } from './build-result.js';
import { checkRoster } from './check-roster.js';
import type { WorkClock } from './clock.js';
import { gapOf, PROVED } from './gap.js';
import { asGiven } from './given-breaks.js';
import { type ExtraBreak, type FreeFrom, type GivenRoster, missed, standingDays } from './given-roster.js';
import { pathSpaces } from './path-spaces.js';
import { activityWindow, isMember } from './people-activities.js';
import { compileProblem, type Problem } from './problem.js';
import { type MoveMix, openSearch, type Search, type Snapshot } from './search.js';
import { activityStarts, type TimedActivity, trainedShifts } from './trained-shifts.js';

const BREAKS_ONLY: MoveMix = { swapGroups: 0, swap: 0, together: 0, breaks: 1000, twoDays: 0, day: 0, rebuild: 0 };
const MOVES_PER_SHIFT = 300;
/** Share of the moves with which meetings of all stay at the time found first, and how many other times are tried. */
const FIRST_TIMES = 0.5;
const MOST_TIMES = 12;
/** Sets of activities are bits of a number. */
const MOST_ACTIVITIES = 30;

/** What placing activities needs to know. */
export type ActivityInput = {
  readonly requirements: Requirements;
  readonly config: PlanConfig;
  readonly plan: ResolvedPlan;
  readonly agents: readonly Agent[];
  readonly previous: readonly AgentRoster[];
  readonly from: GivenRoster | undefined;
  readonly seed: number;
  /** Moves of the search that knows the activities. */
  readonly budget: number;
};

/** Activities given to shifts: by person and day. */
type Placed = Map<string, ExtraBreak[]>;

const keyOf = (agent: string, day: string): string => `${agent}\n${day}`;

/** Share of the moves and of the time for the search that knows trainings; the one before it takes people for on line during them. */
export const TRAINED_SHARE = 0.5;

/**
 * Places trainings and meetings into a finished roster: each in the shift of its window where it is missed least, then all of them and every break together by the same search as breaks.
 * From there a search goes on for which every shift with a training in it is a shift of its own; the cheaper roster counts. When a given roster is changed, it is that roster as it is, where it may stand.
 * The bound gives way by the surplus that people in a training are not.
 */
export async function placeActivities(
  input: ActivityInput,
  problem: Problem,
  roster: Roster,
  clock: WorkClock,
  finish: (problem: Problem, best: Snapshot, bound: number | null, cutShort: boolean) => Roster,
): Promise<Roster> {
  const { plan, agents, from } = input;
  const rules = (plan.roster?.activities ?? []).filter((rule) => activityWindow(rule, problem) !== null);
  if (rules.length === 0 || agents.length === 0 || roster.objective === null) return roster;
  const bare: ResolvedPlan = plan.roster === undefined ? plan : { ...plan, roster: { ...plan.roster, activities: [] } };
  const { best, costs, missing } = await placeAfterwards(input, bare, rules, problem, roster, clock, finish);
  const after: Found = {
    roster: best,
    costs: { ...costs, ...(roster.costs?.changes === undefined ? {} : { changes: roster.costs.changes }), activities: missing },
  };
  const other = from === undefined ? await searchTrained(input, bare, rules, problem, best, clock, finish) : keepGiven(input, bare, from, problem, finish);
  const found = other !== null && totalCost(other.costs) < totalCost(after.costs) ? other : after;
  const objective = totalCost(found.costs);
  const hours = rules.reduce((sum, rule) => sum + (rule.lengthSeconds / 3600) * agents.filter((agent) => isMember(rule, agent)).length, 0);
  const bound = roster.bound === null ? null : Math.min(objective, roster.bound - plan.surplusPerHour * hours);
  const gap = bound === null ? null : gapOf(objective, bound);
  const status = gap !== null && gap <= PROVED ? 'optimal' : roster.status === 'timeLimit' ? 'timeLimit' : 'feasible';
  const unmetWishes = found === other ? other.roster.unmetWishes : roster.unmetWishes;
  return { ...found.roster, status, objective, bound, gap, costs: found.costs, unmetWishes, warnings: roster.warnings };
}

type Found = { readonly roster: Roster; readonly costs: RosterCosts };

type Finish = Parameters<typeof placeActivities>[4];

/** The given roster as it is, shifts missed apart; null where it breaks a rule. */
function keepGiven(
  { requirements, config, agents, previous }: ActivityInput,
  bare: ResolvedPlan,
  from: GivenRoster,
  plain: Problem,
  finish: Finish,
): Found | null {
  const { days } = plain.horizon;
  const names = new Set(agents.map(({ agent }) => agent));
  const isMissed = (agent: string, day: string): boolean => from.absent?.some((own) => own.agent === agent && own.day === day) === true;
  const given = from.agents.flatMap(({ agent, shifts }) => {
    const own = shifts.filter(({ day }) => days.includes(day)).map((shift) => (isMissed(agent, shift.day) ? missed(shift) : shift));
    return names.has(agent) ? [{ agent, shifts: own }] : [];
  });
  const { violations, costs } = checkRoster(given, { requirements, config, agents, previous, from });
  if (violations.length > 0) return null;
  const problem = compileProblem(requirements, bare, agents, previous, { agents: given, freezeDays: days });
  const search = openSearch(problem, pathSpaces(problem), 1);
  search.restore(asGiven(problem, search.state.breaksPerShift));
  return { roster: finish(problem, search.snapshot(), null, false), costs };
}

/** Leaves every shift where it is. */
async function placeAfterwards(
  { requirements, agents, previous, from, seed, plan }: ActivityInput,
  bare: ResolvedPlan,
  rules: readonly ActivityRule[],
  problem: Problem,
  roster: Roster,
  clock: WorkClock,
  finish: Finish,
): Promise<{ readonly best: Roster; readonly costs: RosterCosts; readonly missing: number }> {
  const { days } = problem.horizon;
  const stands = new Set(standingDays(from, days, agents, plan.zone).map(({ agent, day }) => keyOf(agent, day)));
  const { placed, missing } = choosePlaces(rules, { plan, agents }, problem, roster, stands);
  const given: GivenRoster = { agents: roster.agents, freezeDays: days };
  const freeFrom: FreeFrom = (_, agent, day) => (stands.has(keyOf(agent, day)) ? null : Number.NEGATIVE_INFINITY);
  const wide = compileProblem(requirements, bare, agents, previous, given, freeFrom, (agent, day) => placed.get(keyOf(agent, day)) ?? []);
  const best = finish(wide, await placeAll(wide, seed, clock), null, false);
  const { changes: _, ...costs } = best.costs as RosterCosts;
  return { best, costs, missing };
}

/** Searches shifts and trainings together from a roster that has both; then meetings of all are tried at other times. */
async function searchTrained(
  input: ActivityInput,
  bare: ResolvedPlan,
  rules: readonly ActivityRule[],
  plain: Problem,
  roster: Roster,
  clock: WorkClock,
  finish: Finish,
): Promise<Found | null> {
  if (rules.length > MOST_ACTIVITIES) return null;
  const { agents, budget } = input;
  let activities = rules.map((rule): TimedActivity => {
    const window = activityWindow(rule, plain) as { readonly fromMs: number; readonly toMs: number };
    const isMeeting = rule.together && agents.filter((agent) => isMember(rule, agent)).length > 1;
    const startMs = isMeeting ? (standingStart(rule, roster, null) ?? window.fromMs) : null;
    return startMs === null ? { rule, ...window } : { ...heldAt(rule, startMs), toMs: Math.min(window.toMs, startMs + rule.lengthSeconds * 1000) };
  });
  const others = activities.flatMap(({ rule, fromMs, toMs }, k) => {
    const isFixed = toMs - fromMs > rule.lengthSeconds * 1000 || !rule.together;
    return isFixed ? [] : meetingTimes(rule, plain).flatMap((startMs) => (startMs === fromMs ? [] : [{ k, startMs }]));
  });
  const run = (times: readonly TimedActivity[], from: Roster, moves: number): Promise<Found | null> =>
    searchWithin(input, bare, times, plain, from, Math.ceil(moves), clock, finish);
  let best = await run(activities, roster, others.length === 0 ? budget : budget * FIRST_TIMES);
  for (const { k, startMs } of others) {
    if (best === null || clock.left() <= 0) break;
    const moved = activities.map((own, i) => (i === k ? heldAt(own.rule, startMs) : own));
    const found = await run(moved, best.roster, (budget * (1 - FIRST_TIMES)) / others.length);
    if (found === null || totalCost(found.costs) >= totalCost(best.costs)) continue;
    best = found;
    activities = moved;
  }
  return best;
}

function heldAt(rule: ActivityRule, startMs: number): TimedActivity {
  return { rule, fromMs: startMs, toMs: startMs + rule.lengthSeconds * 1000 };
}

/** Times at which a meeting could begin, spread over its window where they are many. */
function meetingTimes(rule: ActivityRule, problem: Problem): number[] {
  const { fromMs, toMs } = activityWindow(rule, problem) as { readonly fromMs: number; readonly toMs: number };
  const stepMs = rule.everySeconds * 1000;
  // where the clock skips a part of the window, nothing may be left
  const count = Math.max(0, Math.floor((toMs - fromMs - rule.lengthSeconds * 1000) / stepMs) + 1);
  if (count === 0) return [];
  const stride = Math.ceil(count / MOST_TIMES);
  return Array.from({ length: Math.ceil(count / stride) }, (_, i) => fromMs + i * stride * stepMs);
}

/** One search for which every shift with a training in it is a shift of its own; null when these are too many, or time is up. */
async function searchWithin(
  { requirements, agents, previous, seed }: ActivityInput,
  bare: ResolvedPlan,
  activities: readonly TimedActivity[],
  plain: Problem,
  roster: Roster,
  moves: number,
  clock: WorkClock,
  finish: Finish,
): Promise<Found | null> {
  const trained = clock.left() <= 0 ? null : trainedShifts(plain, activities, agents);
  if (trained === null) return null;
  const problem = compileProblem(requirements, bare, agents, previous, undefined, undefined, undefined, trained);
  const search = openSearch(problem, pathSpaces(problem), seed);
  const rules = activities.map(({ rule }) => rule);
  adoptRoster(problem, search, roster, rules);
  const start = search.snapshot();
  await anneal(problem, search, { budget: moves, seconds: clock.left() * 0.9 }, clock);
  await polish(search, 4, clock);
  search.state.settle();
  const found = finish(problem, cheaper(start, search.snapshot()), null, false);
  return { roster: found, costs: found.costs as RosterCosts };
}

/** Gives everybody the shifts and trainings that they have in a roster. */
function adoptRoster(problem: Problem, search: Search, roster: Roster, rules: readonly ActivityRule[]): void {
  const { options, plan, horizon, originMs, atomSeconds, trainings } = problem;
  const keyOfOption = (family: string | undefined, startMs: number, endMs: number, held: number): string => `${family}/${startMs}/${endMs}/${held}`;
  const atMs = (atom: number): number => originMs + atom * atomSeconds * 1000;
  const byKey = new Map<string, number>();
  for (let o = 0; o < options.day.length; o += 1) {
    const family = plan.shifts[options.rule[o] as number]?.name;
    byKey.set(keyOfOption(family, atMs(options.startAtom[o] as number), atMs(options.endAtom[o] as number), trainings?.held[o] ?? 0), o);
  }
  const shiftsOf = new Map(roster.agents.map((own) => [own.agent, own.shifts]));
  for (const person of problem.people) {
    const wanted = new Int32Array(horizon.days.length).fill(-1);
    for (const { shift, day, startMs, endMs, activities } of shiftsOf.get(person.name) ?? []) {
      const held = rules.reduce((set, rule, k) => (activities.some((part) => part.activity === rule.name) ? set | (1 << k) : set), 0);
      wanted[horizon.days.indexOf(day)] = byKey.get(keyOfOption(shift, startMs, endMs, held)) ?? -1;
    }
    search.adopt(person, wanted);
  }
}

async function placeAll(problem: Problem, seed: number, clock: WorkClock): Promise<Snapshot> {
  const search = openSearch(problem, pathSpaces(problem), seed, BREAKS_ONLY);
  const days = problem.horizon.days.length;
  for (const person of problem.people) search.adopt(person, person.kept?.options ?? new Int32Array(days).fill(-1));
  await polish(search, 2, clock);
  let best = search.snapshot();
  const budget = MOVES_PER_SHIFT * Math.max(1, problem.given?.owners.length ?? 0);
  await anneal(problem, search, { budget, seconds: Math.max(1, clock.left() * 0.95) }, clock);
  await polish(search, 4, clock);
  search.state.settle();
  best = cheaper(best, search.snapshot());
  return best;
}

/** Where each activity goes, and the price of those that find no place. */
function choosePlaces(
  rules: readonly ActivityRule[],
  { plan, agents }: Pick<ActivityInput, 'plan' | 'agents'>,
  problem: Problem,
  roster: Roster,
  stands: ReadonlySet<string>,
): { readonly placed: Placed; readonly missing: number } {
  const placed: Placed = new Map();
  const spare = Float64Array.from(roster.surplus);
  const shiftsOf = new Map(roster.agents.map((own) => [own.agent, own.shifts]));
  let missing = 0;
  for (const rule of rules) {
    const window = activityWindow(rule, problem) as { readonly fromMs: number; readonly toMs: number };
    const members = agents.filter((agent) => isMember(rule, agent));
    const open = members.map((agent) => {
      const shifts = shiftsOf.get(agent.agent) ?? [];
      const isDone = shifts.some((shift) => stands.has(keyOf(agent.agent, shift.day)) && shift.activities.some((part) => part.activity === rule.name));
      return {
        agent,
        isDone,
        places: isDone ? [] : shifts.flatMap((shift) => placesIn(rule, window, shift, plan, placed.get(keyOf(agent.agent, shift.day)) ?? [], stands, agent)),
      };
    });
    const start = rule.together ? (standingStart(rule, roster, stands) ?? bestCommonStart(open, rule, spare, roster, plan)) : null;
    for (const { agent, isDone, places } of open) {
      const fitting = start === null ? places : places.filter((place) => place.startMs === start);
      const own = fitting.toSorted(
        (a, b) => lossAt(a.startMs, rule, spare, roster, plan) - lossAt(b.startMs, rule, spare, roster, plan) || a.startMs - b.startMs,
      )[0];
      if (own === undefined) {
        if (!isDone) missing += rule.missingEach;
        continue;
      }
      const key = keyOf(agent.agent, own.shift.day);
      // alone, any start of the chosen shift will do; the search that follows finds the best with the breaks
      const starts = places
        .filter((place) => place.shift === own.shift && (start === null || place.startMs === start))
        .map((place) => (place.startMs - place.shift.startMs) / 1000);
      placed.set(key, [...(placed.get(key) ?? []), { name: rule.name, lengthSeconds: rule.lengthSeconds, startsSeconds: starts }]);
      take(own.startMs, rule, spare, roster);
    }
  }
  return { placed, missing };
}

type Place = { readonly shift: Shift; readonly startMs: number };
type Member = { readonly agent: Agent; readonly isDone: boolean; readonly places: readonly Place[] };

/** Starts of an activity within a shift that leave room for its breaks and for what is in it already. */
function placesIn(
  rule: ActivityRule,
  window: { readonly fromMs: number; readonly toMs: number },
  shift: Shift,
  plan: ResolvedPlan,
  others: readonly ExtraBreak[],
  stands: ReadonlySet<string>,
  agent: Agent,
): Place[] {
  const family = plan.shifts.find((own) => own.name === shift.shift) as ShiftRule;
  if (stands.has(keyOf(agent.agent, shift.day))) return [];
  return activityStarts({ rule, ...window }, family, shift.startMs, shift.endMs).flatMap((startsSeconds) => {
    const own = { name: rule.name, lengthSeconds: rule.lengthSeconds, startsSeconds: [startsSeconds] };
    const fits = breakOrders(family, (shift.endMs - shift.startMs) / 1000, [...others, own]).length > 0;
    return fits ? [{ shift, startMs: shift.startMs + startsSeconds * 1000 }] : [];
  });
}

/** When a meeting of all takes place where it stands (null = anywhere) for somebody already; null where it does for nobody, NaN where at several times. */
function standingStart(rule: ActivityRule, { agents }: Roster, stands: ReadonlySet<string> | null): number | null {
  const starts = new Set(
    agents.flatMap(({ agent, shifts }) =>
      shifts
        .filter((shift) => stands?.has(keyOf(agent, shift.day)) !== false)
        .flatMap(({ activities }) => activities.flatMap((part) => (part.activity === rule.name ? [part.startMs] : []))),
    ),
  );
  return starts.size === 0 ? null : starts.size === 1 ? ([...starts][0] as number) : Number.NaN;
}

/** The start at which most is gained: people who can come, at their price, less what they are missed. */
function bestCommonStart(open: readonly Member[], rule: ActivityRule, spare: Float64Array, roster: Roster, plan: ResolvedPlan): number {
  const counts = new Map<number, number>();
  for (const { places } of open) for (const { startMs } of places) counts.set(startMs, (counts.get(startMs) ?? 0) + 1);
  let [best, most] = [Number.NaN, Number.NEGATIVE_INFINITY];
  for (const [startMs, people] of [...counts].sort((a, b) => a[0] - b[0])) {
    const worth = people * rule.missingEach - people * lossAt(startMs, rule, spare, roster, plan);
    if (worth > most) [best, most] = [startMs, worth];
  }
  return best;
}

/** What a person missed for an activity costs about: nothing where people are spare, the least price of a queue elsewhere. */
function lossAt(startMs: number, rule: ActivityRule, spare: Float64Array, roster: Roster, plan: ResolvedPlan): number {
  const price = plan.queues.reduce((least, queue) => Math.min(least, queue.understaffedPerHour), Number.POSITIVE_INFINITY);
  let loss = 0;
  for (const [cell, hours] of cellsOf(startMs, rule, roster)) loss += hours * ((spare[cell] ?? 0) >= 1 ? -plan.surplusPerHour : price);
  return loss;
}

function take(startMs: number, rule: ActivityRule, spare: Float64Array, roster: Roster): void {
  for (const [cell] of cellsOf(startMs, rule, roster)) if (cell < spare.length) spare[cell] = (spare[cell] as number) - 1;
}

function cellsOf(startMs: number, rule: ActivityRule, { coverage }: Roster): (readonly [number, number])[] {
  const own = coverage[0];
  if (own === undefined) return [];
  const cellMs = own.intervalSeconds * 1000;
  const endMs = startMs + rule.lengthSeconds * 1000;
  const found: (readonly [number, number])[] = [];
  for (let cell = Math.floor((startMs - own.startMs) / cellMs); own.startMs + cell * cellMs < endMs; cell += 1) {
    const heldMs = Math.min(endMs, own.startMs + (cell + 1) * cellMs) - Math.max(startMs, own.startMs + cell * cellMs);
    found.push([cell, heldMs / 3_600_000]);
  }
  return found;
}
