import { InvalidInputError } from '../../core/index.js';
import { checkSwap } from '../../schedule/index.js';
import type { Context, Options } from '../context.js';
import { namingPlan } from '../read-inputs.js';
import { readRosterInputs } from '../roster-command.js';
import { dayOptions, neededOption } from '../values.js';

/** `shiftcast swap`: whether two people may trade shifts, and if not, which rules stand against it. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const [a, b] = [neededOption(options, 'a', 'Ann'), neededOption(options, 'b', 'Bob')];
  const [days, gives, takes] = [dayOptions(options, 'day'), dayOptions(options, 'gives'), dayOptions(options, 'takes')];
  if (days.length + gives.length + takes.length === 0)
    throw new InvalidInputError('--day is missing; write for example --day 2026-12-09, or --gives 2026-12-07 --takes 2026-12-10.', { option: 'day' });
  const { planFile, config, roster, agents, previous } = await readRosterInputs(files[0] as string, options, context);
  const check = await namingPlan(planFile, () => checkSwap(roster, config, agents, { a, b, days, gives, takes, previous }));
  if (options.json === true) context.print(JSON.stringify(check));
  else {
    context.print(`${sentence(a, b, check.allowed ? 'may' : 'may not', { days, gives, takes })}${check.allowed ? '.' : ':'}`);
    for (const { agent, rule, message } of check.violations) context.print(`  ${rule}: ${message.startsWith(agent) ? '' : `${agent}: `}${message}`);
    if (check.queuesLost.length > 0) context.print(`  the one who takes the shift cannot serve ${check.queuesLost.join(', ')}.`);
  }
  return options.check === true && !check.allowed ? 1 : 0;
}

type Days = { readonly days: readonly string[]; readonly gives: readonly string[]; readonly takes: readonly string[] };

function sentence(a: string, b: string, may: string, { days, gives, takes }: Days): string {
  if (gives.length + takes.length === 0) return `${a} and ${b} ${may} trade ${days.join(', ')}`;
  const parts = [
    ...(days.length > 0 ? [`trade ${days.join(', ')} with ${b}`] : []),
    ...(gives.length > 0 ? [`give ${gives.join(', ')} to ${b}`] : []),
    ...(takes.length > 0 ? [`take ${takes.join(', ')} from ${b}`] : []),
  ];
  return `${a} ${may} ${parts.join(' and ')}`;
}
