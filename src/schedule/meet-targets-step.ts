import { findRoot } from '../numeric/index.js';
import { sizedQueue } from '../queueing/index.js';
import type { JudgedStretch } from '../simulate/index.js';
import { type MovableNeed, neededAt } from './meet-targets-need.js';

/** How far the formula is followed at once, in units of the need. */
const MOST_AT_ONCE = 1.2;
const FURTHEST = 8;
/** Where no formula tells, the first step. */
const BLIND_STEP = 0.5;
/** Mean waits and abandonment aim at this share of their limit, so that they keep it in other weeks too. */
const SAFE_SHARE = 0.97;

/** Figures of a stretch by formula, or as simulated. */
type Figures = { readonly level: number; readonly asaSeconds: number; readonly abandonProbability: number };

/**
 * By how many units the need of a stretch has to move so that the simulated service meets its target by `margin`: the formula tells where on
 * its curve the simulation stands, and how far from there the target lies. Below 0: people can go.
 */
export function stepOf(need: MovableNeed, places: readonly number[], stretch: JudgedStretch, margin: number): number {
  const { target } = need.rule;
  const goal = target.serviceLevel === undefined ? null : Math.min(target.serviceLevel + margin, (1 + target.serviceLevel) / 2);
  const parts = [
    partOf('level', stretch.serviceLevel, goal, 1),
    partOf('asaSeconds', stretch.asaSeconds, scaled(target.asaSeconds), -1),
    partOf('abandonProbability', stretch.abandonProbability, scaled(target.abandonProbability), -1),
  ].filter((part) => part !== null);
  if (parts.length === 0) return 0;
  const steps = parts.map((part) => (need.sizer === null ? blindStep(part) : stepByFormula(need, places, part)));
  return Math.max(-MOST_AT_ONCE, Math.min(MOST_AT_ONCE, Math.max(...steps)));
}

type Part = { readonly figure: keyof Figures; readonly now: number; readonly goal: number; readonly direction: 1 | -1 };

function partOf(figure: keyof Figures, now: number | null, goal: number | null, direction: 1 | -1): Part | null {
  return now === null || goal === null ? null : { figure, now, goal, direction };
}

function scaled(limit: number | undefined): number | null {
  return limit === undefined ? null : limit * SAFE_SHARE;
}

function blindStep({ now, goal, direction }: Part): number {
  return (goal - now) * direction > 0 ? BLIND_STEP : -BLIND_STEP;
}

function stepByFormula(need: MovableNeed, places: readonly number[], { figure, now, goal, direction }: Part): number {
  const at = (units: number): number => figuresAt(need, places, units)[figure] * direction;
  return whereItIs(at, goal * direction) - whereItIs(at, now * direction);
}

/** Units at which a rising figure takes a value; the end of the range where it never does. */
function whereItIs(figure: (units: number) => number, value: number): number {
  if (figure(-FURTHEST) >= value) return -FURTHEST;
  if (figure(FURTHEST) <= value) return FURTHEST;
  return findRoot((units) => figure(units) - value, -FURTHEST, FURTHEST);
}

const sized = sizedQueue();

/** What the need delivers by formula over a stretch when it is moved by some units. Waits without bound count as an hour. */
function figuresAt(need: MovableNeed, places: readonly number[], units: number): Figures {
  const { requirement, sizer } = need;
  let [contacts, inTime, answered, waited, abandoned] = [0, 0, 0, 0, 0];
  for (const i of places) {
    const volume = requirement.volume[i] ?? 0;
    const aht = requirement.ahtSeconds[i] ?? null;
    if (volume === 0 || aht === null) continue;
    sizer?.deliver(sized, (volume * aht) / requirement.intervalSeconds, aht, neededAt(need, i, units));
    contacts += volume;
    inTime += volume * Math.max(0, sized.serviceLevel);
    abandoned += volume * sized.abandonProbability;
    answered += volume * (1 - sized.abandonProbability);
    waited += volume * (1 - sized.abandonProbability) * Math.min(3600, sized.asaSeconds);
  }
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return { level: share(inTime, contacts), asaSeconds: share(waited, answered), abandonProbability: share(abandoned, contacts) };
}
