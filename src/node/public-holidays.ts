import { type CalendarEvent, checkInteger, InvalidInputError, nearestName, UnusableInputError } from '../core/index.js';
import { addDays } from '../time/index.js';

/** Kinds of holidays that date-holidays tells apart. */
export type HolidayType = 'public' | 'bank' | 'school' | 'optional' | 'observance';

/** All of them. */
export const HOLIDAY_TYPES: readonly HolidayType[] = ['public', 'bank', 'school', 'optional', 'observance'];

/** What {@link publicHolidays} needs to know. */
export type HolidayOptions = {
  /** ISO 3166-1 code such as `DE`, `US`, `GB`. */
  readonly country: string;
  /** State or province as date-holidays names it, `BY` or `SCT`; `BY-A` for a region inside it. The whole country without. */
  readonly region?: string | undefined;
  /** First and last year, inclusive. */
  readonly fromYear: number;
  readonly toYear: number;
  /** `public` by default. */
  readonly types?: readonly HolidayType[] | undefined;
  /** Two-letter language of the names; the country's own by default. */
  readonly language?: string | undefined;
  /** `holiday` (default), whose effect the history teaches, or `closure`: nothing is open. */
  readonly kind?: 'holiday' | 'closure' | undefined;
};

type Holiday = { readonly date: string; readonly start: Date; readonly end: Date; readonly name: string; readonly type: string };
type Calendar = {
  getCountries(): Record<string, string>;
  getStates(country: string): Record<string, string> | undefined;
  getRegions(country: string, state: string): Record<string, string> | undefined;
  getLanguages(): string[];
  getHolidays(year: number, language?: string): Holiday[];
};
type CalendarClass = new (country?: string, state?: string, region?: string, options?: { types?: string[] }) => Calendar;

/**
 * Holidays of a country or region as calendar events, from the optional package date-holidays: a list to start from, which wants an eye before it is
 * used. Local customs, and what the own centre does, are not in it.
 *
 * @param options - Country, region, years, types, language and kind.
 * @returns One event per holiday and year, by date; whole days, also where the law has a half one. Substitute days are events of their own.
 * @throws {@link InvalidInputError} for an unknown country, region, type, language or span of years; {@link UnusableInputError} when date-holidays is not installed.
 * @example
 * const days = await publicHolidays({ country: 'DE', region: 'BY', fromYear: 2026, toYear: 2026 });
 * days.map(({ date }) => date).includes('2026-06-04'); // true
 */
export async function publicHolidays(options: HolidayOptions): Promise<CalendarEvent[]> {
  const { fromYear, toYear, types = ['public'], kind = 'holiday' } = options;
  checkInteger('publicHolidays: fromYear', fromYear, 1970);
  checkInteger('publicHolidays: toYear', toYear, fromYear);
  if (toYear > 2100) throw new InvalidInputError(`publicHolidays: toYear must be 2100 or earlier, got ${toYear}.`, { toYear });
  for (const type of types) checkName('type', type, HOLIDAY_TYPES);
  const Calendars = await loadCalendars();
  const known = new Calendars();
  const country = options.country.toUpperCase();
  if (!/^[A-Z]{2}$/.test(country))
    throw new InvalidInputError(`publicHolidays: country must be a two-letter code such as DE, US or GB, got ${JSON.stringify(options.country)}.`, { country });
  checkName('country', country, Object.keys(known.getCountries()));
  const [state, district] = placeOf(known, country, options.region);
  const calendar = new Calendars(country, state, district, { types: [...types] });
  const language = languageOf(calendar, options.language);
  const events = new Map<string, CalendarEvent>();
  for (let year = fromYear; year <= toYear; year += 1) {
    for (const holiday of calendar.getHolidays(year, language) ?? []) {
      const [date, endDate] = daysOf(holiday);
      events.set(`${date}/${holiday.name}`, {
        date,
        endDate,
        name: holiday.name,
        kind,
        startTime: null,
        endTime: null,
        queue: null,
        effect: null,
        repeats: null,
      });
    }
  }
  return [...events.values()].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

async function loadCalendars(): Promise<CalendarClass> {
  try {
    const loaded: { readonly default: unknown } = await import('date-holidays');
    return loaded.default as CalendarClass;
  } catch (fault) {
    if ((fault as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw fault;
    throw new UnusableInputError('Lists of holidays come from the package date-holidays, which is not installed. Run: npm install date-holidays', {
      package: 'date-holidays',
    });
  }
}

function checkName(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  const nearest = nearestName(value, known);
  const list = known.length > 0 && known.length <= 60 ? ` Known: ${known.join(', ')}.` : '';
  const hint = nearest === null || nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new InvalidInputError(`publicHolidays: ${what} ${JSON.stringify(value)} is not known.${hint}${list}`, { [what]: value });
}

/** `en`, or the `en` of `en-GB`: of another language the names would quietly be the country's own. */
function languageOf(calendar: Calendar, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const known = calendar.getLanguages();
  const [whole, base] = [text.toLowerCase(), text.toLowerCase().split('-')[0] as string];
  if (known.includes(whole)) return whole;
  checkName('language', base, known);
  return base;
}

/** State and region of `BY` or `BY-A`; `DE-BY` is understood too. */
function placeOf(known: Calendar, country: string, text: string | undefined): [state: string | undefined, region: string | undefined] {
  if (text === undefined) return [undefined, undefined];
  const [state = '', ...rest] = text.toUpperCase().replace(`${country}-`, '').split('-');
  checkName('region', state, Object.keys(known.getStates(country) ?? {}));
  if (rest.length === 0) return [state, undefined];
  const region = rest.join('-');
  checkName('region', region, Object.keys(known.getRegions(country, state) ?? {}));
  return [state, region];
}

/** First and last day; a feast that begins at sunset belongs to the day after. */
function daysOf({ date, start, end }: Holiday): [from: string, to: string] {
  const hours = (end.getTime() - start.getTime()) / 3_600_000;
  const eve = Number(date.slice(11, 13) || '0') >= 12 && hours >= 20 ? 1 : 0;
  const from = addDays(date.slice(0, 10), eve);
  return [from, addDays(from, Math.max(1, Math.round(hours / 24)) - 1)];
}
