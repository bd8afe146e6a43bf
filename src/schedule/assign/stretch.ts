import type { Stretch } from './best-path.js';
import { advance, opensWeekend, type PersonGraph } from './person-graph.js';

/** A person's shifts over the whole horizon: −1 = off. */
export type Row = Int8Array;

/** The whole horizon as one free stretch. */
export function wholeStretch(graph: PersonGraph): Stretch {
  return freeStretch(graph, null, 0, graph.days) as Stretch;
}

/** Days `first` to before `end` become free, the rest of `row` stays. Null when the fixed days themselves break a rule. */
export function freeStretch(graph: PersonGraph, row: Row | null, first: number, end: number): Stretch | null {
  const { person, days } = graph;
  const used = { units: 0, weekends: 0, node: graph.startNode };
  const mostOf = person.most.slice();
  const spend = (shift: number): void => {
    if (shift < 0) return;
    used.units += person.unitOf[shift] as number;
    mostOf[shift] = (mostOf[shift] as number) - 1;
  };
  for (let day = 0; day < first; day += 1) {
    const shift = row?.[day] ?? -1;
    if (shift >= 0 && opensWeekend(graph, used.node, day)) used.weekends += 1;
    spend(shift);
    used.node = advance(graph, used.node, shift, day);
    if (used.node < 0) return null;
  }
  for (let day = end; day < days; day += 1) spend(row?.[day] ?? -1);
  const { endAllowed, endWeekends } = follow(graph, row, end);
  const least = Math.min(...Array.from(endWeekends).filter((_, node) => endAllowed[node] === 1));
  if (least === Number.POSITIVE_INFINITY) return null;
  return {
    first,
    end,
    startNode: used.node,
    leastUnits: person.leastUnits - used.units,
    mostUnits: person.mostUnits - used.units,
    mostWeekends: person.mostWeekends - used.weekends - least,
    mostOf,
    endAllowed,
    endWeekends: endWeekends.map((weekends) => weekends - least),
  };
}

/** Walks the fixed days after a stretch from every node it may end in. */
function follow(graph: PersonGraph, row: Row | null, end: number): { endAllowed: Uint8Array; endWeekends: Uint8Array } {
  const endAllowed = new Uint8Array(graph.nodes).fill(1);
  const endWeekends = new Uint8Array(graph.nodes);
  for (let start = 0; start < graph.nodes; start += 1) {
    let node = start;
    for (let day = end; day < graph.days && node >= 0; day += 1) {
      const shift = row?.[day] ?? -1;
      if (shift >= 0 && opensWeekend(graph, node, day)) endWeekends[start] = (endWeekends[start] as number) + 1;
      node = advance(graph, node, shift, day);
    }
    if (node < 0) endAllowed[start] = 0;
  }
  return { endAllowed, endWeekends };
}
