import type { QueueSizing, Requirements } from '../core/index.js';
import { displayInstant } from '../time/index.js';
import { decimal, percent, plural, whole } from './wording.js';

/** How each queue was sized, and what that leaves open: a sentence per queue. */
export function sizingLines({ queues }: Requirements): string[] {
  return queues.flatMap((queue) => (queue.sizing === undefined ? [] : [`${queue.queue}: ${sentence(queue.sizing, queue.zone)}`]));
}

function sentence(sizing: QueueSizing, zone: string): string {
  const { uncertainty } = sizing;
  return `${modelText(sizing)}${errorText(sizing, zone)}${uncertainty === undefined ? '' : ` ${uncertaintyText(uncertainty)}`}`;
}

function modelText(sizing: QueueSizing): string {
  const { model, loadModel, holdsFor, concurrency, deferred, list } = sizing;
  const moment = holdsFor === 'worst' ? ', held at the worst moment of an interval' : '';
  if (model === 'chat') return `up to ${plural(concurrency ?? 1, 'chat')} at a time${moment}`;
  if (model === 'deferred') return deferredText(deferred);
  if (model === 'list' && list !== undefined)
    return `${whole(list.attempts)} attempts reach ${whole(list.reached)}, ${whole(list.exhausted)} are tried in vain, ${whole(list.left)} are left over`;
  if (model === 'workload') return 'work done in the interval in which it arrives, response times not modelled';
  if (model === 'transient') return `by the transient solver${moment}`;
  return `${loadModel === 'stationary' ? 'each interval taken alone' : 'on the modified offered load'}${moment}`;
}

function deferredText(deferred: QueueSizing['deferred']): string {
  if (deferred === undefined) return 'by deadline';
  const { shareInTime, buffer, blended } = deferred;
  const helped = blended === undefined ? '' : `, idle people of ${blended.with} helping while more than ${reserveText(blended)} are free`;
  return `by deadline, ${percent(shareInTime)} in time with ${percent(buffer, 1)} more capacity than work${helped}`;
}

/** One reserve, or its range over the intervals with help. */
function reserveText({ reserve, agents, reserves = [] }: NonNullable<NonNullable<QueueSizing['deferred']>['blended']>): string {
  const least = reserves.reduce((low, here, i) => ((agents[i] ?? 0) > 0 ? Math.min(low, here) : low), reserve);
  return least < reserve ? `${least} to ${reserve} (by interval)` : `${reserve}`;
}

function errorText({ model, expectedError, errorByContacts, deferred }: QueueSizing, zone: string): string {
  if (expectedError === null) return '.';
  const points = `${(100 * expectedError).toFixed(1)} points`;
  if (model === 'deferred') return `; the true share may be up to ${points} ${deferred?.blended === undefined ? 'off' : 'higher'}.`;
  if (errorByContacts === undefined) return `; service level of an interval expected to be off by ${points} at most.`;
  const { mean, worstStartMs, worstContacts } = errorByContacts;
  const place = `${displayInstant(zone, worstStartMs)}, ${decimal(worstContacts)} contacts`;
  return `; service level expected to be off by ${decimal(100 * mean)} points on average over contacts, in no interval by more than ${points} (${place}).`;
}

function uncertaintyText({ criterion, dayFactorCv, agentHours, mostAgents }: NonNullable<QueueSizing['uncertainty']>): string {
  const aim = { average: 'on average', shareOfDays: 'on a share of days', cost: 'at least cost' }[criterion];
  return `An uncertain forecast (days ± ${percent(dayFactorCv, 1)}, held ${aim}) costs ${whole(agentHours)} agent-hours, up to ${plural(mostAgents, 'agent')} at once.`;
}
