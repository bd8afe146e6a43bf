import { ArrivalClock, type RateSteps, withDayFactors } from './arrival-clock.js';
import type { DrawMemory } from './draw-memory.js';
import type { GroupModel, Model, TypeModel } from './model.js';
import { factorDistribution, VariateStream } from './variates.js';
import type { WaitingLines } from './waiting-lines.js';

const NEVER = Number.POSITIVE_INFINITY;
const UNIT = { kind: 'exponential', meanSeconds: 1 } as const;
const DAY_SECONDS = 86_400;

/** What one set of attempts draws from. */
export type Draws = { readonly work: VariateStream; readonly patience: VariateStream | null; readonly outcome: VariateStream | null };

/**
 * Every random number of a replication. Streams are named by contact type and purpose, and an attempt draws all it needs when it
 * arrives: two scenarios with the same seed meet the same callers with the same work and patience (common random numbers).
 */
export class Sources {
  /** Earliest arrival among the types played event by event, and its type. */
  nextTime: number = NEVER;
  nextType = -1;
  readonly clocks: readonly ArrivalClock[];
  readonly first: readonly Draws[];
  private readonly gaps: readonly VariateStream[];
  private readonly again: readonly Draws[];
  private readonly delays: readonly VariateStream[];
  private readonly choices: readonly VariateStream[];
  private readonly frontTimes: readonly (VariateStream | null)[];
  private readonly frontOutcomes: readonly VariateStream[];
  private readonly works: readonly (VariateStream | null)[];
  private readonly dayFactors: readonly VariateStream[];
  private readonly paths: VariateStream = new VariateStream('uniform');
  private readonly presence: VariateStream = new VariateStream('uniform');
  private readonly lates: VariateStream = new VariateStream(UNIT);
  private readonly commonDays: VariateStream;
  private readonly onlookers: readonly OnlookerStreams[];

  /**
   * @param played - Types whose arrivals `nextTime` tells.
   * @param looks - Per type, attempts looked at for each first one; its onlookers arrive as type `k` + number of types.
   */
  constructor(
    private readonly model: Model,
    private readonly seed: number,
    private readonly horizonSeconds: number,
    private readonly stopAt: number,
    private readonly played: readonly number[],
    looks: Float64Array,
    private readonly memory: DrawMemory | null,
  ) {
    const { types, groups } = model;
    this.gaps = types.map(() => new VariateStream(UNIT));
    this.clocks = this.gaps.map((gaps) => new ArrivalClock(gaps));
    this.first = types.map((type, k) => drawsOf(model, type, k));
    this.again = types.map((type, k) => drawsOf(model, type, k));
    this.delays = types.map(() => new VariateStream(UNIT));
    this.choices = types.map(() => new VariateStream('uniform'));
    this.frontTimes = types.map((type) => (type.selfService === null ? null : new VariateStream(type.selfService.time)));
    this.frontOutcomes = types.map(() => new VariateStream('uniform'));
    this.works = types.flatMap((type, k) =>
      groups.map((_, g) => {
        const shape = model.serviceShapes[k * groups.length + g] ?? null;
        return shape === null || type.workShape !== null ? null : new VariateStream(shape);
      }),
    );
    this.dayFactors = types.map((type) => new VariateStream(factorDistribution(type.dayFactorCv)));
    this.commonDays = new VariateStream(factorDistribution(model.dayFactorCv));
    this.onlookers = played.flatMap((k) => ((looks[k] as number) > 1 ? [onlookerStreams(types[k] as TypeModel, k, (looks[k] as number) - 1)] : []));
  }

  /** Opens the streams of one replication. `looksOn`: with onlookers. */
  restart(replication: number, looksOn: boolean): void {
    const { model, seed } = this;
    this.presence.restart(seed, `${replication}//presence`);
    this.lates.restart(seed, `${replication}//lateness`);
    this.commonDays.restart(seed, `${replication}//days`);
    const days = Math.max(1, Math.ceil(this.horizonSeconds / DAY_SECONDS));
    const common = Array.from({ length: model.dayFactorCv > 0 ? days : 0 }, () => this.commonDays.next());
    this.paths.restart(seed, `${replication}//path`);
    const path = this.paths.next();
    const memory = this.memory !== null && replication < this.memory.replications ? this.memory : null;
    const rates = model.types.map((type, k) => {
      this.restartType(k, `${replication}/${type.name}`, memory);
      const ofType = this.ratesOf(type, k, path, days, common);
      (this.clocks[k] as ArrivalClock).restart(ofType, this.stopAt);
      return ofType;
    });
    for (const { type, perAttempt, gaps, clock, patience } of this.onlookers) {
      const name = `${replication}/${(model.types[type] as TypeModel).name}/onlooker`;
      gaps.restart(seed, `${name}/gap`, memory);
      patience?.restart(seed, `${name}/patience`, memory);
      const { starts, rates: perSecond } = rates[type] as RateSteps;
      clock.restart({ starts, rates: perSecond.map((rate) => rate * perAttempt) }, looksOn ? this.stopAt : 0);
    }
    this.findNext();
  }

  private restartType(k: number, name: string, memory: DrawMemory | null): void {
    const { seed, model } = this;
    restartDraws(this.first[k] as Draws, seed, `${name}/first`, memory);
    restartDraws(this.again[k] as Draws, seed, `${name}/again`, memory);
    (this.delays[k] as VariateStream).restart(seed, `${name}/delay`);
    (this.choices[k] as VariateStream).restart(seed, `${name}/choice`);
    (this.gaps[k] as VariateStream).restart(seed, `${name}/gap`, memory);
    this.frontTimes[k]?.restart(seed, `${name}/front`);
    (this.frontOutcomes[k] as VariateStream).restart(seed, `${name}/solved`);
    (this.dayFactors[k] as VariateStream).restart(seed, `${name}/days`);
    model.groups.forEach((group: GroupModel, g) => {
      this.works[k * model.groups.length + g]?.restart(seed, [name, 'work', group.name].join('/'));
    });
  }

  /** `path`: a uniform number that chooses among sampled paths; types with as many paths draw the same one, so that paths stay joint. */
  private ratesOf(type: TypeModel, k: number, path: number, days: number, common: readonly number[]): RateSteps {
    const { paths } = type;
    const rates = paths.length === 0 ? type.rates : (paths[Math.floor(path * paths.length)] as RateSteps);
    if (common.length === 0 && type.dayFactorCv === 0) return rates;
    const own = this.dayFactors[k] as VariateStream;
    const factors = Array.from({ length: days }, (_, day) => (common[day] ?? 1) * (type.dayFactorCv > 0 ? own.next() : 1));
    return withDayFactors(rates, factors);
  }

  /** Moves on past the earliest arrival. */
  advance(): void {
    const onlooker = this.nextType - this.clocks.length;
    const clock = onlooker < 0 ? this.clocks[this.nextType] : this.onlookers.find(({ type }) => type === onlooker)?.clock;
    (clock as ArrivalClock).advance();
    this.findNext();
  }

  private findNext(): void {
    const { played, clocks } = this;
    let time = NEVER;
    let type = -1;
    for (let i = 0; i < played.length; i += 1) {
      const k = played[i] as number;
      const at = (clocks[k] as ArrivalClock).time;
      if (at < time) {
        time = at;
        type = k;
      }
    }
    for (const onlooker of this.onlookers) {
      if (onlooker.clock.time >= time) continue;
      time = onlooker.clock.time;
      type = onlooker.type + clocks.length;
    }
    this.nextTime = time;
    this.nextType = type;
  }

  /** Fills a slot with what a first attempt brings along; tells its work in units of the mean. */
  drawFirst(lines: WaitingLines, slot: number, k: number, now: number): number {
    return this.fill(this.first[k] as Draws, lines, slot, k, now);
  }

  /** The same for a redial, repeat, escalation or call-back. */
  drawAgain(lines: WaitingLines, slot: number, k: number, now: number): number {
    return this.fill(this.again[k] as Draws, lines, slot, k, now);
  }

  /** The same for an onlooker, who brings no work. */
  drawOnlooker(lines: WaitingLines, slot: number, k: number): void {
    const streams = this.onlookers.find(({ type }) => type === k);
    lines.type[slot] = k;
    lines.patience[slot] = streams?.patience?.next() ?? NEVER;
  }

  private fill(draws: Draws, lines: WaitingLines, slot: number, k: number, now: number): number {
    const { ahtFactor } = this.model.types[k] as TypeModel;
    const share = draws.work.next();
    lines.type[slot] = k;
    lines.work[slot] = ahtFactor === null ? share : share * rateAt(ahtFactor, now);
    lines.patience[slot] = draws.patience === null ? NEVER : draws.patience.next();
    lines.outcome[slot] = draws.outcome === null ? 1 : draws.outcome.next();
    return share;
  }

  /** Work in units of the group's mean, where shapes differ between groups. */
  work(pair: number): number {
    return (this.works[pair] as VariateStream).next();
  }

  delay(k: number): number {
    return (this.delays[k] as VariateStream).next();
  }

  choice(k: number): number {
    return (this.choices[k] as VariateStream).next();
  }

  frontTime(k: number): number {
    return (this.frontTimes[k] as VariateStream).next();
  }

  frontOutcome(k: number): number {
    return (this.frontOutcomes[k] as VariateStream).next();
  }

  attendance(): number {
    return this.presence.next();
  }

  lateness(): number {
    return this.lates.next();
  }
}

/** Where the onlookers of one type come from. */
type OnlookerStreams = {
  readonly type: number;
  readonly perAttempt: number;
  readonly gaps: VariateStream;
  readonly clock: ArrivalClock;
  readonly patience: VariateStream | null;
};

function onlookerStreams({ patience }: TypeModel, type: number, perAttempt: number): OnlookerStreams {
  const gaps = new VariateStream(UNIT);
  return { type, perAttempt, gaps, clock: new ArrivalClock(gaps), patience: patience === null ? null : new VariateStream(patience) };
}

function drawsOf(model: Model, type: TypeModel, k: number): Draws {
  const { length } = model.groups;
  const escalates = model.escalateProbability.subarray(k * length, (k + 1) * length).some((probability) => probability > 0);
  return {
    work: new VariateStream(type.workShape ?? { kind: 'deterministic', meanSeconds: 1 }),
    patience: type.patience === null ? null : new VariateStream(type.patience),
    outcome: escalates || type.redialProbability > 0 || type.repeatProbability > 0 ? new VariateStream('uniform') : null,
  };
}

function restartDraws(draws: Draws, seed: number, name: string, memory: DrawMemory | null): void {
  draws.work.restart(seed, `${name}/work`, memory);
  draws.patience?.restart(seed, `${name}/patience`, memory);
  draws.outcome?.restart(seed, `${name}/outcome`, memory);
}

/** Value of steps at an instant; the first one before all starts. */
export function rateAt({ starts, rates }: RateSteps, seconds: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return rates[Math.max(0, low - 1)] as number;
}
