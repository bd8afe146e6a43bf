export { type CrossTrainingOptions, type CrossTrainingPlan, crossTraining, type TrainingGain, type TrainingStep } from './cross-training.js';
export {
  type DesignTiersOptions,
  designTiers,
  type TierDesign,
  type TierLevel,
  type TierPoint,
  type TierQuestion,
} from './design-tiers.js';
export {
  type GroupAgents,
  type GroupRequirements,
  type QueueService,
  type RequiredGroupsOptions,
  requiredGroups,
} from './required-groups.js';
export type { IntervalWork, MultiSkillRouting, MultiSkillTarget, RoutedGroup, RoutedQueue } from './routing.js';
export {
  type GroupStatus,
  type OpenWork,
  type RequiredGroupsTask,
  requiredGroupsTask,
  type SizedInterval,
  type SizedService,
  type SizeLimits,
} from './size-interval.js';
