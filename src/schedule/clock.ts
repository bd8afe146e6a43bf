import { breathe, type Progress } from '../core/index.js';

const REPORT_MS = 100;
const BREATHE_MS = 40;

/** Keeps a long job to its time, lets aborts and timers through, and passes progress on at most ten times a second. */
export type WorkClock = {
  /** Seconds since the start. */
  elapsed(): number;
  /** Seconds left before the limit; never below 0. */
  left(): number;
  /** True once the event loop is due for a turn; then call `turn`. */
  isDue(): boolean;
  /** Lets the event loop run; throws `signal.reason` once aborted. */
  turn(): Promise<void>;
  /** Reports progress, dropping reports that come too fast unless `always`. */
  report(progress: Progress, always?: boolean): void;
};

/** Starts the clock of a job. */
export function workClock(limitSeconds: number, signal: AbortSignal | undefined, onProgress: ((progress: Progress) => void) | undefined): WorkClock {
  const startMs = performance.now();
  let lastTurnMs = startMs;
  let lastReportMs = Number.NEGATIVE_INFINITY;
  const elapsed = (): number => (performance.now() - startMs) / 1000;
  return {
    elapsed,
    left: () => Math.max(0, limitSeconds - elapsed()),
    isDue: () => performance.now() - lastTurnMs > BREATHE_MS,
    async turn() {
      await breathe(signal);
      lastTurnMs = performance.now();
    },
    report(progress, always = false) {
      const now = performance.now();
      if (onProgress === undefined || (!always && now - lastReportMs < REPORT_MS)) return;
      lastReportMs = now;
      onProgress(progress);
    },
  };
}
