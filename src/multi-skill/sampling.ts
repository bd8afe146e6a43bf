import {
  DrawMemory,
  type Figure,
  meanOf,
  type SamplePlayer,
  type SimulationSystem,
  samplePlayer,
  type TwinPlayer,
  type TypeRatio,
  toDistribution,
  twinPlayer,
} from '../simulate/index.js';
import { isOverloaded, leastAttempts } from './bounds.js';
import { type IntervalWork, leastHandleTimes, type MultiSkillRouting, systemAt, targetOfQueue } from './routing.js';

/** One part of one queue's target. Slack = (figure − limit) × sign, relative to `unit`; ≥ 0 is good. */
export type Goal = { readonly queue: number; readonly ratio: TypeRatio; readonly limit: number; readonly sign: 1 | -1; readonly unit: number };

/** What is known of one head-count: per goal, slack and its 95 % half-width. Null half-width: not played, known to be hopeless. */
export type Judgement = { readonly good: boolean; readonly slacks: readonly number[]; readonly halfWidths: readonly (number | null)[] };

/** Answers "does this head-count meet the goals?" for one interval, each question played only as long as needed. */
export type GroupJudge = {
  readonly goals: readonly Goal[];
  /** Plays until clear, or until `halfWidth` is reached; head-counts that are well known already tell what chance did to those beside them. */
  judge(agents: readonly number[]): Judgement;
  /** Makes a head-count well known, or one close to it. */
  settle(agents: readonly number[]): void;
  /** Plays until every goal's half-width is narrow enough, clear or not. */
  refine(agents: readonly number[]): Judgement;
  /** Slacks of a head-count minus those of another, from the same callers. */
  difference(agents: readonly number[], other: readonly number[]): number[];
  /** Null where the head-count cannot be in balance. */
  player(agents: readonly number[]): SamplePlayer | null;
  /** Head-counts played so far. */
  evaluations(): number;
};

const FIRST_REPLICATIONS = 16;
/** Enough where a head-count beside it is well known. */
const FIRST_BESIDE = 8;
/** A head-count is well known after so many. */
const WELL_KNOWN = 64;
/** Agents by which head-counts may differ so that one tells of the other, and so that none nearer need be played. */
const FAR = 8;
const NEAR = 3;
const MOST_REPLICATIONS = 6000;
/** Early answers ask for this many 95 % half-widths: looking again and again must not add up to errors. */
const CLEAR = 1.4;
/** Attempts of each queue that are looked at in a replication, and most of them as a share of all attempts: more would cost more than they tell. */
const LOOKED_AT = 300;
const MOST_LOOKED_AT = 0.4;
/** Replications in which most head-counts are played: their draws are kept, and they do without onlookers. */
const REMEMBERED = 16;
/** Candidates are settled at this many times the precision of the answer; the fewer people, the more one of them costs. */
const COARSER = { few: 2, many: 3 };
const MANY_PEOPLE = 16;
/** An answer whose interval holds the target is played on until the interval is this much narrower than asked. */
const UNCLEAR_FINER = 0.6;
const LEVELS = {
  offered: 'levelOffered',
  answered: 'levelAnswered',
  excludingShortAbandons: 'levelExcluding',
  includingShortAbandons: 'levelIncluding',
} as const;
/** Slack of a system that cannot be in balance. */
const HOPELESS = -1;

/** Goals of all queues that get contacts. */
export function goalsOf(routing: MultiSkillRouting, active: readonly boolean[]): Goal[] {
  return routing.queues.flatMap((queue, k): Goal[] => {
    if (!active[k]) return [];
    const { serviceLevel, serviceLevelRule = 'offered', asaSeconds, abandonProbability } = targetOfQueue(queue);
    return [
      ...(serviceLevel === undefined ? [] : [{ queue: k, ratio: LEVELS[serviceLevelRule], limit: serviceLevel, sign: 1, unit: 1 } as const]),
      // Seconds are weighed like points of service level: a tenth of the target like a tenth of the contacts.
      ...(asaSeconds === undefined ? [] : [{ queue: k, ratio: 'asaSeconds', limit: asaSeconds, sign: -1, unit: asaSeconds } as const]),
      ...(abandonProbability === undefined ? [] : [{ queue: k, ratio: 'abandonProbability', limit: abandonProbability, sign: -1, unit: 1 } as const]),
    ];
  });
}

/** Opens the questions of one interval. */
export function groupJudge(
  routing: MultiSkillRouting,
  work: IntervalWork,
  { seed, halfWidth, goals }: { readonly seed: number; readonly halfWidth: number; readonly goals: readonly Goal[] },
): GroupJudge {
  let twins: TwinPlayer | null = null;
  const memory = new DrawMemory(REMEMBERED);
  const players = new Map<string, SamplePlayer | null>();
  const known: { readonly agents: readonly number[]; readonly player: SamplePlayer }[] = [];
  const sample = (agents: readonly number[]): SamplePlayer | null => {
    const key = agents.join(' ');
    const known = players.get(key);
    if (known !== undefined) return known;
    const system = systemAt(routing, work, agents);
    const window = windowFor(system);
    const sampling = {
      seed,
      ...window,
      memory,
      looksFrom: REMEMBERED,
      looks: looksFor(leastAttempts(routing, system), window.horizonSeconds - window.warmUpSeconds),
    };
    twins ??= twinPlayer(system, sampling);
    const opened = cannotBalance(routing, system) ? null : samplePlayer(system, sampling, twins);
    players.set(key, opened);
    return opened;
  };
  const wellKnown = (agents: readonly number[], within: number): SamplePlayer | null => {
    let [nearest, least]: [SamplePlayer | null, number] = [null, within + 1];
    for (const { agents: other, player } of known) {
      const distance = other.reduce((sum, count, g) => sum + Math.abs(count - (agents[g] as number)), 0);
      if (distance < least) [nearest, least] = [player, distance];
    }
    return nearest;
  };
  const run = (agents: readonly number[], thorough: boolean, finest: number): Judgement => {
    const player = sample(agents);
    if (player === null) return { good: false, slacks: goals.map(() => HOPELESS), halfWidths: goals.map(() => null) };
    const beside = thorough ? null : wellKnown(agents, FAR);
    const isNew = player.played() < WELL_KNOWN;
    for (let replications = beside === null ? FIRST_REPLICATIONS : FIRST_BESIDE; ; ) {
      player.play(replications);
      const judged = judgeFigures(player, goals, beside);
      const open = judged.halfWidths.flatMap((width, i) => (isOpen(judged, i, width as number, finest, thorough) ? [i] : []));
      const lost = !thorough && judged.slacks.some((slack, i) => slack + CLEAR * (judged.halfWidths[i] as number) < 0);
      if (lost || open.length === 0 || player.played() >= MOST_REPLICATIONS) {
        if (isNew && player.played() >= WELL_KNOWN) known.push({ agents, player });
        return judged;
      }
      replications = Math.min(MOST_REPLICATIONS, nextCount(player.played(), judged, open, finest, thorough));
    }
  };
  return {
    goals,
    judge(agents) {
      const people = agents.reduce((sum, count) => sum + count, 0);
      return run(agents, false, halfWidth * (people < MANY_PEOPLE ? COARSER.few : COARSER.many));
    },
    settle(agents) {
      const player = wellKnown(agents, NEAR) === null ? sample(agents) : null;
      if (player === null) return;
      player.play(WELL_KNOWN);
      known.push({ agents, player });
    },
    refine: (agents) => run(agents, true, halfWidth),
    difference(agents, other) {
      const [a, b] = [sample(agents), sample(other)];
      if (a === null || b === null) return goals.map(() => (a === null ? HOPELESS : 0) - (b === null ? HOPELESS : 0));
      for (const player of [a, b]) player.play(FIRST_BESIDE);
      const common = Math.min(a.played(), b.played());
      const slack = (player: SamplePlayer, goal: Goal): number => slackOf(goal, player.figure(goal.queue, goal.ratio, common)).slack;
      return goals.map((goal) => slack(a, goal) - slack(b, goal));
    },
    player: sample,
    evaluations: () => players.size,
  };
}

/** A goal is open while its interval is too wide; an answer's also while it holds the target and can be made narrower still. */
function isOpen(judged: Judgement, i: number, width: number, finest: number, thorough: boolean): boolean {
  if (!thorough) return width > finest && !isClear(judged, i);
  return width > finest || (width > finest * UNCLEAR_FINER && Math.abs(judged.slacks[i] as number) < width);
}

function isClear({ slacks, halfWidths }: Judgement, i: number): boolean {
  return Math.abs(slacks[i] as number) > CLEAR * (halfWidths[i] as number);
}

/** Replications after which the open goals should be settled; at most three times as many as now. */
function nextCount(now: number, { slacks, halfWidths }: Judgement, open: readonly number[], finest: number, thorough: boolean): number {
  const ratios = open.map((i) => {
    const [width, slack] = [halfWidths[i] as number, Math.abs(slacks[i] as number)];
    if (!thorough) return width / Math.max(finest, slack / CLEAR);
    return width / (width > finest ? finest : Math.max(finest * UNCLEAR_FINER, slack));
  });
  return Math.max(now + 4, Math.min(now * 3, Math.ceil(now * Math.max(...ratios) ** 2 * 1.05)));
}

function judgeFigures(player: SamplePlayer, goals: readonly Goal[], beside: SamplePlayer | null): Judgement {
  const figures = goals.map((goal) =>
    slackOf(goal, beside === null ? player.figure(goal.queue, goal.ratio) : player.figureBeside(goal.queue, goal.ratio, beside)),
  );
  return { good: figures.every(({ slack }) => slack >= 0), slacks: figures.map(({ slack }) => slack), halfWidths: figures.map(({ halfWidth }) => halfWidth) };
}

/** No contacts: nothing is missed. */
function slackOf({ limit, sign, unit }: Goal, { mean, halfWidth }: Figure): { slack: number; halfWidth: number } {
  if (mean === null) return { slack: 0, halfWidth: 0 };
  return { slack: ((mean - limit) * sign) / unit, halfWidth: (halfWidth ?? 1) / unit };
}

/** True where a queue has contacts and nobody, or nobody gives up and there is more work than people. */
function cannotBalance(routing: MultiSkillRouting, system: SimulationSystem): boolean {
  const rates = leastAttempts(routing, system);
  const alone = system.contactTypes.some(
    ({ name }, k) =>
      (rates[k] as number) > 0 && !system.agentGroups.some((group) => (group.agents as number) > 0 && group.serves.flat().some((e) => e.contactType === name)),
  );
  return alone || isOverloaded(system, rates, leastHandleTimes(system));
}

/** Attempts looked at for each real one, so that small queues are seen often enough. */
function looksFor(perHour: readonly number[], spanSeconds: number): number[] {
  const total = perHour.reduce((sum, rate) => sum + rate, 0);
  const wanted = Math.min(LOOKED_AT / (spanSeconds / 3600), MOST_LOOKED_AT * total);
  return perHour.map((rate) => (rate > 0 ? Math.max(1, wanted / rate) : 1));
}

/** Handle times until the start from empty is forgotten: fewer where lines are kept short because people give up. */
const FORGOTTEN = { impatient: 6, patient: 10, endless: 20 };
/** Patience of so many handle times hardly shortens a line. */
const PATIENT = 4;
/** Length of a replication ÷ warm-up of the patient. */
const WINDOWS = 5;

/** Long enough for the start from empty to be forgotten, and at least four times that to count. */
export function windowFor({ contactTypes, agentGroups }: SimulationSystem): { warmUpSeconds: number; horizonSeconds: number } {
  const longest = Math.max(...agentGroups.flatMap((group) => Object.values(group.ahtSeconds).map((aht) => meanOf(toDistribution(aht)))));
  const delays = contactTypes.flatMap(({ redial, repeat }) => [redial?.meanDelaySeconds ?? 0, repeat?.meanDelaySeconds ?? 0]);
  const patience = Math.max(
    ...contactTypes.map(({ patienceSeconds }) => (patienceSeconds === null ? Number.POSITIVE_INFINITY : meanOf(toDistribution(patienceSeconds)))),
  );
  const forgotten = patience === Number.POSITIVE_INFINITY ? FORGOTTEN.endless : patience > PATIENT * longest ? FORGOTTEN.patient : FORGOTTEN.impatient;
  const after = 4 * Math.max(0, ...delays);
  return { warmUpSeconds: forgotten * longest + after, horizonSeconds: (Math.max(FORGOTTEN.patient, forgotten) * longest + after) * WINDOWS };
}
