import { bestPaths } from './best-path.js';
import type { CompiledPerson } from './compile.js';
import type { Context } from './free-part.js';
import type { PersonGraph } from './person-graph.js';
import { addedCost, addRow } from './roster.js';
import { type Row, wholeStretch } from './stretch.js';

const SWEEPS = 3;

/** A first roster: everybody in turn takes the cheapest path against all others as they are; several sweeps. Null entries are people without any path. */
export async function construct(context: Context, pause: () => Promise<boolean>): Promise<(Row | null)[]> {
  const { compiled, graphs, memory } = context;
  const rows: (Row | null)[] = graphs.map(() => null);
  const counts = new Int32Array(compiled.days * compiled.shiftCount);
  const price = new Float64Array(counts.length);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let p = 0; p < graphs.length; p += 1) {
      if (sweep > 0 && (await pause())) return rows;
      const own = rows[p];
      if (own !== null && own !== undefined) addRow(compiled, counts, own, -1);
      const { cost } = compiled.people[p] as CompiledPerson;
      for (let cell = 0; cell < price.length; cell += 1) price[cell] = (cost[cell] as number) + addedCost(compiled, cell, counts[cell] as number);
      const graph = graphs[p] as PersonGraph;
      const [path] = bestPaths(graph, wholeStretch(graph), price, memory);
      rows[p] = path?.shifts ?? null;
      if (path !== undefined) addRow(compiled, counts, path.shifts, 1);
    }
  }
  return rows;
}
