import type { AgentCut } from './bounds.js';
import { cheapestAgents, type GroupLimits } from './programme.js';
import type { GroupJudge, Judgement } from './sampling.js';

/** Answer of {@link searchAgents}. `missed`: goals that no allowed head-count meets. */
export type FoundAgents = { readonly agents: readonly number[]; readonly judgement: Judgement; readonly missed: readonly number[] };

/** What the search works on. */
export type AgentSearch = {
  readonly judge: GroupJudge;
  readonly limits: GroupLimits;
  /** Cuts known beforehand. */
  readonly cuts: readonly AgentCut[];
  /** Where to begin; null: at the cheapest point of the cuts. */
  readonly start: readonly number[] | null;
};

const MOST_CUT_ROUNDS = 12;
const MOST_PASSES = 4;
/** Candidates of one neighbourhood that are played, most promising first. */
const MOST_TRIES = 12;
/** The same of swaps of many agents, whose sizes these are. */
const MOST_SWAPS = 6;
const LONG_SWAPS = [4, 5, 6, 7];
/** A candidate is worth playing when its predicted slack is above this share of what the move takes and gives. */
const TRUST = 0.25;
const LEAST_DOUBT = 0.015;

/**
 * Cheapest head-count per group that meets all goals: cuts from sub-gradients (finite differences under common random numbers) in an
 * integer programme until its answer is feasible, then moves of a few agents that save cost [CezikLEcuyer2008].
 */
export async function searchAgents(search: AgentSearch): Promise<FoundAgents> {
  const cuts = [...search.cuts];
  let from = search.start;
  const failed: (readonly number[])[] = [];
  let found: FoundAgents | null = null;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const feasible = await reachFeasible(search, cuts, from);
    if (feasible.missed.length > 0) return feasible;
    const agents = improve(search, feasible.agents, failed);
    found = { agents, judgement: search.judge.refine(agents), missed: [] };
    if (found.judgement.good) return found;
    from = agents;
  }
  const { agents } = found as FoundAgents;
  const raised = raise(search, agents);
  return { agents: raised, judgement: search.judge.refine(raised), missed: [] };
}

/** Adds cuts until the programme's answer meets the goals. */
async function reachFeasible(search: AgentSearch, cuts: AgentCut[], from: readonly number[] | null): Promise<FoundAgents> {
  const { judge, limits } = search;
  let agents = from ?? (await cheapestAgents(limits, cuts));
  for (let round = 0; agents !== null && round < MOST_CUT_ROUNDS; round += 1) {
    const judgement = judge.judge(agents);
    if (judgement.good) return { agents, judgement, missed: [] };
    cuts.push(...gradientCuts(judge, limits, agents, judgement));
    const next = await cheapestAgents(limits, cuts);
    // A cut that noise has left satisfied would give the same answer for ever.
    agents = next === null || next.join(' ') === agents.join(' ') ? raiseOnce(search, agents, judgement) : next;
  }
  return atTheTop(search, agents);
}

/** The cuts lead nowhere: whether anything meets the goals shows where every group is as large as it may be. */
function atTheTop(search: AgentSearch, agents: readonly number[] | null): FoundAgents {
  const top = search.limits.most.map((most, g) => most ?? (search.limits.least[g] as number));
  const judgement = search.judge.refine(top);
  if (!judgement.good && judgement.slacks.some((slack, i) => slack + (judgement.halfWidths[i] ?? 0) < 0)) {
    const missed = judgement.slacks.flatMap((slack, i) => (slack < 0 ? [i] : []));
    return { agents: top, judgement, missed };
  }
  const raised = raise(search, agents ?? top);
  return { agents: raised, judgement: search.judge.judge(raised), missed: [] };
}

/** Adds agents one by one, where they help the worst goal most for their cost, until all goals are met or every group is full. */
function raise(search: AgentSearch, agents: readonly number[]): number[] {
  let now = [...agents];
  for (;;) {
    const judgement = search.judge.refine(now);
    const next = judgement.good ? null : raiseOnce(search, now, judgement);
    if (next === null) return now;
    now = next;
  }
}

function raiseOnce({ judge, limits }: AgentSearch, agents: readonly number[], { slacks }: Judgement): number[] | null {
  const worst = slacks.indexOf(Math.min(...slacks));
  const open = agents.flatMap((count, g) => (count < (limits.most[g] ?? Number.POSITIVE_INFINITY) ? [g] : []));
  const gains = open.map((g) => (judge.difference(withChange(agents, g, 1), agents)[worst] as number) / (limits.cost[g] as number));
  const best = open[gains.indexOf(Math.max(...gains))];
  return best === undefined ? null : withChange(agents, best, 1);
}

/** For each goal missed: slack(x) + Σ gradient × (agents − x) ≥ 0. */
function gradientCuts(judge: GroupJudge, { most }: GroupLimits, agents: readonly number[], { slacks, halfWidths }: Judgement): AgentCut[] {
  const hopeless = halfWidths.includes(null);
  if (hopeless) return [{ weights: agents.map(() => 1), least: agents.reduce((sum, count) => sum + count, 0) + 1 }];
  const steps = agents.map((count, g) => Math.min(Math.max(1, Math.round(count * 0.04)), Math.max(1, (most[g] ?? Number.POSITIVE_INFINITY) - count)));
  const gains = steps.map((step, g) => judge.difference(withChange(agents, g, step), agents).map((gain) => Math.max(0, gain) / step));
  return slacks.flatMap((slack, i) => {
    const weights = gains.map((gain) => gain[i] as number);
    if (slack >= 0 || weights.every((weight) => weight === 0)) return [];
    const scale = Math.max(...weights);
    const here = weights.reduce((sum, weight, g) => sum + weight * (agents[g] as number), 0);
    return [{ weights: weights.map((weight) => weight / scale), least: (here - slack) / scale }];
  });
}

/** Moves of a few agents that save cost, as long as one meets the goals. */
function improve(search: AgentSearch, start: readonly number[], failed: (readonly number[])[]): readonly number[] {
  let agents = start;
  for (;;) {
    const next = cheaperNeighbour(search, agents, failed);
    if (next === null) return agents;
    agents = next;
  }
}

function cheaperNeighbour(search: AgentSearch, agents: readonly number[], failed: (readonly number[])[]): readonly number[] | null {
  const { judge, limits } = search;
  judge.settle(agents);
  const isGood = (candidate: readonly number[]): boolean => {
    if (isWithin(candidate, failed)) return false;
    const { good } = judge.judge(candidate);
    if (!good) failed.push(candidate);
    return good;
  };
  const dropped = agents.map((count, g) => (count > (limits.least[g] as number) ? withChange(agents, g, -1) : null));
  const good = dropped.flatMap((one, g) => (one !== null && isGood(one) ? [g] : []));
  const dearest = good.sort((a, b) => (limits.cost[b] as number) - (limits.cost[a] as number))[0];
  if (dearest !== undefined) return dropped[dearest] as number[];
  const { slacks } = judge.judge(agents);
  const gains = dropped.map((one, g) =>
    one === null ? judge.difference(withChange(agents, g, 1), agents) : judge.difference(agents, one).map((gain) => Math.max(0, gain)),
  );
  const after = (move: readonly number[]): number[] => agents.map((count, g) => count + (move[g] as number));
  const promising = (moves: readonly number[][], most: number): number[][] =>
    moves
      .map((move) => ({ candidate: after(move), hope: hopeOf(move, slacks, gains) }))
      .filter(({ candidate, hope }) => hope >= 0 && !isWithin(candidate, failed))
      .sort((a, b) => b.hope - a.hope)
      .slice(0, most)
      .map(({ candidate }) => candidate);
  const candidates = [...promising(cheaperMoves(limits, agents), MOST_TRIES), ...promising(longSwaps(limits, agents), MOST_SWAPS)];
  return candidates.find(isGood) ?? null;
}

/** True where one of these has at least as many agents in every group: what they cannot do, fewer cannot either. */
function isWithin(agents: readonly number[], others: readonly (readonly number[])[]): boolean {
  return others.some((other) => other.every((count, g) => (agents[g] as number) <= count));
}

/** Several agents of one group for as many of another as still cost less. */
function longSwaps({ cost, least, most }: GroupLimits, agents: readonly number[]): number[][] {
  return agents.flatMap((count, from) =>
    agents.flatMap((other, to) =>
      LONG_SWAPS.flatMap((fewer) => {
        const saved = fewer * (cost[from] as number);
        const more = Math.min((most[to] ?? Number.POSITIVE_INFINITY) - other, Math.ceil(saved / (cost[to] as number) - 1e-9) - 1);
        if (from === to || count - fewer < (least[from] as number) || more < 1) return [];
        return [agents.map((_, g) => (g === from ? -fewer : g === to ? more : 0))];
      }),
    ),
  );
}

/** Predicted slack of the worst goal, plus the doubt about the prediction; below 0: not worth a try. */
function hopeOf(move: readonly number[], slacks: readonly number[], gains: readonly (readonly number[])[]): number {
  return Math.min(
    ...slacks.map((slack, i) => {
      const parts = move.map((change, g) => change * ((gains[g] as readonly number[])[i] as number));
      const turnover = parts.reduce((sum, part) => sum + Math.abs(part), 0);
      return slack + parts.reduce((sum, part) => sum + part, 0) + LEAST_DOUBT + TRUST * turnover;
    }),
  );
}

/** Changes of at most a few agents in all that cost less and go beyond dropping one; the fewer groups, the wider. */
function cheaperMoves({ cost, least, most }: GroupLimits, agents: readonly number[]): number[][] {
  const groups = agents.length;
  const widest = groups <= 3 ? 6 : groups <= 5 ? 4 : 3;
  const moves: number[][] = [];
  const extend = (move: number[], left: number): void => {
    const g = move.length;
    if (g === groups) {
      const saving = -move.reduce((sum, change, i) => sum + change * (cost[i] as number), 0);
      if (saving > 1e-9 && move.some((change) => change > 0)) moves.push(move);
      return;
    }
    const now = agents[g] as number;
    const reach = Math.min(left, 3);
    for (let change = -Math.min(reach, now - (least[g] as number)); change <= Math.min(reach, (most[g] ?? Number.POSITIVE_INFINITY) - now); change += 1)
      extend([...move, change], left - Math.abs(change));
  };
  extend([], widest);
  return moves;
}

function withChange(agents: readonly number[], group: number, change: number): number[] {
  return agents.map((count, g) => (g === group ? count + change : count));
}
