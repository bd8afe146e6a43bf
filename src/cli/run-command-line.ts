import { Command, CommanderError } from 'commander';
import type { Context, Options } from './context.js';
import { addCommands } from './definitions.js';
import { failureOf } from './failure.js';
import { onInterrupt, watchInterrupts } from './interrupts.js';
import { openTerminal } from './terminal.js';

/**
 * Runs one command line.
 *
 * @param words - Arguments without the names of Node and the program.
 * @returns The exit code: 0 done, 1 a target missed under --check, 2 misuse or unusable input, 3 no plan exists, 4 could not write or a fault of ours.
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const interrupts = watchInterrupts();
  let exitCode = 0;
  let command = '';
  let closeTerminal = (): void => undefined;
  const program = new Command('shiftcast');
  addCommands(program, async ({ name, drawsPage, load }, files, options: Options) => {
    command = name;
    const terminal = openTerminal(options.quiet === true);
    closeTerminal = terminal.endProgress;
    onInterrupt(closeTerminal); // gives the cursor back
    const context: Context = { command, signal: interrupts.signal, ...terminal };
    const [{ run }, { checkFileOptions }] = await Promise.all([load(), import('./check-file-options.js')]);
    checkFileOptions(files, options, name, drawsPage);
    exitCode = (await run(files, options, context)) ?? 0;
    terminal.endProgress();
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    closeTerminal();
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    const failure = failureOf(thrown, command);
    process.stderr.write(`${failure.line}\n`);
    if (process.env.SHIFTCAST_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
    return failure.exitCode;
  } finally {
    interrupts.stop();
  }
}
