import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../src');

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (target.flags & ts.SymbolFlags.Class) return 'class';
  if (target.flags & ts.SymbolFlags.Function) return 'function';
  if (target.flags & ts.SymbolFlags.Variable) return 'constant';
  return 'type';
}

it('the public names are those of the reviewed list', async () => {
  const entries = [
    'index.ts',
    ...readdirSync(SOURCE, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'cli')
      .map((entry) => join(entry.name, 'index.ts')),
  ];
  const program = ts.createProgram(
    entries.map((entry) => join(SOURCE, entry)),
    { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, skipLibCheck: true, strict: true, noEmit: true },
  );
  const checker = program.getTypeChecker();
  const lines = entries.flatMap((entry) => {
    const file = program.getSourceFile(join(SOURCE, entry));
    const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (symbol === undefined) return [];
    const names = checker.getExportsOfModule(symbol).map((name) => `  ${kindOf(name, checker)} ${name.getName()}`);
    const title = entry === 'index.ts' ? 'shiftcast' : `shiftcast/${entry.split(/[\\/]/)[0]}`;
    return [title, ...names.sort(), ''];
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/public-exports.txt');
}, 60_000);
