import type { QueueRule } from '../core/index.js';
import { smallestReal } from '../numeric/index.js';
import { type LoadMoments, type QueueSizer, queueSizer, type SizedQueue, sizedQueue } from '../queueing/index.js';
import { dayFromNumber } from '../time/index.js';
import { pushClosed, pushSized, type RequirementColumns } from './requirement-columns.js';
import { type SizingJob, walkOf } from './staff-queues.js';
import { targetOf } from './staffing-rule.js';

/** One open interval with contacts while agents are being placed. */
export type Place = {
  readonly index: number;
  readonly contacts: number;
  readonly load: number;
  /** Where the load moves inside the interval. */
  readonly moments?: LoadMoments | undefined;
  readonly ahtSeconds: number;
  readonly floor: number;
  agents: number;
  level: number;
  /** Next step on the concave hull: this many agents at once, this many contacts more in time per agent. */
  step: number;
  gainPerAgent: number;
};

/**
 * Sizes a queue whose service level is to hold over days, weeks or months: the volume-weighted mean over each stretch, with
 * the fewest agent-hours. Other targets, and enough people for the work where nobody gives up, hold in every interval.
 *
 * Marginal allocation: each next agent goes where it brings most further contacts in time. A service level is convex in the
 * agents before it is concave, so steps follow its concave hull; the last step is cut to what is needed.
 */
export function sizeOverStretches(columns: RequirementColumns, job: SizingJob): void {
  const { work, rule, clock, plan } = job;
  const target = targetOf(rule.target);
  const line = { patienceSeconds: rule.patienceSeconds ?? undefined, capacity: rule.capacity ?? undefined, minimumAgents: rule.minimumAgents };
  const sizer = queueSizer({ ...line, target });
  const { serviceLevel = 0, ...others } = target;
  const floorTarget = others.asaSeconds ?? others.abandonProbability ?? others.maxOccupancy;
  const floorSizer = queueSizer({ ...line, target: floorTarget === undefined ? { maxOccupancy: 1 } : { ...others, answerWithinSeconds: undefined } });
  const stretches = new Map<string, Place[]>();
  const exact = new Map<number, number>();
  const places = new Map<number, Place>();
  const walk = walkOf(job);
  let ahtSeconds = 1;
  work.volume.forEach((contacts, index) => {
    ahtSeconds = work.ahtSeconds[index] ?? ahtSeconds;
    const { load, moments } = walk(((contacts ?? 0) * ahtSeconds) / work.intervalSeconds, ahtSeconds, work.intervalSeconds);
    if (contacts === null || contacts === 0) return;
    const atWorst = plan.holdsFor === 'worst' ? moments?.peak : undefined;
    const place = openPlace(
      sizer,
      floorSizer,
      { index, contacts, load: atWorst ?? load, moments: atWorst === undefined ? moments : undefined, ahtSeconds },
      rule,
    );
    places.set(index, place);
    const key = stretchKey(rule.target.over, clock.dayNumbers[index] as number, plan.weekStart);
    const stretch = stretches.get(key);
    if (stretch === undefined) stretches.set(key, [place]);
    else stretch.push(place);
  });
  const missed = new Set<number>();
  for (const stretch of stretches.values()) {
    if (!placeAgents(stretch, sizer, serviceLevel, rule.capacity ?? Number.POSITIVE_INFINITY, exact)) for (const { index } of stretch) missed.add(index);
  }
  const sized = sizedQueue();
  work.volume.forEach((contacts, index) => {
    if (contacts === null) {
      pushClosed(columns);
      return;
    }
    const place = places.get(index);
    sizer.deliver(sized, place?.load ?? 0, place?.ahtSeconds ?? 1, place?.agents ?? rule.minimumAgents, place?.moments);
    sized.agentsExact = exact.get(index) ?? sized.agents;
    sized.met = !missed.has(index);
    pushSized(columns, sized);
  });
}

/** The day, week or month a local day belongs to. */
function stretchKey(over: QueueRule['target']['over'], dayNumber: number, weekStart: number): string {
  if (over === 'week') return String(Math.floor((dayNumber + 3 - weekStart) / 7));
  return over === 'month' ? dayFromNumber(dayNumber).slice(0, 7) : String(dayNumber);
}

const scratch: SizedQueue = sizedQueue();

function levelAt(sizer: QueueSizer, place: Place, agents: number): number {
  return sizer.levelAt(place.load, place.ahtSeconds, agents, place.moments);
}

function openPlace(
  sizer: QueueSizer,
  floorSizer: QueueSizer,
  at: Pick<Place, 'index' | 'contacts' | 'load' | 'moments' | 'ahtSeconds'>,
  rule: QueueRule,
): Place {
  floorSizer.size(scratch, at.load, at.ahtSeconds, at.moments);
  const stable = rule.patienceSeconds === null && rule.capacity === null ? Math.floor(at.moments?.peak ?? at.load) + 1 : 1;
  const floor = Math.max(scratch.agents, rule.minimumAgents, stable);
  const place: Place = { ...at, floor, agents: floor, level: 0, step: 0, gainPerAgent: 0 };
  place.level = levelAt(sizer, place, floor);
  return place;
}

/** Spends a number of agents where each brings most further contacts in time; returns how many are left over. */
export function spendAgents(stretch: readonly Place[], sizer: QueueSizer, budget: number, capacity: number): number {
  let left = budget;
  const heap = [...stretch];
  const most = (place: Place): number => Math.min(capacity, place.agents + left);
  for (const place of heap) lookAhead(sizer, place, most(place));
  for (let i = (heap.length >> 1) - 1; i >= 0; i -= 1) sink(heap, i);
  for (;;) {
    const place = heap[0];
    if (place === undefined || left === 0 || !(place.gainPerAgent > 0)) return left;
    if (place.step <= left) {
      place.agents += place.step;
      left -= place.step;
      place.level = levelAt(sizer, place, place.agents);
    }
    lookAhead(sizer, place, most(place));
    sink(heap, 0);
  }
}

/** Finds the place's next step: the number of agents with the best gain per agent. */
function lookAhead(sizer: QueueSizer, place: Place, capacity: number): void {
  place.step = 1;
  place.gainPerAgent = 0;
  for (let step = 1; place.agents + step <= capacity; step += 1) {
    const gain = (place.contacts * (levelAt(sizer, place, place.agents + step) - place.level)) / step;
    if (step > 1 && gain <= place.gainPerAgent) break;
    place.gainPerAgent = gain;
    place.step = step;
  }
}

/** Adds agents until the stretch meets its level; false when a capacity stops it. The best place is kept on top of a heap. */
function placeAgents(stretch: readonly Place[], sizer: QueueSizer, serviceLevel: number, capacity: number, exact: Map<number, number>): boolean {
  const contacts = stretch.reduce((sum, place) => sum + place.contacts, 0);
  let missing = serviceLevel * contacts - stretch.reduce((sum, place) => sum + place.contacts * place.level, 0);
  if (missing <= 0) return true;
  const heap = [...stretch];
  for (const place of heap) lookAhead(sizer, place, capacity);
  for (let i = (heap.length >> 1) - 1; i >= 0; i -= 1) sink(heap, i);
  let last = heap[0] as Place;
  while (missing > 0) {
    const place = heap[0] as Place;
    if (!(place.gainPerAgent > 0)) return false;
    const needed = missing;
    const before = place.level;
    let step = 1;
    let level = levelAt(sizer, place, place.agents + step);
    while (step < place.step && place.contacts * (level - before) < needed) {
      step += 1;
      level = levelAt(sizer, place, place.agents + step);
    }
    place.agents += step;
    place.level = level;
    missing -= place.contacts * (level - before);
    last = place;
    lookAhead(sizer, place, capacity);
    sink(heap, 0);
  }
  exchange(stretch, sizer, trim(stretch, sizer, -missing), capacity);
  const slack = stretch.reduce((sum, place) => sum + place.contacts * place.level, 0) - serviceLevel * contacts;
  if (last.agents > last.floor) exact.set(last.index, exactAgents(sizer, last, slack));
  return true;
}

/** Takes agents away again where the stretch still holds without them (a long last step can leave such room). */
function trim(stretch: readonly Place[], sizer: QueueSizer, slack: number): number {
  let room = slack;
  for (const place of stretch) {
    while (place.agents > place.floor) {
      const level = levelAt(sizer, place, place.agents - 1);
      const loss = place.contacts * (place.level - level);
      if (loss > room) break;
      room -= loss;
      place.agents -= 1;
      place.level = level;
    }
  }
  return room;
}

/** Saves an agent wherever one more in some interval allows two fewer in others (or two fewer in one), until none is left. */
function exchange(stretch: readonly Place[], sizer: QueueSizer, slack: number, capacity: number): void {
  let room = slack;
  for (;;) {
    const loss = (place: Place, fewer: number): number =>
      place.agents - fewer < place.floor ? Number.POSITIVE_INFINITY : place.contacts * (place.level - levelAt(sizer, place, place.agents - fewer));
    const singles = stretch.map((place) => ({ place, loss: loss(place, 1) })).sort((a, b) => a.loss - b.loss);
    const pairs = stretch.map((place) => ({ place, loss: loss(place, 2) })).sort((a, b) => a.loss - b.loss);
    const saving = bestSaving(stretch, sizer, singles, pairs, capacity);
    if (saving === null || room + saving.gain < 0) return;
    room += saving.gain;
    for (const [place, change] of saving.changes) {
      place.agents += change;
      place.level = levelAt(sizer, place, place.agents);
    }
  }
}

type Loss = { readonly place: Place; readonly loss: number };

/** One agent more in one place, the cheapest two fewer elsewhere; gain in contacts in time, mostly below 0. */
function bestSaving(
  stretch: readonly Place[],
  sizer: QueueSizer,
  singles: readonly Loss[],
  pairs: readonly Loss[],
  capacity: number,
): { gain: number; changes: [Place, number][] } | null {
  let best: { gain: number; changes: [Place, number][] } | null = null;
  for (const place of stretch) {
    if (place.agents >= capacity) continue;
    const more = place.contacts * (levelAt(sizer, place, place.agents + 1) - place.level);
    const [first, second] = singles.filter((other, rank) => rank < 3 && other.place !== place);
    const pair = pairs.slice(0, 2).find((other) => other.place !== place);
    const two = first !== undefined && second !== undefined ? first.loss + second.loss : Number.POSITIVE_INFINITY;
    const loss = Math.min(two, pair?.loss ?? Number.POSITIVE_INFINITY);
    if (loss === Number.POSITIVE_INFINITY || (best !== null && more - loss <= best.gain)) continue;
    const fewer: [Place, number][] = loss === two ? [first, second].map((one) => [(one as Loss).place, -1]) : [[(pair as Loss).place, -2]];
    best = { gain: more - loss, changes: [[place, 1], ...fewer] };
  }
  return best;
}

/** The last agent placed, as the fraction that meets the stretch exactly. */
function exactAgents(sizer: QueueSizer, place: Place, slack: number): number {
  const enough = place.level - slack / place.contacts;
  const below = place.agents - 1;
  return levelAt(sizer, place, below) >= enough ? below : smallestReal((agents) => levelAt(sizer, place, agents) >= enough, below, place.agents);
}

function sink(heap: Place[], from: number): void {
  let i = from;
  for (;;) {
    const left = 2 * i + 1;
    const right = left + 1;
    let best = i;
    for (const child of [left, right]) if (child < heap.length && better(heap[child] as Place, heap[best] as Place)) best = child;
    if (best === i) return;
    [heap[i], heap[best]] = [heap[best] as Place, heap[i] as Place];
    i = best;
  }
}

/** Ties go to the earlier interval, so that the same forecast always gives the same plan. */
function better(a: Place, b: Place): boolean {
  return a.gainPerAgent > b.gainPerAgent || (a.gainPerAgent === b.gainPerAgent && a.index < b.index);
}
