import type { LongWorkOptions, Progress, TaskTable } from '../core/index.js';
import { type Order, packError, type Reply } from './messages.js';

/** The part of a worker's global scope that {@link serveTasks} uses. */
export type WorkerScope = {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};

/**
 * The worker's side of `createWorkerRunner`: does the named tasks, passes progress and errors back, stops on abort.
 *
 * @param tasks - Work by name. Each gets its input and `{ signal, onProgress }`; input and output are JSON-safe.
 * @param scope - The worker's global scope; the current one by default.
 * @example
 * serveTasks({ double: (value: number) => 2 * value }, { postMessage: () => {}, addEventListener: () => {} }); // undefined
 */
export function serveTasks(tasks: TaskTable, scope: WorkerScope = globalThis as unknown as WorkerScope): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply): void => scope.postMessage(message);
  scope.addEventListener('message', ({ data }: MessageEvent) => {
    const order = data as Order;
    if (order.kind === 'abort') running.get(order.id)?.abort();
    if (order.kind === 'run') void run(order);
  });

  async function run({ id, task, input }: Order & { kind: 'run' }): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const options: LongWorkOptions = { signal: controller.signal, onProgress: (progress: Progress) => reply({ kind: 'progress', id, progress }) };
    try {
      const work = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
      if (work === undefined) throw new Error(`No task named ${task}; known: ${Object.keys(tasks).join(', ')}.`);
      reply({ kind: 'done', id, output: await work(input as never, options) });
    } catch (error) {
      reply({ kind: 'failed', id, error: packError(error) });
    } finally {
      running.delete(id);
    }
  }
}
