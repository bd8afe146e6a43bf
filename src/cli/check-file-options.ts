import { InvalidInputError } from '../core/index.js';
import type { Options } from './context.js';
import { textOption } from './values.js';
import { checkOut, wantsPage } from './write-outputs.js';

/** Commands that write several files. */
const FOLDERS: readonly string[] = ['demo', 'init', 'plan'];

/** Refuses, before any work, files that cannot be meant: standard input in two places, the second of which would find it empty, a page where none is drawn, and an --out that cannot be written. */
export function checkFileOptions(files: readonly string[], options: Options, command: string, drawsPage: boolean): void {
  const places = [...files, ...Object.entries(options).flatMap(([name, value]) => (name === 'out' ? [] : [value].flat()))];
  if (places.filter((place) => place === '-').length > 1) throw new InvalidInputError('Standard input (-) can be read only once.');
  if (!drawsPage) refusePage(options, command);
  checkOut(options, FOLDERS.includes(command) ? 'folder' : 'file');
}

/** Throws where --out names a page: whoever opens it would find a table. */
export function refusePage(options: Options, what: string): void {
  if (!wantsPage(options)) return;
  throw new InvalidInputError(
    `--out ${textOption(options, 'out')}: ${what} draws no page. Give another name; pages come from backtest, score, simulate of a roster and whatif, and plan fills a folder with one.`,
    { option: 'out' },
  );
}
