import { InvalidInputError } from '../core/index.js';
import type { Options } from './context.js';

/** Refuses standard input in two places: the second would find it empty. */
export function readOnce(files: readonly string[], options: Options): void {
  const places = [...files, ...Object.entries(options).flatMap(([name, value]) => (name === 'out' ? [] : [value].flat()))];
  if (places.filter((place) => place === '-').length > 1) throw new InvalidInputError('Standard input (-) can be read only once.');
}
