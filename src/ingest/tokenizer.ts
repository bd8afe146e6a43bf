import { UnusableInputError } from '../core/index.js';

/** Receives one record and the 1-based line on which it starts. */
export type RecordSink = (cells: readonly string[], row: number) => void;

/** Splits delimited text into records, chunk by chunk. */
export type Tokenizer = { push(text: string): void; end(): void };

/** A quoted cell longer than this was never closed: its quote is taken as an ordinary character. */
const LONGEST_QUOTED_CELL = 65_536;

/** No export has lines like this; without a limit a stream without line ends would fill the memory. */
const LONGEST_LINE = 4_194_304;

/**
 * Opens a tokenizer for delimited text (RFC 4180, leniently): quoted cells may hold delimiters, newlines and doubled quotes; a quote inside a bare
 * cell is an ordinary character; text after a closing quote is kept; an unclosed quote is an ordinary character.
 * Works in linear time, and the chunking never changes the records.
 */
export function createTokenizer(delimiter: string, sink: RecordSink, newline = '\n'): Tokenizer {
  let text = '';
  let at = 0;
  let row = 1;

  const drain = (final: boolean): void => {
    // Positions found ahead stay good over many lines, so no stretch of text is searched twice.
    const nextQuote = searchAhead(text, '"');
    const nextDelimiter = searchAhead(text, delimiter);
    while (at < text.length) {
      const found = text.indexOf(newline, at);
      if (found < 0 && !final) break;
      const lineEnd = found < 0 ? text.length : found;
      if (nextQuote(at) > lineEnd) {
        sink(bareCells(text, at, carriageReturnBefore(text, at, lineEnd), nextDelimiter), row);
        row += 1;
        at = lineEnd + 1;
        continue;
      }
      const record = quotedRecord(text, at, delimiter, newline, final);
      if (record === null) break;
      sink(record.cells, row);
      row += record.lines;
      at = record.next;
    }
    text = at === 0 ? text : text.slice(at);
    at = 0;
  };

  return {
    push(chunk) {
      text = text === '' ? chunk : text + chunk;
      drain(false);
      if (text.length > LONGEST_LINE)
        throw new UnusableInputError(`Line ${row} has more than ${LONGEST_LINE} characters: this is no table of lines. Export it as CSV.`, { row });
    },
    end() {
      drain(true);
    },
  };
}

/** Finds a character at or after a position; answers from memory while the position has not passed the last find. */
function searchAhead(text: string, character: string): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known >= from) return known;
    known = text.indexOf(character, from);
    if (known < 0) known = Number.POSITIVE_INFINITY;
    return known;
  };
}

/** Cells of a line without quotes. */
function bareCells(text: string, from: number, end: number, nextDelimiter: (from: number) => number): string[] {
  const cells: string[] = [];
  let start = from;
  for (let next = nextDelimiter(start); next < end; next = nextDelimiter(start)) {
    cells.push(text.slice(start, next));
    start = next + 1;
  }
  cells.push(text.slice(start, end));
  return cells;
}

function carriageReturnBefore(text: string, from: number, end: number): number {
  return end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

type QuotedRecord = { readonly cells: string[]; readonly lines: number; readonly next: number };

/** Reads one record that holds a quote somewhere; null when the text ends before the record does. */
function quotedRecord(text: string, start: number, delimiter: string, newline: string, final: boolean): QuotedRecord | null {
  const cells: string[] = [];
  let lines = 1;
  let at = start;
  let lineEnd = -1;
  for (;;) {
    let prefix = '';
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1);
      const undecided = close === null ? text.length - at <= LONGEST_QUOTED_CELL : close + 1 === text.length; // the next chunk may close or double it
      if (undecided && !final) return null;
      if (close !== null) {
        const inside = text.slice(at + 1, close);
        prefix = inside.includes('"') ? inside.replaceAll('""', '"') : inside;
        lines += countNewlines(inside, newline);
        at = close + 1;
      }
    }
    if (lineEnd < at) {
      const found = text.indexOf(newline, at);
      if (found < 0 && !final) return null;
      lineEnd = found < 0 ? text.length : found;
    }
    const cellEnd = delimiterWithin(text, delimiter, at, lineEnd);
    if (cellEnd < 0) {
      cells.push(prefix + text.slice(at, carriageReturnBefore(text, at, lineEnd)));
      return { cells, lines, next: lineEnd + 1 };
    }
    cells.push(prefix + text.slice(at, cellEnd));
    at = cellEnd + 1;
  }
}

/** Index of the delimiter (one character) in [from, end), or −1. Never looks past `end`, which keeps long texts linear. */
function delimiterWithin(text: string, delimiter: string, from: number, end: number): number {
  const code = delimiter.charCodeAt(0);
  for (let at = from; at < end; at += 1) if (text.charCodeAt(at) === code) return at;
  return -1;
}

/** Index of the quote that closes a cell whose text starts at `from`; null when there is none near. */
function closingQuote(text: string, from: number): number | null {
  let quote = text.indexOf('"', from);
  while (quote >= 0 && quote - from <= LONGEST_QUOTED_CELL && text.charCodeAt(quote + 1) === 34) quote = text.indexOf('"', quote + 2);
  return quote < 0 || quote - from > LONGEST_QUOTED_CELL ? null : quote;
}

function countNewlines(text: string, newline: string): number {
  let count = 0;
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) count += 1;
  return count;
}

/** All records of a text that is at hand as a whole. */
export function tokenize(text: string, delimiter: string): { readonly cells: readonly string[]; readonly row: number }[] {
  const records: { readonly cells: readonly string[]; readonly row: number }[] = [];
  const tokenizer = createTokenizer(delimiter, (cells, row) => records.push({ cells, row }), newlineOf(text));
  tokenizer.push(text);
  tokenizer.end();
  return records;
}

/** Line end of a text: `\n` (with or without `\r`), or a lone `\r` as old Macintosh programs wrote it. */
export function newlineOf(text: string): string {
  return text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
}
