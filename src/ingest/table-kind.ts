/** One kind of our own files: columns that tell it from the others, what it holds, and which command writes it. */
type TableKind = { readonly file: string; readonly holds: string; readonly columns: readonly string[]; readonly from?: string };

/** The first kind whose columns are all there is meant. */
const KINDS: readonly TableKind[] = [
  { file: 'requirements.csv', holds: 'agents needed', columns: ['start', 'agents_exact'], from: 'shiftcast staff' },
  { file: 'forecast.csv', holds: 'a forecast', columns: ['start', 'interval_seconds', 'volume'], from: 'shiftcast forecast' },
  { file: 'roster.csv', holds: 'a roster', columns: ['agent', 'activity', 'start'], from: 'shiftcast schedule' },
  { file: 'shifts.csv', holds: 'shifts without names', columns: ['shift', 'people', 'start'], from: 'shiftcast schedule without --agents' },
  { file: 'agents.csv', holds: 'people', columns: ['agent', 'contract'] },
  { file: 'overrides.csv', holds: 'changes to a forecast', columns: ['from', 'operation', 'field'] },
  { file: 'events.csv', holds: 'special days', columns: ['date', 'kind', 'name'] },
  { file: 'a history', holds: 'past contacts', columns: ['timestamp', 'volume'] },
];

/** The kind of file that has these columns; null when it is none of ours. */
function tableKind(columns: readonly string[]): TableKind | null {
  return KINDS.find((kind) => kind.columns.every((column) => columns.includes(column))) ?? null;
}

/** Which file this seems to be, and which one is needed where `required` columns are read; null when that cannot be told. */
export function mistakenFor(columns: readonly string[], required: readonly string[]): string | null {
  const [actual, wanted] = [tableKind(columns), tableKind(required)];
  if (actual === null || actual === wanted) return null;
  const need = wanted === null ? '' : ` Needed is ${wanted.file} (${wanted.holds})${wanted.from === undefined ? '' : `, which ${wanted.from} writes`}:`;
  return `this looks like ${actual.file} (${actual.holds}).${need === '' ? ' Needed:' : need} ${required.join(', ')}.`;
}

/**
 * What a file is that stands where past contacts are read; null for those. A forecast of ours has bands: without, its columns may be somebody's history.
 */
export function notHistory(header: readonly string[]): string | null {
  const columns = header.map((name) => name.trim().toLowerCase());
  const kind = tableKind(columns);
  if (kind === null || kind.file === 'a history') return null;
  if (kind.file === 'forecast.csv' && !columns.some((column) => /^volume_lo\d/.test(column))) return null;
  return `looks like ${kind.file} (${kind.holds})`;
}

/** What a text is that begins like no table; null for tables. */
export function otherFormat(text: string): string | null {
  const start = text.trimStart();
  if (/^[[{]\s*(?:["{[]|$|[\]}])/.test(start)) return 'JSON';
  return /^<(?:!doctype|html|\?xml)/i.test(start) ? 'a web page' : null;
}
