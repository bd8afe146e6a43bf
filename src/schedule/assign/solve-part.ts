import { branch } from './branch.js';
import { dive } from './dive.js';
import { allAllowed, type Context, freePart, placePart } from './free-part.js';
import { openMaster, type PartMaster } from './master.js';
import { objectiveOf } from './roster.js';
import type { Row } from './stretch.js';

export type PartOptions = {
  /** Rounds of column generation before anything is fixed. */
  readonly rounds: number;
  /** Nodes of branch and price. */
  readonly nodes: number;
  readonly random: () => number;
  readonly wasmUrl?: string | undefined;
  /** Rosters that cost the same are taken too, so that the search does not stand still. */
  readonly takeTies?: boolean | undefined;
  /** Steps of a dive that there is time for, given the steps so far. */
  readonly stepsLeft?: ((done: number) => number) | undefined;
  /** True ends column generation at the root; branching goes on with what there is. */
  readonly pauseRoot: () => Promise<boolean>;
  /** True ends the work. */
  readonly pause: () => Promise<boolean>;
  /** A better roster, or a bound of the part together with all that stays. */
  readonly onNews?: ((news: { readonly objective: number; readonly bound: number }) => void) | undefined;
};

export type PartResult = {
  readonly rows: readonly Row[];
  readonly objective: number;
  /** Nothing that keeps what is not free costs less. */
  readonly bound: number;
  /** True when `objective` is proved to be the least. */
  readonly exhausted: boolean;
};

/** Rounds after each fixing; more are rarely worth their time. */
const NODE_ROUNDS = 15;
/** The tree's first plunge, one day at a time, finds better rosters than a dive, but takes long with more person-days than this; nor does a small tree reach its leaves. */
const TREE_DAYS = 1500;
const FEW_NODES = 400;
/** From the second dive and tree on, each twice as large as the one before, choices are blurred so that they lead elsewhere. */
const NOISE = 0.15;
const TIE = 1e-7;

/** Sets a part of a roster free and fills it anew, at best optimally: column generation, a dive, branch and price. Never worse than it was. */
export async function solvePart(
  context: Context,
  rows: readonly Row[],
  people: readonly number[],
  first: number,
  end: number,
  options: PartOptions,
): Promise<PartResult | null> {
  const part = freePart(context, rows, people, first, end);
  if (part === null) return null;
  const { compiled } = context;
  const { pause, random, nodes } = options;
  const objective = part.cost + part.fixedCost;
  const ceiling = options.takeTies === true ? objective + TIE * Math.max(1, Math.abs(objective)) : objective;
  const master = await openMaster(context, part, { wasmUrl: options.wasmUrl });
  const place = (shifts: Row[] | null): Row[] | null => (shifts === null ? null : placePart(rows, part, shifts));
  const costOf = (shifts: Row[]): number => objectiveOf(compiled, placePart(rows, part, shifts));
  try {
    let best: Improvement = { rows, objective: ceiling };
    const news = (bound: number): void => options.onNews?.({ objective: Math.min(objective, best.objective), bound });
    await master.converge({
      rounds: options.rounds,
      target: ceiling,
      pause: async () => {
        news(master.bound());
        return await options.pauseRoot();
      },
    });
    const bound = master.bound();
    news(bound);
    const finish = (exhausted: boolean): PartResult => ({ rows: best.rows, objective: Math.min(objective, best.objective), bound, exhausted });
    if (bound >= best.objective || (await pause())) return finish(bound >= best.objective);
    const root = allAllowed(context, part);
    let spent = 0;
    for (let attempt = 0; ; attempt += 1) {
      const noise = attempt === 0 ? 0 : NOISE;
      if (attempt > 0 || nodes < FEW_NODES || people.length * (end - first) > TREE_DAYS) {
        if (attempt > 0 && (!master.restrict(root) || !(await refresh(master, best.objective, pause)))) return finish(bound >= best.objective);
        const shifts = await dive(master, compiled.shiftCount, {
          rounds: NODE_ROUNDS,
          target: best.objective,
          random,
          noise,
          pause,
          stepsLeft: options.stepsLeft,
        });
        best = cheaper(best, place(shifts), shifts === null ? Number.POSITIVE_INFINITY : costOf(shifts));
        news(bound);
      }
      if (bound >= best.objective) return finish(true);
      const tree = await branch(master, compiled.shiftCount, root, {
        rounds: NODE_ROUNDS,
        target: best.objective,
        nodes: Math.min(nodes - spent, FEW_NODES * 2 ** attempt),
        random,
        noise,
        pause,
        objectiveOf: costOf,
        onFound: (value) => options.onNews?.({ objective: value, bound }),
      });
      best = cheaper(best, place(tree.rows), tree.objective);
      if (tree.exhausted) return { ...finish(true), bound: Math.min(objective, best.objective) };
      spent += tree.nodes;
      if (bound >= best.objective || spent >= nodes || tree.nodes === 0 || (await pause())) return finish(bound >= best.objective);
    }
  } finally {
    master.dispose();
  }
}

/** Prices of the whole part again, after a search among restrictions. */
async function refresh(master: PartMaster, target: number, pause: () => Promise<boolean>): Promise<boolean> {
  await master.converge({ rounds: NODE_ROUNDS, target, pause });
  return master.bound() < target;
}

type Improvement = { readonly rows: readonly Row[]; readonly objective: number };

function cheaper(best: Improvement, rows: readonly Row[] | null, objective: number): Improvement {
  return rows !== null && objective < best.objective ? { rows, objective } : best;
}
