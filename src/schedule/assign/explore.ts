import type { Context } from './free-part.js';
import { drawNeighbourhood, type Neighbourhood } from './neighbourhood.js';
import { solvePart } from './solve-part.js';
import type { Row } from './stretch.js';

export type ExploreOptions = {
  readonly random: () => number;
  /** Neighbourhoods at most. */
  readonly budget: number;
  /** Nothing costs less; reaching it ends the search. */
  readonly bound: number;
  /** Seconds for one neighbourhood; Infinity makes the search independent of the machine. */
  readonly partSeconds: number;
  /** From an earlier search. */
  readonly habits?: readonly Habit[] | undefined;
  readonly wasmUrl?: string | undefined;
  readonly pause: () => Promise<boolean>;
  readonly onNews?: ((objective: number, done: number) => void) | undefined;
};

/** Rounds and nodes for one neighbourhood. */
const ROUNDS = 60;
const NODES = 40;
/** Neighbourhoods that are solved to the end grow, others shrink. */
const GROWTH = 1.1;
const SHRINKAGE = 0.93;
/** Share of neighbourhoods in which rosters of equal cost are taken. */
const TIE_SHARE = 0.25;
/** Memory of what a kind of neighbourhood brought, and the least share of each kind. */
const FADING = 0.9;
const LEAST_SHARE = 0.1;
const KINDS: readonly Neighbourhood['kind'][] = ['days', 'people', 'block'];

/** What a search has learnt about a kind of neighbourhood; plain data, so that it goes on in another worker. */
export type Habit = { readonly size: number; readonly gain: number; readonly work: number };

/** To start with: two weeks of everybody, six people, half of either. */
function firstHabits(context: Context, people: number): Habit[] {
  const { days } = context.compiled;
  return [14 * people, 6 * days, 12 * days ** 0.75].map((size) => ({ size: Math.min(people * days, size), gain: 1, work: 1 }));
}

/** Draws a kind by what it gained per person-day so far. */
function chooseKind(habits: readonly Habit[], random: () => number): number {
  const yields = habits.map(({ gain, work }) => gain / work);
  const total = yields.reduce((sum, value) => sum + value, 0);
  let draw = random();
  const at = yields.findIndex((value) => {
    draw -= LEAST_SHARE + (1 - LEAST_SHARE * habits.length) * (total > 0 ? value / total : 1 / habits.length);
    return draw < 0;
  });
  return at < 0 ? habits.length - 1 : at;
}

/** Large neighbourhood search: parts of the roster are set free and filled anew by {@link solvePart}, one after the other. */
export async function explore(
  context: Context,
  start: readonly Row[],
  startObjective: number,
  options: ExploreOptions,
): Promise<{ readonly rows: readonly Row[]; readonly objective: number; readonly done: number; readonly habits: readonly Habit[] }> {
  const { random } = options;
  let [rows, objective] = [start, startObjective];
  const whole = rows.length * context.compiled.days;
  const habits = options.habits?.slice() ?? firstHabits(context, rows.length);
  let done = 0;
  while (done < options.budget && objective > options.bound && !(await options.pause())) {
    const k = chooseKind(habits, random);
    const { size, gain, work } = habits[k] as Habit;
    const { people, first, end } = drawNeighbourhood(context, rows, KINDS[k] as Neighbourhood['kind'], size, random);
    const startMs = performance.now();
    const pause = async (): Promise<boolean> => (performance.now() - startMs) / 1000 > options.partSeconds || (await options.pause());
    const result = await solvePart(context, rows, people, first, end, {
      rounds: ROUNDS,
      nodes: NODES,
      takeTies: random() < TIE_SHARE,
      random,
      wasmUrl: options.wasmUrl,
      pauseRoot: pause,
      pause,
    });
    done += 1;
    if (result === null) continue;
    habits[k] = {
      size: Math.max(1, Math.min(whole, size * (result.exhausted ? GROWTH : SHRINKAGE))),
      gain: FADING * gain + objective - result.objective,
      work: FADING * work + people.length * (end - first),
    };
    [rows, objective] = [result.rows, result.objective];
    options.onNews?.(objective, done);
  }
  return { rows, objective, done, habits };
}
