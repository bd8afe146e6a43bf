import { randomStream } from '../random/index.js';
import { type PathFinder, pathFinder } from './best-path.js';
import { dayCells, dayValuer, type PackedShifts } from './gains.js';
import type { PathSpace } from './path-space.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';
import { emptyRoster, type RosterState } from './roster-state.js';
import { ruleBook } from './rules-now.js';

const DAYS_PER_WEEK = 7;
const TABLE = 1 << 12;
/** How often somebody at work at the same time is looked for, and the share of the temperature at which two people are drawn. */
const COMPANION_TRIES = 12;
const CALMER = 0.5;

/** A roster as it can be kept and put back. */
export type Snapshot = { readonly objective: number; readonly work: Int32Array; readonly breaks: Int32Array };

/** Moves on one roster. Every method leaves all rules kept. */
export type Search = {
  readonly state: RosterState;
  /** Gives a person the cheapest schedule against everybody else's; with a temperature, a random one near it. False when nothing changed. */
  rebuild(person: Person, temperature: number): void;
  /** One random move at a temperature. */
  move(temperature: number): void;
  /** Rebuilds everybody in random order, keeping only gains; returns the money gained. */
  sweep(): number;
  /** Gives a person the schedule with the fewest days other than these (option by day, −1 = off); their breaks where they fit best. */
  adopt(person: Person, days: Int32Array): void;
  /** Gives a person, whose days are all free while costs are asked for, the schedule of least cost to a taste. */
  follow(person: Person, taste: Taste): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** People in random order. */
  shuffled(): Person[];
};

/** What makes a schedule: a cost by day and option, a cost by day off, and breaks by option (null = where they fit best). */
type Taste = {
  cost(day: number, option: number): number;
  offCost(day: number): number;
  breaks(option: number): ArrayLike<number> | null;
};

/** Shares of each kind of move, out of 1000; shift moves take the rest. */
export type MoveMix = {
  readonly swapGroups: number;
  readonly swap: number;
  readonly together: number;
  readonly breaks: number;
  readonly twoDays: number;
  readonly day: number;
  readonly rebuild: number;
};

/** Mix for named people. */
const PEOPLE_MIX: MoveMix = { swapGroups: 80, swap: 120, together: 160, breaks: 120, twoDays: 400, day: 16, rebuild: 8 };

/** Mix for shifts without names: nothing to swap. */
export const NAMELESS_MIX: MoveMix = { swapGroups: 0, swap: 0, together: 0, breaks: 400, twoDays: 0, day: 0, rebuild: 0 };

/** Opens a search on an empty roster. */
export function openSearch(problem: Problem, spaces: readonly PathSpace[], seed: number, mix: MoveMix = PEOPLE_MIX): Search {
  const { people, horizon, options, layouts, trainings } = problem;
  const days = horizon.days.length;
  const state = emptyRoster(problem);
  const book = ruleBook(problem, spaces, state);
  const valuer = dayValuer(problem);
  const range = dayCells(problem);
  const finders = spaces.map((space) => pathFinder(space, options));
  const cost = new Float64Array(options.day.length);
  const offCost = new Float64Array(days);
  const random = fastRandom(seed);
  const peers = peersByContract(problem);
  const kinds = shiftKinds(problem, spaces);
  const kindOf = kinds.of;
  const kindCost = new Float64Array(kinds.count);
  const drawn = [kindsOfDay(kinds.count), kindsOfDay(kinds.count)] as const;
  const lengths = [lengthsOfDay(kinds.count), lengthsOfDay(kinds.count)] as const;
  /** Days on which each training can be had, and the one on which it may be. */
  const trainingDays = daysOfTrainings(problem);
  const trainingDay = new Int32Array(trainingDays.length);
  const { startAtom, endAtom } = options;
  const packs = new Map<Int32Array, PackedShifts>();
  for (const list of people.flatMap((person) => person.allowed)) if (!packs.has(list)) packs.set(list, valuer.pack(list));
  const packedByDay = people.flatMap((person) => person.allowed.map((list) => packs.get(list) as PackedShifts));
  const packedOf = (person: Person, day: number): PackedShifts => packedByDay[person.index * days + day] as PackedShifts;
  const gains = new Float64Array([...packs.keys()].reduce((most, list) => Math.max(most, list.length), 0));
  const families = problem.plan.shifts.length;
  const saved = { work: new Int32Array(days), breaks: new Int32Array(days * state.breaksPerShift) };
  const { work, breaks, breaksPerShift, extras } = state;
  const memories = [remembered(breaksPerShift), remembered(breaksPerShift)] as const;
  /** Some rule looks at more than rest, days and hours. */
  const isRuled = spaces.some((space) => space.sequence !== null) || people.some((person) => person.mustWork !== undefined);

  const clear = (person: Person, day: number): void => {
    const option = work[person.index * days + day] as number;
    if (option < 0) return;
    state.clear(person, day);
    book.note(person, day, option, -1);
  };

  const put = (person: Person, day: number, option: number, starts: ArrayLike<number>, offset = 0): void => {
    if (option < 0) return;
    state.put(person, day, option, starts, offset);
    book.note(person, day, option, 1);
  };

  const save = (person: Person): void => {
    saved.work.set(work.subarray(person.index * days, (person.index + 1) * days));
    saved.breaks.set(breaks.subarray(person.index * days * breaksPerShift, (person.index + 1) * days * breaksPerShift));
  };

  /** The day on which each training may be had while a person's schedule is made anew: the day it is on, or any. */
  const chooseTrainingDays = (temperature: number): void => {
    if (trainings === undefined) return;
    trainingDays.forEach((own, k) => {
      trainingDay[k] = own[random.below(own.length)] ?? -1;
    });
    if (temperature > 0) return;
    saved.work.forEach((option, day) => {
      for (let k = 0; option >= 0 && k < trainingDay.length; k += 1) if (((trainings.held[option] as number) >> k) & 1) trainingDay[k] = day;
    });
  };

  /** Trainings that may not be had on a day, as bits. */
  const shutOn = (day: number): number => trainingDay.reduce((set, own, k) => (own === day ? set : set | (1 << k)), 0);

  const rebuild = (person: Person, temperature: number): void => {
    save(person);
    chooseTrainingDays(temperature);
    const before = state.objective();
    for (let day = 0; day < days; day += 1) clear(person, day);
    const table = state.gains(person.group, 0, problem.cells);
    for (let day = 0; day < days; day += 1) {
      offCost[day] = (person.offCost[day] as number) - (temperature > 0 ? temperature * random.gumbel() : 0);
      valuer.prepare(table, day, state.breakPrice);
      const packed = packedOf(person, day);
      valuer.fill(packed, gains);
      const shut = shutOn(day);
      packed.options.forEach((o, i) => {
        if (trainings !== undefined && ((trainings.held[o] as number) & shut) !== 0) {
          cost[o] = Number.POSITIVE_INFINITY;
          return;
        }
        cost[o] = state.costInWeek(person, day, o) - (gains[i] as number) - (temperature > 0 ? temperature * random.gumbel() : 0);
      });
    }
    const finder = finders[person.contract] as PathFinder;
    if (finder.find(person, cost, offCost) === Number.POSITIVE_INFINITY) throw new Error('a checked person has no schedule');
    for (let day = 0; day < days; day += 1) {
      const option = finder.choice[day] as number;
      if (option < 0) continue;
      valuer.prepare(state.gains(person.group, range.from[day] as number, range.to[day] as number), day, state.breakPrice);
      valuer.place(option, null);
      put(person, day, option, valuer.placed);
    }
    // two breaks within one cell are valued apart, so that a "cheapest" schedule can come out dearer
    if (temperature > 0 || state.objective() <= before) return;
    if (saved.work.every((option) => option < 0)) return;
    for (let day = 0; day < days; day += 1) {
      clear(person, day);
      put(person, day, saved.work[day] as number, saved.breaks, day * breaksPerShift);
    }
  };

  let noiseScale = 0;
  const noise = (): number => noiseScale * random.exponential();

  const placeNoisily = (person: Person, day: number, option: number, temperature: number): void => {
    noiseScale = temperature * 0.5;
    valuer.place(option, temperature > 0 ? noise : null);
    put(person, day, option, valuer.placed);
  };

  /** Takes a person's shift off and keeps it in `memory`, to be put back by `putBack`. */
  const take = (person: Person, day: number, memory: Remembered): void => {
    const at = person.index * days + day;
    memory.option = work[at] as number;
    for (let b = 0; b < breaksPerShift; b += 1) memory.breaks[b] = breaks[at * breaksPerShift + b] as number;
    clear(person, day);
  };

  const putBack = (person: Person, day: number, memory: Remembered): void => put(person, day, memory.option, memory.breaks);

  /** Places the breaks of one shift anew. */
  const moveBreaks = (person: Person, day: number, temperature: number): void => {
    const option = work[person.index * days + day] as number;
    if (option < 0 || layouts[options.layout[option] as number]?.due.length === 0) return;
    clear(person, day);
    prepareDay(person, day);
    placeNoisily(person, day, option, temperature);
  };

  const prepareDay = (person: Person, day: number): void => {
    valuer.prepare(state.gains(person.group, range.from[day] as number, range.to[day] as number), day, state.breakPrice);
  };

  /**
   * Best shift of each kind on a free day under noise, from `found.best` up; leaves the valuer on the day. Only shifts that win are asked whether the rules let
   * them stand. False when the day cannot be worked.
   */
  const drawKinds = (person: Person, day: number, temperature: number, found: KindsOfDay): boolean => {
    found.best.fill(Number.NEGATIVE_INFINITY);
    if (!book.dayOpen(person, day)) return false;
    prepareDay(person, day);
    const { best, option } = found;
    priceKinds(person, day);
    const [earliest, latest] = [book.earliestStart(person, day), book.latestEnd(person, day)];
    const packed = packedOf(person, day);
    valuer.fill(packed, gains);
    const list = packed.options;
    const most = temperature * random.mostGumbel;
    for (let i = 0; i < list.length; i += 1) {
      const o = list[i] as number;
      const kind = kindOf[o] as number;
      let value = (gains[i] as number) - (kindCost[kind] as number);
      if (extras !== null) value -= extras.marginal(person, day, o);
      if (value + most <= (best[kind] as number)) continue;
      value += temperature * random.gumbel();
      if (value <= (best[kind] as number) || (startAtom[o] as number) < earliest || (endAtom[o] as number) > latest) continue;
      if (isRuled && !book.follows(person, day, o)) continue;
      best[kind] = value;
      option[kind] = o;
    }
    return true;
  };

  /** What a shift of each kind costs a person on a day, against a day off. */
  const priceKinds = (person: Person, day: number): void => {
    const off = person.offCost[day] as number;
    for (let kind = 0; kind < kinds.count; kind += 1) {
      const rule = kinds.rule[kind] as number;
      kindCost[kind] = (person.payPerSecond[rule] as number) * (kinds.paidSeconds[kind] as number) + (person.workCost[day * families + rule] as number) - off;
    }
  };

  /** Best of "what to do on this free day" under noise: option, −1 = off, −2 = nothing is possible. Leaves the valuer on the day. */
  const drawOption = (person: Person, day: number, temperature: number, best: { option: number; value: number }): void => {
    const space = spaces[person.contract] as PathSpace;
    const week = Math.floor(day / DAYS_PER_WEEK);
    const [found] = drawn;
    if (book.days(person, week) + 1 < space.minimumDays || !drawKinds(person, day, temperature, found)) return;
    const units = book.units(person, week);
    for (let kind = 0; kind < kinds.count; kind += 1) {
      const total = units + (kinds.units[person.contract]?.[kind] as number);
      if ((found.best[kind] as number) <= best.value || total < space.minimumUnits || (space.unitsLimited && total > space.unitsCap)) continue;
      best.value = found.best[kind] as number;
      best.option = found.option[kind] as number;
    }
  };

  /** Draws what a person does on a free day, by heat bath over every allowed shift and the day off; false when the week allows nothing. */
  const drawDay = (person: Person, day: number, temperature: number): boolean => {
    const best = { option: -2, value: Number.NEGATIVE_INFINITY };
    if (book.hasEnough(person, Math.floor(day / DAYS_PER_WEEK))) {
      best.option = -1;
      best.value = temperature * random.gumbel();
    }
    drawOption(person, day, temperature, best);
    if (best.option >= 0) placeNoisily(person, day, best.option, temperature);
    return best.option >= -1;
  };

  /** Draws anew what a person does on one day. */
  const moveShift = (person: Person, day: number, temperature: number): void => {
    take(person, day, memories[0]);
    if (!drawDay(person, day, temperature)) putBack(person, day, memories[0]);
  };

  /** Moves one shift to any allowed day and shift of its week. */
  const moveDay = (person: Person, day: number, temperature: number): void => {
    if ((work[person.index * days + day] as number) < 0) return;
    take(person, day, memories[0]);
    const first = day - (day % DAYS_PER_WEEK);
    const best = { option: -2, value: Number.NEGATIVE_INFINITY };
    let bestDay = day;
    for (let d = first; d < first + DAYS_PER_WEEK; d += 1) {
      if ((work[person.index * days + d] as number) >= 0) continue;
      const before = best.value;
      drawOption(person, d, temperature, best);
      if (best.value > before) bestDay = d;
    }
    if (best.option < 0) {
      putBack(person, day, memories[0]);
      return;
    }
    prepareDay(person, bestDay);
    placeNoisily(person, bestDay, best.option, temperature);
  };

  /** Best of each paid length and set of trainings on a free day, and first of the day off; the person's other days as they are. */
  const drawLengths = (person: Person, day: number, temperature: number, found: KindsOfDay, out: LengthsOfDay): void => {
    out.count = 1;
    out.value[0] = temperature * random.gumbel();
    out.option[0] = -1;
    out.units[0] = 0;
    if (!drawKinds(person, day, temperature, found)) return;
    const { order } = kinds;
    const units = kinds.units[person.contract] as Int32Array;
    for (let i = 0; i < order.length; i += 1) {
      const kind = order[i] as number;
      const value = found.best[kind] as number;
      if (value === Number.NEGATIVE_INFINITY) continue;
      const isNew = out.count === 1 || out.units[out.count - 1] !== units[kind] || out.held[out.count - 1] !== kinds.held[kind];
      if (!isNew && value <= (out.value[out.count - 1] as number)) continue;
      const at = isNew ? out.count : out.count - 1;
      out.value[at] = value;
      out.option[at] = found.option[kind] as number;
      out.units[at] = units[kind] as number;
      out.held[at] = kinds.held[kind] as number;
      out.count = at + 1;
    }
  };

  /** The best two days together that keep the week's days and hours; leaves what they are in `chosen`. False without any. */
  const choosePair = (person: Person, week: number, chosen: Int32Array): boolean => {
    const { minimumUnits, unitsLimited, unitsCap, minimumDays, maximumDays } = spaces[person.contract] as PathSpace;
    const [a, b] = lengths;
    const units = book.units(person, week);
    const worked = book.days(person, week);
    const most = unitsLimited ? unitsCap : Number.POSITIVE_INFINITY;
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < a.count; i += 1) {
      const unitsA = units + (a.units[i] as number);
      const workedA = worked + (i === 0 ? 0 : 1);
      for (let j = 0; j < b.count; j += 1) {
        const value = (a.value[i] as number) + (b.value[j] as number);
        if (value <= best) continue;
        const total = unitsA + (b.units[j] as number);
        const count = workedA + (j === 0 ? 0 : 1);
        if (((a.held[i] as number) & (b.held[j] as number)) !== 0) continue;
        if (total < minimumUnits || total > most || count < minimumDays || count > maximumDays) continue;
        best = value;
        chosen[0] = a.option[i] as number;
        chosen[1] = b.option[j] as number;
      }
    }
    return best > Number.NEGATIVE_INFINITY;
  };

  const chosen = new Int32Array(2);

  /** Draws anew what a person does on two days of a week at once, so that time goes from one to the other where the week has none to spare. */
  const moveTwoDays = (person: Person, day: number, temperature: number): void => {
    const week = Math.floor(day / DAYS_PER_WEEK);
    const other = week * DAYS_PER_WEEK + ((day + 1 + random.below(DAYS_PER_WEEK - 1)) % DAYS_PER_WEEK);
    if ((work[person.index * days + day] as number) < 0 && (work[person.index * days + other] as number) < 0) return;
    take(person, day, memories[0]);
    take(person, other, memories[1]);
    drawLengths(person, other, temperature, drawn[1], lengths[1]);
    drawLengths(person, day, temperature, drawn[0], lengths[0]);
    let fits = choosePair(person, week, chosen);
    const [first, second] = [chosen[0] as number, chosen[1] as number];
    // the valuer still stands on the day drawn last
    if (fits && first >= 0) placeNoisily(person, day, first, temperature);
    // rest between the two, and all else that ties them together
    if (fits && second >= 0) fits = book.canPut(person, other, second);
    if (fits && second >= 0) {
      prepareDay(person, other);
      placeNoisily(person, other, second, temperature);
    }
    if (fits && book.hasEnough(person, week)) return;
    clear(person, day);
    clear(person, other);
    putBack(person, day, memories[0]);
    putBack(person, other, memories[1]);
  };

  const trade = (a: Person, b: Person, day: number): void => {
    take(a, day, memories[0]);
    take(b, day, memories[1]);
    putBack(a, day, memories[1]);
    putBack(b, day, memories[0]);
  };

  /** True when a person's day, just changed, breaks none of the rules. */
  const holds = (person: Person, day: number): boolean => {
    const option = work[person.index * days + day] as number;
    if (option >= 0 && !book.isOpen(person, option)) return false;
    if (!book.hasEnough(person, Math.floor(day / DAYS_PER_WEEK))) return false;
    if (option < 0) return true;
    const at = person.index * days + day;
    work[at] = -1;
    book.note(person, day, option, -1);
    const fine = book.canPut(person, day, option);
    work[at] = option;
    book.note(person, day, option, 1);
    return fine;
  };

  /** Two people of one contract trade a day, or two days so that both keep their count; Metropolis. */
  const swap = (temperature: number, acrossGroups: boolean): void => {
    const a = people[random.below(people.length)] as Person;
    const list = (acrossGroups ? peers.contract[a.contract] : peers.both[a.index]) as readonly Person[];
    if (list.length < 2) return;
    const b = list[random.below(list.length)] as Person;
    const day = random.below(days);
    if (a === b || work[a.index * days + day] === work[b.index * days + day]) return;
    // where burdens are spread over people, one of the two may have to give a day away
    const second = state.extras !== null && random.below(2) === 0 ? -1 : secondDay(a, b, day);
    const before = state.objective();
    const changed = second < 0 ? [day] : [day, second];
    for (const d of changed) trade(a, b, d);
    const kept = changed.every((d) => holds(a, d) && holds(b, d)) && state.objective() - before <= temperature * random.exponential();
    if (!kept) for (const d of changed) trade(a, b, d);
  };

  /** Another day of the week on which the two differ the other way round, when one of them is off; −1 without. */
  const secondDay = (a: Person, b: Person, day: number): number => {
    const isOff = (person: Person, d: number): boolean => (work[person.index * days + d] as number) < 0;
    if (isOff(a, day) === isOff(b, day)) return random.below(2) === 0 ? -1 : differentDay(a, b, day);
    const first = day - (day % DAYS_PER_WEEK);
    const skip = random.below(DAYS_PER_WEEK);
    for (let k = 0; k < DAYS_PER_WEEK; k += 1) {
      const d = first + ((k + skip) % DAYS_PER_WEEK);
      if (d !== day && isOff(a, d) === isOff(b, day) && isOff(b, d) === isOff(a, day)) return d;
    }
    return -1;
  };

  const differentDay = (a: Person, b: Person, day: number): number => {
    const d = day - (day % DAYS_PER_WEEK) + random.below(DAYS_PER_WEEK);
    return d !== day && work[a.index * days + d] !== work[b.index * days + d] ? d : -1;
  };

  /** Somebody else at work on a day while a person is; null when a few tries find nobody. */
  const companion = (person: Person, day: number): Person | null => {
    const own = work[person.index * days + day] as number;
    for (let tries = 0; own >= 0 && tries < COMPANION_TRIES; tries += 1) {
      const other = people[random.below(people.length)] as Person;
      const theirs = work[other.index * days + day] as number;
      if (other === person || theirs < 0) continue;
      if ((startAtom[theirs] as number) < (endAtom[own] as number) && (endAtom[theirs] as number) > (startAtom[own] as number)) return other;
    }
    return null;
  };

  /** Draws anew, one after the other, what two people do who are at work at the same time; Metropolis. */
  const moveTogether = (person: Person, day: number, temperature: number): void => {
    const other = companion(person, day);
    if (other === null) return;
    const before = state.objective();
    take(person, day, memories[0]);
    take(other, day, memories[1]);
    const isDone = drawDay(person, day, temperature * CALMER) && drawDay(other, day, temperature * CALMER);
    if (isDone && state.objective() - before <= temperature * random.exponential()) return;
    clear(person, day);
    clear(other, day);
    putBack(person, day, memories[0]);
    putBack(other, day, memories[1]);
  };

  const move = (temperature: number): void => {
    let draw = random.below(1000) - mix.swapGroups - mix.swap;
    if (draw < 0) {
      swap(temperature, draw < -mix.swap);
      return;
    }
    const person = people[random.below(people.length)] as Person;
    const day = random.below(days);
    draw -= mix.together;
    if (draw < 0) {
      moveTogether(person, day, temperature);
      return;
    }
    draw -= mix.breaks;
    if (draw < 0) moveBreaks(person, day, temperature);
    else if (draw < mix.twoDays) moveTwoDays(person, day, temperature);
    else if (draw < mix.twoDays + mix.day) moveDay(person, day, temperature);
    else if (draw < mix.twoDays + mix.day + mix.rebuild) rebuild(person, temperature);
    else moveShift(person, day, temperature);
  };

  const shuffled = (): Person[] => {
    const order = [...people];
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j] as Person, order[i] as Person];
    }
    return order;
  };

  const follow = (person: Person, taste: Taste): void => {
    for (let day = 0; day < days; day += 1) clear(person, day);
    for (let day = 0; day < days; day += 1) {
      offCost[day] = taste.offCost(day);
      for (const o of person.allowed[day] as Int32Array) cost[o] = taste.cost(day, o);
    }
    const finder = finders[person.contract] as PathFinder;
    if (finder.find(person, cost, offCost) === Number.POSITIVE_INFINITY) throw new Error('a checked person has no schedule');
    const chosen = finder.choice.slice();
    for (let day = 0; day < days; day += 1) {
      const option = chosen[day] as number;
      const starts = option < 0 ? null : taste.breaks(option);
      if (starts !== null) put(person, day, option, starts);
      if (option < 0 || starts !== null) continue;
      prepareDay(person, day);
      placeNoisily(person, day, option, 0);
    }
  };

  const adopt = (person: Person, wanted: Int32Array): void => {
    follow(person, { cost: (day, o) => (wanted[day] === o ? 0 : 1), offCost: (day) => (wanted[day] === -1 ? 0 : 1), breaks: () => null });
  };

  return {
    state,
    rebuild,
    adopt,
    follow,
    move,
    shuffled,
    sweep() {
      const before = state.objective();
      for (const person of shuffled()) rebuild(person, 0);
      return before - state.objective();
    },
    snapshot: () => ({ objective: state.objective(), work: work.slice(), breaks: breaks.slice() }),
    restore(snapshot) {
      for (const person of people) for (let day = 0; day < days; day += 1) clear(person, day);
      for (const person of people) {
        for (let day = 0; day < days; day += 1) {
          const at = person.index * days + day;
          put(person, day, snapshot.work[at] as number, snapshot.breaks, at * breaksPerShift);
        }
      }
      state.settle();
    },
  };
}

/** A shift taken off a roster. */
type Remembered = { option: number; readonly breaks: Int32Array };

function remembered(breaksPerShift: number): Remembered {
  return { option: -1, breaks: new Int32Array(breaksPerShift) };
}

/** Shifts of one family and paid time, with the same trainings in them, cost the same on a day: they are one kind. */
type ShiftKinds = {
  readonly count: number;
  /** Kind of each option. */
  readonly of: Int32Array;
  readonly rule: Int32Array;
  readonly paidSeconds: Int32Array;
  /** Paid time in the units of each contract. */
  readonly units: readonly Int32Array[];
  /** Trainings in it, as bits. */
  readonly held: Int32Array;
  /** Kinds by paid time and trainings. */
  readonly order: Int32Array;
};

function shiftKinds({ options, trainings }: Problem, spaces: readonly PathSpace[]): ShiftKinds {
  const ids = new Map<string, number>();
  const first: number[] = [];
  const of = Int32Array.from(options.rule, (rule, o) => {
    const key = `${rule}/${options.paidSeconds[o]}/${trainings?.held[o] ?? 0}`;
    if (!ids.has(key)) {
      ids.set(key, first.length);
      first.push(o);
    }
    return ids.get(key) as number;
  });
  const paidSeconds = Int32Array.from(first, (o) => options.paidSeconds[o] as number);
  const held = Int32Array.from(first, (o) => trainings?.held[o] ?? 0);
  return {
    count: first.length,
    of,
    rule: Int32Array.from(first, (o) => options.rule[o] as number),
    paidSeconds,
    units: spaces.map(({ unitSeconds }) => paidSeconds.map((seconds) => Math.floor(seconds / unitSeconds))),
    held,
    order: Int32Array.from(first.keys()).sort(
      (a, b) => (paidSeconds[a] as number) - (paidSeconds[b] as number) || (held[a] as number) - (held[b] as number) || a - b,
    ),
  };
}

/** The best shift of each kind on one day. */
type KindsOfDay = { readonly best: Float64Array; readonly option: Int32Array };

function kindsOfDay(count: number): KindsOfDay {
  return { best: new Float64Array(count), option: new Int32Array(count) };
}

/** The best shift of each paid length and set of trainings on one day; first the day off. */
type LengthsOfDay = {
  count: number;
  readonly value: Float64Array;
  readonly option: Int32Array;
  readonly units: Int32Array;
  readonly held: Int32Array;
};

function lengthsOfDay(kinds: number): LengthsOfDay {
  const [option, units, held] = [new Int32Array(kinds + 1), new Int32Array(kinds + 1), new Int32Array(kinds + 1)];
  return { count: 0, value: new Float64Array(kinds + 1), option, units, held };
}

function daysOfTrainings({ trainings, options }: Problem): number[][] {
  if (trainings === undefined) return [];
  return trainings.missingEach.map((_, k) => [...new Set(options.day.filter((_, o) => (((trainings.held[o] as number) >> k) & 1) === 1))]);
}

function peersByContract(problem: Problem): { readonly contract: readonly (readonly Person[])[]; readonly both: readonly (readonly Person[])[] } {
  const contract = problem.plan.contracts.map((_, c) => problem.people.filter((person) => person.contract === c));
  const sameBoth = new Map<string, Person[]>();
  const both = problem.people.map((person) => {
    const key = `${person.contract}/${person.group}`;
    const list = sameBoth.get(key) ?? [];
    list.push(person);
    sameBoth.set(key, list);
    return list;
  });
  return { contract, both };
}

/** Random numbers for the inner loop: xorshift seeded from a named stream, logarithms from tables. */
function fastRandom(seed: number): { readonly mostGumbel: number; below(count: number): number; gumbel(): number; exponential(): number } {
  let state = randomStream(seed, 'schedule/search').integer(0xffffffff) + 1;
  const gumbels = new Float64Array(TABLE);
  const exponentials = new Float64Array(TABLE);
  for (let i = 0; i < TABLE; i += 1) {
    exponentials[i] = -Math.log((i + 0.5) / TABLE);
    gumbels[i] = -Math.log(exponentials[i] as number);
  }
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    mostGumbel: gumbels[TABLE - 1] as number,
    below: (count) => Math.floor((next() / 4294967296) * count),
    gumbel: () => gumbels[next() >>> 20] as number,
    exponential: () => exponentials[next() >>> 20] as number,
  };
}
