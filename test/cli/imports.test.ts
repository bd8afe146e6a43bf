import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../../src');

/** Everything that is loaded before a file runs: its static imports and theirs; types and dynamic imports are not. */
function loadedBefore(start: string): { readonly folders: readonly string[]; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    for (const [, clause = '', specifier = ''] of code.matchAll(/^(?:import|export)\s([^'"();]*?from\s*)?['"]([^'"]+)['"]/gm)) {
      const onlyTypes = clause.startsWith('type ') || /^\{\s*(type \w+(,\s*)?)+\s*\}/.test(clause);
      if (onlyTypes) continue;
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier.replace(/\.js$/, '.ts')));
      else packages.add(specifier.split('/')[0] ?? specifier);
    }
  };
  visit(join(SOURCE, start));
  return { folders: [...new Set([...files].map((file) => relative(SOURCE, file).split(/[\\/]/)[0] ?? ''))].sort(), packages: [...packages].sort() };
}

it('the tool starts with commander and light definitions alone', () => {
  expect(loadedBefore('cli/main.ts')).toEqual({ folders: ['cli', 'core'], packages: ['commander', 'node:module', 'picocolors', 'valibot'] });
});

it('forecast loads neither rosters nor solvers nor charts', () => {
  const { folders, packages } = loadedBefore('cli/commands/forecast.ts');
  for (const folder of ['schedule', 'optimize', 'plan', 'report', 'staffing']) expect(folders).not.toContain(folder);
  expect(packages).not.toContain('highs');
  expect(packages).not.toContain('mathjs');
});

it('erlang loads formulas alone', () => {
  expect(loadedBefore('cli/commands/erlang.ts').folders).toEqual(['cli', 'core', 'node', 'numeric', 'queueing', 'time']);
});
