import type { DeferredSizing, QueueRule } from '../core/index.js';
import { openMask } from '../time/index.js';
import { type BacklogPath, backlogPath } from './backlog-path.js';
import { hopeless, leastBuffer } from './deadline-staffing.js';
import { deferredPath, isSmall } from './deferred-path.js';
import { type DueWork, evenCapacity, wholeAgents } from './even-capacity.js';
import { movingRates } from './offered-load-path.js';
import { emptyColumns, type RequirementColumns, type Work } from './requirement-columns.js';
import type { QueueGrid, SizedWork, SizingJob } from './staff-queues.js';

/** How far shares in time played by simulation lay from ours at most, contact by contact, on the coarse lattice, and beside helpers; see docs/staffing.md. */
const EXPECTED_ERROR = { small: 0.015, large: 0.03, blended: 0.08 };

/** Searches on the coarse lattice, each with what the one before was off by. */
const MOST_CORRECTIONS = 4;
/** A share in time may lie this much above the target, and an estimate this much off. */
const CLOSE_ENOUGH = 0.003;

/** Whether a queue is work by deadline: e-mail and cases with a service level, call-backs promised for a later interval. */
export function isDeferred({ channel, target }: QueueRule, intervalSeconds: number): boolean {
  if (target.serviceLevel === undefined) return false;
  return channel === 'email' || channel === 'case' || (channel === 'callback' && (target.answerWithinSeconds ?? 0) >= intervalSeconds);
}

/** The work of a queue by deadline: what arrives when, and until when it must have begun. */
export function dueWorkOf(work: QueueGrid & Work, rule: QueueRule): { readonly due: DueWork; readonly open: readonly boolean[] } {
  const { intervalSeconds, volume } = work;
  const hours = rule.workingHours ?? rule.openingHours;
  const open = hours === null ? volume.map((contacts) => contacts !== null) : openMask(hours, work.zone, work.startMs, intervalSeconds, volume.length);
  const rates = movingRates('staffChannels', work);
  const within = rule.target.answerWithinSeconds ?? 0;
  return { due: { rates, intervalSeconds, within, ...(rule.target.counts === 'open' ? { counted: open } : {}) }, open };
}

type Tried = {
  readonly status: 'met' | 'unreachable';
  readonly agentHours: number;
  readonly buffer: number;
  readonly agents: number[];
  readonly capacity: readonly number[];
  readonly working: readonly number[];
  readonly path: BacklogPath;
};

/** Idle people of another queue who do deferred work, in agents per interval. */
export type Blended = NonNullable<DeferredSizing['blended']>;

/**
 * Sizes work by deadline: the flattest capacity that does it in time, with the least buffer for variance that meets the share. What idle people of
 * another queue come to in time needs nobody of its own.
 */
export function sizeDeferred(job: SizingJob, blended?: Blended): SizedWork {
  const { rule, warnings } = job;
  const { due, open } = dueWorkOf({ ...job.demand, ...job.work }, rule);
  const columns = emptyColumns();
  const goal = rule.target.serviceLevel as number;
  const anyOpen = open.includes(true);
  const hopelessShare = anyOpen ? hopeless(due, open) : 1;
  const limitedBy = due.within === 0 ? 'deadline' : 1 - hopelessShare < goal ? 'openingHours' : null;
  const free = blended?.agents ?? open.map(() => 0);
  const alone = anyOpen && blended === undefined ? evenCapacity(due, open, rule.backlog) : open.map(() => 0);
  /** What the coarse lattice is known to be off by. */
  let bias = 0;
  const attempt = (buffer: number): Tried => {
    // The helpers may do less than they could, by the buffer too.
    const helped = free.map((people) => people / (1 + buffer));
    const capacity = blended === undefined || !anyOpen ? alone : evenCapacity(due, open, rule.backlog, helped);
    const agents = wholeAgents(capacity, open, buffer).map((people, i) => (open[i] ? Math.max(people, rule.minimumAgents) : 0));
    const working = agents.map((people, i) => people + (free[i] as number));
    const path = backlogPath(due, working, rule.backlog);
    const agentHours = (agents.reduce((sum, people) => sum + people, 0) * due.intervalSeconds) / 3600;
    return { status: (path.total ?? 1) + bias >= goal ? 'met' : 'unreachable', agentHours, buffer, agents, capacity, working, path };
  };
  const least = Math.max(rule.buffer ?? 0, rule.target.maxOccupancy === undefined ? 0 : 1 / rule.target.maxOccupancy - 1);
  const search = (): Tried => leastBuffer(attempt, ({ path }) => (path.total ?? 1) + bias, goal, least);
  let best = limitedBy === null ? search() : attempt(Math.max(least, 0.02));
  const small = limitedBy === null && isSmall(due, best.working, best.path);
  if (small && best.status === 'met')
    best = contactByContact(best, due, rule.backlog, goal, (off) => {
      bias += off;
      return search();
    });
  const met = limitedBy === null && best.status === 'met';
  fill(columns, job, open, due, best, met ? 'met' : 'unreachable');
  if (!met) warnings.push(`Queue "${rule.queue}": ${whyNot(limitedBy, hopelessShare, goal)}`);
  const deferred: DeferredSizing = {
    shareInTime: best.path.total,
    buffer: best.buffer,
    limitedBy,
    hopelessShare,
    waitingAtStart: best.path.waitingAtStart,
    waitingAtEnd: best.path.waitingAtEnd,
    ...(blended === undefined ? {} : { blended }),
  };
  const expectedError = blended === undefined ? EXPECTED_ERROR[small ? 'small' : 'large'] : EXPECTED_ERROR.blended;
  return { columns, sizing: { model: 'deferred', expectedError, deferred } };
}

/** The cheapest people that meet the goal when contacts are followed one by one, found on the coarse lattice by what it was off by before. */
function contactByContact(first: Tried, due: DueWork, backlog: number | undefined, goal: number, again: (off: number) => Tried): Tried {
  let best: Tried | null = null;
  let tried = first;
  let believed = tried.path.total ?? 1;
  for (let k = 0; k < MOST_CORRECTIONS && tried.status === 'met'; k += 1) {
    const path = deferredPath(due, tried.working, backlog);
    const total = path.total ?? 1;
    if (total >= goal && (best === null || tried.agentHours < best.agentHours)) best = { ...tried, path };
    const off = total - believed;
    if (total >= goal ? total - goal <= CLOSE_ENOUGH || off <= CLOSE_ENOUGH : k === MOST_CORRECTIONS - 1) break;
    const before = tried;
    tried = again(off);
    if (tried.agents.every((people, i) => people === before.agents[i])) break;
    believed = (tried.path.total ?? 1) + total - (before.path.total ?? 1);
  }
  return best ?? first;
}

function whyNot(limitedBy: DeferredSizing['limitedBy'], hopelessShare: number, goal: number): string {
  if (limitedBy === 'deadline')
    return 'a deadline of zero is impossible: it leaves no time in which the work could begin. Give it some, such as "answerWithin": "4h".';
  const share = (value: number): string => `${Number((value * 100).toPrecision(3))} %`;
  if (limitedBy === 'openingHours')
    return `the whole time until the deadline is closed for ${share(hopelessShare)} of the contacts, so ${share(goal)} in time is out of reach. Count open hours ("counts": "open"), or work longer hours.`;
  return `no staffing tried brings ${share(goal)} in time.`;
}

function fill(
  columns: RequirementColumns,
  { rule, work }: SizingJob,
  open: readonly boolean[],
  due: DueWork,
  best: Tried,
  status: 'met' | 'unreachable',
): void {
  work.volume.forEach((contacts, i) => {
    const people = best.agents[i] as number;
    const aht = due.rates[i]?.aht ?? 1;
    const worked = ((best.path.begun[i] as number) * aht) / due.intervalSeconds;
    columns.agents.push(people);
    columns.agentsExact.push(open[i] ? Math.max((best.capacity[i] as number) * (1 + best.buffer), rule.minimumAgents) : 0);
    columns.serviceLevel.push(best.path.serviceLevel[i] as number | null);
    columns.occupancy.push(open[i] ? (people === 0 ? 0 : Math.min(1, Math.max(0, worked / (best.working[i] as number)))) : null);
    columns.asaSeconds.push(null);
    columns.abandonProbability.push(null);
    columns.status.push(contacts === null && !open[i] ? 'closed' : status);
  });
}
