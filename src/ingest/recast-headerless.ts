import { createWhenReader, parseClock } from './cell-when.js';
import type { HeadRecord } from './find-header.js';
import type { Recast } from './recast.js';
import type { RecordSink } from './tokenizer.js';

const isStamp = (text: string | undefined): boolean => text !== undefined && /\d:\d\d/.test(text) && Number.isFinite(createWhenReader('dayFirst').stamp(text));

/** A record layout that is known by the shape of its cells. */
type Shape = {
  readonly format: string;
  readonly header: readonly string[];
  readonly fits: (cells: readonly string[]) => boolean;
  /** Cells of the table row; or why the record is none of a contact in a queue. */
  readonly convert: (cells: readonly string[]) => readonly string[] | string;
};

/** True for `20260113`. */
const isCompactDay = (text: string | undefined): boolean => /^(19|20)\d{6}$/.test(text ?? '');

const CALL_HEADER = ['Call ID', 'Start time', 'Answered at', 'End time', 'Queue', 'Agent'];

const SHAPES: readonly Shape[] = [
  {
    // cdr-csv: accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, start, answer, end, duration, billsec, disposition, …
    format: 'Asterisk Master.csv',
    header: ['Call ID', 'Start time', 'Queue', 'Agent'],
    fits: (cells) => cells.length >= 16 && isStamp(cells[9]) && isStamp(cells[11]) && /^(ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION)$/.test(cells[14] ?? ''),
    // Answer time and billsec begin when the Queue application picks up, so they tell nothing about wait and handle time.
    convert: (cells) => (cells[7] === 'Queue' ? [cells[16] ?? '', cells[9] ?? '', (cells[8] ?? '').split(',')[0] ?? '', cells[6] ?? ''] : 'noQueue'),
  },
  {
    // 3CX CDR: historyid, callid, duration, time-start, time-answered, time-end, reason-terminated, from-no, to-no, from-dn, to-dn, dial-no, …, from-type (20), to-type, final-type, from-dispname, to-dispname, final-dispname
    format: '3CX call records',
    header: CALL_HEADER,
    fits: (cells) => cells.length >= 20 && /^\d+:\d\d:\d\d$/.test(cells[2] ?? '') && isStamp(cells[3]) && isStamp(cells[5]),
    convert: (cells) =>
      /^extension$/i.test(cells[20] ?? '')
        ? 'notInbound'
        : [
            cells[0] ?? '',
            cells[3] ?? '',
            cells[4] ?? '',
            cells[5] ?? '',
            cells[24] || cells[11] || '',
            cells[4] === '' ? '' : (cells[25] ?? '') || (cells[13] ?? ''),
          ],
  },
  {
    // CXone data download without field names
    format: 'NICE CXone call detail',
    header: (
      'Contact_ID,Master_Contact_ID,Media_Name,Skill_No,Skill_Name,Campaign_No,Campaign_Name,Agent_No,Agent_Name,Team_Name,SLA,Start_Date,Start_Time,' +
      'PreQueue,InQueue,Agent_Time,PostQueue,ACW_Time,Total_Time,Abandon_Time,Hold_Time,Abandon'
    ).split(','),
    fits: (cells) =>
      cells.length === 22 &&
      /^\d{5,}$/.test(cells[0] ?? '') &&
      /^\d{5,}$/.test(cells[1] ?? '') &&
      /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(cells[11] ?? '') &&
      Number.isFinite(parseClock(cells[12] ?? '').ms) &&
      /^[YN]$/i.test(cells[21] ?? ''),
    convert: (cells) => cells,
  },
  {
    // Teleopti / Calabrio queue file: interval, date, time, queue, queue name, offered, overflow in, abandoned, overflow out, answered, queued and
    // answered (s), queued and abandoned (s), talking (s), wrap-up (s), longest two, members, answered in service level, wait (s), short abandons, …
    format: 'Calabrio queue file',
    header: [
      ...['Interval', 'Date', 'Time', 'Queue', 'Offered', 'Abandoned', 'Answered', 'Total answer wait time (s)', 'Total abandon wait time (s)'],
      ...['Total talk time (s)', 'Total wrap-up time (s)', 'Short abandoned'],
    ],
    fits: (cells) =>
      cells.length >= 14 && /^(10|15|20|30|60)$/.test(cells[0] ?? '') && isCompactDay(cells[1]) && Number.isFinite(parseClock(cells[2] ?? '').ms),
    convert: (cells) => {
      const count = (i: number): number => Number(cells[i] ?? '0') || 0;
      const texts = [0, 1, 2].map((i) => cells[i] ?? '');
      const figures = [7, 9, 10, 11, 12, 13, 19].map((i) => cells[i] ?? '');
      return [...texts, cells[4] || cells[3] || '', String(count(5) + count(6)), ...figures];
    },
  },
];

/** Recognises known record layouts that carry no header, and Asterisk's with one. */
export function recastHeaderless(records: readonly HeadRecord[]): Recast | null {
  const some = records.slice(0, 50);
  const shape = SHAPES.find(
    ({ fits }) => some.length > 0 && some[0] !== undefined && fits(some[0].cells) && some.filter(({ cells }) => fits(cells)).length >= 0.8 * some.length,
  );
  return shape === undefined ? recastNamedCdr(some) : recastTo(shape.format, shape.header, 0, shape.convert);
}

function recastTo(format: string, header: readonly string[], headerRow: number, convert: Shape['convert']): Recast {
  return {
    format,
    header,
    headerRow,
    open: (leaveOut) => ({
      row(cells: readonly string[], row: number, sink: RecordSink): void {
        const converted = convert(cells);
        if (typeof converted === 'string') leaveOut(converted);
        else sink([...converted], row);
      },
      end: () => undefined,
    }),
  };
}

/** The call records of Asterisk as its front ends export them: the columns of Master.csv by name, in any order. */
function recastNamedCdr(records: readonly HeadRecord[]): Recast | null {
  const header = records.find(({ cells }) => ['lastapp', 'dst', 'disposition'].every((name) => cells.some((cell) => cell.trim().toLowerCase() === name)));
  if (header === undefined) return null;
  const at = (name: string): number => header.cells.findIndex((cell) => cell.trim().toLowerCase() === name);
  const [start, app, data, dst, agent, id] = ['calldate', 'lastapp', 'lastdata', 'dst', 'dstchannel', 'uniqueid'].map(at) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const starts = start >= 0 ? start : at('start');
  if (starts < 0) return null;
  return recastTo('Asterisk call records', ['Call ID', 'Start time', 'Queue', 'Agent'], header.row, (cells) => {
    if ((cells[app] ?? '').toLowerCase() !== 'queue') return cells.every((cell) => cell.trim() === '') ? 'blank' : 'noQueue';
    const queue = (data < 0 ? '' : (cells[data] ?? '')).split(',')[0] || cells[dst] || '';
    return [cells[id] ?? '', cells[starts] ?? '', queue, cells[agent] ?? ''];
  });
}
