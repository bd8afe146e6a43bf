import type { QueueRule } from '../core/index.js';
import { sizedQueue } from '../queueing/index.js';
import { rememberedSizer } from './remembered-sizer.js';
import { emptyColumns, pushClosed, pushSized, pushSpread, type RequirementColumns, type Work } from './requirement-columns.js';
import { type SizedWork, type SizingJob, walkOf } from './staff-queues.js';
import { type StaffingMethod, staffingMethod, targetOf } from './staffing-rule.js';
import { sizeOverStretches } from './stretch-target.js';

/** Sizes a queue by Erlang C or A, on its own load or the modified offered load; work that need not be answered at once is spread. */
export function sizeByFormula(job: SizingJob): SizedWork {
  const { rule, work, plan, warnings } = job;
  const columns = emptyColumns();
  const method = staffingMethod(rule);
  if (method.kind === 'workload') {
    sizeWorkload(columns, work, rule, method.maxOccupancy);
    return { columns, sizing: { model: 'workload', expectedError: null } };
  }
  if (rule.target.over === 'interval' || targetOf(rule.target).serviceLevel === undefined) sizeIntervals(columns, job, method);
  else sizeOverStretches(columns, job);
  const unreachable = columns.status.filter((status) => status === 'unreachable').length;
  if (unreachable > 0)
    warnings.push(
      `Queue "${rule.queue}": its capacity of ${rule.capacity} keeps the target out of reach in ${unreachable} ${unreachable === 1 ? 'interval' : 'intervals'}.`,
    );
  const { loadModel, holdsFor } = plan;
  return { columns, sizing: { model: 'formula', loadModel, holdsFor, expectedError: null } };
}

function sizeIntervals(columns: RequirementColumns, job: SizingJob, method: Extract<StaffingMethod, { kind: 'queue' }>): void {
  const sizer = rememberedSizer(method.sizer);
  const sized = sizedQueue();
  const { work, plan } = job;
  const { intervalSeconds } = work;
  const walk = walkOf(job);
  let aht = 1;
  for (let i = 0; i < work.volume.length; i += 1) {
    const contacts = work.volume[i] ?? null;
    aht = work.ahtSeconds[i] ?? aht;
    const { load, moments } = walk(((contacts ?? 0) * aht) / intervalSeconds, aht, intervalSeconds);
    if (contacts === null) pushClosed(columns);
    else if (plan.holdsFor === 'worst' && moments !== undefined) {
      sizer.size(sized, moments.peak, aht);
      const { agentsExact, met } = sized;
      sizer.deliver(sized, load, aht, sized.agents, moments);
      pushSized(columns, { ...sized, agentsExact, met });
    } else {
      sizer.size(sized, load, aht, moments);
      pushSized(columns, sized);
    }
  }
}

/** Work that need not be answered at once: enough people to do it in the interval it arrives in, at the given occupancy. */
function sizeWorkload(columns: RequirementColumns, work: Work, rule: QueueRule, maxOccupancy: number): void {
  for (let i = 0; i < work.volume.length; i += 1) {
    const contacts = work.volume[i] ?? null;
    if (contacts === null) {
      pushClosed(columns);
      continue;
    }
    const busy = (contacts * (work.ahtSeconds[i] ?? 0)) / work.intervalSeconds;
    pushSpread(columns, busy, Math.max(rule.minimumAgents, busy / maxOccupancy), 'met');
  }
}
