import { inspect, isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

/** Something an example claims: the value of an expression beside the text of its comment. */
export type Claim = { readonly expression: string; readonly expected: string; readonly value: unknown };

/**
 * Runs the code of a documentation example and collects its claims: an expression statement with a comment on the same
 * line, or on the lines right below it, claims that value. Names of `scope` are visible without import.
 */
export async function runExample(code: string, scope: Readonly<Record<string, unknown>>): Promise<Claim[]> {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2023, true);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    if ((ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name !== undefined && ts.isIdentifier(node.name))
      declared.add(node.name.text);
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) declared.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  let body = '';
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      body += importAsConstant(statement);
      for (const name of importedNames(statement)) declared.add(name);
      continue;
    }
    const expected = ts.isExpressionStatement(statement) ? commentBehind(code, statement) : null;
    if (ts.isExpressionStatement(statement) && expected !== null)
      body += `__claim(${JSON.stringify(statement.expression.getText())}, ${JSON.stringify(expected)}, (${statement.expression.getText()}));\n`;
    else body += `${statement.getText()}\n`;
  }
  const names = Object.keys(scope).filter((name) => used.has(name) && !declared.has(name));
  const script = ts.transpileModule(`async function __example() {\n${body}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  }).outputText;
  const claims: Claim[] = [];
  const run = new Function('__scope', '__claim', '__import', `const { ${names.join(', ')} } = __scope;\n${script}\nreturn __example();`);
  await run(
    scope,
    (expression: string, expected: string, value: unknown) => claims.push({ expression, expected, value }),
    (specifier: string) => (specifier.startsWith('shiftcast') ? scope : import(specifier)),
  );
  return claims;
}

function importedNames(statement: ts.ImportDeclaration): string[] {
  const bindings = statement.importClause?.namedBindings;
  const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements.map((element) => element.name.text) : [];
  return [...named, ...(statement.importClause?.name === undefined ? [] : [statement.importClause.name.text])];
}

function importAsConstant(statement: ts.ImportDeclaration): string {
  const names = importedNames(statement);
  if (statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return '';
  return `const { ${names.join(', ')} } = await __import(${statement.moduleSpecifier.getText()});\n`;
}

function commentBehind(code: string, statement: ts.ExpressionStatement): string | null {
  const rest = code.slice(statement.getEnd());
  const match = /^[ \t]*(?:\n[ \t]*)?\/\/[ \t]?(.*)((?:\n[ \t]*\/\/.*)*)/.exec(rest);
  if (match === null) return null;
  const more = (match[2] ?? '').split('\n').map((line) => line.trim().replace(/^\/\/ ?/, ''));
  return [match[1] ?? '', ...more].join(' ').trim();
}

/** True when a claim holds: equal to the literal, or printed with the prefix before the final `…`. */
export function holds(claim: Claim): boolean {
  if (claim.expected.endsWith('…'))
    return inspect(claim.value, { depth: null, breakLength: Number.POSITIVE_INFINITY }).startsWith(claim.expected.slice(0, -1).trimEnd());
  let literal: unknown;
  try {
    literal = new Function(`return (${claim.expected});`)();
  } catch {
    return false;
  }
  return isDeepStrictEqual(JSON.parse(JSON.stringify({ at: claim.value })), JSON.parse(JSON.stringify({ at: literal })));
}
