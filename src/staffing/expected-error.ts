import type { QueueSizing } from '../core/index.js';
import { loadWalk } from './load-walk.js';
import type { RequirementColumns } from './requirement-columns.js';
import type { SizingJob } from './staff-queues.js';
import { staffingMethod } from './staffing-rule.js';

/** What the modified offered load leaves out at most, as a share of what it brings in; measured against the solver, see docs/staffing.md. */
const LEFT_OUT = { patient: 0.6, impatient: 0.2 };

/**
 * Largest error to expect of an interval's service level, its place, and the mean over contacts: where each interval is taken alone, what the carried load changes; on the modified offered
 * load, a fifth of that, and three fifths where nobody gives up and a line outlasts its interval. Null without a service level.
 */
export function expectedErrorOf(job: SizingJob, { agents, serviceLevel }: RequirementColumns): Pick<QueueSizing, 'expectedError' | 'errorByContacts'> {
  const method = staffingMethod(job.rule);
  if (method.kind === 'workload' || serviceLevel.every((level) => level === null)) return { expectedError: null };
  const { work, plan, startsEmpty, demand } = job;
  const alone = plan.loadModel === 'stationary';
  const own = loadWalk(plan.loadModel, startsEmpty);
  const other = loadWalk(alone ? 'offeredLoad' : 'stationary', startsEmpty);
  let aht = 1;
  let largest = 0;
  let worst = 0;
  let known = 0;
  let weighted = 0;
  work.volume.forEach((contacts, i) => {
    aht = work.ahtSeconds[i] ?? aht;
    const goal = ((contacts ?? 0) * aht) / work.intervalSeconds;
    const here = own(goal, aht, work.intervalSeconds);
    const carried = here.load;
    const isMoving = here.moments !== undefined;
    const at = other(goal, aht, work.intervalSeconds);
    const level = serviceLevel[i] ?? null;
    if (level !== null) known += contacts ?? 0;
    // Where both see the same load they see the same service.
    if (level === null || (!isMoving && at.moments === undefined && Math.abs(at.load - carried) < 1e-3 * goal)) return;
    const error = Math.abs(method.sizer.levelAt(at.load, aht, agents[i] as number, at.moments) - level);
    weighted += error * (contacts ?? 0);
    if (error > largest) [largest, worst] = [error, i];
  });
  const part = alone ? 1 : job.rule.patienceSeconds === null ? LEFT_OUT.patient : LEFT_OUT.impatient;
  const expectedError = part * largest;
  if (known === 0 || largest === 0) return { expectedError };
  const worstStartMs = demand.startMs + worst * work.intervalSeconds * 1000;
  return { expectedError, errorByContacts: { mean: (part * weighted) / known, worstStartMs, worstContacts: work.volume[worst] ?? 0 } };
}
