export * from './checks.js';
export * from './duration.js';
export * from './errors.js';
export * from './event.js';
export * from './forecast.js';
export * from './history.js';
export * from './nearest-name.js';
export * from './plan-config.js';
export { type ClockRange, type DurationInput, WEEKDAYS, type WeekHours } from './plan-parts.js';
export {
  combineShrinkage,
  type EdgeConfig,
  type EdgeRule,
  type QueueConfig,
  type QueueRule,
  resolveQueues,
  type TargetConfig,
  type TargetRule,
} from './plan-queues.js';
export * from './plan-result.js';
export * from './progress.js';
export * from './requirement.js';
export * from './roster.js';
export type {
  ActivityConfig,
  ActivityRule,
  BreaksAtOnceConfig,
  BreaksAtOnceRule,
  ContractLimits,
  ContractLimitsConfig,
  FairnessConfig,
  FairnessRule,
  FixedRule,
  FixedShiftConfig,
  HoursConfig,
  NightConfig,
  NightRule,
  PatternRule,
  PatternWeekConfig,
  PersonConfig,
  PersonRule,
  RangeConfig,
  RosterRules,
  RosterRulesConfig,
  ShiftCoverConfig,
  ShiftCoverRule,
} from './roster-rules.js';
export * from './task-runner.js';
export * from './version.js';
