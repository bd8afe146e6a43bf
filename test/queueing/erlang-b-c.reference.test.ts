import { describe, expect, it } from 'vitest';
import { erlangB, erlangC, lnErlangB, lnErlangC, queueMetrics, requiredTrunks, waitQuantile } from '../../src/queueing/index.js';
import { cell, Misses, type ReferenceRow, referenceTable, tailTolerance } from './reference-table.js';

// Source: test/reference/queueing (90-digit values). Tolerances are named beside each comparison.
const at = (row: ReferenceRow): string => `n ${row.n}, load ${row.load}${row.T_s === undefined ? '' : `, T ${row.T_s}`}`;

/** Smallest probability compared as such; below it doubles lose digits and the logarithm is compared. */
const NORMAL = 1e-300;

describe('Erlang B against the tables', () => {
  it.each(['erlang_b.csv', 'erlang_bc_continuous.csv'])('erlangB of %s is right to 1e-13, in far tails |ln B| · 2⁻⁵²', (file) => {
    const misses = new Misses(at);
    for (const row of referenceTable(file)) {
      const input = { offeredLoad: cell(row, 'load'), agents: cell(row, 'n') };
      const ln = cell(row, 'ln_blocking');
      if (cell(row, 'blocking') > NORMAL) misses.relative(row, erlangB(input), cell(row, 'blocking'), tailTolerance(ln));
      // ln B of a B near 1 carries the absolute rounding of B.
      misses.absolute(row, lnErlangB(input), ln, Math.max(3e-16, Math.abs(ln) * 1e-15));
    }
    expect(misses.list).toEqual([]);
    expect(misses.compared).toBeGreaterThan(300);
  });

  it('requiredTrunks is the smallest number on every row', () => {
    for (const row of referenceTable('min_trunks_b.csv'))
      expect(requiredTrunks({ offeredLoad: cell(row, 'load'), blocking: cell(row, 'blocking_target') }), at(row)).toBe(cell(row, 'n'));
  });
});

describe('Erlang C against the tables', () => {
  it('erlangC of fractional agents is right to 1e-13, in far tails |ln C| · 2⁻⁵²', () => {
    const misses = new Misses(at);
    for (const row of referenceTable('erlang_bc_continuous.csv')) {
      const input = { offeredLoad: cell(row, 'load'), agents: cell(row, 'n') };
      if (cell(row, 'p_wait') > NORMAL) misses.relative(row, erlangC(input), cell(row, 'p_wait'), tailTolerance(cell(row, 'ln_p_wait')));
      misses.absolute(row, lnErlangC(input), cell(row, 'ln_p_wait'), Math.max(3e-16, Math.abs(cell(row, 'ln_p_wait')) * 1e-15));
    }
    expect(misses.list).toEqual([]);
  });

  it('queueMetrics without patience: probabilities to 1e-13, the service level to 1e-14 relative', () => {
    const misses = new Misses(at);
    for (const row of referenceTable('erlang_c.csv')) {
      const metrics = queueMetrics({
        offeredLoad: cell(row, 'load'),
        ahtSeconds: cell(row, 'aht_s'),
        agents: cell(row, 'n'),
        answerWithinSeconds: cell(row, 'T_s'),
      });
      const tail = tailTolerance(cell(row, 'ln_p_wait'));
      if (cell(row, 'p_wait') > NORMAL) {
        misses.relative(row, metrics.waitProbability, cell(row, 'p_wait'), tail);
        misses.relative(row, metrics.asaSeconds, cell(row, 'asa_s'), tail);
        misses.relative(row, metrics.meanQueue, cell(row, 'mean_queue'), tail);
      }
      misses.relative(row, metrics.meanWaitOfWaitersSeconds, cell(row, 'mean_wait_of_waiters_s'), 1e-15);
      misses.relative(row, metrics.occupancy, cell(row, 'occupancy'), 1e-15);
      misses.relative(row, metrics.serviceLevel?.offered ?? null, cell(row, 'sl'), 1e-14);
    }
    expect(misses.list).toEqual([]);
    expect(misses.compared).toBeGreaterThan(4000);
  });

  it('waitQuantile without patience is right to 1e-9 (ties of P(wait) with 1 − p: to 1e-12 s)', () => {
    const misses = new Misses(at);
    for (const row of referenceTable('erlang_c.csv')) {
      for (const percent of [50, 80, 90, 95, 99]) {
        const want = cell(row, `wait_p${percent}_s`);
        const input = { offeredLoad: cell(row, 'load'), ahtSeconds: cell(row, 'aht_s'), agents: cell(row, 'n'), probability: percent / 100 };
        misses.absolute(row, waitQuantile({ ...input, of: 'all' }), want, Math.max(1e-12, 1e-9 * want));
      }
    }
    expect(misses.list).toEqual([]);
  });
});
