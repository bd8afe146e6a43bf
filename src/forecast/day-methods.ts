import { solveSymmetric } from '../numeric/index.js';

/** A plain method at the end of what it saw, for log roots of day totals: level, what each further open day adds, weekdays, waves of the year, and an error that fades. */
export type DayMethod = {
  readonly level: number;
  readonly slope: number;
  readonly weekdays: readonly number[];
  /** Cosine and sine of each wave of the year. */
  readonly year: readonly number[];
  readonly error: number;
  /** Share of the error left after one open day. */
  readonly fade: number;
};

/** Log roots of day totals, and the rows that may teach (1). */
export type LogDays = { readonly z: Float64Array; readonly rowWeekday: ArrayLike<number>; readonly rowDay: ArrayLike<number>; readonly use: Uint8Array };

/** Shares of a surprise that theta's level may keep; the past chooses. */
const SMOOTHING: readonly number[] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5];
const THETA_ROWS = 400;
const YEAR_WAVES = 4;
const YEARLY_SPAN = 380;
/** Weight of a day against the next: about a year and a half of memory. */
const MEMORY = 0.998;

/** Log root of a day's total `lead` open days ahead. */
export function dayMethodAt(method: DayMethod, weekday: number, lead: number, day: number): number {
  const waves = yearWaves(day, method.year.length / 2).reduce((sum, wave, j) => sum + wave * (method.year[j] as number), 0);
  return method.level + method.slope * lead + (method.weekdays[weekday] as number) + waves + method.error * method.fade ** lead;
}

/** Theta [AssimakopoulosNikolopoulos2000] as smoothing with half the trend [HyndmanBillah2003], weekdays taken out. */
export function thetaDays(days: LogDays, origin: number): DayMethod {
  const { z, rowWeekday, use } = days;
  const { mean, weekdays } = weekdayMeans(days, origin);
  const levels = SMOOTHING.map(() => Number.NaN);
  const squares = SMOOTHING.map(() => 0);
  let n = 0;
  let rows = 0;
  let values = 0;
  let rowSquares = 0;
  let products = 0;
  const from = Math.max(0, origin - THETA_ROWS);
  for (let r = from; r < origin; r += 1) {
    if (use[r] === 0) continue;
    const value = (z[r] as number) - (weekdays[rowWeekday[r] as number] as number);
    n += 1;
    rows += r - from;
    values += value;
    rowSquares += (r - from) ** 2;
    products += (r - from) * value;
    SMOOTHING.forEach((share, i) => {
      const error = n === 1 ? 0 : value - (levels[i] as number);
      squares[i] = (squares[i] as number) + error ** 2;
      levels[i] = n === 1 ? value : (levels[i] as number) + share * error;
    });
  }
  const spread = n * rowSquares - rows ** 2;
  const slope = spread > 0 ? (n * products - rows * values) / spread / 2 : 0;
  const best = squares.indexOf(Math.min(...squares));
  const share = SMOOTHING[best] as number;
  const level = n === 0 ? mean : (levels[best] as number) + slope * ((1 - (1 - share) ** n) / share - 1);
  return { level, slope, weekdays, year: [], error: 0, fade: 0 };
}

/** Dynamic harmonic regression: weekdays, waves of the year from 380 days on (ridge), and an autoregressive error of order 1. */
export function harmonicDays(days: LogDays, origin: number): DayMethod {
  const { z, rowWeekday, rowDay, use } = days;
  const { mean, weekdays } = weekdayMeans(days, origin);
  const span = origin === 0 ? 0 : (rowDay[origin - 1] as number) - (rowDay[0] as number);
  const waves = span < YEARLY_SPAN ? 0 : YEAR_WAVES;
  const size = 2 * waves + 1;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  const featuresAt = (r: number): number[] => [1, ...yearWaves(rowDay[r] as number, waves)];
  const left = (r: number): number => (z[r] as number) - mean - (weekdays[rowWeekday[r] as number] as number);
  for (let r = 0; r < origin; r += 1) {
    if (use[r] === 0) continue;
    const features = featuresAt(r);
    for (let i = 0; i < size; i += 1) {
      right[i] = (right[i] as number) + left(r) * (features[i] as number);
      for (let j = 0; j <= i; j += 1) gram[i * size + j] = (gram[i * size + j] as number) + (features[i] as number) * (features[j] as number);
    }
  }
  for (let i = 0; i < size; i += 1) gram[i * size + i] = (gram[i * size + i] as number) + 2 + i * i;
  const [base = 0, ...year] = solveSymmetric(gram, right);
  let error = 0;
  let products = 0;
  let squares = 0;
  for (let r = Math.max(0, origin - 250); r < origin; r += 1) {
    if (use[r] === 0) continue;
    const next = featuresAt(r).reduce((rest, feature, j) => rest - feature * (j === 0 ? base : (year[j - 1] as number)), left(r));
    products += next * error;
    squares += error ** 2;
    error = next;
  }
  return { level: mean + base, slope: 0, weekdays, year, error, fade: squares > 0 ? Math.max(0, Math.min(0.98, products / squares)) : 0 };
}

function yearWaves(day: number, waves: number): number[] {
  const phase = (2 * Math.PI * day) / 365.25;
  return Array.from({ length: 2 * waves }, (_, j) => (j % 2 === 0 ? Math.cos : Math.sin)((1 + Math.floor(j / 2)) * phase));
}

/** Mean of the open weekdays, and each weekday's distance from it. */
function weekdayMeans({ z, rowWeekday, use }: LogDays, origin: number): { mean: number; weekdays: number[] } {
  const sums = new Float64Array(7);
  const weights = new Float64Array(7);
  for (let r = 0; r < origin; r += 1) {
    if (use[r] === 0) continue;
    const w = rowWeekday[r] as number;
    const weight = MEMORY ** (origin - r);
    sums[w] = (sums[w] as number) + weight * (z[r] as number);
    weights[w] = (weights[w] as number) + weight;
  }
  const means = Array.from(sums, (sum, w) => ((weights[w] as number) > 0 ? sum / (weights[w] as number) : null));
  const known = means.filter((value) => value !== null);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  return { mean, weekdays: means.map((value) => (value === null ? 0 : value - mean)) };
}
