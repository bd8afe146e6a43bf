import { describe, expect, it } from 'vitest';
import { createWorkerRunner, serveTasks, type WorkerPort } from '../../src/browser/index.js';
import {
  breathe,
  InvalidInputError,
  InvalidPlanError,
  type LongWorkOptions,
  type Progress,
  ShiftcastError,
  type TaskRunner,
  UnusableInputError,
} from '../../src/core/index.js';

/** Tasks of the worker in these tests. */
function tasks(log: string[]): Parameters<typeof serveTasks>[0] {
  return {
    double: (value: number) => 2 * value,
    refuse: (code: string) => {
      if (code === 'invalidInput') throw new InvalidInputError('f: x must be 1, got 2.', { x: 2 });
      if (code === 'invalidPlan') throw new InvalidPlanError('plan.json: a is missing.', { path: 'a' });
      if (code === 'tooLittleHistory') throw new UnusableInputError('too little', { weeks: 1 }, 'tooLittleHistory');
      if (code === 'solverFailed') throw new ShiftcastError('solverFailed', 'no solver', { why: 1n });
      throw new TypeError('a slip');
    },
    steps: async (count: number, { signal, onProgress }: LongWorkOptions) => {
      for (let done = 1; done <= count; done += 1) {
        await breathe(signal).catch((error: unknown) => {
          log.push('aborted inside');
          throw error;
        });
        onProgress?.({ stage: 'steps', done, total: count });
      }
      return count;
    },
    never: () => new Promise(() => {}),
  };
}

/** A worker of its own message loop, in this thread: data crosses by structured clone, as between threads. */
function fakeWorker(log: string[] = []): WorkerPort & { crash(message: string): void } {
  const outside = new EventTarget();
  const inside = new EventTarget();
  let ended = false;
  const post = (target: EventTarget, data: unknown): void => {
    const copy = structuredClone(data);
    queueMicrotask(() => {
      if (!ended) target.dispatchEvent(new MessageEvent('message', { data: copy }));
    });
  };
  log.push('started');
  serveTasks(tasks(log), {
    postMessage: (data) => post(outside, data),
    addEventListener: (type, listener) => inside.addEventListener(type, listener as EventListener),
  });
  return {
    postMessage: (data: unknown) => post(inside, data),
    addEventListener: outside.addEventListener.bind(outside) as WorkerPort['addEventListener'],
    removeEventListener: outside.removeEventListener.bind(outside) as WorkerPort['removeEventListener'],
    terminate() {
      ended = true;
      log.push('ended');
    },
    crash: (message) => outside.dispatchEvent(Object.assign(new Event('error'), { message })),
  };
}

/** What a promise is rejected with; null when it is not. */
const rejection = async (promise: Promise<unknown>): Promise<unknown> => promise.then(() => null).catch((error: unknown) => error);

describe('createWorkerRunner', () => {
  it('runs tasks by name and gives back what they return', async () => {
    const runner: TaskRunner = createWorkerRunner(fakeWorker());
    expect(await runner.run('double', 21)).toBe(42);
    expect(await Promise.all([1, 2, 3].map((value) => runner.run('double', value)))).toEqual([2, 4, 6]);
  });

  it('starts a worker when it is first needed, and no more than asked for', async () => {
    const log: string[] = [];
    const runner = createWorkerRunner(() => fakeWorker(log), { concurrency: 2 });
    expect([runner.concurrency, log.length]).toEqual([2, 0]);
    await Promise.all([1, 2, 3, 4].map((value) => runner.run('double', value)));
    expect(log).toEqual(['started', 'started']);
  });

  it.each([
    ['invalidInput', InvalidInputError, { x: 2 }],
    ['invalidPlan', InvalidPlanError, { path: 'a' }],
    ['tooLittleHistory', UnusableInputError, { weeks: 1 }],
    ['solverFailed', ShiftcastError, {}], // its fact cannot be written as JSON
    ['internal', ShiftcastError, { name: 'TypeError' }],
  ] as const)('passes an error with code %s on as the class it was', async (code, type, facts) => {
    const error = await rejection(createWorkerRunner(fakeWorker()).run('refuse', code));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code, facts });
  });

  it('names the tasks it knows when asked for another', async () => {
    const error = await rejection(createWorkerRunner(fakeWorker()).run('toString', 1));
    expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('known: double, refuse, steps, never') });
  });

  it('passes progress on while the task runs', async () => {
    const seen: Progress[] = [];
    await createWorkerRunner(fakeWorker()).run('steps', 3, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('abort rejects with the reason given, asks a lone worker to stop and goes on with it', async () => {
    const log: string[] = [];
    const runner = createWorkerRunner(fakeWorker(log));
    const controller = new AbortController();
    const running = runner.run('steps', 1e6, { signal: controller.signal });
    await breathe();
    controller.abort('enough');
    expect(await rejection(running)).toBe('enough');
    expect(await runner.run('double', 4)).toBe(8);
    await breathe();
    expect(log).toEqual(['started', 'aborted inside']);
  });

  it('abort ends a worker that can be replaced, even one that never looks up', async () => {
    const log: string[] = [];
    const runner = createWorkerRunner(() => fakeWorker(log));
    const controller = new AbortController();
    const running = runner.run('never', null, { signal: controller.signal });
    const waiting = runner.run('double', 5);
    await breathe();
    controller.abort(new Error('stop'));
    expect(await rejection(running)).toMatchObject({ message: 'stop' });
    expect(await waiting).toBe(10);
    expect(log).toEqual(['started', 'ended', 'started']);
  });

  it('abort takes a task out of the queue before it begins', async () => {
    const runner = createWorkerRunner(fakeWorker());
    const controller = new AbortController();
    const first = runner.run('steps', 3);
    const second = runner.run('double', 1, { signal: controller.signal });
    controller.abort('changed my mind');
    expect(await rejection(second)).toBe('changed my mind');
    expect(await first).toBe(3);
    expect(await rejection(runner.run('double', 1, { signal: AbortSignal.abort('too late') }))).toBe('too late');
  });

  it('a crash rejects the task and the next one gets a new worker', async () => {
    const started: ReturnType<typeof fakeWorker>[] = [];
    const runner = createWorkerRunner(() => {
      const worker = fakeWorker();
      started.push(worker);
      return worker;
    });
    const running = runner.run('never', null);
    started[0]?.crash('out of memory');
    expect(await rejection(running)).toMatchObject({ code: 'internal', message: 'The worker stopped: out of memory.' });
    expect(await runner.run('double', 6)).toBe(12);
    expect(started).toHaveLength(2);
  });

  it('rejects what cannot be copied or started, and stays usable', async () => {
    const runner = createWorkerRunner(fakeWorker());
    expect(await rejection(runner.run('double', () => 1))).toMatchObject({ name: 'DataCloneError' });
    expect(await runner.run('double', 7)).toBe(14);
    let tries = 0;
    const moody = createWorkerRunner(() => {
      tries += 1;
      if (tries === 1) throw new Error('blocked');
      return fakeWorker();
    });
    expect(await rejection(moody.run('double', 1))).toMatchObject({ message: 'blocked' });
    expect(await moody.run('double', 8)).toBe(16);
  });

  it('close ends the workers and rejects what still runs or waits', async () => {
    const log: string[] = [];
    const runner = createWorkerRunner(() => fakeWorker(log));
    const both = [runner.run('never', null), runner.run('double', 1)].map(rejection);
    await breathe();
    runner.close();
    for (const error of await Promise.all(both)) expect(error).toMatchObject({ code: 'internal' });
    expect(log).toEqual(['started', 'ended']);
    expect(await rejection(runner.run('double', 1))).toMatchObject({ message: expect.stringContaining('closed') });
  });

  it('refuses a concurrency that is none', () => {
    expect(() => createWorkerRunner(() => fakeWorker(), { concurrency: 0 })).toThrow(InvalidInputError);
  });
});
