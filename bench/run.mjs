// Runs all benches, or those named: `npm run bench -- queueing forecast`. The rostering bench needs an instance and runs by name only.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const place = dirname(fileURLToPath(import.meta.url));
const parts = ['run.mjs', 'tools.mjs', 'read-shift-instance.mjs', 'centres.mjs', 'process.mjs', 'rivals.mjs'];
const known = readdirSync(place)
  .filter((name) => name.endsWith('.mjs') && !parts.includes(name))
  .map((name) => name.replace('.mjs', ''));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No bench named ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : known.filter((bench) => bench !== 'rostering')) {
  console.log(`\n▶ ${name}`);
  if (spawnSync('node', [join(place, `${name}.mjs`)], { stdio: 'inherit' }).status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
