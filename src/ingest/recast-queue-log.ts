import type { HeadRecord } from './find-header.js';
import type { Recast, Recaster } from './recast.js';

const HEADER = ['Call ID', 'Timestamp', 'Queue', 'Agent', 'Status', 'Wait time (s)', 'Talk time (s)'];
const EVENT = /^[A-Z]{3,}$/;
/** Contacts waiting for their end; a log that opens more and never ends them is cut off at the old end. */
const MOST_OPEN = 100_000;

/**
 * Asterisk queue_log: events `epoch|call|queue|agent|EVENT|parameters`. Each entry into a queue until its end is one contact; the order of
 * parameters differs by event. Documented by the Asterisk project ("Queue Logs").
 */
export function recastQueueLog(records: readonly HeadRecord[]): Recast | null {
  const some = records.slice(0, 50);
  const fitting = some.filter(({ cells }) => cells.length >= 5 && /^\d{9,10}$/.test(cells[0] ?? '') && EVENT.test(cells[4] ?? '')).length;
  if (some.length === 0 || fitting < 0.8 * some.length) return null;
  return { format: 'Asterisk queue_log', header: HEADER, headerRow: 0, open: openLog };
}

type Open = { readonly row: number; readonly at: string; readonly call: string; readonly queue: string; agent: string; wait: string };

function openLog(leaveOut: (reason: string) => void): Recaster {
  const open = new Map<string, Open>();
  return {
    row(cells, row, sink) {
      const [at = '', call = '', queue = '', agent = '', event = '', ...parameters] = cells.map((cell) => cell.trim());
      const key = `${call}\u0001${queue}`;
      if (event === 'ENTERQUEUE') {
        if (open.size >= MOST_OPEN) open.delete(open.keys().next().value as string);
        if (open.has(key)) leaveOut('unfinished');
        open.set(key, { row, at, call, queue, agent: '', wait: '' });
        return;
      }
      leaveOut('event');
      const contact = open.get(key);
      if (contact === undefined) return;
      if (event === 'CONNECT') {
        contact.agent = agent;
        contact.wait = parameters[0] ?? '';
        return;
      }
      const end = endOf(event, parameters, contact);
      if (end === null) return;
      open.delete(key);
      sink([contact.call, contact.at, contact.queue, end.status === 'answered' ? contact.agent || agent : '', end.status, end.wait, end.talk], contact.row);
    },
    end() {
      for (let k = 0; k < open.size; k += 1) leaveOut('unfinished');
    },
  };
}

/** What an event that ends a contact says; null for other events. */
function endOf(event: string, parameters: readonly string[], contact: Open): { status: string; wait: string; talk: string } | null {
  const [first = '', second = '', third = '', fourth = ''] = parameters;
  if (event === 'COMPLETECALLER' || event === 'COMPLETEAGENT') return { status: 'answered', wait: first, talk: second };
  if (event === 'TRANSFER') return { status: 'answered', wait: third, talk: fourth }; // extension|context|holdtime|calltime
  if (event === 'BLINDTRANSFER' || event === 'ATTENDEDTRANSFER') return { status: 'answered', wait: third, talk: fourth };
  if (event === 'ABANDON') return { status: 'abandoned', wait: third, talk: '' };
  if (event === 'EXITWITHTIMEOUT' || event === 'EXITWITHKEY')
    return { status: 'left the queue', wait: (event === 'EXITWITHKEY' ? fourth : third) || contact.wait, talk: '' };
  if (event === 'EXITEMPTY') return { status: 'left the queue', wait: third, talk: '' };
  return null;
}
