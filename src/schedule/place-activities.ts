import type { ActivityRule, Agent, AgentRoster, Requirements, ResolvedPlan, Roster, RosterCosts, Shift, ShiftRule } from '../core/index.js';
import { anneal, cheaper, polish } from './anneal.js';
import { breakOrders } from './break-layout.js';
import { totalCost } from './build-result.js';
import type { WorkClock } from './clock.js';
import { gapOf, PROVED } from './gap.js';
import { type ExtraBreak, type GivenRoster, standingDays } from './given-roster.js';
import { pathSpaces } from './path-spaces.js';
import { activityWindow, isMember } from './people-activities.js';
import { compileProblem, type Problem } from './problem.js';
import { type MoveMix, openSearch, type Snapshot } from './search.js';

const BREAKS_ONLY: MoveMix = { swapGroups: 0, swap: 0, breaks: 1000, twoDays: 0, day: 0, rebuild: 0 };
const MOVES_PER_SHIFT = 300;

/** What placing activities needs to know. */
export type ActivityInput = {
  readonly requirements: Requirements;
  readonly plan: ResolvedPlan;
  readonly agents: readonly Agent[];
  readonly previous: readonly AgentRoster[];
  readonly from: GivenRoster | undefined;
  readonly seed: number;
};

/** Activities given to shifts: by person and day. */
type Placed = Map<string, ExtraBreak[]>;

const keyOf = (agent: string, day: string): string => `${agent}\n${day}`;

/**
 * Places trainings and meetings into a finished roster: each in the shift of its window where it is missed least, then all of them and every break together by the same search as breaks.
 * The bound gives way by the surplus that people in a training are not.
 */
export async function placeActivities(
  input: ActivityInput,
  problem: Problem,
  roster: Roster,
  clock: WorkClock,
  finish: (problem: Problem, best: Snapshot, bound: number | null, cutShort: boolean) => Roster,
): Promise<Roster> {
  const { plan, agents, from, previous, requirements, seed } = input;
  const rules = (plan.roster?.activities ?? []).filter((rule) => activityWindow(rule, problem) !== null);
  if (rules.length === 0 || roster.objective === null) return roster;
  const { days } = problem.horizon;
  const stands = new Set(standingDays(from, days, agents, plan.zone).map(({ agent, day }) => keyOf(agent, day)));
  const { placed, missing } = choosePlaces(rules, input, problem, roster, stands);
  const bare: ResolvedPlan = plan.roster === undefined ? plan : { ...plan, roster: { ...plan.roster, activities: [] } };
  const given: GivenRoster = { agents: roster.agents, freezeDays: days };
  const isFree = (_: unknown, agent: string, day: string): boolean => !stands.has(keyOf(agent, day));
  const wide = compileProblem(requirements, bare, agents, previous, given, isFree, (agent, day) => placed.get(keyOf(agent, day)) ?? []);
  const best = await placeAll(wide, seed, clock);
  const found = finish(wide, best, null, false);
  const { changes: _, ...costs } = found.costs as RosterCosts;
  const all: RosterCosts = { ...costs, ...(roster.costs?.changes === undefined ? {} : { changes: roster.costs.changes }), activities: missing };
  const objective = totalCost(all);
  const hours = rules.reduce((sum, rule) => sum + (rule.lengthSeconds / 3600) * agents.filter((agent) => isMember(rule, agent)).length, 0);
  const bound = roster.bound === null ? null : Math.min(objective, roster.bound - plan.surplusPerHour * hours);
  const gap = bound === null ? null : gapOf(objective, bound);
  const status = gap !== null && gap <= PROVED ? 'optimal' : roster.status === 'timeLimit' ? 'timeLimit' : 'feasible';
  return { ...found, status, objective, bound, gap, costs: all, unmetWishes: roster.unmetWishes, warnings: roster.warnings };
}

async function placeAll(problem: Problem, seed: number, clock: WorkClock): Promise<Snapshot> {
  const search = openSearch(problem, pathSpaces(problem), seed, BREAKS_ONLY);
  const days = problem.horizon.days.length;
  for (const person of problem.people) search.adopt(person, person.kept?.options ?? new Int32Array(days).fill(-1));
  await polish(search, 2, clock);
  let best = search.snapshot();
  const budget = MOVES_PER_SHIFT * Math.max(1, problem.given?.owners.length ?? 0);
  await anneal(problem, search, budget, Math.max(1, clock.left() * 0.95), Number.NEGATIVE_INFINITY, clock, () => undefined);
  await polish(search, 4, clock);
  search.state.settle();
  best = cheaper(best, search.snapshot());
  return best;
}

/** Where each activity goes, and the price of those that find no place. */
function choosePlaces(
  rules: readonly ActivityRule[],
  { plan, agents }: ActivityInput,
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
  const found: Place[] = [];
  const lengthMs = rule.lengthSeconds * 1000;
  const leastMs = (family.minimumWorkSeconds ?? 0) * 1000;
  const isTooShort = (workMs: number): boolean => workMs > 0 && workMs < leastMs;
  for (let startMs = window.fromMs; startMs + lengthMs <= window.toMs; startMs += rule.everySeconds * 1000) {
    if (startMs < shift.startMs || startMs + lengthMs > shift.endMs) continue;
    if (isTooShort(startMs - shift.startMs) || isTooShort(shift.endMs - startMs - lengthMs)) continue;
    const own = { name: rule.name, lengthSeconds: rule.lengthSeconds, startsSeconds: [(startMs - shift.startMs) / 1000] };
    if (breakOrders(family, (shift.endMs - shift.startMs) / 1000, [...others, own]).length > 0) found.push({ shift, startMs });
  }
  return found;
}

/** When a meeting of all takes place where it stands for somebody already; null where it does for nobody, NaN where at several times. */
function standingStart(rule: ActivityRule, { agents }: Roster, stands: ReadonlySet<string>): number | null {
  const starts = new Set(
    agents.flatMap(({ agent, shifts }) =>
      shifts
        .filter((shift) => stands.has(keyOf(agent, shift.day)))
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
