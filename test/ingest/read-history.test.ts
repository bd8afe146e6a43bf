import { describe, expect, it } from 'vitest';
import type { History, QueueHistory } from '../../src/core/index.js';
import { type HistoryOptions, readHistories, readHistory } from '../../src/ingest/index.js';
import { addDays, instantOf, weekdayOf } from '../../src/time/index.js';

const read = (lines: string | readonly string[], options: Partial<HistoryOptions> = {}): Promise<History> =>
  readHistory(typeof lines === 'string' ? lines : lines.join('\n'), { zone: 'UTC', ...options });

const only = (history: History): QueueHistory => {
  expect(history.queues).toHaveLength(1);
  return history.queues[0] as QueueHistory;
};

/** Half-hour rows of weekdays `hours` over days; `volume` by day and minute, null = no row. */
function centre(from: string, days: number, volume: (day: string, minute: number) => number | null, step = 30): string[] {
  const rows = ['timestamp,volume'];
  for (let d = 0; d < days; d += 1) {
    const day = addDays(from, d);
    for (let minute = 0; minute < 1440; minute += step) {
      const value = volume(day, minute);
      if (value !== null) rows.push(`${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')},${value}`);
    }
  }
  return rows;
}

const officeHours = (day: string, minute: number): boolean => weekdayOf(day) < 5 && minute >= 480 && minute < 1080;

describe('readHistory on the plain form', () => {
  it('learns nothing about decimal separators from the names of queues', async () => {
    const history = await read(['queue,timestamp,volume,aht_seconds', '",1",2025-01-01T00:00,1,20', '",1",2025-01-01T00:15,1,20.051']);
    expect(only(history).ahtSeconds).toEqual([20, 20.051]);
  });

  it('reads queues, volume, handle time and abandons', async () => {
    const history = await read(
      [
        'queue,timestamp,volume,aht_seconds,abandoned',
        'billing,2026-01-05 08:00,10,300,1',
        'tech,2026-01-05 08:00,4,600,0',
        'billing,2026-01-05 08:30,12,320,2',
      ],
      {
        zone: 'Europe/Berlin',
      },
    );
    expect(history.queues.map(({ queue }) => queue)).toEqual(['billing', 'tech']);
    expect(history.queues[0]).toMatchObject({
      channel: 'voice',
      zone: 'Europe/Berlin',
      grain: 'interval',
      startMs: Date.parse('2026-01-05T07:00:00Z'),
      intervalSeconds: 1800,
      volume: [10, 12],
      ahtSeconds: [300, 320],
      abandoned: [1, 2],
      handled: [null, null],
    });
    expect(history.queues[1]?.volume).toEqual([4, null]);
    expect(history.summary).toMatchObject({ rowsRead: 3, rowsKept: 3, rowsDropped: {}, delimiter: ',', system: 'generic' });
  });

  it('adds rows of one interval and weights their handle times by contacts', async () => {
    const history = await read(['timestamp,volume,aht_s', '2026-01-05 08:00,10,300', '2026-01-05 08:30,5,200', '2026-01-05 08:00,30,100']);
    expect(only(history)).toMatchObject({ volume: [40, 5], ahtSeconds: [150, 200] });
    expect(history.issues).toContainEqual(expect.objectContaining({ code: 'duplicateInterval', row: 4 }));
  });

  it('takes offered from handled and abandoned when no column holds it', async () => {
    const history = await read(['timestamp,answered,abandoned', '2026-01-05 08:00,10,2', '2026-01-05 08:30,5,0']);
    expect(only(history)).toMatchObject({ volume: [12, 5], handled: [10, 5], abandoned: [2, 0] });
  });

  it('says so when only handled contacts are there', async () => {
    const history = await read(['timestamp,answered', '2026-01-05 08:00,10', '2026-01-05 08:30,5']);
    expect(only(history).volume).toEqual([10, 5]);
    expect(history.summary.doubts).toContainEqual(expect.objectContaining({ option: '--column volume="…"' }));
  });

  it('sums finer rows into the interval asked for, and refuses a finer one than the file has', async () => {
    const rows = ['timestamp,volume,aht_s', '2026-01-05 08:00,10,300', '2026-01-05 08:15,20,150', '2026-01-05 08:30,5,200'];
    expect(only(await read(rows, { intervalSeconds: 1800 }))).toMatchObject({ intervalSeconds: 1800, volume: [30, 5], ahtSeconds: [200, 200] });
    await expect(read(rows, { intervalSeconds: 300 })).rejects.toMatchObject({ code: 'unusableInput', facts: { intervalSeconds: 900 } });
  });

  it('counts a row off the grid for the interval it starts in', async () => {
    const rows = centre('2026-01-05', 5, (day, minute) => (officeHours(day, minute) ? 10 : null));
    const history = await read([...rows, '2026-01-06T09:07,3']);
    const queue = only(history);
    expect(queue.volume[(Date.parse('2026-01-06T09:00Z') - queue.startMs) / 1_800_000]).toBe(13);
    expect(history.issueCounts.misaligned).toBe(1);
  });

  it('reads other languages, delimiters and number styles alike', async () => {
    const german = await read(['Datum;Uhrzeit;Warteschlange;Angeboten;AHT (Sek)', '13.01.2026;08:00;Süd;1.022;312,5', '13.01.2026;08:30;Süd;31;298,0']);
    const french = await read(['Date\tHeure\tFile d’attente\tAppels reçus\tDMT (s)', '13/01/2026\t08:00\tSüd\t1022\t312.5', '13/01/2026\t08:30\tSüd\t31\t298']);
    expect(only(german)).toMatchObject({ queue: 'Süd', volume: [1022, 31], ahtSeconds: [312.5, 298] });
    expect(french.queues).toEqual(german.queues);
  });

  it('reads JSON lines, epoch seconds and Excel serial days', async () => {
    const json = await read(['{"start":"2026-01-05T08:00:00Z","offered":3}', '{"start":"2026-01-05T08:30:00Z","offered":4}']);
    const epoch = await read(['timestamp,volume', '1767600000,3', '1767601800,4']);
    const excel = await read(['timestamp,volume', '46027.3333333333,3', '46027.3541666667,4']);
    for (const history of [json, epoch, excel])
      expect(only(history)).toMatchObject({ startMs: Date.parse('2026-01-05T08:00:00Z'), intervalSeconds: 1800, volume: [3, 4] });
  });

  it('reads hours and HHMM integers beside a date, and ranges', async () => {
    const hhmm = await read(['date,time,volume', '2026-01-05,830,3', '2026-01-05,900,4', '2026-01-05,930,5']);
    const hour = await read(['date,hour,volume', '2026-01-05,8,3', '2026-01-05,9,4', '2026-01-05,10,5']);
    const range = await read(['date,interval,volume', '2026-01-05,23:00-23:30,3', '2026-01-05,23:30-24:00,4', '2026-01-06,00:00-00:30,5']);
    expect(only(hhmm)).toMatchObject({ startMs: Date.parse('2026-01-05T08:30Z'), intervalSeconds: 1800, volume: [3, 4, 5] });
    expect(only(hour)).toMatchObject({ startMs: Date.parse('2026-01-05T08:00Z'), intervalSeconds: 3600, volume: [3, 4, 5] });
    expect(only(range)).toMatchObject({ startMs: Date.parse('2026-01-05T23:00Z'), intervalSeconds: 1800, volume: [3, 4, 5] });
  });

  it('keeps preamble, repeated headers, totals and notes out of the data and counts them', async () => {
    const history = await read([
      'Report of contacts',
      'Time zone: Europe/Berlin',
      '',
      'timestamp,queue,volume',
      '2026-01-05 08:00,a,3',
      'timestamp,queue,volume',
      '2026-01-05 08:30,a,4',
      'Total,,7',
      '2026-01-05 08:00,Total,3',
      'Generated by the system,,',
    ]);
    expect(only(history)).toMatchObject({ volume: [3, 4], startMs: Date.parse('2026-01-05T08:00Z') - 3_600_000 });
    expect(history.summary).toMatchObject({ rowsRead: 6, rowsKept: 2, rowsDropped: { header: 1, total: 2, note: 1 } });
  });

  it('tells totals from averages by header, else by which is plausible', async () => {
    const rows = ['2026-01-05 08:00,10,3000', '2026-01-05 08:30,20,6200', '2026-01-05 09:00,4,1240'];
    expect(only(await read(['timestamp,calls,total handle time', ...rows])).ahtSeconds).toEqual([300, 310, 310]);
    const guessed = await read(['timestamp,calls,handle time', ...['2026-01-05 08:00,100,30000', '2026-01-05 08:30,200,62000', '2026-01-05 09:00,40,12400']]);
    expect(only(guessed).ahtSeconds).toEqual([300, 310, 310]);
    expect(guessed.summary.doubts).toContainEqual(expect.objectContaining({ chosen: 'total' }));
  });

  it.each([
    ['AHT', '312000', 'milliseconds'],
    ['AHT', '5.2', 'minutes'],
    ['AHT', '0.00361111111', 'days'],
  ])('finds the unit of %s %s by plausibility and says so', async (header, value, unit) => {
    const history = await read([`timestamp,volume,${header}`, `2026-01-05 08:00,3,${value}`, `2026-01-05 08:30,3,${value}`]);
    expect(only(history).ahtSeconds[0]).toBeCloseTo(312, 4);
    expect(history.summary.doubts).toContainEqual(expect.objectContaining({ chosen: unit }));
  });

  it('reads days, weeks and months as coarser grains', async () => {
    const days = await read(['date,volume', '2026-01-05,30', '2026-01-06,40', '2026-01-08,50']);
    const weeks = await read(['week,volume', '2026-01-05,30', '2026-01-12,40', '2026-01-26,50']);
    const months = await read(['month,volume', '2026-01-01,30', '2026-02-01,40', '2026-04-01,50']);
    expect(only(days)).toMatchObject({ grain: 'day', startDay: '2026-01-05', intervalSeconds: null, volume: [30, 40, null, 50] });
    expect(only(weeks)).toMatchObject({ grain: 'week', startDay: '2026-01-05', volume: [30, 40, null, 50] });
    expect(only(months)).toMatchObject({ grain: 'month', startDay: '2026-01-01', volume: [30, 40, null, 50] });
  });

  it('reads midnights UTC as dates whatever the zone', async () => {
    const days = await read(['date,volume', '2026-01-05T00:00:00Z,30', '2026-01-06T00:00:00Z,40'], { zone: 'America/New_York' });
    expect(only(days)).toMatchObject({ grain: 'day', startDay: '2026-01-05', volume: [30, 40] });
  });
});

describe('closed, missing and zero', () => {
  it('infers weekly hours, and takes an absent open day for missing', async () => {
    const rows = centre('2026-01-05', 42, (day, minute) => (officeHours(day, minute) && day !== '2026-01-21' ? 10 : null));
    const history = await read(rows);
    const queue = only(history);
    const indexOf = (stamp: string): number => (Date.parse(`${stamp}Z`) - queue.startMs) / 1_800_000;
    const isClosed = (stamp: string): boolean => queue.closed.some(([from, to]) => indexOf(stamp) >= from && indexOf(stamp) < to);
    expect(['2026-01-10T10:00', '2026-01-12T07:30', '2026-01-12T18:00'].map(isClosed)).toEqual([true, true, true]);
    expect(isClosed('2026-01-21T10:00')).toBe(false);
    expect(isClosed('2026-01-21T19:00')).toBe(true);
    expect(queue.volume[indexOf('2026-01-21T10:00')]).toBeNull();
    expect(history.issues.find(({ code }) => code === 'missingIntervals')?.message).toContain('20 intervals');
  });

  it('keeps real zeros of a quiet night as zeros', async () => {
    const night = (minute: number): boolean => minute < 360;
    const rows = centre('2026-01-05', 42, (day, minute) => (night(minute) ? ((Number(day.slice(8)) * 7 + minute / 30) % 5 === 0 ? 1 : 0) : 20));
    const queue = only(await read(rows));
    expect(queue.closed).toEqual([]);
    expect(queue.volume[0]).toBe(1);
    expect(queue.volume[1]).toBe(0);
    expect(queue.volume).toContain(0);
  });

  it('takes rows of 0 before an abrupt opening, week after week, for closed', async () => {
    const rows = centre('2026-01-05', 42, (day, minute) => (officeHours(day, minute) ? 10 : 0));
    const history = await read(rows);
    const queue = only(history);
    expect(queue.volume[0]).toBeNull();
    expect(queue.volume[16]).toBe(10);
    expect(history.issueCounts.closedZeros).toBe(1);
  });

  it('follows opening hours that the user gives', async () => {
    const day = [{ fromMinute: 540, toMinute: 600 }];
    const rows = ['timestamp,volume', '2026-01-05 08:30,1', '2026-01-05 09:30,2', '2026-01-05 10:00,0'];
    const history = await read(rows, { openingHours: { all: [day, day, day, day, day, [], []] } });
    expect(only(history)).toMatchObject({ volume: [1, null, 2, null], closed: [[3, 4]] });
    expect(history.issueCounts).toMatchObject({ outsideHours: 1, missingIntervals: 1 });
  });

  it('takes absent rows for zeros when a quiet file has not one row of 0', async () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    const poisson = (rate: number): number => {
      let count = 0;
      for (let product = random(); product > Math.exp(-rate); product *= random()) count += 1;
      return count;
    };
    const rows = centre('2026-01-05', 56, (day, minute) => (officeHours(day, minute) ? poisson(1.5) || null : null));
    const history = await read(rows);
    const queue = only(history);
    expect(queue.volume).toContain(0);
    expect(history.summary.doubts).toContainEqual(expect.objectContaining({ option: '--absent-rows missing' }));
    const strict = only(await read(rows, { absentRows: 'missing' }));
    expect(strict.volume).not.toContain(0);
  });
});

describe('local time over clock changes', () => {
  it('leaves out a row of 0 at an hour that does not exist and moves others to the next hour', async () => {
    const rows = ['timestamp,volume', '2026-03-29 00:00,1', '2026-03-29 01:00,2', '2026-03-29 02:00,0', '2026-03-29 03:00,3', '2026-03-29 04:00,4'];
    const history = await read(rows, { zone: 'Europe/Berlin' });
    expect(only(history)).toMatchObject({ startMs: Date.parse('2026-03-28T23:00Z'), volume: [1, 2, 3, 4] });
    expect(history.summary).toMatchObject({ rowsRead: 5, rowsKept: 4, rowsDropped: { skippedHour: 1 } });
    const moved = await read(
      rows.map((row) => row.replace('02:00,0', '02:00,9')),
      { zone: 'Europe/Berlin' },
    );
    expect(only(moved).volume).toEqual([1, 2, 12, 4]);
    expect(moved.issueCounts.movedHour).toBe(1);
  });

  it('splits the one row of a doubled hour over both, or counts it once as asked', async () => {
    const rows = ['timestamp,volume,aht_s', '2026-10-25 01:00,1,100', '2026-10-25 02:00,5,200', '2026-10-25 03:00,3,300'];
    const history = await read(rows, { zone: 'Europe/Berlin' });
    expect(only(history)).toMatchObject({ startMs: Date.parse('2026-10-24T23:00Z'), volume: [1, 2.5, 2.5, 3], ahtSeconds: [100, 200, 200, 300] });
    expect(history.issueCounts.splitHour).toBe(1);
    expect(only(await read(rows, { zone: 'Europe/Berlin', doubledHour: 'first' })).volume).toEqual([1, 5, null, 3]);
  });

  it('settles a doubled hour by the order of rows, newest first or oldest first, in every queue', async () => {
    const rows = ['00:30', '01:00', '01:30', '01:00', '01:30', '02:00'].flatMap((clock, i) => [
      `a,2026-11-01 ${clock},${i}`,
      `b,2026-11-01 ${clock},${10 + i}`,
    ]);
    const oldestFirst = await read(['queue,timestamp,volume', ...rows], { zone: 'America/New_York' });
    const newestFirst = await read(['queue,timestamp,volume', ...[...rows].reverse()], { zone: 'America/New_York' });
    expect(oldestFirst.queues.map(({ volume }) => volume)).toEqual([
      [0, 1, 2, 3, 4, 5],
      [10, 11, 12, 13, 14, 15],
    ]);
    expect(newestFirst.queues).toEqual(oldestFirst.queues);
  });

  it('reads stamps without offset on the clock of sourceZone', async () => {
    const history = await read(['timestamp,volume', '2026-07-01 08:00,1', '2026-07-01 08:30,2'], { zone: 'Europe/Berlin', sourceZone: 'UTC' });
    expect(only(history)).toMatchObject({ zone: 'Europe/Berlin', startMs: Date.parse('2026-07-01T08:00Z') });
  });
});

describe('records of single contacts', () => {
  const calls = [
    'call id,start,queue,direction,status,wait,talk,acw',
    '1,2026-01-05 08:00:10,a,inbound,answered,10,200,30',
    '2,2026-01-05 08:29:59,a,inbound,abandoned,50,0,0',
    '3,2026-01-05 08:31:00,a,inbound,answered,20,100,20',
    '4,2026-01-05 08:32:00,a,outbound,answered,0,900,0',
  ];

  it('are binned into intervals with volume, outcome, handle time and wait', async () => {
    const history = await read(calls);
    expect(only(history)).toMatchObject({
      intervalSeconds: 1800,
      volume: [2, 1],
      handled: [1, 1],
      abandoned: [1, 0],
      ahtSeconds: [230, 120],
      meanWaitSeconds: [30, 20],
    });
    expect(history.summary.rowsDropped).toEqual({ notInbound: 1 });
    expect(only(await read(calls, { intervalSeconds: 900 })).volume).toEqual([1, 1, 1]);
  });

  it('are known by times of any second, in plain tables without id, direction or outcome', async () => {
    const at = ['08:01:26', '08:06:38', '08:31:05', '08:44:12', '08:59:59'];
    const times = ['Datum;Uhrzeit;Warteschlange;Gesprächszeit (s)', ...at.map((time) => `13.01.2026;${time};Service;120`)];
    const taken = ['Call start,Queue,Wait (s),Talk (s),Answered', ...at.map((time, i) => `2026-01-13 ${time},Service,${i * 9},120,${i === 2 ? 'no' : 'yes'}`)];
    const bits = taken.map((row) => row.replace(/yes$/, '1').replace(/no$/, '0'));
    for (const rows of [times, taken, bits]) {
      const history = await read(rows.join('\n'), { intervalSeconds: 1800 });
      expect(history.queues[0]).toMatchObject({ queue: 'Service', volume: [2, 3], ahtSeconds: [120, 120] });
      expect(history.summary.units.level).toBe('contact');
      if (rows !== times) expect(history.queues[0]).toMatchObject({ handled: [2, 2], abandoned: [0, 1] });
    }
  });

  it('are not seen in interval rows with few contacts, nor in minutes that are all on the grid', async () => {
    const rows = ['Time,Queue,Answered', ...['08:00', '08:30', '09:00', '09:30'].map((time, i) => `2026-01-13 ${time},Service,${i % 2}`)];
    expect((await read(rows.join('\n'))).queues[0]?.volume).toEqual([0, 1, 0, 1]);
  });

  it('know zeros: an interval without records inside the hours of activity had no contacts', async () => {
    const rows = ['call id,start,queue,status,talk'];
    for (let d = 0; d < 28; d += 1) {
      const day = addDays('2026-01-05', d);
      if (weekdayOf(day) > 4) continue;
      for (let minute = 540; minute < 1020; minute += 13 + ((d * 7) % 5))
        rows.push(`${rows.length},${day} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00,a,answered,100`);
    }
    const queue = only(await read(rows, { intervalSeconds: 900 }));
    const indexOf = (day: string, minute: number): number => (instantOf('UTC', day, minute) - queue.startMs) / 900_000;
    expect(queue.volume.slice(indexOf('2026-01-06', 540), indexOf('2026-01-06', 1020)).every((value) => value !== null)).toBe(true);
    expect(queue.volume).toContain(0);
    expect(queue.volume[indexOf('2026-01-10', 600)]).toBeNull();
    expect(queue.volume[indexOf('2026-01-06', 1200)]).toBeNull();
  });

  it('count a contact once when its legs repeat its id', async () => {
    const rows = [
      'call id,start,queue,status,talk',
      '1,2026-01-05 08:00:00,a,unanswered,',
      '1,2026-01-05 08:00:20,a,answered,120',
      '2,2026-01-05 08:10:00,a,answered,60',
      '1,2026-01-05 08:12:00,b,answered,30',
    ];
    const history = await read(rows);
    expect(history.queues.map(({ queue, volume, handled, abandoned, ahtSeconds }) => ({ queue, volume, handled, abandoned, ahtSeconds }))).toEqual([
      { queue: 'a', volume: [2], handled: [2], abandoned: [0], ahtSeconds: [90] },
      { queue: 'b', volume: [1], handled: [1], abandoned: [0], ahtSeconds: [30] },
    ]);
    expect(history.issueCounts.foldedLeg).toBe(1);
  });
});

describe('what bad input gets', () => {
  it.each([
    ['', 'empty'],
    ['  \n \n', 'empty'],
    ['a,b\n', 'no rows'],
    ['timestamp,volume\n', 'no rows'],
    ['a\u0000b,c\n1,2\n', 'binary'],
    ['timestamp,colour\n2026-01-05 08:00,red\n', 'no column for volume'],
    ['name,volume\nx,3\ny,4\n', 'no column with timestamps'],
  ])('%j is refused in one line: %s', async (text, words) => {
    const fault = await read(text, { sourceName: 'calls.csv' }).catch((error: Error) => error);
    expect(fault).toMatchObject({ code: 'unusableInput' });
    expect((fault as Error).message).toContain(words);
    expect((fault as Error).message).toContain('calls.csv');
    expect((fault as Error).message).not.toContain('\n');
  });

  it('names the columns it found and the option when none is volume, and takes the one named', async () => {
    const rows = ['stamp,widgets,gadgets', '2026-01-05 08:00,3,1', '2026-01-05 08:30,4,2'];
    await expect(read(rows)).rejects.toMatchObject({ facts: { columns: ['stamp', 'widgets', 'gadgets'], option: '--column' } });
    expect(only(await read(rows, { columns: { volume: 'gadgets', timestamp: 'stamp' } })).volume).toEqual([1, 2]);
    await expect(read(rows, { columns: { volume: 'gadget' } })).rejects.toMatchObject({ facts: { nearest: 'gadgets' } });
    await expect(read(rows, { columns: { volumes: 'gadgets' } })).rejects.toMatchObject({ code: 'invalidInput', facts: { nearest: 'volume' } });
  });

  it('leaves out rows with negative or unreadable volumes and reports row, column and value', async () => {
    const rows = centre('2026-01-05', 5, (day, minute) => (officeHours(day, minute) ? 10 : null));
    const history = await read([...rows, '2026-01-12T08:00,-3', '2026-01-12T08:30,many', 'sometime,5']);
    expect(history.summary).toMatchObject({ rowsRead: 103, rowsKept: 100, rowsDropped: { negativeVolume: 1, badVolume: 1, badTimestamp: 1 } });
    expect(history.issues.slice(0, 3)).toEqual([
      expect.objectContaining({ row: 102, column: 'volume', code: 'negativeVolume', value: '-3' }),
      expect.objectContaining({ row: 103, column: 'volume', code: 'badVolume', value: 'many' }),
      expect.objectContaining({ row: 104, column: 'timestamp', code: 'badTimestamp', value: 'sometime' }),
    ]);
  });

  it('refuses a file with too many bad rows, naming the first, unless more are allowed', async () => {
    const rows = [
      'timestamp,volume',
      '2026-01-05 08:00,3',
      '2026-01-05 08:30,oops',
      '2026-01-05 09:00,-1',
      ...Array.from({ length: 9 }, (_, i) => `2026-01-05 1${i}:00,5`),
    ];
    await expect(read(rows)).rejects.toMatchObject({
      code: 'tooManyBadRows',
      facts: { row: 3, column: 'volume', value: 'oops', badRows: 2, option: '--max-bad-rows' },
    });
    expect((await read(rows, { maxBadRows: 0.2 })).summary.rowsKept).toBe(10);
  });

  it('refuses binary files by what they are', async () => {
    const bytes = (...head: number[]): Uint8Array => new Uint8Array([...head, ...new Array<number>(40).fill(7)]);
    await expect(readHistory(bytes(0x50, 0x4b, 3, 4), { zone: 'UTC' })).rejects.toThrow('Excel');
    await expect(readHistory(bytes(0x1f, 0x8b), { zone: 'UTC' })).rejects.toThrow('gzip');
    await expect(readHistory(bytes(1, 0, 2, 9, 0, 3), { zone: 'UTC' })).rejects.toMatchObject({ code: 'unusableInput' });
  });

  it('refuses a grid that a mistyped year would blow up', async () => {
    await expect(read(['timestamp,volume', '1926-01-05 08:00,1', '2026-01-05 08:00,2', '2026-01-05 08:01,2', '2026-01-05 08:02,2'])).rejects.toMatchObject({
      code: 'unusableInput',
    });
  });

  it('refuses unknown zones and options out of range', async () => {
    await expect(read('timestamp,volume\n2026-01-05 08:00,1', { zone: 'Berlin' })).rejects.toMatchObject({
      code: 'invalidInput',
      facts: { nearest: 'Europe/Berlin' },
    });
    await expect(read('timestamp,volume\n2026-01-05 08:00,1', { intervalSeconds: 1000 })).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(read('timestamp,volume\n2026-01-05 08:00,1', { maxBadRows: 5 })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('stops with the reason of an abort', async () => {
    await expect(read('timestamp,volume\n2026-01-05 08:00,1', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('keeps formulas, script tags and control characters in names as text', async () => {
    const names = ['=1+1', '<script>alert(1)</script>', "'=x", 'a\u0007b'];
    const rows = ['queue,timestamp,volume', ...names.map((name) => `"${name}",2026-01-05 08:00,1`), '=1+1,2026-01-05 08:30,1'];
    expect(new Set((await read(rows)).queues.map(({ queue }) => queue))).toEqual(new Set(['=1+1', '<script>alert(1)</script>', '=x', 'a\u0007b']));
  });
});

describe('readHistories', () => {
  const file = (name: string, ...rows: string[]): { name: string; input: string } => ({ name, input: ['timestamp,volume,aht_s', ...rows].join('\n') });

  it('lets later files win for the intervals they know', async () => {
    const history = await readHistories(
      [file('a', '2026-01-05 08:00,1,100', '2026-01-05 08:30,2,200'), file('b', '2026-01-05 08:30,9,900', '2026-01-05 09:00,3,300')],
      { zone: 'UTC' },
    );
    expect(only(history)).toMatchObject({ volume: [1, 9, 3], ahtSeconds: [100, 900, 300] });
    expect(history.summary).toMatchObject({ rowsRead: 4, rowsKept: 4 });
  });

  it('sums finer files to the longest interval, and refuses other grains', async () => {
    const fine = file('fine', '2026-01-05 08:00,1,100', '2026-01-05 08:15,3,200');
    const coarse = file('coarse', '2026-01-05 08:30,2,200', '2026-01-05 09:00,5,200');
    expect(only(await readHistories([fine, coarse], { zone: 'UTC' }))).toMatchObject({ intervalSeconds: 1800, volume: [4, 2, 5], ahtSeconds: [175, 200, 200] });
    const days = { name: 'days', input: 'date,volume\n2026-01-05,3\n2026-01-06,4' };
    await expect(readHistories([fine, days], { zone: 'UTC' })).rejects.toMatchObject({ code: 'unusableInput', facts: { name: 'days', grain: 'day' } });
  });

  it('lets a file that proves the date order settle the others', async () => {
    const history = await readHistories(
      [file('a', '05/01/2026 08:00,1,100', '05/01/2026 08:30,2,100'), file('b', '13/01/2026 08:00,3,100', '13/01/2026 08:30,4,100')],
      { zone: 'UTC' },
    );
    expect(only(history).startMs).toBe(Date.parse('2026-01-05T08:00Z'));
  });
});

describe('exports of systems this reader does not know', () => {
  it.each([
    [
      'wfm actuals beside forecasts',
      'timestamp;actual_volume;actual_aht;forecast_volume\n2026-01-13 08:00;22;312;25\n2026-01-13 08:30;31;298;30',
      { volume: [22, 31], ahtSeconds: [312, 298], intervalSeconds: 1800 },
    ],
    [
      'one row whose end is written',
      'Queue,StartInterval,EndInterval,Contacts queued\nSales,2026-01-13T08:00:00Z,2026-01-13T08:15:00Z,22',
      { queue: 'Sales', volume: [22], intervalSeconds: 900 },
    ],
    ['no header at all', '2026-01-13 08:00,22\n2026-01-13 08:30,31', { volume: [22, 31] }],
    ['days down the side, times across', 'Date,08:00,08:30\n2026-01-13,22,31', { volume: [22, 31], intervalSeconds: 1800 }],
    [
      'French ranges with h',
      'Date;Tranche horaire;Appels présentés;DMT\n13/01/2026;08h00-08h30;22;05:12\n13/01/2026;08h30-09h00;31;04:58',
      { volume: [22, 31], ahtSeconds: [312, 298] },
    ],
    [
      'calls with an answered flag',
      'line,datetime (UTC),direction,answered,duration (total),duration (in call)\nSales,2026-01-13 08:00:04,inbound,Yes,314,251\nSales,2026-01-13 08:01:10,inbound,No,42,0',
      { queue: 'Sales', volume: [2], handled: [1], abandoned: [1], ahtSeconds: [251] },
    ],
    [
      'tickets',
      'Ticket ID,Created,Group\n17,2026-01-13T08:12:00Z,Support\n18,2026-01-13T08:17:00Z,Support',
      { queue: 'Support', channel: 'case', volume: [2], handled: [null], ahtSeconds: [null] },
    ],
  ])('%s', async (_title, text, want) => expect(only(await read(text))).toMatchObject(want));

  it('several channels of one queue are several series', async () => {
    const history = await read(
      'Interval Start,Channel,Queue,Offered\n2026-01-13 08:00,Voice,Sales,22\n2026-01-13 08:00,E-Mail,Sales,5\n2026-01-13 08:30,Voice,Sales,31',
    );
    expect(history.queues.map(({ channel, volume }) => [channel, volume])).toEqual([
      ['email', [5, null]],
      ['voice', [22, 31]],
    ]);
  });

  it('a column of contact reasons is a dimension beside queue', async () => {
    const history = await read('timestamp,queue,contact reason,volume\n2026-01-13 08:00,a,refund,3\n2026-01-13 08:00,a,order,4\n2026-01-13 08:30,a,order,5');
    expect(history.queues.map(({ queue, reason, volume }) => [queue, reason, volume])).toEqual([
      ['a', 'order', [4, 5]],
      ['a', 'refund', [3, null]],
    ]);
  });
});
