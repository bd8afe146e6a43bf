import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTerminal } from '../../src/cli/terminal.js';

const LONG = `a.csv: ${'word '.repeat(60).trim()}`;

/** What a warning of a terminal of some width (null = no terminal) looks like. */
function warningIn(columns: number | null): string {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  Object.defineProperty(process.stderr, 'isTTY', { value: columns !== null, configurable: true });
  Object.defineProperty(process.stderr, 'columns', { value: columns ?? undefined, configurable: true });
  openTerminal(false).warn(LONG);
  return text;
}

/** The text without colours. */
const plain = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

describe('a warning', () => {
  const [tty, columns] = [Object.getOwnPropertyDescriptor(process.stderr, 'isTTY'), Object.getOwnPropertyDescriptor(process.stderr, 'columns')];
  afterEach(() => {
    vi.restoreAllMocks();
    Object.defineProperty(process.stderr, 'isTTY', tty ?? { value: undefined, configurable: true });
    Object.defineProperty(process.stderr, 'columns', columns ?? { value: undefined, configurable: true });
  });

  it.each([60, 100])('is broken to a terminal of %i columns, later lines below the text', (width) => {
    const lines = plain(warningIn(width)).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines[0]).toMatch(/^warning: a\.csv: word/);
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {9}word/);
  });

  it('stays one line in a file or a pipe', () => {
    expect(warningIn(null)).toBe(`warning: ${LONG}\n`);
  });
});
