import { InvalidInputError } from './errors.js';

/** How a value looks in an error message: short, quoted where it is text. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'number' || value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return `a ${typeof value}`;
}

function fail(where: string, need: string, value: unknown, wayOut: string): never {
  const tail = wayOut === '' ? '' : ` ${wayOut}`;
  throw new InvalidInputError(`${where} must be ${need}, got ${describeValue(value)}.${tail}`, { where, need, value: describeValue(value) });
}

/** Throws unless `value` is a finite number ≥ 0. `where` reads like `erlangC: offeredLoad`. */
export function checkNonNegative(where: string, value: unknown, wayOut = ''): asserts value is number {
  if (typeof value !== 'number' || !(value >= 0) || value === Number.POSITIVE_INFINITY) fail(where, 'a finite number, 0 or more', value, wayOut);
}

/** Throws unless `value` is a finite number > 0. */
export function checkPositive(where: string, value: unknown, wayOut = ''): asserts value is number {
  if (typeof value !== 'number' || !(value > 0) || value === Number.POSITIVE_INFINITY) fail(where, 'a finite number above 0', value, wayOut);
}

/** Throws unless `value` is an integer ≥ `least`. */
export function checkInteger(where: string, value: unknown, least = 0, wayOut = ''): asserts value is number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) fail(where, `a whole number, ${least} or more`, value, wayOut);
}

/** Throws unless `value` is a share strictly between 0 and 1. */
export function checkOpenShare(where: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value > 0 && value < 1) return;
  fail(where, 'a fraction in (0, 1)', value, percentHint(value));
}

/** Throws unless `value` is a share in [0, 1). */
export function checkShareBelowOne(where: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && value < 1) return;
  fail(where, 'a fraction in [0, 1)', value, percentHint(value));
}

function percentHint(value: unknown): string {
  return typeof value === 'number' && value > 1 && value <= 100 ? `Write ${value} % as ${Number((value / 100).toPrecision(12))}.` : '';
}
