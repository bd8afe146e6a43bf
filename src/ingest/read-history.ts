import { type History, UnusableInputError } from '../core/index.js';
import { cutInput } from './cut-input.js';
import { decodeInput, type ReadableInput } from './decode.js';
import { checkHistoryOptions, type HistoryOptions, onlyTheStart, type ReaderSettings } from './history-options.js';
import { startSession } from './history-session.js';
import { type OpenedSource, openSource } from './open-source.js';

/** Characters read before the layout of a file is decided. */
const HEAD_CHARACTERS = 524_288;

/**
 * Reads an export of past contacts, whatever system wrote it, into interval series.
 *
 * Encoding, delimiter, header, column roles, date order, units and the level of the rows (intervals or single contacts) are recognised; what was
 * recognised is in `summary`, what was left out or interpreted in `issues`, and `summary.doubts` names the option that settles each choice made without proof.
 *
 * @param input - Text, bytes, or a web stream of either. Bytes of an Excel workbook (.xlsx) are recognised; `summary.units.sheet` names the sheet read.
 * @param options - `zone` is needed; the others settle doubts. See {@link HistoryOptions}.
 * @returns Series of equal epoch steps from each queue's first row to the last row of the file. 0 is a known zero; null is closed (inside `closed`)
 *   or missing. Equal queue-intervals are summed, times weighted by contacts. Rows read = rows kept + rows dropped.
 * @throws {@link UnusableInputError} for empty or binary input, no volume or timestamp column, dates whose order nothing proves, no usable row, and
 *   (`code` `tooManyBadRows`) more than `maxBadRows` bad rows; {@link InvalidInputError} for options out of range.
 * @example
 * const history = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'Europe/Berlin' });
 * history.queues[0].volume; // [22, 31]
 */
export async function readHistory(input: ReadableInput, options: HistoryOptions): Promise<History> {
  const settings = checkHistoryOptions(options);
  settings.signal?.throwIfAborted();
  const start = settings.firstBytes === undefined ? { input, wasCut: () => false } : cutInput(input, settings.firstBytes);
  const decoded = await decodeInput(start.input, settings.name, settings.unpackedLimit);
  if (decoded.kind === 'archive') {
    const { readWorkbook } = await import('./read-workbook.js'); // loaded only where there is a workbook
    return readWorkbook(decoded.bytes, settings);
  }
  const iterator = decoded.chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator, settings.name);
    const source = openSource(head.text.slice(0, HEAD_CHARACTERS), head.whole && !start.wasCut(), settings);
    const session = startSession(source, decoded.encoding, settings);
    source.start(session.row, session.leaveOut);
    await pump(source, head, iterator, settings);
    source.end(start.wasCut());
    if (settings.firstBytes !== undefined && start.wasCut()) session.remark(onlyTheStart(settings.firstBytes));
    return session.finish();
  } finally {
    await iterator.return?.(undefined);
  }
}

type Head = { readonly text: string; readonly whole: boolean };

/** The beginning of the text: enough to decide on. */
async function readHead(iterator: AsyncIterator<string>, name: string): Promise<Head> {
  const parts: string[] = [];
  let size = 0;
  while (size < HEAD_CHARACTERS) {
    const { done, value } = await iterator.next();
    if (done) {
      const text = parts.join('');
      if (text.trim() === '') throw new UnusableInputError(`${name} is empty. Export it again, with its header.`, { name });
      return { text, whole: true };
    }
    parts.push(value);
    size += value.length;
  }
  return { text: parts.join(''), whole: false };
}

/** Characters gathered before they are split into rows: streams of single bytes would else search their lines again and again. */
const LEAST_PIECE = 65_536;
/** Characters split at once, between two chances for an abort. */
const MOST_PIECE = 2_097_152;

/** Pushes all text through the tokenizer, in pieces that let an abort arrive. */
async function pump(source: OpenedSource, head: Head, iterator: AsyncIterator<string>, settings: ReaderSettings): Promise<void> {
  let done = 0;
  let lastReport = performance.now();
  const push = async (text: string): Promise<void> => {
    for (let at = 0; at < text.length; at += MOST_PIECE) {
      source.push(text.length <= MOST_PIECE ? text : text.slice(at, at + MOST_PIECE));
      done += Math.min(MOST_PIECE, text.length - at);
      if (performance.now() - lastReport < 100) continue;
      settings.onProgress?.({ stage: 'read', done, total: null });
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      settings.signal?.throwIfAborted();
      lastReport = performance.now();
    }
  };
  await push(head.text);
  let parts: string[] = [];
  let size = 0;
  while (!head.whole) {
    const { done: ended, value } = await iterator.next();
    if (!ended) {
      parts.push(value);
      size += value.length;
      if (size < LEAST_PIECE) continue;
    }
    await push(parts.length === 1 ? (parts[0] as string) : parts.join(''));
    if (ended) break;
    parts = [];
    size = 0;
  }
}
