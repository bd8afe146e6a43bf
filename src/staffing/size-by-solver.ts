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
export function beyondSolver({ rule }: SizingJob): string | null {
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
  const { rule, plan, work, clock, startsEmpty } = job;
  const formula = sizeByFormula({ ...job, plan: { ...plan, loadModel: 'offeredLoad' } }).columns;
  const { serviceLevel = 0, answerWithinSeconds: within = 0, ...others } = targetOf(rule.target);
  const floor = Object.keys(others).length === 0 ? null : sizeByFormula({ ...job, rule: { ...rule, target: { ...others, over: 'interval' } } }).columns;
  const rates = movingRates('staffChannels', work);
  const abandon = 1 / (rule.patienceSeconds ?? Number.POSITIVE_INFINITY);
  const { intervalSeconds } = work;
  const least = work.volume.map((contacts, i) => (contacts === null ? 0 : Math.max(rule.minimumAgents, floor?.agents[i] ?? 0)));
  let state = startsEmpty || rates.length === 0 ? startState(0, 0, 0) : steadyStart({ rates, intervalSeconds, within, abandon }, formula.agents[0] as number);
  const columns = emptyColumns();
  for (let from = 0; from < rates.length; ) {
    let to = from + 1;
    while (to < rates.length && clock.dayNumbers[to] === clock.dayNumbers[from]) to += 1;
    const problem: TransientProblem = { rates: rates.slice(from, to), intervalSeconds, within, abandon };
    const goal = { problem, serviceLevel, holdsFor: plan.holdsFor, least: least.slice(from, to) };
    const search = new TransientSearch(goal, formula.agents.slice(from, to), state);
    const agents = search.run();
    const { steps, end } = search.outcome();
    steps.forEach((step, k) => {
      push(columns, work.volume[from + k] as number | null, agents[k] as number, step, rates[from + k] as MovingRate, job);
    });
    state = end;
    from = to;
  }
  return { columns, sizing: { model: 'transient', loadModel: 'transient', holdsFor: plan.holdsFor, expectedError: EXPECTED_ERROR } };
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
  { rule, work }: SizingJob,
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
