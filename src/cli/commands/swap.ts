import { checkSwap } from '../../schedule/index.js';
import type { Context, Options } from '../context.js';
import { namingPlan } from '../read-inputs.js';
import { readRosterInputs } from '../roster-command.js';
import { neededOption } from '../values.js';

/** `shiftcast swap`: whether two people may trade a day, and if not, which rules stand against it. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const [a, b, day] = [neededOption(options, 'a', 'Ann'), neededOption(options, 'b', 'Bob'), neededOption(options, 'day', '2026-12-09')];
  const { planFile, config, roster, agents, previous } = await readRosterInputs(files[0] as string, options, context);
  const check = await namingPlan(planFile, () => checkSwap(roster, config, agents, { a, b, day, previous }));
  if (options.json === true) context.print(JSON.stringify(check));
  else {
    context.print(check.allowed ? `${a} and ${b} may trade ${day}.` : `${a} and ${b} may not trade ${day}:`);
    for (const { agent, rule, message } of check.violations) context.print(`  ${rule}: ${message.startsWith(agent) ? '' : `${agent}: `}${message}`);
    if (check.queuesLost.length > 0) context.print(`  the one who takes the shift cannot serve ${check.queuesLost.join(', ')}.`);
  }
  return options.check === true && !check.allowed ? 1 : 0;
}
