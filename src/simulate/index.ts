export type {
  RosterSimulation,
  SimulatedDay,
  SimulatedIntervals,
  SimulatedMiss,
  SimulatedPeriod,
  SimulatedQueue,
  SimulatedTarget,
  TargetVerdict,
} from '../core/index.js';
export { checkSystem } from './check-system.js';
export { type Distribution, meanOf, toDistribution } from './distribution.js';
export { DrawMemory } from './draw-memory.js';
export type { TypeRatio } from './figures.js';
export { intervalVerdicts, type JudgedStretch, judgedStretches } from './judged-stretches.js';
export type { Played, PlayOptions } from './play.js';
export type {
  AgentGroupFigures,
  AgentGroupResult,
  AgentResult,
  ContactTypeFigures,
  ContactTypeResult,
  Figure,
  SimulatedStretch,
  SimulationResult,
  WaitPercentile,
} from './result.js';
export type { SampledPaths } from './roster-system.js';
export { type SampleOptions, type SamplePlayer, samplePlayer, type TwinPlayer, twinPlayer } from './sample-player.js';
export { type SimulateOptions, type SimulateTask, simulate, simulateTask } from './simulate.js';
export { type SimulateRosterOptions, simulateRoster } from './simulate-roster.js';
export { studentHalfWidth } from './student-quantile.js';
export type {
  AgentGroup,
  Announcement,
  CallbackOffer,
  ContactType,
  NamedAgent,
  RouteStep,
  ServedType,
  SimulationSystem,
  Steps,
} from './system.js';
export type { ContactOutcome, RecordColumns } from './tally.js';
export type { PackedHistogram } from './wait-histogram.js';
