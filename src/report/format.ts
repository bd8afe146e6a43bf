const NARROW = '\u00a0';

/** Stands for a figure that is not known. */
export const UNKNOWN = '–';

/** `1,234` or `1,234.5`: thousands set apart, a fixed number of decimals. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '−' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A count or amount with as many decimals as its size deserves: `0.4`, `7.5`, `1,234`. */
export function formatAmount(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return formatNumber(value, Math.abs(value) < 100 && !Number.isInteger(value) ? 1 : 0);
}

/** Numbers beside an axis, where room is short: `950`, `7.5`, `12k`, `1.5M`. */
export function formatTick(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return value >= 1000 ? formatNumber(value) : String(Number(value.toPrecision(3)));
}

/** `81 %` or `81.3 %`. Never rounds a share below one up to 100 %. */
export function formatShare(share: number | null | undefined, decimals = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return UNKNOWN;
  const factor = 10 ** decimals;
  let percent = Math.round(share * 100 * factor) / factor;
  if (share < 1 && percent >= 100) percent = 100 - 1 / factor;
  return `${formatNumber(percent, decimals)}${NARROW}%`;
}

/** A target with the digits in which it was given: `80 %`, `82.5 %`. */
export function formatTarget(share: number | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : `${Number((share * 100).toPrecision(4))}${NARROW}%`;
}

/** A gap in words that do not pretend: `0 %`, `under 0.1 %`, `1.4 %`. */
export function formatGap(gap: number): string {
  if (gap <= 0) return `0${NARROW}%`;
  return gap < 0.0005 ? `under 0.1${NARROW}%` : formatShare(gap, 1);
}

/** `+25 %`, `−12 %`. */
export function formatChange(relative: number): string {
  const percent = Math.round(relative * 100);
  return `${percent > 0 ? '+' : ''}${formatNumber(percent)}${NARROW}%`;
}

/** Seconds for people: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return UNKNOWN;
  if (seconds < 9.95) return `${formatNumber(seconds, Number.isInteger(seconds) ? 0 : 1)}${NARROW}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${NARROW}s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${formatNumber(large)}${NARROW}${largeUnit}`;
  return small === 0 ? head : `${head} ${small}${NARROW}${smallUnit}`;
}

/** Hours of work: `37.5 h`, `1,234 h`. */
export function formatHours(hours: number | null | undefined): string {
  const text = formatAmount(hours);
  return text === UNKNOWN ? text : `${text}${NARROW}h`;
}

/** `1 person`, `3 people`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
