import { chosenRows, dayShares, only, without } from './dive.js';
import type { Allowed } from './free-part.js';
import type { ConvergeOptions, PartMaster } from './master.js';
import type { Row } from './stretch.js';

const INTEGER = 1e-6;
const MANY = 10_000;

type Mixed = { readonly person: number; readonly day: number; readonly shift: number };

export type BranchOptions = ConvergeOptions & {
  /** Most nodes. */
  readonly nodes: number;
  readonly random: () => number;
  /** How much chance has a say in the choice of days: 0 = none. */
  readonly noise: number;
  /** Cost of the whole roster with these shifts in the part. */
  readonly objectiveOf: (rows: Row[]) => number;
  readonly onFound?: ((objective: number) => void) | undefined;
};

/** Best roster of the part below the target, and whether the tree was searched to its end. */
export type BranchResult = { readonly rows: Row[] | null; readonly objective: number; readonly exhausted: boolean; readonly nodes: number };

/**
 * Branch and price, depth first: a fractional day of a person is left to one shift, or that shift is taken out; columns are generated in every node.
 * The master is left restricted.
 */
export async function branch(master: PartMaster, shiftCount: number, root: Allowed, options: BranchOptions): Promise<BranchResult> {
  const width = shiftCount + 1;
  const open: { readonly allowed: Allowed; readonly bound: number }[] = [{ allowed: root, bound: Number.NEGATIVE_INFINITY }];
  let best: Row[] | null = null;
  let target = options.target;
  let nodes = 0;
  let stopped = false;
  let converged = false;
  let complete = true;

  const converge = async (rounds: number): Promise<'cut' | 'integer' | Mixed> => {
    converged = await master.converge({
      rounds,
      target,
      pause: async () => {
        stopped = await options.pause();
        return stopped;
      },
    });
    if (master.bound() >= target) return 'cut';
    const mixed = mostMixed(master, width, () => options.noise * options.random());
    if (mixed !== null) return mixed;
    const rows = chosenRows(master);
    const objective = options.objectiveOf(rows);
    if (objective < target) {
      best = rows;
      target = objective;
      options.onFound?.(objective);
    }
    return master.bound() >= target ? 'cut' : 'integer';
  };

  while (open.length > 0) {
    const node = open.pop() as (typeof open)[number];
    if (node.bound >= target) continue;
    if (nodes >= options.nodes || stopped) return { rows: best, objective: target, exhausted: false, nodes };
    nodes += 1;
    if (!master.restrict(node.allowed)) continue;
    let at = await converge(options.rounds);
    // An integer solution settles its node only when no column improves it.
    if (at === 'integer' && !converged) at = await converge(MANY);
    if (at === 'cut') continue;
    if (at === 'integer') {
      if (!converged) complete = false;
      continue;
    }
    const bound = Math.max(node.bound, master.bound());
    open.push({ allowed: without(node.allowed, at.person, at.day, at.shift, width), bound });
    open.push({ allowed: only(node.allowed, at.person, at.day, at.shift, width), bound });
  }
  return { rows: best, objective: target, exhausted: complete, nodes };
}

/** The shift whose share on a day is nearest to a half, days off first: whether a day is worked shapes the runs. Shares above a half are preferred. */
function mostMixed(master: PartMaster, width: number, blur: () => number): Mixed | null {
  let best: Mixed | null = null;
  let score = Number.POSITIVE_INFINITY;
  dayShares(master, width).forEach((own, person) => {
    for (let k = 0; k < own.length; k += 1) {
      const share = own[k] as number;
      if (share < INTEGER || share > 1 - INTEGER) continue;
      const shift = (k % width) - 1;
      const value = Math.abs(share - 0.6) + (shift < 0 ? 0 : 0.2) + blur();
      if (value >= score) continue;
      score = value;
      best = { person, day: Math.floor(k / width), shift };
    }
  });
  return best;
}
