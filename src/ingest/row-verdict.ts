/** Why a row is not used. `bad` rows count towards the share that a file may have. */
export type Rejection = {
  readonly reason: string;
  readonly bad: boolean;
  readonly column: string | null;
  readonly value: string | null;
  readonly message: string;
};

/** A row that was left out for a harmless reason. */
export function leftOut(reason: string, message = ''): Rejection {
  return { reason, bad: false, column: null, value: null, message };
}

/** A row that holds something that cannot be right. */
export function badCell(reason: string, column: string, value: string, message: string): Rejection {
  return { reason, bad: true, column, value, message };
}

const TOTAL_START =
  /^(grand |sub)?\s?-?(totals?|sum|summe|gesamt|gesamtergebnis|insgesamt|avg|average|durchschnitt|mittelwert|moyenne|total general|totaal|totale|promedio|media|somme)\b/i;
const TOTAL_END = /\b(totals?|summe|gesamt)\s*:?$/i;

/** True for rows of sums and averages below or between the data. */
export function isTotalsRow(cells: readonly string[]): boolean {
  let looked = 0;
  for (const cell of cells) {
    const text = cell.trim();
    if (text === '') continue;
    if (TOTAL_START.test(text) || TOTAL_END.test(text)) return true;
    looked += 1;
    if (looked === 2) return false;
  }
  return false;
}
