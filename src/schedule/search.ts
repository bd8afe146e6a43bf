import { randomStream } from '../random/index.js';
import { type PathFinder, pathFinder } from './best-path.js';
import { dayCells, dayValuer } from './gains.js';
import type { PathSpace } from './path-space.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';
import { emptyRoster, type RosterState } from './roster-state.js';
import { ruleBook } from './rules-now.js';

const DAYS_PER_WEEK = 7;
const TABLE = 1 << 14;

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
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** People in random order. */
  shuffled(): Person[];
};

/** Shares of each kind of move, out of 1000; shift moves take the rest. */
export type MoveMix = {
  readonly swapGroups: number;
  readonly swap: number;
  readonly breaks: number;
  readonly twoDays: number;
  readonly day: number;
  readonly rebuild: number;
};

/** Mix for named people. */
const PEOPLE_MIX: MoveMix = { swapGroups: 80, swap: 120, breaks: 150, twoDays: 500, day: 20, rebuild: 30 };

/** Mix for shifts without names: nothing to swap. */
export const NAMELESS_MIX: MoveMix = { swapGroups: 0, swap: 0, breaks: 400, twoDays: 0, day: 0, rebuild: 0 };

/** Opens a search on an empty roster. */
export function openSearch(problem: Problem, spaces: readonly PathSpace[], seed: number, mix: MoveMix = PEOPLE_MIX): Search {
  const { people, horizon, options, layouts } = problem;
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
  const longest = spaces.reduce((most, space) => Math.max(most, space.longestUnits), 0);
  const pair = [shiftsByUnits(longest), shiftsByUnits(longest)] as const;
  const saved = { work: new Int32Array(days), breaks: new Int32Array(days * state.breaksPerShift) };
  const { work, breaks, breaksPerShift } = state;

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

  const rebuild = (person: Person, temperature: number): void => {
    save(person);
    const before = state.objective();
    for (let day = 0; day < days; day += 1) clear(person, day);
    const table = state.gains(person.group, 0, problem.cells);
    for (let day = 0; day < days; day += 1) {
      offCost[day] = (person.offCost[day] as number) - (temperature > 0 ? temperature * random.gumbel() : 0);
      valuer.prepare(table, day, state.breakPrice);
      for (const o of person.allowed[day] as Int32Array)
        cost[o] = state.ownCost(person, day, o) - valuer.value(o) - (temperature > 0 ? temperature * random.gumbel() : 0);
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

  const placeNoisily = (person: Person, day: number, option: number, temperature: number): void => {
    valuer.place(option, temperature > 0 ? () => temperature * 0.5 * random.exponential() : null);
    put(person, day, option, valuer.placed);
  };

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

  /** Best of "what to do on this free day" under noise: option, −1 = off, −2 = nothing is possible. Leaves the valuer on the day. */
  const drawOption = (person: Person, day: number, temperature: number, best: { option: number; value: number }): void => {
    if (!book.dayOpen(person, day)) return;
    const space = spaces[person.contract] as PathSpace;
    const week = Math.floor(day / DAYS_PER_WEEK);
    if (book.days(person, week) + 1 < space.minimumDays) return;
    prepareDay(person, day);
    const units = book.units(person, week);
    const off = person.offCost[day] as number;
    for (const o of person.allowed[day] as Int32Array) {
      if (units + (space.units[o] as number) < space.minimumUnits || !book.fits(person, day, o)) continue;
      const value = valuer.value(o) - state.ownCost(person, day, o) + off + temperature * random.gumbel();
      if (value > best.value) {
        best.value = value;
        best.option = o;
      }
    }
  };

  /** Draws anew what a person does on one day, by heat bath over every allowed shift and the day off. */
  const moveShift = (person: Person, day: number, temperature: number): void => {
    const at = person.index * days + day;
    const old = work[at] as number;
    const oldBreaks = breaks.slice(at * breaksPerShift, (at + 1) * breaksPerShift);
    clear(person, day);
    const best = { option: -2, value: Number.NEGATIVE_INFINITY };
    if (book.hasEnough(person, Math.floor(day / DAYS_PER_WEEK))) {
      best.option = -1;
      best.value = temperature * random.gumbel();
    }
    drawOption(person, day, temperature, best);
    if (best.option === -2) put(person, day, old, oldBreaks);
    else if (best.option >= 0) placeNoisily(person, day, best.option, temperature);
  };

  /** Moves one shift to any allowed day and shift of its week. */
  const moveDay = (person: Person, day: number, temperature: number): void => {
    const at = person.index * days + day;
    const old = work[at] as number;
    if (old < 0) return;
    const oldBreaks = breaks.slice(at * breaksPerShift, (at + 1) * breaksPerShift);
    clear(person, day);
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
      put(person, day, old, oldBreaks);
      return;
    }
    prepareDay(person, bestDay);
    placeNoisily(person, bestDay, best.option, temperature);
  };

  /** Best under noise of each paid length on a free day, and of the day off; the person's other days as they are. */
  const drawByUnits = (person: Person, day: number, temperature: number, best: ShiftsByUnits): void => {
    best.value.fill(Number.NEGATIVE_INFINITY);
    best.value[0] = temperature * random.gumbel();
    best.option[0] = -1;
    if (!book.dayOpen(person, day)) return;
    const { units } = spaces[person.contract] as PathSpace;
    prepareDay(person, day);
    const off = person.offCost[day] as number;
    for (const o of person.allowed[day] as Int32Array) {
      if (!book.fits(person, day, o)) continue;
      const value = valuer.value(o) - state.ownCost(person, day, o) + off + temperature * random.gumbel();
      const u = units[o] as number;
      if (value <= (best.value[u] as number)) continue;
      best.value[u] = value;
      best.option[u] = o;
    }
  };

  /** The best two days together that keep the week's days and hours; leaves what they are in `chosen`. False without any. */
  const choosePair = (person: Person, week: number, chosen: Int32Array): boolean => {
    const space = spaces[person.contract] as PathSpace;
    const [a, b] = pair;
    const units = book.units(person, week);
    const worked = book.days(person, week);
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < a.value.length; i += 1) {
      if (a.value[i] === Number.NEGATIVE_INFINITY) continue;
      for (let j = 0; j < b.value.length; j += 1) {
        const value = (a.value[i] as number) + (b.value[j] as number);
        const total = units + i + j;
        const count = worked + ((a.option[i] as number) < 0 ? 0 : 1) + ((b.option[j] as number) < 0 ? 0 : 1);
        if (value <= best || total < space.minimumUnits || (space.unitsLimited && total > space.unitsCap)) continue;
        if (count < space.minimumDays || count > space.maximumDays) continue;
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
    const [at, atOther] = [person.index * days + day, person.index * days + other];
    const [old, oldOther] = [work[at] as number, work[atOther] as number];
    if (old < 0 && oldOther < 0) return;
    const oldBreaks = breaks.slice(at * breaksPerShift, (at + 1) * breaksPerShift);
    const otherBreaks = breaks.slice(atOther * breaksPerShift, (atOther + 1) * breaksPerShift);
    clear(person, day);
    clear(person, other);
    drawByUnits(person, other, temperature, pair[1]);
    drawByUnits(person, day, temperature, pair[0]);
    let fits = choosePair(person, week, chosen);
    const [first, second] = chosen as unknown as [number, number];
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
    put(person, day, old, oldBreaks);
    put(person, other, oldOther, otherBreaks);
  };

  const trade = (a: Person, b: Person, day: number): void => {
    const [atA, atB] = [a.index * days + day, b.index * days + day];
    const [workA, workB] = [work[atA] as number, work[atB] as number];
    const breaksA = breaks.slice(atA * breaksPerShift, (atA + 1) * breaksPerShift);
    const breaksB = breaks.slice(atB * breaksPerShift, (atB + 1) * breaksPerShift);
    clear(a, day);
    clear(b, day);
    put(a, day, workB, breaksB);
    put(b, day, workA, breaksA);
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

  const move = (temperature: number): void => {
    let draw = random.below(1000) - mix.swapGroups - mix.swap;
    if (draw < 0) {
      swap(temperature, draw < -mix.swap);
      return;
    }
    const person = people[random.below(people.length)] as Person;
    const day = random.below(days);
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

  const adopt = (person: Person, wanted: Int32Array): void => {
    for (let day = 0; day < days; day += 1) {
      clear(person, day);
      offCost[day] = wanted[day] === -1 ? 0 : 1;
      for (const o of person.allowed[day] as Int32Array) cost[o] = wanted[day] === o ? 0 : 1;
    }
    const finder = finders[person.contract] as PathFinder;
    if (finder.find(person, cost, offCost) === Number.POSITIVE_INFINITY) throw new Error('a checked person has no schedule');
    const chosen = finder.choice.slice();
    for (let day = 0; day < days; day += 1) {
      if ((chosen[day] as number) < 0) continue;
      prepareDay(person, day);
      placeNoisily(person, day, chosen[day] as number, 0);
    }
  };

  return {
    state,
    rebuild,
    adopt,
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

/** Shifts of a day, one for each paid length; 0 stands for the day off. */
type ShiftsByUnits = { readonly value: Float64Array; readonly option: Int32Array };

function shiftsByUnits(longest: number): ShiftsByUnits {
  return { value: new Float64Array(longest + 1), option: new Int32Array(longest + 1) };
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
function fastRandom(seed: number): { below(count: number): number; gumbel(): number; exponential(): number } {
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
    below: (count) => Math.floor((next() / 4294967296) * count),
    gumbel: () => gumbels[next() >>> 18] as number,
    exponential: () => exponentials[next() >>> 18] as number,
  };
}
