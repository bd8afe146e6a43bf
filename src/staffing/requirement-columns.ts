import type { SizedQueue } from '../queueing/index.js';

/** Contacts and handle times on their grid; a null volume is closed. */
export type Work = { readonly volume: readonly (number | null)[]; readonly ahtSeconds: readonly (number | null)[]; readonly intervalSeconds: number };

/** Requirement of one queue while it is being filled, interval by interval. */
export type RequirementColumns = {
  readonly agents: number[];
  readonly agentsExact: number[];
  readonly serviceLevel: (number | null)[];
  readonly occupancy: (number | null)[];
  readonly asaSeconds: (number | null)[];
  readonly abandonProbability: (number | null)[];
  readonly status: ('met' | 'unreachable' | 'closed')[];
};

/** A closed interval: nobody needed, no figures. */
export function pushClosed(columns: RequirementColumns): void {
  columns.agents.push(0);
  columns.agentsExact.push(0);
  columns.serviceLevel.push(null);
  columns.occupancy.push(null);
  columns.asaSeconds.push(null);
  columns.abandonProbability.push(null);
  columns.status.push('closed');
}

/** An open interval as sized. */
export function pushSized(columns: RequirementColumns, sized: SizedQueue): void {
  columns.agents.push(sized.agents);
  columns.agentsExact.push(sized.agentsExact);
  columns.serviceLevel.push(sized.serviceLevel < 0 ? null : sized.serviceLevel);
  columns.occupancy.push(sized.occupancy);
  columns.asaSeconds.push(sized.asaSeconds < 0 || sized.asaSeconds === Number.POSITIVE_INFINITY ? null : sized.asaSeconds);
  columns.abandonProbability.push(sized.asaSeconds < 0 ? null : sized.abandonProbability);
  columns.status.push(sized.met ? 'met' : 'unreachable');
}
