import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanResult, QueueForecast } from '../../src/core/index.js';
import { escapeText } from '../../src/report/html.js';
import { renderReport } from '../../src/report/index.js';
import { instantOf } from '../../src/time/index.js';
import { checkMarkup, type MarkupFacts } from './check-markup.js';
import { HOSTILE, samplePlan } from './sample-plan-result.js';

const sample = samplePlan();
let page = '';
let facts: MarkupFacts;

beforeAll(async () => {
  page = await renderReport(sample.result, { title: `Plan ${HOSTILE.script}`, agents: sample.agents });
  facts = checkMarkup(page);
});

/** The part of the page under one heading. */
function part(id: string, of = page): string {
  const from = of.indexOf(`<section id="${id}"`);
  return of.slice(from, of.indexOf('</section>', from));
}

/** Whether the page holds something; a failing `toMatch` would print all of it. */
const holds = (pattern: RegExp): boolean => pattern.test(page);

const words = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');

describe('reasons', () => {
  it('stand below what is short, as plain text, and nowhere when none are given', async () => {
    const attention = part('attention', await renderReport(sample.result, { reasons: [`billing: rules hold ${HOSTILE.script} back.`] }));
    expect(attention.indexOf('Why, and what would help')).toBeGreaterThan(attention.indexOf('id="shortfalls"'));
    expect(attention.includes(`<li>billing: rules hold ${escapeText(HOSTILE.script)} back.</li>`)).toBe(true);
    expect(page.includes('Why, and what would help')).toBe(false);
  });
});

describe('warnings', () => {
  it('of a queue stand once, with its name', async () => {
    const [first, ...others] = sample.result.forecast.queues;
    const forecast = { ...sample.result.forecast, queues: [{ ...(first as QueueForecast), warnings: ['Few contacts.'] }, ...others] };
    const told = part('attention', await renderReport({ ...sample.result, forecast, warnings: ['billing: Few contacts.'] }));
    expect(told.split('Few contacts.')).toHaveLength(2);
  });
});

describe('renderReport', () => {
  it('writes one well-formed page in a named language', () => {
    expect(page.startsWith('<!DOCTYPE html>\n<html lang="en">')).toBe(true);
    expect(facts.tags).toMatchObject({ html: 1, head: 1, body: 1, main: 1, h1: 1 });
  });

  it('asks for nothing from any network', () => {
    expect(holds(/\s(src|srcset|xlink:href|poster|action)="|url\(|@import|fetch\(|XMLHttpRequest|import\(|WebSocket|sendBeacon/i)).toBe(false);
    for (const tag of ['link', 'img', 'iframe', 'object', 'form', 'base']) expect(facts.tags[tag]).toBeUndefined();
  });

  it('lets only its own script and style run', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const hash = (text: string | undefined): string =>
      `'sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}'`;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1])};`);
    expect(policy).toContain(`script-src ${hash(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1])};`);
    expect(policy).not.toContain('unsafe');
  });

  it('escapes every name, wherever it stands', () => {
    for (const name of Object.values(HOSTILE)) expect(page.includes(escapeText(name)), name).toBe(true);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.includes('<img')).toBe(false);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(holds(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)).toBe(false);
    expect(holds(/\p{Cs}/u)).toBe(false);
  });

  it('gives the figures that matter first, rounded for people', () => {
    const text = words(part('figures'));
    const { paidHours, understaffedHours } = sample.result.summary;
    expect(text).toContain(`Paid hours ${Math.round(paidHours).toLocaleString('en-US')}`);
    expect(text).toContain(`Understaffed ${Math.round(understaffedHours)} h`);
    expect(text).toContain('target 80 % in 20 s');
    expect(text).toContain('so at most 0.9 % could still be saved');
    expect(text).toMatch(/Contacts ahead [\d,]+ 7 Dec 2026 to 3 Jan 2027/);
  });

  it('weighs the service level of all queues by their contacts', () => {
    const [a, b] = sample.result.summary.queues;
    if (a === undefined || b === undefined) throw new Error('the sample has two queues');
    const mean = ((a.serviceLevel ?? 0) * a.contacts + (b.serviceLevel ?? 0) * b.contacts) / (a.contacts + b.contacts);
    expect(words(part('figures'))).toContain(`Service level expected ${(mean * 100).toFixed(1)} %`);
  });

  it('draws each queue by day with two bands, and the week by interval', () => {
    const forecast = part('forecast');
    expect(forecast.match(/<svg class="chart wide"/g)).toHaveLength(4); // contacts and handle time of two queues
    expect(forecast.match(/<svg class="chart panel"/g)).toHaveLength(12); // six open days each
    expect(forecast.match(/class="band outer"/g)).toHaveLength(2 + 12);
    expect(forecast.match(/class="band inner"/g)).toHaveLength(2 + 12);
    expect(words(forecast)).toContain('recorded 30 Nov to 6 Dec, same weekdays');
  });

  it('describes every picture in words', () => {
    const pictures = page.match(/<svg[^>]*role="img"[^>]*>/g) ?? [];
    expect(pictures.length).toBeGreaterThan(30);
    for (const picture of pictures) expect(picture).toMatch(/aria-labelledby="\S+t \S+d"/);
    expect(page.match(/<title id=/g)).toHaveLength(pictures.length);
    expect(page.match(/<desc id=/g)).toHaveLength(pictures.length);
  });

  it('lists peaks ahead before patterns that come back, with size, certainty and reason', () => {
    const text = words(part('peaks'));
    expect(text.indexOf('Monday after a campaign')).toBeLessThan(text.indexOf('25 of 26 Mondays'));
    expect(text).toContain('2026-12-14 (bill run) billing ▲ peak +34 % 88 % bill runs raised 5 of 6 earlier days');
    expect(text).toContain('trough −55 % 100 %');
  });

  it('shows what is missing in red and what is idle, day by day', () => {
    const coverage = part('coverage');
    expect(coverage.match(/<svg class="chart panel"/g)).toHaveLength(18); // together and two queues, six days each
    expect(coverage).toMatch(/<path class="short" d="M/);
    expect(coverage).toMatch(/<path class="surplus" d="M/);
    expect(words(coverage)).toMatch(/Mon 7 Dec [\d.]+ h missing/);
  });

  it('has every person in the table of the week and every shift in the chart of its day', () => {
    const roster = part('roster');
    const rows = roster.slice(roster.indexOf('<table class="week full"'), roster.indexOf('</table>'));
    for (const { agent } of sample.agents) expect(rows.includes(`<bdi>${escapeText(agent)}</bdi>`), agent).toBe(true);
    const shifts = sample.result.roster?.agents.flatMap((agent) => agent.shifts) ?? [];
    expect(roster.match(/<g class="bar">/g)).toHaveLength(shifts.length);
    const pauses = shifts.flatMap(({ activities }) => activities).filter(({ activity }) => activity !== 'online');
    expect(roster.match(/<rect class="p-(paid|unpaid|other)"/g)).toHaveLength(pauses.length);
  });

  it('groups people by contract and names their tier', () => {
    const text = words(part('roster'));
    expect(text).toContain('full-time 45 people');
    expect(text).toContain('part-time 15 people');
    expect(text).toMatch(/Agent 017 T2/);
  });

  it('tells wishes not met, every warning, every remark on the data and the option that settles a doubt', () => {
    const text = words(part('attention'));
    expect(text).toContain('day off on Wed 9 Dec');
    expect(text).toContain('Two weeks of &quot;billing&quot; are missing');
    expect(text).toContain('negativeVolume 212');
    expect(text).toContain('unreadableDate 3');
    expect(text).toContain('--aht-unit minutes');
    expect(text).toContain('17,688 rows read, 17,473 used, left out: 212 negative volume, 3 unreadable date. Understood as: aht in seconds.');
  });

  it('shows the worst shortfall first', () => {
    const worst = [...(sample.result.roster?.shortfalls ?? [])].sort((a, b) => b.agents - a.agents)[0];
    const first = part('attention').split('<tbody>')[1]?.split('</tr>')[0] ?? '';
    expect(words(first)).toContain(` ${worst?.agents} `);
  });

  it('tells version, seed, method and the configuration used', () => {
    const text = words(part('provenance'));
    expect(text).toContain('shiftcast 0.1.0 (plan), seed 1');
    expect(text).toContain('&quot;answerWithin&quot;: &quot;20s&quot;');
  });

  it('writes the same page for the same plan and leaves the plan as it was', async () => {
    const before = JSON.stringify(sample.result);
    expect((await renderReport(sample.result, { title: `Plan ${HOSTILE.script}`, agents: sample.agents })) === page).toBe(true);
    expect(JSON.stringify(sample.result)).toBe(before);
  });

  it('stays below a megabyte for 60 people, two queues and half a year of history', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });
});

describe('renderReport for other plans', () => {
  it('shows shifts without names where no agents were given', async () => {
    const { result } = samplePlan({ withAgents: false, people: 20 });
    const other = await renderReport(result);
    checkMarkup(other);
    const text = words(part('roster', other));
    expect(text).toContain('Shifts without names');
    expect(text).toContain('full-time equivalents');
    const people = result.design?.shifts.filter(({ day }) => day === '2026-12-07').reduce((sum, { count }) => sum + count, 0);
    expect(text).toContain(`Mon 7 Dec 2026 ${people} people`);
  });

  it('works without the list of agents', async () => {
    const { result } = samplePlan({ people: 3, names: ['Ana', 'Bo', 'Chi'] });
    const other = await renderReport(result);
    checkMarkup(other);
    expect(words(part('roster', other))).toContain('Ana');
    expect(other).toContain('<title>Staffing plan</title>');
  });

  it('names the rules that contradict each other when there is no roster', async () => {
    const { result } = samplePlan({ people: 2 });
    const roster = {
      ...(result.roster as NonNullable<PlanResult['roster']>),
      status: 'infeasible' as const,
      objective: null,
      bound: null,
      gap: null,
      costs: null,
      agents: [],
      conflicts: [{ agent: 'Ana', rules: ['hoursPerWeek.min', 'unavailable'], message: 'at least 36 h asked, 24 h possible' }],
    };
    const other = await renderReport({
      ...result,
      roster,
      summary: { ...result.summary, objective: null, bound: null, gap: null, rosterStatus: 'infeasible' },
    });
    checkMarkup(other);
    expect(words(part('figures', other))).toContain('No roster keeps all rules together');
    expect(words(part('attention', other))).toContain('at least 36 h asked, 24 h possible');
  });

  it.each([
    ['optimal', 0, 'This is proved best'],
    ['timeLimit', 0.031, 'The time limit ended the search. Proved: none under these rules costs less'],
    ['feasible', null, 'How much a better one could save was not proved'],
  ] as const)('says in plain words what a roster that is %s means', async (rosterStatus, gap, words_) => {
    const { result } = samplePlan({ people: 2 });
    const summary = { ...result.summary, rosterStatus, gap, bound: gap === null ? null : 1000 };
    expect(words(part('figures', await renderReport({ ...result, summary })))).toContain(words_);
  });

  it('names only the parts of the cost that are there', async () => {
    const { result } = samplePlan({ people: 2 });
    const only = (costs: NonNullable<PlanResult['roster']>['costs']): Promise<string> =>
      renderReport({ ...result, roster: { ...(result.roster as NonNullable<PlanResult['roster']>), costs } });
    expect(words(part('figures', await only({ paid: 900, uncovered: 0, surplus: 0, wishes: 0 })))).toContain('in all, all of it paid work.');
    expect(words(part('figures', await only({ paid: 900, uncovered: 60, surplus: 0, wishes: 4 })))).toContain(
      ': 900 paid work, 60 as the price of uncovered hours and 4 of wishes not met.',
    );
  });

  it('adds up shifts without names that differ in their breaks alone', async () => {
    const { result } = samplePlan({ withAgents: false, people: 2 });
    const [first] = result.design?.shifts ?? [];
    if (first === undefined || result.design === null) throw new Error('the sample has shifts');
    const moved = { ...first, count: 3, activities: [{ activity: 'online', startMs: first.startMs, endMs: first.endMs }] };
    const other = part('roster', await renderReport({ ...result, design: { ...result.design, shifts: [{ ...first, count: 2 }, moved] } }));
    expect(other.match(/<g class="bar">/g)).toHaveLength(2);
    expect(words(other.slice(other.indexOf('<table>')))).toMatch(/\d\d:\d\d–\d\d:\d\d 5 [\d.]+ h/);
  });

  it('says when the search ended before anything was found', async () => {
    const { result } = samplePlan({ people: 2 });
    const summary = { ...result.summary, rosterStatus: 'timeLimit' as const, objective: null, bound: null, gap: null };
    expect(words(part('figures', await renderReport({ ...result, summary })))).toContain('ended the search before a roster was found');
  });

  it('survives queues without contacts, without history and without handle times', async () => {
    const { result } = samplePlan({ people: 2, queueNames: ['quiet'] });
    const none = <T>(column: readonly T[]): null[] => column.map(() => null);
    const queues = result.forecast.queues.map((queue) => ({
      ...queue,
      ahtSeconds: none(queue.ahtSeconds),
      volume: queue.volume.map((value) => (value === null ? null : 0)),
      days: [],
      bands: [],
    }));
    const bare: PlanResult = {
      ...result,
      history: { ...result.history, queues: [], issues: [], issueCounts: {}, summary: { ...result.history.summary, doubts: [], rowsDropped: {} } },
      forecast: { ...result.forecast, queues },
      peaks: [],
      warnings: [],
      summary: {
        ...result.summary,
        queues: result.summary.queues.map((queue) => ({ ...queue, contacts: 0, serviceLevel: null, ahtSeconds: null, occupancy: null })),
      },
    };
    const other = await renderReport(bare);
    checkMarkup(other);
    expect(/NaN|Infinity|undefined/.test(other)).toBe(false);
    expect(words(part('peaks', other))).toContain('Nothing stands out');
  });

  it('keeps the clock of a week in which the clocks change', async () => {
    const { result, agents } = samplePlan({ people: 4, start: '2024-10-21', historyWeeks: 6 });
    const other = await renderReport(result, { agents });
    checkMarkup(other);
    expect(words(part('roster', other))).toContain('Sun 27 Oct 2024');
  });

  it('draws a night shift on the day it starts, past midnight', async () => {
    const { result } = samplePlan({ people: 1, names: ['Ana'] });
    const day = '2026-12-08';
    const at = (minute: number): number => instantOf('Europe/Berlin', day, minute);
    const activities = [{ activity: 'online', startMs: at(1320), endMs: at(1800) }];
    const night = { day, shift: 'night', startMs: at(1320), endMs: at(1800), paidSeconds: 28_800, activities };
    const roster = { ...(result.roster as NonNullable<PlanResult['roster']>), agents: [{ agent: 'Ana', shifts: [night] }] };
    const other = part('roster', await renderReport({ ...result, roster }));
    expect(words(other)).toContain('Ana – 22:00–06:00');
    expect(other).toContain('<rect class="s0" x="0%" y="23" width="100%" height="12"/>');
    expect(words(other)).toMatch(/22:00 23:00 00:00 01:00/);
  });

  it('never writes a number that is none', () => {
    expect(holds(/NaN|Infinity|undefined|\[object/)).toBe(false);
  });
});
