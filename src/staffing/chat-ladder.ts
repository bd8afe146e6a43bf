import type { TargetRule } from '../core/index.js';
import { findRoot, smallestWhole } from '../numeric/index.js';
import { type ChatLoad, type ChatMetrics, chatFigures } from './chat-queue.js';

/** A chat queue whose volume alone changes: everything about it but the volume. */
export type ChatDesk = Omit<ChatLoad, 'volume'> & { readonly target: Omit<TargetRule, 'over'> };

/** Figures that {@link ChatLadder} interpolates; −1 = no such figure. */
type ChatFigures = { readonly serviceLevel: number; readonly occupancy: number; readonly asaSeconds: number; readonly abandonProbability: number };

/** Answers for any volume out of few evaluations: a head-count suffices up to some volume, and figures between two such volumes are smooth. */
export type ChatLadder = {
  /** Whole and fractional agents for a volume. */
  readonly agentsFor: (volume: number) => { readonly agents: number; readonly agentsExact: number };
  readonly figuresAt: (volume: number, agents: number) => ChatFigures;
};

/** Points between two rungs from which figures are interpolated. */
const POINTS = 6;
const CHEBYSHEV: readonly number[] = Array.from({ length: POINTS }, (_, k) => 0.5 - 0.5 * Math.cos((Math.PI * (k + 0.5)) / POINTS));

/** Makes the ladder of a chat queue at one level of concurrency. */
export function chatLadder(desk: ChatDesk, concurrency: number): ChatLadder {
  const rungs = new Map<number, number>([[0, 0]]);
  const nodes = new Map<number, ChatFigures[]>();
  /** The last figures of a volume off the ladder: quiet hours are alike. */
  const direct = new Map<number, { readonly agents: number; readonly figures: ChatFigures }>();
  const at = (volume: number, agents: number): ChatMetrics => chatFigures({ ...desk, volume }, agents, concurrency);
  const perAgent = (desk.intervalSeconds * concurrency) / (desk.ahtSecondsAt[concurrency - 1] as number);
  /** Agents beyond the bare work per root of the agents, on the rung found last: about the same on all of them. */
  let reserve = 0.5;
  /** Most chats per interval with which so many agents meet the target, to a relative {@link FINENESS}. */
  const rung = (agents: number): number => {
    const known = rungs.get(agents);
    if (known !== undefined) return known;
    const guess = perAgent * Math.max(agents / 10, agents - reserve * Math.sqrt(agents));
    const found = largestVolume((volume) => slackOf(at(volume, agents), desk.target), guess, perAgent / 8);
    reserve = (agents - found / perAgent) / Math.sqrt(agents);
    rungs.set(agents, found);
    return found;
  };
  const nodesOf = (agents: number): ChatFigures[] => {
    const known = nodes.get(agents);
    if (known !== undefined) return known;
    const low = rung(agents - 1);
    const made = CHEBYSHEV.map((node) => plain(at(low + node * (rung(agents) - low), agents)));
    nodes.set(agents, made);
    return made;
  };
  const directly = (volume: number, agents: number): ChatFigures => {
    const known = direct.get(volume);
    if (known?.agents === agents) return known.figures;
    const figures = plain(at(volume, agents));
    direct.set(volume, { agents, figures });
    return figures;
  };
  return {
    agentsFor(volume) {
      if (volume === 0) return { agents: 0, agentsExact: 0 };
      const work = volume / perAgent;
      const agents = smallestWhole((people) => rung(people) >= volume, Math.ceil(work + reserve * Math.sqrt(work)), 1, Number.MAX_SAFE_INTEGER) as number;
      const low = rung(agents - 1);
      return { agents, agentsExact: agents - 1 + (volume - low) / (rung(agents) - low) };
    },
    figuresAt(volume, agents) {
      if (agents < 2 || rung(agents - 1) >= volume || rung(agents) < volume) return directly(volume, agents);
      const low = rung(agents - 1);
      return interpolated(nodesOf(agents), (volume - low) / (rung(agents) - low));
    },
  };
}

function plain({ serviceLevel, occupancy, asaSeconds, abandonProbability }: ChatMetrics): ChatFigures {
  return { serviceLevel: serviceLevel ?? -1, occupancy, asaSeconds: asaSeconds ?? -1, abandonProbability };
}

/** Bounds of a slack, so that interpolation stays finite. */
const MOST_SLACK = 1e3;

/** How far figures are beyond the tightest target, 0 or more where all hold: log-odds of the service level, logarithms of the others. */
function slackOf(figures: ChatMetrics, { serviceLevel, asaSeconds, abandonProbability, maxOccupancy }: ChatDesk['target']): number {
  const odds = (share: number): number => Math.log(share / (1 - share));
  let slack = MOST_SLACK;
  if (serviceLevel !== undefined) slack = Math.min(slack, odds(figures.serviceLevel ?? 1) - odds(serviceLevel));
  if (asaSeconds !== undefined) slack = Math.min(slack, Math.log(asaSeconds / (figures.asaSeconds ?? Number.POSITIVE_INFINITY)));
  if (abandonProbability !== undefined) slack = Math.min(slack, Math.log(abandonProbability / figures.abandonProbability));
  if (maxOccupancy !== undefined) slack = Math.min(slack, Math.log(maxOccupancy / figures.occupancy));
  return Math.max(slack, -MOST_SLACK);
}

/** Width to which a rung is found, relative to it. */
const FINENESS = 1e-10;

/** Largest volume with a slack of 0 or more, near a guess; a volume of 0 has all the slack there is. */
function largestVolume(slack: (volume: number) => number, guess: number, step: number): number {
  let low = 0;
  let high = guess;
  for (let reach = step; slack(high) >= 0; reach *= 2) {
    low = high;
    high += reach;
  }
  for (let reach = step; low === 0 && reach < high; reach *= 2) {
    if (slack(high - reach) >= 0) low = high - reach;
    else high -= reach;
  }
  // The root is known to that width; its safe side is below it.
  return findRoot((volume) => (volume === 0 ? MOST_SLACK : slack(volume)), low, high, FINENESS) * (1 - 2 * FINENESS);
}

/** Polynomial through the points (barycentric form). */
function interpolated(points: readonly ChatFigures[], x: number): ChatFigures {
  let total = 0;
  const sums = { serviceLevel: 0, occupancy: 0, asaSeconds: 0, abandonProbability: 0 };
  for (let k = 0; k < POINTS; k += 1) {
    const point = points[k] as ChatFigures;
    const distance = x - (CHEBYSHEV[k] as number);
    if (distance === 0) return point;
    const weight = ((k % 2 === 0 ? 1 : -1) * Math.sin((Math.PI * (k + 0.5)) / POINTS)) / distance;
    total += weight;
    sums.serviceLevel += weight * point.serviceLevel;
    sums.occupancy += weight * point.occupancy;
    sums.asaSeconds += weight * point.asaSeconds;
    sums.abandonProbability += weight * point.abandonProbability;
  }
  // Between points next to 0 or 1 the polynomial may swing beyond.
  const share = (sum: number): number => Math.min(1, Math.max(0, sum / total));
  return {
    serviceLevel: share(sums.serviceLevel),
    occupancy: share(sums.occupancy),
    asaSeconds: Math.max(0, sums.asaSeconds / total),
    abandonProbability: share(sums.abandonProbability),
  };
}
