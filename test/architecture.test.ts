import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

/** Imports go from a later group to an earlier one, never back and never between siblings. */
const GROUPS = [
  ['core'],
  ['time', 'random', 'numeric'],
  ['series'],
  ['ingest', 'forecast', 'queueing', 'optimize'],
  ['simulate'],
  ['staffing'],
  ['multi-skill'],
  ['schedule'],
  ['operate'],
  ['plan'],
  ['report', 'exchange'],
  ['node', 'browser'],
  ['cli'],
];

/** The one folder that may import a package; everybody else goes through that folder. */
const HOMES: Readonly<Record<string, string>> = {
  valibot: 'core',
  '@valibot/to-json-schema': 'core',
  'date-fns': 'time',
  '@date-fns/tz': 'time',
  'pure-rand': 'random',
  'simple-statistics': 'numeric',
  papaparse: 'ingest',
  'read-excel-file': 'ingest',
  highs: 'optimize',
  'javascript-lp-solver': 'optimize',
  'ical-generator': 'exchange',
  'write-excel-file': 'exchange',
  tinypool: 'node',
  bullmq: 'node',
  'date-holidays': 'node',
  mathjs: 'operate',
  commander: 'cli',
  picocolors: 'cli',
  'cli-progress': 'cli',
  'cli-table3': 'cli',
};

const HOST_FOLDERS = ['node', 'cli'];

type SourceFile = { readonly name: string; readonly folder: string; readonly code: string; readonly imports: readonly string[] };

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function readSources(): SourceFile[] {
  const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'));
  return names.map((name) => {
    const text = readFileSync(join(SOURCE, name), 'utf8');
    const code = withoutComments(text);
    const imports = ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName);
    const parts = name.split(/[\\/]/);
    return { name, folder: parts.length > 1 ? (parts[0] as string) : '', code, imports };
  });
}

const rank = (folder: string): number => GROUPS.findIndex((group) => group.includes(folder));
const files = readSources();
const inFolders = files.filter((file) => file.folder !== '');
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('architecture', () => {
  it('knows every folder of src', () => {
    expect([...new Set(inFolders.map((file) => file.folder))].filter((folder) => rank(folder) < 0)).toEqual([]);
  });

  it('imports one way, and enters a folder through its index', () => {
    const faults = inFolders.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith('.'))
        .flatMap((specifier) => {
          const target = relative(SOURCE, resolve(SOURCE, dirname(file.name), specifier)).split(/[\\/]/);
          const folder = target[0] as string;
          if (folder === file.folder) return [];
          const throughIndex = target.length === 2 && target[1] === 'index.js';
          return throughIndex && rank(folder) >= 0 && rank(folder) < rank(file.folder) ? [] : [`${file.name} imports ${specifier}`];
        }),
    );
    expect(faults).toEqual([]);
  });

  it('imports each package in its home folder only', () => {
    const faults = files.flatMap((file) =>
      file.imports
        .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
        .filter((specifier) => HOMES[packageOf(specifier)] !== file.folder)
        .map((specifier) => `${file.name} imports ${specifier}`),
    );
    expect(faults).toEqual([]);
  });

  it('keeps the host (files, clock, console, local time) out of everything but node and cli', () => {
    const forbidden: readonly [RegExp, string][] = [
      [/['"]node:/, 'node:'],
      [/\bDate\.now\b/, 'Date.now'],
      [/\bnew Date\(\s*\)/, 'new Date()'],
      [/\bMath\.random\b/, 'Math.random'],
      [/\bconsole\./, 'console'],
      [/\bprocess\./, 'process'],
      [/\.(get|set)(Hours|Minutes|Seconds|Day|Date|Month|FullYear|TimezoneOffset)\(/, 'local-time Date getter'],
      [/\.toLocale(Date|Time)?String\(/, 'toLocaleString'],
    ];
    const faults = inFolders
      .filter((file) => !HOST_FOLDERS.includes(file.folder) && !file.name.startsWith(join('report', 'client')))
      .flatMap((file) => forbidden.filter(([pattern]) => pattern.test(file.code)).map(([, what]) => `${file.name}: ${what}`));
    expect(faults).toEqual([]);
  });

  it('loads the solvers and the client script by dynamic import only', () => {
    const faults = files.flatMap((file) =>
      [
        ...file.code.matchAll(
          /^\s*(?:import|export)\s(?!type)[^;]*?from\s*['"](highs|javascript-lp-solver|@valibot\/to-json-schema|mathjs|[^'"]*client-script[^'"]*)['"]/gm,
        ),
      ].map((match) => `${file.name}: ${match[1]}`),
    );
    expect(faults).toEqual([]);
  });

  it('sees the imports it judges', () => {
    expect(inFolders.flatMap((file) => file.imports).length).toBeGreaterThan(50);
  });
});
