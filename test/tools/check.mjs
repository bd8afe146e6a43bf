// Runs every quality gate, goes on after a failure, and ends with one line: N passed, N failed.
// `npm run check`; with names behind it only those gates: `npm run check -- lint docs`.
import { spawnSync } from 'node:child_process';

const GATES = [
  ['build', 'npm', ['run', '--silent', 'build']],
  ['types', 'npm', ['run', '--silent', 'typecheck']],
  ['lint', 'npx', ['biome', 'check', '--error-on-warnings']],
  ['tests', 'npx', ['vitest', 'run', '--config', 'test/vitest.config.ts', '--reporter=dot']], // architecture, examples of README and docstrings, public names, packed package included
  ['docs', 'npx', ['typedoc', '--emit', 'none']],
  ['publint', 'npx', ['publint', '--strict']],
  ['types of the package', 'npx', ['attw', '--pack', '.', '--profile', 'esm-only']],
  ['size', 'npx', ['size-limit']],
  ['unused', 'npx', ['knip']],
];

const wanted = process.argv.slice(2);
const failed = [];
const passed = [];
for (const [name, command, args] of GATES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n▶ ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } });
  (status === 0 ? passed : failed).push(name);
}
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
console.log(`\n${passed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
