// Rosters of given shifts on an instance of the Curtois & Qu benchmark, which is read from where it lies:
// `npm run build && npm run bench:rostering -- --instance FILE --seconds S --out SOLUTION.csv [--workers 2] [--seed 1] [--moves N]`
// Without --instance: rosters over interval demand on made-up centres (bench/schedule.mjs, with its own options).
import { writeFileSync } from 'node:fs';
import { createNodeRunner } from '../dist/node/index.js';
import { assignShifts, checkAssignment } from '../dist/schedule/index.js';
import { readShiftInstance } from './read-shift-instance.mjs';

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

async function runInstance(file) {
  const problem = readShiftInstance(file);
  const moves = option('moves', null);
  const seconds = Number(option('seconds', '60'));
  const workers = Number(option('workers', '2'));
  const runner = workers > 1 ? createNodeRunner({ concurrency: workers }) : undefined;
  const begin = performance.now();
  const elapsed = () => ((performance.now() - begin) / 1000).toFixed(1);
  const improved = [];
  const onProgress = ({ incumbent, bound }) => {
    if (typeof incumbent !== 'number' || incumbent === improved.at(-1)?.objective) return;
    improved.push({ objective: incumbent, bound, seconds: Number(elapsed()) });
    if (process.argv.includes('--verbose')) console.error(`${elapsed()} s: ${incumbent}, bound ${bound ?? '–'}`);
  };
  const limits = moves === null ? { timeLimitSeconds: seconds } : { moveBudget: Number(moves) };
  const roster = await assignShifts(problem, { seed: Number(option('seed', '1')), ...limits, runner, onProgress });
  const wallSeconds = Number(elapsed());
  runner?.close();
  const out = option('out', null);
  if (out !== null) {
    const rows = roster.people.flatMap(({ person, shifts }) => shifts.flatMap((shift, day) => (shift === null ? [] : [`${person},${day},${shift}`])));
    writeFileSync(out, `staff,day,shift\n${rows.join('\n')}\n`);
  }
  const { status, objective, bound, gap } = roster;
  const cpu = process.cpuUsage();
  const facts = { cpuSeconds: Math.round((cpu.user + cpu.system) / 1e5) / 10, memoryMB: Math.round(process.resourceUsage().maxRSS / 1024) };
  const violations = checkAssignment(roster.people, problem).violations.length;
  const last = improved.findLast((step) => step.objective === objective)?.seconds ?? null;
  console.log(JSON.stringify({ instance: file, status, objective, bound, gap, violations, foundSeconds: last, wallSeconds, ...facts }));
}

const instance = option('instance', null);
if (instance === null) await import('./schedule.mjs');
else await runInstance(instance);
