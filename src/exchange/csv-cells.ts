import { InvalidInputError } from '../core/index.js';

/**
 * Text as a CSV cell: quoted where needed; a cell that a spreadsheet would run as a formula gets an apostrophe in front, which our readers take off again.
 */
export function textCell(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number as a CSV cell, rounded to `decimals`; empty for null. */
export function numberCell(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return '';
  if (!Number.isFinite(value)) throw new InvalidInputError(`A CSV number must be finite, got ${value}.`, { value: String(value) });
  return plainDigits(Number(value.toFixed(decimals)));
}

/** A number with every digit needed to read the same number back. */
export function exactCell(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (!Number.isFinite(value)) throw new InvalidInputError(`A CSV number must be finite, got ${value}.`, { value: String(value) });
  return plainDigits(value);
}

function plainDigits(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** Joins rows of ready cells below a header; ends with a newline. */
export function joinRows(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}
