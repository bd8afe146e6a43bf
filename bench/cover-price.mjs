// What cover priced by service does: rosters of the same people and rules with `coverPrice` flat and service, both played by the simulation with the same callers.
// Run after `npm run build`: node bench/cover-price.mjs [--cases sample:1,sample:0.85,pool:0.7,experts:0.85,apart:0.8] [--seeds 1,2,3] [--moves 15000]
// A case is a centre of centres.mjs and the share of its people who are there; `--moves` are those of each search, per person. Figures are means over the seeds.
import { checkRoster, schedule } from '../dist/schedule/index.js';
import { simulateRoster } from '../dist/simulate/index.js';
import { staff } from '../dist/staffing/index.js';
import { CENTRES } from './centres.mjs';
import { machine, printTable } from './tools.mjs';

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** Contacts late and lost, hours short, pay and gap of one roster. */
async function outcome(forecast, plan, agents, seed) {
  const requirements = staff(forecast, plan);
  const workBudget = Number(option('moves', '15000')) * agents.length;
  const roster = await schedule(requirements, plan, { agents, seed, workBudget, timeLimitSeconds: 600 });
  const { queues } = await simulateRoster(roster, forecast, plan, { seed: 5, replications: 100 });
  const sum = (figure) => queues.reduce((all, queue) => all + queue.offered.mean * figure(queue), 0);
  return {
    late: sum((queue) => 1 - queue.serviceLevel.offered.mean),
    lost: sum((queue) => queue.abandonProbability.mean),
    contacts: sum(() => 1),
    short: checkRoster(roster.agents, { requirements, config: plan, agents }).uncoveredHours,
    paid: roster.costs.paid,
    gap: roster.gap,
  };
}

const whole = (value) => Math.round(value).toLocaleString('en-US');

console.log(machine());
const rows = [];
for (const one of option('cases', 'sample:1,sample:0.85,pool:0.7,experts:0.85,apart:0.8').split(',')) {
  const [name, share] = one.split(':');
  const { name: title, forecast, plan, agents: all } = await CENTRES[name]('interval');
  const agents = all.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));
  for (const coverPrice of ['flat', 'service']) {
    const queues = Object.fromEntries(Object.entries(plan.queues).map(([queue, rule]) => [queue, { ...rule, coverPrice }]));
    const before = process.cpuUsage();
    const seeds = option('seeds', '1,2,3').split(',').map(Number);
    const found = [];
    for (const seed of seeds) found.push(await outcome(forecast, { ...plan, queues }, agents, seed));
    const { user, system } = process.cpuUsage(before);
    const mean = (key) => found.reduce((sum, own) => sum + own[key], 0) / found.length;
    rows.push([
      `${title}: ${agents.length} there`,
      coverPrice,
      `${whole(mean('late'))} of ${whole(mean('contacts'))}`,
      whole(mean('lost')),
      mean('short').toFixed(1),
      whole(mean('paid')),
      `${(100 * mean('gap')).toFixed(2)} %`,
      ((user + system) / 1e6 / seeds.length).toFixed(0),
    ]);
  }
}
printTable(['centre', 'coverPrice', 'late', 'lost', 'hours short', 'pay', 'gap', 'CPU s'], rows);
