export { aggregate } from './aggregate.js';
export { classifyGaps, type GapInput, type IntervalState } from './classify-gaps.js';
export {
  CLEANING_STEPS,
  type CleanedColumn,
  type CleanedHistory,
  type CleaningChange,
  type CleaningOptions,
  type CleaningStep,
  cleanHistory,
  type SeriesKey,
  undoCleaning,
} from './clean-history.js';
export { type DaySlots, daySlots } from './day-slots.js';
export { type DayTotal, dayTotals } from './day-totals.js';
export type { EventCause } from './event-causes.js';
export { findGaps, type Gap } from './find-gaps.js';
export { findLevelShifts, type LevelShift } from './find-level-shifts.js';
export { findOutlierDays, type OutlierDay, type OutlierOptions } from './find-outlier-days.js';
export { formatOpeningHours, inferOpeningHours } from './opening-hours.js';
export { poolSeries, type QueueDemand } from './pool-series.js';
export { maskOfRanges, rangesWhere } from './ranges.js';
