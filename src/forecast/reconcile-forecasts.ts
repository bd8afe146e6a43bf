import {
  breathe,
  type CalendarEvent,
  type Forecast,
  type History,
  inProcessRunner,
  type QueueForecast,
  type QueueHistory,
  type TaskRunner,
  UnusableInputError,
  VERSION,
} from '../core/index.js';
import { dayFromNumber, dayNumber } from '../time/index.js';
import { applyOverrides, forecastClock, withVolume } from './apply-overrides.js';
import { borrowShapes } from './borrow-shape.js';
import { eventCalendar } from './event-calendar.js';
import type { FitContext } from './fit-queue.js';
import { checkLevels, forecastContext } from './forecast.js';
import { forecastTasks, type SeriesTask } from './forecast-tasks.js';
import { type Hierarchy, type HierarchySum, hierarchyOf } from './hierarchy.js';
import { type ErrorLaw, errorLaw, reconcileDay } from './minimum-trace.js';
import type { ForecastOptions } from './options.js';
import { type Dimension, type SeriesName, seriesName } from './series-groups.js';
import { sumQueues } from './sum-forecasts.js';
import { sumHistories } from './sum-histories.js';

/** Options of {@link reconcileForecasts}. */
export type ReconcileOptions = ForecastOptions & {
  /** Queue that a new queue borrows its past from, by queue; without it, the series whose course is most like its own. */
  readonly similar?: Readonly<Record<string, string>> | undefined;
  /** False: every series on its own; new ones still borrow. Default true. */
  readonly reconcile?: boolean | undefined;
  /** Where series are forecast; in this thread by default. The runner's tasks must hold {@link forecastTasks}. */
  readonly runner?: TaskRunner | undefined;
};

/** Forecast of a sum of series. */
export type ForecastSum = {
  /** What its members agree in; empty for the sum of all. */
  readonly by: readonly Dimension[];
  readonly name: string;
  /** Positions of its members in `queues`. */
  readonly members: readonly number[];
  /** Contacts over the horizon: as forecast from the sum's own history (null where that is too short), as its members added up before, and now. */
  readonly ownContacts: number | null;
  readonly addedContacts: number;
  readonly contacts: number;
  readonly forecast: QueueForecast;
};

/** What reconciliation did. */
export type Reconciliation = {
  readonly method: 'minimum trace, shrunk covariance';
  /** Share of the correlations that counted as chance, 0–1. */
  readonly shrinkage: number;
  /** Series whose days were changed, with their contacts over the horizon before and after, and the mean size of the change by day. */
  readonly changes: readonly (SeriesName & { readonly before: number; readonly after: number; readonly meanChange: number })[];
};

/** Result of {@link reconcileForecasts}. */
export type ReconciledForecast = Forecast & {
  readonly sums: readonly ForecastSum[];
  /** Null where nothing was to be reconciled: one series, no common backtest, or switched off. */
  readonly reconciliation: Reconciliation | null;
  /** Series without a forecast, and why. */
  readonly leftOut: readonly (SeriesName & { readonly why: string })[];
};

/**
 * Forecasts every series of a history and the sums they belong to (reasons in queues, queues in channels and sites, all together), and makes days add up:
 * minimum trace reconciliation with the shrunk covariance of backtest errors. Intervals keep their share of the day.
 *
 * @param options - As in {@link forecast}, and: `similar`, whom new queues borrow their past from; `reconcile: false` to leave every series as it is; `runner` to
 *   forecast series side by side.
 * @returns As {@link forecast}, and: `sums` with forecasts and bands of their own, whose volumes are those of their members added up; `reconciliation`, what changed and by how
 *   much; `leftOut`, series without a forecast. `parts.reconciliation` is the factor by which a day was changed. Overrides come after.
 * @throws {@link InvalidInputError} as {@link forecast}; {@link UnusableInputError} (`tooLittleHistory`) when no series can be forecast.
 * @remarks A series without reason or site whose contacts are the sum of those that have one counts as that sum. Series with fewer than 28 days of data borrow their past from a
 *   similar one, said in `warnings`. Source: [WickramasuriyaEtAl2019], [SchaeferStrimmer2005], [DiFonzoGirolimetto2023]; keys in docs/references.md.
 * @example
 * const days = Array.from({ length: 84 }, (_, d) => addDays('2026-01-05', d));
 * const lines = days.flatMap((day, d) => [`${day},orders,${60 + (d % 7)}`, `${day},returns,${20 + (d % 7)}`]);
 * const history = await readHistory(['timestamp,queue,volume', ...lines].join('\n'), { zone: 'UTC' });
 * const { queues, sums } = await reconcileForecasts(history, { days: 1 });
 * sums[0].forecast.volume[0] === queues[0].volume[0] + queues[1].volume[0]; // true
 */
export async function reconcileForecasts(history: History, options: ReconcileOptions): Promise<ReconciledForecast> {
  const context = forecastContext('reconcileForecasts', history, options);
  const levels = checkLevels(options.levels);
  const { queues, notes } = borrowShapes(history.queues, options.similar ?? {}, options.seed ?? 1);
  const every = queues.map((_, i) => i);
  const { bottom, sums } = options.reconcile === false ? { bottom: every, sums: [] } : addable(hierarchyOf(queues), queues);
  const ofSums = sums.map(({ members, given }) =>
    given !== null ? (queues[given] ?? null) : sumHistories(members.map((m) => queues[bottom[m] as number] as QueueHistory)),
  );
  const results = await forecastAll([...bottom.map((i) => queues[i] as QueueHistory), ...ofSums], context, levels, options);
  const leftOut = bottom.flatMap((i, b) => {
    const why = results[b];
    return typeof why === 'string' ? [{ ...seriesName(queues[i] as QueueHistory), why }] : [];
  });
  if (leftOut.length === bottom.length) throw new UnusableInputError(leftOut[0]?.why ?? '', { series: leftOut.length }, 'tooLittleHistory');
  const noted = bottom.map((i, b) => withNote(results[b] ?? null, notes[i] ?? null));
  const live = bottom.map((_, b) => b).filter((b) => noted[b] !== null);
  const place = new Map(live.map((b, at) => [b, at]));
  const liveSums = sums.map((sum, k) => {
    const own = results[bottom.length + k];
    return { sum, members: sum.members.flatMap((m) => place.get(m) ?? []), own: own === undefined || typeof own === 'string' ? null : own };
  });
  return assemble(
    live.map((b) => ({ at: bottom[b] as number, base: noted[b] as QueueForecast })),
    liveSums.filter(({ members }) => members.length > 0),
    { context, levels, options, leftOut },
  );
}

/** Leaves out sums of series that do not share interval and clock, and of weekly or monthly totals. */
function addable({ bottom, sums }: Hierarchy, queues: readonly QueueHistory[]): Hierarchy {
  const fits = ({ members }: HierarchySum): boolean => {
    const series = members.map((m) => queues[bottom[m] as number] as QueueHistory);
    const [first] = series as [QueueHistory];
    const stepMs = (first.intervalSeconds ?? 86_400) * 1000;
    return series.every(
      (one) =>
        (one.grain === 'interval' || one.grain === 'day') &&
        one.grain === first.grain &&
        one.intervalSeconds === first.intervalSeconds &&
        one.zone === first.zone &&
        (one.grain === 'day' || (one.startMs - first.startMs) % stepMs === 0),
    );
  };
  return { bottom, sums: sums.filter(fits) };
}

function withNote(result: QueueForecast | string | null, note: string | null): QueueForecast | null {
  if (result === null || typeof result === 'string') return null;
  return note === null ? result : { ...result, warnings: [note, ...result.warnings] };
}

/** Forecasts of series side by side, in order; what went wrong, in words, for those that have too little history; null where there is no history. */
async function forecastAll(
  histories: readonly (QueueHistory | null)[],
  context: Omit<FitContext, 'hours'>,
  levels: readonly number[],
  options: ReconcileOptions,
): Promise<(QueueForecast | string | null)[]> {
  const runner = options.runner ?? inProcessRunner(forecastTasks);
  const results = histories.map((): QueueForecast | string | null => null);
  const { untilMs, days, weeks, signal, onProgress } = options;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < histories.length) {
      const n = next;
      next += 1;
      const history = histories[n] ?? null;
      if (history !== null) {
        await breathe(signal);
        const task: SeriesTask = {
          history,
          context: { ...context, hours: options.openingHours?.[history.queue] ?? null },
          horizon: { untilMs, days, weeks },
          levels,
        };
        results[n] = await runner.run('forecastSeries', task, { signal }).then((output) => output as QueueForecast, tooLittle);
      }
      done += 1;
      onProgress?.({ stage: 'forecast', done, total: histories.length });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, runner.concurrency) }, work));
  return results;
}

/** One series without a past must not cost the others their forecast. */
function tooLittle(fault: unknown): string {
  if (fault instanceof Error && (fault as { code?: unknown }).code === 'tooLittleHistory') return fault.message;
  throw fault;
}

type Live = { readonly at: number; readonly base: QueueForecast };
type LiveSum = { readonly sum: HierarchySum; readonly members: readonly number[]; readonly own: QueueForecast | null };
type Rest = {
  readonly context: Omit<FitContext, 'hours'>;
  readonly levels: readonly number[];
  readonly options: ReconcileOptions;
  readonly leftOut: ReconciledForecast['leftOut'];
};

function assemble(live: readonly Live[], liveSums: readonly LiveSum[], { context, levels, options, leftOut }: Rest): ReconciledForecast {
  const bases = live.map(({ base }) => base);
  const backed = liveSums.filter(({ own }) => own?.dayErrors !== undefined);
  const law = errorLaw(
    [...bases, ...backed.map(({ own }) => own as QueueForecast)].map((one) => one.dayErrors),
    bases.length,
    backed.map(({ members }) => members),
  );
  const factors = law === null || backed.length === 0 ? null : dayFactors(law, bases, backed, context.events);
  const settled = factors === null ? bases : bases.map((base, b) => scaledByDay(base, factors[b] as ReadonlyMap<string, number>));
  const provenance = {
    version: VERSION,
    seed: options.seed ?? 1,
    method: 'day score × intraday shape, reconciled',
    options: { levels, untilMs: options.untilMs ?? null, days: options.days ?? null, weeks: options.weeks ?? null, reconcile: options.reconcile ?? true },
  };
  const overridden = options.overrides === undefined ? settled : applyOverrides({ queues: settled, provenance }, options.overrides).queues;
  const sums = liveSums.map((one) => sumOf(one, bases, overridden));
  const given = liveSums.flatMap(({ sum }, k) => (sum.given === null ? [] : [{ at: sum.given, queue: (sums[k] as ForecastSum).forecast }]));
  const ordered = [...live.map(({ at }, b) => ({ at, queue: overridden[b] as QueueForecast })), ...given].sort((a, b) => a.at - b.at);
  const position = new Map(ordered.map(({ queue }, i) => [queue, i]));
  return {
    queues: ordered.map(({ queue }) => queue),
    provenance,
    sums: sums.map((sum) => ({ ...sum, members: sum.members.map((m) => position.get(overridden[m] as QueueForecast) as number) })),
    reconciliation:
      factors === null || law === null ? null : { method: 'minimum trace, shrunk covariance', shrinkage: law.shrinkage, changes: changesOf(bases, settled) },
    leftOut,
  };
}

/** Factor of every bottom series by day. Sums say nothing about days on which an event of its own moves a member: their own history does not know it. */
function dayFactors(law: ErrorLaw, bases: readonly QueueForecast[], sums: readonly LiveSum[], events: readonly CalendarEvent[]): Map<string, number>[] {
  const volumes = [...bases, ...sums.map(({ own }) => own as QueueForecast)].map((one) => new Map(one.days.map(({ day, volume }) => [day, volume])));
  const days = [...new Set(bases.flatMap((base) => base.days.map(({ day }) => day)))].sort();
  const special = ownEventDays(bases, events, days);
  const factors = bases.map(() => new Map<string, number>());
  for (const day of days) {
    const base = Float64Array.from(volumes, (of) => of.get(day) ?? 0);
    sums.forEach(({ members }, g) => {
      const silent = volumes[bases.length + g]?.get(day) === undefined || members.some((m) => special[m]?.has(day) === true);
      if (silent) base[bases.length + g] = members.reduce((total, m) => total + (base[m] as number), 0);
    });
    reconcileDay(law, base).forEach((after, b) => {
      const before = base[b] as number;
      if (before > 0) factors[b]?.set(day, after / before);
    });
  }
  return factors;
}

/** Days of events that name a queue, by series. */
function ownEventDays(bases: readonly QueueForecast[], events: readonly CalendarEvent[], days: readonly string[]): Set<string>[] {
  const named = events.filter((event) => event.queue !== null);
  const first = dayNumber(days[0] ?? '1970-01-01');
  const last = dayNumber(days.at(-1) ?? '1970-01-01');
  return bases.map(({ queue }) => {
    const own = named.filter((event) => event.queue === queue);
    if (own.length === 0) return new Set();
    const calendar = eventCalendar(own, first, last, new Uint8Array(7).fill(1));
    return new Set(days.filter((day) => calendar.events.has(dayNumber(day)) || calendar.closed.has(dayNumber(day)) || calendar.keys.has(dayNumber(day))));
  });
}

function scaledByDay(queue: QueueForecast, factors: ReadonlyMap<string, number>): QueueForecast {
  const { dayNumbers } = forecastClock(queue);
  const at = Array.from(dayNumbers, (day, i) => (queue.volume[i] === null ? null : (factors.get(dayFromNumber(day)) ?? 1)));
  const { statisticalVolume, ...moved } = withVolume(
    queue,
    queue.volume.map((value, i) => (value === null ? null : value * (at[i] as number))),
  );
  return { ...moved, parts: { ...queue.parts, reconciliation: at } };
}

function changesOf(before: readonly QueueForecast[], after: readonly QueueForecast[]): Reconciliation['changes'] {
  return before.map((queue, b) => {
    const moved = after[b] as QueueForecast;
    const total = contactsOf(queue);
    const change = queue.days.reduce((sum, day, d) => sum + Math.abs((moved.days[d]?.volume ?? 0) - day.volume), 0);
    return { ...seriesName(queue), before: total, after: contactsOf(moved), meanChange: total > 0 ? change / total : 0 };
  });
}

function contactsOf({ volume }: QueueForecast): number {
  return volume.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** A sum: volumes and handle times of its members, bands as wide as its own backtest says where it has one. */
function sumOf({ sum, members, own }: LiveSum, bases: readonly QueueForecast[], now: readonly QueueForecast[]): ForecastSum {
  const added = sumQueues(members.map((m) => now[m] as QueueForecast));
  return {
    by: sum.by,
    name: sum.name,
    members,
    ownContacts: own === null ? null : contactsOf(own),
    addedContacts: members.reduce((total, m) => total + contactsOf(bases[m] as QueueForecast), 0),
    contacts: contactsOf(added),
    forecast: own === null || own.startMs !== added.startMs || own.volume.length !== added.volume.length ? added : withOwnBands(added, own),
  };
}

/** Bands of the sum's own forecast, moved to the volumes of its members. */
function withOwnBands(added: QueueForecast, own: QueueForecast): QueueForecast {
  const moved = (column: readonly (number | null)[], fallback: readonly (number | null)[]): (number | null)[] =>
    added.volume.map((value, i) => {
      const from = own.volume[i] ?? null;
      const bound = column[i] ?? null;
      return value === null || from === null || bound === null || !(from > 0) ? (fallback[i] ?? null) : (bound * value) / from;
    });
  const ownDays = new Map(own.days.map((day) => [day.day, day]));
  return {
    ...added,
    bands: added.bands.map((band) => {
      const wide = own.bands.find(({ level }) => level === band.level);
      if (wide === undefined) return band;
      return { ...band, volumeLower: moved(wide.volumeLower, band.volumeLower), volumeUpper: moved(wide.volumeUpper, band.volumeUpper) };
    }),
    days: added.days.map((day) => {
      const from = ownDays.get(day.day);
      if (from === undefined || !(from.volume > 0)) return day;
      const scale = day.volume / from.volume;
      return { ...day, bands: from.bands.map((band) => ({ ...band, volumeLower: band.volumeLower * scale, volumeUpper: band.volumeUpper * scale })) };
    }),
    dayFactorCv: own.dayFactorCv,
    ...(own.dayErrors === undefined ? {} : { dayErrors: own.dayErrors }),
  };
}
