import type { Tokenizer } from './tokenizer.js';

/** Takes one object of JSON text and the 1-based line on which it starts; null for one too long to be a record. */
export type ObjectSink = (text: string | null, row: number) => void;

/** No record of a contact or an interval is as long; without a limit one that never closes would fill the memory. */
const LONGEST_RECORD = 4_194_304;
/** Records lie this deep at most; what is nested deeper belongs to one. */
const DEEPEST_RECORD = 8;
const LONGEST_KEY = 80;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON, NEWLINE] = [34, 92, 123, 125, 91, 93, 58, 10] as const;

/**
 * Cuts JSON text into its records, chunk by chunk in linear time: the objects at `wanted`, a place such as `` (one after another), `[]` (in an array) or
 * `data[]` (in an array under a key). Text around them is passed over, and the chunking never changes the records.
 *
 * @param visit - Hears of the place of every object in an array or at the top, outside records.
 */
export function createObjectScanner(wanted: string | null, sink: ObjectSink, visit: (place: string) => void = () => undefined): Tokenizer {
  let text = '';
  let at = 0;
  let row = 1;
  let inString = false;
  let escaped = false;
  let word = '';
  let key = '';
  const tracker = createPlaceTracker(wanted, visit);
  let begin = -1; // of the record in `text`
  let recordRow = 0;
  let inRecord = false;
  let depth = 0; // of containers inside the record
  let overlong = false;

  const endRecord = (end: number): void => {
    sink(overlong ? null : text.slice(begin, end), recordRow);
    inRecord = false;
    begin = -1;
  };
  const stepInString = (code: number): void => {
    if (escaped) escaped = false;
    else if (code === BACKSLASH) escaped = true;
    else if (code === QUOTE) inString = false;
    if (inString && !inRecord && word.length < LONGEST_KEY) word += String.fromCharCode(code);
  };
  const step = (code: number): void => {
    if (code === QUOTE) {
      inString = true;
      word = '';
    } else if (code === OPEN || code === OPEN_LIST) {
      if (inRecord) depth += 1;
      else if (tracker.open(code === OPEN_LIST, key)) [inRecord, begin, recordRow, depth, overlong] = [true, at, row, 1, false];
    } else if (code === CLOSE || code === CLOSE_LIST) {
      if (!inRecord) tracker.close();
      else {
        depth -= 1;
        if (depth === 0) endRecord(at + 1);
      }
    } else if (code === COLON) key = word;
  };

  return {
    push(chunk) {
      text = inRecord && !overlong ? text.slice(begin) + chunk : chunk;
      at = inRecord && !overlong ? text.length - chunk.length : 0;
      if (inRecord) begin = 0;
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === NEWLINE) row += 1;
        if (inString) stepInString(code);
        else step(code);
        if (inRecord && at - begin > LONGEST_RECORD) overlong = true;
      }
    },
    end() {
      if (inRecord) endRecord(text.length);
    },
  };
}

/** Follows the containers around records. `open` tells whether a record begins, which it then leaves to the caller. */
function createPlaceTracker(wanted: string | null, visit: (place: string) => void): { open(isList: boolean, key: string): boolean; close(): void } {
  const places: string[] = []; // of the containers around; that of a list ends in []
  let below = 0; // containers deeper than places go
  return {
    open(isList, key) {
      if (below > 0 || places.length >= DEEPEST_RECORD) {
        below += 1;
        return false;
      }
      const parent = places.at(-1);
      const isElement = parent === undefined || parent.endsWith('[]');
      const place = isElement ? (parent ?? '') : parent === '' ? key : `${parent}.${key}`;
      if (!isList && isElement) {
        visit(place);
        if (place === wanted) return true;
      }
      places.push(isList ? `${place}[]` : place);
      return false;
    },
    close() {
      if (below > 0) below -= 1;
      else places.pop();
    },
  };
}

/**
 * Where the records of JSON text lie: the place of most objects, those inside other records left aside. Objects one after another at the top are the
 * records themselves. Null for text without objects.
 */
export function findRecordPlace(head: string): string | null {
  const places = new Map<string, number>();
  createObjectScanner(
    null,
    () => undefined,
    (place) => places.set(place, (places.get(place) ?? 0) + 1),
  ).push(head);
  if ((places.get('') ?? 0) > 1) return '';
  const lists = [...places.keys()].filter((place) => place !== '');
  const outer = lists.filter((place) => !lists.some((other) => place !== other && place.startsWith(`${other}`)));
  const most = Math.max(0, ...outer.map((place) => places.get(place) as number));
  return outer.find((place) => places.get(place) === most) ?? (places.has('') ? '' : null);
}
