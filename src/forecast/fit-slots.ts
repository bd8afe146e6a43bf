import { cellMeans } from './cell-means.js';
import { lagRegression } from './lag-regression.js';
import { fillGroups, LEAD_GROUPS, leadGroup } from './lead-groups.js';
import type { Panel } from './panel.js';
import { type PlainMembers, plainMembers, plainRoots, spreadRoot } from './plain-members.js';
import { FAR_MEMBERS, NEAR_DAYS, nearMembers, SLOT_MEMBERS, weekdayOfRow } from './slot-members.js';
import { weighSlotMembers } from './weigh-members.js';

type Input = {
  readonly panel: Panel;
  readonly x: Float64Array;
  readonly teach: Uint8Array;
  readonly scored: Uint8Array;
  /** 1 for rows after a closure and of events: only the day member knows of those. */
  readonly alone: Uint8Array;
  readonly origins: readonly number[];
  /** Latest origins that weigh the members; all of them measure the bands. */
  readonly weighed: number;
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
  /** Plain methods at the end of the history; null for tables of one slot. */
  readonly plain: PlainMembers | null;
  /** Near members of the next two open days, after one that has begun of two more: day × member × slot. */
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
  const { slots } = panel;
  const lagged = slots === 1 ? [] : lagRegression(panel, x, teach, origins, NEAR_DAYS + 1);
  const near = (o: number): Float64Array[][] =>
    Array.from({ length: slots === 1 ? 0 : NEAR_DAYS + (o === origins.length && panel.tail !== null ? 1 : 0) }, (_, lead) => [
      ...nearMembers(panel, x, teach, all[o] as number, lead),
      openOnly(panel, (lagged[o] as Float64Array).subarray(lead * slots, (lead + 1) * slots), weekdayOfRow(panel, (all[o] as number) + lead)),
    ]);
  const plain = panel.slots === 1 ? [] : plainMembers(panel, x, teach, origins);
  const members = origins.map((_, o) => backtestMembers(input, o, cells[o] as Float64Array, plain[o], near(o)));
  const { weights, wapes } = panel.slots > 1 ? weighSlots(input, members) : { weights: [], wapes: LEAD_GROUPS.map(() => SLOT_MEMBERS.map(() => null)) };
  const full = fillGroups(
    LEAD_GROUPS.map((_, g) => weights[g] ?? null),
    Float64Array.from(SLOT_MEMBERS, (_, m) => (m === 0 ? 1 : 0)),
  ).map((group, g) => (g === 0 ? group : farOnly(group)));
  return {
    weights: full,
    wapes,
    cell: cells.at(-1) as Float64Array,
    plain: plain.at(-1) ?? null,
    near: near(origins.length),
    combined: members.map((days, o) => combineDays(input, o, days, full)),
  };
}

/** Nothing is said about closed slots. */
function openOnly({ open, slots }: Panel, values: Float64Array, weekday: number): Float64Array {
  return values.map((value, s) => (open[weekday * slots + s] === 1 ? value : Number.NaN));
}

/** Weights without the near members, for groups that borrowed theirs. */
function farOnly(weights: Float64Array): Float64Array {
  let kept = 0;
  for (let m = 0; m < FAR_MEMBERS; m += 1) kept += weights[m] as number;
  return weights.map((weight, m) => (m >= FAR_MEMBERS ? 0 : kept > 0 ? weight / kept : m === 0 ? 1 : 0));
}

function backtestMembers(
  input: Input,
  o: number,
  cell: Float64Array,
  plain: PlainMembers | undefined,
  near: readonly (readonly Float64Array[])[],
): DayMembers[] {
  const { panel, origins, scores, shapes } = input;
  const { slots } = panel;
  const origin = origins[o] as number;
  return Array.from(scores[o] as Float64Array, (logScore, h) => {
    const base = weekdayOfRow(panel, origin + h) * slots;
    const score = Math.exp(logScore);
    const day = (shapes[o] as Float64Array).subarray(base, base + slots).map((share) => score * share);
    if (input.totals === null || plain === undefined) return [day];
    const shares = (input.totals.shares[o] as readonly number[]).slice(base, base + slots);
    const total = spreadRoot((input.totals.scores[o] as Float64Array)[h] as number, shares);
    const plainDays = plainRoots(plain, shares, base / slots, h + 1, panel.rowDay[origin + h] as number);
    const others = [total, cell.subarray(base, base + slots), ...plainDays, ...(near[h] ?? [])];
    return [day, ...others.map((other) => other.map((value, s) => usable(value, day[s] as number)))];
  });
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
    if (o < members.length - input.weighed) return;
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
  const weights = new Float64Array(SLOT_MEMBERS.length);
  weights.set(weighSlotMembers({ errors, ages, size }, mean));
  return { weights, wapes: SLOT_MEMBERS.map((_, m) => (m < size && volume > 0 ? ((mean[m] as number) * ages.length) / volume : null)) };
}

function meanSize(errors: Float64Array, size: number, member: number): number {
  let sum = 0;
  const rows = errors.length / size;
  for (let r = 0; r < rows; r += 1) sum += Math.abs(errors[r * size + member] as number);
  return sum / rows;
}
