/** Columns may have gaps: null where there is nothing to draw. */
export type Column = readonly (number | null | undefined)[];

/** Turns a position and a value into drawing units. */
export type Projection = { readonly x: (index: number) => number; readonly y: (value: number) => number };

/** One decimal is a tenth of a pixel: enough, and keeps pages small. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Index ranges [from, to) without nulls in any of the columns. */
export function runs(length: number, ...columns: readonly Column[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= length; i += 1) {
    const there = i < length && columns.every((column) => column[i] !== null && column[i] !== undefined);
    if (there && from < 0) from = i;
    if (!there && from >= 0) {
      found.push([from, i]);
      from = -1;
    }
  }
  return found;
}

/** A line through the middle of each interval, broken at gaps. */
export function linePath(column: Column, { x, y }: Projection): string {
  return runs(column.length, column)
    .map(([from, to]) => {
      const points = joined(from, to, (i) => `${short(x(i))} ${short(y(column[i] as number))}`);
      // A single point has no length; a hair of it makes a round dot.
      return to - from === 1 ? `M${points}h.1` : `M${points}`;
    })
    .join('');
}

/** The area between two columns, broken at gaps of either. */
export function bandPath(lower: Column, upper: Column, { x, y }: Projection): string {
  return runs(lower.length, lower, upper)
    .map(([from, to]) => {
      const there = joined(from, to, (i) => `${short(x(i))} ${short(y(upper[i] as number))}`);
      const back = joined(from, to, (i) => `${short(x(i))} ${short(y(lower[i] as number))}`, true);
      return `M${there}L${back}Z`;
    })
    .join('');
}

function joined(from: number, to: number, point: (index: number) => string, backwards = false): string {
  const points: string[] = [];
  for (let i = from; i < to; i += 1) points.push(point(backwards ? from + to - 1 - i : i));
  return points.join('L');
}

/** Steps: each value holds over its whole interval; `x(i)` is the start of interval i. Broken at gaps. */
export function stepPath(column: Column, { x, y }: Projection): string {
  return runs(column.length, column)
    .map(([from, to]) => `M${short(x(from))} ${short(y(column[from] as number))}${stepTail(column, from, to, x, y)}`)
    .join('');
}

function stepTail(column: Column, from: number, to: number, x: Projection['x'], y: Projection['y']): string {
  let path = '';
  for (let i = from; i < to; i += 1) {
    if (i > from && column[i] !== column[i - 1]) path += `V${short(y(column[i] as number))}`;
    if (i === to - 1 || column[i + 1] !== column[i]) path += `H${short(x(i + 1))}`;
  }
  return path;
}

/** The area between two step columns where `upper` lies above `lower`: one closed shape for each stretch. */
export function stepBandPath(lower: Column, upper: Column, { x, y }: Projection): string {
  const above = upper.map((value, i) => (value !== null && value !== undefined && value > (lower[i] ?? 0) ? value : null));
  return runs(above.length, above, lower)
    .map(([from, to]) => {
      let path = `M${short(x(from))} ${short(y(above[from] as number))}${stepTail(above, from, to, x, y)}`;
      path += `V${short(y(lower[to - 1] as number))}`;
      for (let i = to - 1; i >= from; i -= 1) {
        if (i === from || lower[i - 1] !== lower[i]) path += `H${short(x(i))}`;
        if (i > from && lower[i - 1] !== lower[i]) path += `V${short(y(lower[i - 1] as number))}`;
      }
      return `${path}Z`;
    })
    .join('');
}
