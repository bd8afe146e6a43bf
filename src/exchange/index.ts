export { agentsToCsv } from './agents-to-csv.js';
export { designToCsv } from './design-to-csv.js';
export { eventsToCsv } from './events-to-csv.js';
export { forecastToCsv } from './forecast-to-csv.js';
export { historyToCsv } from './history-to-csv.js';
export { requirementsToCsv } from './requirements-to-csv.js';
export { rosterToCsv } from './roster-to-csv.js';
export { totalsToCsv } from './totals-to-csv.js';
