import { quantileOf } from '../numeric/index.js';
import { cellMeans } from './cell-means.js';
import { fillGroups, LEAD_GROUPS, leadGroup } from './lead-groups.js';
import type { Panel } from './panel.js';
import { FAR_MEMBERS, nearMembers, SLOT_MEMBERS, weekdayOfRow } from './slot-members.js';
import { inverseErrorWeights, stackErrors } from './stack-errors.js';

/** Members other than the two day models have to be clearly better to matter: their errors count so many times when the starting weights are set. */
const HANDICAP = 1.5;
const PULL = 0.04;

type Input = {
  readonly panel: Panel;
  readonly x: Float64Array;
  readonly teach: Uint8Array;
  readonly scored: Uint8Array;
  /** 1 for rows after a closure and of events: only the day member knows of those. */
  readonly alone: Uint8Array;
  readonly origins: readonly number[];
  /** Stacked log scores by origin and lead. */
  readonly scores: readonly Float64Array[];
  /** Shapes by origin, then at the end of the history. */
  readonly shapes: readonly Float64Array[];
  /** What the totals say; null for tables of one slot, which are totals. */
  readonly totals: BacktestTotals | null;
};

/** Stacked log roots of day totals by origin and lead, and the shares known at each origin, weekday × slot. */
export type BacktestTotals = { readonly scores: readonly Float64Array[]; readonly shares: readonly (readonly number[])[] };

export type FittedSlots = {
  /** By lead group; entries of near members are 0 for far leads. */
  readonly weights: readonly Float64Array[];
  readonly wapes: readonly (readonly (number | null)[])[];
  /** Cell means at the end of the history, weekday × slot. */
  readonly cell: Float64Array;
  /** Near members of the next two open days: 2 × member × slot. */
  readonly near: readonly (readonly Float64Array[])[];
  /** Combined root-scale forecasts of the backtest, by origin: leads × slots. */
  readonly combined: readonly Float64Array[];
};

/** One backtest day: members × slots. */
type DayMembers = readonly Float64Array[];

/** Weighs the slot-level members by their backtest and prepares what the forecast needs of them. */
export function fitSlots(input: Input): FittedSlots {
  const { panel, x, teach, origins } = input;
  const all = [...origins, panel.rows];
  const cells = all.map((origin) => cellMeans(panel, x, teach, origin));
  const near = (o: number): Float64Array[][] => (panel.slots === 1 ? [] : [0, 1].map((lead) => nearMembers(panel, x, teach, all[o] as number, lead)));
  const members = origins.map((_, o) => backtestMembers(input, o, cells[o] as Float64Array, near(o)));
  const { weights, wapes } = panel.slots > 1 ? weighSlots(input, members) : { weights: [], wapes: LEAD_GROUPS.map(() => SLOT_MEMBERS.map(() => null)) };
  const full = fillGroups(
    LEAD_GROUPS.map((_, g) => weights[g] ?? null),
    Float64Array.from(SLOT_MEMBERS, (_, m) => (m === 0 ? 1 : 0)),
  ).map((group, g) => (g === 0 ? group : farOnly(group)));
  return {
    weights: full,
    wapes,
    cell: cells.at(-1) as Float64Array,
    near: near(origins.length),
    combined: members.map((days, o) => combineDays(input, o, days, full)),
  };
}

/** Weights without the near members, for groups that borrowed theirs. */
function farOnly(weights: Float64Array): Float64Array {
  let kept = 0;
  for (let m = 0; m < FAR_MEMBERS; m += 1) kept += weights[m] as number;
  return weights.map((weight, m) => (m >= FAR_MEMBERS ? 0 : kept > 0 ? weight / kept : m === 0 ? 1 : 0));
}

function backtestMembers(input: Input, o: number, cell: Float64Array, near: readonly (readonly Float64Array[])[]): DayMembers[] {
  const { panel, origins, scores, shapes } = input;
  const { slots } = panel;
  const origin = origins[o] as number;
  return Array.from(scores[o] as Float64Array, (logScore, h) => {
    const base = weekdayOfRow(panel, origin + h) * slots;
    const score = Math.exp(logScore);
    const day = (shapes[o] as Float64Array).subarray(base, base + slots).map((share) => score * share);
    const total = input.totals === null ? day : totalMember(input.totals, o, h, base, slots);
    const others = [total, cell.subarray(base, base + slots), ...(near[h] ?? [])];
    return [day, ...others.map((other) => other.map((value, s) => usable(value, day[s] as number)))];
  });
}

function totalMember({ scores, shares }: BacktestTotals, o: number, h: number, base: number, slots: number): Float64Array {
  const own = (shares[o] as readonly number[]).slice(base, base + slots);
  return spreadRoot((scores[o] as Float64Array)[h] as number, own);
}

/** Roots of a day total spread by shares. */
export function spreadRoot(logRoot: number, shares: readonly number[]): Float64Array {
  const total = Math.max(0, Math.exp(2 * logRoot) - 0.25);
  return Float64Array.from(shares, (share) => Math.sqrt(total * share));
}

/** A member that has nothing to say about a slot stands in with the first one. */
export function usable(value: number, fallback: number): number {
  return value > 0 ? value : fallback;
}

/** Weighted sums of the members; days that are forecast by the day member alone (`alone` = 1) keep it. */
function combineDays({ panel, alone, origins }: Input, o: number, days: readonly DayMembers[], weights: readonly Float64Array[]): Float64Array {
  const { slots } = panel;
  const combined = new Float64Array(days.length * slots);
  days.forEach((members, h) => {
    const group = weights[leadGroup(h + 1)] as Float64Array;
    const used = alone[(origins[o] as number) + h] === 1 ? members.slice(0, 1) : members;
    used.forEach((member, m) => {
      const weight = used.length === 1 ? 1 : (group[m] as number);
      if (weight > 0) for (let s = 0; s < slots; s += 1) combined[h * slots + s] = (combined[h * slots + s] as number) + weight * (member[s] as number);
    });
  });
  return combined;
}

function weighSlots(input: Input, members: readonly (readonly DayMembers[])[]): { weights: (Float64Array | null)[]; wapes: (number | null)[][] } {
  const found = LEAD_GROUPS.map((group, g) => weighGroup(input, members, group.from - 1, group.to, g === 0 ? SLOT_MEMBERS.length : FAR_MEMBERS));
  return { weights: found.map((f) => f?.weights ?? null), wapes: found.map((f) => f?.wapes ?? SLOT_MEMBERS.map(() => null)) };
}

type Weighed = { readonly weights: Float64Array; readonly wapes: (number | null)[] };

function weighGroup(input: Input, members: readonly (readonly DayMembers[])[], from: number, to: number, size: number): Weighed | null {
  const { panel, x, scored, origins } = input;
  const { slots } = panel;
  const rows: number[] = [];
  const ages: number[] = [];
  let volume = 0;
  members.forEach((days, o) => {
    for (let h = from; h < Math.min(to, days.length); h += 1) {
      const r = (origins[o] as number) + h;
      if (scored[r] === 0) continue;
      for (let s = 0; s < slots; s += 1) {
        if (panel.seen[r * slots + s] === 0) continue;
        const actual = (x[r * slots + s] as number) ** 2;
        volume += actual;
        ages.push(origins.length - 1 - o);
        for (let m = 0; m < size; m += 1) rows.push(((days[h] as DayMembers)[m]?.[s] as number) ** 2 - actual);
      }
    }
  });
  if (ages.length < 8) return null;
  const errors = Float64Array.from(rows);
  const mean = Array.from({ length: size }, (_, m) => meanSize(errors, size, m));
  const best = Math.min(...mean);
  const kept = mean.map((_, m) => m).filter((m) => (mean[m] as number) <= 1.5 * best);
  const bestMember = mean.indexOf(best);
  const limit =
    4 *
    quantileOf(
      Float64Array.from(ages, (_, r) => Math.abs(errors[r * size + bestMember] as number)),
      0.9,
    );
  const clipped = new Float64Array(ages.length * kept.length);
  ages.forEach((_, r) => {
    kept.forEach((m, k) => {
      clipped[r * kept.length + k] = Math.max(-limit, Math.min(limit, errors[r * size + m] as number));
    });
  });
  const start = inverseErrorWeights(
    kept.map((m) => (mean[m] as number) * (m <= 1 ? 1 : HANDICAP)),
    10,
  );
  const stacked = stackErrors(
    clipped,
    Float64Array.from(ages, (age) => 0.97 ** age),
    start,
    PULL,
  );
  const weights = new Float64Array(SLOT_MEMBERS.length);
  kept.forEach((m, k) => {
    weights[m] = stacked[k] as number;
  });
  return { weights, wapes: SLOT_MEMBERS.map((_, m) => (m < size && volume > 0 ? ((mean[m] as number) * ages.length) / volume : null)) };
}

function meanSize(errors: Float64Array, size: number, member: number): number {
  let sum = 0;
  const rows = errors.length / size;
  for (let r = 0; r < rows; r += 1) sum += Math.abs(errors[r * size + member] as number);
  return sum / rows;
}
