export { checkRoster, type RosterCheck, type RosterCheckInput, type RosterViolation } from './check-roster.js';
export { type DesignOptions, designShifts } from './design-shifts.js';
export { type ScheduleOptions, schedule } from './schedule.js';
