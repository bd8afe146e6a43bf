export { aggregate } from './aggregate.js';
export { classifyGaps, type GapInput, type IntervalState } from './classify-gaps.js';
export { type DaySlots, daySlots } from './day-slots.js';
export { type DayTotal, dayTotals } from './day-totals.js';
export { formatOpeningHours, inferOpeningHours } from './opening-hours.js';
export { maskOfRanges, rangesWhere } from './ranges.js';
