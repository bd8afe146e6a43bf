import { type ContractConfig, formatDuration, type ShiftConfig, type WeekHours } from '../core/index.js';

/** Shifts and contracts to start from. */
export type DefaultShifts = { readonly shifts: Readonly<Record<string, ShiftConfig>>; readonly contracts: Readonly<Record<string, ContractConfig>> };

const DAY_MINUTES = 1440;
const FULL_COST = 20;
/** Short shifts fit any curve; at equal pay a plan would use nothing else. Recruiting and training twice the people is what they cost. */
const PART_TIME_PREMIUM = 1.1;
const LUNCH_HOURS = 0.5;
/** Shifts longer than this get an unpaid lunch. */
const LUNCH_BEYOND_HOURS = 6;

const BREAK_EARLY = { name: 'break-1', length: '15min', paid: true, from: '1h', to: '2h45min' };
const LUNCH = { name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h', ifLongerThan: `${LUNCH_BEYOND_HOURS}h` };
const BREAK_LATE = { name: 'break-2', length: '15min', paid: true, from: '5h30min', to: '7h', ifLongerThan: '7h30min' };

/**
 * Shifts that cover the opening hours of all queues together, and two contracts (full, part) for them: a usual start for a centre whose own
 * rules are not known yet. Starts and lengths keep to half-hours, or to the interval where that is longer.
 */
export function defaultShifts(hours: readonly WeekHours[], intervalSeconds: number): DefaultShifts {
  const { fromMinute, toMinute, openDays } = openSpan(hours);
  const spanHours = (toMinute - fromMinute) / 60;
  const everySeconds = Math.max(1800, intervalSeconds);
  const longest = Math.min(9, spanHours);
  const day = shiftFamily(fromMinute, toMinute, [Math.max(Math.min(longest, 4), longest - 1), longest], everySeconds, [BREAK_EARLY, LUNCH, BREAK_LATE]);
  const paidHours = longest > LUNCH_BEYOND_HOURS ? longest - LUNCH_HOURS : longest;
  const days = Math.min(5, openDays);
  const most = Math.min(40, paidHours * days);
  const full: ContractConfig = {
    shifts: ['day'],
    hoursPerWeek: { min: Math.min(34, Math.floor(most * 0.85)), max: most },
    daysPerWeek: { min: Math.max(1, days - 1), max: days },
    rest: '11h',
    consecutiveDays: { max: 6 },
    costPerHour: FULL_COST,
  };
  if (spanHours < 6) return { shifts: { day }, contracts: { full } };
  const short = shiftFamily(fromMinute, toMinute, [4, 6], everySeconds, [BREAK_EARLY]);
  const part: ContractConfig = {
    ...full,
    shifts: ['short'],
    hoursPerWeek: { min: Math.min(14, days * 3), max: Math.min(24, days * 6) },
    daysPerWeek: { min: Math.max(1, days - 2), max: days },
    costPerHour: FULL_COST * PART_TIME_PREMIUM,
  };
  return { shifts: { day, short }, contracts: { full, part } };
}

/** Earliest opening, latest closing (may pass midnight) and number of open weekdays, over all queues. */
function openSpan(hours: readonly WeekHours[]): { readonly fromMinute: number; readonly toMinute: number; readonly openDays: number } {
  const ranges = hours.flatMap((week) => week.flat());
  const weekdays = new Set(hours.flatMap((week) => week.flatMap((day, weekday) => (day.length > 0 ? [weekday] : []))));
  if (ranges.length === 0) return { fromMinute: 0, toMinute: DAY_MINUTES, openDays: 7 };
  return {
    fromMinute: Math.min(...ranges.map((range) => range.fromMinute)),
    toMinute: Math.max(...ranges.map((range) => range.toMinute)),
    openDays: weekdays.size,
  };
}

function shiftFamily(
  fromMinute: number,
  toMinute: number,
  lengthHours: readonly [from: number, to: number],
  everySeconds: number,
  breaks: NonNullable<ShiftConfig['breaks']>,
): ShiftConfig {
  const [shortest, longest] = lengthHours;
  const stepMinutes = everySeconds / 60;
  // Round the clock, a shift may start at any time and end on the next day; otherwise the shortest one must end by closing time.
  const allDay = toMinute - fromMinute >= DAY_MINUTES;
  const latest = allDay ? fromMinute + DAY_MINUTES - stepMinutes : toMinute - shortest * 60;
  const steps = Math.max(0, Math.floor((latest - fromMinute) / stepMinutes));
  return {
    start: { from: clock(fromMinute), to: clock(fromMinute + steps * stepMinutes), every: formatDuration(everySeconds) },
    length: { from: hoursText(shortest), to: hoursText(longest), every: '30min' },
    breaks: breaks.filter((pause) => longest * 3600 > spanNeeded(pause.name)),
  };
}

/** Longest shift, in seconds, that still goes without this break: its window must lie inside the shift. */
function spanNeeded(name: string): number {
  return (name === 'break-1' ? 3 : name === 'lunch' ? LUNCH_BEYOND_HOURS : 7.5) * 3600;
}

function hoursText(hours: number): string {
  return formatDuration(Math.round(hours * 4) * 900);
}

function clock(minute: number): string {
  const within = minute % DAY_MINUTES;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}
