import { describe, expect, it } from 'vitest';
import type { ServiceLevelRule } from '../../src/core/index.js';
import { requiredAgents, type ServiceTarget } from '../../src/queueing/index.js';
import { cell, type ReferenceRow, referenceTable } from './reference-table.js';

// Source: test/reference/queueing/min_agents.csv (90-digit values), targets as close as 1e-12 to an attained value.
const RULES: Readonly<Record<string, ServiceLevelRule>> = {
  sl: 'offered',
  sl_answered: 'answered',
  sl_excl: 'excludingShortAbandons',
  sl_incl: 'includingShortAbandons',
  sl_virt: 'virtual',
};

/** A service level of 0.8 that 80,000 agents miss by less than 1e-20: no double can tell. */
const TIE = '243';

function targetOf(row: ReferenceRow): ServiceTarget {
  const given = (column: string): boolean => row[column] !== '';
  return {
    ...(given('T_s') ? { answerWithinSeconds: cell(row, 'T_s') } : {}),
    ...(given('sl_target') ? { serviceLevel: cell(row, 'sl_target'), serviceLevelRule: RULES[row.sl_def ?? ''] } : {}),
    ...(given('asa_target_s') ? { asaSeconds: cell(row, 'asa_target_s') } : {}),
    ...(given('abandon_target') ? { abandonProbability: cell(row, 'abandon_target') } : {}),
    ...(given('occupancy_cap') ? { maxOccupancy: cell(row, 'occupancy_cap') } : {}),
  };
}

describe('requiredAgents against the table', () => {
  const rows = referenceTable('min_agents.csv');

  it.each(['grid', 'extreme', 'edge-base', 'edge-down', 'edge-up', 'edge-down-ab', 'edge-up-ab'])(
    'is the smallest head-count on every row of kind %s',
    (kind) => {
      const wrong = rows
        .filter((row) => row.kind === kind && row.id !== TIE)
        .map((row) => {
          const patience = cell(row, 'patience_s');
          const result = requiredAgents({
            volume: cell(row, 'calls_per_hour'),
            intervalSeconds: 3600,
            ahtSeconds: cell(row, 'aht_s'),
            target: targetOf(row),
            ...(patience === Number.POSITIVE_INFINITY ? {} : { patienceSeconds: patience }),
          });
          return { id: row.id, got: result.agents, want: cell(row, 'n') };
        })
        .filter(({ got, want }) => got !== want);
      expect(wrong).toEqual([]);
    },
  );

  it('comes within one agent of a tie that no double can resolve', () => {
    const result = requiredAgents({
      volume: 1_200_000,
      intervalSeconds: 3600,
      ahtSeconds: 300,
      patienceSeconds: 60,
      target: { serviceLevel: 0.8, answerWithinSeconds: 20 },
    });
    expect([80_000, 80_001]).toContain(result.agents);
  });
});
