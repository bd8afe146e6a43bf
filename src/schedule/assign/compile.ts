import type { AssignedPerson, AssignmentProblem } from './types.js';

/** Shifts that bind and are bound alike: same forbidden successors, same classes that may precede them, same length. */
export type ShiftKind = {
  readonly ownClass: number;
  /** `after[c]` is true when this kind may follow class c. */
  readonly after: readonly boolean[];
  readonly units: number;
  readonly shifts: readonly number[];
  /** Index into the person's counted shifts; −1 = not counted. */
  readonly counted: number;
};

/** What is known about the day before day 0. */
type Border = { readonly known: boolean; readonly worked: number; readonly shiftClass: number; readonly off: number };

/** One person, numbers only. */
export type CompiledPerson = {
  readonly index: number;
  readonly name: string;
  /** Shifts this person may work. */
  readonly shifts: readonly number[];
  /** Most of each shift; days + 1 or more = no limit. */
  readonly most: Int32Array;
  readonly unitOf: Int32Array;
  readonly leastUnits: number;
  readonly mostUnits: number;
  readonly leastRun: number;
  readonly mostRun: number;
  readonly leastOff: number;
  readonly mostWeekends: number;
  readonly away: Uint8Array;
  readonly border: Border;
  /** Cost of working shift s on day d at [d × shifts + s], against a day off. */
  readonly cost: Float64Array;
};

/** The problem as numbers. */
export type Compiled = {
  readonly days: number;
  readonly shiftCount: number;
  /** Weekday per day, 0 = Monday. */
  readonly weekday: Uint8Array;
  /** Class of each shift: shifts with the same forbidden successors share one. */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** `forbidden[c × shifts + s]` = 1 when shift s may not follow class c. */
  readonly forbidden: Uint8Array;
  readonly people: readonly CompiledPerson[];
  readonly need: Float64Array;
  readonly under: Float64Array;
  readonly over: Float64Array;
  /** Weights of all `on` requests: what a roster of days off would pay for wishes. */
  readonly constant: number;
  /** Every objective is a whole multiple of this; 0 = nothing known. */
  readonly grain: number;
};

const UNBOUND = 1e9;

/** Turns a checked problem into numbers. */
export function compile(problem: AssignmentProblem): Compiled {
  const { days, shifts } = problem;
  const shiftCount = shifts.length;
  const indexOf = new Map(shifts.map(({ shift }, s) => [shift, s]));
  const { classOf, classCount, forbidden } = shiftClasses(problem, indexOf);
  const weekday = Uint8Array.from({ length: days }, (_, d) => ((problem.firstWeekday ?? 0) + d) % 7);
  const people = problem.people.map((person, index) => compilePerson(problem, person, index, indexOf, classOf));
  const cells = days * shiftCount;
  const [need, under, over] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  for (const row of problem.cover) {
    const cell = row.day * shiftCount + (indexOf.get(row.shift) as number);
    need[cell] = row.need;
    under[cell] = row.understaffedWeight;
    over[cell] = row.surplusWeight;
  }
  const personOf = new Map(problem.people.map(({ person }, p) => [person, p]));
  let constant = 0;
  for (const { person, day, shift, kind, weight } of problem.requests ?? []) {
    const { cost } = people[personOf.get(person) as number] as CompiledPerson;
    const cell = day * shiftCount + (indexOf.get(shift) as number);
    cost[cell] = (cost[cell] as number) + (kind === 'on' ? -weight : weight);
    if (kind === 'on') constant += weight;
  }
  return { days, shiftCount, weekday, classOf, classCount, forbidden, people, need, under, over, constant, grain: grainOf(problem) };
}

function shiftClasses(problem: AssignmentProblem, indexOf: ReadonlyMap<string, number>): Pick<Compiled, 'classOf' | 'classCount' | 'forbidden'> {
  const { shifts } = problem;
  const keys = shifts.map(({ notFollowedBy = [] }) =>
    notFollowedBy
      .map((name) => indexOf.get(name) as number)
      .sort((a, b) => a - b)
      .join(),
  );
  const distinct = [...new Set(keys)];
  const classOf = Int32Array.from(keys, (key) => distinct.indexOf(key));
  const forbidden = new Uint8Array(distinct.length * shifts.length);
  distinct.forEach((key, c) => {
    for (const s of key === '' ? [] : key.split(',')) forbidden[c * shifts.length + Number(s)] = 1;
  });
  return { classOf, classCount: distinct.length, forbidden };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function compilePerson(
  problem: AssignmentProblem,
  person: AssignedPerson,
  index: number,
  indexOf: ReadonlyMap<string, number>,
  classOf: Int32Array,
): CompiledPerson {
  const { days, shifts } = problem;
  const most = Int32Array.from(shifts, ({ shift }) => Math.min(UNBOUND, Math.floor(person.mostOfShift?.[shift] ?? UNBOUND)));
  const able = shifts.map((_, s) => s).filter((s) => (most[s] as number) > 0);
  const unit = able.reduce((divisor, s) => greatestCommonDivisor(Math.round((shifts[s]?.lengthSeconds as number) * 1000), divisor), 0) / 1000 || 1;
  const unitOf = Int32Array.from(shifts, ({ lengthSeconds }) => Math.round(lengthSeconds / unit));
  const longest = Math.max(0, ...able.map((s) => unitOf[s] as number)) * days;
  const away = new Uint8Array(days);
  for (const day of person.daysOff ?? []) away[day] = 1;
  const { before = {} } = person;
  const worked = before.daysInRow ?? 0;
  const off = before.daysOffInRow ?? 0;
  return {
    index,
    name: person.person,
    shifts: able,
    most,
    unitOf,
    leastUnits: Math.max(0, Math.ceil((person.leastSeconds ?? 0) / unit - 1e-9)),
    mostUnits: Math.min(longest, Math.floor((person.mostSeconds ?? UNBOUND) / unit + 1e-9)),
    leastRun: Math.max(1, person.leastDaysInRow ?? 1),
    mostRun: person.mostDaysInRow ?? UNBOUND,
    leastOff: Math.max(1, person.leastDaysOffInRow ?? 1),
    mostWeekends: person.mostWeekends ?? UNBOUND,
    away,
    border: {
      known: worked + off > 0,
      worked,
      shiftClass: before.shift === undefined ? -1 : (classOf[indexOf.get(before.shift) as number] as number),
      off,
    },
    cost: new Float64Array(days * shifts.length),
  };
}

/** Largest number that divides every weight, so that bounds may be rounded up to its multiples; 0 when needs or weights are not whole. */
function grainOf(problem: AssignmentProblem): number {
  const weights = [
    ...problem.cover.flatMap(({ understaffedWeight, surplusWeight }) => [understaffedWeight, surplusWeight]),
    ...(problem.requests ?? []).map(({ weight }) => weight),
  ];
  const whole = weights.every(Number.isSafeInteger) && problem.cover.every(({ need }) => Number.isSafeInteger(need));
  return whole ? weights.reduce((divisor, weight) => greatestCommonDivisor(weight, divisor), 0) : 0;
}
