import { controlledFigure, type Pair, ratioFigure } from './estimate.js';
import { type FigureTable, ratioParts, TYPE_RATIO_NAMES, type TypeRatio } from './figures.js';
import type { GroupModel, Model, TypeModel } from './model.js';
import { type Played, type PlayOptions, tableOf } from './play.js';
import type {
  AgentGroupFigures,
  AgentGroupResult,
  AgentResult,
  ContactTypeFigures,
  ContactTypeResult,
  Figure,
  SimulationResult,
  WaitPercentile,
} from './result.js';
import { studentHalfWidth } from './student-quantile.js';
import { COUNTER_COUNT, COUNTERS, type RecordColumns } from './tally.js';
import { type TwinQueues, twinControls } from './twin-queues.js';
import { histogramQuantile, type PackedHistogram } from './wait-histogram.js';

/** More controls than this would lose more to their slopes than they win. */
const REPLICATIONS_PER_CONTROL = 6;

/** Replications added piece by piece, always in the same order, and the figures that follow. */
export class Summary {
  replications = 0;
  private readonly table: FigureTable;
  private readonly pieces: { replications: number; answered: readonly PackedHistogram[]; all: readonly PackedHistogram[] }[] = [];
  private readonly totals: (readonly number[])[] = [];
  private readonly twinTotals: (readonly number[])[] = [];
  private records: RecordColumns | null = null;

  constructor(
    private readonly model: Model,
    private readonly options: PlayOptions,
    private readonly percentiles: readonly number[],
    private readonly controlled: boolean,
    private readonly twins: TwinQueues | null,
  ) {
    this.table = tableOf(model, options);
  }

  add(played: Played): void {
    const { values } = this.table;
    played.moments.forEach((value, i) => {
      values[i] = (values[i] as number) + value;
    });
    for (const row of played.totals) this.totals.push(row);
    for (const row of played.twins) this.twinTotals.push(row);
    this.pieces.push({ replications: played.replications, answered: played.answeredWaits, all: played.allWaits });
    this.replications += played.replications;
    this.records = joinRecords(this.records, played.records);
  }

  /** Replications still missing until every service level is this narrow, by the widest one now; 0 when it is. */
  moreNeeded(halfWidth: number): number {
    const widths = this.model.types.map((_, k) => this.total(k, 'levelOffered').halfWidth);
    const widest = Math.max(0, ...widths.map((width) => width ?? 0));
    if (this.replications < 2) return 10;
    if (widest <= halfWidth) return 0;
    const wanted = Math.ceil(((this.replications * widest * widest) / (halfWidth * halfWidth)) * 1.05);
    return Math.max(5, Math.min(wanted - this.replications, this.replications * 4));
  }

  result(version: string, untilHalfWidth: number | null): SimulationResult {
    const { seed, horizonSeconds, warmUpSeconds } = this.options;
    const { records } = this;
    return {
      contactTypes: this.model.types.map((type, k) => this.typeResult(type, k)),
      agentGroups: this.model.groups.map((group, g) => this.groupResult(group, g)),
      agents: this.agentResults(),
      replications: this.replications,
      seed,
      horizonSeconds,
      warmUpSeconds,
      narrowEnough: untilHalfWidth === null ? null : this.moreNeeded(untilHalfWidth) === 0,
      ...(records === null ? {} : { records }),
      warnings: this.warnings(),
      version,
    };
  }

  private typeResult({ name }: TypeModel, k: number): ContactTypeResult {
    const stretches = this.stretchStarts().map((startSeconds, cell) => ({ startSeconds, ...this.stretchOf(k, cell) }));
    return {
      name,
      ...typeFigures((ratio) => this.total(k, ratio)),
      waitPercentiles: this.percentiles.map((probability) => this.percentile(k, probability)),
      ...(stretches.length === 0 ? {} : { stretches }),
    };
  }

  private groupResult({ name }: GroupModel, g: number): AgentGroupResult {
    const figures = (cell: number): AgentGroupFigures => ({
      occupancy: ratioFigure(this.table, this.table.ofGroup(g, cell, 0), this.replications),
      meanConcurrency: ratioFigure(this.table, this.table.ofGroup(g, cell, 1), this.replications),
    });
    const stretches = this.stretchStarts().map((startSeconds, cell) => ({ startSeconds, ...figures(cell) }));
    return { name, ...figures(-1), ...(stretches.length === 0 ? {} : { stretches }) };
  }

  private agentResults(): AgentResult[] {
    const { model, table, replications } = this;
    return model.agentNames.flatMap((name, agent) => {
      if (name === '') return [];
      const group = (model.groups[model.groupOfAgent[agent] as number] as GroupModel).name;
      return [
        {
          name,
          group,
          occupancy: ratioFigure(table, table.ofAgent(agent, 0), replications),
          contacts: ratioFigure(table, table.ofAgent(agent, 1), replications),
        },
      ];
    });
  }

  private stretchStarts(): readonly number[] {
    return this.options.reportBoundariesSeconds.slice(0, -1);
  }

  /** Figures of a type in a stretch, or in a joined one (after all stretches). */
  stretchOf(k: number, cell: number): ContactTypeFigures {
    return typeFigures((ratio) => this.figure(k, cell, ratio));
  }

  private figure(k: number, cell: number, name: TypeRatio): Figure {
    return ratioFigure(this.table, this.table.ofType(k, cell, TYPE_RATIO_NAMES.indexOf(name)), this.replications);
  }

  private total(k: number, name: TypeRatio): Figure {
    if (!this.controlled) return this.figure(k, -1, name);
    const span = this.options.horizonSeconds - this.options.warmUpSeconds;
    const pairs = this.totals.map((row): Pair => ratioParts(name, Float64Array.from(row.slice(k * COUNTER_COUNT, (k + 1) * COUNTER_COUNT)), span));
    return controlledFigure(pairs, this.controlsOf(k));
  }

  /**
   * What is known to be 0 in expectation, most telling first: what the type's twin queue did above the formula, first attempts and their
   * work above expectation, and the same of all types together. At most one control for every six replications.
   */
  private controlsOf(k: number): number[][] {
    const { types } = this.model;
    const { twins, twinTotals } = this;
    const expected = types.map((type) => expectedArrivals(type, this.options));
    const at = (row: readonly number[], type: number, counter: number): number => row[type * COUNTER_COUNT + counter] as number;
    const callers = (row: readonly number[], type: number): number[] => [
      at(row, type, COUNTERS.first) - (expected[type] as number),
      at(row, type, COUNTERS.excessWork),
    ];
    const most = Math.floor(this.totals.length / REPLICATIONS_PER_CONTROL);
    return this.totals.map((row, r) => {
      const ofTwins = types.map((_, type) => {
        const figures = twins?.exact[type] ?? null;
        return figures === null ? [] : twinControls(twinTotals[r] as readonly number[], figures);
      });
      const own = [...(ofTwins[k] as number[]), ...callers(row, k)];
      const all = types.length === 1 ? [] : [...sumColumns(ofTwins), ...sumColumns(types.map((_, type) => callers(row, type)))];
      return [...own, ...all].slice(0, most);
    });
  }

  /** From all waits together; its interval from the spread over the pieces (sectioning). */
  private percentile(k: number, probability: number): WaitPercentile {
    const figureOf = (waits: (piece: { answered: readonly PackedHistogram[]; all: readonly PackedHistogram[] }) => readonly PackedHistogram[]): Figure => {
      const parts = this.pieces.map((piece) => waits(piece)[k] as PackedHistogram);
      const mean = histogramQuantile(parts, probability);
      if (mean === null || parts.length < 2) return { mean, halfWidth: null };
      const spread = this.pieces.reduce((sum, piece, i) => {
        const own = histogramQuantile([parts[i] as PackedHistogram], probability) ?? mean;
        const share = (piece.replications / this.replications) * (own - mean);
        return sum + share * share;
      }, 0);
      const n = parts.length;
      return { mean, halfWidth: studentHalfWidth(n - 1) * Math.sqrt((spread * n) / (n - 1)) };
    };
    return { probability, answered: figureOf((piece) => piece.answered), all: figureOf((piece) => piece.all) };
  }

  private warnings(): string[] {
    return this.model.types.flatMap(({ name }, k) => {
      const left = this.figure(k, -1, 'unfinished').mean ?? 0;
      return left > 0 ? [`Queue "${name}": ${Number(left.toPrecision(3))} contacts per replication were still waiting long after the horizon.`] : [];
    });
  }
}

function typeFigures(figure: (name: TypeRatio) => Figure): ContactTypeFigures {
  return {
    offered: figure('offered'),
    serviceLevel: {
      offered: figure('levelOffered'),
      answered: figure('levelAnswered'),
      excludingShortAbandons: figure('levelExcluding'),
      includingShortAbandons: figure('levelIncluding'),
    },
    abandonProbability: figure('abandonProbability'),
    abandonedWithinThreshold: figure('abandonedWithinThreshold'),
    waitProbability: figure('waitProbability'),
    blockProbability: figure('blockProbability'),
    callbackProbability: figure('callbackProbability'),
    asaSeconds: figure('asaSeconds'),
    meanWaitSeconds: figure('meanWaitSeconds'),
    meanQueue: figure('meanQueue'),
    ahtSeconds: figure('ahtSeconds'),
    unfinished: figure('unfinished'),
    selfServed: figure('selfServed'),
  };
}

/** Expected first attempts within the window; with sampled paths, over all of them. */
function expectedArrivals({ rates, paths }: TypeModel, { warmUpSeconds, horizonSeconds }: PlayOptions): number {
  const all = paths.length === 0 ? [rates] : paths;
  const totals = all.map(({ starts, rates: values }) =>
    starts.reduce((sum, start, i) => {
      const seconds = Math.min(starts[i + 1] ?? horizonSeconds, horizonSeconds) - Math.max(start, warmUpSeconds);
      return sum + Math.max(0, seconds) * (values[i] as number);
    }, 0),
  );
  return totals.reduce((sum, total) => sum + total, 0) / totals.length;
}

function sumColumns(rows: readonly (readonly number[])[]): number[] {
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0));
}

function joinRecords(before: RecordColumns | null, more: RecordColumns | null): RecordColumns | null {
  if (before === null || more === null) return before ?? more;
  const joined: Record<string, unknown[]> = {};
  for (const [column, values] of Object.entries(more)) joined[column] = [...before[column as keyof RecordColumns], ...values];
  return joined as unknown as RecordColumns;
}
