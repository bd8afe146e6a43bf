export * from './day.js';
export * from './display.js';
export * from './grid.js';
export * from './zone.js';
