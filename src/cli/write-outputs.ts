import { discardUnfinished, writeFileWhole, writeFolder } from '../node/index.js';
import type { Context, Options } from './context.js';
import { onInterrupt } from './interrupts.js';
import { textOption } from './values.js';

/**
 * Puts a result where it is wanted: the table to --out or standard output; the library's result as JSON to standard output under --json,
 * and then the table only to --out.
 */
export async function writeResult(options: Options, context: Context, result: unknown, table: string): Promise<void> {
  const out = textOption(options, 'out');
  if (out !== undefined && out !== '-') {
    onInterrupt(discardUnfinished);
    await writeFileWhole(out, table.endsWith('\n') ? table : `${table}\n`);
    context.note(`Wrote ${out}.`);
  } else if (options.json !== true) context.print(table);
  if (options.json === true) context.print(JSON.stringify(result));
}

/** Fills a folder, all files or none. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  onInterrupt(discardUnfinished);
  await writeFolder(folder, files);
}
