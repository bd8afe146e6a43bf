import { createRequire } from 'node:module';
import type { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { Progress } from '../core/index.js';
import type { Context } from './context.js';
import { visible, wrapped } from './wording.js';

/** Output of one command: data to standard output, everything else to standard error. */
export function openTerminal(quiet: boolean): Omit<Context, 'command' | 'signal'> {
  const bar = process.stderr.isTTY && !quiet ? progressBar() : null;
  const say = (text: string): void => {
    if (quiet) return;
    bar?.end();
    process.stderr.write(`${fitted(visibleLine(text))}\n`);
  };
  return {
    print(text) {
      bar?.end();
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: say,
    warn: (text) => say(`warning: ${text}`),
    fail(text) {
      bar?.end();
      process.stderr.write(`${visibleLine(text)}\n`);
    },
    onProgress: (progress) => bar?.show(progress),
    endProgress: () => bar?.end(),
    colours: process.stdout.isTTY === true && pc.isColorSupported,
  };
}

/** A message broken to the width of the terminal; elsewhere, as in a log, it stays in one line. */
function fitted(text: string): string {
  if (process.stderr.isTTY !== true) return text;
  const indent = text.startsWith('warning: ') ? '         ' : '';
  const width = Math.max(40, process.stderr.columns ?? 80);
  const lines = text
    .split('\n')
    .map((line) => wrapped(line, width, indent))
    .join('\n');
  return pc.isColorSupported ? lines.replace(/^warning:/, pc.yellow('warning:')) : lines;
}

/** Colours of this tool, which messages keep. */
const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[\\d{1,2}m)`);

/** A message in which everything else that a terminal would obey is made visible. */
function visibleLine(text: string): string {
  return text
    .split(COLOUR)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join('');
}

function progressBar(): { show(progress: Progress): void; end(): void } {
  let bar: SingleBar | null = null;
  return {
    show(progress) {
      const total = progress.total ?? Math.max(1, progress.done);
      const gap = typeof progress.gap === 'number' ? `gap ${(progress.gap * 100).toFixed(1)} %` : '';
      if (bar === null) {
        // cli-progress is CommonJS and only wanted on terminals, so it is loaded when the first report comes
        const { SingleBar: Bar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress');
        bar = new Bar({ format: '{stage} {bar} {percentage}% {gap}', stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30 });
        bar.start(total, progress.done, { stage: progress.stage, gap });
      }
      bar.setTotal(total);
      bar.update(Math.min(total, progress.done), { stage: progress.stage.padEnd(12), gap });
    },
    end() {
      bar?.stop();
      bar = null;
    },
  };
}
