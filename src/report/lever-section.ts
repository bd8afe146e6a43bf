import { LEVER_NAMES, type LeverName } from '../core/index.js';
import type { CostedService, WhatIf, WhatIfAssumption, WhatIfQueue, WhatIfRow } from '../plan/index.js';
import { percent } from './chart.js';
import { formatNumber, formatSeconds, formatShare, plural } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, section, type TableColumn, table } from './page.js';

/** Scenarios beside the plan as it is: money, people, and service with the same people. */
export function leverSection(result: WhatIf): Markup {
  return section(
    'levers',
    'What each decision brings',
    'Cost and people sized anew to the targets; service with the people of the plan as it is. People are unrounded, the most at once rounded up.',
    [leverTable(result), changesTable(result), idleList(result), details('The same by queue', queueTable(result)), assumptionTable(result.assumptions)],
  );
}

/** `self-service` for the lever selfService tried alone; names of scenarios stay as they are. */
function scenarioName(name: string): Markup {
  return LEVER_NAMES.includes(name as LeverName) ? html`${leverWords(name as LeverName)}` : named(name);
}

function leverWords(lever: LeverName): string {
  return lever.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const numeric = (title: string): TableColumn => ({ title, numeric: true });

function leverTable({ base, scenarios }: WhatIf): Markup {
  const least = Math.min(0, ...scenarios.map(({ saved }) => saved));
  const most = Math.max(0, ...scenarios.map(({ saved }) => saved));
  const cells = (restaffed: CostedService, same: CostedService): string[] => [
    formatNumber(restaffed.totalCost),
    formatNumber(restaffed.fte, 1),
    formatNumber(Math.ceil(restaffed.peakAgents - 1e-6)),
    formatShare(same.serviceLevel, 1),
    formatSeconds(same.asaSeconds),
    formatShare(same.abandonProbability, 1),
    formatShare(same.occupancy),
  ];
  const rows = scenarios.map((row) => [
    scenarioName(row.name),
    formatNumber(row.saved),
    savedBar(row.saved, least, most),
    ...cells(row.restaffed, row.samePeople),
  ]);
  return table(
    'Scenarios beside the plan as it is',
    [
      { title: 'Scenario' },
      numeric('Saved'),
      { title: '' },
      numeric('Cost'),
      numeric('Full-time equivalents'),
      numeric('Most at once'),
      numeric('In time'),
      numeric('Mean wait'),
      numeric('Lost'),
      numeric('Busy'),
    ],
    [[html`as planned`, '–', '', ...cells(base.restaffed, base.restaffed)], ...rows],
    'full',
  );
}

/** What is saved to the right of a common zero, what is spent to its left. */
function savedBar(saved: number, least: number, most: number): Markup {
  const span = most - least;
  if (span === 0) return html``;
  const at = (value: number): number => (value - least) / span;
  const from = Math.min(at(0), at(saved));
  return html`<svg class="mini saved" height="9" aria-hidden="true"><rect class="${saved < 0 ? 's1' : 's0'}" x="${percent(from)}" width="${percent(Math.abs(at(saved) - at(0)))}" height="9"/><line class="base" x1="${percent(at(0))}" x2="${percent(at(0))}" y1="0" y2="9"/></svg>`;
}

function changesTable({ scenarios }: WhatIf): Markup {
  if (scenarios.length === 0) return html``;
  const rows = scenarios.map((row) => [scenarioName(row.name), html`<span class="words wide">${changeWords(row)}</span>`]);
  return html`<h3>What changes</h3>${table('What changes', [{ title: 'Scenario' }, { title: 'Change' }], rows, 'quiet')}`;
}

function changeWords(row: WhatIfRow): string {
  const several = row.queues.samePeople.length > 1;
  const words = [
    ...row.changes,
    ...row.idle.map((why) => `changes nothing: ${why}`),
    ...row.queues.samePeople.flatMap((queue) => detailWords(queue, several)),
    ...(row.unreachable === 0 ? [] : [`in ${plural(row.unreachable, 'interval', 'intervals')} no head-count meets the target`]),
  ];
  return words.join('; ') || 'nothing';
}

/** What a queue's own model says of call-backs and priorities, with the same people. */
function detailWords({ queue, callback, classes }: WhatIfQueue, several: boolean): string[] {
  const where = several ? `${queue}: ` : '';
  const words: string[] = [];
  if (callback !== undefined && callback.share > 0)
    words.push(
      `${where}${formatShare(callback.share, 1)} called back, ${callback.waitSeconds === null ? 'more than can be called' : `after ${formatSeconds(callback.waitSeconds)}`}`,
    );
  if (classes !== undefined) {
    const [first, others] = classes;
    words.push(`${where}valuable ${formatShare(first?.serviceLevel, 1)} in time, others ${formatShare(others?.serviceLevel, 1)}`);
  }
  return words;
}

function idleList({ notApplicable }: WhatIf): Markup {
  if (notApplicable.length === 0) return html``;
  return html`<h3>Nothing to change here</h3><ul>${notApplicable.map(({ lever, why }) => html`<li>${leverWords(lever)}: ${why}</li>`)}</ul>`;
}

function queueTable({ base, scenarios }: WhatIf): Markup {
  const row = (name: Markup, restaffed: WhatIfQueue, same: WhatIfQueue | undefined): (Markup | string)[] => [
    name,
    named(restaffed.queue),
    formatNumber(restaffed.contacts),
    formatNumber(restaffed.agentHours),
    formatShare(same?.serviceLevel, 1),
    formatSeconds(same?.asaSeconds),
    formatShare(same?.abandonProbability, 1),
    formatShare(same?.occupancy),
  ];
  const rows = [
    ...base.queues.map((queue) => row(html`as planned`, queue, queue)),
    ...scenarios.flatMap(({ name, queues }) => queues.restaffed.map((queue, k) => row(scenarioName(name), queue, queues.samePeople[k]))),
  ];
  const columns = [{ title: 'Scenario' }, { title: 'Queue' }, ...['Contacts', 'Agent-hours', 'In time', 'Mean wait', 'Lost', 'Busy'].map(numeric)];
  return table('Agent-hours sized anew; service with the same people', columns, rows, 'full');
}

function assumptionTable(assumptions: readonly WhatIfAssumption[]): Markup {
  if (assumptions.length === 0) return html``;
  const rows = assumptions.map(({ lever, key, value, source }) => [leverWords(lever), html`<code>${key}</code>`, String(value), source]);
  return details(
    'Assumed where nothing is said',
    html`<p>Sources are keys of docs/references.md; what is called an assumption is the first to replace by figures of your own.</p>${table(
      'Assumed where nothing is said',
      [{ title: 'Lever' }, { title: 'Setting' }, numeric('Value'), { title: 'Source' }],
      rows,
      'quiet',
    )}`,
  );
}
