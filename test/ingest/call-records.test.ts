import { describe, expect, it } from 'vitest';
import { readHistories, readHistory } from '../../src/ingest/index.js';

const HEADER = 'Call ID,Start time,Queue,Agent,Abandoned,Wait time (s),Talk time (s),ACW (s),Reason';
const call = (id: number, at: string, queue: string, agent: string, wait: number, talk: number | '', reason = ''): string =>
  [id, `2026-01-13 ${at}`, queue, agent, agent === '' ? 'Y' : 'N', wait, talk, talk === '' ? '' : 30, reason].join(',');
const file = (...rows: string[]): string => [HEADER, ...rows].join('\n');

const morning = file(
  call(1, '08:01:10', 'Sales', 'Ada', 12, 200, 'Order'),
  call(2, '08:04:11', 'Sales', '', 3, '', ''),
  call(3, '08:16:30', 'Sales', '', 60, '', ''),
  call(4, '08:40:05', 'Sales', 'Ben', 25, 100, 'Fault'),
  call(5, '08:59:59', 'Support', 'Ben', 5, 300, 'Fault'),
);

describe('records of single contacts', () => {
  it.each([
    [900, [2, 1, 1, null]],
    [1800, [3, 1]],
    [3600, [4]],
  ])('are binned into intervals of %i s', async (intervalSeconds, volume) => {
    const { queues } = await readHistory(morning, { zone: 'UTC', intervalSeconds });
    expect(queues.find(({ queue }) => queue === 'Sales')?.volume).toEqual(volume);
  });

  it('give handled, abandoned, short abandons, handle time and mean wait of each interval', async () => {
    const { queues } = await readHistory(morning, { zone: 'UTC', intervalSeconds: 3600 });
    expect(queues.find(({ queue }) => queue === 'Sales')).toMatchObject({
      ...{ volume: [4], handled: [2], abandoned: [2], shortAbandoned: [1], ahtSeconds: [(230 + 130) / 2], meanWaitSeconds: [25] },
    });
  });

  it('count as short abandons those who leave before the threshold, 5 s unless told otherwise', async () => {
    const shorts = async (shortAbandonSeconds: number): Promise<unknown> =>
      (await readHistory(morning, { zone: 'UTC', intervalSeconds: 3600, shortAbandonSeconds })).queues.find(({ queue }) => queue === 'Sales')?.shortAbandoned;
    expect(await shorts(0)).toEqual([0]);
    expect(await shorts(3)).toEqual([0]);
    expect(await shorts(4)).toEqual([1]);
    expect(await shorts(61)).toEqual([2]);
    await expect(readHistory(morning, { zone: 'UTC', shortAbandonSeconds: -1 })).rejects.toThrow(/shortAbandonSeconds/);
  });

  it('show patience: time waited by all over those who gave up, and Kaplan–Meier quantiles', async () => {
    // waits 10 gave up, 20 answered, 30 gave up, 40 gave up, 50 answered: survival 0.8, then 0.8·2/3, then 0.8·1/3 (worked by hand)
    const rows = [
      ...[call(1, '08:01:00', 'Sales', '', 10, ''), call(2, '08:02:00', 'Sales', 'Ada', 20, 100), call(3, '08:03:00', 'Sales', '', 30, '')],
      ...[call(4, '08:04:00', 'Sales', '', 40, ''), call(5, '08:05:00', 'Sales', 'Ada', 50, 100)],
    ];
    const { summary } = await readHistory(file(...rows), { zone: 'UTC' });
    const [sales] = summary.patience ?? [];
    expect(sales).toMatchObject({ queue: 'Sales', channel: 'voice', contacts: 5, abandoned: 3, waitedSeconds: 150, patienceSeconds: 50 });
    expect(sales?.quantiles).toEqual([
      { probability: 0.05, seconds: 10.5 },
      { probability: 0.1, seconds: 10.5 },
      { probability: 0.25, seconds: 30.5 },
      { probability: 0.5, seconds: 40.5 },
      { probability: 0.75, seconds: null },
    ]);
  });

  it('show the same patience from one file as from two', async () => {
    const [header = '', ...rows] = morning.split('\n');
    const whole = await readHistory(morning, { zone: 'UTC' });
    const parts = await readHistories(
      [
        { name: 'a.csv', input: [header, ...rows.slice(0, 2)].join('\n') },
        { name: 'b.csv', input: [header, ...rows.slice(2)].join('\n') },
      ],
      { zone: 'UTC' },
    );
    const of = (queue: string, { patience }: typeof whole.summary): unknown => patience?.find((one) => one.queue === queue);
    expect(of('Sales', parts.summary)).toEqual(of('Sales', whole.summary));
  });

  it('say nothing about patience without waits', async () => {
    const { summary } = await readHistory('Ticket ID,Created,Group\n17,2026-01-13T08:12:00Z,Support\n18,2026-01-13T08:17:00Z,Support', { zone: 'UTC' });
    expect(summary.patience).toBeUndefined();
  });

  it('offer a column of reasons as a doubt, and use it when it is named', async () => {
    const { queues, summary } = await readHistory(morning, { zone: 'UTC' });
    expect(queues.every(({ reason }) => reason === undefined)).toBe(true);
    expect(summary.doubts).toContainEqual({
      what: '"Reason" may hold reasons (2 different)',
      chosen: 'not used: one series per queue',
      option: '--column reason="Reason"',
    });
    const named = await readHistory(morning, { zone: 'UTC', columns: { reason: 'Reason' } });
    expect(named.queues.map(({ queue, reason }) => [queue, reason ?? null])).toContainEqual(['Sales', 'Order']);
    expect(named.summary.doubts.some(({ what }) => what.includes('reasons'))).toBe(false);
  });

  it.each(['Contact Reason', 'Kontaktgrund', 'Motif', 'Motivo', 'Categoria', 'Wrap-up Code', 'Disposition', 'Anliegen', 'Причина', 'Reden'])(
    'recognise reasons under the name %s',
    async (name) => {
      const text = morning.replace(/Reason$/m, name);
      expect((await readHistory(text, { zone: 'UTC' })).summary.doubts.map(({ option }) => option)).toContain(`--column reason="${name}"`);
    },
  );

  it('tell that no column is named like a queue, and which one might be', async () => {
    const rows = [
      'Call ID,Start time,Direction,Desk',
      ...Array.from({ length: 8 }, (_, i) => `${i},2026-01-13 08:0${i}:10,Inbound,${i % 2 === 0 ? 'North' : 'South'}`),
    ];
    const { queues, summary } = await readHistory(rows.join('\n'), { zone: 'UTC' });
    expect(queues.map(({ queue }) => queue)).toEqual(['all']);
    expect(summary.doubts.map(({ option }) => option)).toContain('--column queue="Desk"');
  });

  it('become days when they carry dates alone: a day without one is 0, a weekday without any is closed', async () => {
    const days = Array.from({ length: 28 }, (_, i) => new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)).filter((_, i) => i % 7 < 5 && i !== 9);
    const rows = ['Ticket ID,Created,Group', ...days.flatMap((day, i) => [`${2 * i},${day},Support`, `${2 * i + 1},${day},Support`])];
    const { queues } = await readHistory(rows.join('\n'), { zone: 'Europe/Berlin' });
    expect(queues[0]).toMatchObject({ grain: 'day', startDay: '2026-01-05' });
    expect(queues[0]?.volume.slice(0, 12)).toEqual([2, 2, 2, 2, 2, null, null, 2, 2, 0, 2, 2]);
    expect(queues[0]?.closed[0]).toEqual([5, 7]);
  });
});

describe('contacts that pass on to another queue', () => {
  const passed = file(
    call(1, '08:01:10', 'Sales', 'Ada', 12, 200),
    call(1, '08:06:10', 'Support', 'Ben', 30, 100),
    call(2, '08:10:10', 'Support', 'Ben', 5, 50),
    call(2, '08:12:10', 'Support', 'Cem', 5, 60),
  );

  it('count in each of their queues, and that is said with the option', async () => {
    const { queues, issueCounts, summary } = await readHistory(passed, { zone: 'UTC' });
    expect(queues.map(({ queue, volume }) => [queue, volume])).toEqual([
      ['Sales', [1]],
      ['Support', [2]],
    ]);
    expect(issueCounts.transfer).toBe(1);
    expect(summary.doubts).toContainEqual({
      what: '1 contact passed on to another queue',
      chosen: 'counted in each of their queues',
      option: '--transfers first',
    });
  });

  it('count once, in the first queue, when asked; their work is added there', async () => {
    const { queues, summary } = await readHistory(passed, { zone: 'UTC', transfers: 'first' });
    expect(queues.map(({ queue, volume, ahtSeconds }) => [queue, volume, ahtSeconds])).toEqual([
      ['Sales', [1], [230 + 130]],
      ['Support', [1], [80 + 90]],
    ]);
    expect(summary.rowsKept).toBe(4);
    expect(summary.doubts.map(({ option }) => option)).toContain('--transfers each');
  });

  it('are counted as asked only in words that are known', async () => {
    await expect(readHistory(passed, { zone: 'UTC', transfers: 'once' as 'first' })).rejects.toThrow(/transfers must be each or first/);
  });
});
