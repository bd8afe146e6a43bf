import {
  CHANNELS,
  type Channel,
  checkInteger,
  checkNonNegative,
  checkPositive,
  type Doubt,
  InvalidInputError,
  type LongWorkOptions,
  nearestName,
  type WeekHours,
} from '../core/index.js';
import { checkZone } from '../time/index.js';
import type { DateOrder } from './cell-when.js';
import { ROLES, type Role } from './column-names.js';

/** Options of `readHistory`; most settle a doubt that a file leaves. */
export type HistoryOptions = LongWorkOptions & {
  /** The centre's zone: days, weekdays and opening hours are meant in it. */
  readonly zone: string;
  /** Clock of timestamps without offset; default: what the file says, else `zone`. */
  readonly sourceZone?: string | undefined;
  /** Length of the intervals wanted; default: the file's own, 1800 for records of single contacts. */
  readonly intervalSeconds?: number | undefined;
  /** Name of the queue when the file has none; `all` by default. */
  readonly queue?: string | undefined;
  /** Channel when the file has none; `voice` by default. */
  readonly channel?: Channel | undefined;
  /** Regular opening hours by queue; inferred when left out. */
  readonly openingHours?: Readonly<Record<string, WeekHours>> | undefined;
  /** Order of day and month in dates such as 05/01/2026, where the file proves none. */
  readonly dateOrder?: DateOrder | undefined;
  /**
   * Role → header of the column that holds it, for example `{ volume: 'Calls Offered' }`. Roles: see the error for an unknown one. How times are written may
   * follow the role: `{ 'handle:minutes': 'AHT' }`, `{ 'handle:total': 'Handle time' }`.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Character between cells, where recognition fails. */
  readonly delimiter?: string | undefined;
  /** One row per interval, or per contact; recognised when left out. */
  readonly level?: 'interval' | 'contact' | undefined;
  /** What an interval without a row is, inside opening hours: `missing`, `zero`, or `auto` (default) by what the file's zeros show. */
  readonly absentRows?: 'auto' | 'missing' | 'zero' | undefined;
  /** How one row for an hour that the clock passes twice is read: `split` over both (default), or `first`. */
  readonly doubledHour?: 'split' | 'first' | undefined;
  /** Records of single contacts: who gives up before so many seconds is a short abandon; 5 by default, 0 for none. They are among `abandoned`, too. */
  readonly shortAbandonSeconds?: number | undefined;
  /** Records of single contacts with an id: a contact that passes on to another queue counts in `each` of them (default), or once, in the `first`. */
  readonly transfers?: 'each' | 'first' | undefined;
  /** Largest share of bad rows; 0.05 by default. */
  readonly maxBadRows?: number | undefined;
  /** Sheet of an Excel workbook, by its name or by its position from 1; default: the first one that holds a usable table. */
  readonly sheet?: string | number | undefined;
  /** Bytes that an Excel workbook may unpack to, 1e9 by default: a limit against files made to fill the memory. */
  readonly maxUnpackedBytes?: number | undefined;
  /** Reads only about the first so many bytes of each input, up to the last whole row; the whole input when left out. */
  readonly firstBytes?: number | undefined;
  /** Name of the file in messages. */
  readonly sourceName?: string | undefined;
};

/** What `summary.doubts` says about an input of which only the start was read. */
export function onlyTheStart(bytes: number): Doubt {
  const size = bytes < 1e6 ? `${Number((bytes / 1000).toPrecision(3))} kB` : `${Number((bytes / 1e6).toPrecision(3))} MB`;
  return {
    what: `only the first ${size} of the file`,
    chosen: 'the whole rows in it; spans, counts and gaps are those of the start',
    option: 'leaving out --first',
  };
}

/** What a workbook may unpack to unless more is allowed. */
export const DEFAULT_UNPACKED_BYTES = 1e9;

/** Names that users may give to roles beside the reader's own. */
const ROLE_ALIASES: Readonly<Record<string, Role>> = {
  timestamp: 'start',
  date: 'start',
  time: 'start',
  aht: 'handle',
  ahtseconds: 'handle',
  aht_seconds: 'handle',
  offered: 'volume',
  answered: 'handled',
  meanwait: 'wait',
  meanwaitseconds: 'wait',
  asa: 'answerWait',
};

/** A column that the user names: its header in lower case, its role, and how its times are written where that is said. */
type NamedByUser = readonly [header: string, role: Role, unitSeconds: number | null, statistic: 'average' | 'total' | null];

/** Words that may follow a role after a colon: `handle:minutes`, `handle:total`, `handle:total:minutes`. */
const UNIT_QUALIFIERS: Readonly<Record<string, number>> = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Options with defaults written out. */
export type ReaderSettings = HistoryOptions & {
  readonly name: string;
  readonly badShare: number;
  readonly unpackedLimit: number;
  /** Headers named by the user: [header in lower case, role]. */
  readonly named: readonly NamedByUser[];
};

/** Checks the options once, at the door. */
export function checkHistoryOptions(options: HistoryOptions, where = 'readHistory'): ReaderSettings {
  checkZone(`${where}: zone`, options?.zone);
  if (options.sourceZone !== undefined) checkZone(`${where}: sourceZone`, options.sourceZone);
  if (options.intervalSeconds !== undefined) checkInterval(where, options.intervalSeconds);
  const badShare = options.maxBadRows ?? 0.05;
  if (!(badShare >= 0 && badShare <= 1))
    throw new InvalidInputError(`${where}: maxBadRows must be a share from 0 to 1, got ${String(badShare)}. Write 5 % as 0.05.`, { maxBadRows: badShare });
  if (options.shortAbandonSeconds !== undefined) checkNonNegative(`${where}: shortAbandonSeconds`, options.shortAbandonSeconds);
  if (options.transfers !== undefined && options.transfers !== 'each' && options.transfers !== 'first')
    throw new InvalidInputError(`${where}: transfers must be each or first, got ${JSON.stringify(options.transfers)}.`, { transfers: options.transfers });
  if (options.channel !== undefined && !CHANNELS.includes(options.channel))
    throw new InvalidInputError(`${where}: channel must be one of ${CHANNELS.join(', ')}, got ${JSON.stringify(options.channel)}.`, {
      channel: options.channel,
    });
  if (options.dateOrder !== undefined && options.dateOrder !== 'dayFirst' && options.dateOrder !== 'monthFirst')
    throw new InvalidInputError(`${where}: dateOrder must be dayFirst or monthFirst, got ${JSON.stringify(options.dateOrder)}.`, {
      dateOrder: options.dateOrder,
    });
  if (options.delimiter !== undefined && options.delimiter.length !== 1)
    throw new InvalidInputError(`${where}: delimiter must be one character, got ${JSON.stringify(options.delimiter)}.`, { delimiter: options.delimiter });
  if (options.maxUnpackedBytes !== undefined) checkPositive(`${where}: maxUnpackedBytes`, options.maxUnpackedBytes);
  if (options.firstBytes !== undefined) checkInteger(`${where}: firstBytes`, options.firstBytes, 1);
  if (options.sheet !== undefined && typeof options.sheet !== 'string') checkInteger(`${where}: sheet`, options.sheet, 1, 'Count sheets from 1.');
  const named = Object.entries(options.columns ?? {}).map(([role, header]) => nameColumn(where, role, header));
  return { ...options, name: options.sourceName ?? 'input', badShare, unpackedLimit: options.maxUnpackedBytes ?? DEFAULT_UNPACKED_BYTES, named };
}

function nameColumn(where: string, roleText: string, header: string): NamedByUser {
  const [role = '', ...qualifiers] = roleText.split(':').map((word) => word.trim());
  let unitSeconds: number | null = null;
  let statistic: 'average' | 'total' | null = null;
  for (const word of qualifiers) {
    if (word === 'average' || word === 'total') statistic = word;
    else if (UNIT_QUALIFIERS[word] !== undefined) unitSeconds = UNIT_QUALIFIERS[word];
    else
      throw new InvalidInputError(
        `${where}: columns: ${JSON.stringify(word)} behind the role ${role} is not known. Known: ${Object.keys(UNIT_QUALIFIERS).join(', ')}, average, total.`,
        { role, word },
      );
  }
  return [header.trim().toLowerCase(), checkRole(where, role), unitSeconds, statistic];
}

function checkInterval(where: string, intervalSeconds: number): void {
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  if (86_400 % intervalSeconds === 0) return;
  throw new InvalidInputError(`${where}: intervalSeconds must divide a day of 86400 s, got ${intervalSeconds}. Usual: 900, 1800 or 3600.`, { intervalSeconds });
}

function checkRole(where: string, role: string): Role {
  const known = ROLES.find((name) => name.toLowerCase() === role.toLowerCase()) ?? ROLE_ALIASES[role.toLowerCase()];
  if (known !== undefined) return known;
  const names = [...ROLES, 'timestamp', 'aht'];
  const nearest = nearestName(role, names);
  throw new InvalidInputError(
    `${where}: columns names the role ${JSON.stringify(role)}, which is not known. ${nearest === null ? `Known: ${names.join(', ')}.` : `Did you mean ${nearest}?`}`,
    { role, nearest },
  );
}
