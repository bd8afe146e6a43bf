import type { RosterSimulation, SimulatedDay, SimulatedQueue, TargetVerdict } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { addDays, dayStartMs } from '../time/index.js';

/** One stretch of time over which a queue's target is to hold, as simulated. */
export type JudgedStretch = {
  readonly startMs: number;
  readonly endMs: number;
  readonly offered: number;
  /** By the target's rule. */
  readonly serviceLevel: number | null;
  readonly serviceLevelHalfWidth: number | null;
  readonly asaSeconds: number | null;
  readonly abandonProbability: number | null;
  readonly verdict: TargetVerdict;
};

/**
 * The stretches over which a queue's target holds (intervals, days, weeks or months), those without contacts or target left out. A service level is
 * missed with 95 % confidence over all of them together (Bonferroni): of 260 half-hours just on target 6 would seem to miss one by one.
 */
export function judgedStretches(queue: SimulatedQueue, { zone }: Pick<RosterSimulation, 'zone'>): JudgedStretch[] {
  const { over } = queue.target;
  const spans = over === 'day' ? queue.days.map((day) => ({ ...day, from: day.day, to: day.day })) : queue.periods;
  const stretches =
    over === 'interval'
      ? judgedIntervals(queue)
      : spans.flatMap((span) => judged(queue, span, dayStartMs(zone, span.from), dayStartMs(zone, addDays(span.to, 1))));
  if (stretches.length === 0) return [];
  const wider = normalQuantile(1 - ALONE / stretches.length) / normalQuantile(1 - ALONE);
  return stretches.map((stretch) => (isDoubtful(stretch, queue, wider) ? { ...stretch, verdict: 'unclear' } : stretch));
}

/** Verdicts interval by interval, all of them judged together where the target holds over intervals. */
export function intervalVerdicts(queue: SimulatedQueue, place: Pick<RosterSimulation, 'zone'>): readonly (TargetVerdict | null)[] {
  if (queue.target.over !== 'interval') return queue.intervals.verdict;
  const judgements = new Map(judgedStretches(queue, place).map(({ startMs, verdict }) => [startMs, verdict]));
  return queue.intervals.startMs.map((at) => judgements.get(at) ?? null);
}

/** Chance that a stretch just on target seems to miss it. */
const ALONE = 0.025;

/** True for a miss that chance explains. Mean waits and abandonment are judged one by one: of intervals their doubt is not kept. */
function isDoubtful({ verdict, serviceLevel, serviceLevelHalfWidth }: JudgedStretch, { target }: SimulatedQueue, wider: number): boolean {
  if (verdict !== 'missed' || target.serviceLevel === null || target.asaSeconds !== null || target.abandonProbability !== null) return false;
  return serviceLevel !== null && serviceLevelHalfWidth !== null && serviceLevel + wider * serviceLevelHalfWidth >= target.serviceLevel;
}

function judged({ target }: SimulatedQueue, figures: Omit<SimulatedDay, 'day'>, startMs: number, endMs: number): JudgedStretch[] {
  if (figures.verdict === null || !((figures.offered.mean ?? 0) > 0)) return [];
  const { mean, halfWidth } = figures.serviceLevel[target.serviceLevelRule];
  return [
    {
      startMs,
      endMs,
      offered: figures.offered.mean as number,
      serviceLevel: mean,
      serviceLevelHalfWidth: halfWidth,
      asaSeconds: figures.asaSeconds.mean,
      abandonProbability: figures.abandonProbability.mean,
      verdict: figures.verdict,
    },
  ];
}

function judgedIntervals({ intervals }: SimulatedQueue): JudgedStretch[] {
  const { startMs, offered, verdict } = intervals;
  const stepMs = (startMs[1] ?? 0) - (startMs[0] ?? 0);
  return startMs.flatMap((at, i) => {
    const judgement = verdict[i] ?? null;
    if (judgement === null || !((offered[i] as number) > 0)) return [];
    return [
      {
        startMs: at,
        endMs: startMs[i + 1] ?? at + stepMs,
        offered: offered[i] as number,
        serviceLevel: intervals.serviceLevel[i] ?? null,
        serviceLevelHalfWidth: intervals.serviceLevelHalfWidth[i] ?? null,
        asaSeconds: intervals.asaSeconds[i] ?? null,
        abandonProbability: intervals.abandonProbability[i] ?? null,
        verdict: judgement,
      },
    ];
  });
}
