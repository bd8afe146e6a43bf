import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holds, runExample } from './tools/run-example.js';

const ROOT = resolve(import.meta.dirname, '..');

const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'cli')
  .map((entry) => join(ROOT, 'src', entry.name, 'index.ts'));
const scope: Record<string, unknown> = Object.assign({}, ...(await Promise.all(folders.map((folder) => import(folder)))));

type Example = { readonly where: string; readonly code: string };

/** Code of the `@example` tags of one source file. */
function docstringExamples(name: string): Example[] {
  const text = readFileSync(join(ROOT, 'src', name), 'utf8');
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const line = text.slice(0, comment.index).split('\n').length;
    const plain = comment[0].slice(3, -2).replaceAll(/^[ \t]*\* ?/gm, '');
    return [...plain.matchAll(/@example\s*\n([\s\S]*?)(?=\n\s*@\w|$)/g)].map((match) => ({
      where: `src/${name}:${line}`,
      code: (match[1] as string).replaceAll(/^```.*$/gm, ''),
    }));
  });
}

/** Code blocks marked `ts` of a Markdown page. */
function markdownExamples(name: string): Example[] {
  const text = readFileSync(join(ROOT, name), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => ({
    where: `${name}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1] as string,
  }));
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.startsWith(join('report', 'client')),
);
const pages = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].filter((name) => existsSync(join(ROOT, name)));
const examples = [...sources.flatMap(docstringExamples), ...pages.flatMap(markdownExamples)];

describe('examples in docstrings, README and docs', () => {
  it('are found', () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples.map((example) => [example.where, example.code] as const))('%s runs and prints what it says', { timeout: 60_000 }, async (_where, code) => {
    for (const claim of await runExample(code, scope))
      expect(holds(claim), `${claim.expression} is ${JSON.stringify(claim.value)}, the example says ${claim.expected}`).toBe(true);
  });
});
