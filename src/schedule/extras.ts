import type { ContractRule, FairnessRule, ShiftCoverRule } from '../core/index.js';
import { weekdayOf } from '../time/index.js';
import type { BreakLayout } from './break-layout.js';
import { ABSENCE } from './given-roster.js';
import { overtimeCost } from './path-space.js';
import { activityWindow, isMember } from './people-activities.js';
import { type Person, weekendOf } from './person.js';
import type { Problem, Trainings } from './problem.js';

const DAYS_PER_WEEK = 7;
const SATURDAY = 5;

/** Costs beyond cover, pay and wishes, by kind. */
export type ExtraCosts = {
  readonly overtime: number;
  readonly fairness: number;
  readonly shiftCover: number;
  readonly changes: number;
  readonly activities: number;
};

/**
 * Costs of a roster that are no sums over single days: overtime of a week, burdens spread over people, people wanted on a family of shifts, and changes
 * of a given roster. They follow the roster shift by shift.
 */
export type Extras = {
  /** What a shift on a day that is free now adds, everything else as it is. */
  marginal(person: Person, day: number, option: number): number;
  /** The same but overtime, which a dynamic programme counts by the week. */
  marginalInWeek(person: Person, day: number, option: number): number;
  /** Books a shift put (+1) or cleared (−1); call it while the day counts as free. */
  note(person: Person, day: number, option: number, sign: 1 | -1): void;
  /** All of it, summed anew. */
  total(): number;
  costs(): ExtraCosts;
  readonly kinds: ReadonlySet<keyof ExtraCosts>;
};

/** One kind of cost: how it grows with one shift, and all of it. */
type Part = Pick<Extras, 'marginal' | 'note' | 'total'> & { readonly kind: keyof ExtraCosts };

/** Opens the books of an empty roster; null when the plan has no such cost. `work` is the roster: option by person and day. */
export function openExtras(problem: Problem, work: Int32Array): Extras | null {
  const { plan, people } = problem;
  const parts: Part[] = [];
  if (plan.contracts.some((rule) => rule.limits?.overtime !== undefined)) parts.push(overtimePart(problem));
  for (const rule of plan.roster?.fairness ?? []) parts.push(fairnessPart(problem, rule, work));
  if ((plan.roster?.shiftCover.length ?? 0) > 0) parts.push(shiftCoverPart(problem));
  if ((plan.roster?.activities.length ?? 0) > 0) parts.push(attendancePart(problem));
  if (problem.trainings !== undefined) parts.push(trainingPart(people, problem.trainings));
  if (people.some((person) => person.kept !== undefined)) parts.push(changesPart(problem, work));
  if (parts.length === 0) return null;
  const costs = (): ExtraCosts => {
    const sums = { overtime: 0, fairness: 0, shiftCover: 0, changes: 0, activities: 0 };
    for (const part of parts) sums[part.kind] += part.total();
    return sums;
  };
  const daily = parts.filter(({ kind }) => kind !== 'overtime');
  const sumOf = (some: readonly Part[], person: Person, day: number, option: number): number =>
    some.reduce((sum, part) => sum + part.marginal(person, day, option), 0);
  return {
    marginal: (person, day, option) => sumOf(parts, person, day, option),
    marginalInWeek: (person, day, option) => sumOf(daily, person, day, option),
    note(person, day, option, sign) {
      for (const part of parts) part.note(person, day, option, sign);
    },
    total: () => parts.reduce((sum, part) => sum + part.total(), 0),
    costs,
    kinds: new Set(parts.map((part) => part.kind)),
  };
}

/** Extra costs of a finished roster. */
export function extraCosts(problem: Problem, work: Int32Array): Partial<ExtraCosts> {
  const placed = new Int32Array(work.length).fill(-1);
  const extras = openExtras(problem, placed);
  if (extras === null) return {};
  const days = problem.horizon.days.length;
  for (const person of problem.people) {
    for (let day = 0; day < days; day += 1) {
      const option = work[person.index * days + day] as number;
      if (option >= 0) extras.note(person, day, option, 1);
      placed[person.index * days + day] = option;
    }
  }
  return Object.fromEntries(Object.entries(extras.costs()).filter(([kind]) => extras.kinds.has(kind as keyof ExtraCosts)));
}

function overtimePart({ plan, people, horizon, options }: Problem): Part {
  const weeks = horizon.days.length / DAYS_PER_WEEK;
  const paid = new Float64Array(people.length * weeks);
  const ruleOf = (person: Person): ContractRule => plan.contracts[person.contract] as ContractRule;
  const at = (person: Person, day: number): number => person.index * weeks + Math.floor(day / DAYS_PER_WEEK);
  return {
    kind: 'overtime',
    marginal(person, day, option) {
      const rule = ruleOf(person);
      if (rule.limits?.overtime === undefined) return 0;
      const now = paid[at(person, day)] as number;
      return overtimeCost(rule, now + (options.paidSeconds[option] as number)) - overtimeCost(rule, now);
    },
    note(person, day, option, sign) {
      paid[at(person, day)] = (paid[at(person, day)] as number) + sign * (options.paidSeconds[option] as number);
    },
    total: () =>
      people.reduce((sum, person) => {
        let own = 0;
        for (let week = 0; week < weeks; week += 1) own += overtimeCost(ruleOf(person), paid[person.index * weeks + week] as number);
        return sum + own;
      }, 0),
  };
}

/** price × Σ (count − mean)² = price × (Σ count² − (Σ count)² ÷ people). */
function fairnessPart({ plan, people, horizon, options, isNight }: Problem, rule: FairnessRule, work: Int32Array): Part {
  const days = horizon.days.length;
  const contracts = new Set(plan.contracts.flatMap(({ name }, c) => (rule.contracts === null || rule.contracts.includes(name) ? [c] : [])));
  const families = new Set(typeof rule.count === 'string' ? [] : rule.count.map((name) => plan.shifts.findIndex((own) => own.name === name)));
  const isOne = (person: Person): boolean => contracts.has(person.contract);
  const members = people.filter(isOne);
  const count = new Float64Array(people.length);
  for (const person of members) count[person.index] = countBefore(person, rule, families);
  let sum = members.reduce((total, person) => total + (count[person.index] as number), 0);
  /** Other day of the weekend within the roster; −1 when there is none. */
  const other = horizon.days.map((_, d) => {
    const weekday = horizon.weekdays[d] as number;
    if (weekday < SATURDAY) return -1;
    const twin = weekday === SATURDAY ? d + 1 : d - 1;
    return twin >= 0 && twin < days ? twin : -1;
  });
  const counts = (person: Person, day: number, option: number): boolean => {
    if (!isOne(person)) return false;
    if (rule.count === 'nights') return isNight?.[option] === 1;
    if (rule.count !== 'weekends') return families.has(options.rule[option] as number);
    if ((horizon.weekdays[day] as number) < SATURDAY) return false;
    const twin = other[day] as number;
    if (twin < 0) return !(day === 0 && person.before.saturdayWorked);
    return (work[person.index * days + twin] as number) < 0;
  };
  return {
    kind: 'fairness',
    marginal(person, day, option) {
      if (!counts(person, day, option)) return 0;
      const own = count[person.index] as number;
      return rule.price * (2 * own + 1 - (2 * sum + 1) / members.length);
    },
    note(person, day, option, sign) {
      if (!counts(person, day, option)) return;
      count[person.index] = (count[person.index] as number) + sign;
      sum += sign;
    },
    total() {
      const mean = sum / Math.max(1, members.length);
      return rule.price * members.reduce((total, person) => total + ((count[person.index] as number) - mean) ** 2, 0);
    },
  };
}

function countBefore({ before }: Person, rule: FairnessRule, families: ReadonlySet<number>): number {
  const shifts = before.shifts ?? [];
  if (rule.count === 'nights') return shifts.filter(({ isNight }) => isNight).length;
  if (rule.count !== 'weekends') return shifts.filter(({ family }) => families.has(family)).length;
  return new Set(shifts.flatMap(({ day }) => weekendOf(day) ?? [])).size;
}

function shiftCoverPart({ plan, horizon, options, layouts }: Problem): Part {
  const isMissed = layouts.map(({ due }) => due.some(({ name }) => name === ABSENCE));
  const rules = plan.roster?.shiftCover as readonly ShiftCoverRule[];
  const days = horizon.days.length;
  const families = rules.map((rule) => plan.shifts.findIndex((own) => own.name === rule.shift));
  const isDue = rules.map((rule) => horizon.days.map((day) => rule.weekdays.includes(weekdayOf(day))));
  const present = new Int32Array(rules.length * days);
  const isOn = (r: number, option: number): boolean => families[r] === options.rule[option] && isMissed[options.layout[option] as number] === false;
  return {
    kind: 'shiftCover',
    marginal(_, day, option) {
      let change = 0;
      rules.forEach((rule, r) => {
        if (isOn(r, option) && isDue[r]?.[day] && (present[r * days + day] as number) < rule.agents) change -= rule.missingPerShift;
      });
      return change;
    },
    note(_, day, option, sign) {
      rules.forEach((_rule, r) => {
        if (isOn(r, option)) present[r * days + day] = (present[r * days + day] as number) + sign;
      });
    },
    total() {
      let cost = 0;
      rules.forEach((rule, r) => {
        for (let day = 0; day < days; day += 1)
          if (isDue[r]?.[day]) cost += rule.missingPerShift * Math.max(0, rule.agents - (present[r * days + day] as number));
      });
      return cost;
    },
  };
}

/** People who work no shift that could hold an activity meant for them, nor one that stands and does. */
function attendancePart(problem: Problem): Part {
  const { plan, people, options, layouts, originMs, atomSeconds } = problem;
  const rules = (plan.roster?.activities ?? []).flatMap((rule) => {
    const window = activityWindow(rule, problem);
    return window === null ? [] : [{ rule, ...window }];
  });
  const atMs = (atom: number): number => originMs + atom * atomSeconds * 1000;
  const isMeant = rules.map(({ rule }) =>
    people.map((person) => isMember(rule, { agent: person.name, contract: plan.contracts[person.contract]?.name ?? '' })),
  );
  const chances = new Int32Array(rules.length * people.length);
  const firstStanding = problem.given?.first ?? options.day.length;
  const holds = ({ rule, fromMs, toMs }: (typeof rules)[number], option: number): boolean =>
    option >= firstStanding
      ? (layouts[options.layout[option] as number] as BreakLayout).due.some(({ name }) => name === rule.name)
      : Math.min(toMs, atMs(options.endAtom[option] as number)) - Math.max(fromMs, atMs(options.startAtom[option] as number)) >= rule.lengthSeconds * 1000;
  return {
    kind: 'activities',
    marginal(person, _, option) {
      let change = 0;
      rules.forEach((own, r) => {
        if (isMeant[r]?.[person.index] && chances[r * people.length + person.index] === 0 && holds(own, option)) change -= own.rule.missingEach;
      });
      return change;
    },
    note(person, _, option, sign) {
      rules.forEach((own, r) => {
        const at = r * people.length + person.index;
        if (holds(own, option)) chances[at] = (chances[at] as number) + sign;
      });
    },
    total() {
      let cost = 0;
      rules.forEach(({ rule }, r) => {
        for (const person of people) if (isMeant[r]?.[person.index] && chances[r * people.length + person.index] === 0) cost += rule.missingEach;
      });
      return cost;
    },
  };
}

/** A training that somebody would have twice: dearer than any wish of the plan. */
const TWICE = 1e7;

/** Trainings that shifts hold: what those cost who miss one. */
function trainingPart(people: readonly Person[], { held, due, missingEach }: Trainings): Part {
  const count = missingEach.length;
  const attended = new Int32Array(count * people.length);
  return {
    kind: 'activities',
    marginal(person, _, option) {
      const set = held[option] as number;
      let change = 0;
      for (let k = 0; set >> k > 0; k += 1)
        if ((set >> k) & 1) change += attended[person.index * count + k] === 0 ? -(missingEach[k] as number) : TWICE + (missingEach[k] as number);
      return change;
    },
    note(person, _, option, sign) {
      const set = held[option] as number;
      for (let k = 0; set >> k > 0; k += 1) if ((set >> k) & 1) attended[person.index * count + k] = (attended[person.index * count + k] as number) + sign;
    },
    total() {
      let cost = 0;
      for (const { index } of people) {
        for (let k = 0; k < count; k += 1) {
          if ((((due[index] as number) >> k) & 1) === 0) continue;
          const times = attended[index * count + k] as number;
          cost += times === 0 ? (missingEach[k] as number) : (times - 1) * (TWICE + (missingEach[k] as number));
        }
      }
      return cost;
    },
  };
}

/** What doing something else on a day than the given roster says costs. */
export function changeCost(person: Person, day: number, option: number): number {
  const { kept } = person;
  if (kept === undefined || kept.options[day] === option) return 0;
  return kept.pricePerChange;
}

function changesPart({ people, horizon }: Problem, work: Int32Array): Part {
  const days = horizon.days.length;
  return {
    kind: 'changes',
    marginal: (person, day, option) => changeCost(person, day, option) - changeCost(person, day, -1),
    note: () => undefined,
    total: () =>
      people.reduce((sum, person) => {
        let own = 0;
        for (let day = 0; day < days; day += 1) own += changeCost(person, day, work[person.index * days + day] as number);
        return sum + own;
      }, 0),
  };
}
