import { checkQueues } from './check-queues.js';
import type { ChannelConfig } from './plan-channels.js';
import type { PlanConfig } from './plan-config.js';
import { conflict } from './plan-errors.js';
import type { EdgeConfig, EdgeRule, LoadModel, QueueConfig, QueueRule } from './plan-queues.js';
import { resolveHours, seconds, WEEKDAYS } from './plan-values.js';

/**
 * Checks what a plan says about queues and shrinkage, and fills in defaults. Shifts, contracts and what else only a roster needs are not looked at.
 *
 * @param config - The parsed plan.json.
 * @returns The first weekday (0 = Monday), kinds of shrinkage, and the queues with units written out.
 * @throws {@link InvalidPlanError} for an unknown key, a wrong type or contradictory values.
 * @example
 * resolveQueues({ zone: 'UTC', queues: { billing: { patience: '2min' } } }).queues[0].patienceSeconds; // 120
 */
export function resolveQueues(config: unknown): {
  readonly weekStart: number;
  readonly loadModel: LoadModel;
  readonly holdsFor: 'mean' | 'worst';
  readonly shrinkage: Readonly<Record<string, number>>;
  readonly queues: readonly QueueRule[];
} {
  checkQueues(config);
  const plan = config as Pick<PlanConfig, 'weekStart' | 'loadModel' | 'holdsFor' | 'queues'> & { readonly shrinkage?: Readonly<Record<string, number>> };
  return {
    weekStart: WEEKDAYS.indexOf(plan.weekStart ?? 'monday'),
    loadModel: plan.loadModel ?? 'offeredLoad',
    holdsFor: plan.holdsFor ?? 'mean',
    shrinkage: plan.shrinkage ?? {},
    queues: Object.entries(plan.queues).map(([name, rule]) => resolveQueue(name, rule)),
  };
}

/** Share of paid time not on line when several kinds of shrinkage combine: 1 − Π(1 − s). */
export function combineShrinkage(kinds: Readonly<Record<string, number>>): number {
  return 1 - Object.values(kinds).reduce((left, share) => left * (1 - share), 1);
}

/** What a queue says beside its channel. */
type BasicQueue = Omit<QueueConfig, keyof ChannelConfig>;

/** One queue with units written out, defaults filled in. */
export function resolveQueue(queue: string, rule: BasicQueue): QueueRule {
  const { target = {} } = rule;
  const at = `queues.${queue}.target`;
  if (target.serviceLevel !== undefined && target.answerWithin === undefined)
    throw conflict(`${at}.serviceLevel`, 'needs answerWithin beside it, for example "answerWithin": "20s"');
  if (target.answerWithin !== undefined && target.serviceLevel === undefined)
    throw conflict(`${at}.answerWithin`, 'needs serviceLevel beside it, for example "serviceLevel": 0.8');
  return {
    queue,
    channel: rule.channel ?? 'voice',
    skill: rule.skill ?? queue,
    lowestTier: rule.lowestTier ?? 1,
    patienceSeconds: rule.patience === undefined || rule.patience === null ? null : seconds(rule.patience),
    ahtSeconds: rule.aht === undefined ? null : seconds(rule.aht),
    capacity: rule.capacity ?? null,
    minimumAgents: rule.minimumAgents ?? 0,
    openingHours: rule.openingHours === undefined ? null : resolveHours(`queues.${queue}.openingHours`, rule.openingHours),
    target: {
      ...(target.serviceLevel === undefined ? {} : { serviceLevel: target.serviceLevel }),
      ...(target.answerWithin === undefined ? {} : { answerWithinSeconds: seconds(target.answerWithin) }),
      ...(target.serviceLevelRule === undefined ? {} : { serviceLevelRule: target.serviceLevelRule }),
      ...(target.asa === undefined ? {} : { asaSeconds: seconds(target.asa) }),
      ...(target.abandonProbability === undefined ? {} : { abandonProbability: target.abandonProbability }),
      ...(target.maxOccupancy === undefined ? {} : { maxOccupancy: target.maxOccupancy }),
      over: target.over ?? 'interval',
      ...(target.counts === undefined ? {} : { counts: target.counts }),
    },
    understaffedPerHour: rule.understaffedPerHour ?? 60,
    coverPrice: rule.coverPrice ?? 'flat',
    ...resolveEdges(queue, rule),
  };
}

/** Rules around opening and closing; by default they hold for half an hour within the opening hours. */
function resolveEdges(queue: string, rule: BasicQueue): Pick<QueueRule, 'atOpening' | 'atClosing'> {
  const { atOpening, atClosing } = rule;
  for (const [key, edge] of Object.entries({ atOpening, atClosing }))
    if (edge !== undefined && rule.openingHours === undefined) throw conflict(`queues.${queue}.${key}`, 'needs openingHours beside it');
  const resolve = (edge: EdgeConfig, before: string, after: string): EdgeRule => ({
    agents: edge.agents,
    beforeSeconds: seconds(edge.before ?? before),
    afterSeconds: seconds(edge.after ?? after),
  });
  return {
    ...(atOpening === undefined ? {} : { atOpening: resolve(atOpening, '0s', '30min') }),
    ...(atClosing === undefined ? {} : { atClosing: resolve(atClosing, '30min', '0s') }),
  };
}
