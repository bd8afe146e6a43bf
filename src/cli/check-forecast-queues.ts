import { type Forecast, InvalidInputError, nearestName, type ResolvedPlan } from '../core/index.js';
import type { Context } from './context.js';

/** Refuses a forecast of queues that the plan does not have; with a context, says which queues of the plan it lacks. */
export function checkForecastQueues(file: string, forecast: Forecast, planFile: string, rules: ResolvedPlan, context: Context | null): void {
  const known = rules.queues.map(({ queue }) => queue);
  const given = forecast.queues.map(({ queue }) => queue);
  const stranger = given.find((queue) => !known.includes(queue));
  if (stranger !== undefined && known.length > 0) {
    const nearest = nearestName(stranger, known);
    const wayOut = nearest === null ? `Add it there, or leave its rows out; ${planFile} has ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
    throw new InvalidInputError(`${file} has the queue "${stranger}", which ${planFile} does not have. ${wayOut}`, { file, queue: stranger, nearest });
  }
  const missing = known.filter((queue) => !given.includes(queue));
  if (missing.length > 0)
    context?.warn(`${file} has no rows of ${missing.map((queue) => `"${queue}"`).join(', ')}, which ${planFile} has; nobody is counted as calling there.`);
}
