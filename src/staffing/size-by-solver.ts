import type { QueueRule } from '../core/index.js';
import { queueMetrics } from '../queueing/index.js';
import { type MovingRate, movingRates } from './offered-load-path.js';
import { emptyColumns, pushClosed, type RequirementColumns } from './requirement-columns.js';
import { sizeByFormula } from './size-by-formula.js';
import type { SizedWork, SizingJob } from './staff-queues.js';
import { targetOf } from './staffing-rule.js';
import { type IntervalStep, playInterval, type TransientProblem } from './transient-interval.js';
import { TransientSearch } from './transient-staffing.js';
import { startState, type TransientState } from './transient-state.js';

/** Error of the solver's mean over an interval, from the moments at which it looks. */
const EXPECTED_ERROR = 0.003;

/** Why the solver cannot take a queue; null when it can. */
export function beyondSolver(rule: QueueRule): string | null {
  const { serviceLevel, serviceLevelRule = 'offered' } = targetOf(rule.target);
  if (serviceLevel === undefined) return 'has no service level';
  if (serviceLevelRule !== 'offered') return `counts its service level by the rule ${serviceLevelRule}`;
  if (rule.target.over !== 'interval') return `holds its target over the ${rule.target.over}`;
  return rule.capacity === null ? null : 'has a capacity';
}

/**
 * Sizes a queue by the transient solver, day by day, the state at the end of one day being the start of the next. Targets beside the service level
 * hold by the formula.
 */
export function sizeBySolver(job: SizingJob): SizedWork {
  const { rule, plan, work } = job;
  const formula = sizeByFormula({ ...job, plan: { ...plan, loadModel: 'offeredLoad' } }).columns;
  const { serviceLevel = 0, answerWithinSeconds: _, ...others } = targetOf(rule.target);
  const floor = Object.keys(others).length === 0 ? null : sizeByFormula({ ...job, rule: { ...rule, target: { ...others, over: 'interval' } } }).columns;
  const least = work.volume.map((contacts, i) => (contacts === null ? 0 : Math.max(rule.minimumAgents, floor?.agents[i] ?? 0)));
  const columns = playDays(job, formula.agents[0] ?? 0, (problem, from, state) => {
    const to = from + problem.rates.length;
    const goal = { problem, serviceLevel, holdsFor: plan.holdsFor, least: least.slice(from, to) };
    const search = new TransientSearch(goal, formula.agents.slice(from, to), state);
    return { agents: search.run(), ...search.outcome() };
  });
  return { columns, sizing: { model: 'transient', loadModel: 'transient', holdsFor: plan.holdsFor, expectedError: EXPECTED_ERROR } };
}

/** A queue that the solver is to play. */
type PlayedQueue = Pick<SizingJob, 'rule' | 'work' | 'startsEmpty'> & { readonly clock: Pick<SizingJob['clock'], 'dayNumbers'> };

/** What whole people given beforehand deliver, by the solver. */
export function deliverBySolver(queue: PlayedQueue, agents: readonly number[]): RequirementColumns {
  return playDays(queue, agents[0] ?? 0, (problem, from, start) => {
    const people = agents.slice(from, from + problem.rates.length);
    let end = start;
    const steps = problem.rates.map((_, i) => {
      const step = playInterval(problem, end, i, people);
      end = step.state;
      return step;
    });
    return { agents: people, steps, end };
  });
}

/** Goes from day to day, the state at the end of one being the start of the next. */
function playDays(
  { rule, work, clock, startsEmpty }: PlayedQueue,
  firstAgents: number,
  day: (
    problem: TransientProblem,
    from: number,
    start: TransientState,
  ) => { readonly agents: readonly number[]; readonly steps: readonly IntervalStep[]; readonly end: TransientState },
): RequirementColumns {
  const { intervalSeconds } = work;
  const { answerWithinSeconds: within = 0 } = targetOf(rule.target);
  const rates = movingRates('staffChannels', work);
  const abandon = 1 / (rule.patienceSeconds ?? Number.POSITIVE_INFINITY);
  let state = startsEmpty || rates.length === 0 ? startState(0, 0, 0) : steadyStart({ rates, intervalSeconds, within, abandon }, firstAgents);
  const columns = emptyColumns();
  for (let from = 0; from < rates.length; ) {
    let to = from + 1;
    while (to < rates.length && clock.dayNumbers[to] === clock.dayNumbers[from]) to += 1;
    const { agents, steps, end } = day({ rates: rates.slice(from, to), intervalSeconds, within, abandon }, from, state);
    steps.forEach((step, k) => {
      push(columns, work.volume[from + k] as number | null, agents[k] as number, step, rates[from + k] as MovingRate, { rule, work });
    });
    state = end;
    from = to;
  }
  return columns;
}

/** The state after one interval at the first load, begun with as many in service as that load keeps busy. */
function steadyStart(problem: TransientProblem, agents: number): TransientState {
  const { arrival, aht } = problem.rates[0] as MovingRate;
  const busy = Math.min(agents, Math.round(arrival * aht));
  return playInterval(problem, startState(agents, busy, 0), 0, [agents], false).state;
}

function push(
  columns: RequirementColumns,
  contacts: number | null,
  agents: number,
  step: IntervalStep,
  { arrival, aht }: MovingRate,
  { rule, work }: Pick<SizingJob, 'rule' | 'work'>,
): void {
  if (contacts === null) {
    pushClosed(columns);
    return;
  }
  const { intervalSeconds } = work;
  columns.agents.push(agents);
  columns.agentsExact.push(agents);
  columns.serviceLevel.push(step.serviceLevel);
  columns.occupancy.push(agents === 0 ? 0 : Math.min(1, (step.finished * aht) / (agents * intervalSeconds)));
  columns.asaSeconds.push(contacts === 0 ? null : answeredWait(arrival, aht, agents, step, rule.patienceSeconds, intervalSeconds));
  columns.abandonProbability.push(contacts === 0 ? null : Math.min(1, step.abandoned / contacts));
  columns.status.push('met');
}

/** Mean wait of the answered: all waiting time over all contacts, times what the formula says of the answered against all where some give up. */
function answeredWait(
  arrival: number,
  aht: number,
  agents: number,
  step: IntervalStep,
  patienceSeconds: number | null,
  intervalSeconds: number,
): number | null {
  if (patienceSeconds === null) return step.waitingSeconds / (arrival * intervalSeconds);
  const waited = queueMetrics({ offeredLoad: arrival * aht, ahtSeconds: aht, agents, patienceSeconds });
  const ratio = waited.meanWaitSeconds ? (waited.asaSeconds ?? 0) / waited.meanWaitSeconds : 1;
  return (ratio * step.waitingSeconds) / (arrival * intervalSeconds);
}
