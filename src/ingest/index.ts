export { readAgents } from './read-agents.js';
export { readEvents } from './read-events.js';
export { readForecast, type ZonedReaderOptions } from './read-forecast.js';
export { readOverrides } from './read-overrides.js';
export { readRequirements } from './read-requirements.js';
export { readRoster, type RosterReaderOptions } from './read-roster.js';
export type { TextReaderOptions } from './plain-table.js';
