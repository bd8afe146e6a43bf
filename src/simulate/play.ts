import type { DrawMemory } from './draw-memory.js';
import { Engine } from './engine.js';
import { addReplication, FigureTable, MOMENTS, type Scheduled } from './figures.js';
import { type Model, toModel } from './model.js';
import { allowsOnlookers, type Onlookers, onlookersOf } from './onlookers.js';
import { scheduledTime } from './scheduled-time.js';
import { lonePairs, SingleQueue } from './single-queue.js';
import { Sources } from './sources.js';
import type { SimulationSystem } from './system.js';
import { type RecordColumns, Tally, type Window } from './tally.js';
import { twinQueues } from './twin-queues.js';
import { type PackedHistogram, packHistogram } from './wait-histogram.js';

/** What a run of some replications needs to know; JSON-safe. */
export type PlayOptions = {
  readonly seed: number;
  readonly horizonSeconds: number;
  readonly warmUpSeconds: number;
  readonly arrivalsStopAtHorizon: boolean;
  readonly reportBoundariesSeconds: readonly number[];
  /** Runs of stretches to report as one: first, and one past the last. */
  readonly joinedStretches: readonly (readonly [from: number, to: number])[];
  readonly records: boolean;
  /** Keep each replication's totals, and those of its twin queues. */
  readonly totals: boolean;
  /** False: the totals without twin queues. */
  readonly twins?: boolean | undefined;
  /** False: no percentiles of the wait. */
  readonly waits?: boolean | undefined;
};

/** Replications `from` … `to − 1`, summed up; JSON-safe. */
export type Played = {
  readonly replications: number;
  readonly moments: readonly number[];
  readonly totals: readonly (readonly number[])[];
  readonly twins: readonly (readonly number[])[];
  readonly answeredWaits: readonly PackedHistogram[];
  readonly allWaits: readonly PackedHistogram[];
  readonly records: RecordColumns | null;
};

/** What is done for systems of which many are compared. */
type Sampling = {
  /** Per type, attempts looked at for each real one, where the system allows onlookers. */
  readonly looks?: readonly number[] | undefined;
  /** First replication with onlookers; 0 by default. */
  readonly looksFrom?: number | undefined;
  readonly memory?: DrawMemory | undefined;
};

/** Plays replications one by one and sums them up. */
export class Player {
  private readonly model: Model;
  private readonly tally: Tally;
  private readonly sources: Sources;
  private readonly alone: readonly SingleQueue[];
  private readonly engine: Engine | null;
  private readonly onlookers: Onlookers;
  private readonly nobody: Onlookers;
  private readonly looksFrom: number;
  private readonly table: FigureTable;
  private readonly scheduled: Scheduled;
  readonly totals: number[][] = [];
  private readonly twins: Player | null;
  private replications = 0;

  constructor(
    system: SimulationSystem,
    private readonly options: PlayOptions,
    { looks = [], looksFrom = 0, memory }: Sampling = {},
  ) {
    this.model = toModel(system);
    const { model } = this;
    const window = windowOf(options);
    this.tally = new Tally(window, model.types.length, model.groups.length, model.agentCount, options.waits !== false);
    const pairs = options.records ? [] : lonePairs(model);
    const played = model.types.flatMap((_, k) => (pairs.some((pair) => pair.type === k) ? [] : [k]));
    const stopAt = options.arrivalsStopAtHorizon ? options.horizonSeconds : Number.POSITIVE_INFINITY;
    this.onlookers = onlookersOf(model, allowsOnlookers(model) ? looks : []);
    this.nobody = onlookersOf(model, []);
    this.looksFrom = looksFrom;
    this.sources = new Sources(model, options.seed, options.horizonSeconds, stopAt, played, this.onlookers.looks, memory ?? null);
    this.alone = pairs.map((pair) => new SingleQueue(model, this.tally, this.sources, pair));
    this.engine = played.length > 0 ? new Engine(model, this.tally, this.sources) : null;
    this.table = tableOf(model, options);
    this.scheduled = scheduledTime(model, this.tally);
    if (options.records) this.tally.records = emptyRecords();
    const twins = options.totals && options.twins !== false ? twinQueues(system, options) : null;
    const plain = { ...options, records: false, reportBoundariesSeconds: [], joinedStretches: [] };
    this.twins = twins === null ? null : new Player(twins.system, plain);
  }

  play(replication: number): void {
    this.tally.clear();
    const looksOn = replication >= this.looksFrom;
    this.sources.restart(replication, looksOn);
    for (const queue of this.alone) queue.run();
    this.engine?.run(replication, looksOn ? this.onlookers : this.nobody);
    const totals = addReplication(this.table, this.tally, this.scheduled);
    if (this.options.totals) this.totals.push(Array.from(totals));
    this.replications += 1;
    this.twins?.play(replication);
  }

  /** Busy share of a group's scheduled time so far; null without people. */
  occupancy(group: number): number | null {
    const { table } = this;
    const at = table.ofGroup(group, -1, 0) * MOMENTS;
    const scheduled = table.values[at + 1] as number;
    return scheduled > 0 ? (table.values[at] as number) / scheduled : null;
  }

  result(): Played {
    return {
      replications: this.replications,
      moments: Array.from(this.table.values),
      totals: this.totals,
      twins: this.twins?.totals ?? [],
      answeredWaits: this.tally.answeredWaits.map(packHistogram),
      allWaits: this.tally.allWaits.map(packHistogram),
      records: this.tally.records,
    };
  }
}

/** The window of the statistics. */
function windowOf({ warmUpSeconds, horizonSeconds, reportBoundariesSeconds }: PlayOptions): Window {
  const boundaries = Float64Array.from(reportBoundariesSeconds);
  return { warmUpSeconds, horizonSeconds, boundaries, cells: boundaries.length === 0 ? 1 : boundaries.length };
}

/** An empty table of moments for a model. Agents without names are not listed. */
export function tableOf(model: Model, options: PlayOptions): FigureTable {
  const named = model.agentNames.some((name) => name !== '');
  return new FigureTable(
    model.types.length,
    model.groups.length,
    named ? model.agentCount : 0,
    Math.max(0, options.reportBoundariesSeconds.length - 1),
    options.joinedStretches,
  );
}

function emptyRecords(): RecordColumns {
  return { replication: [], contactType: [], arrivalSeconds: [], waitSeconds: [], handleSeconds: [], outcome: [], group: [], agent: [] };
}
