import type { IssueLog } from './issue-log.js';
import type { SeriesName, SeriesStore } from './series-store.js';
import { emptyTally, type Tally } from './tally.js';

/** Contacts remembered while their legs may still follow. */
const REMEMBERED = 100_000;

/** Counts rows that are legs of one contact (rings at several people, transfers within a queue) once. */
export type LegFolder = (
  key: string,
  name: SeriesName,
  when: { readonly ms: number; readonly fixed: boolean; readonly swappable: boolean },
  row: number,
  tally: Tally,
) => void;

type First = {
  readonly name: SeriesName;
  readonly ms: number;
  readonly fixed: boolean;
  readonly swappable: boolean;
  handled: boolean;
  abandoned: boolean;
  timed: boolean;
};

/**
 * Opens a folder: the first leg of a contact in a queue counts; later ones add their handle time, and turn "abandoned" into "handled" when somebody took
 * the contact after all. A leg in another queue is a contact of that queue, or with `transfers` `first` one more leg of the contact.
 */
export function createLegFolder(store: SeriesStore, log: IssueLog, transfers: 'each' | 'first' = 'each'): LegFolder {
  const contacts = new Map<string, First>();
  const queues = new Map<string, string>();
  const delta = emptyTally();
  return (key, name, when, row, tally) => {
    const id = transfers === 'first' ? key : `${key}\u0001${name.queue}\u0001${name.channel}`;
    const first = contacts.get(id);
    const queue = queues.get(key);
    if (queue !== undefined && queue !== name.queue && (first === undefined || transfers === 'first'))
      log.add('transfer', `contact ${key} passes on from ${queue} to ${name.queue}; it counts ${transfers === 'first' ? 'in the first only' : 'in both'}`, {
        row,
        value: key,
      });
    if (queue === undefined) {
      if (queues.size >= REMEMBERED) queues.delete(queues.keys().next().value as string);
      queues.set(key, name.queue);
    }
    if (first === undefined) {
      if (contacts.size >= REMEMBERED) contacts.delete(contacts.keys().next().value as string);
      contacts.set(id, { name, ...when, handled: tally.handled === 1, abandoned: tally.abandoned === 1, timed: tally.handleWeight === 1 });
      store.add(name, when, row, tally);
      return;
    }
    log.add('foldedLeg', `row belongs to contact ${key}, which is counted already; only its handle time is added`, { row, value: key });
    const takenNow = !first.handled && tally.handled === 1;
    delta.volume = 0;
    delta.handled = takenNow ? 1 : 0;
    delta.abandoned = takenNow && first.abandoned ? -1 : 0;
    delta.handleSeconds = tally.handleSeconds;
    delta.handleWeight = tally.handleWeight === 1 && first.timed ? 0 : tally.handleWeight;
    store.add(first.name, first, row, delta);
    first.handled ||= takenNow;
    first.abandoned &&= !takenNow;
    first.timed ||= tally.handleWeight === 1;
  };
}
