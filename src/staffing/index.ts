export { type BlendedCapacity, type BlendInput, blendedCapacity } from './blended-capacity.js';
export { type ChatLoad, type ChatMetrics, chatMetrics, type RequiredChatAgents, requiredChatAgents } from './chat-queue.js';
export { type CoverLayer, coverLayers } from './cover-layers.js';
export {
  type DeferredFigures,
  type DeferredStaff,
  type DeferredWork,
  deferredMetrics,
  staffDeferred,
} from './deadline-staffing.js';
export { evaluateChannel } from './evaluate-channel.js';
export { type CoverageFigures, evaluateCoverage } from './evaluate-coverage.js';
export { type MovingLoad, type OfferedLoadPath, offeredLoadPath } from './offered-load-path.js';
export { type PriceCurve, type PricedBy, type PricedService, type PriceInput, priceOfService } from './price-curve.js';
export { type BudgetInput, type BudgetPlan, serviceLevelForBudget } from './service-level-for-budget.js';
export { type ShrinkageCalendar, type ShrinkageKind, shrinkageCalendar } from './shrinkage-calendar.js';
export { staff } from './staff.js';
export { staffChannels } from './staff-channels.js';
export type { StaffConfig } from './staff-queues.js';
export { type MovingMethod, type MovingQueue, type MovingQueueInput, movingQueue } from './transient-queue.js';
export { type MovingStaff, type MovingStaffInput, staffMovingQueue } from './transient-staffing.js';
export {
  requiredAgentsUncertain,
  type UncertainCriterion,
  type UncertainLoad,
  type UncertainMetrics,
  type UncertainRequirement,
  uncertainMetrics,
} from './uncertain-load.js';
