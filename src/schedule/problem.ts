import {
  type Agent,
  type AgentRoster,
  type ContractRule,
  InvalidInputError,
  InvalidPlanError,
  nearestName,
  type QueueRule,
  type Requirements,
  type ResolvedPlan,
  type ShiftRule,
} from '../core/index.js';
import { coverLayers } from '../staffing/index.js';
import { addDays, dayNumber, instantOf, localKind, weekdayOf } from '../time/index.js';
import { type BreakLayout, breakLayout } from './break-layout.js';
import { checkPeople } from './check-people.js';
import { type CoverModel, coverModel } from './cover-model.js';
import { edgeStretches } from './edge-stretches.js';
import {
  type ExtraBreak,
  type FreeFrom,
  type GivenRoster,
  type StandingDay,
  type StandingSlot,
  standingDays,
  standingLayout,
  standingSlots,
} from './given-roster.js';
import { type Horizon, rosterHorizon, weekWarning } from './horizon.js';
import { isNightShift } from './night.js';
import { compilePerson, type Person } from './person.js';
import { givenWarnings, previousWarnings } from './roster-warnings.js';
import type { TrainedShifts } from './trained-shifts.js';

const MINUTE_SECONDS = 60;
const DAY_MINUTES = 1440;

/** Every shift that could be worked: family × day × start × length. Columns by option. */
export type ShiftOptions = {
  readonly day: Int32Array;
  readonly rule: Int32Array;
  readonly startAtom: Int32Array;
  readonly endAtom: Int32Array;
  readonly paidSeconds: Int32Array;
  readonly layout: Int32Array;
};

/**
 * A queue's need at one price: a queue comes as often as its need has prices. People beyond the need are taken as a need of less than nothing: `understaffedPerHour` is then
 * what one of them costs there, below 0.
 */
export type PricedQueue = Pick<QueueRule, 'queue' | 'skill' | 'lowestTier' | 'understaffedPerHour'> & { readonly isNeed: boolean };

/** Agents that may serve the same queues. */
export type SkillGroup = { readonly queues: readonly number[] };

/** A rostering problem compiled for the engine. Time is counted in atoms (the common divisor of all times) from `originMs`. */
export type Problem = {
  readonly plan: ResolvedPlan;
  readonly horizon: Horizon;
  readonly originMs: number;
  readonly atomSeconds: number;
  readonly atomsPerCell: number;
  readonly cells: number;
  /** By price of an uncovered hour, dearest first. */
  readonly queues: readonly PricedQueue[];
  /** People needed at that price, by queue and cell. */
  readonly demand: readonly Float64Array[];
  readonly groups: readonly SkillGroup[];
  readonly cover: CoverModel;
  /** Online atoms of shifts already running when the horizon begins, by group and cell. */
  readonly standing: readonly Int32Array[];
  readonly options: ShiftOptions;
  readonly layouts: readonly BreakLayout[];
  /** Options by contract and day, by start. */
  readonly byContract: readonly (readonly Int32Array[])[];
  /** Distinct lengths of breaks, in atoms. */
  readonly breakLengths: readonly number[];
  /** Atoms that a person can be on line within one cell, for which gains are needed; always includes a full cell. */
  readonly levels: readonly number[];
  readonly people: readonly Person[];
  /** 1 where an option is a night shift; null when nobody asks. */
  readonly isNight?: Uint8Array | null;
  /** The roster to start from; absent without one. */
  readonly given?: Given;
  /** Trainings that options hold; absent where they are placed afterwards. */
  readonly trainings?: Trainings;
  readonly warnings: readonly string[];
};

/** Trainings within shifts, as bits: in each option, and meant for each person. */
export type Trainings = Pick<TrainedShifts, 'due' | 'missingEach'> & { readonly held: Int32Array };

/** People still on line from the roster before count in steps of this. */
const STANDING_STEP_MS = 300_000;

type Slot = Omit<StandingSlot, 'standing'> & Partial<Pick<StandingSlot, 'standing'>>;

/** A roster to start from, compiled. */
export type Given = {
  readonly roster: GivenRoster;
  readonly standing: readonly StandingDay[];
  /** Who may work an option that stands, by option from `first` on. */
  readonly owners: readonly number[];
  readonly first: number;
};

/** What does not depend on people: days, time grid, need and every shift. */
export type Demand = Pick<
  Problem,
  'plan' | 'horizon' | 'originMs' | 'atomSeconds' | 'atomsPerCell' | 'cells' | 'queues' | 'demand' | 'options' | 'layouts' | 'breakLengths' | 'levels'
> & { readonly warnings: string[] };

/** Compiles requirements and plan. */
export function compileDemand(
  requirements: Requirements,
  plan: ResolvedPlan,
  standing: (horizon: Horizon) => readonly StandingSlot[] = () => [],
  before: (horizon: Horizon) => readonly Stretch[] = () => [],
): Demand {
  const horizon = rosterHorizon(plan, requirements);
  const warnings: string[] = [weekWarning(plan, horizon) ?? []].flat();
  const slots: Slot[] = [...plan.shifts.flatMap((rule, r) => shiftSlots(plan, horizon, rule, r, warnings)), ...standing(horizon)];
  const grid = timeGrid(plan, requirements, horizon, slots, before(horizon));
  const { queues, demand } = demandByCell(plan, requirements, horizon, grid, warnings);
  const shifts = buildOptions(plan, slots, grid);
  return { plan, horizon, ...grid, queues, demand, ...shifts, levels: usedLevels(shifts.options, shifts.layouts, grid.atomsPerCell), warnings };
}

/** Compiles requirements, plan and people into the engine's terms. */
export function compileProblem(
  requirements: Requirements,
  plan: ResolvedPlan,
  agents: readonly Agent[],
  previous: readonly AgentRoster[],
  roster?: GivenRoster,
  freeFrom: FreeFrom = () => null,
  extras: (agent: string, day: string) => readonly ExtraBreak[] = () => [],
  trained: TrainedShifts | null = null,
): Problem {
  checkPeople(plan, agents);
  const fixed = (horizon: Horizon): StandingDay[] => standingDays(roster, horizon.days, agents, plan.zone);
  const base = compileDemand(
    requirements,
    plan,
    (horizon) => [...(trained?.slots ?? []), ...standingSlots(fixed(horizon), agents, plan, horizon, freeFrom, extras)],
    (horizon) => agents.flatMap(({ agent }) => standingStretches(agent, previous, horizon)),
  );
  const { horizon, options, queues, demand, warnings } = base;
  const names = agents.map((own) => own.agent);
  for (const { agent } of plan.roster?.people ?? [])
    if (!names.includes(agent)) warnings.push(`plan.people has rules for "${agent}", who is not among the agents.${meant(agent, names)}`);
  for (const { name, people } of plan.roster?.activities ?? [])
    for (const agent of people ?? [])
      if (!names.includes(agent)) warnings.push(`Activity "${name}" names "${agent}", who is not among the agents.${meant(agent, names)}`);
  const breaks = [...new Set(plan.shifts.flatMap((rule) => rule.breaks.map(({ name }) => name)))];
  for (const name of plan.roster?.breaksAtOnce?.breaks ?? [])
    if (!breaks.includes(name)) warnings.push(`plan.breaksAtOnce names "${name}", which is no break of any shift.${meant(name, breaks)}`);
  warnings.push(...givenWarnings(roster, agents, horizon), ...previousWarnings(previous, agents, horizon));
  const given = roster === undefined ? null : compileGiven(roster, fixed(horizon), agents, options.day.length);
  const trainings = trained === null ? null : trainingsOf(trained, options.day.length, given?.owners.length ?? 0);
  const byContract = plan.contracts.map((_, c) => contractOptions(plan, c, agents, horizon, options, given));
  const people = agents.map((agent, i) => compilePerson(agent, i, plan, horizon, base, options, byContract, previous, warnings, given));
  const { groups, groupOf } = skillGroups(queues, agents);
  warnSkills(queues, groups, agents, groupOf, warnings);
  return {
    ...base,
    groups,
    cover: coverModel(queues, groups, demand, plan.surplusPerHour, (base.atomSeconds * base.atomsPerCell) / 3600, base.atomsPerCell),
    standing: standingSupply(groups, groupOf, agents, previous, horizon, base),
    byContract,
    people: (trainings === null ? people : withOwnTrainings(people, trainings)).map((person, i) => ({ ...person, group: groupOf[i] as number })),
    isNight: nightOptions(plan, horizon, base, options),
    ...(given === null ? {} : { given }),
    ...(trainings === null ? {} : { trainings }),
  };
}

/** Trainings by option; shifts that hold some come after the plain ones and before those that stand. */
function trainingsOf({ held, due, missingEach }: TrainedShifts, options: number, standing: number): Trainings {
  const all = new Int32Array(options);
  all.set(held, options - standing - held.length);
  return { held: all, due, missingEach };
}

/** Leaves to each person the trainings meant for them; people with the same shifts go on sharing one list. */
function withOwnTrainings(people: readonly Person[], { held, due }: Trainings): Person[] {
  const known = new Map<Int32Array, Map<number, Int32Array>>();
  return people.map((person, i) => {
    const own = due[i] as number;
    const allowed = person.allowed.map((list) => {
      const lists = known.get(list) ?? new Map<number, Int32Array>();
      known.set(list, lists);
      const left = lists.get(own) ?? list.filter((o) => ((held[o] as number) & ~own) === 0);
      lists.set(own, left);
      return left;
    });
    return { ...person, allowed };
  });
}

/** The way out for a name that nobody has. */
function meant(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}

function compileGiven(roster: GivenRoster, standing: readonly StandingDay[], agents: readonly Agent[], options: number): Given {
  const index = new Map(agents.map((agent, i) => [agent.agent, i]));
  const owners = standing.flatMap(({ agent, shift }) => (shift === null ? [] : (index.get(agent) as number)));
  return { roster, standing, owners, first: options - owners.length };
}

/** Options of a contract on each day, by start; shifts that stand are options of their owners' contracts. */
export function contractOptions(
  plan: ResolvedPlan,
  c: number,
  agents: readonly Agent[],
  horizon: Horizon,
  options: ShiftOptions,
  given: Given | null,
): Int32Array[] {
  const contract = plan.contracts[c] as ContractRule;
  const byDay = withinDay(contract, optionsOfContract(plan, contract.shifts, horizon, options), options);
  if (given === null || given.owners.length === 0) return byDay;
  return byDay.map((list, day) => {
    const own = given.owners.flatMap((person, k) =>
      options.day[given.first + k] === day && agents[person]?.contract === contract.name ? [given.first + k] : [],
    );
    const all = [...list.filter((o) => o < given.first), ...own];
    return Int32Array.from(all.sort((a, b) => (options.startAtom[a] as number) - (options.startAtom[b] as number) || a - b));
  });
}

/** Marks the options that are night shifts. */
function nightOptions(plan: ResolvedPlan, horizon: Horizon, { originMs, atomSeconds }: TimeGrid, options: ShiftOptions): Uint8Array | null {
  const night = plan.roster?.night;
  if (night === undefined) return null;
  const atMs = (atom: number): number => originMs + atom * atomSeconds * 1000;
  return Uint8Array.from(options.day, (day, o) => {
    const from = atMs(options.startAtom[o] as number);
    return isNightShift(night, plan.zone, horizon.days[day] as string, from, atMs(options.endAtom[o] as number)) ? 1 : 0;
  });
}

/** Options within the contract's paid hours of a day. */
function withinDay(contract: ContractRule, byDay: Int32Array[], { paidSeconds }: ShiftOptions): Int32Array[] {
  const { minimumSecondsPerDay = 0, maximumSecondsPerDay = Number.POSITIVE_INFINITY } = contract.limits ?? {};
  if (minimumSecondsPerDay === 0 && maximumSecondsPerDay === Number.POSITIVE_INFINITY) return byDay;
  return byDay.map((list) => list.filter((o) => (paidSeconds[o] as number) >= minimumSecondsPerDay && (paidSeconds[o] as number) <= maximumSecondsPerDay));
}

/** Time grid: cells of the requirements, atoms that divide every time of the problem. */
export type TimeGrid = { readonly originMs: number; readonly atomSeconds: number; readonly atomsPerCell: number; readonly cells: number };

function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(Math.round(a)), Math.abs(Math.round(b))];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

function timeGrid(plan: ResolvedPlan, requirements: Requirements, horizon: Horizon, slots: readonly Slot[], before: readonly Stretch[]): TimeGrid {
  const anchorMs = requirements.queues[0]?.startMs ?? horizon.startMs;
  let cellSeconds = requirements.queues[0]?.intervalSeconds ?? plan.intervalSeconds;
  for (const queue of requirements.queues) cellSeconds = divisor(divisor(cellSeconds, queue.intervalSeconds), (queue.startMs - anchorMs) / 1000);
  const earliest = slots.reduce((least, slot) => Math.min(least, slot.startMs), horizon.startMs);
  const latest = slots.reduce((most, slot) => Math.max(most, slot.startMs + slot.lengthSeconds * 1000), horizon.endMs);
  const originMs = anchorMs + Math.floor((earliest - anchorMs) / (cellSeconds * 1000)) * cellSeconds * 1000;
  let atomSeconds = cellSeconds;
  for (const slot of slots) {
    atomSeconds = divisor(divisor(atomSeconds, (slot.startMs - originMs) / 1000), slot.lengthSeconds);
    for (const pause of slot.standing?.breaks ?? []) atomSeconds = pause.startsSeconds.reduce(divisor, divisor(atomSeconds, pause.lengthSeconds));
  }
  for (const { startMs, endMs } of before) atomSeconds = divisor(divisor(atomSeconds, (startMs - originMs) / 1000), (endMs - originMs) / 1000);
  for (const rule of plan.shifts)
    for (const pause of rule.breaks) atomSeconds = divisor(divisor(divisor(atomSeconds, pause.lengthSeconds), pause.fromSeconds), pause.everySeconds);
  return { originMs, atomSeconds, atomsPerCell: cellSeconds / atomSeconds, cells: Math.ceil((latest - originMs) / (cellSeconds * 1000)) };
}

/** Every start on every day at every length of one family; starts that the clock skips are left out. */
function shiftSlots(plan: ResolvedPlan, horizon: Horizon, rule: ShiftRule, index: number, warnings: string[]): Slot[] {
  const lengths: number[] = [];
  for (let k = 0; rule.lengthFromSeconds + k * rule.lengthEverySeconds <= rule.lengthToSeconds; k += 1)
    lengths.push(rule.lengthFromSeconds + k * rule.lengthEverySeconds);
  const placed = lengths.filter((length) => breakLayout(rule, length, 1, () => 0).orders.length > 0);
  if (placed.length < lengths.length) {
    const without = lengths.filter((length) => !placed.includes(length)).map((length) => `${length / 3600} h`);
    warnings.push(`Shift "${rule.name}" cannot be worked at ${without.join(', ')}: its breaks do not fit there without overlap.`);
  }
  const slots: Slot[] = [];
  horizon.days.forEach((day, d) => {
    if (rule.weekdays !== undefined && !rule.weekdays.includes(weekdayOf(day))) return;
    const [earliestEndMs, latestEndMs] = endWindow(plan.zone, rule, day);
    const starts = new Set<number>();
    for (const minute of startMinutes(rule)) {
      if (localKind(plan.zone, dayNumber(day) * 86_400_000 + minute * 60_000) !== 'skipped') starts.add(instantOf(plan.zone, day, minute));
    }
    for (const startMs of [...starts].sort((a, b) => a - b)) {
      for (const lengthSeconds of placed) {
        const endMs = startMs + lengthSeconds * 1000;
        if (endMs >= earliestEndMs && endMs <= latestEndMs) slots.push({ rule: index, day: d, startMs, lengthSeconds });
      }
    }
  });
  return slots;
}

/** Instants between which shifts of a family that start on a day may end. */
function endWindow(zone: string, { endFromMinute, endToMinute }: ShiftRule, day: string): readonly [number, number] {
  const at = (minute: number): number => instantOf(zone, addDays(day, Math.floor(minute / DAY_MINUTES)), minute % DAY_MINUTES);
  return [endFromMinute === undefined ? Number.NEGATIVE_INFINITY : at(endFromMinute), endToMinute === undefined ? Number.POSITIVE_INFINITY : at(endToMinute)];
}

/** Clock minutes, 0 to 1439, at which a family may start on a day; windows past midnight wrap onto the day the shift starts on. */
function startMinutes(rule: ShiftRule): number[] {
  const minutes: number[] = [];
  for (let k = 0; rule.startFromMinute + (k * rule.startEverySeconds) / MINUTE_SECONDS <= rule.startToMinute; k += 1)
    minutes.push((rule.startFromMinute + (k * rule.startEverySeconds) / MINUTE_SECONDS) % DAY_MINUTES);
  return minutes;
}

/** Need by queue and price, and by cell: from the requirements, and from the least numbers around openings and closings. */
function demandByCell(
  plan: ResolvedPlan,
  requirements: Requirements,
  horizon: Horizon,
  grid: TimeGrid,
  warnings: string[],
): { readonly queues: PricedQueue[]; readonly demand: Float64Array[] } {
  const found: { readonly queue: PricedQueue; readonly column: Float64Array }[] = [];
  const columnOf = ({ queue, skill, lowestTier }: QueueRule, understaffedPerHour: number, isNeed: boolean): Float64Array => {
    const known = found.find((own) => own.queue.queue === queue && own.queue.understaffedPerHour === understaffedPerHour && own.queue.isNeed === isNeed);
    if (known !== undefined) return known.column;
    const column = new Float64Array(grid.cells);
    found.push({ queue: { queue, skill, lowestTier, understaffedPerHour, isNeed }, column });
    return column;
  };
  for (const rule of plan.queues) columnOf(rule, rule.understaffedPerHour, true);
  for (const requirement of requirements.queues) {
    const rule = plan.queues.find(({ queue }) => queue === requirement.queue);
    if (rule === undefined) {
      warnings.push(`Requirements have a queue "${requirement.queue}", which plan.queues does not have; it is left out.`);
      continue;
    }
    const wanted = plan.cover === 'withShrinkage' ? requirement.agentsWithShrinkage : requirement.agentsExact;
    checkWanted(requirement.queue, wanted);
    for (const { isNeed, pricePerHour, agents } of coverLayers(requirement, rule, wanted, plan.surplusPerHour))
      addNeed(columnOf(rule, isNeed ? pricePerHour : -pricePerHour, isNeed), agents, requirement, horizon, grid);
  }
  for (const rule of plan.queues) {
    addEdges(rule, plan.zone, found, horizon, grid);
    if (!requirements.queues.some((requirement) => requirement.queue === rule.queue))
      warnings.push(`Queue "${rule.queue}" has no requirements; nobody is planned for it.`);
  }
  const sorted = found.toSorted((a, b) => b.queue.understaffedPerHour - a.queue.understaffedPerHour);
  return { queues: sorted.map(({ queue }) => queue), demand: sorted.map(({ column }) => column) };
}

function checkWanted(queue: string, wanted: readonly number[]): void {
  const index = wanted.findIndex((agents) => !Number.isFinite(agents) || agents < 0);
  if (index >= 0)
    throw new InvalidInputError(`schedule: requirements of "${queue}" must be finite numbers, 0 or more, got ${wanted[index]} at position ${index}.`, {
      queue,
      index,
    });
}

function addNeed(
  column: Float64Array,
  people: readonly number[],
  { startMs, intervalSeconds }: Requirements['queues'][number],
  horizon: Horizon,
  { originMs, atomSeconds, atomsPerCell }: TimeGrid,
): void {
  const cellMs = atomsPerCell * atomSeconds * 1000;
  people.forEach((agents, i) => {
    const fromMs = startMs + i * intervalSeconds * 1000;
    const toMs = fromMs + intervalSeconds * 1000;
    for (let atMs = Math.max(fromMs, horizon.startMs); atMs < Math.min(toMs, horizon.endMs); atMs += cellMs) {
      const cell = Math.floor((atMs - originMs) / cellMs);
      column[cell] = (column[cell] as number) + agents;
    }
  });
}

/** Raises a queue's need around openings and closings, at its plain price. */
function addEdges(
  rule: QueueRule,
  zone: string,
  found: readonly { readonly queue: PricedQueue; readonly column: Float64Array }[],
  horizon: Horizon,
  { originMs, atomSeconds, atomsPerCell, cells }: TimeGrid,
): void {
  const cellMs = atomsPerCell * atomSeconds * 1000;
  const own = found.filter(({ queue }) => queue.queue === rule.queue && queue.isNeed).map(({ column }) => column);
  const plain = found.find(({ queue }) => queue.queue === rule.queue && queue.understaffedPerHour === rule.understaffedPerHour)?.column as Float64Array;
  for (const { fromMs, toMs, agents } of edgeStretches(rule, zone, horizon.days)) {
    const last = Math.min(cells, Math.ceil((Math.min(toMs, horizon.endMs) - originMs) / cellMs));
    for (let cell = Math.max(0, Math.floor((Math.max(fromMs, horizon.startMs) - originMs) / cellMs)); cell < last; cell += 1) {
      const need = own.reduce((sum, column) => sum + (column[cell] as number), 0);
      if (need < agents) plain[cell] = (plain[cell] as number) + agents - need;
    }
  }
}

function buildOptions(plan: ResolvedPlan, slots: readonly Slot[], grid: TimeGrid): Pick<Problem, 'options' | 'layouts' | 'breakLengths'> {
  const breakLengths: number[] = [];
  const lengthIndexOf = (atoms: number): number => {
    if (!breakLengths.includes(atoms)) breakLengths.push(atoms);
    return breakLengths.indexOf(atoms);
  };
  const layouts: BreakLayout[] = [];
  const layoutIds = new Map<string, number>();
  const layoutOf = (slot: Slot): number => {
    const { standing } = slot;
    const key = `${slot.rule}/${slot.lengthSeconds}${standing === undefined ? '' : JSON.stringify([standing.breaks, standing.isFree])}`;
    let id = layoutIds.get(key);
    if (id === undefined) {
      id = layouts.length;
      const rule = plan.shifts[slot.rule] as ShiftRule;
      if (standing === undefined) layouts.push(breakLayout(rule, slot.lengthSeconds, grid.atomSeconds, lengthIndexOf));
      else layouts.push(standingLayout({ ...slot, standing }, grid.atomSeconds, rule.minimumWorkSeconds ?? 0, lengthIndexOf));
      layoutIds.set(key, id);
    }
    return id;
  };
  const layoutIdsBySlot = slots.map(layoutOf);
  const startOf = (slot: Slot): number => (slot.startMs - grid.originMs) / 1000 / grid.atomSeconds;
  const options: ShiftOptions = {
    day: Int32Array.from(slots, (slot) => slot.day),
    rule: Int32Array.from(slots, (slot) => slot.rule),
    startAtom: Int32Array.from(slots, startOf),
    endAtom: Int32Array.from(slots, (slot) => startOf(slot) + slot.lengthSeconds / grid.atomSeconds),
    paidSeconds: Int32Array.from(slots, (slot, i) => slot.lengthSeconds - (layouts[layoutIdsBySlot[i] as number] as BreakLayout).unpaidSeconds),
    layout: Int32Array.from(layoutIdsBySlot),
  };
  return { options, layouts, breakLengths };
}

/** Options of a contract on a day, by start. */
export function optionsOf(problem: Problem, contract: number, day: number): Int32Array {
  return (problem.byContract[contract] as readonly Int32Array[])[day] as Int32Array;
}

/** Options of some families by day, by start. */
export function optionsOfContract(plan: ResolvedPlan, families: readonly string[], horizon: Horizon, options: ShiftOptions): Int32Array[] {
  const rules = new Set(families.map((name) => plan.shifts.findIndex((rule) => rule.name === name)));
  const days: number[][] = horizon.days.map(() => []);
  options.rule.forEach((rule, o) => {
    if (rules.has(rule)) days[options.day[o] as number]?.push(o);
  });
  return days.map((list) => Int32Array.from(list.sort((a, b) => (options.startAtom[a] as number) - (options.startAtom[b] as number) || a - b)));
}

/** Names of queues, each once. */
export function namesOf({ queues }: Pick<Problem, 'queues'>, some: readonly number[]): string[] {
  return [...new Set(some.map((q) => (queues[q] as PricedQueue).queue))];
}

function mayServe(agent: Agent, queue: PricedQueue): boolean {
  return agent.skills.some(({ skill, tier }) => skill === queue.skill && tier >= queue.lowestTier);
}

function skillGroups(queues: readonly PricedQueue[], agents: readonly Agent[]): { groups: SkillGroup[]; groupOf: number[] } {
  const groups: SkillGroup[] = [];
  const keys = new Map<string, number>();
  const groupOf = agents.map((agent) => {
    const serves = queues.flatMap((queue, q) => (mayServe(agent, queue) ? [q] : []));
    const key = serves.join();
    let group = keys.get(key);
    if (group === undefined) {
      group = groups.length;
      keys.set(key, group);
      groups.push({ queues: serves });
    }
    return group;
  });
  return { groups, groupOf };
}

function warnSkills(
  queues: readonly PricedQueue[],
  groups: readonly SkillGroup[],
  agents: readonly Agent[],
  groupOf: readonly number[],
  warnings: string[],
): void {
  queues.forEach((queue, q) => {
    if (queues.findIndex((other) => other.queue === queue.queue) < q) return;
    if (agents.length > 0 && !groups.some((group) => group.queues.includes(q)))
      warnings.push(
        `Queue "${queue.queue}" needs the skill "${queue.skill}" at tier ${queue.lowestTier} or higher, which nobody has; all its work stays uncovered.`,
      );
  });
  agents.forEach((agent, i) => {
    if (groups[groupOf[i] as number]?.queues.length === 0)
      warnings.push(`Agent "${agent.agent}" has no skill that any queue takes; the hours count as surplus.`);
  });
}

/** Stretch on line, from and to an instant. */
type Stretch = { readonly startMs: number; readonly endMs: number };

/** When a person is still on line after the horizon begins, from a roster before it; to the nearest five minutes, so that odd seconds do not make the time grid fine. */
function standingStretches(agent: string, previous: readonly AgentRoster[], { days, startMs }: Horizon): Stretch[] {
  const rounded = (ms: number): number => Math.max(startMs, Math.round(ms / STANDING_STEP_MS) * STANDING_STEP_MS);
  return previous
    .filter((own) => own.agent === agent)
    .flatMap(({ shifts }) => shifts.filter(({ day }) => day < (days[0] as string)))
    .flatMap(({ activities }) => activities.filter(({ activity }) => activity === 'online'))
    .map((part) => ({ startMs: rounded(part.startMs), endMs: rounded(part.endMs) }))
    .filter((part) => part.endMs > part.startMs);
}

/** Atoms that people on line from a roster before the horizon cover, by skill group and cell. */
function standingSupply(
  groups: readonly SkillGroup[],
  groupOf: readonly number[],
  agents: readonly Agent[],
  previous: readonly AgentRoster[],
  horizon: Horizon,
  { originMs, atomSeconds, atomsPerCell, cells }: TimeGrid,
): Int32Array[] {
  const standing = groups.map(() => new Int32Array(cells));
  const atomMs = atomSeconds * 1000;
  agents.forEach(({ agent }, i) => {
    const supply = standing[groupOf[i] as number] as Int32Array;
    for (const { startMs, endMs } of standingStretches(agent, previous, horizon)) {
      const end = Math.min(cells * atomsPerCell, (endMs - originMs) / atomMs);
      for (let atom = (startMs - originMs) / atomMs; atom < end; atom += 1) {
        const cell = Math.floor(atom / atomsPerCell);
        supply[cell] = (supply[cell] as number) + 1;
      }
    }
  });
  return standing;
}

/** Parts of a cell, in atoms, for which someone can be on line: shift ends and breaks cut cells. */
function usedLevels(options: ShiftOptions, layouts: readonly BreakLayout[], atomsPerCell: number): number[] {
  const used = new Set([atomsPerCell]);
  const phases = new Set<number>();
  options.startAtom.forEach((start, o) => {
    phases.add(start % atomsPerCell);
    used.add(atomsPerCell - (start % atomsPerCell));
    used.add((options.endAtom[o] as number) % atomsPerCell);
  });
  for (const { due } of layouts) {
    for (const { lengthAtoms, positions } of due) {
      for (const phase of phases) {
        for (const position of positions) {
          const from = (phase + position) % atomsPerCell;
          const head = Math.min(lengthAtoms, atomsPerCell - from);
          used.add(atomsPerCell - head);
          used.add(atomsPerCell - ((lengthAtoms - head) % atomsPerCell));
        }
      }
    }
  }
  used.delete(0);
  return [...used].sort((a, b) => a - b);
}

/** Throws when no contract could ever work a shift: the plan has no shifts at all. */
export function checkPlanForRoster(plan: ResolvedPlan): void {
  if (plan.shifts.length === 0)
    throw new InvalidPlanError('plan.json: shifts is missing. Describe at least one family of shifts to build a roster.', { path: 'shifts' });
  if (plan.contracts.length === 0)
    throw new InvalidPlanError('plan.json: contracts is missing. Describe at least one contract to build a roster.', { path: 'contracts' });
  if (plan.queues.length === 0) throw new InvalidPlanError('plan.json: queues is empty. Describe at least one queue to build a roster.', { path: 'queues' });
}
