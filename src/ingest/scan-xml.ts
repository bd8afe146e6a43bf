/** Hears of the parts of an XML text. Names come without prefix; the text of one element may come in several pieces, its entities resolved. */
export type XmlHandler = {
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
};

/** Scans XML chunk by chunk. */
export type XmlScanner = { push(text: string): void; end(): void };

/** No tag of a spreadsheet is as long; without a limit a broken one would be searched again with every chunk. */
const LONGEST_TAG = 262_144;
/** Longest spelling of one character, such as `&#x10FFFF;`, with room for leading zeros. */
const LONGEST_ENTITY = 16;

/**
 * Opens a scanner for the XML that spreadsheets are made of: elements, attributes, text, CDATA, the five named entities and numbered ones. Definitions
 * of entities are passed over, so no text can grow. It does not check that the XML is well-formed. Linear time for any chunking.
 */
export function createXmlScanner(handler: XmlHandler): XmlScanner {
  let rest = '';

  const scan = (text: string, final: boolean): string => {
    let at = 0;
    while (at < text.length) {
      if (text.charCodeAt(at) !== 60) {
        const end = textEnd(text, at, final);
        if (end === at) break;
        handler.text(resolveEntities(text.slice(at, end)));
        at = end;
        continue;
      }
      const end = tagEnd(text, at, handler);
      if (end < 0) break;
      at = end;
    }
    return at >= text.length || (!final && text.length - at > LONGEST_TAG) ? '' : text.slice(at);
  };

  return {
    push(text) {
      rest = scan(rest === '' ? text : rest + text, false);
    },
    end() {
      scan(rest, true);
    },
  };
}

/** End of the text that can be given out now: up to the next tag, or short of an entity that the chunk cuts in two. */
function textEnd(text: string, from: number, final: boolean): number {
  const tag = text.indexOf('<', from);
  if (tag >= 0) return tag;
  if (final) return text.length;
  const cut = text.lastIndexOf('&');
  return cut >= from && text.length - cut < LONGEST_ENTITY && !text.includes(';', cut) ? cut : text.length;
}

/** Reports what stands at `<` and gives the position after it; −1 when the chunk ends before it does. */
function tagEnd(text: string, at: number, handler: XmlHandler): number {
  const next = text.charCodeAt(at + 1);
  if (next === 33) return specialEnd(text, at, handler); // !
  const close = closingBracket(text, at + 1);
  if (close < 0) return -1;
  if (next === 63) return close + 1; // ?
  if (next === 47) {
    handler.close(localName(text.slice(at + 2, close).trimEnd()));
    return close + 1;
  }
  const isEmpty = text.charCodeAt(close - 1) === 47;
  const stop = isEmpty ? close - 1 : close;
  let nameEnd = at + 1;
  while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd += 1;
  const name = localName(text.slice(at + 1, nameEnd));
  handler.open(name, text.slice(nameEnd, stop));
  if (isEmpty) handler.close(name);
  return close + 1;
}

function specialEnd(text: string, at: number, handler: XmlHandler): number {
  const isCharacters = text.startsWith('<![CDATA[', at);
  const [head, tail] = isCharacters ? [9, ']]>'] : text.startsWith('<!--', at) ? [4, '-->'] : [2, '>'];
  if (text.length - at < 9 && !text.includes('>', at)) return -1; // too little to tell which it is
  const end = text.indexOf(tail, at + head);
  if (end < 0) return -1;
  if (isCharacters) handler.text(text.slice(at + head, end));
  return end + tail.length;
}

/** The `>` that ends a tag; those inside quoted attributes do not count. −1 when it is not there yet. */
function closingBracket(text: string, from: number): number {
  const plain = text.indexOf('>', from);
  if (plain < 0) return -1;
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 62) return at;
    else if (code === 34 || code === 39) quote = code;
  }
  return -1;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Turns `&amp;`, `&#228;` and `&#xE4;` into characters; what is none of these stays as it is. */
function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,8})|#[xX]([\da-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal?: string, hex?: string, word?: string) => {
    if (word !== undefined) return Object.hasOwn(NAMED, word) ? (NAMED[word] as string) : whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Value of an attribute by its name without prefix; null when it is not there. */
export function attributeOf(attributes: string, name: string): string | null {
  for (const [, found = '', double, single] of attributes.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (localName(found) === name) return resolveEntities(double ?? single ?? '');
  return null;
}
