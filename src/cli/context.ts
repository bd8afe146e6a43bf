import type { Progress } from '../core/index.js';

/** Options of one call as commander hands them over: text as typed, true for flags, lists for repeated ones. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command may use of the world outside. */
export type Context = {
  /** Name of the command, for messages. */
  readonly command: string;
  /** Data, to standard output. */
  readonly print: (text: string) => void;
  /** Messages, to standard error; silent under --quiet. */
  readonly note: (text: string) => void;
  /** Warnings, to standard error; silent under --quiet. */
  readonly warn: (text: string) => void;
  /** What went wrong, to standard error; shown under --quiet too. */
  readonly fail: (text: string) => void;
  /** Progress of long work; shown on terminals only. */
  readonly onProgress: (progress: Progress) => void;
  /** Takes the progress line off the screen before something else is written. */
  readonly endProgress: () => void;
  /** Ends long work when the process is interrupted. */
  readonly signal: AbortSignal;
  /** True where standard output is a terminal that shows colours. */
  readonly colours: boolean;
};

/** One command: returns its exit code (0 when it returns nothing). */
export type Action = (files: readonly string[], options: Options, context: Context) => Promise<number | undefined>;
