import type { RecordColumns } from '../simulate/index.js';
import { exactCell, joinRows, textCell } from './csv-cells.js';

/**
 * Writes the records of a simulation, one row per contact: `replication,contact_type,arrival_seconds,wait_seconds,handle_seconds,outcome,group,agent`.
 *
 * @param records - Of `simulate` with `records: true`.
 * @returns CSV text; empty cells where a contact was not answered, or agents have no names.
 * @example
 * const records = { replication: [0], contactType: ['calls'], arrivalSeconds: [12.5], waitSeconds: [3], handleSeconds: [240], outcome: ['answered'], group: ['team'], agent: [null] };
 * recordsToCsv(records).split('\n')[1]; // '0,calls,12.5,3,240,answered,team,'
 */
export function recordsToCsv(records: Readonly<{ [Column in keyof RecordColumns]: readonly RecordColumns[Column][number][] }>): string {
  const rows = records.replication.map((replication, i) => [
    String(replication),
    textCell(records.contactType[i] as string),
    exactCell(records.arrivalSeconds[i]),
    exactCell(records.waitSeconds[i]),
    exactCell(records.handleSeconds[i]),
    records.outcome[i] as string,
    textCell(records.group[i] ?? ''),
    textCell(records.agent[i] ?? ''),
  ]);
  return joinRows(['replication', 'contact_type', 'arrival_seconds', 'wait_seconds', 'handle_seconds', 'outcome', 'group', 'agent'], rows);
}
