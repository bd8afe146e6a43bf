import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/core/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
// Inside node_modules, so that the package's dependencies resolve upwards without an install.
const PLACE = join(ROOT, 'node_modules', '.cache', `packed-${process.pid}`);
const INSTALLED = join(PLACE, 'node_modules', 'shiftcast');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; exports: Record<string, unknown> };
const subpaths = Object.keys(manifest.exports).filter((path) => path !== './package.json');

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist/index.js'))) throw new Error('dist is missing: run `npm run build` first (npm test does).');
  mkdirSync(INSTALLED, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', PLACE], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1) as string;
  execFileSync('tar', ['-xzf', join(PLACE, packed), '-C', INSTALLED, '--strip-components=1']);
}, 60_000);

afterAll(() => rmSync(PLACE, { recursive: true, force: true }));

describe('the packed package', () => {
  it('carries the version of the library', () => expect(manifest.version).toBe(VERSION));

  it('can be imported from Node by every subpath', () => {
    const names = subpaths.map((path) => `shiftcast${path.slice(1)}`);
    writeFileSync(
      join(PLACE, 'all.mjs'),
      `for (const name of ${JSON.stringify(names)}) { const found = await import(name); if (Object.keys(found).length === 0) throw new Error(name + ' exports nothing'); }\nconsole.log('fine');`,
    );
    expect(execFileSync('node', [join(PLACE, 'all.mjs')], { encoding: 'utf8' }).trim()).toBe('fine');
  });

  it('runs as a command', () => {
    expect(execFileSync('node', [join(INSTALLED, 'dist/cli/main.js'), '--version'], { encoding: 'utf8' }).trim()).toBe(VERSION);
  });

  it('bundles for browsers without anything of Node', async () => {
    const entry =
      "import { queueMetrics } from 'shiftcast/queueing'; import { forecast } from 'shiftcast/forecast'; import { staff } from 'shiftcast/staffing'; globalThis.answer = queueMetrics({ offeredLoad: 10, ahtSeconds: 240, agents: 14, answerWithinSeconds: 20 }).waitProbability; globalThis.kept = [forecast, staff];";
    const result = await build({
      stdin: { contents: entry, resolveDir: PLACE },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      minify: true,
      logLevel: 'silent',
    });
    const code = result.outputFiles[0]?.text ?? '';
    expect(code).not.toContain('node:');
    new Function(code)();
    expect((globalThis as unknown as { answer: number }).answer).toBeCloseTo(0.174, 3);
  });
});
