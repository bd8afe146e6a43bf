import type { DrawMemory } from './draw-memory.js';
import { controlledFigure, type Pair } from './estimate.js';
import { ratioParts, type TypeRatio } from './figures.js';
import { Player, type PlayOptions } from './play.js';
import type { Figure } from './result.js';
import type { SimulationSystem } from './system.js';
import { COUNTER_COUNT, COUNTERS } from './tally.js';
import { twinControls, twinQueues } from './twin-queues.js';

/** More controls than this would lose more to their slopes than they win. */
const REPLICATIONS_PER_CONTROL = 6;

/** A system beside another one is worth asking when it was played for so many times as long. */
const LONGER = 2;
const NOTHING: Figure = { mean: null, halfWidth: null };

/** What a {@link samplePlayer} plays in each replication. */
export type SampleOptions = {
  readonly seed: number;
  readonly warmUpSeconds: number;
  readonly horizonSeconds: number;
  /** Per type, attempts looked at for each real one (1: no onlookers). */
  readonly looks?: readonly number[] | undefined;
  /** First replication with onlookers; 0 by default. */
  readonly looksFrom?: number | undefined;
  /** Shared by the systems that are compared: draws that the first replications have in common are made once. */
  readonly memory?: DrawMemory | undefined;
};

/** A system whose replications are played when they are asked for, for searches that stop as soon as they know enough. */
export type SamplePlayer = {
  /** Plays on until so many replications are there. */
  play(replications: number): void;
  /** How many there are. */
  played(): number;
  /** A figure of a contact type, from the first so many replications (all by default). */
  figure(type: number, name: TypeRatio, replications?: number): Figure;
  /** The same from fewer replications: a similar system played for longer with the same callers tells what chance did in those that both have. */
  figureBeside(type: number, name: TypeRatio, known: SamplePlayer): Figure;
  /** The same per replication: numerator and denominator. */
  pairs(type: number, name: TypeRatio): readonly (readonly [x: number, y: number])[];
  /** Share of their time that a group's people are busy. */
  occupancy(group: number): number | null;
};

/** Single queues of known formula that meet the same callers, played once for all systems that are compared. */
export type TwinPlayer = {
  /** What each contact type's twin did above its expectation in a replication; empty for types without twin. */
  controls(replication: number): readonly (readonly number[])[];
};

/** Opens the twins of a checked system; they suit every system with the same contact types and handle times. */
export function twinPlayer(system: SimulationSystem, sample: SampleOptions): TwinPlayer {
  const options = playOptions(sample);
  const twins = twinQueues(system, options);
  const player = twins === null ? null : new Player(twins.system, options, { memory: sample.memory });
  const known: number[][][] = [];
  return {
    controls(replication) {
      for (let next = known.length; next <= replication; next += 1) {
        player?.play(next);
        known.push(system.contactTypes.map((_, k) => twinRow(player?.totals[next], twins?.exact[k] ?? null)));
      }
      return known[replication] as number[][];
    },
  };
}

function twinRow(totals: readonly number[] | undefined, figures: Parameters<typeof twinControls>[1] | null): number[] {
  return totals === undefined || figures === null ? [] : twinControls(totals, figures);
}

function playOptions({ seed, warmUpSeconds, horizonSeconds }: SampleOptions): PlayOptions {
  return {
    seed,
    warmUpSeconds,
    horizonSeconds,
    arrivalsStopAtHorizon: false,
    reportBoundariesSeconds: [],
    joinedStretches: [],
    records: false,
    totals: true,
    twins: false,
    waits: false,
  };
}

/**
 * Opens a checked system of constant arrival rates for sequential sampling. Replication r meets the same callers in every system with the
 * same seed (common random numbers); what chance did to their number and work, and to twin queues, is taken out by regression.
 */
export function samplePlayer(system: SimulationSystem, sample: SampleOptions, twins: TwinPlayer | null): SamplePlayer {
  const player = new Player(system, playOptions(sample), sample);
  const { totals } = player;
  const pairs = new Map<string, Pair[]>();
  const span = sample.horizonSeconds - sample.warmUpSeconds;
  const controls = callersBeyond(system, span, twins);
  const pairsOf = (type: number, name: TypeRatio): Pair[] => {
    const key = `${name} ${type}`;
    const known = pairs.get(key) ?? [];
    pairs.set(key, known);
    for (const row of totals.slice(known.length))
      known.push(ratioParts(name, Float64Array.from(row.slice(type * COUNTER_COUNT, (type + 1) * COUNTER_COUNT)), span));
    return known;
  };
  const figure = (type: number, name: TypeRatio, replications: number = totals.length): Figure =>
    controlledFigure(pairsOf(type, name).slice(0, replications), controls.of(type, replications));
  return {
    play(replications) {
      for (let next = totals.length; next < replications; next += 1) {
        player.play(next);
        controls.add(totals[next] as readonly number[], next);
      }
    },
    played: () => totals.length,
    figure,
    figureBeside(type, name, known) {
      const count = totals.length;
      const { mean, halfWidth } = known.played() < LONGER * count ? NOTHING : known.figure(type, name);
      if (mean === null || halfWidth === null) return figure(type, name);
      const beside = known.pairs(type, name).slice(0, count);
      const above = beside.map(([x, y]) => x - mean * y);
      const offered = beside.reduce((sum, [, y]) => sum + y, 0) / count;
      const most = Math.floor(count / REPLICATIONS_PER_CONTROL);
      const rows = controls.of(type, count).map((row, r) => [above[r] as number, ...row].slice(0, most));
      return controlledFigure(pairsOf(type, name), rows, ((halfWidth * offered) / 1.96) ** 2);
    },
    pairs: pairsOf,
    occupancy: (group) => player.occupancy(group),
  };
}

/** Per replication, most telling first: the type's twin, callers and work above expectation, and the same of all types together. */
function callersBeyond(
  { contactTypes }: SimulationSystem,
  spanSeconds: number,
  twins: TwinPlayer | null,
): { add(row: readonly number[], replication: number): void; of(type: number, replications: number): number[][] } {
  const expected = contactTypes.map(({ arrivalsPerHour }) => (typeof arrivalsPerHour === 'number' ? (arrivalsPerHour / 3600) * spanSeconds : Number.NaN));
  const columns: number[][][] = contactTypes.map(() => []);
  return {
    add(row, replication) {
      const beside = twins?.controls(replication) ?? expected.map(() => []);
      const callers = expected.map((count, k) => (row[k * COUNTER_COUNT + COUNTERS.first] as number) - count);
      const work = expected.map((_, k) => row[k * COUNTER_COUNT + COUNTERS.excessWork] as number);
      const passedOn = expected.map((_, k) => row[k * COUNTER_COUNT + COUNTERS.excessPassedOn] as number);
      const all = expected.length === 1 ? [] : [...sumColumns(beside), sumOf(callers), sumOf(work)];
      columns.forEach((rows, k) => {
        rows.push([...(beside[k] as readonly number[]), callers[k] as number, work[k] as number, ...all, ...passedOn]);
      });
    },
    of(type, replications) {
      const rows = (columns[type] as number[][]).slice(0, replications);
      const most = Math.floor(rows.length / REPLICATIONS_PER_CONTROL);
      return rows.map((row) => row.slice(0, most));
    },
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumColumns(rows: readonly (readonly number[])[]): number[] {
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) => sumOf(rows.map((row) => row[i] ?? 0)));
}
