import type { ContractLimits } from '../core/index.js';
import { addDays } from '../time/index.js';
import { type Before, weekendOf } from './person.js';
import type { ShiftOptions } from './problem.js';

const SATURDAY = 5;
const SUNDAY = 6;

/**
 * Rules about what may follow what, compiled into one automaton over the days: states are numbered anew for each day, and only states from which
 * the last day can be reached with every rule kept are left in.
 */
export type Sequence = {
  /** Kind of each option as far as these rules see it; counted anew for each day. */
  readonly kindOf: Int32Array;
  /** Most kinds of a day. */
  readonly kinds: number;
  /** Most states before a day. */
  readonly states: number;
  /** By day: state after a kind of shift, or (last column) after a day off; −1 = not allowed. [state × (kinds + 1) + kind] */
  readonly next: readonly Int32Array[];
  /** State before the first day; −1 when nothing is possible after what came before. */
  start(before: Before): number;
};

/** What the compiler knows about the days and options of one contract. */
export type SequenceInput = {
  readonly limits: ContractLimits;
  readonly days: readonly string[];
  readonly weekdays: readonly number[];
  /** Options by day. */
  readonly byDay: readonly Int32Array[];
  readonly options: ShiftOptions;
  readonly families: readonly string[];
  /** 1 where an option is a night shift. */
  readonly isNight: Uint8Array;
  readonly originMs: number;
  readonly atomSeconds: number;
  /** What the people of the contract bring along. */
  readonly befores: readonly Before[];
};

/** One rule as an automaton of its own. States are numbers; −1 = broken. */
type Part = {
  /** What matters of an option. */
  key(option: number): number;
  start(before: Before): number;
  work(state: number, day: number, option: number): number;
  off(state: number, day: number): number;
  /** False when the roster may not end like this. */
  accepts(state: number): boolean;
};

const always = (): boolean => true;

/** Compiles the rules of a contract; null when it has none of this sort. */
export function compileSequence(input: SequenceInput): Sequence | null {
  const { limits } = input;
  const parts: Part[] = [];
  const { minimumConsecutiveDays, minimumConsecutiveDaysOff, maximumConsecutiveDaysOff } = limits;
  if ((minimumConsecutiveDays ?? 0) > 1 || (minimumConsecutiveDaysOff ?? 0) > 1 || maximumConsecutiveDaysOff !== undefined)
    parts.push(runsPart(minimumConsecutiveDays ?? 0, minimumConsecutiveDaysOff ?? 0, maximumConsecutiveDaysOff ?? null));
  if (limits.weekends !== undefined) parts.push(weekendsPart(input, limits.weekends));
  if (limits.wholeWeekends) parts.push(wholeWeekendsPart(input));
  if (limits.maximumNightsInARow !== undefined) parts.push(nightRunPart(input, limits.maximumNightsInARow));
  if (limits.maximumNightsPerPeriod !== undefined) parts.push(nightCountPart(input, limits.maximumNightsPerPeriod));
  if (limits.restAfterNightsSeconds !== undefined) parts.push(nightRestPart(input, limits.restAfterNightsSeconds));
  if (limits.forbiddenSuccessions !== undefined) parts.push(successionPart(input, limits.forbiddenSuccessions));
  if (limits.minimumSecondsPerPeriod !== undefined || limits.maximumSecondsPerPeriod !== undefined) parts.push(periodHoursPart(input));
  return parts.length === 0 ? null : product(parts, input);
}

const ON_FREE = 1;

/** Least days on and off in a row, most days off in a row. Runs cut by either end of the known time may be shorter. */
function runsPart(leastOn: number, leastOff: number, mostOff: number | null): Part {
  // state = 4 × length + 2 × (1 = on) + (1 = long enough whatever its length); 0 = nothing known
  const onCap = Math.max(1, leastOn);
  const offCap = Math.max(1, leastOff, mostOff ?? 0);
  const onOf = (length: number, isFree: boolean): number => 4 * Math.min(length, onCap) + 2 + (isFree ? ON_FREE : 0);
  const offOf = (length: number, isFree: boolean): number => 4 * Math.min(length, offCap) + (isFree ? ON_FREE : 0);
  return {
    key: () => 0,
    start({ past }) {
      if (past === undefined || past.length === 0) return 0;
      const isOn = past[0] !== null;
      let length = 0;
      while (length < past.length && (past[length] !== null) === isOn) length += 1;
      return isOn ? onOf(length, length === past.length) : offOf(length, false);
    },
    work(state) {
      if (state === 0) return onOf(1, true);
      const length = state >> 2;
      if ((state & 2) !== 0) return onOf(length + 1, (state & ON_FREE) !== 0);
      return (state & ON_FREE) !== 0 || length >= leastOff ? onOf(1, false) : -1;
    },
    off(state) {
      if (state === 0) return offOf(1, true);
      const length = state >> 2;
      if ((state & 2) !== 0) return (state & ON_FREE) !== 0 || length >= leastOn ? (mostOff === 0 ? -1 : offOf(1, false)) : -1;
      return mostOff !== null && length >= mostOff ? -1 : offOf(length + 1, (state & ON_FREE) !== 0);
    },
    accepts: always,
  };
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Weekends worked in any stretch of weekends. The state has one bit a weekend, the latest lowest. */
function weekendsPart({ weekdays, days }: SequenceInput, { max, inWeeks }: { readonly max: number; readonly inWeeks: number }): Part {
  const mask = (1 << inWeeks) - 1;
  const before = (state: number, day: number): number => (weekdays[day] === SATURDAY ? (state << 1) & mask : state);
  return {
    key: () => 0,
    start({ past }) {
      let state = 0;
      (past ?? []).forEach((shift, back) => {
        const saturday = shift === null ? null : weekendOf(addDays(days[0] as string, -1 - back));
        if (saturday === null) return;
        // weekends since: the latest weekend that has begun before the first day is the lowest bit
        const latest = addDays(days[0] as string, -1 - (((weekdays[0] as number) + 1) % 7));
        const since = Math.round((Date.parse(latest) - Date.parse(saturday)) / (7 * 86_400_000));
        if (since < inWeeks) state |= 1 << since;
      });
      return state;
    },
    work(old, day) {
      const state = before(old, day);
      if ((weekdays[day] as number) < SATURDAY || (state & 1) === 1) return state;
      return bits(state | 1) > max ? -1 : state | 1;
    },
    off: before,
    accepts: always,
  };
}

/** Saturday and Sunday alike. State: 0 = nothing to match, 1 = Saturday worked, 2 = Saturday off. */
function wholeWeekendsPart({ weekdays }: SequenceInput): Part {
  return {
    key: () => 0,
    start({ past }) {
      if (weekdays[0] !== SUNDAY || past === undefined || past.length === 0) return 0;
      return past[0] === null ? 2 : 1;
    },
    work: (state, day) => (weekdays[day] === SATURDAY ? 1 : weekdays[day] === SUNDAY && state === 2 ? -1 : 0),
    off: (state, day) => (weekdays[day] === SATURDAY ? 2 : weekdays[day] === SUNDAY && state === 1 ? -1 : 0),
    accepts: always,
  };
}

function nightRunPart({ isNight }: SequenceInput, most: number): Part {
  return {
    key: (option) => isNight[option] as number,
    start({ past }) {
      let run = 0;
      while (past?.[run]?.isNight === true) run += 1;
      return Math.min(run, most);
    },
    work: (state, _, option) => (isNight[option] === 1 ? (state >= most ? -1 : state + 1) : 0),
    off: () => 0,
    accepts: always,
  };
}

function nightCountPart({ isNight }: SequenceInput, most: number): Part {
  return {
    key: (option) => isNight[option] as number,
    start: () => 0,
    work: (state, _, option) => (isNight[option] === 1 ? (state >= most ? -1 : state + 1) : state),
    off: (state) => state,
    accepts: always,
  };
}

/** Rest from a night shift to the next shift that is none. State: 0, or 1 + the first atom at which such a shift may start. */
function nightRestPart({ isNight, options, byDay, originMs, atomSeconds }: SequenceInput, restSeconds: number): Part {
  const rest = Math.ceil(restSeconds / atomSeconds - 1e-9);
  const firstStart = new Array<number>(byDay.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let d = byDay.length - 1; d >= 0; d -= 1)
    firstStart[d] = (byDay[d] as Int32Array).reduce((least, o) => Math.min(least, options.startAtom[o] as number), firstStart[d + 1] as number);
  const keep = (release: number, day: number): number => (release <= (firstStart[day] as number) ? 0 : release + 1);
  return {
    key: (option) => (isNight[option] === 1 ? -1 - (options.endAtom[option] as number) : (options.startAtom[option] as number)),
    start({ past }) {
      const last = past?.find((shift) => shift !== null);
      if (!last?.isNight) return 0;
      const release = Math.ceil((last.endMs - originMs) / 1000 / atomSeconds - 1e-9) + rest;
      return release <= 0 ? 0 : keep(release, 0);
    },
    work(state, day, option) {
      if (isNight[option] === 1) return keep((options.endAtom[option] as number) + rest, day + 1);
      return state > 0 && (options.startAtom[option] as number) < state - 1 ? -1 : 0;
    },
    off: (state, day) => (state === 0 ? 0 : keep(state - 1, day + 1)),
    accepts: always,
  };
}

/** Families that may not follow each other from one day to the next. State: 1 + family of the day before when it matters. */
function successionPart({ options, families }: SequenceInput, pairs: readonly (readonly [string, string])[]): Part {
  const forbidden = pairs.map(([first, second]) => [families.indexOf(first), families.indexOf(second)] as const);
  const isNamed = (family: number): boolean => forbidden.some(([first, second]) => family === first || family === second);
  const after = (family: number): number => (forbidden.some(([first]) => first === family) ? family + 1 : 0);
  return {
    key: (option) => (isNamed(options.rule[option] as number) ? (options.rule[option] as number) : -1),
    start: ({ past }) => (past?.[0] == null ? 0 : after(past[0].family)),
    work(state, _, option) {
      const family = options.rule[option] as number;
      return forbidden.some(([first, second]) => first === state - 1 && second === family) ? -1 : after(family);
    },
    off: () => 0,
    accepts: always,
  };
}

/** Paid time over the whole roster, in the largest unit that divides every shift. */
function periodHoursPart({ limits, options, byDay }: SequenceInput): Part {
  const paid = byDay.flatMap((list) => [...list].map((o) => options.paidSeconds[o] as number));
  const unit = paid.reduce((a, b) => {
    let [x, y] = [a, b];
    while (y > 0) [x, y] = [y, x % y];
    return x;
  }, 0);
  const least = Math.ceil((limits.minimumSecondsPerPeriod ?? 0) / (unit || 1) - 1e-9);
  const most = limits.maximumSecondsPerPeriod === undefined ? null : Math.floor(limits.maximumSecondsPerPeriod / (unit || 1) + 1e-9);
  return {
    key: (option) => options.paidSeconds[option] as number,
    start: () => 0,
    work(state, _, option) {
      const units = state + (options.paidSeconds[option] as number) / unit;
      if (most === null) return Math.min(units, least);
      return units > most ? -1 : units;
    },
    off: (state) => state,
    accepts: (state) => state >= least,
  };
}

type Layer = Map<string, { readonly id: number; readonly states: readonly number[] }>;

function addTo(layer: Layer, states: readonly number[]): number {
  const key = states.join();
  const known = layer.get(key);
  if (known !== undefined) return known.id;
  layer.set(key, { id: layer.size, states });
  return layer.size - 1;
}

/** All rules side by side: states met from any start, day by day, then pruned from the end. */
function product(parts: readonly Part[], { byDay, befores, options }: SequenceInput): Sequence {
  const kindOf = new Int32Array(options.day.length);
  const samples = byDay.map((list) => {
    const kinds = new Map<string, number>();
    const sample: number[] = [];
    for (const o of list) {
      const key = parts.map((part) => part.key(o)).join();
      if (!kinds.has(key)) {
        kinds.set(key, sample.length);
        sample.push(o);
      }
      kindOf[o] = kinds.get(key) as number;
    }
    return sample;
  });
  const kinds = Math.max(1, ...samples.map((sample) => sample.length));
  const startOf = (before: Before): number[] => parts.map((part) => part.start(before));
  const first: Layer = new Map();
  for (const before of befores) addTo(first, startOf(before));
  const layers: Layer[] = [first];
  const raw: Int32Array[] = [];
  samples.forEach((sample, day) => {
    const layer = layers[day] as Layer;
    const next: Layer = new Map();
    const table = new Int32Array(layer.size * (kinds + 1)).fill(-1);
    for (const { id, states } of layer.values()) {
      const step = (move: (part: Part, state: number) => number): number => {
        const moved = parts.map((part, p) => move(part, states[p] as number));
        return moved.includes(-1) ? -1 : addTo(next, moved);
      };
      sample.forEach((o, kind) => {
        table[id * (kinds + 1) + kind] = step((part, state) => part.work(state, day, o));
      });
      table[id * (kinds + 1) + kinds] = step((part, state) => part.off(state, day));
    }
    raw.push(table);
    layers.push(next);
  });
  const { ids, next } = prune(raw, layers, parts, kinds);
  const known = new WeakMap<Before, number>();
  return {
    kindOf,
    kinds,
    states: Math.max(1, ...ids.map((row) => row.reduce((most, id) => Math.max(most, id + 1), 0))),
    next,
    start(before) {
      let state = known.get(before);
      if (state === undefined) {
        state = ids[0]?.[first.get(startOf(before).join())?.id ?? -1] ?? -1;
        known.set(before, state);
      }
      return state;
    },
  };
}

/** Numbers the states anew without those from which no accepted end can be reached. */
function prune(
  raw: readonly Int32Array[],
  layers: readonly Layer[],
  parts: readonly Part[],
  kinds: number,
): { readonly ids: readonly Int32Array[]; readonly next: Int32Array[] } {
  const width = kinds + 1;
  const ids = layers.map((layer) => new Int32Array(layer.size).fill(-1));
  let count = 0;
  for (const { id, states } of (layers.at(-1) as Layer).values())
    if (parts.every((part, p) => part.accepts(states[p] as number))) {
      (ids.at(-1) as Int32Array)[id] = count;
      count += 1;
    }
  const next: Int32Array[] = [];
  for (let day = raw.length - 1; day >= 0; day -= 1) {
    const table = raw[day] as Int32Array;
    const own = ids[day] as Int32Array;
    const after = ids[day + 1] as Int32Array;
    const rows: number[] = [];
    for (let id = 0; id < own.length; id += 1) {
      const row = Array.from(table.subarray(id * width, (id + 1) * width), (to) => (to < 0 ? -1 : (after[to] as number)));
      if (row.every((to) => to < 0)) continue;
      own[id] = rows.length / width;
      rows.push(...row);
    }
    next.unshift(Int32Array.from(rows));
  }
  return { ids, next };
}
