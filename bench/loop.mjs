// Rosters repaired until their simulation meets the targets: what they spend and deliver, beside the roster that covers the requirements.
// Run after `npm run build`: node bench/loop.mjs [--centre sample|pool|experts] [--over week,interval] [--moves 10000] [--rounds 12] [--missing]
// `--moves`: of each search, per person and week.
import { scheduleToTargets } from '../dist/schedule/index.js';
import { staff } from '../dist/staffing/index.js';
import { CENTRES } from './centres.mjs';
import { machine, printTable } from './tools.mjs';

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

const percent = (share) => (share === null ? '–' : (100 * share).toFixed(1));
const whole = (value) => Math.round(value).toLocaleString('en-US');

console.log(machine());
const rows = [];
for (const centre of option('centre', 'sample,pool,experts').split(',')) {
  for (const over of option('over', 'week,interval').split(',')) {
    const { name, forecast, plan, agents } = await CENTRES[centre](over);
    const before = process.cpuUsage();
    const workBudget = Number(option('moves', '10000')) * agents.length;
    const result = await scheduleToTargets(staff(forecast, plan), forecast, plan, {
      agents,
      workBudget,
      rounds: Number(option('rounds', '12')),
      timeLimitSeconds: 1200,
    });
    const { user, system } = process.cpuUsage(before);
    const [first] = result.rounds;
    rows.push([
      `${name}, over ${over}`,
      result.status,
      `${whole(result.plainSpent)}: ${[first.met, first.unclear, first.missed].join(' / ')}`,
      `${whole(result.spent)}: ${['met', 'unclear', 'missed'].map((verdict) => result.queues.reduce((sum, queue) => sum + queue[verdict], 0)).join(' / ')}`,
      result.queues.map(({ plainServiceLevel }) => percent(plainServiceLevel)).join(' '),
      result.queues.map(({ serviceLevel, serviceLevelHalfWidth }) => `${percent(serviceLevel)} ± ${percent(serviceLevelHalfWidth)}`).join(', '),
      `${result.missing.reduce((sum, { agentHours }) => sum + agentHours, 0).toFixed(1)} h, ${whole(result.missing.reduce((sum, { cost }) => sum + cost, 0))}`,
      ((user + system) / 1e6).toFixed(0),
    ]);
    if (process.argv.includes('--missing')) {
      printTable(
        ['spent', 'met', 'unclear', 'missed', 'contacts missing'],
        result.rounds.map((round) => [whole(round.spent), round.met, round.unclear, round.missed, round.contactsMissing.toFixed(1)]),
      );
      printTable(
        ['queue', 'from', 'hours', 'level', 'agent-hours'],
        result.missing.map((one) => [
          one.queue,
          new Date(one.startMs).toISOString().slice(0, 16),
          (one.endMs - one.startMs) / 3.6e6,
          percent(one.serviceLevel),
          one.agentHours.toFixed(2),
        ]),
      );
    }
  }
}
printTable(['centre', 'status', 'as required: spent, met / unclear / missed', 'repaired', 'levels as required', 'levels repaired', 'missing', 'CPU s'], rows);
