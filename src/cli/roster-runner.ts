import { createNodeRunner, type NodeRunner } from '../node/index.js';

/** Threads for a second search of a roster, where the machine has a core for it; close it when done. */
export function rosterRunner(): NodeRunner | undefined {
  const runner = createNodeRunner();
  return runner.concurrency >= 2 ? runner : undefined;
}
