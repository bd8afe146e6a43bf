import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { gammaStar, lnGammaStarSlope } from '../../src/numeric/gamma.js';
import { entropyExcess, erfcx, exponentialExcess, gamma, integrate, kummer, kummerResult, lnGamma, scaledUpperGamma } from '../../src/numeric/index.js';
import { temmeSum, temmeSumWithSlopes } from '../../src/numeric/temme.js';
import { TEMME_BANDS, TEMME_COEFFICIENTS, TEMME_COLUMNS, TEMME_PAIRS, TEMME_WIDTH } from '../../src/numeric/temme-coefficients.js';

// Oracle: mathjs BigNumber with 60 digits. Tolerances are named beside each comparison.
const big = create(all ?? {}, { number: 'BigNumber', precision: 60 });
const number = (value: number) => big.bignumber(value);

/** e^(z²) erfc(z) = e^(z²) − e^(z²) erf(z), by the power series of erf: 2 z/√π Σ 2^k z^(2k) / (1·3·…·(2k+1)), which carries e^(z²). */
function erfcxOracle(z: number): number {
  const square = number(z).pow(2);
  let term = big.bignumber(1);
  let sum = term;
  for (let k = 1; term.abs().gt(1e-55); k += 1) {
    term = term.mul(square.mul(2)).div(2 * k + 1);
    sum = sum.add(term);
  }
  const root = big.bignumber(big.pi as never).sqrt();
  return square.exp().sub(sum.mul(2).mul(z).div(root)).toNumber();
}

describe('error function', () => {
  it.each([-5, -2.3, -0.5, -0.4, -1e-6, 0, 1e-9, 0.2, 0.46875, 0.47, 1, 2, 3.999, 4, 4.001, 5.5])('erfcx(%d) is right to 2e-15', (z) => {
    expect(Math.abs(erfcx(z) / erfcxOracle(z) - 1)).toBeLessThan(2e-15);
  });

  it('erfcx falls like 1/(z √π) far out and overflows far below', () => {
    expect(erfcx(1e8) * 1e8 * Math.sqrt(Math.PI)).toBeCloseTo(1, 14);
    expect(erfcx(-30)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('small differences', () => {
  it.each([1e-12, 1e-5, 0.01, 0.3, 0.499, 0.501, 3, -1e-9, -0.1, -0.34, -0.36, -0.9])('entropyExcess(%d) = μ − ln(1 + μ) is right to 1e-15', (mu) => {
    const want = number(mu).sub(number(mu).add(1).ln()).toNumber();
    expect(Math.abs(entropyExcess(mu) / want - 1)).toBeLessThan(1e-15);
  });

  it.each([1e-10, 1e-4, 0.1, 0.499, 0.51, 4, 50])('exponentialExcess(%d) = t − 1 + e^(−t) is right to 1e-15', (t) => {
    const want = number(t).sub(1).add(number(-t).exp()).toNumber();
    expect(Math.abs(exponentialExcess(t) / want - 1)).toBeLessThan(1e-15);
  });
});

describe('gamma function', () => {
  it('is the factorial at whole numbers, to |ln Γ| · 2⁻⁵¹', () => {
    let factorial = 1;
    for (let n = 1; n <= 100; n += 1) {
      expect(Math.abs(gamma(n) / factorial - 1), `Γ(${n})`).toBeLessThan(Math.max(4e-15, Math.log(factorial) * 2 ** -51));
      factorial *= n;
    }
  });

  it('Γ(1/2)² = π, and reflection holds in between', () => {
    expect(gamma(0.5) ** 2).toBeCloseTo(Math.PI, 14);
    for (const x of [0.1, 0.25, 0.377]) expect((gamma(x) * gamma(1 - x) * Math.sin(Math.PI * x)) / Math.PI).toBeCloseTo(1, 14);
  });

  it('lnGamma follows gamma and goes on where it overflows', () => {
    expect(lnGamma(30.5)).toBeCloseTo(Math.log(gamma(30.5)), 12);
    expect(lnGamma(1001)).toBeCloseTo(5912.128178488163, 9);
  });

  it('the slope of ln Γ* is its difference quotient', () => {
    const step = 1e-3;
    for (const y of [40, 77, 500])
      expect(lnGammaStarSlope(y) / ((Math.log(gammaStar(y + step)) - Math.log(gammaStar(y - step))) / (2 * step))).toBeCloseTo(1, 5);
  });
});

describe('Temme coefficients', () => {
  const size = 64;
  const rows = Array.from({ length: TEMME_COEFFICIENTS.length / TEMME_WIDTH }, (_, k) => TEMME_COEFFICIENTS.slice(k * TEMME_WIDTH, (k + 1) * TEMME_WIDTH));
  // α_1 = 1, α_2 = 1/3, (k+1) α_k = α_{k−1} − Σ j α_j α_{k−j+1}: the series μ(η) [DLMF 8.12.12].
  const alpha = [big.bignumber(0), big.bignumber(1)];
  for (let k = 2; k <= size + 2; k += 1) {
    let sum = alpha[k - 1] as ReturnType<typeof number>;
    for (let j = 2; j < k; j += 1) sum = sum.sub((alpha[j] as typeof sum).mul(alpha[k - j + 1] as typeof sum).mul(j));
    alpha.push(sum.div(k + 1));
  }
  const first = [big.bignumber(-1).div(3), ...Array.from({ length: size }, (_, n) => (alpha[n + 3] as ReturnType<typeof number>).mul(n + 3))];
  const stirling = [
    '1',
    '1/12',
    '1/288',
    '-139/51840',
    '-571/2488320',
    '163879/209018880',
    '5246819/75246796800',
    '-534703531/902961561600',
    '-4483131259/86684309913600',
  ].map((text) => {
    const [top, bottom = '1'] = text.split('/');
    return big.bignumber(top as string).div(big.bignumber(bottom));
  });

  it('every row is the recursion of the one before, rounded once', () => {
    let row = first;
    for (const [k, stored] of rows.entries()) {
      if (k > 0) {
        const before = row;
        const g = (stirling[k] as ReturnType<typeof number>).mul(k % 2 === 0 ? 1 : -1);
        row = before.slice(0, -2).map((_, m) => g.mul(first[m] as typeof g).add((before[m + 2] as typeof g).mul(m + 2)));
      }
      for (const [m, value] of stored.entries()) expect(value, `row ${k}, power ${m}`).toBe((row[m] as ReturnType<typeof number>).toNumber());
    }
  });

  it('no band drops a term above 1e-16, anywhere in its range', () => {
    for (const [i, s] of TEMME_BANDS.entries()) {
      for (const [column, square] of TEMME_COLUMNS.entries()) {
        const eta = Math.sqrt((2 * square) / s);
        const pairs = TEMME_PAIRS[i]?.[column] ?? [];
        for (const [k, row] of rows.entries()) {
          for (let m = 2 * (pairs[k] ?? 0); m < row.length; m += 1) expect(Math.abs(row[m] as number) * eta ** m * s ** -k).toBeLessThan(1e-16);
        }
      }
    }
  });

  it('slopes are difference quotients of the sum', () => {
    const out = new Float64Array(3);
    for (const [s, eta] of [
      [45, 0.3],
      [150, -0.2],
      [5000, 0.05],
    ] as const) {
      temmeSumWithSlopes(out, s, eta);
      const step = 1e-5;
      expect(out[0]).toBeCloseTo(temmeSum(s, eta), 15);
      expect(out[1]).toBeCloseTo((temmeSum(s, eta + step) - temmeSum(s, eta - step)) / (2 * step), 8);
      expect(out[2]).toBeCloseTo((temmeSum(s + 0.01, eta) - temmeSum(s - 0.01, eta)) / 0.02, 8);
    }
  });
});

describe('incomplete gamma functions', () => {
  /** 1/B by its recursion with 60 digits. */
  function inverseBlocking(n: number, a: number): number {
    let value = big.bignumber(1);
    for (let k = 1; k <= n; k += 1) value = value.mul(k).div(a).add(1);
    return value.toNumber();
  }

  it.each([
    [5, 0.3],
    [38, 30],
    [39, 41],
    [40, 41.5],
    [60, 200],
    [100, 99.999],
    [100, 60],
    [250, 251],
    [400, 900],
    [800, 780.5],
    [1500, 1490],
  ])('scaledUpperGamma(%d, %d) = 1/B is right to 4e-15', (n, a) => {
    expect(Math.abs(scaledUpperGamma(n, a) / inverseBlocking(n, a) - 1)).toBeLessThan(4e-15);
  });

  /** M(y, x), 1 + (x/y − 1) M and −∂M/∂y by the series with 60 digits. */
  function kummerOracle(y: number, x: number): { value: number; excess: number; fall: number } {
    let term = big.bignumber(1);
    let value = term;
    let harmonic = big.bignumber(0);
    let fall = harmonic;
    for (let k = 1; k + y < x || term.mul(harmonic.add(1)).gt(value.mul(1e-45)); k += 1) {
      term = term.mul(x).div(number(y).add(k));
      harmonic = harmonic.add(big.bignumber(1).div(number(y).add(k)));
      value = value.add(term);
      fall = fall.add(term.mul(harmonic));
    }
    const excess = number(x).div(y).sub(1).mul(value).add(1);
    return { value: value.toNumber(), excess: excess.toNumber(), fall: fall.toNumber() };
  }

  it.each([
    [0.02, 0.001],
    [0.5, 3],
    [3, 40],
    [12, 11],
    [39, 20],
    [39.9, 70],
    [40, 40],
    [41, 90],
    [80, 40],
    [100, 70],
    [100, 110],
    [100, 160],
    [600, 590],
    [600, 500],
    [600, 720],
  ])('kummer at y = %d, x = %d: value, excess and fall are right to 3e-14', (y, x) => {
    const out = kummerResult();
    kummer(out, y, x, (x - y) / y, true);
    const want = kummerOracle(y, x);
    const scale = Math.exp(out.scale);
    expect(Math.abs((out.value * scale) / want.value - 1)).toBeLessThan(3e-14);
    expect(Math.abs((out.excess * scale) / want.excess - 1)).toBeLessThan(3e-14);
    expect(Math.abs((out.fall * scale) / want.fall - 1)).toBeLessThan(3e-14);
    kummer(out, y, x, (x - y) / y, false);
    expect(Math.abs((out.value * Math.exp(out.scale)) / want.value - 1)).toBeLessThan(3e-14);
  });
});

describe('quadrature', () => {
  it('the 16-point rule is exact for polynomials of degree 31', () => {
    expect(integrate((x) => x ** 31 + x ** 30, -1, 1)).toBeCloseTo(2 / 31, 15);
    expect(integrate(Math.exp, 0, 1)).toBeCloseTo(Math.E - 1, 15);
  });
});
