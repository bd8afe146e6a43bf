import { checkNonNegative, combineShrinkage, type Forecast, type History, type LongWorkOptions } from '../core/index.js';
import { type PriceCurve, type PriceInput, priceOfService, type StaffConfig } from '../staffing/index.js';
import { baseCentre, usualCostPerHour } from './what-if-centre.js';
import { staffCentre } from './what-if-evaluate.js';
import { forecastOf } from './what-if-forecast.js';

/** Options of {@link pricePlan}. */
export type PlanPriceOptions = LongWorkOptions &
  Pick<PriceInput, 'costPerLostContact' | 'by'> & {
    /** Price of a paid hour; by default the mean over the plan's contracts, or 20. */
    readonly costPerHour?: number | undefined;
  };

/** Result of {@link pricePlan}. */
export type PlanPrice = {
  readonly costPerHour: number;
  /** 0: nothing speaks for more people than the targets of a row. */
  readonly costPerLostContact: number;
  /** Curve of every queue whose contacts are answered at once, one at a time. */
  readonly queues: readonly { readonly queue: string; readonly answerWithinSeconds: number; readonly curve: PriceCurve }[];
  /** Queues without a curve: work by deadline, lists, several chats at a time; by abandonment also those whose contacts never give up. */
  readonly left: readonly string[];
};

/**
 * The price of service for every queue of a plan: people, paid hours and money from poor to perfect service, and where one more agent no longer pays.
 *
 * @param input - A forecast (also as read from forecast.csv), or a history that is forecast first as {@link plan} does.
 * @param config - The plan: patience, thresholds, shrinkage, contracts.
 * @param options - Prices, and by what service is measured; see {@link PlanPriceOptions}.
 * @returns A curve per queue as `priceOfService` gives it, on the load of the plan.
 * @throws {@link InvalidPlanError} for a wrong plan; {@link InvalidInputError} for a price below 0.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [60, 100], ahtSeconds: [240, 240] };
 * const { queues } = await pricePlan({ queues: [{ ...day, bands: [] }] }, { queues: { billing: { patience: '2min' } } }, { costPerHour: 30, costPerLostContact: 8 });
 * queues[0].curve.optimum.agents; // [10, 16]
 */
export async function pricePlan(input: Pick<Forecast, 'queues'> | History, config: StaffConfig, options: PlanPriceOptions = {}): Promise<PlanPrice> {
  const { costPerHour = usualCostPerHour(config), costPerLostContact, by } = options;
  checkNonNegative('pricePlan: costPerHour', costPerHour);
  const { forecast, config: settled } = await forecastOf(input, config, options);
  const { queues } = staffCentre(baseCentre(forecast, settled, costPerHour), 0);
  const kinds = Object.entries(config.shrinkage ?? {}).map(([name, kind]) => [name, typeof kind === 'number' ? kind : kind.share] as const);
  const shrinkage = combineShrinkage(Object.fromEntries(kinds));
  const live = queues.filter(
    ({ requirement, rule }) =>
      (requirement.sizing?.model === 'formula' || requirement.sizing?.model === 'transient') && (by !== 'abandonment' || rule.patienceSeconds !== null),
  );
  const curves = live.map(({ requirement, rule }) => {
    const { queue, volume, ahtSeconds, intervalSeconds } = requirement;
    const answerWithinSeconds = rule.target.answerWithinSeconds ?? 20;
    const line = { volume, ahtSeconds, intervalSeconds, answerWithinSeconds, patienceSeconds: rule.patienceSeconds ?? undefined };
    return { queue, answerWithinSeconds, curve: priceOfService({ ...line, shrinkage, costPerHour, costPerLostContact, by }) };
  });
  return {
    costPerHour,
    costPerLostContact: costPerLostContact ?? 0,
    queues: curves,
    left: queues.filter((queue) => !live.includes(queue)).map(({ requirement }) => requirement.queue),
  };
}
