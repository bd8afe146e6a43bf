import type { CalendarEvent } from '../../core/index.js';
import { eventsToCsv } from '../../exchange/index.js';
import { HOLIDAY_TYPES, type HolidayType, publicHolidays } from '../../node/index.js';
import type { Context, Options } from '../context.js';
import { choiceOption, misused, neededOption, textOption } from '../values.js';
import { plural } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast holidays`: public holidays as events.csv, for the analyst to edit. */
export async function run(_files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const countries = listOf(neededOption(options, 'country', 'DE'));
  const regions = regionsOf(countries, textOption(options, 'region'));
  const [fromYear, toYear] = parseYears(neededOption(options, 'years', '2025-2027'));
  const wanted = {
    fromYear,
    toYear,
    types: parseTypes(textOption(options, 'types')),
    language: textOption(options, 'language'),
    kind: choiceOption(options, 'kind', ['holiday', 'closure'] as const),
  };
  const found = new Map<string, CalendarEvent>();
  for (const [i, country] of countries.entries()) {
    for (const region of regions[i] ?? []) {
      for (const event of await publicHolidays({ country, region, ...wanted })) found.set(`${event.date} ${event.name}`, event);
    }
  }
  // by date; a day that several places keep stands once under each of its names
  const events = [...found.values()].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  await writeResult(options, context, events, eventsToCsv(events));
  context.note(
    `${plural(events.length, 'day')}. Look through them: delete what does not concern the centre, add what does, and write closure where nothing is open.`,
  );
  return undefined;
}

function listOf(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** Regions by country, undefined = the whole country. Where there are several countries, a region carries its own: `DE-BY`. */
function regionsOf(countries: readonly string[], text: string | undefined): (string | undefined)[][] {
  const named = text === undefined ? [] : listOf(text);
  const own = (country: string): string[] => named.filter((region) => countries.length === 1 || region.toUpperCase().startsWith(`${country.toUpperCase()}-`));
  const stray = named.find((region) => !countries.some((country) => own(country).includes(region)));
  if (stray !== undefined) throw misused('region', `one of ${countries.join(', ')} with its country before it, such as ${countries[0]}-BY`, stray);
  return countries.map((country) => (own(country).length === 0 ? [undefined] : own(country)));
}

/** Reads `2026` or `2025-2027`. */
function parseYears(text: string): [from: number, to: number] {
  const match = /^(\d{4})(?:\s*[-–]\s*(\d{4}))?$/.exec(text.trim());
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || to < from || from < 1970 || to > 2100) throw misused('years', 'a year or a span such as 2025-2027, from 1970 to 2100', text);
  return [from, to];
}

function parseTypes(text: string | undefined): HolidayType[] | undefined {
  return text?.split(',').map((word) => {
    const type = HOLIDAY_TYPES.find((known) => known === word.trim().toLowerCase());
    if (type === undefined) throw misused('types', `some of ${HOLIDAY_TYPES.join(', ')}, separated by commas`, text);
    return type;
  });
}
