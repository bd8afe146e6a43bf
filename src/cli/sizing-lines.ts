import type { QueueSizing, Requirements } from '../core/index.js';
import { percent, plural, whole } from './wording.js';

/** How each queue was sized, and what that leaves open: a sentence per queue. */
export function sizingLines({ queues }: Requirements): string[] {
  return queues.flatMap((queue) => (queue.sizing === undefined ? [] : [`${queue.queue}: ${sentence(queue.sizing)}`]));
}

function sentence(sizing: QueueSizing): string {
  const { uncertainty } = sizing;
  return `${modelText(sizing)}${errorText(sizing)}${uncertainty === undefined ? '' : ` ${uncertaintyText(uncertainty)}`}`;
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
  const helped = blended === undefined ? '' : `, idle people of ${blended.with} helping while more than ${blended.reserve} are free`;
  return `by deadline, ${percent(shareInTime)} in time with ${percent(buffer, 1)} more capacity than work${helped}`;
}

function errorText({ model, expectedError }: QueueSizing): string {
  if (expectedError === null) return '.';
  const points = `${(100 * expectedError).toFixed(1)} points`;
  return model === 'deferred' ? `; the true share may be up to ${points} higher.` : `; service level of an interval expected to be off by ${points} at most.`;
}

function uncertaintyText({ criterion, dayFactorCv, agentHours, mostAgents }: NonNullable<QueueSizing['uncertainty']>): string {
  const aim = { average: 'on average', shareOfDays: 'on a share of days', cost: 'at least cost' }[criterion];
  return `An uncertain forecast (days ± ${percent(dayFactorCv, 1)}, held ${aim}) costs ${whole(agentHours)} agent-hours, up to ${plural(mostAgents, 'agent')} at once.`;
}
