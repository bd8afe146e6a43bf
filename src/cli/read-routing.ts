import { UnusableInputError } from '../core/index.js';
import type { MultiSkillRouting, TierQuestion } from '../multi-skill/index.js';
import { checkRoutingKeys } from './check-keys.js';
import { readJsonFile } from './read-inputs.js';

/** Reads routing.json: queues and groups, and the question of `tiers` where it holds one. */
export async function readRouting(file: string): Promise<{ readonly routing: MultiSkillRouting; readonly question: TierQuestion | null }> {
  const read = ((await readJsonFile(file)) ?? {}) as Partial<MultiSkillRouting> & { readonly question?: TierQuestion };
  const { queues, groups, question } = read;
  if (isList(queues) && isList(groups)) {
    checkRoutingKeys(file, read as MultiSkillRouting);
    return { routing: { queues, groups }, question: question ?? null };
  }
  throw new UnusableInputError(`${file} must hold "queues" and "groups" as lists of objects; docs/multi-skill.md shows one.`, { file });
}

function isList<Item>(value: readonly Item[] | undefined): value is readonly Item[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
}
