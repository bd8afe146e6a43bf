export { HOLIDAY_TYPES, type HolidayOptions, type HolidayType, publicHolidays } from './public-holidays.js';
export { openBytes, readBytes, readText } from './read-file.js';
export { createNodeRunner, type NodeRunner, type NodeRunnerOptions } from './worker-runner.js';
export { discardUnfinished, writeFileWhole, writeFolder } from './write-file.js';
