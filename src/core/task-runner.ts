/** Options of one task run. */
export type TaskOptions = { readonly signal?: AbortSignal | undefined };

/**
 * Runs named tasks on JSON input, wherever it lives: in this thread, in worker threads, in Web Workers.
 */
export type TaskRunner = {
  /** How many tasks run side by side; callers split their work accordingly. */
  readonly concurrency: number;
  run(task: string, input: unknown, options?: TaskOptions): Promise<unknown>;
};

/** Work by name. Input and output are JSON-safe. */
export type TaskTable = Readonly<Record<string, (input: never, options: TaskOptions) => unknown>>;

/** A runner that does each task at once in the calling thread. */
export function inProcessRunner(tasks: TaskTable): TaskRunner {
  return {
    concurrency: 1,
    async run(task, input, options = {}) {
      const work = tasks[task];
      if (work === undefined) throw new Error(`No task named ${task}; known: ${Object.keys(tasks).join(', ')}.`);
      options.signal?.throwIfAborted();
      return await work(input as never, options);
    },
  };
}
