import { InvalidInputError } from '../core/index.js';
import type { Options } from './context.js';
import { textOption } from './values.js';

/** Refuses options that say nothing without people, rather than leaving them unheard. */
export function needPeople(options: Options): void {
  if (textOption(options, 'agents') !== undefined) return;
  if (options.untilMet !== undefined)
    throw new InvalidInputError('--until-met needs --agents: only a roster of people can be simulated.', { option: 'until-met' });
  if (options.explain === true) throw new InvalidInputError('--explain needs --agents: reasons are those of people and their rules.', { option: 'explain' });
}
