import type { LongWorkOptions, TaskRunner } from '../../core/index.js';

/** A shift as it is given: its name, its length and what may not come on the next day. */
export type GivenShift = {
  readonly shift: string;
  /** Paid length, above 0. */
  readonly lengthSeconds: number;
  /** Shifts that may not be worked on the day after this one; none by default. */
  readonly notFollowedBy?: readonly string[] | undefined;
};

/** What a person did just before day 0. Give one of the two runs; with neither, nothing is known and a run that starts on day 0 may be short. */
export type DaysBefore = {
  /** Days worked in a row up to the day before day 0. */
  readonly daysInRow?: number | undefined;
  /** The shift of that last day. */
  readonly shift?: string | undefined;
  /** Days off in a row up to the day before day 0. */
  readonly daysOffInRow?: number | undefined;
};

/** One person and the rules that hold for this person. A rule left out does not bind. */
export type AssignedPerson = {
  readonly person: string;
  /** Most days on each shift; a shift not named is not limited, 0 forbids it. */
  readonly mostOfShift?: Readonly<Record<string, number>> | undefined;
  /** Least and most paid time over the horizon. */
  readonly leastSeconds?: number | undefined;
  readonly mostSeconds?: number | undefined;
  /** Least and most days worked in a row. Runs that touch an end of the horizon may be shorter. */
  readonly leastDaysInRow?: number | undefined;
  readonly mostDaysInRow?: number | undefined;
  /** Least days off in a row, with the same exception. */
  readonly leastDaysOffInRow?: number | undefined;
  /** Most weekends with work on Saturday or Sunday. */
  readonly mostWeekends?: number | undefined;
  /** Days (from 0) on which this person is away. */
  readonly daysOff?: readonly number[] | undefined;
  /** The end of the previous roster. */
  readonly before?: DaysBefore | undefined;
};

/** How many people a shift should have on a day, and what each one too few or too many costs. */
export type ShiftCover = {
  readonly day: number;
  readonly shift: string;
  readonly need: number;
  readonly understaffedWeight: number;
  readonly surplusWeight: number;
};

/** A wish: `on` = would like to work this shift on this day, `off` = would rather not. Costs `weight` when not met. */
export type ShiftRequest = {
  readonly person: string;
  readonly day: number;
  readonly shift: string;
  readonly kind: 'on' | 'off';
  readonly weight: number;
};

/** Given shifts, people with their rules, cover and wishes over a horizon of whole days. */
export type AssignmentProblem = {
  /** Days of the horizon, 1 or more; day 0 is the first. */
  readonly days: number;
  /** Weekday of day 0, 0 = Monday (the default) to 6 = Sunday. */
  readonly firstWeekday?: number | undefined;
  readonly shifts: readonly GivenShift[];
  readonly people: readonly AssignedPerson[];
  /** Without an entry, people on that shift and day cost nothing and are not missed. */
  readonly cover: readonly ShiftCover[];
  readonly requests?: readonly ShiftRequest[] | undefined;
};

/** Options of {@link assignShifts}. */
export type AssignOptions = LongWorkOptions & {
  /** Random seed; 1 by default. */
  readonly seed?: number | undefined;
  /** Wall-clock limit; with it, results depend on the machine. 60 when no `moveBudget` is given either. */
  readonly timeLimitSeconds?: number | undefined;
  /** Neighbourhoods to search; the same seed and budget give the same roster on any machine. */
  readonly moveBudget?: number | undefined;
  /** Where seeds are searched side by side: a runner that knows the task `searchAssignment`; in this thread by default. */
  readonly runner?: (TaskRunner & { run(task: string, input: unknown, options?: LongWorkOptions): Promise<unknown> }) | undefined;
  /** Address of `highs.wasm`; needed only where a bundler cannot find it. */
  readonly wasmUrl?: string | undefined;
};

/** People missing or too many on one shift of one day. */
export type CoverMiss = { readonly day: number; readonly shift: string; readonly need: number; readonly assigned: number; readonly cost: number };

/** Rules of one person that cannot hold together: without any one of them the others could. */
export type AssignmentConflict = { readonly person: string; readonly rules: readonly string[]; readonly message: string };

/** Answer of {@link assignShifts}. */
export type Assignment = {
  /** `optimal`: objective = bound. `timeLimit`: the limit came first. `feasible`: the work budget is spent. `infeasible`: see `conflicts`. */
  readonly status: 'optimal' | 'feasible' | 'timeLimit' | 'infeasible';
  /** Weights of missed cover, surplus and unmet requests; null when infeasible. */
  readonly objective: number | null;
  /** Proved: no roster costs less. Null when infeasible. */
  readonly bound: number | null;
  /** (objective − bound) / objective. */
  readonly gap: number | null;
  /** One row a person, one entry a day: name of the shift, null = day off. */
  readonly people: readonly { readonly person: string; readonly shifts: readonly (string | null)[] }[];
  /** Shifts with fewer people than needed. */
  readonly shortfalls: readonly CoverMiss[];
  /** Shifts with more people than needed, where that costs. */
  readonly surplus: readonly CoverMiss[];
  readonly unmetRequests: readonly ShiftRequest[];
  readonly conflicts: readonly AssignmentConflict[];
  readonly provenance: { readonly version: string; readonly seed: number; readonly method: string; readonly neighbourhoods: number };
};
