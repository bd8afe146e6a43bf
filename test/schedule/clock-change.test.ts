import { describe, expect, it } from 'vitest';
import type { PlanConfig, QueueRequirement } from '../../src/core/index.js';
import { need, person, requirements, solve } from './tiny.js';

// Clocks go back on Sunday, 25 October 2026 in Berlin, and forward on Sunday, 29 March 2026.
const AUTUMN = '2026-10-19';
const SPRING = '2026-03-23';
const HOUR_MS = 3_600_000;

function plan(start: string, contract: object = {}, more: Partial<PlanConfig> = {}): PlanConfig {
  return {
    zone: 'Europe/Berlin',
    interval: '1h',
    horizon: { start },
    queues: { help: { understaffedPerHour: 60 } },
    shifts: { night: { start: { from: '22:00', to: '22:00' }, length: { from: '7h', to: '9h', every: '1h' }, end: { from: '06:00', to: '06:00' } } },
    contracts: { full: { shifts: ['night'], costPerHour: 20, ...contract } },
    ...more,
  };
}

/** One person needed at all times. */
function always(start: string): QueueRequirement {
  return need('help', () => 1, 9, Date.parse(`${start}T00:00Z`) - 24 * HOUR_MS);
}

async function hoursByDay(start: string, contract: object = {}, more: Partial<PlanConfig> = {}): Promise<Record<string, number>> {
  const roster = await solve(requirements(always(start)), plan(start, contract, more), [person('Ann')]);
  return Object.fromEntries((roster.agents[0]?.shifts ?? []).map((shift) => [shift.day, (shift.endMs - shift.startMs) / HOUR_MS]));
}

describe('rules by the clock where clocks change', () => {
  it('a night that ends at six lasts nine hours in autumn and seven in spring', async () => {
    const autumn = await hoursByDay(AUTUMN);
    expect(autumn['2026-10-23']).toBe(8);
    expect(autumn['2026-10-24']).toBe(9);
    const spring = await hoursByDay(SPRING);
    expect(spring['2026-03-27']).toBe(8);
    expect(spring['2026-03-28']).toBe(7);
  });

  it('hours to be worked are meant by the clock', async () => {
    const open = { hours: { 'mon-sun': ['22:00-06:00'] } };
    // the last night reaches past the roster, where nothing is needed
    expect(Object.keys(await hoursByDay(AUTUMN, open))).toHaveLength(6);
    expect(Object.keys(await hoursByDay(AUTUMN, { hours: { 'mon-sun': ['22:00-05:00'] } }))).toHaveLength(0);
  });

  it('what counts as a night is real time between two clock times', async () => {
    const night = { from: '23:00', to: '06:00', atLeast: '8h' };
    // only the night of the change is eight hours long between eleven and six
    const autumn = await hoursByDay(AUTUMN, { nights: { perPeriod: 0 } }, { night });
    expect(Object.keys(autumn)).toHaveLength(5);
    expect(autumn).not.toHaveProperty('2026-10-24');
  });
});
