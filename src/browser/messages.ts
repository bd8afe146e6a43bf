import { type ErrorCode, type ErrorFacts, InvalidInputError, InvalidPlanError, type Progress, ShiftcastError, UnusableInputError } from '../core/index.js';

/** What the page sends to the worker. */
export type Order =
  | { readonly kind: 'run'; readonly id: number; readonly task: string; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number };

/** What the worker sends back. */
export type Reply =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PackedError };

/** An error as data: classes do not cross the border between threads. */
export type PackedError = { readonly code: ErrorCode; readonly message: string; readonly facts: ErrorFacts };

/** Takes an error apart for the journey. Facts that cannot travel as JSON stay behind. */
export function packError(error: unknown): PackedError {
  if (error instanceof ShiftcastError) return { code: error.code, message: error.message, facts: jsonSafe(error.facts) };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), facts: error instanceof Error ? { name: error.name } : {} };
}

function jsonSafe(facts: ErrorFacts): ErrorFacts {
  try {
    return JSON.parse(JSON.stringify(facts)) as ErrorFacts;
  } catch {
    return {};
  }
}

/** Puts an error together again, as the class that its code belongs to. */
export function unpackError({ code, message, facts }: PackedError): ShiftcastError {
  if (code === 'invalidInput') return new InvalidInputError(message, facts);
  if (code === 'invalidPlan') return new InvalidPlanError(message, facts);
  if (code === 'unusableInput' || code === 'tooManyBadRows' || code === 'tooLittleHistory') return new UnusableInputError(message, facts, code);
  return new ShiftcastError(code, message, facts);
}
