import { InvalidInputError, nearestName } from '../core/index.js';
import type { MultiSkillRouting, MultiSkillTarget, RoutedGroup, RoutedQueue, TierLevel, TierQuestion } from '../multi-skill/index.js';
import type { AgentGroup, Announcement, CallbackOffer, ContactType, NamedAgent, RouteStep, ServedType, SimulationSystem } from '../simulate/index.js';

/** What may stand in a part of a JSON file: its keys with what may stand below them, or values by name of queue. Lists are looked through; null: anything. */
type KeyTree = { readonly keys: Readonly<Record<string, KeyTree | null>> } | { readonly byQueue: KeyTree | null } | null;

/** All keys of a type, so that a new one cannot be forgotten here. */
function keysOf<Type>(keys: Readonly<Record<keyof Required<Type> & string, KeyTree>>): KeyTree {
  return { keys };
}

const REPEAT = keysOf<NonNullable<ContactType['repeat']>>({ probability: null, meanDelaySeconds: null, to: null });
const QUEUE = {
  name: null,
  patienceSeconds: null,
  countedTime: null,
  openTime: null,
  countedUntilSeconds: null,
  waitingAtStart: null,
  route: keysOf<RouteStep>({ group: null, afterSeconds: null, keepFree: null }),
  routing: null,
  redial: keysOf<NonNullable<ContactType['redial']>>({ probability: null, meanDelaySeconds: null }),
  repeat: REPEAT,
  capacity: null,
  announcement: keysOf<Announcement>({
    estimate: null,
    steps: keysOf<Announcement['steps'][number]>({ fromSeconds: null, patienceFactor: null, leaveProbability: null }),
  }),
  callback: keysOf<CallbackOffer>({ fromSeconds: null, estimate: null, acceptProbability: null, to: null }),
  selfService: keysOf<NonNullable<ContactType['selfService']>>({ seconds: null, solvedProbability: null }),
};
const GROUP = {
  name: null,
  serves: keysOf<ServedType>({ contactType: null, afterSeconds: null, keepFree: null }),
  pick: null,
  ahtSeconds: { byQueue: null },
  escalate: { byQueue: keysOf<{ to: string; probability: number }>({ to: null, probability: null }) },
  concurrency: keysOf<NonNullable<AgentGroup['concurrency']>>({ most: null, ahtSecondsAt: null }),
};

const SYSTEM = keysOf<SimulationSystem>({
  contactTypes: keysOf<ContactType>({
    ...QUEUE,
    arrivalsPerHour: null,
    arrivalPaths: null,
    dayFactorCv: null,
    answerWithinSeconds: null,
    ahtFactor: null,
    targetServiceLevel: null,
  }),
  agentGroups: keysOf<AgentGroup>({
    ...GROUP,
    agents: keysOf<NamedAgent>({ name: null, online: null, ahtFactor: null }),
    lateStart: keysOf<NonNullable<AgentGroup['lateStart']>>({ probability: null, meanSeconds: null }),
    absenceProbability: null,
  }),
  capacity: null,
  dayFactorCv: null,
});

const QUESTION = keysOf<TierQuestion>({
  queue: null,
  group: null,
  to: null,
  levels: keysOf<TierLevel>({ resolution: null, ahtSeconds: null, repeatProbability: null }),
});

const ROUTING = keysOf<MultiSkillRouting & { question: TierQuestion }>({
  queues: keysOf<RoutedQueue>({
    ...QUEUE,
    target: keysOf<MultiSkillTarget>({ serviceLevel: null, answerWithinSeconds: null, serviceLevelRule: null, asaSeconds: null, abandonProbability: null }),
  }),
  groups: keysOf<RoutedGroup>({ ...GROUP, ahtFactor: { byQueue: null }, costPerHour: null, minimumAgents: null, maximumAgents: null }),
  question: QUESTION,
});

/** Throws where a system in a JSON file has a key that means nothing: a slip there would change nothing, and nobody would notice. */
export function checkSystemKeys(file: string, system: SimulationSystem): void {
  check(file, '', system, SYSTEM, namesOf(system.contactTypes));
}

/** The same for routing.json. */
export function checkRoutingKeys(file: string, routing: MultiSkillRouting): void {
  check(file, '', routing, ROUTING, namesOf(routing.queues));
}

/** The same for the question of `tiers` in a file of its own. */
export function checkQuestionKeys(file: string, question: TierQuestion): void {
  check(file, '', question, QUESTION, []);
}

function namesOf(items: unknown): string[] {
  return Array.isArray(items) ? items.map((item: { readonly name?: unknown } | null) => String(item?.name)) : [];
}

function check(file: string, where: string, value: unknown, tree: KeyTree, queues: readonly string[]): void {
  if (tree === null || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      check(file, `${where}[${i}]`, item, tree, queues);
    });
    return;
  }
  const known = 'keys' in tree ? Object.keys(tree.keys) : queues;
  for (const [key, below] of Object.entries(value)) {
    if (where === '' && key === '$schema') continue;
    const path = where === '' ? key : `${where}.${key}`;
    if (!known.includes(key)) throw unknownKey(file, path, key, known, 'keys' in tree ? 'a known key' : 'the name of a queue');
    check(file, path, below, 'keys' in tree ? (tree.keys[key] ?? null) : tree.byQueue, queues);
  }
}

function unknownKey(file: string, path: string, key: string, known: readonly string[], what: string): InvalidInputError {
  const nearest = nearestName(key, known);
  const wayOut = nearest === null ? `Known here: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  return new InvalidInputError(`${file}: ${path} is not ${what}. ${wayOut}`, { file, key: path, nearest });
}
