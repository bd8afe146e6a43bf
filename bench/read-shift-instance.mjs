// Reads an instance in the text format of the Curtois & Qu shift scheduling benchmark (schedulingbenchmarks.org) as a problem for `assignShifts`.
import { readFileSync } from 'node:fs';

export function readShiftInstance(file) {
  const problem = { days: 0, shifts: [], people: [], cover: [], requests: [] };
  const byName = new Map();
  let section = '';
  const request = (kind, [person, day, shift, weight]) => problem.requests.push({ person, day: Number(day), shift, weight: Number(weight), kind });
  const readers = {
    HORIZON: ([days]) => {
      problem.days = Number(days);
    },
    SHIFTS: ([shift, minutes, after = '']) =>
      problem.shifts.push({ shift, lengthSeconds: 60 * Number(minutes), notFollowedBy: after.split('|').filter((name) => name !== '') }),
    STAFF: ([name, limits, ...numbers]) => {
      const [most, least, mostRun, leastRun, leastOff, mostWeekends] = numbers.map(Number);
      const given = Object.fromEntries(limits.split('|').map((part) => [part.split('=')[0], Number(part.split('=')[1])]));
      const person = {
        person: name,
        mostOfShift: Object.fromEntries(problem.shifts.map(({ shift }) => [shift, given[shift] ?? 0])),
        leastSeconds: 60 * least,
        mostSeconds: 60 * most,
        leastDaysInRow: leastRun,
        mostDaysInRow: mostRun,
        leastDaysOffInRow: leastOff,
        mostWeekends,
        daysOff: [],
      };
      byName.set(name, person);
      problem.people.push(person);
    },
    DAYS_OFF: ([name, ...days]) => byName.get(name).daysOff.push(...days.map(Number)),
    SHIFT_ON_REQUESTS: (cells) => request('on', cells),
    SHIFT_OFF_REQUESTS: (cells) => request('off', cells),
    COVER: ([day, shift, need, under, over]) =>
      problem.cover.push({ day: Number(day), shift, need: Number(need), understaffedWeight: Number(under), surplusWeight: Number(over) }),
  };
  for (const raw of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('SECTION_')) section = line.slice('SECTION_'.length);
    else readers[section]?.(line.split(',').map((cell) => cell.trim()));
  }
  return problem;
}
