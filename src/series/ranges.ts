/**
 * Half-open index ranges in which `test` holds, in order, joined where they touch.
 *
 * @example
 * rangesWhere(6, (index) => index === 1 || index > 3); // [[1, 2], [4, 6]]
 */
export function rangesWhere(count: number, test: (index: number) => boolean): [fromIndex: number, toIndex: number][] {
  const ranges: [number, number][] = [];
  let from = -1;
  for (let i = 0; i < count; i += 1) {
    const inside = test(i);
    if (inside && from < 0) from = i;
    if (!inside && from >= 0) {
      ranges.push([from, i]);
      from = -1;
    }
  }
  if (from >= 0) ranges.push([from, count]);
  return ranges;
}

/**
 * Marks the indices of ranges: 1 inside, 0 outside. Parts of ranges beyond `count` are ignored.
 *
 * @example
 * [...maskOfRanges([[1, 3]], 4)]; // [0, 1, 1, 0]
 */
export function maskOfRanges(ranges: readonly (readonly [fromIndex: number, toIndex: number])[], count: number): Uint8Array {
  const mask = new Uint8Array(count);
  for (const [from, to] of ranges) mask.fill(1, Math.max(0, from), Math.min(count, to));
  return mask;
}
