import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One row of a reference table: column → text. */
export type ReferenceRow = Readonly<Record<string, string>>;

/** Reads a table of test/reference/queueing. */
export function referenceTable(file: string): ReferenceRow[] {
  const path = fileURLToPath(new URL(`../reference/queueing/${file}`, import.meta.url));
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i] ?? '', value])));
}

/** A cell as a number; `inf` is Infinity. */
export function cell(row: ReferenceRow, column: string): number {
  const text = row[column];
  if (text === undefined) throw new Error(`no column ${column}`);
  return text === 'inf' ? Number.POSITIVE_INFINITY : Number(text);
}

/** A difference between what was computed and the table. */
export type Miss = { readonly at: string; readonly got: number | null; readonly want: number; readonly error: number; readonly allowed: number };

/** Collects the rows in which a value is further from the table than allowed; tests expect the list to be empty. */
export class Misses {
  readonly list: Miss[] = [];
  compared = 0;

  constructor(private readonly at: (row: ReferenceRow) => string) {}

  relative(row: ReferenceRow, got: number | null, want: number, allowed: number): void {
    this.note(row, got, want, want === 0 ? Math.abs((got ?? Number.NaN) - want) : Math.abs((got ?? Number.NaN) / want - 1), allowed);
  }

  absolute(row: ReferenceRow, got: number | null, want: number, allowed: number): void {
    this.note(row, got, want, Math.abs((got ?? Number.NaN) - want), allowed);
  }

  private note(row: ReferenceRow, got: number | null, want: number, error: number, allowed: number): void {
    this.compared += 1;
    if (!(error <= allowed)) this.list.push({ at: this.at(row), got, want, error, allowed });
  }
}

/** Relative accuracy that doubles allow for a probability: 1e-13, in far tails |ln p| · 2⁻⁵². */
export function tailTolerance(lnProbability: number): number {
  return Math.max(1e-13, Math.abs(lnProbability) * 2 ** -52);
}
