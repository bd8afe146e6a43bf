import { smallestWhole } from '../numeric/index.js';
import { type ChatLoad, type ChatMetrics, chatFigures } from './chat-queue.js';

/** A chat queue whose volume alone changes: everything about it but the volume. */
export type ChatDesk = Omit<ChatLoad, 'volume'> & { readonly meets: (figures: ChatMetrics) => boolean };

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
  /** Most chats per interval with which so many agents meet the target. */
  const rung = (agents: number): number => {
    const known = rungs.get(agents);
    if (known !== undefined) return known;
    const below = agents > 1 ? rung(agents - 1) : 0;
    const step = agents > 2 ? below - rung(agents - 2) : 0;
    const found = largestVolume((volume) => desk.meets(at(volume, agents)), below, step > 0 ? step : perAgent);
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
      const agents = smallestWhole((people) => rung(people) >= volume, volume / perAgent + 1, 1, Number.MAX_SAFE_INTEGER) as number;
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

/** Largest volume that meets the target, to a relative 1e-7, not below one that does; looks first about one step further. */
function largestVolume(meets: (volume: number) => boolean, least: number, step: number): number {
  let low = least;
  let high = least + 0.95 * step;
  for (let reach = 0.1 * step; meets(high); reach *= 2) {
    low = high;
    high += reach;
  }
  while (high - low > 1e-7 * high && high > 1e-9 * step) {
    const middle = (low + high) / 2;
    if (meets(middle)) low = middle;
    else high = middle;
  }
  return low;
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
  return {
    serviceLevel: sums.serviceLevel / total,
    occupancy: sums.occupancy / total,
    asaSeconds: sums.asaSeconds / total,
    abandonProbability: sums.abandonProbability / total,
  };
}
