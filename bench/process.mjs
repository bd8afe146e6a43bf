// How fast and how small the built command line is, as whole processes: start-up, a year of half-hours, the demo, bundles.
// `npm run build && node bench/process.mjs`. Times on shared machines drift: read the ratios to an empty Node process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { machine, median, printTable } from './tools.mjs';

const CLI = 'dist/cli/main.js';
const REPORT_MEMORY = 'data:text/javascript,process.on("exit",()=>process.stderr.write("\\nmaxRSS "+process.resourceUsage().maxRSS))';
const place = mkdtempSync(join(tmpdir(), 'shiftcast-bench-'));

function timeProcess(name, args, runs) {
  const seconds = [];
  let megabytes = 0;
  for (let run = 0; run < runs; run += 1) {
    const began = process.hrtime.bigint();
    const { status, stderr } = spawnSync('node', ['--import', REPORT_MEMORY, ...args], { encoding: 'utf8' });
    seconds.push(Number(process.hrtime.bigint() - began) / 1e9);
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(-500)}`);
    megabytes = Math.max(megabytes, Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? 0) / 1024);
  }
  return { name, seconds: median(seconds), least: Math.min(...seconds), most: Math.max(...seconds), megabytes };
}

/** A year of half-hours of a centre open round the clock: two humps a day, quieter weekends, seeded noise. */
function yearOfHalfHours() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const lines = ['timestamp,volume,aht_seconds'];
  for (let i = 0; i < 365 * 48; i += 1) {
    const hour = (i % 48) / 2;
    const level = 4 + 60 * Math.exp(-(((hour - 10.5) / 3) ** 2)) + 45 * Math.exp(-(((hour - 16) / 3) ** 2));
    const week = Math.floor(i / 48) % 7 >= 5 ? 0.5 : 1;
    lines.push(
      `${new Date(Date.UTC(2025, 0, 6) + i * 1_800_000).toISOString().slice(0, 19)},${Math.round(level * week * (0.8 + 0.4 * random()))},${Math.round(200 + 60 * random())}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function bundleKilobytes(folders) {
  const contents = folders.map((folder, i) => `import * as part${i} from './dist/${folder}/index.js'; globalThis.part${i} = part${i};`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000;
}

try {
  const year = join(place, 'year.csv');
  writeFileSync(year, yearOfHalfHours());
  const rows = [
    timeProcess('node, empty', ['-e', '0'], 9),
    timeProcess('shiftcast --help', [CLI, '--help'], 9),
    timeProcess('shiftcast erlang', [CLI, 'erlang', '--volume', '100', '--interval', '30min', '--aht', '240', '--target', '80/20'], 5),
    timeProcess(
      'forecast, a year of half-hours, 2 weeks ahead',
      [CLI, 'forecast', year, '--zone', 'UTC', '--weeks', '2', '--out', join(place, 'forecast.csv')],
      5,
    ),
    timeProcess('demo', [CLI, 'demo', '--out', join(place, 'demo')], 1),
  ];
  const empty = rows[0].seconds;
  printTable(
    ['process', 'median s', 'least–most s', '× empty Node', 'peak MB'],
    rows.map((row) => [
      row.name,
      row.seconds.toFixed(2),
      `${row.least.toFixed(2)}–${row.most.toFixed(2)}`,
      (row.seconds / empty).toFixed(1),
      row.megabytes.toFixed(0),
    ]),
  );
  printTable(['browser bundle', 'kB min+gzip'], [['forecast + queueing + staffing', (await bundleKilobytes(['forecast', 'queueing', 'staffing'])).toFixed(1)]]);
  console.log(machine());
} finally {
  rmSync(place, { recursive: true, force: true });
}
