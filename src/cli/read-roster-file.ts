import { type AgentRoster, nearestName, type ResolvedPlan } from '../core/index.js';
import { readRoster } from '../ingest/index.js';
import type { Context } from './context.js';
import { readTable, sourceName } from './read-inputs.js';

/** Reads a roster.csv; paid time is counted by the plan's breaks, which the file does not tell. */
export async function readRosterFile(file: string, rules: ResolvedPlan, context: Context): Promise<AgentRoster[]> {
  const roster = readRoster(await readTable(file, 'roster'), { zone: rules.zone, sourceName: sourceName(file) });
  warnOfStrangers(file, roster, rules, context);
  return roster.map(({ agent, shifts }) => ({
    agent,
    shifts: shifts.map((shift) => {
      const lengthSeconds = (shift.endMs - shift.startMs) / 1000;
      const unpaid = (rules.shifts.find((rule) => rule.name === shift.shift)?.breaks ?? []).filter((pause) => !pause.paid);
      // a missed shift is paid as it would have been: without the unpaid breaks that were due
      const unpaidSeconds = shift.activities.some((part) => part.activity === 'absence')
        ? unpaid.reduce((sum, pause) => sum + (lengthSeconds > pause.ifLongerThanSeconds ? pause.lengthSeconds : 0), 0)
        : shift.activities.reduce((sum, part) => sum + (unpaid.some((pause) => pause.name === part.activity) ? (part.endMs - part.startMs) / 1000 : 0), 0);
      return { ...shift, paidSeconds: lengthSeconds - unpaidSeconds };
    }),
  }));
}

/** Names of shifts, activities and queues that the plan does not have: somebody "onlin" would be taken for one on a break. */
function warnOfStrangers(file: string, roster: readonly AgentRoster[], rules: ResolvedPlan, context: Context): void {
  const shifts = roster.flatMap((own) => own.shifts);
  const parts = shifts.flatMap((shift) => shift.activities);
  const warn = (what: string, names: readonly string[], known: readonly string[]): void => {
    if (what !== 'queue' && rules.shifts.length === 0) return; // a plan of queues alone, as for a simulation
    for (const name of new Set(names)) {
      if (known.includes(name)) continue;
      const nearest = nearestName(name, known);
      context.warn(`${sourceName(file)} has the ${what} "${name}", which the plan does not.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`);
    }
  };
  const pauses = rules.shifts.flatMap((rule) => rule.breaks.map((pause) => pause.name));
  warn(
    'shift',
    shifts.map(({ shift }) => shift),
    rules.shifts.map(({ name }) => name),
  );
  warn(
    'activity',
    parts.map(({ activity }) => activity),
    ['online', 'absence', ...pauses, ...(rules.roster?.activities ?? []).map(({ name }) => name)],
  );
  warn(
    'queue',
    parts.flatMap(({ queue }) => (queue === undefined ? [] : [queue])),
    rules.queues.map(({ queue }) => queue),
  );
}
