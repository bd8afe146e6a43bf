/** A person's level in one skill. */
export type AgentSkill = {
  readonly skill: string;
  /** 1 = first line. */
  readonly tier: number;
  /** Handle time ÷ that of the average agent; 1 when unknown. */
  readonly ahtFactor: number;
};

/** A stretch in which a person cannot work: a whole local day, or local times without offset. */
export type Unavailability = { readonly day: string } | { readonly from: string; readonly to: string };

/** What a person would like, with the price of not granting it. */
export type Wish =
  | { readonly kind: 'off'; readonly day: string; readonly weight: number }
  | { readonly kind: 'shift'; readonly shift: string; readonly day: string; readonly weight: number };

/** One row of agents.csv. */
export type Agent = {
  readonly agent: string;
  readonly skills: readonly AgentSkill[];
  readonly contract: string;
  /** Zone in which the person's times are meant; null = the centre's. */
  readonly zone: string | null;
  readonly unavailable: readonly Unavailability[];
  readonly wishes: readonly Wish[];
  /** Null = the contract's. */
  readonly costPerHour: number | null;
  readonly seniority: number | null;
};

/** One stretch of one activity: `online`, or the name of a break, training or absence. */
export type Activity = { readonly activity: string; readonly startMs: number; readonly endMs: number; readonly queue?: string };

/** One person's work on one day. Activities join without gaps from `startMs` to `endMs`. */
export type Shift = {
  /** Local day on which the shift starts. */
  readonly day: string;
  /** Name of the shift in plan.json. */
  readonly shift: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly paidSeconds: number;
  readonly activities: readonly Activity[];
};

/** One person's shifts over the horizon. */
export type AgentRoster = { readonly agent: string; readonly shifts: readonly Shift[] };

/** A stretch in which a queue has fewer people than required. `agents` = mean people missing. */
export type Shortfall = { readonly queue: string; readonly startMs: number; readonly endMs: number; readonly agents: number };

/** A wish that the roster does not grant. */
export type UnmetWish = { readonly agent: string; readonly wish: Wish };

/** Rules that cannot hold together. */
export type RuleConflict = { readonly agent: string | null; readonly rules: readonly string[]; readonly message: string };

/** People planned on line against people needed, for one queue; arrays of equal length. */
export type QueueCoverage = {
  readonly queue: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly required: readonly number[];
  readonly covered: readonly number[];
};

/** The parts of a roster's objective, in money. They add up to it. */
export type RosterCosts = {
  readonly paid: number;
  readonly uncovered: number;
  readonly surplus: number;
  readonly wishes: number;
  /** What overtime costs on top of the pay; there when a contract allows overtime. */
  readonly overtime?: number;
  /** Price of burdens spread unevenly; there when the plan prices fairness. */
  readonly fairness?: number;
  /** Price of shifts wanted by the plan that nobody works; there when the plan wants any. */
  readonly shiftCover?: number;
  /** Price of trainings and meetings that people miss; there when the plan has activities. */
  readonly activities?: number;
  /** Price of too many people on a break at once; there when the plan has a limit. */
  readonly breaksAtOnce?: number;
  /** Price of changes to a given roster; there when one was given with a price. */
  readonly changes?: number;
};

/** Result of `schedule`. */
export type Roster = {
  readonly status: 'optimal' | 'feasible' | 'timeLimit' | 'infeasible';
  /** Null only without any roster. */
  readonly objective: number | null;
  /** Proved: no roster under these rules costs less. Null when none was proved. */
  readonly bound: number | null;
  /** (objective − bound) / objective. */
  readonly gap: number | null;
  readonly costs: RosterCosts | null;
  readonly agents: readonly AgentRoster[];
  readonly coverage: readonly QueueCoverage[];
  /** People on line beyond every need, per interval of `coverage`. */
  readonly surplus: readonly number[];
  readonly shortfalls: readonly Shortfall[];
  readonly unmetWishes: readonly UnmetWish[];
  readonly conflicts: readonly RuleConflict[];
  readonly warnings: readonly string[];
};

/** One line of a plan without names: how many people work this shift. */
export type AnonymousShift = {
  readonly day: string;
  readonly shift: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly paidSeconds: number;
  /** Queues these people may serve. */
  readonly queues: readonly string[];
  readonly activities: readonly Activity[];
  readonly count: number;
};

/** Shifts without names: what to hire and offer for bidding. */
export type ShiftDesign = {
  readonly status: 'optimal' | 'feasible' | 'timeLimit' | 'infeasible';
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly costs: RosterCosts | null;
  readonly shifts: readonly AnonymousShift[];
  /** Paid hours per week ÷ 40 (or the longest contract's weekly maximum). */
  readonly fte: number;
  /** Fewest people who could work these shifts, by count: one shift a day, days and hours a week. Rest, runs, weekends and leave may take more. */
  readonly peopleAtLeast: number;
  readonly coverage: readonly QueueCoverage[];
  readonly surplus: readonly number[];
  readonly shortfalls: readonly Shortfall[];
  readonly conflicts: readonly RuleConflict[];
  readonly warnings: readonly string[];
};
