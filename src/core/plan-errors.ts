import { InvalidPlanError } from './errors.js';
import { nearestName } from './nearest-name.js';

/** Error about a value that does not go with another. */
export function conflict(path: string, message: string): InvalidPlanError {
  return new InvalidPlanError(`plan.json: ${path} ${message}${message.endsWith('?') ? '' : '.'}`, { path });
}

/** Error about a key that its place does not know; names the nearest one that it does. */
export function unknownKey(path: string, key: string, known: readonly string[]): InvalidPlanError {
  const nearest = nearestName(key, known);
  const wayOut = nearest === null ? `Known here: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  return new InvalidPlanError(`plan.json: ${path} is not a known key. ${wayOut}`, { path, key, nearest });
}

/** Error about a value that is missing or not what is needed; `got` as it is shown. */
export function wrongValue(path: string, needed: string, got: string): InvalidPlanError {
  if (got === 'undefined') return conflict(path, 'is missing');
  const need = `must be ${needed}`;
  return new InvalidPlanError(`plan.json: ${path} ${need}, got ${got}.`, { path, need, value: got });
}
