import { type Forecast, type History, InvalidInputError, type Override, type QueueForecast, type QueueHistory } from '../core/index.js';
import { localDayOf } from '../time/index.js';
import { applyOverrides } from './apply-overrides.js';
import { entryOf, matchSeries } from './score-forecasts.js';

/** What one override, or all together, did to accuracy. */
export type OverrideEffect = {
  /** Intervals that it changed and whose actual is known. */
  readonly intervals: number;
  /** Contacts that came there. */
  readonly contacts: number;
  /** Σ|forecast − actual| ÷ Σ actual there, before and after it; handle times are weighted by contacts. Null without actuals. */
  readonly errorBefore: number | null;
  readonly errorAfter: number | null;
  /** Error taken away, as a share of the actuals (forecast value added); below 0 = it did harm. */
  readonly valueAdded: number | null;
  /** `notYet`: nothing that it changed has an actual. */
  readonly verdict: 'better' | 'worse' | 'same' | 'notYet';
};

/** Result of {@link scoreOverrides}. */
export type OverrideScores = {
  /** In the order given; each on top of those before it. */
  readonly overrides: readonly (OverrideEffect & { readonly override: Override })[];
  /** All overrides of volumes together, and of handle times. */
  readonly volume: OverrideEffect;
  readonly aht: OverrideEffect;
};

/**
 * Tells what each of a planner's overrides did to accuracy, once actuals are known (forecast value added): error on the intervals that it
 * changed, before and after.
 *
 * @param input.forecast - The forecast as it was made, with or without the overrides: its statistical part is the start.
 * @param input.overrides - In the order in which they were applied.
 * @param input.actuals - History that reaches into the forecast, on the same intervals.
 * @throws {@link InvalidInputError} when the intervals of forecast and actuals differ in length.
 * @remarks Source: [FildesEtAl2009], [Gilliland2010]; keys in docs/references.md.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\nall,2026-01-05T08:00:00Z,3600,50,300\n';
 * const actuals = await readHistory('timestamp,volume\n2026-01-05 08:00,40', { zone: 'UTC', intervalSeconds: 3600 });
 * const { overrides } = readOverrides('from,field,operation,value\n2026-01-05,volume,scale,0.9');
 * const { volume } = scoreOverrides({ forecast: readForecast(csv, { zone: 'UTC' }), overrides, actuals });
 * [volume.errorBefore, volume.errorAfter, volume.verdict]; // [0.25, 0.125, 'better']
 */
export function scoreOverrides(input: { readonly forecast: Forecast; readonly overrides: readonly Override[]; readonly actuals: History }): OverrideScores {
  const start = input.forecast.queues.map((queue) => ({ ...queue, volume: queue.statisticalVolume ?? queue.volume }));
  const pairs = start.map((queue) => ({ queue, actual: actualsOf(queue, input.actuals) }));
  const steps: Tally[] = [];
  let now = start;
  for (const override of input.overrides) {
    const next = applyOverrides({ ...input.forecast, queues: now }, [override]).queues as QueueForecast[];
    steps.push(tallyOf(now, next, pairs, override.field));
    now = next as typeof start;
  }
  return {
    overrides: input.overrides.map((override, i) => ({ override, ...effectOf(steps[i] as Tally) })),
    volume: effectOf(tallyOf(start, now, pairs, 'volume')),
    aht: effectOf(tallyOf(start, now, pairs, 'aht')),
  };
}

type Actual = { readonly history: QueueHistory; readonly shift: number };
type Tally = { readonly intervals: number; readonly contacts: number; readonly size: number; readonly before: number; readonly after: number };

function actualsOf(queue: QueueForecast, { queues }: History): Actual | null {
  const history = matchSeries(queue, queues);
  if (history === null) return null;
  const { grain, intervalSeconds } = history;
  const coarse = grain === 'week' || grain === 'month';
  if (coarse ? queue.grain === grain : queue.grain === undefined && (intervalSeconds ?? 86_400) === queue.intervalSeconds) {
    const shift =
      grain === 'interval' ? (queue.startMs - history.startMs) / (queue.intervalSeconds * 1000) : entryOf(history, localDayOf(queue.zone, queue.startMs));
    return { history, shift: Math.round(shift) };
  }
  throw new InvalidInputError(
    `scoreOverrides: queue ${JSON.stringify(queue.queue)} is forecast per ${queue.grain ?? `${queue.intervalSeconds} s`}, its actuals are per ${coarse ? grain : `${intervalSeconds ?? 86_400} s`}. Read them with the same interval.`,
    { queue: queue.queue },
  );
}

function tallyOf(
  before: readonly QueueForecast[],
  after: readonly QueueForecast[],
  pairs: readonly { readonly actual: Actual | null }[],
  field: Override['field'],
): Tally {
  const column = field === 'volume' ? 'volume' : 'ahtSeconds';
  const tally = { intervals: 0, contacts: 0, size: 0, before: 0, after: 0 };
  before.forEach((queue, q) => {
    const { history, shift } = pairs[q]?.actual ?? { history: null, shift: 0 };
    if (history === null) return;
    queue[column].forEach((value, i) => {
      const changed = after[q]?.[column][i] ?? null;
      const actual = history[column][i + shift] ?? null;
      const contacts = history.volume[i + shift] ?? null;
      if (changed === null || changed === value || actual === null || contacts === null) return;
      const weight = field === 'volume' ? 1 : (history.handled[i + shift] ?? contacts);
      tally.intervals += 1;
      tally.contacts += contacts;
      tally.size += weight * actual;
      tally.before += weight * Math.abs((value ?? 0) - actual);
      tally.after += weight * Math.abs(changed - actual);
    });
  });
  return tally;
}

function effectOf({ intervals, contacts, size, before, after }: Tally): OverrideEffect {
  const share = (error: number): number | null => (size > 0 ? error / size : null);
  const near = Math.abs(before - after) <= 1e-9 * Math.max(1, before);
  return {
    intervals,
    contacts,
    errorBefore: share(before),
    errorAfter: share(after),
    valueAdded: share(before - after),
    verdict: intervals === 0 ? 'notYet' : near ? 'same' : after < before ? 'better' : 'worse',
  };
}
