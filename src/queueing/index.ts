export { erlangB, lnErlangB, requiredTrunks } from './erlang-b.js';
export { erlangC, lnErlangC } from './erlang-c.js';
export type { LineOptions, Load } from './load.js';
export { type QueueMetrics, queueMetrics } from './queue-metrics.js';
export { type QueueSizer, type QueueSizerOptions, queueSizer, type SizedQueue, sizedQueue } from './queue-sizer.js';
export { type RequiredAgents, type RequiredAgentsInput, requiredAgents, type ServiceTarget, type TargetKind } from './required-agents.js';
export { type WaitOf, type WaitQuantileInput, waitQuantile } from './wait-quantile.js';
