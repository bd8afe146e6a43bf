import { UnusableInputError } from '../core/index.js';
import type { HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import type { OpenedSource } from './open-source.js';
import { createTokenizer, type RecordSink, type Tokenizer } from './tokenizer.js';

/** A control character that text files do not hold: lines come whole out of the tokenizer. */
const NO_DELIMITER = '\u0001';
const DEEPEST = 4;

/** True for text that begins like JSON objects, one a line. */
export function looksLikeJsonLines(head: string): boolean {
  return /^\s*\{\s*"/.test(head);
}

/** Opens JSON lines: one object a line, nested fields as `Queue.Name`. Fields are those of the first lines. */
export function openJsonLines(head: string, whole: boolean, settings: ReaderSettings): OpenedSource {
  const objects: { fields: Map<string, string>; row: number }[] = [];
  const probe = lineReader((line, row) => {
    const fields = objects.length < 2000 ? parseLine(line) : null;
    if (fields !== null) objects.push({ fields, row });
  });
  probe.push(head);
  if (whole) probe.end();
  const header = [...new Set(objects.flatMap(({ fields }) => [...fields.keys()]))];
  if (header.length === 0)
    throw new UnusableInputError(`${settings.name} begins like JSON lines but holds no object that can be read.`, { name: settings.name });
  const toCells = (fields: ReadonlyMap<string, string>): string[] => header.map((name) => fields.get(name) ?? '');
  const records: HeadRecord[] = objects.map(({ fields, row }) => ({ cells: toCells(fields), row }));
  let reader: Tokenizer | null = null;
  return {
    format: 'JSON lines',
    delimiter: null,
    found: { header, headerRow: 0, context: new Map() },
    records,
    start(sink) {
      reader = lineReader((line, row) => {
        const fields = parseLine(line);
        sink(fields === null ? header.map(() => '\ufffd') : toCells(fields), row); // a broken line becomes a row without a readable time
      });
    },
    push: (text) => reader?.push(text),
    end: () => reader?.end(),
  };
}

/** Lines are never quoted cells here, so a quote must not join them: they begin with a brace. */
function lineReader(take: (line: string, row: number) => void): Tokenizer {
  const sink: RecordSink = (cells, row) => {
    const line = cells.join(NO_DELIMITER).trim();
    if (line !== '') take(line, row);
  };
  return createTokenizer(NO_DELIMITER, sink);
}

function parseLine(line: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(line.replace(/,$/, ''));
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
