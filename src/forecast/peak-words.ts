/** Names of the weekdays, 0 = Monday. */
export const WEEKDAYS: readonly string[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Names of the months. */
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Clock text of a minute of the day; 1440 is 24:00. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** A ratio − 1 in words: `18 % above`. */
export function percentText(relative: number): string {
  const percent = Math.abs(relative) * 100;
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} % ${relative < 0 ? 'below' : 'above'}`;
}
