import { parentPort, workerData } from 'node:worker_threads';
import { type LongWorkOptions, ShiftcastError } from '../core/index.js';
import type { Order, Reply } from './worker-runner.js';

/** Main module of a worker thread: does the named tasks of the module it was given. */
type Work = (input: unknown, options: LongWorkOptions) => unknown;

const reply = (message: Reply): void => parentPort?.postMessage(message);
const { tasks } = (await import((workerData as { readonly tasks: string }).tasks)) as { readonly tasks: Readonly<Record<string, Work>> };

parentPort?.on('message', (order: Order) => void run(order));

async function run({ id, task, input }: Order): Promise<void> {
  try {
    const work = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
    if (work === undefined) throw new Error(`No task named ${task}; known: ${Object.keys(tasks).join(', ')}.`);
    reply({ kind: 'done', id, output: await work(input, { onProgress: (progress) => reply({ kind: 'progress', id, progress }) }) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ShiftcastError) reply({ kind: 'failed', id, code: error.code, message, facts: error.facts });
    else reply({ kind: 'failed', id, code: 'internal', message, facts: {} });
  }
}
