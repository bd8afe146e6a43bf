import type { LoadMoments, QueueSizer, SizedQueue } from '../queueing/index.js';

type Known = { readonly asked: number | null; readonly ahtSeconds: number; readonly moments: LoadMoments | undefined; readonly sized: SizedQueue };

/** After so many loads a memory that has hardly been asked again is given up. */
const TRIAL = 1000;

/** A sizer that knows its last answer for each load: nights, lunch hours and weeks alike are sized once. */
export function rememberedSizer(sizer: QueueSizer): QueueSizer {
  const known = new Map<number, Known>();
  let repeats = 0;
  const answer = (out: SizedQueue, load: number, ahtSeconds: number, asked: number | null, moments: LoadMoments | undefined): void => {
    const last = known.get(load);
    if (last !== undefined && last.asked === asked && last.ahtSeconds === ahtSeconds && sameMoments(last.moments, moments)) {
      repeats += 1;
      Object.assign(out, last.sized);
      return;
    }
    if (asked === null) sizer.size(out, load, ahtSeconds, moments);
    else sizer.deliver(out, load, ahtSeconds, asked, moments);
    if (known.size < TRIAL || repeats > known.size / 4) known.set(load, { asked, ahtSeconds, moments, sized: { ...out } });
  };
  return {
    size: (out, load, ahtSeconds, moments) => answer(out, load, ahtSeconds, null, moments),
    deliver: (out, load, ahtSeconds, agents, moments) => answer(out, load, ahtSeconds, agents, moments),
    levelAt: sizer.levelAt,
  };
}

function sameMoments(a: LoadMoments | undefined, b: LoadMoments | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.peak === b.peak && sameNumbers(a.loads, b.loads) && sameNumbers(a.weights, b.weights);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
