export * from './checks.js';
export * from './duration.js';
export * from './errors.js';
export * from './event.js';
export * from './forecast.js';
export * from './history.js';
export * from './nearest-name.js';
export {
  type BlendConfig,
  type ChannelConfig,
  type ChannelRule,
  type ConcurrencyConfig,
  type ConcurrencyRule,
  type HandleTimesConfig,
  type ListConfig,
  type ListRule,
  type ResolvedStaffing,
  resolveStaffing,
  type ShrinkageConfig,
  type ShrinkageRule,
  type StaffingRules,
  type UncertaintyConfig,
  type UncertaintyRule,
} from './plan-channels.js';
export * from './plan-config.js';
export type {
  EdgeConfig,
  EdgeRule,
  LoadModel,
  QueueConfig,
  QueueRule,
  TargetConfig,
  TargetRule,
} from './plan-queues.js';
export * from './plan-result.js';
export type { EscalateConfig, RedialConfig, RepeatConfig, RoutingConfig, RoutingRule } from './plan-routing.js';
export {
  LEVER_NAMES,
  type LeverName,
  type LeverRule,
  type LeverScope,
  type LeversConfig,
  resolveScenarios,
  type ScenarioConfig,
  type ScenarioRule,
} from './plan-scenarios.js';
export { type ClockRange, type DurationInput, isCalendarDay, WEEKDAYS, type WeekHours } from './plan-values.js';
export * from './progress.js';
export * from './requirement.js';
export { combineShrinkage, resolveQueues } from './resolve-queues.js';
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
export type { MissingCover, RosterService, TargetOutcome } from './roster-service.js';
export * from './roster-simulation.js';
export * from './task-runner.js';
export * from './version.js';
