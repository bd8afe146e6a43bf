import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, AgentRoster, Forecast, QueueForecast, QueueRequirement, Requirements } from '../../src/core/index.js';
import { agentsToCsv, forecastToCsv, historyToCsv, requirementsToCsv, rosterToCsv } from '../../src/exchange/index.js';
import { readAgents, readForecast, readHistory, readRequirements, readRoster } from '../../src/ingest/index.js';

/** Names as people and attackers write them. Readers trim, so names do not begin or end with a space. */
const name = fc
  .string({ unit: fc.constantFrom('a', 'B', 'ü', '1', ' ', ',', '"', '=', '+', '-', '@', "'", '<', '\t', '\n', '|'), minLength: 1, maxLength: 8 })
  .filter((text) => text.trim() === text && text !== '');
const word = fc.stringMatching(/^[a-z][a-z0-9 _-]{0,6}[a-z0-9]$/);
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
const startMs = fc.integer({ min: 0, max: 40_000 }).map((steps) => Date.UTC(2025, 0, 1) + steps * 900_000);
const count = fc.integer({ min: 0, max: 4_000_000 }).map((thousandths) => thousandths / 1000);
/** Any figure, with all its digits: what is staffed from a file must be what is staffed from memory. */
const exact = fc.double({ min: 0, max: 4000, noNaN: true }).map((value) => value + 0);
const uniqueNames = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
const filledEnds = <T>(values: readonly (T | null)[]): boolean => values.length > 0 && values[0] !== null && values.at(-1) !== null;

const queueForecast = (queue: string, where: string): fc.Arbitrary<QueueForecast> =>
  fc
    .record({
      startMs,
      intervalSeconds: fc.constantFrom(900, 1800, 3600),
      cells: fc.array(fc.option(fc.tuple(exact, count, count, fc.option(exact))), { minLength: 1, maxLength: 12 }).filter(filledEnds),
    })
    .map(({ startMs: from, intervalSeconds, cells }) => {
      const nulls = cells.map(() => null);
      const column = (k: number): (number | null)[] => cells.map((cell) => (cell === null ? null : (cell[k] as number | null)));
      return {
        queue,
        channel: 'voice' as const,
        zone: where,
        startMs: from,
        intervalSeconds,
        volume: column(0),
        ahtSeconds: column(3),
        bands: [{ level: 0.8, volumeLower: column(1), volumeUpper: column(2) }],
        days: [],
        dayFactorCv: 0,
        parts: { level: nulls, weekday: nulls, month: nulls, season: nulls, event: nulls, shape: nulls },
        weights: [],
        warnings: [],
      };
    });

describe('files written and read again', () => {
  it('a forecast comes back as it was, and its file is written the same again', () => {
    const forecasts = fc
      .tuple(uniqueNames, zone)
      .chain(([names, where]) =>
        fc
          .tuple(...names.map((queue) => queueForecast(queue, where)))
          .map((queues): [Forecast, string] => [{ queues, provenance: { version: '', seed: 1, method: '', options: {} } }, where]),
      );
    fc.assert(
      fc.property(forecasts, ([forecast, where]) => {
        const csv = forecastToCsv(forecast);
        const again = readForecast(csv, { zone: where });
        expect(again.queues.map(({ days: _days, ...queue }) => queue)).toEqual(forecast.queues.map(({ days: _days, ...queue }) => queue));
        expect(forecastToCsv(again)).toBe(csv);
      }),
    );
  });

  it('requirements keep every digit of their agents', () => {
    const exact = fc.double({ min: 0, max: 1e4, noNaN: true });
    const requirement = (queue: string, where: string): fc.Arbitrary<QueueRequirement> =>
      fc
        .record({ startMs, cells: fc.array(fc.option(fc.tuple(count, exact, exact, fc.option(count))), { minLength: 1, maxLength: 12 }).filter(filledEnds) })
        .map(({ startMs: from, cells }) => ({
          queue,
          channel: 'voice',
          zone: where,
          startMs: from,
          intervalSeconds: 1800,
          volume: cells.map((cell) => cell?.[0] ?? null),
          ahtSeconds: cells.map((cell) => cell?.[3] ?? null),
          agents: cells.map((cell) => Math.ceil(cell?.[1] ?? 0)),
          agentsExact: cells.map((cell) => cell?.[1] ?? 0),
          agentsWithShrinkage: cells.map((cell) => cell?.[2] ?? 0),
          serviceLevel: cells.map(() => null),
          occupancy: cells.map(() => null),
          asaSeconds: cells.map((cell) => cell?.[3] ?? null),
          abandonProbability: cells.map(() => null),
          status: cells.map((cell) => (cell === null ? 'closed' : cell[0] > 0 && cell[1] === 0 ? 'unreachable' : 'met')),
        }));
    const all = fc
      .tuple(uniqueNames, zone)
      .chain(([names, where]) =>
        fc.tuple(...names.map((queue) => requirement(queue, where))).map((queues): [Requirements, string] => [{ queues, totals: [], warnings: [] }, where]),
      );
    fc.assert(
      fc.property(all, ([requirements, where]) => {
        const csv = requirementsToCsv(requirements);
        const again = readRequirements(csv, { zone: where });
        expect(again.queues).toEqual(requirements.queues);
        expect(requirementsToCsv(again)).toBe(csv);
      }),
    );
  });

  it('a roster comes back with its shifts and activities', () => {
    const lengths = fc.array(
      fc.integer({ min: 1, max: 16 }).map((quarters) => quarters * 900_000),
      { minLength: 1, maxLength: 5 },
    );
    const shiftOf = fc.record({
      shift: word,
      from: fc.integer({ min: 24, max: 60 }),
      lengths,
      activities: fc.array(word, { minLength: 5, maxLength: 5 }),
      queues: fc.array(fc.option(word, { nil: undefined }), { minLength: 5, maxLength: 5 }),
    });
    const roster = fc.array(fc.tuple(name, shiftOf), { minLength: 1, maxLength: 4 }).map((rows): AgentRoster[] =>
      [...new Map(rows)].map(([agent, { shift, from, lengths: stretches, activities, queues }]) => {
        let at = Date.UTC(2026, 11, 7) + from * 900_000;
        const begin = at;
        const parts = stretches.map((length, i) => {
          const queue = queues[i];
          const part = { activity: activities[i] as string, startMs: at, endMs: at + length, ...(queue === undefined ? {} : { queue }) };
          at += length;
          return part;
        });
        return { agent, shifts: [{ day: '2026-12-07', shift, startMs: begin, endMs: at, paidSeconds: (at - begin) / 1000, activities: parts }] };
      }),
    );
    fc.assert(
      fc.property(roster, zone, (agents, where) => {
        const csv = rosterToCsv(agents, where);
        expect(readRoster(csv)).toEqual(agents);
        expect(rosterToCsv(readRoster(csv), where)).toBe(csv);
      }),
    );
  });

  it('agents come back with skills, absences and wishes', () => {
    const agent: fc.Arbitrary<Agent> = fc.record({
      agent: name,
      skills: fc.uniqueArray(fc.record({ skill: word, tier: fc.integer({ min: 1, max: 9 }), ahtFactor: fc.constantFrom(1, 0.85, 1.15) }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ skill }) => skill,
      }),
      contract: name,
      zone: fc.option(zone),
      unavailable: fc.array(fc.constantFrom({ day: '2026-12-08' }, { from: '2026-12-09T08:00', to: '2026-12-09T12:00' }), { maxLength: 2 }),
      wishes: fc.array(
        fc.oneof(
          fc.constant({ kind: 'off' as const, day: '2026-12-10', weight: 5 }),
          word.map((shift) => ({ kind: 'shift' as const, shift, day: '2026-12-11', weight: 0.5 })),
        ),
        { maxLength: 2 },
      ),
      costPerHour: fc.option(count),
      seniority: fc.option(fc.integer({ min: 0, max: 40 })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(agent, { minLength: 1, maxLength: 4, selector: (person) => person.agent }), (agents) => {
        const csv = agentsToCsv(agents);
        expect(readAgents(csv).agents).toEqual(agents);
        expect(agentsToCsv(readAgents(csv).agents)).toBe(csv);
      }),
    );
  });

  it('a history comes back with counts, handle times and waits', async () => {
    const value = fc.record({
      volume: fc.integer({ min: 1, max: 500 }),
      aht: fc.integer({ min: 20_000, max: 900_000 }).map((ms) => ms / 1000),
      abandoned: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(uniqueNames, fc.array(value, { minLength: 2, maxLength: 20 }), zone, startMs, async (names, cells, where, from) => {
        const queues = names.map((queue) => ({
          queue,
          channel: 'voice' as const,
          zone: where,
          grain: 'interval' as const,
          startMs: from,
          intervalSeconds: 900,
          volume: cells.map((cell) => cell.volume),
          handled: cells.map((cell) => cell.volume),
          abandoned: cells.map((cell) => cell.abandoned),
          shortAbandoned: cells.map(() => null),
          ahtSeconds: cells.map((cell) => cell.aht),
          meanWaitSeconds: cells.map((cell) => cell.abandoned),
          closed: [],
          bookedAt: 'arrival' as const,
        }));
        const csv = historyToCsv({ queues });
        const again = await readHistory(csv, { zone: where });
        expect(historyToCsv(again).split('\n').sort()).toEqual(csv.split('\n').sort()); // the reader orders queues by name
      }),
      { numRuns: 60 },
    );
  });
});

describe('a history of a queue without a name', () => {
  it('is written as "all", which is read as the name of the only queue, not as a sum', async () => {
    const first = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'UTC' });
    const again = await readHistory(historyToCsv(first), { zone: 'UTC' });
    expect(again.queues).toEqual(first.queues);
    expect(again.summary.rowsKept).toBe(2);
  });
});

describe('cells that a spreadsheet would run', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', "'=x"])('%j is written with an apostrophe and read back without', (agent) => {
    const csv = rosterToCsv(
      [
        {
          agent,
          shifts: [
            {
              day: '2026-12-07',
              shift: 'day',
              startMs: 0,
              endMs: 3_600_000,
              paidSeconds: 3600,
              activities: [{ activity: 'online', startMs: 0, endMs: 3_600_000 }],
            },
          ],
        },
      ],
      'UTC',
    );
    expect(csv.split('\n')[1]).toMatch(/^"?'/);
    if (agent.trim() === agent) expect(readRoster(csv)[0]?.agent).toBe(agent);
  });
});
