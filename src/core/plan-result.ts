import type { Forecast, Peak, Provenance } from './forecast.js';
import type { History } from './history.js';
import type { PlanConfig } from './plan-config.js';
import type { Requirements } from './requirement.js';
import type { Roster, ShiftDesign } from './roster.js';
import type { RosterService } from './roster-service.js';
import type { RosterSimulation } from './roster-simulation.js';

/** Figures of one queue over the roster's horizon (over the forecast's when there is no roster). */
export type QueueSummary = {
  readonly queue: string;
  readonly contacts: number;
  readonly ahtSeconds: number | null;
  /** Volume-weighted expectation with the people on line; null without contacts. */
  readonly serviceLevel: number | null;
  readonly asaSeconds: number | null;
  readonly abandonProbability: number | null;
  readonly occupancy: number | null;
  readonly requiredHours: number;
  readonly coveredHours: number;
  readonly understaffedHours: number;
  /** The same expectation day by day, days without contacts left out. */
  readonly days?: readonly { readonly day: string; readonly serviceLevel: number | null }[];
};

/** The figures that matter, for a planner with half a minute. */
export type PlanSummary = {
  readonly forecastFrom: string;
  readonly forecastTo: string;
  /** First and last local day of the roster or the anonymous shifts. */
  readonly rosterFrom: string;
  readonly rosterTo: string;
  readonly contacts: number;
  readonly queues: readonly QueueSummary[];
  readonly people: number;
  readonly paidHours: number;
  readonly fte: number;
  readonly understaffedHours: number;
  readonly overstaffedHours: number;
  readonly cost: number;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly rosterStatus: Roster['status'];
};

/** Result of `plan`: every stage's own result, plus the summary. */
export type PlanResult = {
  readonly history: History;
  readonly forecast: Forecast;
  readonly peaks: readonly Peak[];
  readonly requirements: Requirements;
  /** Null when no agents were given. */
  readonly roster: Roster | null;
  /** What the roster delivers, simulated; there when it was to be repaired until its targets are met. */
  readonly service?: RosterService;
  /** The roster played against the forecast: `plan` adds it with `service`; {@link simulateRoster}'s result may be put here for the report. */
  readonly simulation?: RosterSimulation;
  /** Null when agents were given. */
  readonly design: ShiftDesign | null;
  readonly summary: PlanSummary;
  /** The config with every default written out. */
  readonly config: PlanConfig;
  readonly warnings: readonly string[];
  readonly provenance: Provenance;
};
