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

/** Columns to fill. */
export function emptyColumns(): RequirementColumns {
  return { agents: [], agentsExact: [], serviceLevel: [], occupancy: [], asaSeconds: [], abandonProbability: [], status: [] };
}

/** An open interval of work that waits on no line: so many agents busy, so many needed. */
export function pushSpread(columns: RequirementColumns, busy: number, exact: number, status: 'met' | 'unreachable'): void {
  const agents = Math.ceil(exact);
  columns.agents.push(agents);
  columns.agentsExact.push(exact);
  columns.serviceLevel.push(null);
  columns.occupancy.push(agents === 0 ? 0 : busy / agents);
  columns.asaSeconds.push(null);
  columns.abandonProbability.push(null);
  columns.status.push(status);
}

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

/** An open interval as sized, at the end. */
export function pushSized(columns: RequirementColumns, sized: SizedQueue): void {
  writeSized(columns, columns.agents.length, sized);
}

/** An open interval as sized. */
export function writeSized(columns: RequirementColumns, i: number, sized: SizedQueue): void {
  columns.agents[i] = sized.agents;
  columns.agentsExact[i] = sized.agentsExact;
  columns.serviceLevel[i] = sized.serviceLevel < 0 ? null : sized.serviceLevel;
  columns.occupancy[i] = sized.occupancy;
  columns.asaSeconds[i] = sized.asaSeconds < 0 || sized.asaSeconds === Number.POSITIVE_INFINITY ? null : sized.asaSeconds;
  columns.abandonProbability[i] = sized.asaSeconds < 0 ? null : sized.abandonProbability;
  columns.status[i] = sized.met ? 'met' : 'unreachable';
}
