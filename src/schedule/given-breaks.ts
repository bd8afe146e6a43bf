import type { BreakLayout } from './break-layout.js';
import type { Problem } from './problem.js';
import type { Snapshot } from './search.js';

/** A roster with the breaks that the given one has, wherever it keeps a shift and they still fit. */
export function withGivenBreaks(problem: Problem, { work, ...rest }: Snapshot, breaksPerShift: number): Snapshot {
  const { horizon, people, options, layouts, given, atomSeconds } = problem;
  const breaks = rest.breaks.slice();
  const shifts = new Map(given?.roster.agents.flatMap((own) => own.shifts.map((shift) => [`${own.agent}\n${shift.day}`, shift] as const)));
  for (const person of people) {
    horizon.days.forEach((day, d) => {
      const at = person.index * horizon.days.length + d;
      const option = work[at] as number;
      const shift = shifts.get(`${person.name}\n${day}`);
      if (shift === undefined || option < 0 || person.kept?.options[d] !== option) return;
      const pauses = shift.activities.map(({ activity, startMs }) => ({ name: activity, at: (startMs - shift.startMs) / 1000 / atomSeconds }));
      const starts = givenStarts(layouts[options.layout[option] as number] as BreakLayout, pauses);
      starts?.forEach((start, b) => {
        breaks[at * breaksPerShift + b] = start;
      });
    });
  }
  return { ...rest, work, breaks };
}

/** Starts of the breaks that are due, as given; null where one is missing or may not be where it is. */
function givenStarts({ due, orders }: BreakLayout, given: readonly { readonly name: string; readonly at: number }[]): number[] | null {
  const left = [...given];
  const starts = due.map(({ name, positions }) => {
    const found = left.findIndex((pause) => pause.name === name && positions.includes(pause.at));
    return found < 0 ? null : (left.splice(found, 1)[0]?.at ?? null);
  });
  if (!starts.every((start) => start !== null)) return null;
  const order = due.map((_, b) => b).sort((a, b) => (starts[a] as number) - (starts[b] as number));
  const follows = order.every((b, k) => {
    const next = order[k + 1];
    const own = due[b];
    return next === undefined || own === undefined || (starts[next] as number) >= (starts[b] as number) + own.lengthAtoms + (own.workAfterAtoms ?? 0);
  });
  return follows && orders.some((possible) => possible.every((b, k) => b === order[k])) ? starts : null;
}

/** A roster all of whose days stand, as the search keeps rosters. */
export function asGiven(problem: Problem, breaksPerShift: number): Snapshot {
  const days = problem.horizon.days.length;
  const work = new Int32Array(problem.people.length * days).fill(-1);
  const breaks = new Int32Array(work.length * breaksPerShift);
  const { first = 0, owners = [], standing = [] } = problem.given ?? {};
  const shifts = standing.flatMap(({ shift }) => (shift === null ? [] : [shift]));
  owners.forEach((person, k) => {
    const option = first + k;
    const at = person * days + (problem.options.day[option] as number);
    work[at] = option;
    const { due } = problem.layouts[problem.options.layout[option] as number] as BreakLayout;
    const pauses = shifts[k]?.activities.filter((part) => part.activity !== 'online') ?? [];
    due.forEach((_, b) => {
      breaks[at * breaksPerShift + b] = ((pauses[b]?.startMs ?? 0) - (shifts[k]?.startMs ?? 0)) / 1000 / problem.atomSeconds;
    });
  });
  return { objective: Number.POSITIVE_INFINITY, work, breaks };
}
