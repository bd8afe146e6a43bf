import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanConfig, RosterService, RosterSimulation } from '../../src/core/index.js';
import { readForecast, readRoster } from '../../src/ingest/index.js';
import { renderReport, renderSimulation } from '../../src/report/index.js';
import { simulateRoster } from '../../src/simulate/index.js';
import { checkMarkup } from './check-markup.js';
import { HOSTILE, samplePlan } from './sample-plan-result.js';

const QUEUE = `tech ${HOSTILE.script}`;
const TARGET = { serviceLevel: 0.8, answerWithin: '20s' } as const;

/** Two days of four hours: enough people in the morning, too few from ten on. */
async function played(queue: string, over: 'interval' | 'day' | 'week', zone = 'Europe/Berlin'): Promise<RosterSimulation> {
  const rows = ['agent,date,shift,start,end,activity'];
  const hours = ['queue,start,interval_seconds,volume,aht_seconds'];
  for (const day of ['2026-12-07', '2026-12-08']) {
    for (let k = 0; k < 12; k += 1) rows.push(`a${k},${day},day,${day}T08:00:00+01:00,${day}T${k < 5 ? 12 : 10}:00:00+01:00,online`);
    for (let hour = 8; hour < 12; hour += 1) hours.push(`"${queue}",${day}T${String(hour).padStart(2, '0')}:00:00+01:00,3600,80,300`);
  }
  const plan: PlanConfig = { zone, queues: { [queue]: { patience: '2min', target: { ...TARGET, over } } } };
  return simulateRoster(readRoster(rows.join('\n')), readForecast(hours.join('\n'), { zone }), plan, { replications: 30 });
}

const words = (page: string): string =>
  page
    .replaceAll(/<style>[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');

let byInterval: RosterSimulation;
let page: string;
beforeAll(async () => {
  byInterval = await played(QUEUE, 'interval');
  page = await renderSimulation(byInterval);
});

describe('the page of a simulated roster', () => {
  it('is whole markup with every name escaped', () => {
    checkMarkup(page);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('says that targets are missed, on which days, and in which intervals', () => {
    const text = words(page);
    expect(text).toContain('Some targets are missed.');
    expect(text).toMatch(/Mon 7 Dec \d+ .* 2 of 4/);
    expect(text).toContain('Mon 7 Dec 2 intervals missed');
    expect(text).toMatch(/Mon 7 Dec 10:00–12:00/);
  });

  it('paints what is missed red, and nothing where every interval is met', async () => {
    expect(page.match(/<path class="short"/g)).toHaveLength(2);
    const queue = byInterval.queues[0] as RosterSimulation['queues'][number];
    const intervals = { ...queue.intervals, verdict: queue.intervals.verdict.map((verdict) => (verdict === null ? null : ('met' as const))) };
    const met = await renderSimulation({ ...byInterval, misses: [], queues: [{ ...queue, intervals }] });
    expect(met).not.toContain('<path class="short"');
    expect(words(met)).toContain('Every target is met.');
  });

  it('counts missed intervals in one way, all of them judged together', async () => {
    const queue = byInterval.queues[0] as RosterSimulation['queues'][number];
    const { verdict, serviceLevel, serviceLevelHalfWidth } = queue.intervals;
    const doubtful = verdict.indexOf('met');
    const put = <Value>(list: readonly Value[], value: Value): Value[] => list.map((old, i) => (i === doubtful ? value : old));
    // alone it misses for sure; one of eight, it may be chance
    const intervals = {
      ...queue.intervals,
      verdict: put(verdict, 'missed' as const),
      serviceLevel: put(serviceLevel, 0.78),
      serviceLevelHalfWidth: put(serviceLevelHalfWidth, 0.019),
    };
    const text = words(await renderSimulation({ ...byInterval, queues: [{ ...queue, intervals }] }));
    expect(text).toMatch(/Mon 7 Dec \d+ .* 2 of 4/);
    expect(text).toContain('Mon 7 Dec 2 intervals missed');
    expect(text).toContain('2 of 4 intervals missed');
    expect(text).not.toContain('3 intervals missed');
  });

  it('draws a queue that nothing is asked of', async () => {
    const queue = byInterval.queues[0] as RosterSimulation['queues'][number];
    const target = { ...queue.target, serviceLevel: null };
    const intervals = { ...queue.intervals, verdict: queue.intervals.verdict.map(() => null) };
    const days = queue.days.map((day) => ({ ...day, verdict: null }));
    const text = words(await renderSimulation({ ...byInterval, misses: [], queues: [{ ...queue, target, verdict: null, days, intervals }] }));
    expect(text).toContain('No queue has a target.');
  });

  it('judges weeks where the target holds over weeks', async () => {
    const text = words(await renderSimulation(await played('calls', 'week')));
    expect(text).toContain('By week');
    expect(text).toMatch(/Mon 7 Dec to Tue 8 Dec \d+ [\d.]+ % ± [\d.]+ missed/);
    expect(text).not.toContain('Intervals missed');
  });

  it('writes the same page for the same simulation', async () => {
    expect(await renderSimulation(byInterval)).toBe(page);
  });
});

describe('the report of a plan whose roster was simulated', () => {
  const sample = samplePlan({ queueNames: ['calls'], people: 6 });
  const missing = [
    {
      queue: 'calls',
      day: '2026-12-07',
      startMs: Date.UTC(2026, 11, 7, 9),
      endMs: Date.UTC(2026, 11, 7, 11),
      serviceLevel: 0.31,
      target: 0.8,
      agentHours: 6.5,
      cost: 130,
    },
  ];
  const outcome = { queue: 'calls', serviceLevel: 0.6, serviceLevelHalfWidth: 0.01, plainServiceLevel: 0.57, target: 0.8, over: 'interval' as const };
  const service: RosterService = {
    ...{ status: 'missed', spent: 980, plainSpent: 1000, rosters: 7, replications: 30, missing },
    queues: [{ ...outcome, met: 4, unclear: 0, missed: 4 }],
  };

  it('sets the plan beside the simulation, and prices what is missing', async () => {
    const simulation = await played('calls', 'interval');
    const [queue] = sample.result.summary.queues;
    const summary = {
      ...sample.result.summary,
      queues: [{ ...queue, queue: 'calls', serviceLevel: 0.824, days: [{ day: '2026-12-07', serviceLevel: 0.811 }] }],
    };
    const report = await renderReport({ ...sample.result, summary: summary as never, simulation, service }, { agents: sample.agents });
    checkMarkup(report);
    const text = words(report.slice(report.indexOf('<section id="service"')));
    expect(text).toContain('It costs 980, 20 (2.0 %) less than a roster that covers the requirements as they are (7 rosters played).');
    expect(text).toMatch(/calls 80 % in 20 s, each interval 82\.4 % 57\.0 %/);
    expect(text).toMatch(/Mon 7 Dec \d+ 81\.1 %/);
    expect(text).toContain('Meeting every target takes about 6.5 h more on line, 130 in pay.');
    expect(text).toContain('Mon 7 Dec 10:00–12:00 calls 31.0 % 80 % 6.5 h 130');
    expect(words(report)).toContain('4 stretches that miss their target when played');
  });

  it('has no such section without a simulation', async () => {
    const report = await renderReport(sample.result, { agents: sample.agents });
    expect(report).not.toContain('Simulated service');
  });
});
