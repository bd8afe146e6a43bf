import type { RosterExplanation } from '../schedule/index.js';
import { displayInstant } from '../time/index.js';
import { plural, whole } from './wording.js';

const BECAUSE: Readonly<Record<RosterExplanation['shortfalls'][number]['because'], string>> = {
  rules: 'rules hold people back',
  skill: 'nobody may serve this queue',
  people: 'everybody who may serve it is on line already',
  price: 'having somebody there would cost more elsewhere',
};

/** Reasons that are no line of plan.json or agents.csv. */
const IN_WORDS: Readonly<Record<string, string>> = { from: 'days that stand (--from)', absence: 'absences', breaks: 'breaks' };

/** Stretches told one by one. */
const STRETCHES_TOLD = 10;

/** Why people are missing and wishes are not granted, and what would help, one sentence each. */
export function reasonLines({ shortfalls, wishes, relief, cutShort }: RosterExplanation, zone: string): string[] {
  return [
    ...shortfalls.slice(0, STRETCHES_TOLD).map(({ queue, startMs, endMs, agents, cost, because, rules }) => {
      const held = rules.slice(0, 3).map(({ rule, people }) => `${IN_WORDS[rule] ?? rule} (${plural(people, 'person', 'people')})`);
      const when = `${displayInstant(zone, startMs)} to ${displayInstant(zone, endMs, 'HH:mm')}`;
      return `${queue}, ${when}: ${agents.toFixed(1)} missing, costs ${whole(cost)}; ${BECAUSE[because]}${held.length > 0 ? `: ${held.join(', ')}` : ''}.`;
    }),
    ...restLine(shortfalls.slice(STRETCHES_TOLD)),
    ...wishes.map(({ agent, wish, extraCost, rules }) => {
      const what = `${agent}'s wish for ${wish.kind === 'off' ? 'a day off' : wish.shift} on ${wish.day}`;
      return extraCost === null
        ? `${what}: rules forbid it${rules.length > 0 ? ` (${rules.map((rule) => IN_WORDS[rule] ?? rule).join(', ')})` : ''}.`
        : `${what}: granting it would cost ${whole(Math.max(0, extraCost))} more.`;
    }),
    ...relief.slice(0, 8).map((one) => `Would save at least ${whole(one.saving)}: ${reliefText(one)}.`),
    ...(cutShort ? ['The time ran out before everything was looked at.'] : []),
  ];
}

/** The stretches that are not told one by one, by reason. */
function restLine(rest: RosterExplanation['shortfalls']): string[] {
  if (rest.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { because } of rest) counts.set(BECAUSE[because], (counts.get(BECAUSE[because]) ?? 0) + 1);
  const reasons = [...counts].map(([why, count]) => `${why} (${count})`).join('; ');
  return [`${plural(rest.length, 'stretch', 'stretches')} more, costing ${whole(rest.reduce((sum, { cost }) => sum + cost, 0))}: ${reasons}.`];
}

function reliefText(relief: RosterExplanation['relief'][number]): string {
  if (relief.kind === 'hire') return `one more person with contract ${relief.contract} for ${relief.queues.join(', ') || 'no queue'}`;
  if (relief.kind === 'train') return `${relief.agent} trained for ${relief.queue}`;
  if (relief.kind === 'hour') return `one more hour a week for ${relief.agent}`;
  return `${relief.agent} without ${IN_WORDS[relief.rule] ?? relief.rule}`;
}
