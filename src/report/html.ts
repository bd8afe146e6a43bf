/** Text that is markup already: written by this library, or escaped by {@link html}. */
export type Markup = { readonly markup: string };

/** What may stand in a template: text and numbers are escaped, markup and lists of it are taken as they are, nothing is left out. */
export type Part = string | number | Markup | readonly Part[] | null | undefined | false;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text as it may stand in HTML: visible stand-ins for control characters (which HTML forbids), U+FFFD for half a surrogate pair and
 * noncharacters, and entities for the five characters that mean something.
 */
export function escapeText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, visibleControl).replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

function visibleControl(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code === 9 || code === 10) return character;
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  return code === 127 ? '\u2421' : '\uFFFD';
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(render).join('');
}

/** Template tag of every piece of the page: whatever is put into it is escaped unless it is markup, so nothing foreign gets through unescaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] as string;
  parts.forEach((part, index) => {
    markup += render(part) + (strings[index + 1] as string);
  });
  return { markup };
}

/** A foreign name in running HTML, kept apart from the direction of the text around it. */
export function named(name: string): Markup {
  return html`<bdi>${name}</bdi>`;
}

/** The same where no element may stand (attributes, SVG titles): between first strong isolate and pop directional isolate. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** JSON as it may stand inside a script element. */
export function jsonMarkup(value: unknown): Markup {
  const text = JSON.stringify(value).replace(/[<>&\u2028\u2029\u007f-\u009f\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return { markup: text };
}
