import { displayDay } from '../time/index.js';

/** `Mon 7 Dec 09:30` */
export function clockLabel(day: string, minute: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${displayDay(day, 'EEE d MMM')} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

/** One decimal: what a tooltip shows. */
export function rounded(column: readonly (number | null)[]): (number | null)[] {
  return column.map((value) => (value === null ? null : Math.round(value * 10) / 10));
}
