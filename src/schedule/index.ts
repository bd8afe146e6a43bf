export { assignShifts } from './assign/assign-shifts.js';
export { type AssignmentCheck, type AssignmentViolation, checkAssignment } from './assign/check-assignment.js';
export { type AssignmentTask, type AssignmentTaskOutput, searchAssignment } from './assign/search-assignment.js';
export type {
  AssignedPerson,
  Assignment,
  AssignmentConflict,
  AssignmentProblem,
  AssignOptions,
  CoverMiss,
  DaysBefore,
  GivenShift,
  ShiftCover,
  ShiftRequest,
} from './assign/types.js';
export { checkRoster, type RosterCheck, type RosterCheckInput, type RosterViolation } from './check-roster.js';
export { checkSwap, type Swap, type SwapCheck } from './check-swap.js';
export { type DesignOptions, designShifts } from './design-shifts.js';
export { type ExplainedWish, type ExplainOptions, explainRoster, type RosterExplanation } from './explain-roster.js';
export type { BindingRule, ExplainedShortfall } from './explain-shortfall.js';
export type { Relief } from './find-relief.js';
export type { GivenRoster } from './given-roster.js';
export type { GuideData } from './improve-near.js';
export {
  type MeetTargetsOptions,
  scheduleToTargets,
  type TargetRoster,
  type TargetRound,
} from './meet-targets.js';
export type { CoveredNeed } from './meet-targets-course.js';
export { type ReplaceBreaksOptions, replaceBreaks } from './replace-breaks.js';
export { type ScheduleOptions, schedule } from './schedule.js';
export { type RosterInput, type SearchTask, type SearchTaskResult, searchRosterTask } from './search-roster.js';
