/** A date such as 12/31/2026 that fills a cell or a part of a list, perhaps with a time behind it. */
const SLASHED = /(?<=^|[,;\t|":])(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::\d{2})?(?: ?([AP])M)?)?(?=$|[,;\t|":\r])/gim;

/**
 * Writes dates with slashes, as spreadsheets of many countries save them, as `2026-12-31`. Whether day or month comes first is decided by the whole file;
 * where it does not tell, or says both, they stay as they are, and the reader of a cell that needs a date refuses it.
 */
export function readSlashedDates(text: string): string {
  const dates = [...text.matchAll(SLASHED)];
  const dayFirst = dates.some(([, first]) => Number(first) > 12);
  const monthFirst = dates.some(([, , second]) => Number(second) > 12);
  if (dayFirst === monthFirst) return text;
  return text.replaceAll(SLASHED, (_, first: string, second: string, year: string, hours?: string, minutes?: string, half?: string) => {
    const [day, month] = dayFirst ? [first, second] : [second, first];
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return hours === undefined ? date : `${date} ${clockHours(Number(hours), half)}:${minutes}`;
  });
}

/** Hours of the day from hours of a half-day. */
function clockHours(hours: number, half: string | undefined): string {
  const ofDay = half === undefined ? hours : (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return String(ofDay).padStart(2, '0');
}
