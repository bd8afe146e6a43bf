import { describe, expect, it } from 'vitest';
import type { CalendarEvent, Forecast, QueueForecast, QueueHistory } from '../../src/core/index.js';
import { applyOverrides, backtest, fitForecast, forecast, forecastFrom, spreadTotal } from '../../src/forecast/index.js';
import { dailyQueueOf, dayText, historyOf, MONDAY, noisy, officePattern, queueOf } from './make-history.js';

const event = (date: string, fields: Partial<CalendarEvent> = {}): CalendarEvent => ({
  date,
  endDate: date,
  name: 'Feast',
  kind: 'holiday',
  startTime: null,
  endTime: null,
  queue: null,
  effect: null,
  repeats: null,
  ...fields,
});

const office = queueOf((at) => noisy(officePattern(at), at.index), { days: 140 });
const first = (result: { readonly queues: readonly QueueForecast[] }): QueueForecast => result.queues[0] as QueueForecast;
const dayOf = (queue: QueueForecast, day: string): number => queue.days.find((d) => d.day === day)?.volume ?? 0;

describe('forecast of an office queue', () => {
  it('starts right after the history and stays closed at night and at weekends', async () => {
    const queue = first(await forecast(historyOf([office]), { weeks: 1 }));
    expect(queue.startMs).toBe(MONDAY + 140 * 86_400_000);
    expect(queue.volume).toHaveLength(7 * 48);
    expect(queue.days.map((d) => d.day)).toEqual([140, 141, 142, 143, 144].map(dayText));
    expect(queue.volume[15]).toBeNull();
    expect(queue.volume[16]).toBeGreaterThan(0);
    expect(queue.volume[36]).toBeNull();
    expect(queue.volume.slice(5 * 48).every((value) => value === null)).toBe(true);
  });

  it('finds the true mean of every interval within a few contacts', async () => {
    const queue = first(await forecast(historyOf([office]), { weeks: 1 }));
    let error = 0;
    let total = 0;
    queue.volume.forEach((value, i) => {
      const truth = officePattern({ day: 0, weekday: Math.floor(i / 48), minute: (i % 48) * 30, index: i });
      expect(value === null).toBe(truth === null);
      error += Math.abs((value ?? 0) - (truth ?? 0));
      total += truth ?? 0;
    });
    expect(error / total).toBeLessThan(0.04);
  });

  it('includes the interval that untilMs names and no later one', async () => {
    const untilMs = MONDAY + 140 * 86_400_000 + 9 * 3_600_000;
    expect(first(await forecast(historyOf([office]), { untilMs })).volume).toHaveLength(19);
  });

  it('refuses a horizon in the past and says where the history ends', async () => {
    await expect(forecast(historyOf([office]), { untilMs: MONDAY })).rejects.toThrow(/history ends at 2026-05-25T00:00:00\+00:00/);
  });

  it('refuses a horizon given twice or not at all', async () => {
    await expect(forecast(historyOf([office]), {})).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(forecast(historyOf([office]), { weeks: 1, days: 3 })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('can be stopped', async () => {
    await expect(forecast(historyOf([office]), { weeks: 1, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  });

  it('comes out the same in one step and in two, the model being stored as JSON in between', async () => {
    const model = JSON.parse(JSON.stringify(fitForecast(historyOf([office]), { horizonDays: 7 })));
    expect(forecastFrom(model, { weeks: 1 }).queues).toEqual((await forecast(historyOf([office]), { weeks: 1 })).queues);
  });

  it('covers every queue from the end of the latest one', async () => {
    const late = queueOf((at) => noisy(officePattern(at), at.index), { days: 100, queue: 'late' });
    const early = queueOf((at) => noisy(officePattern(at), at.index), { days: 60, queue: 'early' });
    const { queues } = await forecast(historyOf([late, early]), { days: 7 });
    expect(queues.map((queue) => [queue.startMs, queue.volume.length])).toEqual([
      [MONDAY + 100 * 86_400_000, 336],
      [MONDAY + 100 * 86_400_000, 336],
    ]);
  });
});

describe('calendar events', () => {
  it('learn what a holiday does from its past and leave other days alone', async () => {
    const feasts = [30, 58, 93];
    const quiet = queueOf((at) => noisy((officePattern(at) ?? 0) * (feasts.includes(at.day) ? 0.3 : 1) || null, at.index), { days: 133 });
    const events = [...feasts, 135].map((day) => event(dayText(day)));
    const plain = first(await forecast(historyOf([quiet]), { weeks: 1 }));
    const informed = first(await forecast(historyOf([quiet]), { weeks: 1, events }));
    const ratio = dayOf(informed, dayText(135)) / dayOf(plain, dayText(135));
    expect(ratio).toBeGreaterThan(0.24);
    expect(ratio).toBeLessThan(0.45);
    expect(dayOf(informed, dayText(133)) / dayOf(plain, dayText(133))).toBeCloseTo(1, 1);
  });

  it('close the queue for a declared closure, a whole day or part of one', async () => {
    const events = [event(dayText(141), { kind: 'closure' }), event(dayText(142), { kind: 'closure', startTime: '12:00', endTime: '18:00' })];
    const queue = first(await forecast(historyOf([office]), { weeks: 1, events }));
    expect(queue.volume.slice(48, 96).every((value) => value === null)).toBe(true);
    expect(queue.volume[2 * 48 + 23]).toBeGreaterThan(0);
    expect(queue.volume[2 * 48 + 24]).toBeNull();
    expect(queue.days.map((d) => d.day)).not.toContain(dayText(141));
  });

  it('learn a holiday on a quiet weekday apart from holidays on busy days, and do not ask for it again', async () => {
    // Saturdays carry a fifth of a weekday; the holiday on one of them halves it, the holiday on a Wednesday leaves nearly nothing.
    const factor = (day: number): number => (day === 103 ? 0.5 : day === 65 ? 0.1 : 1);
    const six = queueOf(
      (at) => (at.weekday === 6 || at.minute < 480 || at.minute >= 1080 ? null : noisy(60 * (at.weekday === 5 ? 0.2 : 1) * factor(at.day), at.index)),
      { days: 140 },
    );
    const events = [event(dayText(65), { name: 'Feast A' }), event(dayText(103), { name: 'Feast B' }), event(dayText(145), { name: 'Feast C' })];
    const queue = first(await forecast(historyOf([six]), { weeks: 2, events }));
    expect(dayOf(queue, dayText(145)) / dayOf(queue, dayText(152))).toBeGreaterThan(0.4);
    expect(dayOf(queue, dayText(145)) / dayOf(queue, dayText(152))).toBeLessThan(0.75);
    expect(queue.warnings.join(' ')).not.toContain('Declare them');
  });

  it('expect a closure on a holiday on which the queue was closed every year before', async () => {
    const closedDays = [30, 72];
    const shut = queueOf((at) => (closedDays.includes(at.day) ? null : noisy(officePattern(at), at.index)), { days: 140 });
    const events = [...closedDays, 142].map((day) => event(dayText(day)));
    expect(first(await forecast(historyOf([shut]), { weeks: 1, events })).days.map((d) => d.day)).not.toContain(dayText(142));
  });

  it('apply a known effect to the future and take it out of the past', async () => {
    const raised = queueOf((at) => noisy((officePattern(at) ?? 0) * (at.day >= 126 && at.day <= 130 ? 1.5 : 1) || null, at.index), { days: 133 });
    const campaign = (from: number, to: number) =>
      event(dayText(from), { endDate: dayText(to), kind: 'campaign', name: 'Mailing', effect: { operation: 'scale', factor: 1.5 } });
    const queue = first(await forecast(historyOf([raised]), { weeks: 2, events: [campaign(126, 130), campaign(140, 140)] }));
    expect(dayOf(queue, dayText(140)) / dayOf(queue, dayText(133))).toBeCloseTo(1.5, 1);
    expect(dayOf(queue, dayText(134))).toBeLessThan(1.1 * 1100);
  });

  it('spread contacts that a campaign adds over its own days', async () => {
    const effect = { operation: 'add', contacts: 900 } as const;
    const events = [event(dayText(141), { endDate: dayText(143), kind: 'campaign', effect })];
    const total = (queue: QueueForecast): number => queue.days.reduce((sum, day) => sum + day.volume, 0);
    const plain = first(await forecast(historyOf([office]), { weeks: 1 }));
    const raised = first(await forecast(historyOf([office]), { weeks: 1, events }));
    expect(total(raised) - total(plain)).toBeCloseTo(900, 6);
    expect(dayOf(raised, dayText(144))).toBeCloseTo(dayOf(plain, dayText(144)), 9);
  });

  it('learn the effect of a part of a day', async () => {
    const outages = [22, 50, 92, 113];
    const hit = queueOf((at) => noisy((officePattern(at) ?? 0) * (outages.includes(at.day) && at.minute >= 600 && at.minute < 720 ? 2 : 1) || null, at.index), {
      days: 133,
    });
    const events = [...outages, 134].map((day) => event(dayText(day), { kind: 'other', name: 'Outage', startTime: '10:00', endTime: '12:00' }));
    const queue = first(await forecast(historyOf([hit]), { weeks: 1, events }));
    expect(queue.parts.event[48 + 20]).toBeGreaterThan(1.6);
    expect(queue.parts.event[48 + 24]).toBeCloseTo(1, 1);
  });

  it('find a yearly feast again without an events file once the history is long enough', async () => {
    const feast = (day: number): boolean => dayText(day).endsWith('-05-01');
    const counts = [500, 450, 430, 420, 400, 90, 60];
    const totals = Array.from({ length: 1200 }, (_, d) => noisy((counts[d % 7] as number) * (feast(d) ? 0.2 : 1), d));
    const queue = first(await forecast(historyOf([dailyQueueOf(totals)]), { days: 30 }));
    expect(dayOf(queue, '2029-05-01')).toBeLessThan(250);
    expect(dayOf(queue, '2029-05-02')).toBeGreaterThan(350);
  });
});

describe('yearly holidays that nobody declared', () => {
  const holidays = ['12-25', '12-26', '01-01', '05-01'];
  const counts = [500, 450, 430, 420, 400, 90, 60];
  const start = Date.UTC(2022, 0, 3);
  const dayAt = (d: number): string => new Date(start + d * 86_400_000).toISOString().slice(0, 10);
  const totals = Array.from({ length: 1075 }, (_, d) => noisy((counts[d % 7] as number) * (holidays.includes(dayAt(d).slice(5)) ? 0.15 : 1), d));

  it('come back on their date, and not where their weekday falls in the month', async () => {
    // 26 December 2022 and 25 December 2023 were both the fourth Monday of their month
    const queue = first(await forecast(historyOf([dailyQueueOf(totals, 'UTC', '2022-01-03')]), { weeks: 4 }));
    expect(queue.days[0]?.day).toBe('2024-12-13');
    expect(dayOf(queue, '2024-12-25')).toBeLessThan(120);
    expect(dayOf(queue, '2024-12-26')).toBeLessThan(120);
    expect(dayOf(queue, '2025-01-01')).toBeLessThan(120);
    expect(dayOf(queue, '2024-12-23')).toBeGreaterThan(430);
    expect(dayOf(queue, '2024-12-30')).toBeGreaterThan(430);
  });

  it('are expected closed when nothing was ever recorded on them', async () => {
    const shut = totals.map((total, d) => (holidays.includes(dayAt(d).slice(5)) ? null : total));
    const queue = first(await forecast(historyOf([dailyQueueOf(shut, 'UTC', '2022-01-03')]), { weeks: 4 }));
    const closed = Array.from({ length: 28 }, (_, i) => dayAt(1075 + i)).filter((day) => !queue.days.some((d) => d.day === day));
    expect(closed).toEqual(['2024-12-25', '2024-12-26', '2025-01-01']);
  });
});

describe('the turn of the year', () => {
  const days = (history: QueueHistory, events: readonly CalendarEvent[] = []) => forecast(historyOf([history]), { weeks: 4, events });
  const relative = ({ queues }: Forecast, day: string): number => {
    const total = queues[0]?.days.find((entry) => entry.day === day);
    const band = total?.bands[0];
    return ((band?.volumeUpper ?? 0) - (band?.volumeLower ?? 0)) / (total?.volume ?? 1);
  };
  const from = (startDay: string, count: number): QueueHistory =>
    dailyQueueOf(
      Array.from({ length: count }, (_, i) => noisy(400, i)),
      'UTC',
      startDay,
    );

  it('has wider bands, and the same forecast, where the history never saw one', async () => {
    const unseen = await days(from('2026-03-02', 280));
    expect(relative(unseen, '2026-12-24')).toBeGreaterThan(2 * relative(unseen, '2026-12-23'));
    expect(relative(unseen, '2027-01-01')).toBeGreaterThan(2 * relative(unseen, '2027-01-02'));
    const seen = await days(from('2025-11-03', 399));
    expect(relative(seen, '2026-12-24')).toBeLessThan(1.2 * relative(seen, '2026-12-23'));
  });
});

describe('the cycle of the month', () => {
  it('keeps a bill run that stands out every month', async () => {
    const billing = queueOf((at) => noisy((officePattern(at) ?? 0) * (Number(dayText(at.day).slice(8)) === 15 ? 1.6 : 1) || null, at.index), { days: 330 });
    const queue = first(await forecast(historyOf([billing]), { weeks: 3 }));
    const billDay = queue.days.find((day) => day.day === '2026-12-15')?.volume as number;
    expect(billDay / dayOf(queue, '2026-12-08')).toBeGreaterThan(1.45);
    expect(billDay / dayOf(queue, '2026-12-08')).toBeLessThan(1.75);
    expect(dayOf(queue, '2026-12-16') / dayOf(queue, '2026-12-09')).toBeCloseTo(1, 1);
  });
});

describe('days on which clocks change', () => {
  const berlin = { zone: 'Europe/Berlin', intervalSeconds: 3600, startMs: Date.parse('2026-07-06T00:00+02:00'), days: 105 };
  const round = queueOf(({ minute }) => 20 + minute / 60, berlin);

  it('give the doubled hour its share twice', async () => {
    const queue = first(await forecast(historyOf([round]), { days: 14 }));
    const sunday = queue.days.find((d) => d.day === '2026-10-25');
    expect(queue.startMs).toBe(Date.parse('2026-10-19T00:00+02:00'));
    expect(queue.volume).toHaveLength(14 * 24 + 1);
    expect(sunday?.volume).toBeCloseTo(24 * 31.5 + 22, 0);
  });

  it('leave the skipped hour out', async () => {
    const spring = queueOf(({ minute }) => 20 + minute / 60, { ...berlin, startMs: Date.parse('2026-01-05T00:00+01:00'), days: 77 });
    const queue = first(await forecast(historyOf([spring]), { days: 14 }));
    expect(queue.volume).toHaveLength(14 * 24 - 1);
    expect(queue.days.find((d) => d.day === '2026-03-29')?.volume).toBeCloseTo(24 * 31.5 - 22, 0);
  });

  it('count local days where the history has day totals', async () => {
    const daily = dailyQueueOf(
      Array.from({ length: 105 }, (_, d) => 300 + (d % 7)),
      'Europe/Berlin',
      '2026-07-06',
    );
    const queue = first(await forecast(historyOf([daily]), { days: 14 }));
    expect(queue.intervalSeconds).toBe(86_400);
    expect(queue.days.map((d) => d.day)).toEqual(Array.from({ length: 14 }, (_, i) => new Date(Date.UTC(2026, 9, 19 + i)).toISOString().slice(0, 10)));
  });
});

describe('odd histories', () => {
  it('of one day are refused with what is needed', async () => {
    await expect(forecast(historyOf([queueOf(officePattern, { days: 1 })]), { days: 1 })).rejects.toMatchObject({ code: 'tooLittleHistory' });
  });

  it('of one week give that week again, with wide bands and a warning', async () => {
    const queue = first(await forecast(historyOf([queueOf(officePattern, { days: 7 })]), { weeks: 1 }));
    expect(dayOf(queue, dayText(7)) / 1425).toBeCloseTo(1, 1);
    expect(queue.warnings[0]).toContain('Only 5 days');
    expect((queue.days[0]?.bands[0]?.volumeUpper ?? 0) / dayOf(queue, dayText(7))).toBeGreaterThan(1.15);
  });

  it('of zeros forecast zero', async () => {
    const queue = first(await forecast(historyOf([queueOf(() => 0, { days: 60 })]), { weeks: 1 }));
    expect(queue.days.map((d) => d.volume)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('with one open hour a week forecast that hour', async () => {
    const hour = queueOf((at) => (at.weekday === 2 && at.minute >= 600 && at.minute < 660 ? noisy(20, at.index) : null), { days: 140 });
    const queue = first(await forecast(historyOf([hour]), { weeks: 1 }));
    expect(queue.volume.filter((value) => value !== null)).toHaveLength(2);
    expect(dayOf(queue, dayText(142)) / 40).toBeCloseTo(1, 0);
  });

  it('with nine tenths missing still show weekdays and level', async () => {
    const thin = queueOf((at) => ((at.index * 7919) % 11 === 0 ? noisy(officePattern(at), at.index) : null), { days: 168 });
    const queue = first(await forecast(historyOf([thin]), { weeks: 1 }));
    expect(dayOf(queue, dayText(169)) / 1100).toBeCloseTo(1, 0);
    expect(dayOf(queue, dayText(168))).toBeGreaterThan(dayOf(queue, dayText(172)));
  });

  it('whose level doubles follow the new level at once', async () => {
    const doubled = queueOf((at) => noisy((officePattern(at) ?? 0) * (at.day >= 112 ? 2 : 1) || null, at.index), { days: 133 });
    const queue = first(await forecast(historyOf([doubled]), { weeks: 1 }));
    expect(dayOf(queue, dayText(134)) / 2200).toBeGreaterThan(0.93);
    expect(dayOf(queue, dayText(134)) / 2200).toBeLessThan(1.07);
    expect(queue.warnings.join(' ')).toContain('level changed');
  });

  it('that end in the middle of a day forecast the rest of it, moved by what came so far', async () => {
    // days differ by a factor of their own, so that a busy morning tells something
    const busy = (day: number): number => 1 + 0.25 * Math.sin(day * 2.3) + (day === 119 ? 0.3 : 0);
    const until = (days: number) => queueOf((at) => noisy((officePattern(at) ?? 0) * busy(at.day) || null, at.index), { days });
    const wholeDay = first(await forecast(historyOf([until(116)]), { days: 1 }));
    const afternoon = first(await forecast(historyOf([until(116.5)]), { days: 1 }));
    expect(afternoon.startMs).toBe(MONDAY + 116.5 * 86_400_000);
    const rest = wholeDay.volume.slice(24, 36).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    const updated = afternoon.volume.slice(0, 12).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    expect(Math.sign(updated - rest)).toBe(Math.sign(busy(116) - 1));
  });

  it('of a night shift keep its hours on both sides of midnight', async () => {
    const night = queueOf((at) => (at.minute >= 1080 || at.minute < 120 ? noisy(30, at.index) : null), { days: 90 });
    const queue = first(await forecast(historyOf([night]), { weeks: 1 }));
    expect(queue.volume.slice(0, 48).map((value) => value !== null)).toEqual(Array.from({ length: 48 }, (_, s) => s < 4 || s >= 36));
  });

  it('with few contacts get whole-number bands and shares of the day', async () => {
    const sparse = queueOf((at) => noisy(at.minute >= 480 && at.minute < 1200 ? 0.5 : 0.02, at.index), { days: 200 });
    const queue = first(await forecast(historyOf([sparse]), { weeks: 1 }));
    const band = queue.bands[0];
    expect(band?.volumeUpper.every((value, i) => value !== null && (Number.isInteger(value) || value === queue.volume[i]))).toBe(true);
    expect(queue.volume[4]).toBeLessThan(0.5 * (queue.volume[20] as number));
  });

  it('of two weeks are too short for a forecast of weeks', async () => {
    const weekly = { ...dailyQueueOf([1, 2]), grain: 'week' as const };
    await expect(forecast(historyOf([weekly]), { weeks: 1 })).rejects.toMatchObject({ code: 'tooLittleHistory' });
  });
});

describe('opening hours given by the planner', () => {
  it('replace those that the history shows', async () => {
    const range = [{ fromMinute: 540, toMinute: 960 }];
    const hours = [range, range, range, range, [], [], []];
    const queue = first(await forecast(historyOf([office]), { weeks: 1, openingHours: { sales: hours } }));
    expect(queue.volume.slice(0, 48).map((value) => value !== null)).toEqual(Array.from({ length: 48 }, (_, s) => s >= 18 && s < 32));
    expect(queue.days).toHaveLength(4);
  });

  it('are refused when they close before they open, or never open', async () => {
    const backwards = Array.from({ length: 7 }, () => [{ fromMinute: 1080, toMinute: 480 }]);
    await expect(forecast(historyOf([office]), { weeks: 1, openingHours: { sales: backwards } })).rejects.toMatchObject({
      code: 'invalidInput',
      facts: { weekday: 0, fromMinute: 1080 },
    });
    const never = Array.from({ length: 7 }, () => []);
    await expect(forecast(historyOf([office]), { weeks: 1, openingHours: { sales: never } })).rejects.toMatchObject({ code: 'invalidInput' });
  });
});

describe('opening hours that changed', () => {
  it('follow the last four weeks, for a Saturday given up and an evening hour gained', async () => {
    const changed = queueOf(
      (at) => {
        const saturday = at.weekday === 5 && at.day < 105 && at.minute >= 540 && at.minute < 840;
        const evening = at.weekday < 5 && at.day >= 119 && at.minute >= 1080 && at.minute < 1140;
        return noisy(officePattern(at) ?? (saturday || evening ? 30 : null), at.index);
      },
      { days: 140 },
    );
    const queue = first(await forecast(historyOf([changed]), { weeks: 1 }));
    expect(queue.days.map((day) => day.day)).not.toContain(dayText(145));
    expect(queue.volume[37]).toBeGreaterThan(15);
    expect(queue.volume[38]).toBeNull();
  });
});

describe('handle time', () => {
  it('is level × weekday × time of day of the work behind it', async () => {
    const timed = queueOf((at) => noisy(officePattern(at), at.index), {
      days: 84,
      aht: ({ weekday, minute }) => 300 * (weekday === 0 ? 1.1 : 1) * (minute < 720 ? 0.9 : 1.1),
    });
    const queue = first(await forecast(historyOf([timed]), { weeks: 1 }));
    expect((queue.ahtSeconds[17] as number) / (queue.ahtSeconds[30] as number)).toBeCloseTo(0.9 / 1.1, 1);
    expect((queue.ahtSeconds[17] as number) / (queue.ahtSeconds[48 + 17] as number)).toBeCloseTo(1.1, 1);
    expect(queue.ahtSeconds[0]).toBeNull();
    expect(queue.bands[0]?.ahtLower?.[17]).toBeLessThan(queue.ahtSeconds[17] as number);
  });

  it('is weighed by handled contacts', async () => {
    const timed = queueOf(() => 10, { days: 84, aht: ({ index }) => (index % 2 === 0 ? 100 : 400) });
    const even = { ...timed, handled: timed.volume.map((_, i) => (i % 2 === 0 ? 30 : 1)) };
    // 30 contacts of 100 s for each one of 400 s; by intervals it would be 250 s
    const { ahtSeconds } = first(forecastFrom(fitForecast(historyOf([even])), { days: 1 }));
    expect(Math.abs((30 * (ahtSeconds[0] as number) + (ahtSeconds[1] as number)) / 31 - (30 * 100 + 400) / 31)).toBeLessThan(1);
  });

  it('has a level that a changed mix of weekdays does not move', async () => {
    const mixed = queueOf((at) => (at.day < 77 || at.weekday > 2 ? officePattern(at) : (officePattern(at) ?? 0) * 5), {
      days: 84,
      aht: ({ weekday }) => (weekday === 0 ? 600 : 300),
    });
    const queue = first(await forecast(historyOf([mixed]), { weeks: 1 }));
    // by work and contacts alone the busy Monday of 600 s would draw every day up
    expect(Math.abs((queue.ahtSeconds[17] as number) - 600)).toBeLessThan(15);
    expect(Math.abs((queue.ahtSeconds[3 * 48 + 17] as number) - 300)).toBeLessThan(8);
  });

  it('is unknown where the history carries none', async () => {
    const queue = first(await forecast(historyOf([office]), { days: 1 }));
    expect(queue.ahtSeconds.every((seconds) => seconds === null)).toBe(true);
    expect(queue.bands[0]).not.toHaveProperty('ahtLower');
  });
});

describe('judgement', () => {
  it('is kept apart from the statistical forecast', async () => {
    const before = await forecast(historyOf([office]), { weeks: 1 });
    const after = first(
      applyOverrides(before, [
        {
          queue: null,
          from: dayText(140),
          to: dayText(146),
          weekdays: [0],
          startTime: '09:00',
          endTime: '10:00',
          field: 'volume',
          operation: 'add',
          value: 50,
          note: '',
        },
        {
          queue: 'sales',
          from: dayText(141),
          to: dayText(141),
          weekdays: null,
          startTime: null,
          endTime: null,
          field: 'volume',
          operation: 'set',
          value: 7,
          note: '',
        },
      ]),
    );
    expect((after.volume[18] as number) - (first(before).volume[18] as number)).toBeCloseTo(50, 9);
    expect(after.volume[20]).toBe(first(before).volume[20]);
    expect(after.volume.slice(48, 96).filter((value) => value !== null)).toEqual(new Array(20).fill(7));
    expect(after.statisticalVolume).toEqual(first(before).volume);
    expect(dayOf(after, dayText(141))).toBe(140);
  });

  it('spreads a total over a stretch in the proportions of the forecast', async () => {
    const before = await forecast(historyOf([office]), { weeks: 2 });
    const after = first(spreadTotal(before, { from: dayText(147), to: dayText(153), total: 10_000 }));
    expect(after.days.filter((d) => d.day >= dayText(147)).reduce((sum, day) => sum + day.volume, 0)).toBeCloseTo(10_000, 6);
    expect((after.volume[7 * 48 + 20] as number) / (after.volume[7 * 48 + 30] as number)).toBeCloseTo(
      (first(before).volume[7 * 48 + 20] as number) / (first(before).volume[7 * 48 + 30] as number),
      9,
    );
  });

  it('refuses a total for a month that the forecast does not cover', async () => {
    const before = await forecast(historyOf([office]), { weeks: 2 });
    expect(() => spreadTotal(before, { month: '2026-06', total: 1 })).toThrow(/covers 2026-05-25 to 2026-06-07/);
  });
});

describe('backtest', () => {
  it('scores the forecast beside seasonal naive and the mean of four weeks', async () => {
    const { queues } = await backtest(historyOf([office]), { weeks: 1, folds: 3 });
    const [own, naive, mean] = queues[0]?.methods ?? [];
    expect(queues[0]?.folds).toHaveLength(3);
    expect(own?.interval.wape).toBeLessThan(mean?.interval.wape as number);
    expect(mean?.interval.wape).toBeLessThan(naive?.interval.wape as number);
    expect(own?.interval.coverage80).toBeGreaterThan(0.65);
    expect(own?.interval.wape).toBeGreaterThan(0.9 * (queues[0]?.poissonFloor as number));
  });

  it('says what it needs when the history is too short', async () => {
    await expect(backtest(historyOf([queueOf(officePattern, { days: 30 })]))).rejects.toMatchObject({ code: 'tooLittleHistory' });
  });
});
