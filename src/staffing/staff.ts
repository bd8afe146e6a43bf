import { type Forecast, InvalidInputError, type QueueRule, type Requirements, resolveQueues } from '../core/index.js';
import { sizeByFormula } from './size-by-formula.js';
import { demandsOf, evenShrink, jobOf, requirementOf, requirementsOf, type StaffConfig } from './staff-queues.js';
import { WORKLOAD_OCCUPANCY } from './staffing-rule.js';

/**
 * Agents needed in every interval of a forecast, per queue.
 *
 * @param forecast - Result of `forecast`, or any object of its shape (as read from forecast.csv).
 * @param config - `queues` with targets, patience, capacity, minimum agents; `shrinkage` by kind. A queue without target is
 * held to 80 % within 20 s. With `queues` left out or empty every queue of the forecast takes the defaults.
 * @returns Whole and fractional agents, what the whole number delivers, and paid hours per local day. Closed intervals
 * (volume null) have 0 agents; open ones without contacts the minimum. `unreachable`: a capacity keeps every head-count below
 * the target; the agents are then those beyond which nothing improves.
 * @throws {@link InvalidPlanError} for a wrong config (shifts, contracts and rules of rosters are not looked at); {@link InvalidInputError} for a queue that the config does not know
 * (names the nearest), or a volume without handle time.
 * @remarks Voice, chat and call-back queues by Erlang C, or A where patience is given (chat as one conversation at a time), on the modified
 * offered load: contacts in service were offered earlier, so the load of an interval carries over into the next, and is small after closed time
 * [Jennings1996]; targets hold for the mean over an interval, or at its worst moment (`holdsFor`). With `loadModel: 'stationary'` each interval is a
 * world of its own; a load that never changes gives the same either way. Before the first interval its own load is assumed.
 * E-mail, case and outbound work is spread over the interval it arrives in, at `maxOccupancy` (0.85 by default). Several chats at a time,
 * deadlines, lists, uncertain forecasts, the solver, and shrinkage by hours: {@link staffChannels}. Series of
 * one queue (reasons, sites) are taken together. Kinds of shrinkage combine as 1 − Π(1 − s). A target `over` a day, week or
 * month is met by the volume-weighted mean at the fewest agent-hours: agents are placed where one more helps most contacts
 * (marginal allocation on the concave hull [Fox1966], then exchanges of one agent for two); ASA, abandonment and occupancy hold in each interval all the same.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [100, null], ahtSeconds: [180, null] };
 * staff({ queues: [day] }, { shrinkage: { absence: 0.3 } }).queues[0].agents; // [14, 0]
 */
export function staff(forecast: Pick<Forecast, 'queues'>, config: StaffConfig = {}): Requirements {
  const demands = demandsOf('staff', forecast);
  const beyond = beyondFormula(config);
  if (beyond !== undefined) throw new InvalidInputError(`staff: config has ${beyond}, which the plain formulas do not know. Use staffChannels.`);
  const plan = resolveQueues({ ...config, zone: config.zone ?? demands[0]?.zone ?? 'UTC', queues: config.queues ?? {} });
  const shrink = evenShrink(plan.shrinkage);
  const warnings: string[] = [];
  const queues = demands.map((demand) => {
    const job = jobOf('staff', demand, plan, config, warnings);
    warnAboutChannel(job.rule, warnings);
    return requirementOf(job, sizeByFormula(job), shrink);
  });
  return requirementsOf(queues, plan, shrink, warnings);
}

/** The first thing that a plan asks for and no formula per interval gives. */
function beyondFormula({ loadModel, adherence, uncertainty, shrinkage }: StaffConfig): string | undefined {
  if (loadModel === 'transient') return 'loadModel transient';
  if (adherence !== undefined) return 'adherence';
  if (uncertainty !== undefined) return 'uncertainty';
  return Object.values(shrinkage ?? {}).some((kind) => typeof kind === 'object') ? 'shrinkage by hours' : undefined;
}

function warnAboutChannel({ queue, channel, target }: QueueRule, warnings: string[]): void {
  if (channel === 'chat') warnings.push(`Queue "${queue}": chats are sized as one conversation at a time; agents who hold several need fewer.`);
  if (channel === 'email' || channel === 'case' || channel === 'outbound')
    warnings.push(
      `Queue "${queue}": ${channel} work is spread over the interval in which it arrives, at ${Math.round((target.maxOccupancy ?? WORKLOAD_OCCUPANCY) * 100)} % occupancy; response times are not modelled.`,
    );
}
