import { describe, expect, it } from 'vitest';
import { queueMetrics } from '../../src/queueing/index.js';
import { cell, Misses, type ReferenceRow, referenceTable } from './reference-table.js';

// Source: test/reference/queueing/mmnk.csv (good to 3e-12). Tolerance 1e-11 relative.
const at = (row: ReferenceRow): string => `n ${row.n}, K ${row.K}, load ${row.load}, patience ${row.patience_s}, T ${row.T_s}`;

describe('limited lines against the table', () => {
  it('all figures of M/M/n/K and M/M/n/K+M are right to 1e-11', () => {
    const misses = new Misses(at);
    for (const row of referenceTable('mmnk.csv')) {
      const patience = cell(row, 'patience_s');
      const metrics = queueMetrics({
        offeredLoad: cell(row, 'load'),
        ahtSeconds: cell(row, 'aht_s'),
        agents: cell(row, 'n'),
        capacity: cell(row, 'K'),
        answerWithinSeconds: cell(row, 'T_s'),
        ...(patience === Number.POSITIVE_INFINITY ? {} : { patienceSeconds: patience }),
      });
      const compare = (got: number | null, column: string): void => {
        if (cell(row, column) === 0 || cell(row, column) > 1e-290) misses.relative(row, got, cell(row, column), 1e-11);
      };
      compare(metrics.blockProbability, 'p_block');
      compare(metrics.waitProbability, 'p_wait');
      compare(metrics.abandonProbability, 'p_abandon');
      compare(metrics.serviceLevel?.offered ?? null, 'sl_offered');
      compare(metrics.serviceLevel?.answered ?? null, 'sl_answered');
      compare(metrics.asaSeconds, 'asa_served_s');
      compare(metrics.meanWaitSeconds, 'mean_wait_accepted_s');
      compare(metrics.meanQueue, 'mean_queue');
      compare(metrics.occupancy, 'occupancy');
    }
    expect(misses.list).toEqual([]);
    expect(misses.compared).toBeGreaterThan(1400);
  });
});
