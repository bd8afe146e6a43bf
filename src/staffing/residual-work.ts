import type { DueWork } from './even-capacity.js';
import type { MovingRate } from './offered-load-path.js';

type Waiting = { readonly interval: number; readonly dueAt: number; work: number };

/**
 * What is left of deferred work when idle people of another queue take the oldest first: work that they do not come to before its deadline, by the
 * interval in which it arrives. The grid is gone through twice, so that its start knows what the round before left over.
 */
export function residualWork(due: DueWork, free: readonly number[], backlog: number | undefined): DueWork {
  const { rates, intervalSeconds, within, counted } = due;
  const length = rates.length;
  const slots = within / intervalSeconds;
  const left = new Float64Array(length);
  const line: Waiting[] = [];
  let clock = 0;
  let first = 0;
  const rounds = backlog === undefined ? 2 : 1;
  if (backlog !== undefined && backlog > 0) line.push({ interval: 0, dueAt: slots, work: (backlog * (rates[0] as MovingRate).aht) / intervalSeconds });
  for (let i = 0; i < rounds * length; i += 1) {
    const at = i % length;
    const counts = (counted?.[at] ?? true) ? 1 : 0;
    const { arrival, aht } = rates[at] as MovingRate;
    if (arrival > 0) line.push({ interval: i, dueAt: clock + counts / 2 + slots, work: arrival * aht });
    clock += counts;
    let room = free[at] as number;
    for (; first < line.length; first += 1) {
      const oldest = line[first] as Waiting;
      const done = Math.min(room, oldest.work);
      room -= done;
      oldest.work -= done;
      // Half of a cohort's interval has passed when its mean contact arrives.
      if (oldest.work > 1e-9 && oldest.dueAt > clock) break;
      if (oldest.work > 1e-9 && oldest.interval >= (rounds - 1) * length)
        left[oldest.interval % length] = (left[oldest.interval % length] as number) + oldest.work;
    }
  }
  return { ...due, rates: rates.map(({ aht }, i) => ({ arrival: (left[i] as number) / aht, aht })) };
}
