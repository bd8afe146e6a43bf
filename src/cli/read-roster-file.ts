import type { AgentRoster, ResolvedPlan } from '../core/index.js';
import { readRoster } from '../ingest/index.js';
import { readTable } from './read-inputs.js';

/** Reads a roster.csv; paid time is counted by the plan's breaks, which the file does not tell. */
export async function readRosterFile(file: string, rules: ResolvedPlan): Promise<AgentRoster[]> {
  const roster = readRoster(await readTable(file, 'roster'), { zone: rules.zone, sourceName: file });
  return roster.map(({ agent, shifts }) => ({
    agent,
    shifts: shifts.map((shift) => {
      const family = rules.shifts.find((rule) => rule.name === shift.shift);
      const unpaidMs = shift.activities
        .filter((part) => family?.breaks.some((pause) => pause.name === part.activity && !pause.paid))
        .reduce((sum, part) => sum + part.endMs - part.startMs, 0);
      return { ...shift, paidSeconds: (shift.endMs - shift.startMs - unpaidMs) / 1000 };
    }),
  }));
}
