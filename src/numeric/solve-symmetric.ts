/**
 * Solves a symmetric positive definite system by Cholesky factorisation (A = L·Lᵀ).
 *
 * @param matrix - Row-major, size × size; only the lower triangle is read, and it is left unchanged.
 * @param right - Right-hand side, `size` entries.
 * @returns The solution. A pivot that is not positive (the column adds nothing new) is skipped and its entry is 0.
 * @remarks size³/6 multiplications. Source: [GolubVanLoan2013] 4.2; keys in docs/references.md.
 * @example
 * Array.from(solveSymmetric(Float64Array.of(4, 2, 2, 2), Float64Array.of(8, 6))); // [1, 2]
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const factor = choleskyFactor(matrix, size);
  const solution = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    let sum = solution[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (factor[i * size + k] as number) * (solution[k] as number);
    const pivot = factor[i * size + i] as number;
    solution[i] = pivot > 0 ? sum / pivot : 0;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = solution[i] as number;
    for (let k = i + 1; k < size; k += 1) sum -= (factor[k * size + i] as number) * (solution[k] as number);
    const pivot = factor[i * size + i] as number;
    solution[i] = pivot > 0 ? sum / pivot : 0;
  }
  return solution;
}

/** Lower factor; a column whose pivot vanishes against its diagonal is set to 0. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    const rowI = i * size;
    for (let j = 0; j <= i; j += 1) {
      const rowJ = j * size;
      let sum = matrix[rowI + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (factor[rowI + k] as number) * (factor[rowJ + k] as number);
      if (i === j) factor[rowI + i] = sum > 1e-12 * (matrix[rowI + i] as number) ? Math.sqrt(sum) : 0;
      else factor[rowI + j] = (factor[rowJ + j] as number) > 0 ? sum / (factor[rowJ + j] as number) : 0;
    }
  }
  return factor;
}
