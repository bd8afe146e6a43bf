import type { AgentRoster, QueueCoverage, Shift } from '../core/index.js';
import { displayDay, displayInstant, localDayOf } from '../time/index.js';
import { plural } from './wording.js';

const MOST_TOLD = 20;

/** Whose days differ from the roster that was started from: whom to call, one line each. */
export function changedDayLines(before: readonly AgentRoster[], after: readonly AgentRoster[], coverage: readonly QueueCoverage[], zone: string): string[] {
  const firstDay = localDayOf(zone, Math.min(...coverage.map(({ startMs }) => startMs)));
  const lastDay = localDayOf(
    zone,
    Math.max(...coverage.map(({ startMs, intervalSeconds, required }) => startMs + required.length * intervalSeconds * 1000)) - 1,
  );
  const changed = after.flatMap(({ agent, shifts }) => {
    const old = before.filter((own) => own.agent === agent).flatMap((own) => own.shifts);
    const days = new Set([...old, ...shifts].map(({ day }) => day).filter((day) => day >= firstDay && day <= lastDay));
    return [...days].sort().flatMap((day) => {
      const [was, is] = [old, shifts].map((list) =>
        dayText(
          list.filter((shift) => shift.day === day),
          zone,
        ),
      ) as [string, string];
      return was === is ? [] : [{ agent, line: `  ${agent}, ${displayDay(day, 'EEE d MMM')}: ${was}, now ${is}` }];
    });
  });
  if (changed.length === 0) return ["Nobody's day changes, breaks aside."];
  const people = new Set(changed.map(({ agent }) => agent)).size;
  const more = changed.length > MOST_TOLD ? [`  and ${plural(changed.length - MOST_TOLD, 'day')} more`] : [];
  return [
    `${plural(changed.length, 'day')} of ${plural(people, 'person', 'people')} ${changed.length === 1 ? 'changes' : 'change'}:`,
    ...changed.slice(0, MOST_TOLD).map(({ line }) => line),
    ...more,
  ];
}

function dayText(shifts: readonly Shift[], zone: string): string {
  const words = shifts.map(({ shift, startMs, endMs }) => `${shift} ${displayInstant(zone, startMs, 'HH:mm')}–${displayInstant(zone, endMs, 'HH:mm')}`);
  return words.length === 0 ? 'off' : words.join(' and ');
}
