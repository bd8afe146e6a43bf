import { type PlanResult, type QueueSummary, type ResolvedPlan, type RosterCosts, type RosterSimulation, resolvePlan } from '../core/index.js';
import { displayDay } from '../time/index.js';
import { formatAmount, formatGap, formatHours, formatNumber, formatSeconds, formatShare, formatTarget, UNKNOWN } from './format.js';
import { html, type Markup, named } from './html.js';
import { section, table } from './page.js';

/** The figures that matter and what they say in words. */
export function headlineSection(result: PlanResult): Markup {
  const { summary } = result;
  const plan = resolvePlan(result.config);
  return section('figures', 'The figures that matter', null, [
    tiles(result, plan),
    objectiveWords(result),
    queueTable(summary.queues, plan, dayRange(summary.rosterFrom, summary.rosterTo)),
  ]);
}

/** `7 Dec to 13 Dec 2026` */
export function dayRange(from: string, to: string): string {
  return from === to
    ? displayDay(from, 'd MMM yyyy')
    : `${displayDay(from, from.slice(0, 4) === to.slice(0, 4) ? 'd MMM' : 'd MMM yyyy')} to ${displayDay(to, 'd MMM yyyy')}`;
}

/** Mean of a figure over queues, weighted; null when no queue has it. */
function weightedMean(queues: readonly QueueSummary[], figure: (queue: QueueSummary) => number | null, weight: (queue: QueueSummary) => number): number | null {
  let sum = 0;
  let weights = 0;
  for (const queue of queues) {
    const value = figure(queue);
    if (value === null) continue;
    sum += value * weight(queue);
    weights += weight(queue);
  }
  return weights > 0 ? sum / weights : null;
}

type Tile = { readonly label: string; readonly value: string; readonly note: string; readonly style?: 'bad' | '' };

function tiles({ summary, roster, forecast, simulation }: PlanResult, plan: ResolvedPlan): Markup {
  const serviceLevel = weightedMean(
    summary.queues,
    (queue) => queue.serviceLevel,
    (queue) => queue.contacts,
  );
  const occupancy = weightedMean(
    summary.queues,
    (queue) => queue.occupancy,
    (queue) => queue.coveredHours,
  );
  // The summary counts the rostered weeks; what lies ahead is all that was forecast.
  const ahead = forecast.queues.reduce((sum, { volume }) => sum + volume.reduce<number>((total, value) => total + (value ?? 0), 0), 0);
  const required = summary.queues.reduce((sum, { requiredHours }) => sum + requiredHours, 0);
  const shown: Tile[] = [
    { label: 'Contacts ahead', value: formatNumber(ahead), note: dayRange(summary.forecastFrom, summary.forecastTo) },
    { label: roster === null ? 'People needed' : 'People', value: formatNumber(summary.people), note: `${formatAmount(summary.fte)} full-time equivalents` },
    { label: 'Paid hours', value: formatNumber(summary.paidHours), note: dayRange(summary.rosterFrom, summary.rosterTo) },
    { label: 'Service level expected', value: formatShare(serviceLevel, 1), note: `${simulatedNote(simulation)}${targetNote(plan)}` },
    { label: 'Occupancy', value: formatShare(occupancy, 1), note: 'handling time of time on line' },
    {
      label: 'Understaffed',
      value: formatHours(summary.understaffedHours),
      note: 'agent-hours missing',
      style: isShort(summary.understaffedHours, required) ? 'bad' : '',
    },
    { label: 'Overstaffed', value: formatHours(summary.overstaffedHours), note: 'agent-hours beyond every need' },
    { label: 'Cost', value: formatNumber(summary.cost), note: 'in the money of the plan' },
  ];
  return html`<dl class="tiles">${shown.map(
    ({ label, value, note, style }) =>
      html`<div${style === 'bad' ? html` class="bad"` : null}><dt>${label}</dt><dd><b>${value}</b><span>${note}</span></dd></div>`,
  )}</dl>
`;
}

/** Over all queues, weighted by contacts, each by its own rule. */
function simulatedNote(simulation: RosterSimulation | undefined): string {
  const known = (simulation?.queues ?? []).flatMap(({ offered, serviceLevel, target }) => {
    const level = serviceLevel[target.serviceLevelRule].mean;
    return level === null ? [] : [{ level, contacts: offered.mean ?? 0 }];
  });
  const contacts = known.reduce((sum, one) => sum + one.contacts, 0);
  if (contacts === 0) return '';
  return `simulated ${formatShare(known.reduce((sum, one) => sum + one.level * one.contacts, 0) / contacts, 1)}; `;
}

/** More than a rounding of the roster: one hour in a hundred is missing. */
function isShort(missing: number, required: number): boolean {
  return missing > 0.01 * required && missing >= 0.05;
}

function targetNote(plan: ResolvedPlan): string {
  const targets = plan.queues.flatMap(({ target }) => (target.serviceLevel === undefined ? [] : [targetWords(target)]));
  const distinct = [...new Set(targets)];
  if (distinct.length === 0) return 'share answered in time';
  return distinct.length === 1 ? `target ${distinct[0]}` : `${distinct.length} targets, see the table`;
}

/** `80 % in 20 s` and what else was asked. */
function targetWords(target: ResolvedPlan['queues'][number]['target']): string {
  const parts: string[] = [];
  if (target.serviceLevel !== undefined) parts.push(`${formatTarget(target.serviceLevel)} in ${formatSeconds(target.answerWithinSeconds)}`);
  if (target.asaSeconds !== undefined) parts.push(`mean wait ${formatSeconds(target.asaSeconds)}`);
  if (target.abandonProbability !== undefined) parts.push(`abandoned at most ${formatTarget(target.abandonProbability)}`);
  if (target.maxOccupancy !== undefined) parts.push(`occupancy at most ${formatTarget(target.maxOccupancy)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function objectiveWords({ summary, roster, design }: PlanResult): Markup {
  const { rosterStatus: status, objective, bound, gap } = summary;
  const what = roster === null ? 'set of shifts' : 'roster';
  const costs = (roster ?? design)?.costs ?? null;
  const tail = costs === null ? null : costWords(costs);
  if (status === 'infeasible')
    return html`<p class="verdict bad"><b>No ${what} keeps all rules together.</b> The rules that contradict each other are named under <a href="#attention">what needs attention</a>.</p>`;
  if (objective === null)
    return html`<p class="verdict bad"><b>The time limit ended the search before a ${what} was found.</b> Allow more time, or loosen the rules.</p>`;
  const price = html`The ${what} costs <b>${formatNumber(objective)}</b> in all${tail}.`;
  const stopped = status === 'timeLimit' ? ' The time limit ended the search.' : '';
  if (status === 'optimal' && (gap ?? 0) < 5e-5)
    return html`<p class="verdict">${price} This is proved best: no other ${what} under these rules costs less.</p>`;
  if (bound === null || gap === null) return html`<p class="verdict">${price}${stopped} How much a better one could save was not proved.</p>`;
  return html`<p class="verdict">${price}${stopped} Proved: none under these rules costs less than <b>${formatNumber(bound)}</b>, so at most <b>${formatGap(gap)}</b> could still be saved.</p>`;
}

function costWords({ paid, uncovered, surplus, wishes }: RosterCosts): Markup {
  const parts = [
    html`${formatNumber(paid)} paid work`,
    ...(uncovered >= 0.5 ? [html`${formatNumber(uncovered)} as the price of uncovered hours`] : []),
    ...(surplus >= 0.5 ? [html`${formatNumber(surplus)} of surplus hours`] : []),
    ...(wishes >= 0.5 ? [html`${formatNumber(wishes)} of wishes not met`] : []),
  ];
  return parts.length === 1
    ? html`, all of it paid work`
    : html`: ${parts.map((part, i) => html`${i === 0 ? null : i === parts.length - 1 ? ' and ' : ', '}${part}`)}`;
}

function queueTable(queues: readonly QueueSummary[], plan: ResolvedPlan, days: string): Markup {
  const rows = queues.map((queue) => {
    const rule = plan.queues.find((candidate) => candidate.queue === queue.queue);
    const target = rule?.target;
    const missed = target?.serviceLevel !== undefined && queue.serviceLevel !== null && queue.serviceLevel < target.serviceLevel - 0.0005;
    return [
      html`${named(queue.queue)}${rule === undefined ? null : html` <small>${rule.channel}</small>`}`,
      formatNumber(queue.contacts),
      html`<span${missed ? html` class="missed"` : null}>${formatShare(queue.serviceLevel, 1)}${missed ? ' (below)' : null}</span>`,
      html`<span class="words">${target === undefined ? UNKNOWN : targetWords(target)}</span>`,
      formatSeconds(queue.ahtSeconds),
      formatSeconds(queue.asaSeconds),
      formatShare(queue.abandonProbability, 1),
      formatShare(queue.occupancy),
      formatAmount(queue.requiredHours),
      formatAmount(queue.coveredHours),
      html`<span${isShort(queue.understaffedHours, queue.requiredHours) ? html` class="missed"` : null}>${formatAmount(queue.understaffedHours)}</span>`,
    ];
  });
  const numeric = (title: string): { title: string; numeric: boolean } => ({ title, numeric: true });
  return table(
    `Figures by queue, ${days}`,
    [
      { title: 'Queue' },
      numeric('Contacts'),
      numeric('Service level'),
      { title: 'Target' },
      numeric('Handle time'),
      numeric('Mean wait'),
      numeric('Abandoned'),
      numeric('Occupancy'),
      numeric('Hours needed'),
      numeric('Hours covered'),
      numeric('Hours missing'),
    ],
    rows,
    'full',
  );
}
