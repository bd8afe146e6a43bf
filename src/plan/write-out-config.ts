import {
  type BreakRule,
  type ContractConfig,
  type ContractRule,
  type EdgeConfig,
  type EdgeRule,
  formatDuration,
  type PlanConfig,
  type QueueConfig,
  type QueueRule,
  type ResolvedPlan,
  type ShiftConfig,
  type ShiftRule,
  type TargetConfig,
  type TargetRule,
  WEEKDAYS,
} from '../core/index.js';
import { formatOpeningHours } from '../series/index.js';

/**
 * Writes resolved rules back in the form of plan.json with every default written out, so that a result tells exactly what it was made with.
 * Reading the answer with `resolvePlan` gives the same rules again.
 */
export function writeOutConfig(rules: ResolvedPlan): PlanConfig {
  return {
    zone: rules.zone,
    ...(rules.sourceZone === null ? {} : { sourceZone: rules.sourceZone }),
    weekStart: WEEKDAYS[rules.weekStart],
    interval: formatDuration(rules.intervalSeconds),
    horizon: { ...(rules.startDay === null ? {} : { start: rules.startDay }), weeks: rules.weeks, forecastWeeks: rules.forecastWeeks },
    queues: Object.fromEntries(rules.queues.map((rule) => [rule.queue, writeQueue(rule)])),
    surplusPerHour: rules.surplusPerHour,
    ...rules.staffing?.written,
    shrinkage: { ...rules.shrinkage, ...rules.staffing?.written?.shrinkage },
    cover: rules.cover,
    loadModel: rules.loadModel,
    holdsFor: rules.holdsFor,
    shifts: Object.fromEntries(rules.shifts.map((rule) => [rule.name, writeShift(rule)])),
    contracts: Object.fromEntries(rules.contracts.map((rule) => [rule.name, writeContract(rule)])),
    ...rules.roster?.written,
  };
}

function writeQueue(rule: QueueRule): QueueConfig {
  return {
    channel: rule.channel,
    skill: rule.skill,
    lowestTier: rule.lowestTier,
    patience: rule.patienceSeconds === null ? null : formatDuration(rule.patienceSeconds),
    ...(rule.ahtSeconds === null ? {} : { aht: formatDuration(rule.ahtSeconds) }),
    ...(rule.capacity === null ? {} : { capacity: rule.capacity }),
    minimumAgents: rule.minimumAgents,
    ...(rule.openingHours === null ? {} : { openingHours: formatOpeningHours(rule.openingHours) }),
    ...(rule.atOpening === undefined ? {} : { atOpening: writeEdge(rule.atOpening) }),
    ...(rule.atClosing === undefined ? {} : { atClosing: writeEdge(rule.atClosing) }),
    target: writeTarget(rule.target),
    understaffedPerHour: rule.understaffedPerHour,
    ...(rule.coverPrice === 'flat' ? {} : { coverPrice: rule.coverPrice }),
    ...rule.written,
  };
}

function writeEdge(rule: EdgeRule): EdgeConfig {
  return { agents: rule.agents, before: formatDuration(rule.beforeSeconds), after: formatDuration(rule.afterSeconds) };
}

function writeTarget(rule: TargetRule): TargetConfig {
  return {
    ...(rule.serviceLevel === undefined ? {} : { serviceLevel: rule.serviceLevel }),
    ...(rule.answerWithinSeconds === undefined ? {} : { answerWithin: formatDuration(rule.answerWithinSeconds) }),
    ...(rule.serviceLevelRule === undefined ? {} : { serviceLevelRule: rule.serviceLevelRule }),
    ...(rule.asaSeconds === undefined ? {} : { asa: formatDuration(rule.asaSeconds) }),
    ...(rule.abandonProbability === undefined ? {} : { abandonProbability: rule.abandonProbability }),
    ...(rule.maxOccupancy === undefined ? {} : { maxOccupancy: rule.maxOccupancy }),
    over: rule.over,
    ...(rule.counts === undefined ? {} : { counts: rule.counts }),
  };
}

function writeShift(rule: ShiftRule): ShiftConfig {
  return {
    start: { from: clock(rule.startFromMinute), to: clock(rule.startToMinute % 1440), every: formatDuration(rule.startEverySeconds) },
    length: { from: formatDuration(rule.lengthFromSeconds), to: formatDuration(rule.lengthToSeconds), every: formatDuration(rule.lengthEverySeconds) },
    ...(rule.weekdays === undefined ? {} : { days: rule.weekdays.map((day) => WEEKDAYS[day]).join(',') }),
    ...(rule.endFromMinute === undefined && rule.endToMinute === undefined ? {} : { end: writeEnd(rule) }),
    ...(rule.minimumWorkSeconds === undefined ? {} : { minimumWork: formatDuration(rule.minimumWorkSeconds) }),
    breaks: rule.breaks.map(writeBreak),
  };
}

function writeEnd({ endFromMinute, endToMinute }: ShiftRule): NonNullable<ShiftConfig['end']> {
  return {
    ...(endFromMinute === undefined ? {} : { from: clock(endFromMinute % 1440) }),
    ...(endToMinute === undefined ? {} : { to: clock(endToMinute % 1440) }),
  };
}

function writeBreak(rule: BreakRule): NonNullable<ShiftConfig['breaks']>[number] {
  return {
    name: rule.name,
    length: formatDuration(rule.lengthSeconds),
    paid: rule.paid,
    from: formatDuration(rule.fromSeconds),
    to: formatDuration(rule.toSeconds),
    every: formatDuration(rule.everySeconds),
    ...(rule.ifLongerThanSeconds === 0 ? {} : { ifLongerThan: formatDuration(rule.ifLongerThanSeconds) }),
  };
}

function writeContract(rule: ContractRule): ContractConfig {
  const { maximumSecondsPerWeek, maximumConsecutiveDays, maximumWeekendsPerMonth } = rule;
  const minimumRun = rule.limits?.minimumConsecutiveDays;
  const runs = { ...(minimumRun === undefined ? {} : { min: minimumRun }), ...(maximumConsecutiveDays === null ? {} : { max: maximumConsecutiveDays }) };
  return {
    shifts: rule.shifts,
    hoursPerWeek: { min: rule.minimumSecondsPerWeek / 3600, ...(maximumSecondsPerWeek === null ? {} : { max: maximumSecondsPerWeek / 3600 }) },
    daysPerWeek: { min: rule.minimumDaysPerWeek, max: rule.maximumDaysPerWeek },
    rest: formatDuration(rule.restSeconds),
    ...(Object.keys(runs).length === 0 ? {} : { consecutiveDays: runs }),
    ...(maximumWeekendsPerMonth === null ? {} : { weekendsPerMonth: { max: maximumWeekendsPerMonth } }),
    costPerHour: rule.costPerHour,
    ...rule.written,
  };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
