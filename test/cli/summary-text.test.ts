import { describe, expect, it } from 'vitest';
import { conflictLines, outcomeLine } from '../../src/cli/outcome-lines.js';
import { summaryText } from '../../src/cli/summary-text.js';
import { percent } from '../../src/cli/wording.js';
import type { Peak, PlanResult, Roster } from '../../src/core/index.js';
import { historyOf } from '../plan/history-of.js';

const roster: Roster = {
  status: 'timeLimit',
  objective: 44_121.04,
  bound: 43_700.5,
  gap: 0.00953,
  costs: { paid: 42_396.5, uncovered: 1245.76, surplus: 410.78, wishes: 68 },
  agents: [],
  coverage: [],
  surplus: [],
  shortfalls: [],
  unmetWishes: [{ agent: 'a01', wish: { kind: 'off', day: '2026-12-01', weight: 5 } }],
  conflicts: [],
  warnings: [],
};

const peak = (day: number, relative: number, when: string): Peak => ({
  kind: relative > 0 ? 'peak' : 'trough',
  scale: 'day',
  queue: 'service',
  startMs: Date.UTC(2026, 11, day),
  endMs: Date.UTC(2026, 11, day + 1),
  when,
  relative,
  confidence: 0.9,
  because: 'campaign',
});

const result: PlanResult = {
  history: historyOf(),
  forecast: { queues: [], provenance: { version: '0.1.0', seed: 1, method: 'test', options: {} } },
  peaks: [
    peak(24, -0.6, '2026-12-24 (Christmas Eve)'),
    peak(7, 0.24, '2026-12-07 (Winter offer)'),
    { ...peak(1, 0.2, 'Mondays'), startMs: undefined } as unknown as Peak,
  ],
  requirements: { queues: [], totals: [], warnings: [] },
  roster,
  design: null,
  summary: {
    forecastFrom: '2026-11-30',
    forecastTo: '2026-12-27',
    rosterFrom: '2026-11-30',
    rosterTo: '2026-12-06',
    contacts: 16_353.3,
    queues: [
      {
        ...{ queue: 'service', contacts: 12_955.8, ahtSeconds: 267.06, serviceLevel: 0.8052, asaSeconds: 7.954, abandonProbability: 0.0415 },
        ...{ occupancy: 0.8075, requiredHours: 1192.67, coveredHours: 1171.91, understaffedHours: 20.76 },
      },
      {
        ...{ queue: 'correspondence by post', contacts: 0, ahtSeconds: null, serviceLevel: null, asaSeconds: null, abandonProbability: null },
        ...{ occupancy: null, requiredHours: 0, coveredHours: 0, understaffedHours: 0 },
      },
    ],
    people: 60,
    paidHours: 1944,
    fte: 48.6,
    understaffedHours: 20.76,
    overstaffedHours: 82.16,
    cost: 42_396.5,
    objective: 44_121.04,
    bound: 43_700.5,
    gap: 0.00953,
    rosterStatus: 'timeLimit',
  },
  config: {
    zone: 'Europe/Berlin',
    queues: { service: { target: { serviceLevel: 0.8, answerWithin: '20s' } }, 'correspondence by post': { target: { asa: '1h' } } },
  },
  warnings: Array.from({ length: 7 }, (_, i) => `Warning ${i + 1}, which is long enough to take more than one line of eighty columns when it is printed.`),
  provenance: { version: '0.1.0', seed: 1, method: 'test', options: {} },
};

describe('the summary of a plan', () => {
  it('reads in half a minute', async () => {
    await expect(`${summaryText(result)}\n`).toMatchFileSnapshot('../golden/cli-summary.txt');
  });

  it('keeps to 80 columns and at most 30 lines', () => {
    const lines = summaryText(result).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(30);
  });

  it('says full-time equivalents in place of people where no names are planned', () => {
    const text = summaryText({ ...result, roster: null, design: { ...roster, shifts: [], fte: 48.6, peopleAtLeast: 60 } });
    expect(text).toMatch(/^48\.6 full-time equivalents, 1,944 paid hours/m);
    expect(text).toMatch(/cost 42,397; at least 60 people\.$/m);
    expect(text).not.toMatch(/wish/);
  });
});

describe('a share in percent', () => {
  it('carries a minus sign as changes do, and none when it rounds to nothing', () => {
    expect([percent(-0.022, 1), percent(-0.0001, 1), percent(0.5), percent(null)]).toEqual(['−2.2 %', '0.0 %', '50 %', '–']);
  });
});

describe('the outcome of a roster', () => {
  it('is a line of objective, bound and gap', () => {
    expect(outcomeLine(roster)).toBe('Roster: best found in the time given, objective 44,121; none can cost less than 43,701 (gap 0.95 %).');
    expect(outcomeLine({ ...roster, status: 'feasible' })).toMatch(/^Roster: good, /);
    expect(outcomeLine({ ...roster, status: 'feasible', gap: 0.14 })).toMatch(/^Roster: best found, /);
    expect(outcomeLine({ ...roster, bound: null, gap: null })).toMatch(/no bound proved\. A longer --time-limit may find a better one\.$/);
    expect(outcomeLine({ ...roster, status: 'feasible', bound: null, gap: null })).toMatch(/no bound proved\.$/);
  });

  it('names every contradiction', () => {
    const conflicts = [{ agent: 'ann', rules: ['hoursPerWeek', 'daysPerWeek'], message: '36 h do not fit into 3 days.' }];
    expect(conflictLines({ ...roster, conflicts }, result.config)).toEqual([
      'No plan exists: rules contradict each other.',
      '  ann: 36 h do not fit into 3 days.',
    ]);
    const named = { agent: 'ann', rules: [], message: 'ann (contract "full"): two rules.' };
    const days = { agent: null, rules: ['contracts.full time.daysPerWeek.min', 'people.J. Doe.fixed'], message: 'Two rules.' };
    const config = { ...result.config, contracts: { 'full time': { shifts: [], daysPerWeek: { min: 6 } } }, people: { 'J. Doe': { fixed: [] } } };
    expect(conflictLines({ ...roster, conflicts: [days] }, config)).toEqual([
      'No plan exists: rules contradict each other.',
      '  Two rules.',
      '    contracts.full time.daysPerWeek.min: 6',
      '    people.J. Doe.fixed: []',
    ]);
    expect(conflictLines({ ...roster, conflicts: [named] }, result.config)[1]).toBe('  ann (contract "full"): two rules.');
    expect(conflictLines(roster, result.config)[0]).toMatch(/--time-limit/);
  });
});
