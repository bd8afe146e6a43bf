import { UnusableInputError } from '../core/index.js';
import { decodeInput, type ReadableInput } from './decode.js';
import { DEFAULT_UNPACKED_BYTES } from './history-options.js';

/** Options of {@link readTableText}. */
export type TableTextOptions = {
  /** Sheet of a workbook, by its name or by its position from 1. */
  readonly sheet?: string | number | undefined;
  /** Sheet taken when none is asked for and there is one of this name; else the first one with something in it is. */
  readonly usualSheet?: string | undefined;
  /** Bytes that a workbook may unpack to, 1e9 by default. */
  readonly maxUnpackedBytes?: number | undefined;
  /** Name of the file in messages; `input` by default. */
  readonly sourceName?: string | undefined;
};

/**
 * Text of a table for the readers of our own files (`readAgents`, `readEvents`, `readForecast`, …), whatever it was saved as: bytes in any encoding that
 * {@link readHistory} knows, or a sheet of an Excel workbook, which becomes comma-separated text with dates in ISO form.
 *
 * @param input - Text, bytes, or a web stream of either.
 * @returns The text without byte order mark; rows of a sheet stand on the lines that the spreadsheet numbers.
 * @throws {@link UnusableInputError} for binary content other than a workbook, for damaged workbooks, sheets that are not there, and at the limit.
 * @example
 * await readTableText(new TextEncoder().encode('agent,skills,contract')); // 'agent,skills,contract'
 */
export async function readTableText(input: ReadableInput, options: TableTextOptions = {}): Promise<string> {
  const name = options.sourceName ?? 'input';
  const limitBytes = options.maxUnpackedBytes ?? DEFAULT_UNPACKED_BYTES;
  const decoded = await decodeInput(input, name, limitBytes);
  if (decoded.kind === 'archive') {
    const { sheetText } = await import('./sheet-text.js'); // loaded only where there is a workbook
    return sheetText(decoded.bytes, name, limitBytes, options);
  }
  const parts: string[] = [];
  let size = 0;
  for await (const part of decoded.chunks) {
    parts.push(part);
    size += part.length;
    if (size > LONGEST_TEXT)
      throw new UnusableInputError(`${name} has more than ${LONGEST_TEXT / 1e6} million characters, too many for a table of this kind.`, { name });
  }
  return parts.join('');
}

/** Far beyond any list of people or requirements, and within what one string can hold. */
const LONGEST_TEXT = 250_000_000;
