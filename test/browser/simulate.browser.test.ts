import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { type SimulateOptions, type SimulationSystem, simulate } from '../../src/simulate/index.js';
import { oneQueue, twoTiers } from '../simulate/systems.js';
import { chromiumPath, launchChromium, needsChromium } from './chromium.js';

vi.setConfig({ testTimeout: 120_000 });

const options: SimulateOptions = { horizonSeconds: 72_000, warmUpSeconds: 7200, replications: 12, reportBoundariesSeconds: [0, 36_000, 72_000] };
const lognormal = { kind: 'lognormal', meanSeconds: 200, cv: 0.8 } as const;
const systems: readonly SimulationSystem[] = [
  twoTiers(),
  { ...oneQueue({ patienceSeconds: { kind: 'gamma', meanSeconds: 120, cv: 1.3 } }, { ahtSeconds: { calls: lognormal } }), dayFactorCv: 0.2 },
];

describe.skipIf(chromiumPath === null)(needsChromium('simulate in a browser'), () => {
  it('gives the same result as in Node for the same seed, to the last digit', async () => {
    const { outputFiles } = await build({
      entryPoints: [resolve(import.meta.dirname, '../../src/simulate/index.ts')],
      bundle: true,
      format: 'iife',
      globalName: 'shiftcast',
      write: false,
      logLevel: 'error',
    });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
      for (const system of systems) {
        const call = `shiftcast.simulate(${JSON.stringify(system)}, ${JSON.stringify(options)})`;
        expect(await page.evaluate(call)).toEqual(await simulate(system, options));
      }
    } finally {
      await browser.close();
    }
  });
});
