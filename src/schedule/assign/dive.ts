import type { Allowed } from './free-part.js';
import type { ConvergeOptions, PartMaster } from './master.js';
import type { Row } from './stretch.js';

const INTEGER = 1e-6;
/** Share of the fractional days that one step fixes. */
const STEP_SHARE = 0.02;

export type DiveOptions = ConvergeOptions & {
  /** Random numbers in (0, 1), to break ties between equal values. */
  readonly random: () => number;
  /** How much chance has a say in what is fixed next: 0 = none, 0.6 = all. */
  readonly noise: number;
  /** Steps that there is time for, given the steps so far; unlimited when left out. */
  readonly stepsLeft?: ((done: number) => number) | undefined;
};

/**
 * Dives from a converged master to a whole roster: fixes the days whose shift the linear programme is surest of, generates columns again, and
 * so on. Null when the bound reaches the target, somebody cannot keep the fixed days, or the time is up.
 */
export async function dive(master: PartMaster, shiftCount: number, options: DiveOptions): Promise<Row[] | null> {
  const width = shiftCount + 1;
  for (let steps = 0; ; steps += 1) {
    const candidates = fractionalDays(master, width, () => (options.noise + 1e-3) * options.random());
    if (candidates.length === 0) return chosenRows(master);
    const hurry = 1 / Math.max(1, options.stepsLeft?.(steps) ?? Number.POSITIVE_INFINITY);
    if (!fixSurest(master, candidates, Math.max(STEP_SHARE, hurry), width)) return null;
    const { rounds, target, pause } = options;
    let stopped = false;
    await master.converge({
      rounds,
      target,
      pause: async () => {
        stopped = await pause();
        return stopped;
      },
    });
    if (stopped || master.bound() >= target) return null;
  }
}

/** Fixes a share of the candidates, one a person before anybody's second, fewer where somebody cannot keep them; false when not even one can be kept. */
function fixSurest(master: PartMaster, candidates: readonly Candidate[], share: number, width: number): boolean {
  const before = master.allowed();
  let step = candidates.slice(0, Math.max(1, Math.ceil(candidates.length * share)));
  while (step.length > 0) {
    if (master.restrict(step.reduce((allowed, { person, day, shift }) => only(allowed, person, day, shift, width), before))) return true;
    step = step.slice(0, step.length >> 1);
  }
  return false;
}

/** A day of a free person and how much the linear programme wants a shift (−1 = off) there. */
type Candidate = { readonly person: number; readonly day: number; readonly shift: number; readonly value: number };

/** The same, with one day of one person left to one shift. */
export function only(allowed: Allowed, person: number, day: number, shift: number, width: number): Allowed {
  return change(allowed, person, (own) => {
    for (let k = 0; k < width; k += 1) if (k !== shift + 1) own[day * width + k] = 0;
  });
}

/** The same, with one shift of one day of one person taken out. */
export function without(allowed: Allowed, person: number, day: number, shift: number, width: number): Allowed {
  return change(allowed, person, (own) => {
    own[day * width + shift + 1] = 0;
  });
}

function change(allowed: Allowed, person: number, edit: (own: Uint8Array) => void): Allowed {
  const own = (allowed[person] as Uint8Array).slice();
  edit(own);
  return allowed.map((known, i) => (i === person ? own : known));
}

/** Share of each shift on each day of each free person, at [day × width + shift + 1]. */
export function dayShares(master: PartMaster, width: number): Float64Array[] {
  const shares = master.allowed().map((own) => new Float64Array(own.length));
  master.values().forEach((value, j) => {
    if (value < INTEGER) return;
    const { person, shifts } = master.columns[j] as PartMaster['columns'][number];
    const own = shares[person] as Float64Array;
    shifts.forEach((shift, d) => {
      const k = d * width + shift + 1;
      own[k] = (own[k] as number) + value;
    });
  });
  return shares;
}

/**
 * Days on which the linear programme mixes shifts, with what they should be fixed to: shares nearest to 0.6 first, because deciding them decides most, and days off before shifts,
 * because they shape the runs. Everybody's best day comes before anybody's second.
 */
function fractionalDays(master: PartMaster, width: number, blur: () => number): Candidate[] {
  const candidates: (Candidate & { readonly rank: number })[] = [];
  dayShares(master, width).forEach((own, person) => {
    const mine: (Candidate & { rank: number })[] = [];
    for (let k = 0; k < own.length; k += 1) {
      const value = own[k] as number;
      if (value < INTEGER || value > 1 - INTEGER) continue;
      mine.push({
        person,
        day: Math.floor(k / width),
        shift: (k % width) - 1,
        value,
        rank: Math.abs(value - 0.6) + (k % width === 0 ? 0 : 0.2) + blur(),
      });
    }
    mine.sort((a, b) => a.rank - b.rank);
    const days = new Set<number>();
    for (const candidate of mine) {
      if (days.has(candidate.day)) continue;
      candidates.push({ ...candidate, rank: candidate.rank + days.size });
      days.add(candidate.day);
    }
  });
  return candidates.sort((a, b) => a.rank - b.rank);
}

/** The roster of an integer solution. */
export function chosenRows(master: PartMaster): Row[] {
  const rows: Row[] = [];
  master.values().forEach((value, j) => {
    const { person, shifts } = master.columns[j] as PartMaster['columns'][number];
    if (value > 0.5) rows[person] = shifts;
  });
  return rows;
}
