import { describe, expect, it } from 'vitest';
import { combineShrinkage, resolvePlan } from '../../src/core/index.js';
import { readAgents, readEvents, readHistory } from '../../src/ingest/index.js';
import { checkAgents, makeSampleCentre } from '../../src/plan/index.js';
import { zoneOffsetMs } from '../../src/time/index.js';

const centre = makeSampleCentre({ seed: 1 });
const zone = centre.config.zone;
const history = await readHistory(centre.historyCsv, { zone });

describe('the sample centre', () => {
  it('is the same for the same seed and another for another', () => {
    expect(makeSampleCentre()).toEqual(centre);
    expect(makeSampleCentre({ seed: 2 }).historyCsv).not.toBe(centre.historyCsv);
    expect(() => makeSampleCentre({ seed: 1.5 })).toThrow(/makeSampleCentre: seed must be a whole number/);
  });

  it('has two queues of half-hours over 26 weeks and a clock change, with handle times and abandons', () => {
    expect(history.issues).toEqual([]);
    expect(history.queues.map((queue) => [queue.queue, queue.intervalSeconds])).toEqual([
      ['service', 1800],
      ['technical', 1800],
    ]);
    for (const queue of history.queues) {
      const endMs = queue.startMs + queue.volume.length * 1_800_000;
      expect((endMs - queue.startMs) / 86_400_000 / 7).toBeGreaterThan(25.5);
      expect(zoneOffsetMs(zone, queue.startMs)).not.toBe(zoneOffsetMs(zone, endMs));
      const open = queue.volume.flatMap((volume, i) => (volume === null ? [] : [i]));
      expect(open.every((i) => (queue.abandoned[i] as number) <= (queue.volume[i] as number))).toBe(true);
      expect(open.filter((i) => queue.ahtSeconds[i] === null).length).toBeLessThan(open.length / 100);
      expect(open.length).toBeLessThan(queue.volume.length / 2);
    }
  });

  it('is quiet on a public holiday, busy in a campaign', () => {
    const service = history.queues[0];
    const dayTotal = (day: string): number => {
      const from = (Date.parse(`${day}T00:00:00+02:00`) - (service?.startMs ?? 0)) / 1_800_000;
      return (service?.volume ?? []).slice(from, from + 48).reduce<number>((sum, volume) => sum + (volume ?? 0), 0);
    };
    expect(dayTotal('2026-06-04') / dayTotal('2026-06-11')).toBeLessThan(0.5);
    expect(dayTotal('2026-09-23') / dayTotal('2026-09-16')).toBeGreaterThan(1.1);
  });

  it('has 60 people in three tiers who fit the plan', () => {
    const { agents, issues } = readAgents(centre.agentsCsv);
    expect(issues).toEqual([]);
    const tiers = agents.map((agent) => agent.skills[0]?.tier);
    expect([1, 2, 3].map((tier) => tiers.filter((own) => own === tier).length)).toEqual([34, 17, 9]);
    const rules = resolvePlan(centre.config);
    expect(() => checkAgents('agents', agents, rules)).not.toThrow();
    expect(combineShrinkage(rules.shrinkage)).toBeCloseTo(0.0882, 10);
  });

  it('knows its events, past and to come', () => {
    const { events, issues } = readEvents(centre.eventsCsv);
    expect(issues).toEqual([]);
    for (const kind of ['holiday', 'campaign']) {
      const dates = events.filter((event) => event.kind === kind).map((event) => event.date);
      expect(dates.some((date) => date < '2026-11-30') && dates.some((date) => date > '2026-11-30'), kind).toBe(true);
    }
  });
});
