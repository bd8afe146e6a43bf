import {
  combineShrinkage,
  type Forecast,
  type PlanSummary,
  type QueueCoverage,
  type QueueRequirement,
  type QueueSummary,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type ShiftDesign,
} from '../core/index.js';
import { evaluateChannel } from '../staffing/index.js';
import { localDayOf } from '../time/index.js';
import type { PlanHorizon } from './plan-horizon.js';

/** What {@link summarizePlan} puts together. `requirements` are those of the weeks that are rostered. */
export type SummaryInput = {
  readonly rules: ResolvedPlan;
  readonly horizon: PlanHorizon;
  readonly forecast: Forecast;
  readonly requirements: Requirements;
  readonly roster: Roster | null;
  readonly design: ShiftDesign | null;
};

/** Hours of one full-time week, by which paid hours become FTE. */
const FULL_TIME_HOURS = 40;

/** The figures that matter, with what the planned people are expected to deliver. */
export function summarizePlan(input: SummaryInput): PlanSummary {
  const { rules, horizon, forecast, requirements, roster, design } = input;
  const outcome = roster ?? design;
  const queues = requirements.queues.map((requirement) => summarizeQueue(requirement, rules, outcome));
  const paidHours = roster === null ? designHours(design) : rosterHours(roster);
  const surplusSeconds = requirements.queues[0]?.intervalSeconds ?? 0;
  return {
    forecastFrom: localDayOf(rules.zone, firstForecastMs(forecast) ?? horizon.historyEndMs),
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

/** Start of the first open interval of any queue; null when all of them are closed throughout. */
function firstForecastMs(forecast: Forecast): number | null {
  const starts = forecast.queues.flatMap((queue) => {
    const first = queue.volume.findIndex((volume) => volume !== null);
    return first < 0 ? [] : [queue.startMs + first * queue.intervalSeconds * 1000];
  });
  return starts.length === 0 ? null : Math.min(...starts);
}

function summarizeQueue(requirement: QueueRequirement, rules: ResolvedPlan, outcome: Roster | ShiftDesign | null): QueueSummary {
  const rule = rules.queues.find((candidate) => candidate.queue === requirement.queue);
  if (rule === undefined) throw new RangeError(`No rule for queue ${requirement.queue}.`);
  // People planned for a requirement with shrinkage will partly be absent: only the rest answers contacts.
  const usual = 1 - combineShrinkage(rules.shrinkage);
  const present = (i: number): number => {
    const people = requirement.agentsWithShrinkage[i] ?? 0;
    return rules.cover !== 'withShrinkage' ? 1 : people > 0 ? (requirement.agentsExact[i] ?? 0) / people : usual;
  };
  const covered = onGrid(requirement, outcome, (coverage) => coverage.covered);
  const spare = onGrid(requirement, outcome, (coverage) => (outcome === null ? [] : shareOfSurplus(coverage, outcome)));
  const { totals, serviceLevel } = evaluateChannel(
    requirement,
    covered.map((agents, i) => (agents + (spare[i] ?? 0)) * present(i)),
    rule,
    rules.loadModel,
  );
  const required = rules.cover === 'withShrinkage' ? requirement.agentsWithShrinkage : requirement.agentsExact;
  const hours = requirement.intervalSeconds / 3600;
  return {
    queue: requirement.queue,
    contacts: totals.contacts,
    ahtSeconds: totals.ahtSeconds,
    serviceLevel: totals.serviceLevel,
    asaSeconds: totals.asaSeconds,
    abandonProbability: totals.abandonProbability,
    occupancy: totals.occupancy,
    requiredHours: total(required) * hours,
    coveredHours: total(required.map((need, i) => Math.min(need, covered[i] ?? 0))) * hours,
    understaffedHours: total(required.map((need, i) => Math.max(0, need - (covered[i] ?? 0)))) * hours,
    days: levelByDay(requirement, serviceLevel),
  };
}

/** Service level of each local day with contacts, weighted by volume. */
function levelByDay({ zone, startMs, intervalSeconds, volume }: QueueRequirement, levels: readonly (number | null)[]): NonNullable<QueueSummary['days']> {
  const sums = new Map<string, { known: number; inTime: number }>();
  volume.forEach((contacts, i) => {
    if (contacts === null || contacts === 0) return;
    const day = localDayOf(zone, startMs + i * intervalSeconds * 1000);
    const sum = sums.get(day) ?? { known: 0, inTime: 0 };
    const level = levels[i] ?? null;
    sums.set(day, { known: sum.known + (level === null ? 0 : contacts), inTime: sum.inTime + contacts * (level ?? 0) });
  });
  return [...sums].map(([day, { known, inTime }]) => ({ day, serviceLevel: known > 0 ? inTime / known : null }));
}

/** A column of the queue's coverage on the requirement's own intervals; 0 where it says nothing. */
function onGrid(requirement: QueueRequirement, outcome: Roster | ShiftDesign | null, column: (coverage: QueueCoverage) => readonly number[]): number[] {
  const coverage = outcome?.coverage.find((candidate) => candidate.queue === requirement.queue);
  if (coverage === undefined) return requirement.volume.map(() => 0);
  const values = column(coverage);
  const shift = Math.round((requirement.startMs - coverage.startMs) / (requirement.intervalSeconds * 1000));
  return requirement.volume.map((_, i) => values[i + shift] ?? 0);
}

/**
 * People beyond every need answer contacts too. They cannot serve a queue that is short at the time, or they would be counted there, so they are
 * shared among the queues that are covered, by their need.
 */
function shareOfSurplus(coverage: QueueCoverage, outcome: Roster | ShiftDesign): number[] {
  const isCovered = (one: QueueCoverage, i: number): boolean => (one.covered[i] ?? 0) >= (one.required[i] ?? 0) - 1e-6;
  return outcome.surplus.map((spare, i) => {
    if (spare === 0 || !isCovered(coverage, i)) return 0;
    const need = total(outcome.coverage.map((one) => (isCovered(one, i) ? (one.required[i] ?? 0) : 0)));
    return need > 0 ? (spare * (coverage.required[i] ?? 0)) / need : 0;
  });
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
