import {
  type Agent,
  type AgentRoster,
  checkInteger,
  checkPositive,
  InvalidInputError,
  isCalendarDay,
  type LongWorkOptions,
  type PlanConfig,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type RosterCosts,
  resolvePlan,
  ShiftcastError,
} from '../core/index.js';
import { dayStartMs, toInstantMs } from '../time/index.js';
import { anneal, cheaper, polish } from './anneal.js';
import { checkRoster, type RosterCheck, type RosterViolation } from './check-roster.js';
import { workClock } from './clock.js';
import { closeTo } from './gap.js';
import { asGiven } from './given-breaks.js';
import { checkShiftsWithin } from './given-roster.js';
import { rosterHorizon } from './horizon.js';
import { pathSpaces } from './path-spaces.js';
import { checkPlanForRoster, compileProblem } from './problem.js';
import { toRoster } from './schedule.js';
import { type MoveMix, openSearch } from './search.js';

/** Options of {@link replaceBreaks}. */
export type ReplaceBreaksOptions = LongWorkOptions & {
  readonly agents: readonly Agent[];
  /** The roster before this one: people still on line from it count. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** Breaks that start before this local time stay, and none is moved to before it: `2026-12-09T12:00`. All may move by default. */
  readonly after?: string | undefined;
  /** Wall-clock limit; 20 by default. */
  readonly timeLimitSeconds?: number | undefined;
  /** Moves of the search; by default it grows with the shifts. */
  readonly workBudget?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
};

const BREAKS_ONLY: MoveMix = { swapGroups: 0, swap: 0, together: 0, breaks: 1000, twoDays: 0, day: 0, rebuild: 0 };
const MOVES_PER_SHIFT = 400;

/**
 * Places the breaks of a roster anew, within their windows, so that cover costs as little as can be found; shifts stay as they are. For a new forecast
 * within the day, or a roster made by hand.
 *
 * @param roster - The roster as it is.
 * @param requirements - People needed per queue and interval.
 * @param config - plan.json.
 * @param options - The people, from when on breaks may move, limits and seed.
 * @returns The roster with its costs and cover; it never costs more than the one given. Shifts outside the days of the plan stay as they are and count nowhere. `bound` and `gap` are null: nothing is proved.
 * @throws {@link InvalidInputError} for shifts that the plan does not know, people who are not among the agents, and a roster of other days than the plan's.
 * @example
 * const need = Array.from({ length: 168 }, (_, hour) => (hour === 10 ? 1 : 0));
 * const none = need.map(() => null);
 * const figures = { volume: none, ahtSeconds: none, serviceLevel: none, occupancy: none, asaSeconds: none, abandonProbability: none, status: need.map(() => 'met') };
 * const queue = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: Date.parse('2026-12-07T00:00Z'), intervalSeconds: 3600, ...figures };
 * const asked = { queues: [{ ...queue, agents: need, agentsExact: need, agentsWithShrinkage: need }], totals: [], warnings: [] };
 * const breaks = [{ name: 'lunch', length: '1h', from: '2h', to: '4h', every: '1h' }];
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: {} }, shifts, contracts: { full: { shifts: ['day'] } } };
 * const ann = { agent: 'Ann', skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }], contract: 'full', zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null };
 * const at = (hour) => Date.parse('2026-12-07T00:00Z') + hour * 3600000;
 * const parts = [['online', 8, 10], ['lunch', 10, 11], ['online', 11, 16]].map(([activity, from, to]) => ({ activity, startMs: at(from), endMs: at(to) }));
 * const roster = [{ agent: 'Ann', shifts: [{ day: '2026-12-07', shift: 'day', startMs: at(8), endMs: at(16), paidSeconds: 28800, activities: parts }] }];
 * (await replaceBreaks(roster, asked, plan, { agents: [ann] })).costs.uncovered; // 0
 */
export async function replaceBreaks(
  roster: readonly AgentRoster[],
  requirements: Requirements,
  config: PlanConfig,
  options: ReplaceBreaksOptions,
): Promise<Roster> {
  const timeLimitSeconds = options.timeLimitSeconds ?? 20;
  checkPositive('replaceBreaks: timeLimitSeconds', timeLimitSeconds);
  if (options.workBudget !== undefined) checkInteger('replaceBreaks: workBudget', options.workBudget);
  options.signal?.throwIfAborted();
  const plan = resolvePlan(config);
  checkPlanForRoster(plan);
  const { days } = rosterHorizon(plan, requirements);
  const afterMs = options.after === undefined ? Number.NEGATIVE_INFINITY : instantOfText(plan.zone, options.after);
  const clock = workClock(timeLimitSeconds, options.signal, options.onProgress);
  checkShiftsWithin('replaceBreaks: the roster', roster, days);
  const stranger = roster.find((own) => own.shifts.length > 0 && !options.agents.some(({ agent }) => agent === own.agent));
  if (stranger !== undefined)
    throw new InvalidInputError(`replaceBreaks: the roster has shifts of "${stranger.agent}", who is not among the agents.`, { agent: stranger.agent });
  const given = { agents: roster.map((own) => ({ ...own, shifts: own.shifts.filter((shift) => days.includes(shift.day)) })), freezeDays: days };
  // trainings stay where they are, and so does the price of those missed
  const bare: ResolvedPlan = plan.roster === undefined ? plan : { ...plan, roster: { ...plan.roster, activities: [] } };
  const problem = compileProblem(requirements, bare, options.agents, options.previous ?? [], given, (part) => (part.startMs >= afterMs ? afterMs : null));
  const search = openSearch(problem, pathSpaces(problem), options.seed ?? 1, BREAKS_ONLY);
  search.restore(asGiven(problem, search.state.breaksPerShift));
  let best = search.snapshot();
  const shifts = problem.given?.owners.length ?? 0;
  let cutShort = false;
  if (shifts > 0) {
    await polish(search, 2, clock);
    best = cheaper(best, search.snapshot());
    const budget = options.workBudget ?? MOVES_PER_SHIFT * shifts;
    const end = await anneal(problem, search, { budget, seconds: clock.left() * 0.95, target: 0 }, clock, (share) =>
      clock.report({ stage: 'improve', done: Math.floor(Math.min(1, share) * budget), total: budget, incumbent: best.objective }),
    );
    cutShort = end.cutShort;
    await polish(search, 4, clock);
    search.state.settle();
    best = cheaper(best, search.snapshot());
  }
  options.signal?.throwIfAborted();
  const input = { requirements, config, agents: options.agents, previous: options.previous };
  const before = checkRoster(given.agents, input);
  const found = withMissed(toRoster(problem, options.agents, best, null, cutShort), before.costs.activities);
  gateBreaks(before, found, input);
  return withOthers(found, roster, days);
}

/** The roster with the shifts of other days beside its own, as they are: a file of several weeks keeps them all. */
function withOthers(found: Roster, roster: readonly AgentRoster[], days: readonly string[]): Roster {
  const others = new Map(roster.map(({ agent, shifts }) => [agent, shifts.filter((shift) => !days.includes(shift.day))]));
  const count = [...others.values()].reduce((sum, shifts) => sum + shifts.length, 0);
  if (count === 0) return found;
  const agents = found.agents.map((own) => ({ ...own, shifts: [...own.shifts, ...(others.get(own.agent) ?? [])].sort((a, b) => a.startMs - b.startMs) }));
  const warning = `${count} shifts outside ${days[0]} to ${days.at(-1)}, the days of the plan, stay as they are.`;
  return { ...found, agents, warnings: [...found.warnings, warning] };
}

/** A roster with the price of trainings missed among its costs. */
function withMissed(found: Roster, activities: number | undefined): Roster {
  return activities === undefined
    ? found
    : { ...found, objective: (found.objective as number) + activities, costs: { ...(found.costs as RosterCosts), activities } };
}

function instantOfText(zone: string, text: string): number {
  const localMs = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  if (!Number.isFinite(localMs) || !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text) || !isCalendarDay(text.slice(0, 10)))
    throw new InvalidInputError(`replaceBreaks: after must be a local time such as 2026-12-09T12:00, got ${JSON.stringify(text)}.`, { after: text });
  return toInstantMs(zone, localMs, 'earlier') ?? dayStartMs(zone, text.slice(0, 10));
}

/** What the roster breaks now it broke before, and its cost is what the independent checker counts. */
function gateBreaks(was: RosterCheck, found: Roster, input: Parameters<typeof checkRoster>[1]): void {
  const keyOf = ({ agent, day, rule }: RosterViolation): string => `${agent}/${day}/${rule}`;
  const is = checkRoster(found.agents, input);
  const known = new Set(was.violations.map(keyOf));
  const fresh = is.violations.filter((violation) => !known.has(keyOf(violation)));
  const objective = found.objective as number;
  if (fresh.length === 0 && closeTo(is.objective, objective) && is.objective <= was.objective * (1 + 1e-9) + 1e-6) return;
  throw new ShiftcastError(
    'internal',
    `replaceBreaks: the roster does not pass its own check (${fresh[0]?.message ?? `objective ${objective}, recomputed ${is.objective}`}). Please report this.`,
    {
      violations: fresh.slice(0, 20),
      objective,
      recomputed: is.objective,
    },
  );
}
