/** A header as messages show it: on one line, not too long. */
export function shownColumn(name: string): string {
  const line = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** The columns of a file as messages list them. */
export function shownColumns(header: readonly string[]): string {
  const names = header.map(shownColumn).filter((name) => name !== '');
  return names.length > 40 ? `${names.slice(0, 40).join(', ')} … (${names.length} columns)` : names.join(', ');
}
