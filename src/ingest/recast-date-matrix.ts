import { createWhenReader, parseClock, parseClockRange } from './cell-when.js';
import type { HeadRecord } from './find-header.js';
import type { Recast } from './recast.js';
import { isTotalsRow } from './row-verdict.js';

const HEADER = ['Date', 'Time', 'Volume'];
/** Share of header cells that must be dates (or times). */
const MOST = 0.6;

const isDate = (text: string): boolean =>
  /\d/.test(text) && !/:/.test(text) && !/^\d+([.,]\d+)?$/.test(text) && Number.isFinite(createWhenReader(null).date(text));
const isClock = (text: string): boolean => Number.isFinite(parseClock(text).ms) || parseClockRange(text) !== null;

/** Planning sheets: times down the side and dates across the top, or the other way round. Each cell becomes a row. */
export function recastDateMatrix(records: readonly HeadRecord[]): Recast | null {
  for (const [index, { cells, row }] of records.slice(0, 30).entries()) {
    const [corner = '', ...top] = cells.map((cell) => cell.trim());
    const below = records.slice(index + 1, index + 21).map((record) => (record.cells[0] ?? '').trim());
    if (top.length < 2 || below.length === 0 || isDate(corner) || isClock(corner)) continue;
    const share = (list: readonly string[], test: (text: string) => boolean): number => list.filter(test).length / list.length;
    if (share(top, isDate) >= MOST && share(below, isClock) >= MOST) return matrix(top, row, 'datesAbove');
    if (share(top, isClock) >= MOST && share(below, isDate) >= MOST) return matrix(top, row, 'timesAbove');
  }
  return null;
}

function matrix(top: readonly string[], headerRow: number, kind: 'datesAbove' | 'timesAbove'): Recast {
  const belongs = top.map((text) => (kind === 'datesAbove' ? isDate(text) : isClock(text)));
  return {
    format: kind === 'datesAbove' ? 'matrix of times and dates' : 'matrix of dates and times',
    header: HEADER,
    headerRow,
    open: (leaveOut) => ({
      row(cells, row, sink) {
        const side = (cells[0] ?? '').trim();
        if (side === '' || isTotalsRow([side])) return leaveOut(side === '' ? 'blank' : 'total');
        top.forEach((text, i) => {
          if (!belongs[i]) return;
          sink(kind === 'datesAbove' ? [text, side, cells[i + 1] ?? ''] : [side, text, cells[i + 1] ?? ''], row);
        });
      },
      end: () => undefined,
    }),
  };
}
