import { InvalidInputError, nearestName, type QueueRequirement, type Requirements, type ResolvedPlan } from '../core/index.js';
import { displayInstant } from '../time/index.js';
import type { Context } from './context.js';
import { plural } from './wording.js';

/** Figures in the file are rounded; people asked for by less than this are none. */
const ROUNDING = 1e-6;

/** Refuses a misspelt queue, and tells of columns that are not read or that were changed beside the one that counts. */
export function checkRequirements(file: string, requirements: Requirements, planFile: string, rules: ResolvedPlan, context: Context): void {
  for (const warning of requirements.warnings) context.warn(`${file}: ${warning}`);
  const given = requirements.queues.map(({ queue }) => queue);
  const without = rules.queues.map(({ queue }) => queue).filter((queue) => !given.includes(queue));
  for (const queue of given) {
    if (rules.queues.some((rule) => rule.queue === queue)) continue;
    const nearest = nearestName(queue, without);
    if (nearest !== null)
      throw new InvalidInputError(
        `${file} has the queue "${queue}", which ${planFile} does not have, and no rows of "${nearest}". Did you mean "${nearest}"? Else leave its rows out.`,
        { file, queue, nearest },
      );
  }
  const changed = requirements.queues.flatMap((queue) => queue.agents.map((_, i) => ({ queue, i })).filter(({ i }) => isChangedBeside(queue, i, rules.cover)));
  const [first] = changed;
  if (first === undefined) return;
  const column = rules.cover === 'withShrinkage' ? 'agents_with_shrinkage' : 'agents_exact';
  const when = displayInstant(rules.zone, first.queue.startMs + first.i * first.queue.intervalSeconds * 1000);
  context.warn(
    `${file}: in ${plural(changed.length, 'row')} (first ${first.queue.queue}, ${when}) the columns of agents do not fit each other. Covered is ${column}, as "cover" of ${planFile} says: change that one.`,
  );
}

/** Whether somebody wrote a head-count into a column that is not the one covered: as written by `staff`, agents of calls are agents_exact rounded up, and shrinkage adds to those. */
function isChangedBeside({ channel, agents, agentsExact, agentsWithShrinkage }: QueueRequirement, i: number, cover: ResolvedPlan['cover']): boolean {
  const [whole, exact, shrunk] = [agents[i] as number, agentsExact[i] as number, agentsWithShrinkage[i] as number];
  const covered = cover === 'withShrinkage' ? shrunk : exact;
  const isOff = channel === 'voice' && (whole > Math.ceil(covered - ROUNDING) || whole < exact - ROUNDING); // people share out deferred work among them
  return isOff || exact > covered + ROUNDING;
}
