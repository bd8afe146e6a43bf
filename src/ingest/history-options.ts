import { CHANNELS, type Channel, checkPositive, InvalidInputError, type LongWorkOptions, nearestName, type WeekHours } from '../core/index.js';
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
  /** Role → header of the column that holds it, for example `{ volume: 'Calls Offered' }`. Roles: see the error for an unknown one. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Character between cells, where recognition fails. */
  readonly delimiter?: string | undefined;
  /** One row per interval, or per contact; recognised when left out. */
  readonly level?: 'interval' | 'contact' | undefined;
  /** What an interval without a row is, inside opening hours: `missing`, `zero`, or `auto` (default) by what the file's zeros show. */
  readonly absentRows?: 'auto' | 'missing' | 'zero' | undefined;
  /** How one row for an hour that the clock passes twice is read: `split` over both (default), or `first`. */
  readonly doubledHour?: 'split' | 'first' | undefined;
  /** Largest share of bad rows; 0.05 by default. */
  readonly maxBadRows?: number | undefined;
  /** Name of the file in messages. */
  readonly sourceName?: string | undefined;
};

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

/** Options with defaults written out. */
export type ReaderSettings = HistoryOptions & {
  readonly name: string;
  readonly badShare: number;
  /** Headers named by the user: [header in lower case, role]. */
  readonly named: readonly (readonly [header: string, role: Role])[];
};

/** Checks the options once, at the door. */
export function checkHistoryOptions(options: HistoryOptions, where = 'readHistory'): ReaderSettings {
  checkZone(`${where}: zone`, options?.zone);
  if (options.sourceZone !== undefined) checkZone(`${where}: sourceZone`, options.sourceZone);
  if (options.intervalSeconds !== undefined) checkInterval(where, options.intervalSeconds);
  const badShare = options.maxBadRows ?? 0.05;
  if (!(badShare >= 0 && badShare <= 1))
    throw new InvalidInputError(`${where}: maxBadRows must be a share from 0 to 1, got ${String(badShare)}. Write 5 % as 0.05.`, { maxBadRows: badShare });
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
  const named = Object.entries(options.columns ?? {}).map(([role, header]) => [header.trim().toLowerCase(), checkRole(where, role)] as const);
  return { ...options, name: options.sourceName ?? 'input', badShare, named };
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
