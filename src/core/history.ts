/** Medium on which contacts of a queue arrive. */
export type Channel = 'voice' | 'chat' | 'email' | 'case' | 'callback' | 'outbound';

/** All channels, in the order in which help texts list them. */
export const CHANNELS: readonly Channel[] = ['voice', 'chat', 'email', 'case', 'callback', 'outbound'];

/** What a reader left out or had to interpret. `row` is 1-based as an editor shows it; null when it concerns the whole file. */
export type Issue = {
  readonly row: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly value: string | null;
  readonly message: string;
};

/** A choice the reader made without proof, and the option that settles it. */
export type Doubt = { readonly what: string; readonly chosen: string; readonly option: string };

/** What the waits of single contacts show about the patience of one series. */
export type PatienceStatistics = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason?: string;
  readonly site?: string;
  /** Contacts whose wait and end are known. */
  readonly contacts: number;
  readonly abandoned: number;
  /** Time in queue of all of them together. */
  readonly waitedSeconds: number;
  /** Mean patience if it is exponential: time waited by all ÷ contacts that gave up; null when nobody did. */
  readonly patienceSeconds: number | null;
  /** Kaplan–Meier: by when this share of the contacts would have given up; null where the waits do not reach that far. */
  readonly quantiles: readonly { readonly probability: number; readonly seconds: number | null }[];
  /** The waits themselves, by the middle of bins (a second wide up to 300 s, then 5 %): answered and given up. */
  readonly waits: { readonly seconds: readonly number[]; readonly answered: readonly number[]; readonly abandoned: readonly number[] };
};

/** What a reader recognised in a file. */
export type HistorySummary = {
  readonly system: string;
  /** 0–1. */
  readonly confidence: number;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly dateOrder: string | null;
  /** Column role → unit as understood, for example `aht: 'seconds'`. */
  readonly units: Readonly<Record<string, string>>;
  readonly rowsRead: number;
  readonly rowsKept: number;
  /** Reason → rows not used. Kept + dropped = read. */
  readonly rowsDropped: Readonly<Record<string, number>>;
  readonly doubts: readonly Doubt[];
  /** Of records of single contacts with waits, one entry per series. */
  readonly patience?: readonly PatienceStatistics[];
};

/**
 * History of one series. All columns have one entry per interval (or per day, week, month for coarser grains).
 * 0 is a known zero; null is closed or missing: indices inside `closed` are closed, other nulls are missing.
 */
export type QueueHistory = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason?: string;
  readonly site?: string;
  readonly zone: string;
  readonly grain: 'interval' | 'day' | 'week' | 'month';
  /** Start of the first interval. */
  readonly startMs: number;
  /** Null for grains coarser than an interval. */
  readonly intervalSeconds: number | null;
  /** First local day, present for coarser grains. */
  readonly startDay?: string;
  readonly volume: readonly (number | null)[];
  readonly handled: readonly (number | null)[];
  readonly abandoned: readonly (number | null)[];
  readonly shortAbandoned: readonly (number | null)[];
  readonly ahtSeconds: readonly (number | null)[];
  readonly meanWaitSeconds: readonly (number | null)[];
  /** Half-open index ranges in which the queue is closed. */
  readonly closed: readonly (readonly [fromIndex: number, toIndex: number])[];
  readonly bookedAt: 'arrival' | 'answer' | 'end';
};

/** Everything read from one or several files of one history. */
export type History = {
  readonly queues: readonly QueueHistory[];
  /** The first 100 of each code. */
  readonly issues: readonly Issue[];
  /** All of them, counted by code. */
  readonly issueCounts: Readonly<Record<string, number>>;
  readonly summary: HistorySummary;
};
