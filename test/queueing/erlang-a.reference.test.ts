import { describe, expect, it } from 'vitest';
import { queueMetrics, type WaitOf, waitQuantile } from '../../src/queueing/index.js';
import { cell, Misses, type ReferenceRow, referenceTable, tailTolerance } from './reference-table.js';

// Source: test/reference/queueing (90-digit values). Tolerances are named beside each comparison.
const at = (row: ReferenceRow): string => `n ${row.n}, load ${row.load}, AHT ${row.aht_s}, patience ${row.patience_s}, T ${row.T_s ?? ''}`;

/** Smallest probability compared; below it doubles lose digits. */
const NORMAL = 1e-300;

describe('Erlang A against the tables', () => {
  const rows = referenceTable('erlang_a.csv');
  const metricsOf = (row: ReferenceRow) =>
    queueMetrics({
      offeredLoad: cell(row, 'load'),
      ahtSeconds: cell(row, 'aht_s'),
      agents: cell(row, 'n'),
      patienceSeconds: cell(row, 'patience_s'),
      answerWithinSeconds: cell(row, 'T_s'),
    });

  it('probabilities and mean waits are right to 1e-13, in far tails |ln p| · 2⁻⁵²', () => {
    const misses = new Misses(at);
    for (const row of rows) {
      const metrics = metricsOf(row);
      const compare = (got: number | null, column: string): void => {
        const want = cell(row, column);
        if (want === 0 || want > NORMAL) misses.relative(row, got, want, tailTolerance(want === 0 ? 0 : Math.log(want)));
      };
      compare(metrics.waitProbability, 'p_wait');
      compare(metrics.abandonProbability, 'p_abandon');
      compare(metrics.abandonedWithinThreshold, 'ab_within_T');
      compare(metrics.asaSeconds, 'asa_served_s');
      compare(metrics.meanWaitSeconds, 'mean_wait_all_s');
      compare(metrics.meanWaitOfWaitersSeconds, 'mean_wait_given_wait_s');
      compare(metrics.meanQueue, 'mean_queue');
      compare(metrics.occupancy, 'occupancy');
    }
    expect(misses.list).toEqual([]);
    expect(misses.compared).toBeGreaterThan(6000);
  });

  it('all five service levels are right to 1e-13 absolute', () => {
    const misses = new Misses(at);
    for (const row of rows) {
      const levels = metricsOf(row).serviceLevel;
      misses.absolute(row, levels?.offered ?? null, cell(row, 'sl_offered'), 1e-13);
      misses.absolute(row, levels?.answered ?? null, cell(row, 'sl_answered'), 1e-13);
      misses.absolute(row, levels?.excludingShortAbandons ?? null, cell(row, 'sl_excl_short_ab'), 1e-13);
      misses.absolute(row, levels?.includingShortAbandons ?? null, cell(row, 'sl_incl_short_ab'), 1e-13);
      misses.absolute(row, levels?.virtual ?? null, cell(row, 'sl_virtual'), 1e-13);
    }
    expect(misses.list).toEqual([]);
  });

  it('fractional agents follow the same series: probabilities and ASA to 1e-13, service levels to 1e-13 absolute', () => {
    const misses = new Misses(at);
    for (const row of referenceTable('erlang_a_real.csv')) {
      const metrics = metricsOf(row);
      const compare = (got: number | null, column: string): void => {
        const want = cell(row, column);
        if (want === 0 || want > NORMAL) misses.relative(row, got, want, tailTolerance(want === 0 ? 0 : Math.log(want)));
      };
      compare(metrics.waitProbability, 'p_wait');
      compare(metrics.abandonProbability, 'p_abandon');
      compare(metrics.abandonedWithinThreshold, 'ab_within_T');
      compare(metrics.asaSeconds, 'asa_served_s');
      misses.absolute(row, metrics.serviceLevel?.offered ?? null, cell(row, 'sl_offered'), 1e-13);
      misses.absolute(row, metrics.serviceLevel?.virtual ?? null, cell(row, 'sl_virtual'), 1e-13);
    }
    expect(misses.list).toEqual([]);
    expect(misses.compared).toBeGreaterThan(550);
  });

  it('quantiles of the virtual, the answered and the actual wait are right to 1e-9', () => {
    const misses = new Misses(at);
    const columns: readonly [WaitOf, string][] = [
      ['virtual', 'virtual_wait_s'],
      ['answered', 'served_wait_s'],
      ['all', 'actual_wait_s'],
    ];
    for (const row of referenceTable('erlang_a_quantiles.csv')) {
      const input = {
        offeredLoad: cell(row, 'load'),
        ahtSeconds: cell(row, 'aht_s'),
        agents: cell(row, 'n'),
        patienceSeconds: cell(row, 'patience_s'),
        probability: cell(row, 'p'),
      };
      for (const [of, column] of columns) misses.relative(row, waitQuantile({ ...input, of }), cell(row, column), 1e-9);
    }
    expect(misses.list).toEqual([]);
  });
});
