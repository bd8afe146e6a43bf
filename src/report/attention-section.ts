import type { PlanResult, Shortfall, Wish } from '../core/index.js';
import { judgedStretches } from '../simulate/index.js';
import { displayDay, displayInstant } from '../time/index.js';
import { formatAmount, formatHours, formatNumber, plural, UNKNOWN } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, section, table } from './page.js';

const SHOWN = 10;
const SHOWN_LATER = 200;
const ISSUE_ROWS = 20;

/** What a planner should know before trusting the plan, counted for the list at the top. */
export function attentionCounts(result: PlanResult): readonly { readonly text: string; readonly href: string }[] {
  const plan = result.roster ?? result.design;
  const counted: [number, string, string, string][] = [
    [plan?.conflicts.length ?? 0, 'contradiction between rules', 'contradictions between rules', '#conflicts'],
    [plan?.shortfalls.length ?? 0, 'stretch with too few people', 'stretches with too few people', '#shortfalls'],
    [missedTargets(result), 'stretch that misses its target when played', 'stretches that miss their target when played', '#service'],
    [result.roster?.unmetWishes.length ?? 0, 'wish not met', 'wishes not met', '#wishes'],
    [allWarnings(result).length, 'warning', 'warnings', '#warnings'],
    [Object.values(result.history.issueCounts).reduce((sum, count) => sum + count, 0), 'remark on the data', 'remarks on the data', '#data'],
    [result.history.summary.doubts.length, 'choice made without proof', 'choices made without proof', '#doubts'],
  ];
  return counted.filter(([count]) => count > 0).map(([count, one, many, href]) => ({ text: plural(count, one, many), href }));
}

/** Intervals, days, weeks or months, as the targets say. */
function missedTargets({ simulation }: PlanResult): number {
  if (simulation === undefined) return 0;
  return simulation.queues.flatMap((queue) => judgedStretches(queue, simulation)).filter(({ verdict }) => verdict === 'missed').length;
}

/** Warnings of every stage, each once: those of forecast and requirement stand among the plan's, with the names of their queues. */
function allWarnings(result: PlanResult): string[] {
  const { roster, design, warnings } = result;
  return [...new Set([...warnings, ...(roster?.warnings ?? []), ...(design?.warnings ?? [])])];
}

/** Shortfalls, contradictions, wishes not met, warnings, remarks on the data and doubts. */
export function attentionSection(result: PlanResult, reasons: readonly string[]): Markup {
  const parts = [conflicts(result), shortfalls(result), why(reasons), wishes(result), warnings(result), issues(result), doubts(result)].filter(
    (part) => part.markup !== '',
  );
  const nothing = html`<p>Nothing: every rule, wish and need is met, and the data raised no question.</p>`;
  return section('attention', 'What needs attention', null, parts.length === 0 ? [nothing] : parts);
}

const none: Markup = html``;

function conflicts({ roster, design }: PlanResult): Markup {
  const found = (roster ?? design)?.conflicts ?? [];
  if (found.length === 0) return none;
  return html`<h3 id="conflicts">Rules that contradict each other</h3><ul>${found.map(
    ({ agent, rules, message }) =>
      html`<li>${agent === null ? null : html`<b>${named(agent)}</b>: `}${message}${rules.length === 0 ? null : html` <small>(${rules.join('; ')})</small>`}</li>`,
  )}</ul>`;
}

function shortfalls({ roster, design, config }: PlanResult): Markup {
  const found = [...((roster ?? design)?.shortfalls ?? [])].sort((a, b) => missingHours(b) - missingHours(a) || a.startMs - b.startMs);
  if (found.length === 0) return none;
  const rest = found.slice(SHOWN, SHOWN + SHOWN_LATER);
  const unseen = found.length - SHOWN - rest.length;
  return html`<h3 id="shortfalls">Too few people, worst first</h3>${shortfallTable(config.zone, found.slice(0, SHOWN), 'Shortfalls')}${
    rest.length === 0
      ? null
      : details(
          `${formatNumber(rest.length)} more${unseen > 0 ? ` (${formatNumber(unseen)} small ones left out)` : ''}`,
          shortfallTable(config.zone, rest, 'Shortfalls, the rest'),
        )
  }`;
}

function why(reasons: readonly string[]): Markup {
  return reasons.length === 0 ? none : html`<h3>Why, and what would help</h3><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}

function missingHours({ startMs, endMs, agents }: Shortfall): number {
  return (agents * (endMs - startMs)) / 3_600_000;
}

function shortfallTable(zone: string, found: readonly Shortfall[], caption: string): Markup {
  const rows = found.map((one) => [
    html`<span class="size">${displayInstant(zone, one.startMs, 'EEE d MMM HH:mm')}–${displayInstant(zone, one.endMs, 'HH:mm')}</span>`,
    formatAmount(one.agents),
    formatHours(missingHours(one)),
    named(one.queue),
  ]);
  return table(
    caption,
    [{ title: 'When' }, { title: 'People missing', numeric: true }, { title: 'Agent-hours', numeric: true }, { title: 'Queue' }],
    rows,
    'quiet',
  );
}

function wishes({ roster }: PlanResult): Markup {
  const found = roster?.unmetWishes ?? [];
  if (found.length === 0) return none;
  const rows = found.map(({ agent, wish }) => [named(agent), wishWords(wish), formatAmount(wish.weight)]);
  return html`<h3 id="wishes">Wishes not met</h3>${table('Wishes not met', [{ title: 'Person' }, { title: 'Wish' }, { title: 'Weight', numeric: true }], rows, 'quiet')}`;
}

function wishWords(wish: Wish): Markup {
  const day = displayDay(wish.day, 'EEE d MMM');
  return wish.kind === 'off' ? html`day off on ${day}` : html`shift ${named(wish.shift)} on ${day}`;
}

function warnings(result: PlanResult): Markup {
  const found = allWarnings(result);
  return found.length === 0 ? none : html`<h3 id="warnings">Warnings</h3><ul>${found.map((warning) => html`<li>${warning}</li>`)}</ul>`;
}

function issues({ history }: PlanResult): Markup {
  const { issueCounts, summary } = history;
  const codes = Object.entries(issueCounts).sort(([, a], [, b]) => b - a);
  const dropped = Object.entries(summary.rowsDropped).filter(([, count]) => count > 0);
  const units = Object.entries(summary.units).filter(([, unit]) => /second|minute|hour|day/.test(unit));
  const read = html`<p>Read as ${named(summary.system)}: ${plural(summary.rowsRead, 'row', 'rows')} read, ${formatNumber(summary.rowsKept)} used${
    dropped.length === 0 ? null : html`, left out: ${dropped.map(([reason, count], i) => html`${i > 0 ? ', ' : null}${formatNumber(count)} ${reason}`)}`
  }.${units.length === 0 ? null : html` Understood as: ${units.map(([role, unit], i) => html`${i > 0 ? ', ' : null}${role} in ${unit}`)}.`}</p>`;
  if (codes.length === 0) return html`<h3 id="data">The data</h3>${read}`;
  const counts = table(
    'Remarks on the data by code',
    [{ title: 'Code' }, { title: 'Rows', numeric: true }, { title: 'For example' }],
    codes.map(([code, count]) => [
      html`<code>${code}</code>`,
      formatNumber(count),
      html`<span class="words wide">${history.issues.find((issue) => issue.code === code)?.message ?? UNKNOWN}</span>`,
    ]),
  );
  return html`<h3 id="data">The data</h3>${read}${counts}${issueRows(firstOfEach(history.issues, codes))}`;
}

/** The first rows of each code, most frequent code first. */
function firstOfEach(all: PlanResult['history']['issues'], codes: readonly (readonly [string, number])[]): PlanResult['history']['issues'] {
  return codes.flatMap(([code]) => all.filter((issue) => issue.code === code).slice(0, ISSUE_ROWS));
}

function issueRows(shown: PlanResult['history']['issues']): Markup {
  const rows = shown.map(({ row, column, code, value, message }) => [
    row === null ? 'whole file' : `row ${formatNumber(row)}`,
    column === null ? UNKNOWN : named(column),
    html`<code>${code}</code>`,
    value === null ? UNKNOWN : html`<code><bdi>${value}</bdi></code>`,
    html`<span class="words wide">${message}</span>`,
  ]);
  return details(
    `The first ${plural(shown.length, 'remark', 'remarks')}`,
    table('Remarks on the data', [{ title: 'Where' }, { title: 'Column' }, { title: 'Code' }, { title: 'Value' }, { title: 'What' }], rows),
  );
}

function doubts({ history }: PlanResult): Markup {
  const found = history.summary.doubts;
  if (found.length === 0) return none;
  const rows = found.map(({ what, chosen, option }) => [html`${what}`, html`${chosen}`, html`<code>${option}</code>`]);
  return html`<h3 id="doubts">Choices made without proof</h3>${table('Choices made without proof', [{ title: 'What' }, { title: 'Chosen' }, { title: 'Settled by' }], rows, 'quiet')}`;
}
