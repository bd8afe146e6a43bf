import type { QueueRule } from '../core/index.js';
import { type ChatDesk, type ChatLadder, chatLadder } from './chat-ladder.js';
import { loadWalk } from './load-walk.js';
import { emptyColumns, pushClosed, type RequirementColumns } from './requirement-columns.js';
import type { SizedWork, SizingJob } from './staff-queues.js';
import { targetOf } from './staffing-rule.js';

/** Sizes a chat queue whose agents hold several at a time, at the level of concurrency that needs the fewest agent-hours. */
export function sizeChats(job: SizingJob): SizedWork {
  const { rule, plan, warnings } = job;
  const most = rule.concurrency?.ahtSecondsAt.length ?? 1;
  if (rule.target.over !== 'interval') warnings.push(`Queue "${rule.queue}": the target of chats holds in every interval, not over the ${rule.target.over}.`);
  if ((rule.target.serviceLevelRule ?? 'offered') !== 'offered') warnings.push(`Queue "${rule.queue}": chats are held to the service level over all offered.`);
  if (rule.capacity !== null) warnings.push(`Queue "${rule.queue}": a capacity is not modelled for chats side by side.`);
  const desk = chatDesk(rule, job.work.intervalSeconds);
  let best = sizeAt(job, desk, 1);
  for (let level = 2; level <= most; level += 1) {
    const tried = sizeAt(job, desk, level);
    if (tried.hours < best.hours) best = tried;
  }
  const loadModel = plan.loadModel === 'stationary' ? 'stationary' : 'offeredLoad';
  return { columns: columnsOf(job, best), sizing: { model: 'chat', loadModel, holdsFor: plan.holdsFor, expectedError: null, concurrency: best.concurrency } };
}

/** A chat queue apart from its volume. */
export function chatDesk({ concurrency, patienceSeconds, target }: QueueRule, intervalSeconds: number): ChatDesk {
  const asked = targetOf(target);
  const { answerWithinSeconds = 0 } = asked;
  return {
    intervalSeconds,
    ahtSecondsAt: concurrency?.ahtSecondsAt ?? [],
    patienceSeconds: patienceSeconds ?? undefined,
    answerWithinSeconds,
    target: asked,
  };
}

/** Head-counts at one level of concurrency; `volume`: the chats that each interval carries. */
type ChatPlan = {
  readonly concurrency: number;
  readonly ladder: ChatLadder;
  readonly volume: Float64Array;
  readonly agents: number[];
  readonly agentsExact: number[];
  readonly hours: number;
};

function sizeAt(job: SizingJob, desk: ChatDesk, concurrency: number): ChatPlan {
  const { rule, plan, work, startsEmpty } = job;
  const { intervalSeconds } = work;
  const ladder = chatLadder(desk, concurrency);
  const aht = desk.ahtSecondsAt[concurrency - 1] as number;
  const perErlang = intervalSeconds / aht;
  const walk = loadWalk(plan.loadModel, startsEmpty);
  const volume = new Float64Array(work.volume.length);
  const agents: number[] = [];
  const agentsExact: number[] = [];
  let hours = 0;
  work.volume.forEach((contacts, i) => {
    const { load, moments } = walk((contacts ?? 0) / perErlang, aht, intervalSeconds);
    volume[i] = contacts === 0 ? 0 : load * perErlang;
    const needed = plan.holdsFor === 'worst' && moments !== undefined ? moments.peak * perErlang : (volume[i] as number);
    const sized = contacts === null ? { agents: 0, agentsExact: 0 } : ladder.agentsFor(needed);
    agents.push(contacts === null ? 0 : Math.max(sized.agents, rule.minimumAgents));
    agentsExact.push(contacts === null ? 0 : Math.max(sized.agentsExact, rule.minimumAgents));
    hours += agents[i] as number;
  });
  return { concurrency, ladder, volume, agents, agentsExact, hours };
}

function columnsOf({ work }: SizingJob, { ladder, volume, agents, agentsExact }: ChatPlan): RequirementColumns {
  const columns = emptyColumns();
  work.volume.forEach((contacts, i) => {
    if (contacts === null) {
      pushClosed(columns);
      return;
    }
    const { serviceLevel, occupancy, asaSeconds, abandonProbability } = ladder.figuresAt(volume[i] as number, agents[i] as number);
    columns.agents.push(agents[i] as number);
    columns.agentsExact.push(agentsExact[i] as number);
    columns.serviceLevel.push(serviceLevel < 0 ? null : serviceLevel);
    columns.occupancy.push(occupancy);
    columns.asaSeconds.push(asaSeconds < 0 ? null : asaSeconds);
    columns.abandonProbability.push(serviceLevel < 0 ? null : abandonProbability);
    columns.status.push('met');
  });
  return columns;
}
