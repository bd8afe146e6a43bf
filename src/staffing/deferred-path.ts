import { backlogChain } from './backlog-chain.js';
import { type BacklogPath, backlogPath } from './backlog-path.js';
import type { DueWork } from './even-capacity.js';
import type { MovingRate } from './offered-load-path.js';

/** Contacts coming and begun per open interval, and most waiting, up to which contacts are followed one by one. */
const MOST_EVENTS = 60;
const MOST_WAITING = 400;

/** Backlog and shares in time: contact by contact in queues of few contacts, else on the coarse lattice. */
export function deferredPath(work: DueWork, agents: readonly number[], backlog: number | undefined): BacklogPath {
  const rough = backlogPath(work, agents, backlog);
  return isSmall(work, agents, rough) ? backlogChain(work, agents, backlog) : rough;
}

/** Whether {@link deferredPath} follows contacts one by one. */
export function isSmall({ rates, intervalSeconds }: DueWork, agents: readonly number[], { waitingAtEnd, waitingAtStart }: BacklogPath): boolean {
  let events = 0;
  let open = 0;
  agents.forEach((people, i) => {
    const { arrival, aht } = rates[i] as MovingRate;
    if (people === 0) return;
    events += intervalSeconds * (arrival + people / aht);
    open += 1;
  });
  return events <= MOST_EVENTS * open && waitingAtEnd.every((waiting) => waiting <= MOST_WAITING) && waitingAtStart <= MOST_WAITING;
}
