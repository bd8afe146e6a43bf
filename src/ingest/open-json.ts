import { UnusableInputError } from '../core/index.js';
import type { HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import type { OpenedSource } from './open-source.js';
import { createObjectScanner, findRecordPlace } from './scan-json.js';
import { createTokenizer, type RecordSink, type Tokenizer } from './tokenizer.js';

/** A control character that text files do not hold: lines come whole out of the tokenizer. */
const NO_DELIMITER = '\u0001';
const DEEPEST = 4;
const MOST_FIELDS = 1000;

/** True for text that begins like JSON: an object, or an array of objects (or of arrays, which is refused by name). */
export function looksLikeJson(head: string): boolean {
  return /^\s*(?:\{\s*"|\[\s*[{[])/.test(head);
}

/** Cuts the text of a file into objects, or texts that should be such; `row`: line on which one starts. */
type ObjectReader = (take: (text: string | null, row: number) => void) => Tokenizer;

/** Opens JSON: one object a line, an array of objects, or an object that holds such an array. Nested fields are `Queue.Name`; fields are those of the first objects. */
export function openJson(head: string, whole: boolean, settings: ReaderSettings): OpenedSource {
  if (isObjectPerLine(head)) return openObjects(head, whole, settings, 'JSON lines', (take) => lineReader(take));
  const place = findRecordPlace(head);
  if (place === null)
    throw new UnusableInputError(`${settings.name} is JSON without objects. Write one object per row: [{"start": …, "volume": …}, …].`, {
      name: settings.name,
    });
  return openObjects(head, whole, settings, place === '' ? 'JSON objects' : 'JSON array', (take) => createObjectScanner(place, take));
}

/** True when most lines are whole objects, and the first one is no envelope around the rows. */
function isObjectPerLine(head: string): boolean {
  const lines = head.trimStart().split(/[\r\n]+/, LINES_LOOKED_AT);
  const [first = '', second = ''] = lines;
  if (!first.startsWith('{') || lines.filter((line) => parseObject(line) !== null).length * 2 < lines.length) return false;
  if (parseObject(first) !== null) return second.startsWith('{') || findRecordPlace(first) === '';
  return (findRecordPlace(head) ?? '') === '';
}

const LINES_LOOKED_AT = 20;

/** Opens objects however they are written. */
function openObjects(head: string, whole: boolean, settings: ReaderSettings, format: string, readerOf: ObjectReader): OpenedSource {
  const objects: { fields: Map<string, string>; row: number }[] = [];
  const probe = readerOf((text, row) => {
    const fields = objects.length < 2000 ? parseObject(text) : null;
    if (fields !== null) objects.push({ fields, row });
  });
  probe.push(head);
  if (whole) probe.end();
  const header = usualFields(objects.map(({ fields }) => fields));
  if (header.length === 0 || (whole && objects.length === 1 && /\[\s*\[/.test(head)))
    throw new UnusableInputError(
      `${settings.name} begins like JSON but holds no list of objects that can be read. Write one object per row: [{"start": …, "volume": …}, …].`,
      { name: settings.name },
    );
  const toCells = (fields: ReadonlyMap<string, string>): string[] => header.map((name) => fields.get(name) ?? '');
  const records: HeadRecord[] = objects.map(({ fields, row }) => ({ cells: toCells(fields), row }));
  let reader: Tokenizer | null = null;
  return {
    format,
    delimiter: null,
    found: { header, headerRow: 0, context: new Map() },
    records,
    start(sink) {
      reader = readerOf((text, row) => {
        const fields = parseObject(text);
        sink(fields === null ? header.map(() => '\ufffd') : toCells(fields), row); // a broken object becomes a row without a readable time
      });
    },
    push: (text) => reader?.push(text),
    end(isCut) {
      if (!isCut) reader?.end();
    },
  };
}

/** Fields of the first objects in the order of their first occurrence; beyond a thousand only the most common ones, since every row costs as many cells. */
function usualFields(objects: readonly ReadonlyMap<string, string>[]): string[] {
  const times = new Map<string, number>();
  for (const fields of objects) for (const name of fields.keys()) times.set(name, (times.get(name) ?? 0) + 1);
  const names = [...times.keys()];
  if (names.length <= MOST_FIELDS) return names;
  const kept = new Set(names.toSorted((a, b) => (times.get(b) as number) - (times.get(a) as number)).slice(0, MOST_FIELDS));
  return names.filter((name) => kept.has(name));
}

/** Lines are never quoted cells here, so a quote must not join them: they begin with a brace. */
function lineReader(take: (line: string, row: number) => void): Tokenizer {
  const sink: RecordSink = (cells, row) => {
    const line = cells.join(NO_DELIMITER).trim();
    if (line !== '') take(line, row);
  };
  return createTokenizer(NO_DELIMITER, sink);
}

/** Fields of one object; null for text that is none. A comma behind it belongs to the array around. */
function parseObject(text: string | null): Map<string, string> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text.replace(/,$/, ''));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
    const fields = new Map<string, string>();
    flatten('', value as Record<string, unknown>, fields, 0);
    return fields;
  } catch {
    return null;
  }
}

function flatten(prefix: string, value: Readonly<Record<string, unknown>>, into: Map<string, string>, depth: number): void {
  for (const [key, child] of Object.entries(value)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (child === null || child === undefined) into.set(name, '');
    else if (Array.isArray(child)) into.set(name, child.filter((item) => typeof item !== 'object').join(', '));
    else if (typeof child !== 'object') into.set(name, String(child));
    else if (depth < DEEPEST) flatten(name, child as Record<string, unknown>, into, depth + 1);
  }
}
