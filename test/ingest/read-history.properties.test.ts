import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type History, ShiftcastError } from '../../src/core/index.js';
import { readHistory } from '../../src/ingest/index.js';

type Row = { readonly day: number; readonly slot: number; readonly volume: number; readonly aht: number };
type Style = {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly comma: boolean;
  readonly quoteAll: boolean;
  readonly newline: '\n' | '\r\n' | '\r';
  readonly encoding: 'utf-8' | 'utf-8-mark' | 'utf-16le' | 'utf-16be' | 'latin1';
  readonly dates: 'iso' | 'dots' | 'us' | 'words' | 'two columns';
  readonly seconds: 'number' | 'clock' | 'milliseconds';
};

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  comma: fc.boolean(),
  quoteAll: fc.boolean(),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-8-mark', 'utf-16le', 'utf-16be', 'latin1'),
  dates: fc.constantFrom('iso', 'dots', 'us', 'words', 'two columns'),
  seconds: fc.constantFrom('number', 'clock', 'milliseconds'),
});

const rows: fc.Arbitrary<Row[]> = fc
  .uniqueArray(
    fc.record({
      day: fc.integer({ min: 0, max: 40 }),
      slot: fc.integer({ min: 0, max: 95 }),
      volume: fc.integer({ min: 0, max: 9000 }),
      aht: fc.integer({ min: 80, max: 1800 }),
    }),
    {
      minLength: 1,
      maxLength: 25,
      selector: ({ day, slot }) => day * 96 + slot,
    },
  )
  .map((list) => [
    { day: 20, slot: 0, volume: 1, aht: 100 },
    { day: 20, slot: 1, volume: 1, aht: 100 },
    ...list.filter(({ day, slot }) => day !== 20 || slot > 1),
  ]);

const START = Date.UTC(2026, 0, 1);
const two = (value: number): string => String(value).padStart(2, '0');

function stamp(ms: number, dates: Style['dates']): string[] {
  const iso = new Date(ms).toISOString();
  const [year, month, day] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
  const clock = iso.slice(11, 16);
  if (dates === 'iso') return [`${year}-${month}-${day} ${clock}`];
  if (dates === 'dots') return [`${day}.${month}.${year} ${clock}`];
  if (dates === 'words') return [`${Number(day)} ${['Jan', 'Feb', 'Mar'][Number(month) - 1]} ${year} ${clock}`];
  if (dates === 'two columns') return [`${year}/${month}/${day}`, clock];
  const hour = Number(iso.slice(11, 13));
  return [`${Number(month)}/${Number(day)}/${year} ${hour % 12 === 0 ? 12 : hour % 12}:${iso.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`];
}

function write(list: readonly Row[], how: Style): Uint8Array {
  const decimal = how.comma && how.delimiter !== ',';
  const seconds = ({ aht }: Row): string => {
    if (how.seconds === 'clock') return `${Math.floor(aht / 3600)}:${two(Math.floor(aht / 60) % 60)}:${two(aht % 60)}`;
    if (how.seconds === 'milliseconds') return String(aht * 1000);
    return `${aht}${decimal ? ',5' : '.5'}`;
  };
  const header = [
    'Warteschlange',
    ...(how.dates === 'two columns' ? ['Datum', 'Uhrzeit'] : ['Zeitstempel']),
    'Angeboten',
    how.seconds === 'milliseconds' ? 'AHT (ms)' : 'AHT',
  ];
  const table = [
    header,
    ...list.map((row) => ['Süd', ...stamp(START + row.day * 86_400_000 + row.slot * 900_000, how.dates), String(row.volume), seconds(row)]),
  ];
  const text = table
    .map((cells) => cells.map((cell) => (how.quoteAll || cell.includes(how.delimiter) ? `"${cell}"` : cell)).join(how.delimiter))
    .join(how.newline);
  return encode(text, how.encoding);
}

function encode(text: string, encoding: Style['encoding']): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8-mark') return new TextEncoder().encode(`\ufeff${text}`);
  if (encoding === 'latin1') return Uint8Array.from(text, (character) => character.charCodeAt(0));
  const big = encoding === 'utf-16be';
  return Uint8Array.from(
    [...`\ufeff${text}`].flatMap((character) => {
      const code = character.charCodeAt(0);
      return big ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  );
}

const streamOf = (bytes: Uint8Array, size: number): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
};

describe('readHistory', () => {
  it('gives the data back for any delimiter, quoting, encoding, date and duration style', async () => {
    await fc.assert(
      fc.asyncProperty(rows, style, async (list, how) => {
        const history = await readHistory(write(list, how), { zone: 'UTC', intervalSeconds: 900, dateOrder: how.dates === 'us' ? 'monthFirst' : undefined });
        const [queue] = history.queues;
        expect(queue?.queue).toBe('Süd');
        expect(history.summary.rowsKept).toBe(list.length);
        for (const row of list) {
          const at = (START + row.day * 86_400_000 + row.slot * 900_000 - (queue?.startMs ?? 0)) / 900_000;
          expect(queue?.volume[at]).toBe(row.volume);
          if (row.volume > 0) expect(queue?.ahtSeconds[at]).toBeCloseTo(row.aht + (how.seconds === 'number' ? 0.5 : 0), 6);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('reads a stream in any pieces as it reads the whole', async () => {
    await fc.assert(
      fc.asyncProperty(rows, style, fc.integer({ min: 1, max: 400 }), async (list, how, size) => {
        const bytes = write(list, how);
        const options = { zone: 'Europe/Berlin', dateOrder: how.dates === 'us' ? ('monthFirst' as const) : undefined };
        expect(await readHistory(streamOf(bytes, size), options)).toEqual(await readHistory(bytes, options));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps contacts: the volumes of the series add up to those of the rows, in any zone and order', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'), async (list, zone) => {
        const text = ['timestamp,volume', ...list.map((row) => `${stamp(START + row.day * 86_400_000 + row.slot * 900_000, 'iso')[0]},${row.volume}`)].join(
          '\n',
        );
        const history = await readHistory(text, { zone, absentRows: 'missing' });
        const sum = history.queues.reduce((all, queue) => all + queue.volume.reduce((total: number, value) => total + (value ?? 0), 0), 0);
        expect(sum).toBeCloseTo(
          list.reduce((total, row) => total + row.volume, 0),
          6,
        );
      }),
    );
  });

  it('survives a journey through JSON', async () => {
    const history = await readHistory('timestamp,volume,aht\n2026-01-05 08:00,3,300\n2026-01-05 09:00,4,', { zone: 'UTC' });
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  });
});

const folder = join(import.meta.dirname, '../fixtures/exports');
const samples = readdirSync(folder).map((file) => new Uint8Array(readFileSync(join(folder, file))));

/** Reads, and holds what must hold of every outcome. */
async function readOrRefuse(input: Uint8Array | string): Promise<void> {
  let history: History;
  try {
    history = await readHistory(input, { zone: 'Europe/Berlin' });
  } catch (fault) {
    expect(fault).toBeInstanceOf(ShiftcastError);
    expect((fault as Error).message).not.toMatch(/[\n\r]/);
    return;
  }
  const dropped = Object.values(history.summary.rowsDropped).reduce((sum, count) => sum + count, 0);
  expect(history.summary.rowsKept + dropped).toBe(history.summary.rowsRead);
  for (const queue of history.queues) {
    const { length } = queue.volume;
    for (const column of [queue.handled, queue.abandoned, queue.shortAbandoned, queue.ahtSeconds, queue.meanWaitSeconds]) expect(column).toHaveLength(length);
    for (const value of queue.volume) expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
    for (const [from, to] of queue.closed)
      expect(from >= 0 && from < to && to <= length && queue.volume.slice(from, to).every((value) => value === null)).toBe(true);
  }
}

describe('broken input', () => {
  it('is read or refused with an error of the library, whatever the text', async () => {
    const scraps = fc.constantFrom(
      'timestamp',
      'volume',
      '2026-01-05',
      ' 08:00',
      '05/01/2026',
      ',',
      ';',
      '\n',
      '"',
      '12',
      '-3',
      'AHT',
      'call id',
      '\t',
      'Total',
      ':',
      '{"a":1}',
      '\r',
      'é',
      '|',
      '1767600000',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(scraps, { maxLength: 40 }), (parts) => readOrRefuse(parts.join(''))),
      { numRuns: 400 },
    );
  });

  it('is read or refused with an error of the library, whatever happened to a sample on its way', async () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 0, max: 12 }),
      bytes: fc.uint8Array({ maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 }), async (sample, changes) => {
        let bytes = [...sample];
        for (const { at, length, bytes: put } of changes)
          bytes = [...bytes.slice(0, Math.floor(at * bytes.length)), ...put, ...bytes.slice(Math.floor(at * bytes.length) + length)];
        await readOrRefuse(Uint8Array.from(bytes));
      }),
      { numRuns: 400 },
    );
  });
});
