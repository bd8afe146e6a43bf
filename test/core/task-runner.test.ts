import { expect, it } from 'vitest';
import { breathe, inProcessRunner } from '../../src/core/index.js';

const runner = inProcessRunner({ double: (input: number) => input * 2 });

it('the in-process runner runs a task by name', async () => expect(await runner.run('double', 21)).toBe(42));

it('the in-process runner names the tasks it knows when asked for another', async () => {
  await expect(runner.run('halve', 1)).rejects.toThrow('No task named halve; known: double.');
});

it('an aborted signal stops a task before it begins, with its reason', async () => {
  await expect(runner.run('double', 1, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

it('breathe lets an abort arrive', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('stop')), 0);
  await expect(
    (async () => {
      for (;;) await breathe(controller.signal);
    })(),
  ).rejects.toThrow('stop');
});
