import type { BreakLayout, DueBreak } from './break-layout.js';
import type { Problem } from './problem.js';

/** Writes how many atoms of each cell a shift with its breaks is on line, from the cell of its start on; returns the cell after its last. */
export function onlineAtoms({ options, layouts, atomsPerCell }: Problem, option: number, breaks: ArrayLike<number>, offset: number, out: Int32Array): number {
  const start = options.startAtom[option] as number;
  const end = options.endAtom[option] as number;
  const last = Math.ceil(end / atomsPerCell);
  for (let cell = Math.floor(start / atomsPerCell); cell < last; cell += 1)
    out[cell] = Math.min(end, (cell + 1) * atomsPerCell) - Math.max(start, cell * atomsPerCell);
  const { due } = layouts[options.layout[option] as number] as BreakLayout;
  for (let b = 0; b < due.length; b += 1) {
    let atom = start + (breaks[offset + b] as number);
    let left = (due[b] as DueBreak).lengthAtoms;
    while (left > 0) {
      const cell = Math.floor(atom / atomsPerCell);
      const part = Math.min(left, (cell + 1) * atomsPerCell - atom);
      out[cell] = (out[cell] as number) - part;
      atom += part;
      left -= part;
    }
  }
  return last;
}
