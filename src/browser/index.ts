export { createWorkerRunner, type WorkerRunner } from './create-worker-runner.js';
export { type PlanTaskInput, type PlanTaskOutput, planTask } from './plan-task.js';
export { serveTasks, type WorkerScope } from './serve-tasks.js';
export type { WorkerPort } from './worker-pool.js';
