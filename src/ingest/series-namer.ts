import { CHANNELS, type Channel } from '../core/index.js';
import { plainWords } from './column-names.js';
import type { ReaderSettings } from './history-options.js';
import { restoreText } from './plain-table.js';
import { isTotalName } from './row-verdict.js';
import type { SeriesName } from './series-store.js';
import type { TableLayout } from './table-layout.js';

/** Words for channels in exports, lower case. */
const CHANNEL_WORDS: readonly (readonly [Channel, RegExp])[] = [
  ['callback', /call ?back|ruckruf|rückruf|rappel/],
  ['outbound', /outbound|outgoing|dialler|dialer/],
  ['case', /^web$|web ?form|formular|portal|self-?service|case|ticket|task|work ?item|fall|vorgang|back ?office|caso|incident/],
  ['voice', /voice|call|phone|tele|inbound|acd|anruf|sprache|appel|voz|llamada|audio/],
  ['chat', /chat|messag|messenger|sms|whatsapp|web|social|nachricht|text|facebook|twitter|instagram|telegram|line app/],
  ['email', /e-?mail|correo|courriel|mail/],
];

/** The channel that a word in an export means; null for a word it does not know. */
function channelOf(word: string): Channel | null {
  const text = word.trim().toLowerCase();
  return CHANNELS.find((channel) => channel === text) ?? CHANNEL_WORDS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Channel of a file that names none: what its ids or counts are called. */
function usualChannel(id: string, volume: string, queue: string): Channel {
  if (
    /\b(case|ticket|ticketnummer|issue key|incident|request (id|number)|vorgangsnummer|number)\b/.test(id) ||
    /\b(tickets?|cases?|incidents?|vorgange)\b/.test(volume)
  )
    return 'case';
  if (/\b(chat|chats)\b/.test(id) || /\b(chats?)\b/.test(volume)) return 'chat';
  return /\b(emails?|e mails?|mails?)\b/.test(`${id} ${volume}`) || /\b(mailbox|postfach|mail ?box|e ?mail)\b/.test(queue) ? 'email' : 'voice';
}

/** Reads words for channels; each is judged, and `onUnknown` told, once. */
function channelReader(usual: Channel, onUnknown: (word: string) => void): (word: string) => Channel {
  const channels = new Map<string, Channel>();
  return (word) => {
    const found = channels.get(word);
    if (found !== undefined) return found;
    const read = word.trim() === '' ? null : channelOf(word);
    if (read === null && word.trim() !== '') onUnknown(word);
    const result = read ?? usual;
    channels.set(word, result);
    return result;
  };
}

/** The queue of a row as written, or the one above where each is written once. */
function queueReader({ columns: { queue }, queueAbove }: TableLayout): (cells: readonly string[]) => string {
  let above = '';
  return (cells) => {
    const text = queue === undefined ? '' : (cells[queue.index] ?? '');
    if (!queueAbove) return text;
    if (text.trim() !== '') above = text;
    return above;
  };
}

/** Names the series of a row. Equal rows get the same object. `onUnknownChannel` hears of words it does not know. */
export function createSeriesNamer(
  layout: TableLayout,
  settings: ReaderSettings,
  onUnknownChannel: (word: string) => void,
): (cells: readonly string[]) => SeriesName {
  const { queue, channel, reason, site } = layout.columns;
  const contextQueue = ['split/skill', 'split', 'skill', 'queue', 'vdn', 'csq', 'warteschlange', 'queue name']
    .map((key) => layout.context.get(key))
    .find((text) => text !== undefined);
  const fallback = settings.queue ?? contextQueue?.replace(/\s*\(\d+\)$/, '') ?? 'all';
  const byReason = reason !== undefined && (layout.level === 'interval' || settings.named.some(([, role]) => role === 'reason'));
  const names = new Map<string, SeriesName>();
  const usual = usualChannel(
    plainWords(layout.columns.id?.name ?? ''),
    plainWords((layout.columns.volume ?? layout.columns.handled)?.name ?? ''),
    plainWords(queue?.name ?? ''),
  );
  const readChannel = channelReader(settings.channel ?? usual, onUnknownChannel);

  const named = (queueText: string, channelText: string, reasonText: string, siteText: string): SeriesName => {
    const text = (value: string): string => restoreText(value.trim());
    const name: SeriesName = {
      queue: text(queueText) === '' ? fallback : text(queueText),
      channel: readChannel(channelText),
      reason: text(reasonText) || null,
      site: text(siteText) || null,
      isTotal: queue !== undefined && isTotalName(queueText),
    };
    const key = JSON.stringify(name);
    const same = names.get(key);
    if (same !== undefined) return same;
    names.set(key, name);
    return name;
  };

  const queueOf = queueReader(layout);
  const others = [channel, byReason ? reason : undefined, site].filter((column) => column !== undefined);
  if (others.length === 0) {
    // The common case, once per row: one look-up, no text put together.
    const byQueue = new Map<string, SeriesName>();
    return (cells) => {
      const queueText = queueOf(cells);
      let name = byQueue.get(queueText);
      if (name === undefined) {
        name = named(queueText, '', '', '');
        byQueue.set(queueText, name);
      }
      return name;
    };
  }
  const known = new Map<string, SeriesName>();
  return (cells) => {
    const queueText = queueOf(cells);
    const channelText = channel === undefined ? '' : (cells[channel.index] ?? '');
    const reasonText = byReason && reason !== undefined ? (cells[reason.index] ?? '') : '';
    const siteText = site === undefined ? '' : (cells[site.index] ?? '');
    const key = `${queueText}\u0001${channelText}\u0001${reasonText}\u0001${siteText}`;
    let name = known.get(key);
    if (name === undefined) {
      name = named(queueText, channelText, reasonText, siteText);
      known.set(key, name);
    }
    return name;
  };
}
