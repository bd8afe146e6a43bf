/** 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom. */
const SMALL = [12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389];
/** Terms of the expansion at the normal quantile 1.959963984540054, by rising power of 1 ÷ degrees of freedom. */
const TERMS = [1.959963984540054, 2.372271230298562, 2.822498615739611, 2.555849679507722, 1.589534053393822];

/** Half-width of a 95 % interval in standard errors: the 97.5 % quantile of Student's t; beyond the table by the expansion of [Fisher1960], to 1e-5. */
export function studentHalfWidth(degreesOfFreedom: number): number {
  const tabled = SMALL[degreesOfFreedom - 1];
  if (tabled !== undefined) return tabled;
  return TERMS.reduceRight((sum, term) => sum / degreesOfFreedom + term, 0);
}
