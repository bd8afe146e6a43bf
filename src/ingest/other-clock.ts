import type { Doubt } from '../core/index.js';
import { isZone, localKind } from '../time/index.js';

/** Watches for readings that a file has twice, and tells at the end whether they are the doubled hours of another zone. */
export type RepeatWatch = {
  /** A reading that the file has a second time. */
  note(clockMs: number): void;
  /** Every reading of records of contacts, in the order of the file: where they step back by most of an hour, they repeat. */
  follow(clockMs: number): void;
  doubt(sourceZone: string): Doubt | null;
};

/** One zone for each rule by which clocks have gone back in the last decades; the common ones first. */
const ZONES = [
  ...['America/New_York', 'Europe/London', 'Europe/Berlin', 'Europe/Helsinki', 'Australia/Sydney', 'Pacific/Auckland', 'America/Santiago'],
  ...['America/Mexico_City', 'America/Sao_Paulo', 'Asia/Jerusalem', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'America/Asuncion'],
  ...['Atlantic/Azores', 'Australia/Lord_Howe', 'Asia/Tehran', 'Africa/Casablanca'],
] as const;
/** A file with more repeated readings has them for other reasons. */
const MOST_READINGS = 400;

/** Records that are out of order by less came so from the system. */
const STEP_BACK_MS = 20 * 60_000;
const ROUNDED_MS = 5 * 60_000;

/** Opens a watch. */
export function createRepeatWatch(): RepeatWatch {
  const readings = new Set<number>();
  let latestMs = Number.NEGATIVE_INFINITY;
  const note = (clockMs: number): void => {
    if (readings.size <= MOST_READINGS) readings.add(clockMs);
  };
  return {
    note,
    follow(clockMs) {
      if (clockMs >= latestMs) latestMs = clockMs;
      else if (latestMs - clockMs > STEP_BACK_MS) note(clockMs - (clockMs % ROUNDED_MS));
    },
    doubt(sourceZone) {
      if (readings.size === 0 || readings.size > MOST_READINGS) return null;
      const all = [...readings];
      const zone = ZONES.find((name) => name !== sourceZone && isZone(name) && all.every((ms) => localKind(name, ms) === 'doubled'));
      if (zone === undefined) return null;
      const first = new Date(Math.min(...all)).toISOString().slice(0, 16).replace('T', ' ');
      return {
        what: `${first}${all.length > 1 ? ' and others are' : ' is'} there twice, as on clocks that go back then (${zone} and zones like it), not in ${sourceZone}`,
        chosen: `the clock of ${sourceZone}, both rows added up`,
        option: `--source-zone ${zone}`,
      };
    },
  };
}
