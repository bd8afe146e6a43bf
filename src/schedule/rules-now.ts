import type { PathSpace } from './path-space.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';
import type { RosterState } from './roster-state.js';

const DAYS_PER_WEEK = 7;

/** Answers, for single changes of a roster, whether a person's rules still hold. Sums per week are kept by the caller's `note`. */
export type RuleBook = {
  /** True when the option is open to this person at all. */
  isOpen(person: Person, option: number): boolean;
  /** True when the option may stand on a day that is free now: rest, runs, weekends, days and hours of the week up to their maximum. */
  canPut(person: Person, day: number, option: number): boolean;
  /** True when a week of the person has its least days and hours and the days that are due, and the whole roster its sequence. */
  hasEnough(person: Person, week: number): boolean;
  /** First and last atom that rest leaves to a shift on a free day. */
  earliestStart(person: Person, day: number): number;
  latestEnd(person: Person, day: number): number;
  /** True when an option on a free day keeps the rules of sequence, and all other days that are due are worked. */
  follows(person: Person, day: number, option: number): boolean;
  /** Runs, weekends and days per week if this free day were worked. */
  dayOpen(person: Person, day: number): boolean;
  /** Books a shift put (+1) or cleared (−1). */
  note(person: Person, day: number, option: number, sign: 1 | -1): void;
  /** Paid units and days of a week now. */
  units(person: Person, week: number): number;
  days(person: Person, week: number): number;
};

/** Opens the books of a roster; all days must be off. */
export function ruleBook(problem: Problem, spaces: readonly PathSpace[], state: RosterState): RuleBook {
  const { options, horizon, people, byContract } = problem;
  const days = horizon.days.length;
  const weeks = days / DAYS_PER_WEEK;
  const weekUnits = new Int32Array(people.length * weeks);
  const weekDays = new Int32Array(people.length * weeks);
  let version = 0;
  const known = { person: -1, day: -1, version: -1, byKind: new Int8Array(0) };
  const open = people.map((person) => openFlags(person, byContract[person.contract] as readonly Int32Array[], options.day.length));
  const { work } = state;

  const spaceOf = (person: Person): PathSpace => spaces[person.contract] as PathSpace;

  const earliestStart = (person: Person, day: number): number => {
    const row = person.index * days;
    for (let d = day - 1; d >= 0; d -= 1) {
      const earlier = work[row + d] as number;
      if (earlier >= 0) return (options.endAtom[earlier] as number) + spaceOf(person).restAtoms;
    }
    return Number.NEGATIVE_INFINITY;
  };

  const latestEnd = (person: Person, day: number): number => {
    const row = person.index * days;
    for (let d = day + 1; d < days; d += 1) {
      const later = work[row + d] as number;
      if (later >= 0) return (options.startAtom[later] as number) - spaceOf(person).restAtoms;
    }
    return Number.POSITIVE_INFINITY;
  };

  const runFits = (person: Person, day: number): boolean => {
    const most = spaceOf(person).rule.maximumConsecutiveDays;
    if (most === null) return true;
    const row = person.index * days;
    let run = 1;
    let d = day - 1;
    while (d >= 0 && (work[row + d] as number) >= 0) d -= 1;
    run += day - 1 - d + (d < 0 ? person.before.run : 0);
    for (d = day + 1; d < days && (work[row + d] as number) >= 0; d += 1) run += 1;
    return run <= most;
  };

  const weekendFits = (person: Person, day: number): boolean => {
    const { maximumWeekends, weekendMonths, weekdays } = spaceOf(person);
    const month = weekendMonths[day];
    if (maximumWeekends === null || month === null || month === undefined) return true;
    const row = person.index * days;
    const isWorked = (d: number): boolean => d === day || (work[row + d] as number) >= 0;
    let count = person.before.weekends[month] ?? 0;
    for (let d = 0; d < days; d += 1) {
      if (weekendMonths[d] !== month || !isWorked(d)) continue;
      const isSecondDay = weekdays[d] === 6 && (d === 0 ? person.before.saturdayWorked : isWorked(d - 1));
      if (!isSecondDay) count += 1;
    }
    return count <= maximumWeekends;
  };

  /** Walks the person's days through the rules of sequence, with `changed` on one day (−1 = off). */
  const follows = (person: Person, day: number, changed: number): boolean => {
    const { sequence } = spaceOf(person);
    if (sequence === null) return true;
    const { kinds, kindOf, next } = sequence;
    let step = sequence.start(person.before);
    for (let d = 0; d < days && step >= 0; d += 1) {
      const option = d === day ? changed : (work[person.index * days + d] as number);
      step = (next[d] as Int32Array)[step * (kinds + 1) + (option < 0 ? kinds : (kindOf[option] as number))] as number;
    }
    return step >= 0;
  };

  /** The same for an option on a free day; asked for all options of a day in a row, so answers are kept by kind. */
  const followsWith = (person: Person, day: number, option: number): boolean => {
    const { sequence } = spaceOf(person);
    if (sequence === null) return true;
    if (known.person !== person.index || known.day !== day || known.version !== version) {
      Object.assign(known, { person: person.index, day, version });
      if (known.byKind.length < sequence.kinds) known.byKind = new Int8Array(sequence.kinds);
      known.byKind.fill(-1);
    }
    const kind = sequence.kindOf[option] as number;
    if (known.byKind[kind] === -1) known.byKind[kind] = follows(person, day, option) ? 1 : 0;
    return known.byKind[kind] === 1;
  };

  /** True when the days of a week that must be worked are. */
  const worksWhenDue = (person: Person, week: number): boolean => {
    const must = person.mustWork;
    if (must === undefined) return true;
    for (let d = week * DAYS_PER_WEEK; d < (week + 1) * DAYS_PER_WEEK; d += 1) if (must[d] === 1 && (work[person.index * days + d] as number) < 0) return false;
    return true;
  };

  /** True when all days that must be worked are, one free day apart. */
  const worksElsewhere = (person: Person, day: number): boolean => {
    const must = person.mustWork;
    return must === undefined || must.every((due, d) => due === 0 || d === day || (work[person.index * days + d] as number) >= 0);
  };

  const dayOpen = (person: Person, day: number): boolean =>
    (weekDays[person.index * weeks + Math.floor(day / DAYS_PER_WEEK)] as number) < spaceOf(person).maximumDays &&
    runFits(person, day) &&
    weekendFits(person, day);

  const fits = (person: Person, day: number, option: number): boolean => {
    const space = spaceOf(person);
    if (space.unitsLimited && (weekUnits[person.index * weeks + Math.floor(day / DAYS_PER_WEEK)] as number) + (space.units[option] as number) > space.unitsCap)
      return false;
    if ((options.startAtom[option] as number) < earliestStart(person, day) || (options.endAtom[option] as number) > latestEnd(person, day)) return false;
    return keepsSequence(person, day, option);
  };

  const keepsSequence = (person: Person, day: number, option: number): boolean => worksElsewhere(person, day) && followsWith(person, day, option);

  return {
    isOpen(person, option) {
      const flags = open[person.index];
      return flags === null || flags === undefined || flags[option] === 1;
    },
    canPut: (person, day, option) => dayOpen(person, day) && fits(person, day, option),
    earliestStart,
    latestEnd,
    follows: keepsSequence,
    dayOpen,
    hasEnough(person, week) {
      const space = spaceOf(person);
      const at = person.index * weeks + week;
      if ((weekDays[at] as number) < space.minimumDays || (weekUnits[at] as number) < space.minimumUnits) return false;
      return worksWhenDue(person, week) && follows(person, -1, -1);
    },
    note(person, day, option, sign) {
      version += 1;
      const at = person.index * weeks + Math.floor(day / DAYS_PER_WEEK);
      weekUnits[at] = (weekUnits[at] as number) + sign * (spaceOf(person).units[option] as number);
      weekDays[at] = (weekDays[at] as number) + sign;
    },
    units: (person, week) => weekUnits[person.index * weeks + week] as number,
    days: (person, week) => weekDays[person.index * weeks + week] as number,
  };
}

/** 1 where an option of the contract is open to the person; null when all are. */
function openFlags(person: Person, all: readonly Int32Array[], count: number): Uint8Array | null {
  if (person.allowed.every((list, d) => list === all[d])) return null;
  const flags = new Uint8Array(count);
  for (const list of person.allowed) for (const o of list) flags[o] = 1;
  return flags;
}
