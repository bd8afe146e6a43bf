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

/** Sums and averages in the languages whose headers are read. */
const TOTAL_WORDS =
  'totals?|totale?n?|totaux|totaal|totalt|toplam|summary|sous-?total|delsumma|součet|soucet|sums?|summe|summa|somme|somma|suma|subtotals?|sub-totals?|zwischensumme|gesamt|gesamtsumme|gesamtergebnis|insgesamt|gesamtwert|' +
  'avg|average|averages|durchschnitt|mittelwert|moyenne|promedio|media|gemiddelde?|genomsnitt|snitt|gennemsnit|gjennomsnitt|srednia|średnia|razem|ogółem|ogolem|celkem|yhteensä|összesen|i alt|' +
  'итого|всего|среднее';
const TOTAL_START = new RegExp(`^(?:grand |sub|report |overall |all )?\\s?-?(?:${TOTAL_WORDS})(?![\\p{L}\\p{N}])`, 'iu');
const TOTAL_END =
  /(?:^|[\s:(-])(?:(?:tages|wochen|monats|jahres|teil|end|gruppen)(?:gesamt)?summe|dagtotaal|totals?|summary|summe|gesamt|ergebnis|subtotal|totaal|totale|razem|итого|somme)\)?\s*:?$/iu;
/** Nothing but such a word: the name of a sum, where `Total Care` may be a queue. */
const TOTAL_ONLY = new RegExp(
  `^\\(?(?:grand |sub|report |overall |all )?\\s?-?(?:${TOTAL_WORDS}|all|all queues|alle|alle warteschlangen|toutes|tous)(?: general| général| complessivo| geral)?\\s*:?\\)?$`,
  'iu',
);

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

/** How a column is written, in a cell below its header: `(sec)`, `hh:mm`, `#`. */
const UNIT_ONLY =
  /^[([]?\s*(?:#|%|n|no\.?|nr\.?|ms|s|secs?|seconds?|sek\.?|sekunden|min|mins|minutes?|minuten|h|hrs?|hours?|h{1,2}:?mm(?::?ss)?|mm:ss|(?:yyyy|dd?|mm?)[-/.](?:dd?|mm?)[-/.](?:yyyy|yy|dd?)|local(?: time)?|utc|count|number|calls|contacts|anzahl|text|date|time)\s*[)\]]?$/i;

/** True for a row of units below the header. */
export function isUnitsRow(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return filled.length > 1 && filled.every((cell) => UNIT_ONLY.test(cell));
}

/** True for a name in the place of a queue that says "sum of all": the row has a time of its own, so the whole name must say so. */
export function isTotalName(text: string): boolean {
  return TOTAL_ONLY.test(text.trim());
}
