import { LEVER_NAMES, type LeverName } from '../core/index.js';
import type { CostedService, PlanPrice, WhatIf, WhatIfAssumption, WhatIfQueue, WhatIfRow } from '../plan/index.js';
import { leverLabel } from './lever-option.js';
import { fittingTable, textTable } from './table.js';
import { decimal, percent, plural, spoken, whole, wrapped } from './wording.js';

/** The table of scenarios, what each changed, and what was assumed. */
export function whatIfText(result: WhatIf, byQueue: boolean): string {
  const { scenarios } = result;
  const unchanged = result.notApplicable.map(({ lever, why }) => wrapped(`  ${leverLabel(lever)}: ${why}`, 80, '    '));
  return [
    headLine(result),
    '',
    scenarioTable(result),
    wrapped('People sized anew to the targets, unrounded, peak rounded up; with * the people of the plan as it is.'),
    '',
    ...(scenarios.length > 0 ? ['What changes:', ...scenarios.flatMap(changeLines)] : []),
    ...(unchanged.length > 0 ? ['', 'Nothing to change here:', ...unchanged] : []),
    ...(byQueue ? ['', ...queueLines(result)] : []),
    ...(result.assumptions.length > 0 ? ['', 'Assumed where nothing is said (sources: docs/references.md):', ...assumptionLines(result.assumptions)] : []),
  ].join('\n');
}

function headLine({ base, costPerHour, weeks, provenance }: WhatIf): string {
  const lost = provenance.options.costPerLostContact;
  const lostText =
    lost === 0
      ? 'lost contacts cost nothing (--lost-contact)'
      : typeof lost === 'number'
        ? `a lost contact costs ${decimal(lost, 2)}`
        : 'lost contacts cost by queue';
  const span = weeks === 1 ? '1 week' : `${Number(weeks.toFixed(1))} weeks`;
  return wrapped(`${whole(base.restaffed.contacts)} contacts in ${span}; a paid hour costs ${decimal(costPerHour, 2)}, ${lostText}.`);
}

function scenarioTable({ base, scenarios }: WhatIf): string {
  const rows = scenarios.map((row) => rowOf(nameOf(row), money(row.saved), row.restaffed, row.samePeople));
  return fittingTable(
    ['', 'saved', 'cost', 'FTE', 'peak', 'level*', 'ASA*', 'lost*', 'busy*'],
    [rowOf('as planned', '–', base.restaffed, base.restaffed), ...rows],
  );
}

/** A lever tried alone is called as the command line writes it. */
function nameOf({ name }: WhatIfRow): string {
  return LEVER_NAMES.includes(name as LeverName) ? leverLabel(name as LeverName) : name;
}

function rowOf(name: string, saved: string, restaffed: CostedService, same: CostedService): string[] {
  return [
    name,
    saved,
    whole(restaffed.totalCost),
    decimal(restaffed.fte),
    decimal(Math.ceil(restaffed.peakAgents - 1e-6), 0),
    percent(same.serviceLevel, 1),
    spoken(same.asaSeconds),
    percent(same.abandonProbability, 1),
    percent(same.occupancy),
  ];
}

function money(value: number): string {
  return Math.round(value) < 0 ? `−${whole(-value)}` : whole(Math.abs(value));
}

function changeLines(row: WhatIfRow): string[] {
  const words = [...row.changes, ...row.idle.map((why) => `changes nothing: ${why}`)];
  const details = row.queues.samePeople.flatMap((queue) => detailsOf(queue, row.queues.samePeople.length > 1));
  const missed = row.unreachable === 0 ? [] : [`in ${plural(row.unreachable, 'interval')} no head-count meets the target`];
  return [wrapped(`  ${nameOf(row)}: ${[...words, ...details, ...missed].join('; ') || 'nothing'}`, 80, '    ')];
}

/** What a queue's own model says, with the same people. */
function detailsOf({ queue, callback, classes }: WhatIfQueue, several: boolean): string[] {
  const where = several ? `${queue}: ` : '';
  const lines: string[] = [];
  if (callback !== undefined)
    lines.push(
      callback.share === 0
        ? `${where}nobody is called back`
        : `${where}${percent(callback.share, 1)} called back, ${callback.waitSeconds === null ? 'more than can be called' : `after ${spoken(callback.waitSeconds)}`}`,
    );
  if (classes !== undefined) {
    const [first, others] = classes;
    lines.push(
      `${where}valuable ${percent(first?.serviceLevel ?? null, 1)} in time (ASA ${spoken(first?.asaSeconds ?? null)}), others ${percent(others?.serviceLevel ?? null, 1)} (${spoken(others?.asaSeconds ?? null)})`,
    );
  }
  return lines;
}

function queueLines({ base, scenarios }: WhatIf): string[] {
  const row = (name: string, restaffed: WhatIfQueue, same: WhatIfQueue | undefined): string[] => [
    name,
    restaffed.queue,
    whole(restaffed.contacts),
    whole(restaffed.agentHours),
    percent(same?.serviceLevel ?? null, 1),
    spoken(same?.asaSeconds ?? null),
    percent(same?.abandonProbability ?? null, 1),
    percent(same?.occupancy ?? null),
  ];
  const rows = [
    ...base.queues.map((queue) => row('as planned', queue, queue)),
    ...scenarios.flatMap((scenario) => scenario.queues.restaffed.map((queue, k) => row(nameOf(scenario), queue, scenario.queues.samePeople[k]))),
  ];
  return [
    'By queue: agent-hours sized anew; service with the same people.',
    fittingTable(['', 'queue', 'contacts', 'hours', 'level', 'ASA', 'gives up', 'busy'], rows, [0, 1]),
  ];
}

function assumptionLines(assumptions: readonly WhatIfAssumption[]): string[] {
  const byLever = new Map<string, string[]>();
  for (const { lever, key, value, source } of assumptions) byLever.set(lever, [...(byLever.get(lever) ?? []), `${key} ${value} (${source})`]);
  return [...byLever].map(([lever, parts]) => wrapped(`  ${leverLabel(lever as LeverName)}: ${parts.join(', ')}`, 80, '    '));
}

/** One curve per queue. With a price of lost contacts the cheapest row and the point where one more agent no longer pays are marked. */
export function priceText({ queues, left, costPerHour, costPerLostContact }: PlanPrice, label: (target: number) => string): string {
  const tables = queues.flatMap(({ queue, answerWithinSeconds, curve }) => {
    const lost = curve.rows.some((row) => row.lostCost > 0);
    const weighed = costPerLostContact > 0 && lost;
    const rows = curve.rows.map((row, k) => [label(row.target), ...priced(row), weighed && k === curve.cheapestRow ? '◄' : '']);
    const optimum = weighed ? [['pays', ...priced(curve.optimum), '']] : [];
    const head = ['', 'level', 'ASA', 'lost', 'peak', 'paid h', 'pay', 'lost c.', 'total', ''];
    return [
      `${queue}, answered within ${spoken(answerWithinSeconds)}, ${decimal(costPerHour, 2)} a paid hour:`,
      textTable(head, [...rows, ...optimum], [0, 9]),
      ...(weighed ? [wrapped('◄ the cheapest row; pays: in every interval as many as pay, one more does not.')] : []),
      ...(costPerLostContact > 0 && !lost ? [wrapped('Nobody gives up here, so nothing is lost and nothing marked; a patience in plan.json would tell.')] : []),
      '',
    ];
  });
  const without = `Without a curve: ${left.join(', ')} (work by deadline, lists, several chats at a time, or nobody gives up).`;
  return [...tables, ...(left.length > 0 ? [wrapped(without)] : [])].join('\n').trimEnd();
}

function priced(row: PlanPrice['queues'][number]['curve']['rows'][number] | PlanPrice['queues'][number]['curve']['optimum']): string[] {
  return [
    percent(row.serviceLevel, 1),
    spoken(row.asaSeconds),
    percent(row.abandonProbability, 1),
    whole(row.peakAgents),
    whole(row.paidHours),
    whole(row.staffCost),
    whole(row.lostCost),
    whole(row.totalCost),
  ];
}
