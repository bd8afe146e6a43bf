import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/core/index.js';
import type { NodeRunner, NodeRunnerOptions } from '../../src/node/index.js';

/** Worker threads run JavaScript, hence the built package. */
const BUILT = pathToFileURL(join(import.meta.dirname, '../../dist/node/index.js')).href;
const { createNodeRunner } = (await import(BUILT)) as { createNodeRunner: (options?: NodeRunnerOptions) => NodeRunner };

const open: NodeRunner[] = [];

function runner(concurrency = 1): NodeRunner {
  const created = createNodeRunner({ concurrency, tasks: pathToFileURL(join(import.meta.dirname, 'fixtures/tasks.mjs')) });
  open.push(created);
  return created;
}

afterEach(() => {
  for (const created of open.splice(0)) created.close();
});

describe('createNodeRunner', () => {
  it('hands more tasks than threads to the threads, in order', async () => {
    const threads = runner(2);
    expect(threads.concurrency).toBe(2);
    expect(await Promise.all([1, 2, 3, 4, 5].map((value) => threads.run('double', value)))).toEqual([2, 4, 6, 8, 10]);
  });

  it('passes progress on', async () => {
    const heard: Progress[] = [];
    expect(await runner().run('report', 3, { onProgress: (progress) => heard.push(progress) })).toBe(3);
    expect(heard.map(({ done }) => done)).toEqual([1, 2, 3]);
  });

  it('turns errors of a task and unknown tasks into rejections, and goes on', async () => {
    const threads = runner();
    await expect(threads.run('refuse', null)).rejects.toMatchObject({ code: 'internal', message: 'a slip' });
    await expect(threads.run('nothing', null)).rejects.toThrow('double');
    await expect(threads.run('double', () => 1)).rejects.toThrow();
    expect(await threads.run('double', 4)).toBe(8);
  });

  it('outlives a thread that dies', async () => {
    const threads = runner();
    const [died, next] = await Promise.allSettled([threads.run('die', null), threads.run('double', 4)]);
    expect(died).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: 8 });
  });

  it('ends a task that never looks up when it is aborted', async () => {
    const threads = runner();
    const stop = new AbortController();
    const work = threads.run('spin', null, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(work).rejects.toThrow('enough');
    expect(await threads.run('double', 4)).toBe(8);
    await expect(threads.run('double', 1, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never');
  });

  it('rejects what still runs, and what comes later, once closed', async () => {
    const threads = runner();
    const work = threads.run('spin', null);
    threads.close();
    await expect(work).rejects.toMatchObject({ code: 'internal' });
    await expect(threads.run('double', 1)).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses less than one thread', () => {
    expect(() => createNodeRunner({ concurrency: 0 })).toThrow('concurrency');
  });
});
