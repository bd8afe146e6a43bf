import {
  checkNonNegative,
  checkOpenShare,
  checkPositive,
  describeValue,
  InvalidInputError,
  nearestName,
  SERVICE_LEVEL_RULES,
  type ServiceLevelRule,
} from '../core/index.js';

/** What a queue is to reach; everything given holds together. */
export type ServiceTarget = {
  /** Share served within `answerWithinSeconds`, in (0, 1). */
  readonly serviceLevel?: number | undefined;
  /** Threshold of the service level, 0 or more. */
  readonly answerWithinSeconds?: number | undefined;
  /** How abandons count; `offered` by default. */
  readonly serviceLevelRule?: ServiceLevelRule | undefined;
  /** Largest mean wait of the answered, above 0. */
  readonly asaSeconds?: number | undefined;
  /** Largest share that gives up, in (0, 1). */
  readonly abandonProbability?: number | undefined;
  /** Largest occupancy, in (0, 1]. */
  readonly maxOccupancy?: number | undefined;
};

/** Name of one part of a {@link ServiceTarget}. */
export type TargetKind = 'serviceLevel' | 'asaSeconds' | 'abandonProbability' | 'maxOccupancy';

/** A target with every default and no gaps: limits that were not asked for are ones that always hold. */
export type CheckedTarget = {
  serviceLevel: number;
  rule: ServiceLevelRule;
  asaSeconds: number;
  abandonProbability: number;
  maxOccupancy: number;
};

/** Checks a target and fills its gaps. */
export function checkedTarget(where: string, target: ServiceTarget): CheckedTarget {
  if (typeof target !== 'object' || target === null)
    throw new InvalidInputError(`${where}: target must be an object such as { serviceLevel: 0.8, answerWithinSeconds: 20 }, got ${describeValue(target)}.`);
  const { serviceLevel, answerWithinSeconds, serviceLevelRule, asaSeconds, abandonProbability, maxOccupancy } = target;
  const at = `${where}: target`;
  if (serviceLevel === undefined && asaSeconds === undefined && abandonProbability === undefined && maxOccupancy === undefined)
    throw new InvalidInputError(`${at} must hold at least one of serviceLevel, asaSeconds, abandonProbability, maxOccupancy, got none of them.`);
  if (serviceLevel !== undefined) {
    checkOpenShare(`${at}.serviceLevel`, serviceLevel);
    checkNonNegative(`${at}.answerWithinSeconds`, answerWithinSeconds, 'A service level needs its threshold, for example 20.');
  } else if (answerWithinSeconds !== undefined) checkNonNegative(`${at}.answerWithinSeconds`, answerWithinSeconds);
  if (asaSeconds !== undefined) checkPositive(`${at}.asaSeconds`, asaSeconds);
  if (abandonProbability !== undefined) checkOpenShare(`${at}.abandonProbability`, abandonProbability);
  if (maxOccupancy !== undefined && maxOccupancy !== 1) checkOpenShare(`${at}.maxOccupancy`, maxOccupancy);
  if (serviceLevelRule !== undefined && !SERVICE_LEVEL_RULES.includes(serviceLevelRule)) {
    const nearest = nearestName(String(serviceLevelRule), SERVICE_LEVEL_RULES);
    throw new InvalidInputError(
      `${at}.serviceLevelRule must be one of ${SERVICE_LEVEL_RULES.join(', ')}, got ${describeValue(serviceLevelRule)}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`,
    );
  }
  return {
    serviceLevel: serviceLevel ?? 0,
    rule: serviceLevelRule ?? 'offered',
    asaSeconds: asaSeconds ?? Number.POSITIVE_INFINITY,
    abandonProbability: abandonProbability ?? 1,
    maxOccupancy: maxOccupancy ?? Number.POSITIVE_INFINITY,
  };
}
