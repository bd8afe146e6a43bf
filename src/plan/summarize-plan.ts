import {
  combineShrinkage,
  type PlanSummary,
  type QueueCoverage,
  type QueueRequirement,
  type QueueSummary,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type ShiftDesign,
} from '../core/index.js';
import { evaluateCoverage } from '../staffing/index.js';
import { localDayOf } from '../time/index.js';
import type { PlanHorizon } from './plan-horizon.js';

/** What {@link summarizePlan} puts together. `requirements` are those of the weeks that are rostered. */
export type SummaryInput = {
  readonly rules: ResolvedPlan;
  readonly horizon: PlanHorizon;
  readonly requirements: Requirements;
  readonly roster: Roster | null;
  readonly design: ShiftDesign | null;
};

/** Hours of one full-time week, by which paid hours become FTE. */
const FULL_TIME_HOURS = 40;

/** The figures that matter, with what the planned people are expected to deliver. */
export function summarizePlan(input: SummaryInput): PlanSummary {
  const { rules, horizon, requirements, roster, design } = input;
  const outcome = roster ?? design;
  const queues = requirements.queues.map((requirement) => summarizeQueue(requirement, rules, outcome?.coverage ?? []));
  const paidHours = roster === null ? designHours(design) : rosterHours(roster);
  const surplusSeconds = requirements.queues[0]?.intervalSeconds ?? 0;
  return {
    forecastFrom: localDayOf(rules.zone, horizon.historyEndMs),
    forecastTo: localDayOf(rules.zone, horizon.forecastEndMs - 1),
    rosterFrom: horizon.rosterFrom,
    rosterTo: horizon.rosterTo,
    contacts: total(queues.map((queue) => queue.contacts)),
    queues,
    people: roster === null ? Math.ceil(design?.fte ?? 0) : roster.agents.filter((agent) => agent.shifts.length > 0).length,
    paidHours,
    fte: design?.fte ?? paidHours / rules.weeks / FULL_TIME_HOURS,
    understaffedHours: total(queues.map((queue) => queue.understaffedHours)),
    overstaffedHours: (total(outcome?.surplus ?? []) * surplusSeconds) / 3600,
    cost: outcome?.costs?.paid ?? 0,
    objective: outcome?.objective ?? null,
    bound: outcome?.bound ?? null,
    gap: outcome?.gap ?? null,
    rosterStatus: outcome?.status ?? 'infeasible',
  };
}

function summarizeQueue(requirement: QueueRequirement, rules: ResolvedPlan, coverages: readonly QueueCoverage[]): QueueSummary {
  const rule = rules.queues.find((candidate) => candidate.queue === requirement.queue);
  if (rule === undefined) throw new RangeError(`No rule for queue ${requirement.queue}.`);
  const coverage = coverages.find((candidate) => candidate.queue === requirement.queue);
  // People planned for a requirement with shrinkage will partly be absent: only the rest answers contacts.
  const present = rules.cover === 'withShrinkage' ? 1 - combineShrinkage(rules.shrinkage) : 1;
  const covered = alignCoverage(requirement, coverage?.covered ?? [], coverage?.startMs ?? requirement.startMs);
  const required = rules.cover === 'withShrinkage' ? requirement.agentsWithShrinkage : requirement.agentsExact;
  const online = covered.map((agents) => agents * present);
  const expected = evaluateCoverage(requirement, online, rule);
  const hours = requirement.intervalSeconds / 3600;
  const handling = requirement.volume.map((volume, i) => ((volume ?? 0) * (requirement.ahtSeconds[i] ?? 0)) / 3600);
  const answered = requirement.volume.map((volume, i) => (volume ?? 0) * (1 - (expected.abandonProbability[i] ?? 0)));
  return {
    queue: requirement.queue,
    contacts: total(requirement.volume),
    ahtSeconds: weightedMean(requirement.ahtSeconds, requirement.volume),
    serviceLevel: weightedMean(expected.serviceLevel, requirement.volume),
    asaSeconds: weightedMean(expected.asaSeconds, answered),
    abandonProbability: weightedMean(expected.abandonProbability, requirement.volume),
    occupancy: total(handling) === 0 ? null : weightedMean(expected.occupancy, online),
    requiredHours: total(required) * hours,
    coveredHours: total(required.map((need, i) => Math.min(need, covered[i] ?? 0))) * hours,
    understaffedHours: total(required.map((need, i) => Math.max(0, need - (covered[i] ?? 0)))) * hours,
  };
}

/** Coverage on the requirement's own intervals; 0 where it says nothing. */
function alignCoverage(requirement: QueueRequirement, covered: readonly number[], startMs: number): number[] {
  const shift = Math.round((requirement.startMs - startMs) / (requirement.intervalSeconds * 1000));
  return requirement.volume.map((_, i) => covered[i + shift] ?? 0);
}

/** Null without weight, or when a figure is unbounded (null) somewhere with weight. */
function weightedMean(values: readonly (number | null)[], weights: readonly (number | null)[]): number | null {
  let sum = 0;
  let weight = 0;
  for (const [i, value] of values.entries()) {
    const share = weights[i] ?? 0;
    if (share === 0) continue;
    if (value === null) return null;
    sum += share * value;
    weight += share;
  }
  return weight === 0 ? null : sum / weight;
}

function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function rosterHours(roster: Roster): number {
  return total(roster.agents.map((agent) => total(agent.shifts.map((shift) => shift.paidSeconds)))) / 3600;
}

function designHours(design: ShiftDesign | null): number {
  return total((design?.shifts ?? []).map((shift) => shift.paidSeconds * shift.count)) / 3600;
}
