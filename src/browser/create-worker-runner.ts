import { checkInteger, type LongWorkOptions } from '../core/index.js';
import { WorkerPool, type WorkerPort } from './worker-pool.js';

/** A `TaskRunner` over Web Workers; `run` also passes progress on, `close` ends the workers. */
export type WorkerRunner = {
  /** How many tasks run side by side. */
  readonly concurrency: number;
  run(task: string, input: unknown, options?: LongWorkOptions): Promise<unknown>;
  /** Ends the workers; whatever still runs is rejected with code `internal`. */
  close(): void;
};

/**
 * A task runner over Web Workers that answer with `serveTasks`.
 *
 * @param worker - A worker, or a function that starts one. With a function, an aborted or crashed worker is replaced by a new one, so that
 * a solver that blocks its thread stops at once; a lone worker is asked to stop and takes the next task when it has.
 * @param options.concurrency - Workers to start at most, 1 or more; 1 by default. Counts only with a function.
 * @returns The runner. Tasks beyond the free workers wait in order. Errors arrive as `ShiftcastError` with the code, text and facts they
 * had in the worker; abort rejects with `signal.reason`; a worker that crashes rejects its task with code `internal`.
 * @throws {@link InvalidInputError} for a concurrency below 1.
 * @example
 * createWorkerRunner(() => new Worker('worker.js', { type: 'module' }), { concurrency: 2 }).concurrency; // 2
 */
export function createWorkerRunner(worker: WorkerPort | (() => WorkerPort), options: { readonly concurrency?: number } = {}): WorkerRunner {
  const { concurrency = 1 } = options;
  checkInteger('createWorkerRunner: concurrency', concurrency, 1);
  const size = typeof worker === 'function' ? concurrency : 1;
  const pool = typeof worker === 'function' ? new WorkerPool(worker, true, size) : new WorkerPool(() => worker, false, 1);
  return {
    concurrency: size,
    run: (task: string, input: unknown, options: LongWorkOptions = {}) => pool.run(task, input, options),
    close: () => pool.close(),
  };
}
