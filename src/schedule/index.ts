export { checkRoster, type RosterCheck, type RosterCheckInput, type RosterViolation } from './check-roster.js';
export { schedule, type ScheduleOptions } from './schedule.js';
