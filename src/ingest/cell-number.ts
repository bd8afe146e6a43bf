/** Which character separates decimals; the other one groups thousands. */
export type NumberStyle = 'dot' | 'comma';

const PLAIN = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const BLANK = /^(|-|--|—|–|\.|n\/?a|null|none|nan|nil|unknown|#n\/a|#wert!|#value!|#div\/0!|\(blank\)|\(leer\)|k\. ?a\.)$/i;

/** True for cells that say "no value": empty, dashes, N/A and the like. */
export function isBlankCell(text: string): boolean {
  return text === '' || BLANK.test(text.trim());
}

/**
 * Reads a number as people and programs write it: thousands separators, decimal commas, spaces, percent signs.
 *
 * @returns The number, null for a blank cell, NaN for anything else.
 */
export function parseNumberCell(text: string, style: NumberStyle): number | null {
  const simple = smallWholeNumber(text);
  if (simple >= 0) return simple;
  const trimmed = text.trim();
  if (style === 'dot' && PLAIN.test(trimmed)) return sensible(Number(trimmed));
  if (isBlankCell(trimmed)) return null;
  const bare = trimmed.replace(/[ \t\u00a0\u2009\u202f'’]/g, '').replace(/%$/, '');
  const negative = /^\(.*\)$/.test(bare);
  const value = sensible(readGrouped(negative ? bare.slice(1, -1) : bare, style));
  return negative ? -value : value;
}

/** Beyond this a number is a slip or an id: sums of such would lose their meaning, or overflow. */
const LARGEST = 1e12;

function sensible(value: number): number {
  return Math.abs(value) <= LARGEST ? value : Number.NaN;
}

/** Digits only, up to nine of them: the common case, without a regular expression. −1 otherwise. */
function smallWholeNumber(text: string): number {
  if (text.length === 0 || text.length > 9) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function readGrouped(text: string, style: NumberStyle): number {
  if (style === 'dot')
    return /^[+-]?(\d{1,3}(,\d{2,3})*,\d{3}|\d+)?(\.\d+)?([eE][+-]?\d+)?$/.test(text) && /\d/.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN;
  if (/^[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?$/.test(text) && /\d/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  return PLAIN.test(text) && !/^[+-]?\d{1,3}\.\d{3}$/.test(text) ? Number(text) : Number.NaN; // "12.5" among decimal commas can mean only one thing
}

/** What a cell proves about the decimal separator: +1 comma, −1 dot, 0 nothing. */
function decimalEvidence(text: string): number {
  const bare = text.trim().replace(/[ \t\u00a0\u2009\u202f'’%]/g, '');
  if (/^[+-]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d*,(\d{1,2}|\d{4,}))$/.test(bare)) return 1;
  if (/^[+-]?(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|\d*\.(\d{1,2}|\d{4,}))$/.test(bare)) return -1;
  return 0;
}

/**
 * Decides the decimal separator of a whole file from sample cells. Proof goes first; then `1.031` among `counts` of contacts, which are whole; then `1.031` beside a semicolon as delimiter
 * is a thousand (that is why the delimiter is a semicolon), otherwise a fraction.
 */
export function decideNumberStyle(samples: Iterable<string>, delimiter: string, counts: readonly string[] = []): NumberStyle {
  let comma = 0;
  let dot = 0;
  for (const text of samples) {
    const evidence = decimalEvidence(text);
    if (evidence > 0) comma += 1;
    if (evidence < 0) dot += 1;
  }
  if (comma !== dot) return comma > dot ? 'comma' : 'dot';
  const groups = (mark: string): number => counts.filter((text) => new RegExp(`^\\d{1,3}\\${mark}\\d{3}$`).test(text.trim())).length;
  const [byDot, byComma] = [groups('.'), groups(',')];
  if (byDot !== byComma) return byDot > byComma ? 'comma' : 'dot';
  return delimiter === ';' ? 'comma' : 'dot';
}
