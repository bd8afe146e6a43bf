import type { QueueHistory } from '../core/index.js';
import type { DateOrder } from './cell-when.js';
import { plainWords } from './column-names.js';

/** What is known about the files of a system beyond the names of their columns. */
export type KnownSystem = {
  readonly name: string;
  /** 0–1. */
  readonly confidence: number;
  /** Date order in which it writes ambiguous dates by default; null when it follows a setting. */
  readonly dateOrder: DateOrder | null;
  /** Blank cells in a row that is there mean 0. */
  readonly blankIsZero: boolean;
  /** When it books a contact. */
  readonly bookedAt: QueueHistory['bookedAt'];
};

type Signature = Omit<KnownSystem, 'confidence'> & { readonly columns: readonly string[] };

const usual = { dateOrder: null, blankIsZero: false, bookedAt: 'arrival' } as const;

/** Column names (as plain words) that together give a system away. Layouts follow vendor documentation and public readers of real files. */
const SIGNATURES: readonly Signature[] = [
  {
    ...usual,
    name: 'Genesys Cloud queue performance',
    dateOrder: 'monthFirst',
    blankIsZero: true,
    columns: ['interval start', 'interval end', 'interval complete', 'media type', 'offer', 'answer'],
  },
  { ...usual, name: 'Genesys Cloud WFM import', columns: ['interval start utc date', 'queue', 'media type', 'offered', 'interactions handled'] },
  { ...usual, name: 'Avaya CMS split/skill interval', dateOrder: 'monthFirst', columns: ['time', 'avg speed ans', 'avg aban time', 'acd calls', 'aban calls'] },
  { ...usual, name: 'Avaya CMS hsplit', dateOrder: 'monthFirst', columns: ['row date', 'split', 'starttime', 'callsoffered', 'acdcalls', 'abncalls'] },
  {
    ...usual,
    name: 'Cisco UCCX CSQ interval',
    dateOrder: 'monthFirst',
    columns: ['csq name', 'interval start time', 'calls presented', 'calls handled', 'calls abandoned'],
  },
  {
    ...usual,
    name: 'NICE CXone call detail',
    dateOrder: 'monthFirst',
    columns: ['contact id', 'master contact id', 'skill no', 'start date', 'start time', 'agent time', 'acw time'],
  },
  { ...usual, name: 'Five9 call log', columns: ['call id', 'timestamp', 'campaign', 'call type', 'queue wait time', 'after call work time'] },
  { ...usual, name: 'Amazon Connect historical metrics', bookedAt: 'end', columns: ['start interval', 'end interval', 'contacts queued', 'contacts handled'] },
  { ...usual, name: 'Amazon Connect contact records', columns: ['contact id', 'initiation timestamp', 'disconnect timestamp'] },
  { ...usual, name: 'Zendesk Talk calls', columns: ['completion status', 'call group id', 'wrap up time', 'talk time', 'wait time'] },
  { ...usual, name: 'Talkdesk calls', columns: ['call id', 'callsid', 'type', 'start at', 'talkdesk phone number'] },
  { ...usual, name: 'RingCentral call log', dateOrder: 'monthFirst', columns: ['direction', 'type', 'phone number', 'action', 'action result'] },
  { ...usual, name: '3CX call log', columns: ['call time', 'call id', 'from', 'to', 'ringing', 'talking'] },
  { ...usual, name: '3CX call records', columns: ['historyid', 'time start', 'time answered', 'chain'] },
  { ...usual, name: 'Asterisk Master.csv', columns: ['accountcode', 'dstchannel', 'lastapp', 'lastdata', 'disposition', 'uniqueid'] },
  { ...usual, name: 'Asterisk queue_log', columns: ['queue log event'] },
  { ...usual, name: 'Freshcaller calls', columns: ['call id', 'direction', 'call status', 'wait time', 'after call work', 'total duration'] },
  { ...usual, name: 'Dialpad calls', columns: ['call id', 'date started', 'date queued', 'date connected', 'target kind', 'categories'] },
];

/** Recognises the system that wrote a file by its columns; `generic` when none fits. */
export function recogniseSystem(header: readonly string[], format: string): KnownSystem {
  const words = new Set(header.map(plainWords));
  let best: KnownSystem = { ...usual, name: 'generic', confidence: 0 };
  let bestHits = 0;
  for (const { columns, ...system } of SIGNATURES) {
    const hits = columns.filter((column) => words.has(column)).length;
    if (hits / columns.length < 0.8 || hits <= bestHits) continue;
    bestHits = hits;
    best = { ...system, confidence: hits / columns.length };
  }
  if (best.name !== 'generic' || format === 'table') return best;
  return { ...best, name: format, confidence: 0.9 };
}
