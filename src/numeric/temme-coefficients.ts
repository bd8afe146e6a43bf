/** Powers of η kept of each row of {@link TEMME_ROWS}. */
export const TEMME_WIDTH = 24;

/** Rows k = 0 … 8. */
const ROWS = 9;

/** What 1 is in fixed point: with 256 binary places each coefficient is rounded just once, when it becomes a number. */
const ONE = 2n ** 256n;

/**
 * Taylor coefficients of Temme's C_k(η), row after row: C_0 = 1/μ − 1/η, C_k = C_{k−1}′/η + (−1)^k g_k/μ with η²/2 = μ − ln(1 + μ).
 * From the series μ(η) = Σ α_k ηᵏ, (k + 1) α_k = α_{k−1} − Σ j α_j α_{k−j+1}: d_{0,m} = (m + 2) α_{m+2}, less 1 for m = 0, then
 * d_{k,m} = (−1)^k g_k d_{0,m} + (m + 2) d_{k−1,m+2} with Stirling's g_k = 1·3·…·(2k + 1) α_{2k+1} [Temme1979], [DLMF] 8.12.11–12.
 */
export const TEMME_COEFFICIENTS: Float64Array = /* @__PURE__ */ temmeCoefficients();

function temmeCoefficients(): Float64Array {
  const alpha = [0n, ONE];
  const at = (k: number): bigint => alpha[k] as bigint;
  const length = TEMME_WIDTH + 2 * ROWS;
  for (let k = 2; k <= length; k += 1) {
    let sum = at(k - 1) * ONE;
    for (let j = 2; j < k; j += 1) sum -= BigInt(j) * at(j) * at(k - j + 1);
    alpha.push(sum / ONE / BigInt(k + 1));
  }
  const first = alpha.slice(2).map((value, m) => BigInt(m + 2) * value - (m === 0 ? ONE : 0n));
  const out = new Float64Array(ROWS * TEMME_WIDTH);
  let row = first;
  let sign = 1n;
  for (let k = 0; k < ROWS; k += 1) {
    if (k > 0) {
      sign *= BigInt(-2 * k - 1);
      const stirling = sign * at(2 * k + 1);
      row = row.slice(2).map((value, m) => (stirling * (first[m] as bigint)) / ONE + BigInt(m + 2) * value);
    }
    for (let m = 0; m < TEMME_WIDTH; m += 1) out[k * TEMME_WIDTH + m] = Number(row[m]) / Number(ONE);
  }
  return out;
}

/** Least s of each band of {@link TEMME_PAIRS}. */
export const TEMME_BANDS: readonly number[] = [40, 70, 100, 200, 400, 1000, 10000, 1000000];

/** Largest η² s/2 of each column of {@link TEMME_PAIRS}. */
export const TEMME_COLUMNS: readonly number[] = [0.36, 1.44, 5.76, 12.96];

/** By band of s, then column: how many pairs of coefficients of each row leave less than 3e-17 per term behind. */
export const TEMME_PAIRS: readonly (readonly Int32Array[])[] = [
  '655433221 776544321 a98765431 cba987542',
  '55443211 76544321 98765421 a9876431',
  '5543321 6554321 8765432 9876532',
  '543321 654321 765432 876532',
  '443211 543321 654321 765421',
  '43321 54321 64321 65431',
  '3321 4321 4321 5421',
  '321 321 321 321',
].map((band) => band.split(' ').map((column) => Int32Array.from(column, (digit) => Number.parseInt(digit, 16))));
