import type { AgentRoster, ResolvedPlan } from '../core/index.js';
import { readRoster } from '../ingest/index.js';
import { readTable } from './read-inputs.js';

/** Reads a roster.csv; paid time is counted by the plan's breaks, which the file does not tell. */
export async function readRosterFile(file: string, rules: ResolvedPlan): Promise<AgentRoster[]> {
  const roster = readRoster(await readTable(file, 'roster'), { zone: rules.zone, sourceName: file });
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
