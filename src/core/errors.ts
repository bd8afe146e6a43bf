/** Literal codes of every error this library throws. */
export type ErrorCode =
  | 'invalidInput'
  | 'invalidPlan'
  | 'unknownZone'
  | 'unusableInput'
  | 'tooManyBadRows'
  | 'tooLittleHistory'
  | 'solverFailed'
  | 'notWritten'
  | 'internal';

/** Facts of an error as JSON-safe fields, for programs that react to it. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

/**
 * Base of every error thrown on purpose. Read `code` and `facts`; the text may improve between versions.
 */
export class ShiftcastError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message);
    this.name = 'ShiftcastError';
    this.code = code;
    this.facts = facts;
  }
}

/** An argument is outside its documented range: names the function, the field, the need, the value and the way out. */
export class InvalidInputError extends ShiftcastError {
  constructor(message: string, facts: ErrorFacts = {}) {
    super('invalidInput', message, facts);
    this.name = 'InvalidInputError';
  }
}

/** A plan.json (or the object of that shape) breaks its schema or contradicts itself. `facts.path` names the place. */
export class InvalidPlanError extends ShiftcastError {
  constructor(message: string, facts: ErrorFacts = {}) {
    super('invalidPlan', message, facts);
    this.name = 'InvalidPlanError';
  }
}

/** A file or stream cannot be used at all: empty, binary, without a volume column, without a readable date. */
export class UnusableInputError extends ShiftcastError {
  constructor(message: string, facts: ErrorFacts = {}, code: ErrorCode = 'unusableInput') {
    super(code, message, facts);
    this.name = 'UnusableInputError';
  }
}
