import type { LongWorkOptions, TaskOptions, TaskTable } from '../core/index.js';
import type { SeriesTask } from '../forecast/index.js';
import type { RequiredGroupsTask } from '../multi-skill/index.js';
import type { AssignmentTask, SearchTask } from '../schedule/index.js';
import type { SimulateTask } from '../simulate/index.js';

/** The library's own long tasks, for worker threads: work by name, JSON in and out. */
export const tasks: TaskTable = {
  forecastSeries: async (task: SeriesTask) => (await import('../forecast/index.js')).forecastSeries(task),
  requiredGroups: async (task: RequiredGroupsTask, options: LongWorkOptions) => (await import('../multi-skill/index.js')).requiredGroupsTask(task, options),
  searchRoster: async (task: SearchTask, options: TaskOptions) => (await import('../schedule/index.js')).searchRosterTask(task, options),
  searchAssignment: async (task: AssignmentTask, options: LongWorkOptions) => (await import('../schedule/index.js')).searchAssignment(task, options),
  simulate: async (task: SimulateTask, options: TaskOptions) => (await import('../simulate/index.js')).simulateTask(task, options),
};
