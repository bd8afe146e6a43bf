import { describe, expect, it } from 'vitest';
import type { CalendarEvent, History, QueueHistory } from '../../src/core/index.js';
import { cleanHistory, findGaps, findLevelShifts, findOutlierDays, rangesWhere, undoCleaning } from '../../src/series/index.js';
import { addDays, dayStartMs, gridClock } from '../../src/time/index.js';

const ZONE = 'Europe/Berlin';

/** Hours 8 to 18 on weekdays from Monday 2026-01-05 on; `value` gives the contacts of a day and hour, null for none. */
function office(days: number, value: (day: number, hour: number) => number | null, zone = ZONE): QueueHistory {
  const startMs = dayStartMs(zone, '2026-01-05');
  const count = Math.round((dayStartMs(zone, addDays('2026-01-05', days)) - startMs) / 3_600_000);
  const { dayNumbers, weekdays, minutes } = gridClock(zone, startMs, 3600, count);
  const hour = (i: number): number => Math.floor((minutes[i] as number) / 60);
  const isOpen = (i: number): boolean => (weekdays[i] as number) < 5 && hour(i) >= 8 && hour(i) < 18;
  const volume = Array.from({ length: count }, (_, i) => (isOpen(i) ? value((dayNumbers[i] as number) - (dayNumbers[0] as number), hour(i)) : null));
  const nulls = volume.map(() => null);
  return {
    ...{ queue: 'sales', channel: 'voice', zone, grain: 'interval', startMs, intervalSeconds: 3600, volume, bookedAt: 'arrival' },
    ...{ closed: rangesWhere(count, (i) => !isOpen(i)) },
    ...{ handled: volume, abandoned: nulls, shortAbandoned: nulls, ahtSeconds: volume.map((v) => (v === null ? null : 300)), meanWaitSeconds: nulls },
  };
}

const usual = (day: number, hour: number): number => 20 + ((hour * 7 + day * 5) % 9);

const historyOf = (...queues: QueueHistory[]): History => ({
  ...{ queues, issues: [], issueCounts: {} },
  summary: {
    ...{ system: 'generic', confidence: 1, encoding: 'utf-8', delimiter: ',', dateOrder: null, units: {} },
    ...{ rowsRead: 0, rowsKept: 0, rowsDropped: {}, doubts: [] },
  },
});

const event = (date: string, name: string, more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  ...{ date, endDate: date, name, kind: 'holiday', startTime: null, endTime: null, queue: null, effect: null, repeats: null },
  ...more,
});

describe('findOutlierDays', () => {
  it('names a day of three times the usual volume and one without any, not the quiet noise around them', () => {
    const queue = office(84, (day, hour) => (day === 30 ? 3 * usual(day, hour) : day === 45 ? 0 : usual(day, hour)));
    expect(findOutlierDays(queue).map(({ day, z }) => [day, Math.sign(z)])).toEqual([
      ['2026-02-04', 1],
      ['2026-02-19', -1],
    ]);
  });

  it('compares with the same weekday: a busy Monday every week is no outlier', () => {
    expect(findOutlierDays(office(84, (day, hour) => (day % 7 === 0 ? 3 : 1) * usual(day, hour)))).toEqual([]);
  });

  it('takes a lasting change for another level, at its ends too', () => {
    expect(findOutlierDays(office(84, (day, hour) => (day >= 42 ? 2 : 1) * usual(day, hour)))).toEqual([]);
    expect(findOutlierDays(office(84, (day, hour) => (day >= 77 ? 2 : 1) * usual(day, hour)))).toEqual([]);
  });

  it('lets a queue of a few contacts a day vary as chance does', () => {
    const few = office(112, (day, hour) => ((day * 31 + hour * 17) % 10 === 0 ? 1 : 0));
    expect(findOutlierDays(few)).toEqual([]);
  });

  it('scales a day of which some hours are missing, and does not judge one of which most are', () => {
    const some = office(84, (day, hour) => (day === 30 && hour >= 15 ? null : usual(day, hour)));
    const most = office(84, (day, hour) => (day === 30 && hour >= 10 ? null : usual(day, hour)));
    expect(findOutlierDays(some)).toEqual([]);
    expect(findOutlierDays(most)).toEqual([]);
  });

  it('names the event on the day, before it or after it, also one that repeats every year', () => {
    const queue = office(84, (day, hour) => (day === 30 || day === 45 || day === 58 ? 3 * usual(day, hour) : usual(day, hour)));
    const events = [event('2026-02-04', 'Sale'), event('2025-02-20', 'Fair', { repeats: 'yearly' }), event('2026-03-03', 'Bill run', { queue: 'sales' })];
    expect(findOutlierDays(queue, { events }).map(({ cause }) => cause)).toEqual([
      { name: 'Sale', kind: 'holiday', when: 'on' },
      { name: 'Fair', kind: 'holiday', when: 'dayBefore' },
      { name: 'Bill run', kind: 'holiday', when: 'dayAfter' },
    ]);
    expect(findOutlierDays(queue, { events: [event('2026-02-04', 'Sale', { queue: 'other' })] })[0]?.cause).toBeNull();
  });

  it('works on weeks, and in any zone', () => {
    const weeks: QueueHistory = {
      ...office(7, () => 1),
      ...{ grain: 'week', intervalSeconds: null, startDay: '2025-01-06', closed: [] },
      volume: Array.from({ length: 40 }, (_, i) => (i === 20 ? 3000 : 1000 + ((i * 37) % 90))),
    };
    expect(findOutlierDays(weeks).map(({ day }) => day)).toEqual(['2025-05-26']);
    for (const zone of ['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'])
      expect(findOutlierDays(office(84, (day, hour) => (day === 30 ? 90 : usual(day, hour)), zone)).map(({ day }) => day)).toEqual(['2026-02-04']);
  });

  it('refuses a threshold of 0', () => {
    expect(() => findOutlierDays(office(14, usual), { threshold: 0 })).toThrow(/findOutlierDays: threshold/);
  });
});

describe('findLevelShifts', () => {
  it('finds the day and the size of a step up and of a step down', () => {
    const [up] = findLevelShifts(office(168, (day, hour) => (day >= 84 ? 1.5 : 1) * usual(day, hour)));
    expect([up?.day, Math.round((up?.ratio ?? 0) * 10) / 10]).toEqual(['2026-03-30', 1.5]);
    const [down] = findLevelShifts(office(168, (day, hour) => (day >= 84 ? 0.6 : 1) * usual(day, hour)));
    expect([down?.day, Math.round((down?.ratio ?? 0) * 10) / 10]).toEqual(['2026-03-30', 0.6]);
  });

  it('takes no steady growth, no season and no single week for a step', () => {
    expect(findLevelShifts(office(364, (day, hour) => usual(day, hour) * (1 + day / 364)))).toEqual([]);
    expect(findLevelShifts(office(364, (day, hour) => usual(day, hour) * (1 + 0.4 * Math.sin((2 * Math.PI * day) / 364))))).toEqual([]);
    expect(findLevelShifts(office(168, (day, hour) => usual(day, hour) * (day >= 84 && day < 91 ? 2 : 1)))).toEqual([]);
  });

  it('has nothing to say about a history shorter than eight weeks of days', () => {
    expect(findLevelShifts(office(40, (day, hour) => (day >= 20 ? 2 : 1) * usual(day, hour)))).toEqual([]);
  });
});

describe('findGaps', () => {
  it('tells missing, closed and zero apart, and leaves nights and weekends out', () => {
    const base = office(84, (day, hour) => (day === 30 || day === 31 ? null : day === 45 && hour >= 10 && hour < 13 ? 0 : usual(day, hour)));
    const at = base.startMs;
    const from = Math.round((dayStartMs(ZONE, '2026-03-04') - at) / 3_600_000);
    const closed = [...base.closed, [from, from + 24] as const].sort((a, b) => a[0] - b[0]);
    const queue = { ...base, closed, volume: base.volume.map((value, i) => (i >= from && i < from + 24 ? null : value)) };
    expect(findGaps(queue).map(({ kind, from: start, to, intervals }) => [kind, start, to, intervals])).toEqual([
      ['missing', '2026-02-04T08:00:00+01:00', '2026-02-05T18:00:00+01:00', 20],
      ['zero', '2026-02-19T10:00:00+01:00', '2026-02-19T13:00:00+01:00', 3],
      ['closed', '2026-03-04T08:00:00+01:00', '2026-03-04T18:00:00+01:00', 10],
    ]);
  });

  it('does not call a quiet hour of 0 a gap', () => {
    expect(findGaps(office(84, (day, hour) => ((day + hour) % 3 === 0 ? 0 : 1)))).toEqual([]);
  });

  it('names months by their first day', () => {
    const months: QueueHistory = {
      ...office(7, () => 1),
      ...{ grain: 'month', intervalSeconds: null, startDay: '2025-11-01', closed: [], volume: [900, 950, null, 940, 910] },
    };
    expect(findGaps(months)).toEqual([{ kind: 'missing', fromIndex: 2, toIndex: 3, from: '2026-01-01', to: '2026-02-01', intervals: 1, usualVolume: 925 }]);
  });
});

describe('cleanHistory', () => {
  const rough = historyOf(office(84, (day, hour) => (day === 30 ? 90 : day === 45 && hour > 12 ? null : usual(day, hour))));

  it('takes each step alone, and says what it did', () => {
    const outliers = cleanHistory(rough, { steps: ['outliers'] });
    expect(outliers.changes.map(({ step, day, volumeBefore, volumeAfter }) => [step, day, volumeBefore, volumeAfter])).toEqual([
      ['outliers', '2026-02-04', 900, null],
    ]);
    expect(outliers.changes[0]?.because).toMatch(/^900 contacts where 2\d\d are usual/);
    const gaps = cleanHistory(rough, { steps: ['gaps'] });
    expect(gaps.changes.map(({ step, day }) => [step, day])).toEqual([['gaps', '2026-02-19']]);
    expect(cleanHistory(rough, { steps: [] })).toMatchObject({ history: rough, changes: [] });
  });

  it('puts the usual day in the place of an outlier when both steps are taken', () => {
    const { history, unfilled } = cleanHistory(rough);
    const before = rough.queues[0]?.volume ?? [];
    const after = history.queues[0]?.volume ?? [];
    const day = before.map((value, i) => [value, after[i]] as const).filter(([value]) => value === 90);
    expect(day).toHaveLength(10);
    for (const [, value] of day) expect(value).toBeGreaterThan(19);
    for (const [, value] of day) expect(value).toBeLessThan(30);
    expect(unfilled).toBe(0);
  });

  it('fills at the level of the rest of the day', () => {
    const busy = historyOf(office(84, (day, hour) => (day === 45 ? (hour > 12 ? null : 1.1 * usual(day, hour)) : usual(day, hour))));
    const { changes } = cleanHistory(busy, { steps: ['gaps'] });
    expect(changes[0]?.because).toMatch(/at 1\d\d % as the rest of the day/);
  });

  it('leaves a day alone that an event explains, unless told otherwise', () => {
    const events = [event('2026-02-04', 'Sale')];
    expect(cleanHistory(rough, { steps: ['outliers'], events }).changes).toEqual([]);
    expect(cleanHistory(rough, { steps: ['outliers'], events, cleanEventDays: true }).changes[0]?.because).toMatch(/Sale/);
  });

  it('reports level shifts and never repairs them', () => {
    const shifted = historyOf(office(168, (day, hour) => (day >= 84 ? 1.5 : 1) * usual(day, hour)));
    const { history, changes, levelShifts } = cleanHistory(shifted);
    expect(history).toEqual(shifted);
    expect(changes).toEqual([]);
    expect(levelShifts).toMatchObject([{ day: '2026-03-30', series: { queue: 'sales', channel: 'voice' } }]);
  });

  it('leaves closed intervals, zeros and what has no like around it as they are', () => {
    const { history } = cleanHistory(rough);
    const before = rough.queues[0] as QueueHistory;
    const after = history.queues[0] as QueueHistory;
    expect(after.closed).toBe(before.closed);
    before.closed.forEach(([from, to]) => {
      expect(after.volume.slice(from, to).every((value) => value === null)).toBe(true);
    });
    const lonely = historyOf(office(4, (day) => (day === 2 ? null : 20)));
    expect(cleanHistory(lonely)).toMatchObject({ history: lonely, changes: [], unfilled: 10 });
  });

  it('refuses steps that it does not know', () => {
    expect(() => cleanHistory(rough, { steps: ['shifts' as 'gaps'] })).toThrow(/cleanHistory: steps must be among outliers, gaps/);
  });
});

describe('undoCleaning', () => {
  it('gives the input back exactly, and a part of the steps when only the last changes are given', () => {
    const rough = historyOf(office(84, (day, hour) => (day === 30 ? 90 : day === 45 && hour > 12 ? null : usual(day, hour))));
    const both = cleanHistory(rough);
    expect(undoCleaning(both.history, both.changes)).toEqual(rough);
    const fills = both.changes.filter(({ step }) => step === 'gaps');
    expect(undoCleaning(both.history, fills)).toEqual(cleanHistory(rough, { steps: ['outliers'] }).history);
    expect(JSON.parse(JSON.stringify(both.changes))).toEqual(both.changes);
  });

  it('refuses changes of another history', () => {
    const rough = historyOf(office(84, (day, hour) => (day === 30 ? 90 : usual(day, hour))));
    const { changes } = cleanHistory(rough);
    expect(() => undoCleaning(historyOf(office(7, usual)), changes)).toThrow(/undoCleaning: changes must belong to the history/);
    expect(() => undoCleaning(historyOf({ ...office(84, usual), queue: 'other' }), changes)).toThrow(/queue "sales"/);
  });
});
