import { isOtherFigure, plainWords, type Role, readColumnName } from './column-names.js';

/** Columns of one queue in a table in which queues lie side by side. */
export type ColumnGroup = { readonly name: string; readonly columns: readonly { readonly index: number; readonly measure: string }[] };

const COUNTS: ReadonlySet<Role> = new Set<Role>(['volume', 'handled', 'abandoned', 'shortAbandoned']);
const MEASURES: ReadonlySet<Role> = new Set<Role>([...COUNTS, 'handle', 'talk', 'hold', 'acw', 'wait', 'answerWait', 'abandonWait']);

const isCount = (name: string): boolean => readColumnName(name).some(({ role, rank }) => COUNTS.has(role) && rank < 3);
const isMeasure = (name: string): boolean => readColumnName(name).some(({ role }) => MEASURES.has(role));

/** Finds the queues of a header: named in merged cells above it (`upper`), or inside its names. Null when there are no two of them. */
export function groupColumns(names: readonly string[], upper: readonly string[] | null): ColumnGroup[] | null {
  const above = upper === null ? null : groupsAbove(names, upper);
  return above ?? groupsInside(names);
}

/** `Sales, , , Support, , ` over `Offered, Answered, AHT, Offered, Answered, AHT`: the same measures come again under other words. */
function groupsAbove(names: readonly string[], upper: readonly string[]): ColumnGroup[] | null {
  const filled = fillRight(upper);
  const groups = new Map<string, { index: number; measure: string }[]>();
  names.forEach((measure, index) => {
    const group = filled[index] ?? '';
    if (group === '' || isMeasure(group) || !isMeasure(measure)) return;
    groups.set(group, [...(groups.get(group) ?? []), { index, measure }]);
  });
  return sensible([...groups].map(([name, columns]) => ({ name, columns })));
}

/** The text of merged cells stands in the first of them. */
function fillRight(cells: readonly string[]): string[] {
  let last = '';
  return cells.map((cell) => {
    if (cell !== '') last = cell;
    return last;
  });
}

/** `Sales - Offered`, `Offered (Sales)`, `sales_offered`: counts whose names are none without a word that is not understood. */
function groupsInside(names: readonly string[]): ColumnGroup[] | null {
  const channels = channelsInside(names);
  if (channels !== null) return channels;
  const isVolume = (name: string): boolean => readColumnName(name).some(({ role, rank }) => (role === 'volume' || role === 'handled') && rank < 3);
  if (names.some((name) => isVolume(name) && !/^(total|all|gesamt|alle|sum|toutes|totale?)\b/.test(plainWords(name)))) return null; // one count for all
  const cuts = names.map((name) => (readColumnName(name).length > 0 ? [] : cutsOf(name).filter(({ group, measure }) => isCount(measure) && isName(group))));
  const groupNames = [...new Set(cuts.flatMap((list) => list.slice(0, 1).map(({ group }) => group)))];
  if (groupNames.length < 2) return null;
  const groups = groupNames.map((group) => ({
    name: group,
    columns: names.flatMap((name, index) => {
      const cut = cutsOf(name).find((option) => option.group === group && isMeasure(option.measure));
      return cut === undefined ? [] : [{ index, measure: cut.measure }];
    }),
  }));
  return sensible(groups);
}

/** `Voice Offered`, `Chat Offered`: the words of channels are understood, yet each is a queue of its own. */
function channelsInside(names: readonly string[]): ColumnGroup[] | null {
  const groups = new Map<string, { index: number; measure: string }[]>();
  names.forEach((name, index) => {
    const cut = cutsOf(name).find(({ group, measure }) => CHANNEL.test(plainWords(group)) && (isMeasure(measure) || isCount(measure)));
    if (cut !== undefined && isMeasure(name)) groups.set(cut.group, [...(groups.get(cut.group) ?? []), { index, measure: cut.measure }]);
  });
  return sensible([...groups].map(([name, columns]) => ({ name, columns })));
}

const CHANNEL =
  /^(voice|phone|telephony|calls?|chats?|web chat|e ?mails?|mails?|sms|whatsapp|messaging|social|callbacks?|tickets?|cases?|anrufe|telefon|appels?|llamadas|chiamate)$/;

/** True for the word of a channel. */
export function isChannelWord(text: string): boolean {
  return CHANNEL.test(plainWords(text));
}

type Cut = { readonly group: string; readonly measure: string };

/** All ways to cut a name in two, strong separators first. */
function cutsOf(name: string): Cut[] {
  const cuts: Cut[] = [];
  const add = (left: string, right: string): void => {
    const [a, b] = [left.trim(), right.trim()];
    if (a !== '' && b !== '') cuts.push({ group: a, measure: b }, { group: b, measure: a });
  };
  const [, outside, inside] = /^(.+?)\s*[([]([^)\]]+)[)\]]$/.exec(name) ?? [];
  if (outside !== undefined && inside !== undefined) add(outside, inside);
  for (const separator of [' - ', ' – ', ' — ', ' | ', ': ', ' / ', '|', ':', '/', '.', '-', '_', ' ']) {
    const parts = name.split(separator);
    for (let at = 1; at < parts.length; at += 1) add(parts.slice(0, at).join(separator), parts.slice(at).join(separator));
  }
  return cuts;
}

/** True for words that may name a queue: not understood as anything else. */
function isName(text: string): boolean {
  return /\p{L}/u.test(text) && readColumnName(text).length === 0 && !NO_NAME.test(plainWords(text)) && !isOtherFigure(plainWords(text));
}

/** Words that change a measure and name no queue. */
const NO_NAME =
  /^(percent|avg|average|max|min|total|forecast|planned|actual|target|previous|last|this|net|gross|cumulative|rate|share|in|out|other|of|and|per|the|by|to|within|after|before|sl|service level|first|repeat(ed)?|unique)\b/;

/** What is planned and what came are two figures of one queue, not two queues. */
const COMPARISON =
  /^(?:plan|planned|forecast|forecasted|fcst|fc|actuals?|target|goal|soll|ist|geplant|prognose|prognos|budget|expected|scheduled|prevu|reel|prevision|previsto|prevista|real|reale|effettivo|verwacht|werkelijk|gerealiseerd|prior|vorjahr|last (?:year|week)|previous|delta|diff(?:erence)?|variance|abweichung|ecart|deviation)(?: (?:values?|werte?|data))?$/;

/** At least two groups with a count of volume each, most with the measures of the first. */
function sensible(groups: readonly ColumnGroup[]): ColumnGroup[] | null {
  const counted = groups.filter(
    ({ name, columns }) =>
      !COMPARISON.test(plainWords(name)) && columns.some(({ measure }) => readColumnName(measure).some(({ role }) => role === 'volume' || role === 'handled')),
  );
  if (counted.length < 2) return null;
  const measures = counted.map(({ columns }) => columns.map(({ measure }) => plainWords(measure)));
  const shared = measures.slice(1).every((list) => list.some((measure) => measures[0]?.includes(measure)));
  return shared ? counted : null;
}

/** Names of a header that goes over two rows, or null when the lower row alone says as much. */
export function joinTwoHeaders(names: readonly string[], upper: readonly string[]): string[] | null {
  const filled = fillRight(upper);
  const measures = (list: readonly string[]): number => list.filter(isMeasure).length;
  const joined = names.map((name, i) => {
    const above = filled[i] ?? '';
    if (above === '' || name === '') return name === '' ? (upper[i] ?? '') : name;
    if (COMPARISON.test(plainWords(above)) && isMeasure(name)) return `${above} ${name}`; // whether or not it is a measure then
    return isMeasure(`${above} ${name}`) ? `${above} ${name}` : name;
  });
  const compares = filled.some((above) => COMPARISON.test(plainWords(above))) && measures(joined) > 0;
  return compares || measures(joined) > measures(names) ? joined : null;
}
