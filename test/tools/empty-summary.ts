import type { HistorySummary } from '../../src/core/index.js';

/** What a reader says about a history that a test made up. */
export const EMPTY_SUMMARY: HistorySummary = {
  system: 'plain',
  confidence: 1,
  encoding: 'utf-8',
  delimiter: ',',
  dateOrder: null,
  units: {},
  rowsRead: 0,
  rowsKept: 0,
  rowsDropped: {},
  doubts: [],
};
