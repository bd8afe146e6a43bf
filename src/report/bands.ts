import { formatShare } from './format.js';

/** Bands from the widest to the narrowest, so that the narrow ones are painted on top. */
export function widestFirst<T extends { readonly level: number }>(bands: readonly T[]): T[] {
  return [...bands].sort((a, b) => b.level - a.level);
}

/** Class of a band in an order from the widest to the narrowest. */
export function bandStyle(order: number, count: number): string {
  return order === count - 1 ? 'band inner' : 'band outer';
}

/** `80 % band` */
export function bandName(level: number): string {
  return `${formatShare(level, Number.isInteger(Math.round(level * 1e6) / 1e4) ? 0 : 1)} band`;
}
