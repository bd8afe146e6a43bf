import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidInputError, ShiftcastError } from '../core/index.js';
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
    await writeFileWhole(out, marked(out, table.endsWith('\n') ? table : `${table}\n`, options));
    context.note(`Wrote ${out}.`);
  } else if (options.json !== true) context.print(table);
  if (options.json === true) context.print(JSON.stringify(result));
}

/** The same where a file name that ends in .html asks for a page: the page goes to --out, the table to standard output. */
export async function writeResultOrPage(options: Options, context: Context, result: unknown, table: string, page: () => Promise<string>): Promise<void> {
  const drawn = wantsPage(options);
  await writeResult(options, context, result, drawn ? await page() : table);
  if (drawn && options.json !== true) context.print(table);
}

/** Whether --out names a page. */
export function wantsPage(options: Options): boolean {
  return /\.html?$/i.test(textOption(options, 'out') ?? '');
}

/** Refuses an --out that cannot be written, before the work and not after it. */
export function checkOut(options: Options, kind: 'file' | 'folder'): void {
  const out = textOption(options, 'out');
  if (out === undefined || (out === '-' && kind === 'file')) return;
  if (out === '-') throw new InvalidInputError('--out must be a folder: several files are written, and standard output holds one.', { option: 'out' });
  const refuse = (why: string): ShiftcastError =>
    new ShiftcastError('notWritten', `${out}: could not be written, ${why}; choose another with --out.`, { file: out });
  const there = existsSync(out) ? statSync(out) : undefined;
  const isFolder = there?.isDirectory() === true;
  if (there !== undefined && !isFolder && !there.isFile()) return; // a terminal, a pipe, the null device
  if (there !== undefined && isFolder !== (kind === 'folder'))
    throw refuse(isFolder ? 'a folder has that name and a file is needed' : 'a file has that name and a folder is needed');
  const folder = isFolder ? out : nearestThere(out);
  if (!statSync(folder).isDirectory()) throw refuse(`${folder} is a file and no folder`);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw refuse(`nothing may be written to the folder ${folder}`);
  }
}

/** The first of the folders above a path that exists. */
function nearestThere(path: string): string {
  const above = dirname(resolve(path));
  return existsSync(above) ? above : nearestThere(above);
}

/** Fills a folder, all files or none. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>, options: Options): Promise<void> {
  onInterrupt(discardUnfinished);
  await writeFolder(folder, Object.fromEntries(Object.entries(files).map(([name, text]) => [name, marked(name, text, options)])));
}

/** Under --bom tables begin with a byte order mark: without it Excel takes the letters beyond English for others. */
export function marked(name: string, text: string, options: Options): string {
  return options.bom === true && /\.csv$/i.test(name) ? `\uFEFF${text}` : text;
}
