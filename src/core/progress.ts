/** One report of a long job. `total` is null while unknown. */
export type Progress = {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  /** Best objective, bound and relative gap so far, from optimising stages only. */
  readonly incumbent?: number | null;
  readonly bound?: number | null;
  readonly gap?: number | null;
};

/** Options shared by everything that may take longer than about 50 ms. */
export type LongWorkOptions = {
  /** Abort rejects the promise with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Called at most ten times a second per stage. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
};

/** Lets timers and messages run, so that an abort can arrive; throws `signal.reason` once aborted. */
export async function breathe(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
