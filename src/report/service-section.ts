import type { Figure, MissingCover, PlanSummary, RosterService, RosterSimulation, SimulatedQueue, TargetVerdict } from '../core/index.js';
import { judgedStretches } from '../simulate/index.js';
import { displayDay, displayInstant } from '../time/index.js';
import { formatAmount, formatHours, formatNumber, formatSeconds, formatShare, formatTarget, plural, UNKNOWN } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, legend, type Page, section, type TableColumn, table } from './page.js';
import { servicePanels } from './service-panels.js';

const SHOWN = 10;

/** What a simulation is set beside; all of it may be missing. */
export type ServiceSetting = {
  /** What the plan expected by formula. */
  readonly summary?: PlanSummary | undefined;
  /** How the roster was repaired until its targets were met. */
  readonly service?: RosterService | undefined;
  /** Queues in the order of the page's other parts, for the choice of one. */
  readonly queueNames?: readonly string[] | undefined;
};

/** The roster played contact by contact: service planned and simulated, by queue, day and interval, and what is missing. */
export function serviceSection(page: Page, simulation: RosterSimulation, setting: ServiceSetting): Markup {
  const { queues, replications } = simulation;
  const placeOf = (queue: string): number => (setting.queueNames ?? queues.map((one) => one.queue)).indexOf(queue);
  const lead = `The roster played contact by contact, ${plural(replications, 'time', 'times')}: breaks, skills, help across queues and the forecast's uncertainty included. ± is the 95 % interval; met and missed are said with that confidence.`;
  return section('service', 'Simulated service', lead, [
    verdictWords(simulation, setting.service),
    queueTable(simulation, setting),
    setting.service === undefined ? missedStretches(simulation) : missingCover(setting.service, simulation.zone),
    legend([
      { mark: 'k-expected', label: 'answered in time' },
      { mark: 'k-inner', label: '95 % interval' },
      { mark: 'k-target', label: 'target' },
      { mark: 'k-short', label: 'missed' },
    ]),
    ...queues.map((queue) => queueArticle(page, simulation, queue, placeOf(queue.queue), setting.summary)),
  ]);
}

const STATUS: Readonly<Record<RosterService['status'], string>> = {
  met: 'Every target is met.',
  unclear: 'No target is missed for sure, but some are too close to tell.',
  missed: 'Some targets are missed.',
  infeasible: 'There is no roster.',
};

function verdictWords(simulation: RosterSimulation, service: RosterService | undefined): Markup {
  const status = service?.status ?? statusOf(simulation);
  if (status === null) return html`<p class="verdict">No queue has a target.</p>`;
  return html`<p class="verdict${status === 'missed' || status === 'infeasible' ? ' bad' : ''}"><b>${STATUS[status]}</b>${service === undefined ? null : savingWords(service)}</p>`;
}

function statusOf(simulation: RosterSimulation): RosterService['status'] | null {
  const verdicts = simulation.queues.flatMap((queue) => judgedStretches(queue, simulation).map(({ verdict }) => verdict));
  if (verdicts.length === 0) return null;
  return verdicts.includes('missed') ? 'missed' : verdicts.includes('unclear') ? 'unclear' : 'met';
}

function savingWords({ spent, plainSpent, rosters }: RosterService): Markup | null {
  if (spent === null || plainSpent === null) return null;
  const saved = plainSpent - spent;
  const against = `a roster that covers the requirements as they are (${plural(rosters, 'roster', 'rosters')} played)`;
  if (Math.abs(saved) < 0.5) return html` It costs ${formatNumber(spent)}, as much as ${against}.`;
  const share = formatShare(Math.abs(saved) / plainSpent, 1);
  return html` It costs ${formatNumber(spent)}, ${formatNumber(Math.abs(saved))} (${share}) ${saved > 0 ? 'less' : 'more'} than ${against}.`;
}

const PER: Readonly<Record<SimulatedQueue['target']['over'], string>> = { interval: 'each interval', day: 'each day', week: 'each week', month: 'each month' };

/** `80 % in 20 s, mean wait at most 15 s` */
function targetWords({ target }: SimulatedQueue): string {
  const { serviceLevel, answerWithinSeconds, asaSeconds, abandonProbability } = target;
  const parts = [
    ...(serviceLevel === null ? [] : [`${formatTarget(serviceLevel)} in ${formatSeconds(answerWithinSeconds)}`]),
    ...(asaSeconds === null ? [] : [`mean wait at most ${formatSeconds(asaSeconds)}`]),
    ...(abandonProbability === null ? [] : [`at most ${formatTarget(abandonProbability)} abandoned`]),
  ];
  return parts.join(', ') || 'none';
}

function withWidth({ mean, halfWidth }: Figure): string {
  return mean === null ? UNKNOWN : `${formatShare(mean, 1)}${halfWidth === null ? '' : ` ± ${(halfWidth * 100).toFixed(1)}`}`;
}

function verdictCell(verdict: TargetVerdict | null): Markup | string {
  if (verdict === null) return UNKNOWN;
  return verdict === 'missed' ? html`<span class="missed">missed</span>` : html`<span class="size">${verdict === 'met' ? 'met' : 'too close to tell'}</span>`;
}

const numeric = (title: string): TableColumn => ({ title, numeric: true });

/** Planned against simulated, a row per queue. */
function queueTable(simulation: RosterSimulation, { summary, service }: ServiceSetting): Markup {
  const rows = simulation.queues.map((queue) => {
    const expected = summary?.queues.find((one) => one.queue === queue.queue)?.serviceLevel ?? null;
    const plain = service?.queues.find((one) => one.queue === queue.queue)?.plainServiceLevel ?? null;
    const verdicts = judgedStretches(queue, simulation).map(({ verdict }) => verdict);
    const count = (wanted: TargetVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
    const missed = count('missed');
    return [
      named(queue.queue),
      html`<span class="words">${targetWords(queue)}${verdicts.length === 0 ? null : html`, ${PER[queue.target.over]}`}</span>`,
      ...(summary === undefined ? [] : [formatShare(expected, 1)]),
      ...(service === undefined ? [] : [formatShare(plain, 1)]),
      html`<b>${withWidth(queue.serviceLevel[queue.target.serviceLevelRule])}</b>`,
      formatSeconds(queue.asaSeconds.mean),
      formatShare(queue.abandonProbability.mean, 1),
      formatNumber(count('met')),
      formatNumber(count('unclear')),
      html`<span${missed > 0 ? html` class="missed"` : null}>${formatNumber(missed)}</span>`,
    ];
  });
  const days = simulation.from === simulation.to ? displayDay(simulation.from) : `${displayDay(simulation.from)} to ${displayDay(simulation.to)}`;
  return table(
    `Service planned and simulated, ${days}`,
    [
      { title: 'Queue' },
      { title: 'Target' },
      ...(summary === undefined ? [] : [numeric('Planned')]),
      ...(service === undefined ? [] : [numeric('Covering the requirement')]),
      numeric('Simulated'),
      numeric('Mean wait'),
      numeric('Abandoned'),
      numeric('Met'),
      numeric('Too close'),
      numeric('Missed'),
    ],
    rows,
    'full',
  );
}

/** What would be needed to meet every target, and its price. */
function missingCover({ missing }: RosterService, zone: string): Markup {
  if (missing.length === 0) return html``;
  const worst = [...missing].sort((a, b) => b.agentHours - a.agentHours || a.startMs - b.startMs);
  const hours = missing.reduce((sum, { agentHours }) => sum + agentHours, 0);
  const cost = missing.reduce((sum, one) => sum + one.cost, 0);
  const rest = worst.slice(SHOWN);
  return html`<h3 id="missing">What is missing, and its price</h3><p>Meeting every target takes about <b>${formatHours(hours)}</b> more on line, <b>${formatNumber(cost)}</b> in pay.</p>${missingTable(zone, worst.slice(0, SHOWN), 'What is missing')}${
    rest.length === 0 ? null : details(plural(rest.length, 'more stretch', 'more stretches'), missingTable(zone, rest, 'What is missing, the rest'))
  }`;
}

function missingTable(zone: string, missing: readonly MissingCover[], caption: string): Markup {
  const rows = missing.map(({ queue, startMs, endMs, serviceLevel, target, agentHours, cost }) => [
    html`<span class="size">${stretchWords(zone, startMs, endMs)}</span>`,
    named(queue),
    formatShare(serviceLevel, 1),
    formatTarget(target),
    formatHours(agentHours),
    formatNumber(cost),
  ]);
  return table(
    caption,
    [{ title: 'When' }, { title: 'Queue' }, numeric('Answered in time'), numeric('Target'), numeric('Hours missing'), numeric('Price')],
    rows,
    'quiet',
  );
}

/** `Mon 7 Dec 09:00–10:30`; longer ones by their days. */
function stretchWords(zone: string, startMs: number, endMs: number): string {
  if (endMs - startMs > 26 * 3_600_000) return `${displayInstant(zone, startMs, 'EEE d MMM')} to ${displayInstant(zone, endMs - 1, 'EEE d MMM')}`;
  if (endMs - startMs > 22 * 3_600_000) return displayInstant(zone, startMs, 'EEE d MMM');
  return `${displayInstant(zone, startMs, 'EEE d MMM HH:mm')}–${displayInstant(zone, endMs, 'HH:mm')}`;
}

/** Stretches that miss with confidence, where nothing tells what they would take. */
function missedStretches({ misses, zone }: RosterSimulation): Markup {
  if (misses.length === 0) return html`<p>No interval misses its target with confidence.</p>`;
  const worst = [...misses].sort((a, b) => (a.serviceLevel ?? 0) - (b.serviceLevel ?? 0));
  const rows = (list: typeof worst): Markup[][] =>
    list.map(({ queue, startMs, endMs, serviceLevel }) => [
      html`<span class="size">${stretchWords(zone, startMs, endMs)}</span>`,
      named(queue),
      html`${formatShare(serviceLevel)}`,
    ]);
  const columns = [{ title: 'When' }, { title: 'Queue' }, numeric('Answered in time')];
  const rest = worst.slice(SHOWN);
  return html`<h3 id="misses">Intervals that miss their target, worst first</h3>${table('Intervals that miss', columns, rows(worst.slice(0, SHOWN)), 'quiet')}${
    rest.length === 0 ? null : details(plural(rest.length, 'milder one', 'milder ones'), table('Intervals that miss, the rest', columns, rows(rest), 'quiet'))
  }`;
}

function queueArticle(page: Page, simulation: RosterSimulation, queue: SimulatedQueue, index: number, summary: PlanSummary | undefined): Markup {
  return html`<article class="queue" data-queue="${index}"><h3>${named(queue.queue)} <small>${targetWords(queue)}</small></h3>${periodTable(queue)}${dayTable(queue, simulation, summary)}${servicePanels(page, queue, simulation)}</article>
`;
}

/** The weeks or months over which a target holds. */
function periodTable(queue: SimulatedQueue): Markup | null {
  if (queue.periods.length === 0) return null;
  const rows = queue.periods.map((period) => [
    html`<span class="size">${displayDay(period.from, 'EEE d MMM')} to ${displayDay(period.to, 'EEE d MMM')}</span>`,
    formatNumber(period.offered.mean),
    withWidth(period.serviceLevel[queue.target.serviceLevelRule]),
    verdictCell(period.verdict),
  ]);
  return table(`By ${queue.target.over}`, [{ title: 'Days' }, numeric('Contacts'), numeric('Simulated'), { title: 'Verdict' }], rows);
}

/** Planned against simulated, a row per day. */
function dayTable(queue: SimulatedQueue, simulation: RosterSimulation, summary: PlanSummary | undefined): Markup {
  const expected = summary?.queues.find((one) => one.queue === queue.queue)?.days;
  const judged = queue.target.over === 'interval' ? judgedStretches(queue, simulation) : null;
  const rows = queue.days
    .filter(({ offered }) => (offered.mean ?? 0) > 0)
    .map((day) => {
      const own = judged?.filter(({ startMs }) => displayInstant(simulation.zone, startMs, 'yyyy-MM-dd') === day.day);
      const missed = own?.filter(({ verdict }) => verdict === 'missed').length ?? 0;
      return [
        html`<span class="size">${displayDay(day.day, 'EEE d MMM')}</span>`,
        formatAmount(day.offered.mean === null ? null : Math.round(day.offered.mean)),
        ...(expected === undefined ? [] : [formatShare(expected.find((one) => one.day === day.day)?.serviceLevel, 1)]),
        withWidth(day.serviceLevel[queue.target.serviceLevelRule]),
        formatSeconds(day.asaSeconds.mean),
        formatShare(day.abandonProbability.mean, 1),
        verdictCell(day.verdict),
        ...(own === undefined ? [] : [html`<span${missed > 0 ? html` class="missed"` : null}>${missed} of ${own.length}</span>`]),
      ];
    });
  const columns = [
    { title: 'Day' },
    numeric('Contacts'),
    ...(expected === undefined ? [] : [numeric('Planned')]),
    numeric('Simulated'),
    numeric('Mean wait'),
    numeric('Abandoned'),
    { title: 'Over the day' },
    ...(judged === null ? [] : [numeric('Intervals missed')]),
  ];
  return table('By day', columns, rows, 'full');
}
