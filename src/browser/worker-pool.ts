import { type LongWorkOptions, type Progress, ShiftcastError } from '../core/index.js';
import { type Order, type Reply, unpackError } from './messages.js';

/** The part of a Web Worker that a pool uses. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>;

type Job = {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly resolve: (output: unknown) => void;
  readonly reject: (reason: unknown) => void;
};

/** One worker and the job it has; the worker is started when first needed. */
type Slot = { port: WorkerPort | null; job: Job | null; stopListening: () => void };

/** Hands jobs to workers in order. State lives through many calls, hence a class. */
export class WorkerPool {
  readonly #start: () => WorkerPort;
  /** Workers that can be started anew are ended on abort or crash; a lone one is kept. */
  readonly #replaceable: boolean;
  readonly #slots: readonly Slot[];
  readonly #waiting: Job[] = [];
  #lastId = 0;
  #closed = false;

  constructor(start: () => WorkerPort, replaceable: boolean, size: number) {
    this.#start = start;
    this.#replaceable = replaceable;
    this.#slots = Array.from({ length: size }, (): Slot => ({ port: null, job: null, stopListening: () => {} }));
  }

  run(task: string, input: unknown, { signal, onProgress }: LongWorkOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new ShiftcastError('internal', 'createWorkerRunner: this runner is closed. Create a new one.');
      signal?.throwIfAborted();
      this.#lastId += 1;
      const stop = (): void => this.#abort(job, signal?.reason);
      const settle =
        <T>(how: (value: T) => void) =>
        (value: T): void => {
          signal?.removeEventListener('abort', stop);
          how(value);
        };
      const job: Job = { id: this.#lastId, task, input, onProgress, resolve: settle(resolve), reject: settle(reject) };
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  close(): void {
    this.#closed = true;
    const ended = new ShiftcastError('internal', 'The runner was closed before the task was done.');
    for (const job of this.#waiting.splice(0)) job.reject(ended);
    for (const slot of this.#slots) {
      const { job } = slot;
      end(slot);
      job?.reject(ended);
    }
  }

  #next(): void {
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      this.#begin(slot, job);
    }
  }

  #begin(slot: Slot, job: Job): void {
    slot.job = job;
    try {
      if (slot.port === null) this.#open(slot);
      send(slot, { kind: 'run', id: job.id, task: job.task, input: job.input });
    } catch (error) {
      // The worker could not be started, or the input not be copied: this job's trouble, not the next one's.
      slot.job = null;
      job.reject(error);
      queueMicrotask(() => this.#next());
    }
  }

  #open(slot: Slot): void {
    const port = this.#start();
    const hear = ((event: MessageEvent) => this.#receive(slot, event.data as Reply)) as EventListener;
    const crash = (event: Event): void => {
      const why = (event as ErrorEvent).message || 'it could not be loaded, or its answer not be read';
      this.#giveUp(slot, new ShiftcastError('internal', `The worker stopped: ${why}.`));
    };
    const heard: readonly (readonly [string, EventListener])[] = [
      ['message', hear],
      ['error', crash],
      ['messageerror', crash],
    ];
    for (const [type, listener] of heard) port.addEventListener(type, listener);
    slot.port = port;
    slot.stopListening = () => {
      for (const [type, listener] of heard) port.removeEventListener(type, listener);
    };
  }

  #receive(slot: Slot, reply: Reply): void {
    const { job } = slot;
    if (job === null || reply.id !== job.id) return; // the answer to a job that was aborted
    if (reply.kind === 'progress') {
      job.onProgress?.(reply.progress);
      return;
    }
    slot.job = null;
    if (reply.kind === 'done') job.resolve(reply.output);
    else job.reject(unpackError(reply.error));
    this.#next();
  }

  #abort(job: Job, reason: unknown): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    job.reject(reason);
    const slot = this.#slots.find((candidate) => candidate.job === job);
    if (slot === undefined) return;
    if (!this.#replaceable) send(slot, { kind: 'abort', id: job.id });
    this.#giveUp(slot, reason);
  }

  #giveUp(slot: Slot, error: unknown): void {
    const { job } = slot;
    slot.job = null;
    if (this.#replaceable) end(slot);
    job?.reject(error);
    this.#next();
  }
}

function end(slot: Slot): void {
  slot.stopListening();
  slot.port?.terminate();
  slot.port = null;
  slot.job = null;
}

function send(slot: Slot, order: Order): void {
  slot.port?.postMessage(order);
}
