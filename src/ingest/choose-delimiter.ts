import { readColumnName } from './column-names.js';
import { newlineOf, tokenize } from './tokenizer.js';

const CANDIDATES = [',', ';', '\t', '|', '^', '~'] as const;
const LINES = 60;

/**
 * Finds the delimiter by splitting whole lines with each candidate: the one under which most lines have one and the same number of cells, and header
 * cells are names this reader knows, wins.
 */
export function chooseDelimiter(text: string): string {
  const lines = firstLines(text, LINES);
  let best = ',';
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const delimiter of CANDIDATES) {
    if (!lines.includes(delimiter)) continue;
    const value = score(lines, delimiter);
    if (value > bestScore) {
      best = delimiter;
      bestScore = value;
    }
  }
  return best;
}

function firstLines(text: string, count: number): string {
  const newline = newlineOf(text);
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const next = text.indexOf(newline, at);
    if (next < 0 || next > 200_000) return text.slice(0, 200_000);
    at = next + 1;
  }
  return text.slice(0, at);
}

function score(lines: string, delimiter: string): number {
  const records = tokenize(lines, delimiter).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const tally = new Map<number, number>();
  for (const { cells } of records) tally.set(cells.length, (tally.get(cells.length) ?? 0) + 1);
  let usual = 1;
  let share = 0;
  for (const [width, times] of tally) {
    if (width < 2 || times / records.length <= share) continue;
    usual = width;
    share = times / records.length;
  }
  const known = Math.max(0, ...records.slice(0, 20).map(({ cells }) => knownNames(cells)));
  return share * Math.log2(usual) + 2 * known;
}

/** Cells of a record that name a column this reader knows. */
export function knownNames(cells: readonly string[]): number {
  let known = 0;
  for (const cell of cells) if (cell.length < 80 && !/^[\d.,:/\s-]*$/.test(cell) && readColumnName(cell).length > 0) known += 1;
  return known;
}
