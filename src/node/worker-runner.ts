import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { checkInteger, type ErrorCode, type ErrorFacts, InvalidInputError, type LongWorkOptions, type Progress, ShiftcastError } from '../core/index.js';

/** What a runner sends to a worker thread. */
export type Order = { readonly id: number; readonly task: string; readonly input: unknown };

/** What a worker thread sends back. */
export type Reply =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: ErrorCode; readonly message: string; readonly facts: ErrorFacts };

/** A `TaskRunner` over worker threads; `run` also passes progress on, `close` ends the threads. */
export type NodeRunner = {
  /** How many tasks run side by side. */
  readonly concurrency: number;
  run(task: string, input: unknown, options?: LongWorkOptions): Promise<unknown>;
  /** Ends the threads; whatever still runs is rejected with code `internal`. */
  close(): void;
};

/** Where the threads and their tasks come from. */
export type NodeRunnerOptions = {
  /** Threads at most, 1 or more; by default as many as the machine runs at once. */
  readonly concurrency?: number | undefined;
  /** Module whose export `tasks` holds work by name; by default the library's own long tasks. */
  readonly tasks?: URL | undefined;
};

type Job = Order & {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly resolve: (output: unknown) => void;
  readonly reject: (reason: unknown) => void;
};

type Slot = { worker: Worker | null; job: Job | null };

/**
 * A task runner over worker threads of Node. Threads start when first needed and end with `close`; idle ones do not keep the process alive.
 *
 * @param options.concurrency - Threads at most, 1 or more.
 * @param options.tasks - Module (file URL) that exports `tasks`, a table of work by name; by default the library's own.
 * @returns The runner. Tasks beyond the free threads wait in order. Abort ends the task's thread at once, even inside a solver, and rejects
 * with `signal.reason`; a thread that dies rejects its task with code `internal`, and a new one takes the next task.
 * @throws {@link InvalidInputError} for a concurrency below 1.
 * @example
 * createNodeRunner({ concurrency: 2 }).concurrency; // 2
 */
export function createNodeRunner(options: NodeRunnerOptions = {}): NodeRunner {
  const { concurrency = availableParallelism(), tasks = new URL('./tasks.js', import.meta.url) } = options;
  checkInteger('createNodeRunner: concurrency', concurrency, 1);
  const slots = Array.from({ length: concurrency }, (): Slot => ({ worker: null, job: null }));
  const waiting: Job[] = [];
  let lastId = 0;
  let closed = false;

  const next = (): void => {
    for (const slot of slots) {
      if (slot.job !== null) continue;
      const job = waiting.shift();
      if (job === undefined) return;
      slot.job = job;
      slot.worker ??= startThread(slot, tasks, next);
      slot.worker.ref();
      try {
        slot.worker.postMessage({ id: job.id, task: job.task, input: job.input } satisfies Order);
      } catch (error) {
        slot.job = null; // an input that cannot be copied is this job's trouble, not the thread's
        job.reject(error);
        queueMicrotask(next);
      }
    }
  };

  return {
    concurrency,
    run: (task, input, { signal, onProgress } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) throw new ShiftcastError('internal', 'createNodeRunner: this runner is closed. Create a new one.');
        signal?.throwIfAborted();
        lastId += 1;
        const stop = (): void => {
          const at = waiting.indexOf(job);
          if (at >= 0) waiting.splice(at, 1);
          endThread(slots.find((slot) => slot.job === job));
          reject(signal?.reason);
          next();
        };
        const forget = (): void => signal?.removeEventListener('abort', stop);
        const job: Job = {
          id: lastId,
          task,
          input,
          onProgress,
          resolve: (output) => {
            forget();
            resolve(output);
          },
          reject: (reason) => {
            forget();
            reject(reason);
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        waiting.push(job);
        next();
      }),
    close() {
      closed = true;
      const ended = new ShiftcastError('internal', 'The runner was closed before the task was done.');
      const open = [...waiting.splice(0), ...slots.flatMap(({ job }) => (job === null ? [] : [job]))];
      for (const slot of slots) endThread(slot);
      for (const job of open) job.reject(ended);
    },
  };
}

function endThread(slot: Slot | undefined): void {
  if (slot === undefined) return;
  const { worker } = slot;
  slot.worker = null;
  slot.job = null;
  void worker?.terminate();
}

/** Starts a thread that answers into its slot; `next` is called when the slot is free again. */
function startThread(slot: Slot, tasks: URL, next: () => void): Worker {
  const worker = new Worker(new URL('./worker-thread.js', import.meta.url), { workerData: { tasks: tasks.href } });
  const crash = (why: string): void => {
    if (slot.worker !== worker) return; // ended on purpose
    const { job } = slot;
    slot.worker = null;
    slot.job = null;
    job?.reject(new ShiftcastError('internal', `A worker thread stopped: ${why}.`));
    next();
  };
  worker.on('error', (error) => crash(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => crash(`exit code ${code}`));
  worker.on('message', (reply: Reply) => {
    const { job } = slot;
    if (job === null || reply.id !== job.id) return;
    if (reply.kind === 'progress') {
      job.onProgress?.(reply.progress);
      return;
    }
    slot.job = null;
    worker.unref();
    if (reply.kind === 'done') job.resolve(reply.output);
    else job.reject(toError(reply));
    next();
  });
  return worker;
}

/** Errors cross the border between threads as data. */
function toError({ code, message, facts }: Reply & { kind: 'failed' }): ShiftcastError {
  return code === 'invalidInput' ? new InvalidInputError(message, facts) : new ShiftcastError(code, message, facts);
}
