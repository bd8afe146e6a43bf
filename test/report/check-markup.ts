const VOID = new Set(['meta', 'br', 'link', 'img', 'input', 'hr']);

/** What a page is made of, after the checks of {@link checkMarkup}. */
export type MarkupFacts = { readonly tags: Readonly<Record<string, number>>; readonly ids: readonly string[]; readonly text: string };

/**
 * Reads a page strictly: quoted attributes only, every element closed in order, ids once, references that lead somewhere. Throws with the
 * place of the first fault. Shares no code with the writer.
 */
export function checkMarkup(page: string): MarkupFacts {
  const tags: Record<string, number> = {};
  const ids = new Set<string>();
  const references: string[] = [];
  const open: string[] = [];
  let text = '';
  let at = page.startsWith('<!DOCTYPE html>') ? 15 : 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at}: ${page.slice(at, at + 80)}`);
  };
  while (at < page.length) {
    const next = page.indexOf('<', at);
    const stretch = page.slice(at, next < 0 ? page.length : next);
    if (/[>]/.test(stretch)) fail('a bare > in text');
    text += stretch;
    if (next < 0) break;
    at = next;
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z0-9:-]+="[^"<>]*")*)\s*(\/?)>/.exec(page.slice(at, at + 20_000)) ?? fail('no well-formed tag');
    const [whole, close, name = '', attributes = '', selfClosing] = tag;
    at += whole.length;
    if (close === '/') {
      if (open.pop() !== name) fail(`</${name}> closes nothing`);
      continue;
    }
    tags[name] = (tags[name] ?? 0) + 1;
    readAttributes(attributes, ids, references, fail);
    if (selfClosing === '/' || VOID.has(name)) continue;
    if (name === 'script' || name === 'style') at = skipRaw(page, at, name);
    else open.push(name);
  }
  if (open.length > 0) fail(`still open: ${open.join(' ')}`);
  for (const reference of references) if (!ids.has(reference)) fail(`nothing has the id ${reference}`);
  return { tags, ids: [...ids], text };
}

function readAttributes(attributes: string, ids: Set<string>, references: string[], fail: (why: string) => never): void {
  const seen = new Set<string>();
  for (const [, name = '', value = ''] of attributes.matchAll(/([a-zA-Z0-9:-]+)="([^"]*)"/g)) {
    if (seen.has(name)) fail(`${name} twice`);
    if (name.startsWith('on') || name === 'style') fail(`${name} has no place on this page`);
    seen.add(name);
    if (name === 'id') {
      if (ids.has(value)) fail(`id ${value} twice`);
      ids.add(value);
    }
    if (name === 'aria-labelledby' || name === 'aria-controls') references.push(...value.split(' '));
    if (name === 'href') references.push(value.startsWith('#') ? value.slice(1) : fail('a link to the outside'));
  }
}

function skipRaw(page: string, at: number, name: string): number {
  const end = page.indexOf(`</${name}>`, at);
  if (end < 0) throw new Error(`<${name}> without end`);
  return end + name.length + 3;
}
