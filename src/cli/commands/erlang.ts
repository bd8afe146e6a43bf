import { formatDuration, InvalidInputError, SERVICE_LEVEL_RULES, type ServiceLevelRule } from '../../core/index.js';
import { type QueueMetrics, queueMetrics, requiredAgents } from '../../queueing/index.js';
import type { Context, Options } from '../context.js';
import { textTable } from '../table.js';
import { choiceOption, durationOption, numberOption, parseTarget, shareOption, textOption } from '../values.js';
import { decimal, percent, spoken, targetPercent, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

type Question = {
  readonly rule: ServiceLevelRule;
  readonly shrinkage: number | null;
  readonly answerWithinSeconds: number;
  readonly load: {
    readonly volume: number;
    readonly intervalSeconds: number;
    readonly ahtSeconds: number;
    readonly patienceSeconds: number | undefined;
    readonly capacity: number | undefined;
  };
  readonly target: {
    readonly serviceLevel?: number;
    readonly answerWithinSeconds?: number;
    readonly serviceLevelRule: ServiceLevelRule;
    readonly asaSeconds: number | undefined;
    readonly abandonProbability: number | undefined;
    readonly maxOccupancy: number | undefined;
  };
};

/** `shiftcast erlang`: one interval, sized or evaluated. */
export async function run(_files: readonly string[], options: Options, context: Context): Promise<number> {
  const question = readQuestion(options);
  const { load, target, shrinkage } = question;
  if (target.abandonProbability !== undefined && load.patienceSeconds === undefined)
    context.warn('without --patience nobody gives up, so --abandon asks for nothing.');
  const minimumAgents = numberOption(options, 'minimum');
  const needed = requiredAgents({ ...load, target, minimumAgents, fractional: options.fractional === true });
  const asked = numberOption(options, 'agents');
  const agents = asked ?? needed.agents;
  const metrics = agents === null ? null : queueMetrics({ ...load, agents, answerWithinSeconds: question.answerWithinSeconds });
  const met = needed.status === 'met' && (asked === undefined || asked >= needed.agents);
  const answer = asked === undefined ? needed : { agents: asked, ...metrics };
  const result = agents === null || shrinkage === null ? answer : { ...answer, agentsWithShrinkage: agents / (1 - shrinkage) };
  const verdict = asked === undefined ? sizingLine(question, needed) : `${count(asked)} agents ${met ? 'meet' : 'miss'} ${targetText(question)}.`;
  const lines = [loadLine(question, metrics), verdict];
  if (metrics !== null && metrics.serviceLevel !== null && metrics.asaSeconds === null && metrics.occupancy >= 1)
    lines.push(`More work comes in than ${count(agents ?? 0)} agents can do, so the queue grows without end.`);
  if (agents !== null && shrinkage !== null) lines.push(`With ${percent(shrinkage, 1)} shrinkage, schedule ${decimal(agents / (1 - shrinkage))}.`);
  if (agents !== null) lines.push('', neighbours(question, agents, options.fractional === true));
  await writeResult(options, context, result, lines.map((line) => (line.includes('\n') ? line : wrapped(line))).join('\n'));
  return options.check === true && !met ? 1 : 0;
}

function readQuestion(options: Options): Question {
  const volume = numberOption(options, 'volume');
  const ahtSeconds = durationOption(options, 'aht');
  if (volume === undefined) throw new InvalidInputError('--volume is missing: contacts offered in the interval, for example --volume 120.');
  if (ahtSeconds === undefined) throw new InvalidInputError('--aht is missing: the mean handle time, for example --aht 240s.');
  const intervalSeconds = durationOption(options, 'interval', 60) ?? 1800;
  const text = textOption(options, 'target');
  const asaSeconds = durationOption(options, 'asa');
  const abandonProbability = shareOption(options, 'abandon');
  const maxOccupancy = shareOption(options, 'max-occupancy');
  const otherwise = asaSeconds !== undefined || abandonProbability !== undefined || maxOccupancy !== undefined;
  const level: Partial<ReturnType<typeof parseTarget>> = text === undefined ? (otherwise ? {} : parseTarget('80/20')) : parseTarget(text);
  const rule: ServiceLevelRule = choiceOption(options, 'rule', SERVICE_LEVEL_RULES) ?? 'offered';
  const shrinkage = shareOption(options, 'shrinkage') ?? null;
  if (shrinkage === 1) throw new InvalidInputError('--shrinkage must be below 100%: somebody has to be on line.');
  return {
    rule,
    shrinkage,
    answerWithinSeconds: level.answerWithinSeconds ?? 20,
    load: {
      volume,
      intervalSeconds,
      ahtSeconds,
      patienceSeconds: durationOption(options, 'patience'),
      capacity: numberOption(options, 'capacity', { whole: true, least: 1 }),
    },
    target: { ...level, serviceLevelRule: rule, asaSeconds, abandonProbability, maxOccupancy },
  };
}

function loadLine({ load }: Question, metrics: QueueMetrics | null): string {
  const patience = load.patienceSeconds === undefined ? 'nobody gives up' : `mean patience ${formatDuration(load.patienceSeconds)}`;
  const erlangs = metrics?.offeredLoad ?? (load.volume * load.ahtSeconds) / load.intervalSeconds;
  const lines = load.capacity === undefined ? '' : `, ${load.capacity} lines`;
  return `${load.volume} contacts in ${formatDuration(load.intervalSeconds)}, ${formatDuration(load.ahtSeconds)} each: ${decimal(erlangs, 2)} erlangs; ${patience}${lines}.`;
}

function sizingLine(question: Question, needed: ReturnType<typeof requiredAgents>): string {
  if (needed.status === 'met') return `${count(needed.agents)} agents meet ${targetText(question)}.`;
  const { limitedBy, best } = needed;
  const reached = {
    serviceLevel: `the service level is ${percent(best.serviceLevel?.[question.rule] ?? null, 1)}`,
    asaSeconds: `the ASA is ${spoken(best.asaSeconds)}`,
    abandonProbability: `${percent(best.abandonProbability, 1)} give up`,
    maxOccupancy: `occupancy is ${percent(best.occupancy, 1)}`,
  }[limitedBy];
  return `No head-count meets ${targetText(question)}: at best, with ${count(best.agents)} agents, ${reached} and ${percent(best.blockProbability, 1)} find the line full.`;
}

function targetText({ target, rule }: Question): string {
  const parts: string[] = [];
  if (target.serviceLevel !== undefined && target.answerWithinSeconds !== undefined)
    parts.push(`${targetPercent(target.serviceLevel)} within ${formatDuration(target.answerWithinSeconds)}${rule === 'offered' ? '' : ` (${rule})`}`);
  if (target.asaSeconds !== undefined) parts.push(`ASA ≤ ${formatDuration(target.asaSeconds)}`);
  if (target.abandonProbability !== undefined) parts.push(`abandons ≤ ${targetPercent(target.abandonProbability)}`);
  if (target.maxOccupancy !== undefined) parts.push(`occupancy ≤ ${targetPercent(target.maxOccupancy)}`);
  return parts.join(' and ');
}

/** The answer between two head-counts below and two above, so that its price shows. */
function neighbours(question: Question, agents: number, fractional: boolean): string {
  const step = fractional && !Number.isInteger(agents) ? 0.5 : 1;
  const rows = [-2, -1, 0, 1, 2].flatMap((offset) => {
    const n = agents + offset * step;
    if (n < 0) return [];
    const at = queueMetrics({ ...question.load, agents: n, answerWithinSeconds: question.answerWithinSeconds });
    return [
      [
        offset === 0 ? '>' : '',
        count(n),
        percent(at.serviceLevel?.[question.rule] ?? null, 1),
        at.asaSeconds === null && at.serviceLevel !== null ? '∞' : spoken(at.asaSeconds), // more work than people, and nobody gives up
        percent(at.waitProbability, 1),
        percent(at.abandonProbability, 1),
        ...(question.load.capacity === undefined ? [] : [percent(at.blockProbability, 1)]),
        percent(at.occupancy, 1),
      ],
    ];
  });
  const blocked = question.load.capacity === undefined ? [] : ['blocked'];
  const level = `in ${formatDuration(question.answerWithinSeconds)}`;
  return textTable(['', 'agents', level, 'ASA', 'wait', 'abandon', ...blocked, 'occupancy'], rows);
}

function count(agents: number): string {
  return Number.isInteger(agents) ? String(agents) : agents.toFixed(2);
}
