import { describe, expect, it } from 'vitest';
import type { History } from '../../src/core/index.js';
import { readHistory } from '../../src/ingest/index.js';
import { type BookSpec, bookFiles, bookOf, type CellSpec, serialOf, zipOf } from './write-workbook.js';

const STAMP = 0;
const DATE = 1;
const CLOCK = 2;
const ELAPSED = 3;
const PERCENT = 4;
const MONTH = 5;
const FORMATS = ['dd.mm.yyyy\\ hh:mm', '[$-407]d. mmm yyyy;@', 'h:mm AM/PM', '[h]:mm:ss', '0.0%', 'mmm\\-yy'];

const stamp = (iso: string): CellSpec => ({ value: serialOf(iso), format: STAMP });
const elapsed = (seconds: number): CellSpec => ({ value: seconds / 86_400, format: ELAPSED });

/** What Excel users keep: a title, a blank line, a header, stamps, counts, durations, a total. */
const DATA: readonly (readonly CellSpec[])[] = [
  ['Calls by half-hour'],
  [],
  ['Queue', 'Interval start', 'Offered', 'Handled', 'AHT', 'SLA'],
  ['Süd', stamp('2026-01-13T08:00'), 1022, 1001, elapsed(312), { value: 0.85, format: PERCENT }],
  ['Süd', stamp('2026-01-13T08:30'), 31, 31, elapsed(298.5), { value: 1, format: PERCENT }],
  ['Total', null, 1053, 1032, elapsed(90_061), null],
];
const BOOK: BookSpec = { sheets: [{ name: 'Data', rows: DATA }], formats: FORMATS };

const read = (spec: BookSpec, options = {}): Promise<History> => readHistory(bookOf(spec), { zone: 'Europe/Berlin', ...options });

function expectTwoHalfHours({ queues, summary }: History): void {
  expect(queues).toHaveLength(1);
  const [queue] = queues;
  expect(queue?.queue).toBe('Süd');
  expect(queue?.startMs).toBe(Date.parse('2026-01-13T08:00+01:00'));
  expect(queue?.intervalSeconds).toBe(1800);
  expect(queue?.volume).toEqual([1022, 31]);
  expect(queue?.handled).toEqual([1001, 31]);
  expect(queue?.ahtSeconds).toEqual([312, 298.5]);
  expect(summary.rowsDropped).toMatchObject({ total: 1 });
}

describe('readHistory reads an Excel workbook', () => {
  it('with dates as serial numbers, durations, percentages, shared texts, a title above and a total below', async () => {
    const history = await read(BOOK);
    expectTwoHalfHours(history);
    expect(history.summary).toMatchObject({ encoding: 'xlsx', delimiter: null, units: { sheet: 'Data' }, doubts: [] });
  });

  it.each([
    ['texts kept in the cells', { inline: true }],
    ['prefixed elements', { prefix: 'x:' }],
    ['nothing packed', { packing: { stored: true } }],
    ['a comment at the end of the archive', { packing: { comment: 'PK made by hand' } }],
  ])('with %s', async (_name, how) => expectTwoHalfHours(await read({ ...BOOK, ...how })));

  it('the same out of a stream, whatever its chunks', async () => {
    const bytes = bookOf(BOOK);
    for (const size of [1, 7, 1000, bytes.length]) {
      let at = 0;
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, at + size));
          at += size;
        },
      });
      expect(await readHistory(stream, { zone: 'Europe/Berlin' })).toEqual(await read(BOOK));
    }
  });

  it('whose days count from 1904, formatted as dates or not at all', async () => {
    const rows = (cell: (iso: string) => CellSpec): CellSpec[][] => [
      ['Start', 'Calls'],
      [cell('2026-01-13T08:00'), 5],
      [cell('2026-01-13T08:30'), 6],
    ];
    const serial1904 = (iso: string): number => serialOf(iso) - 1462;
    for (const cell of [(iso: string): CellSpec => ({ value: serial1904(iso), format: STAMP }), serial1904]) {
      const { queues } = await read({ sheets: [{ name: 'Data', rows: rows(cell) }], formats: FORMATS, date1904: true });
      expect(queues[0]?.startMs).toBe(Date.parse('2026-01-13T08:00+01:00'));
      expect(queues[0]?.volume).toEqual([5, 6]);
    }
  });

  it('with a date and a time of day in two columns, and times past midnight of durations', async () => {
    const row = (hours: number, calls: number, aht: number): CellSpec[] => [
      { value: serialOf('2026-01-05T00:00'), format: DATE },
      { value: hours / 24, format: CLOCK },
      calls,
      { value: aht / 86_400, format: CLOCK },
    ];
    const { queues } = await read({
      sheets: [{ name: 'a', rows: [['Date', 'Time', 'Calls', 'Avg handle time'], row(8.25, 5, 240), row(8.5, 6, 255)] }],
      formats: FORMATS,
    });
    expect(queues[0]).toMatchObject({
      startMs: Date.parse('2026-01-05T08:15+01:00'),
      intervalSeconds: 900,
      volume: [5, 6],
      ahtSeconds: [240, 255],
    });
  });

  it('with months across the top', async () => {
    const months = ['2025-10-01T00:00', '2025-11-01T00:00', '2025-12-01T00:00'];
    const { queues } = await read({
      sheets: [{ name: 'a', rows: [['Month', 'Calls'], ...months.map((iso, i): CellSpec[] => [{ value: serialOf(iso), format: MONTH }, 100 + i])] }],
      formats: FORMATS,
    });
    expect(queues[0]).toMatchObject({ grain: 'month', startDay: '2025-10-01', volume: [100, 101, 102] });
  });

  it('with the stored results of formulas, and says how many formulas have none', async () => {
    const formula = (value: string): CellSpec => ({ xml: `<c r="PLACE"><f>SUM(A1:A2)</f>${value}</c>` });
    const rows = (last: string): CellSpec[][] => [
      ['Start', 'Calls', 'AHT (s)'],
      ['2026-01-05 08:00', formula('<v>5</v>'), formula('<v>240</v>')],
      ['2026-01-05 08:30', formula('<v>6</v>'), formula(last)],
    ];
    const full = await read({ sheets: [{ name: 'a', rows: rows('<v>250</v>') }] });
    expect(full.queues[0]).toMatchObject({ volume: [5, 6], ahtSeconds: [240, 250] });
    expect(full.issueCounts).toEqual({});
    const lacking = await read({ sheets: [{ name: 'a', rows: rows('') }] });
    expect(lacking.queues[0]?.ahtSeconds).toEqual([240, null]);
    expect(lacking.issueCounts).toEqual({ formulaWithoutValue: 1 });
  });

  it('with booleans, error values, line breaks in cells and characters that XML cannot hold', async () => {
    const error: CellSpec = { xml: '<c r="PLACE" t="e"><v>#DIV/0!</v></c>' };
    const { queues, issueCounts } = await read({
      sheets: [
        {
          name: 'a',
          rows: [
            ['Call ID', 'Start time', 'Queue\nname', 'Abandoned', 'Talk time (s)'],
            ['a', '2026-01-05 08:01:00', 'Süd_x000D_\n2', false, 200],
            ['b', '2026-01-05 08:02:00', 'Süd_x000D_\n2', true, error],
            ['c', '2026-01-05 09:31:00', 'Süd_x000D_\n2', false, 220],
          ],
        },
      ],
    });
    expect(queues[0]).toMatchObject({ queue: 'Süd\r\n2', handled: [1, 0, 0, 1], abandoned: [1, 0, 0, 0] });
    expect(issueCounts.badValue).toBeUndefined();
  });

  it('numbers rows as the spreadsheet shows them', async () => {
    const { issues } = await read(
      { ...BOOK, sheets: [{ name: 'Data', rows: [...DATA, ['Süd', stamp('2026-01-13T09:00'), -4, 0, null, null]] }] },
      { maxBadRows: 1 },
    );
    expect(issues.find(({ code }) => code === 'negativeVolume')?.row).toBe(7);
  });
});

describe('the sheet of a workbook', () => {
  const sheets = [
    { name: 'Hidden', rows: DATA, state: 'hidden' },
    { name: 'Notes', rows: [['written by the team'], ['see Data']] },
    { name: 'Data', rows: DATA },
    { name: 'Old', rows: [...DATA.slice(0, 4), ['Süd', stamp('2026-01-13T08:30'), 99, 98, null, null]] },
  ];
  const spec: BookSpec = { sheets, formats: FORMATS };

  it('is the first visible one with a usable table; the others are named with the option that reads them', async () => {
    const { summary, queues } = await read(spec);
    expect(queues[0]?.volume).toEqual([1022, 31]);
    expect(summary.units.sheet).toBe('Data');
    expect(summary.doubts).toEqual([
      {
        what: 'the workbook has 4 sheets, 3 of which hold tables',
        chosen: 'sheet "Data"; not read: "Hidden", "Notes", "Old"',
        option: '--sheet "Hidden"',
      },
    ]);
  });

  it('is the one asked for, by name in any case or by position from 1', async () => {
    for (const sheet of ['old', 4, '4']) expect((await read(spec, { sheet })).queues[0]?.volume).toEqual([1022, 99]);
  });

  it('must be there, and hold a table', async () => {
    await expect(read(spec, { sheet: 'Feb' })).rejects.toThrow('has no sheet "Feb". Its sheets: "Hidden", "Notes", "Data", "Old".');
    await expect(read(spec, { sheet: 'Notes' })).rejects.toMatchObject({ code: 'unusableInput' });
    await expect(read({ sheets: sheets.slice(1, 2) })).rejects.toMatchObject({ code: 'unusableInput' });
    await expect(read(spec, { sheet: 0 })).rejects.toMatchObject({ code: 'invalidInput' });
  });
});

describe('archives that are no workbook to be read', () => {
  const refusal = async (bytes: Uint8Array, options = {}): Promise<string> => {
    const fault: unknown = await readHistory(bytes, { zone: 'UTC', sourceName: 'file', ...options }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'unusableInput' });
    expect((fault as Error).message).not.toMatch(/\n/);
    return (fault as Error).message;
  };

  it('are named for what they are, with the way out', async () => {
    expect(await refusal(zipOf({ 'calls.csv': 'a,b' }))).toContain('it holds "calls.csv". Unpack it');
    expect(await refusal(zipOf({ 'content.xml': '', mimetype: '' }))).toContain('OpenDocument');
    expect(await refusal(zipOf({ 'xl/workbook.bin': '' }))).toContain('.xlsb');
    expect(await refusal(zipOf({ 'word/document.xml': '' }))).toContain('Word');
    expect(await refusal(bookOf({ ...BOOK, packing: { password: true } }))).toContain('password');
    const ole = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0));
    expect(await refusal(ole)).toContain('old Excel workbook (.xls), not a text export. Save it as an Excel workbook (.xlsx) or as CSV first.');
    const words = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);
    expect(await refusal(Uint8Array.of(...ole.slice(0, 512), ...words))).toContain('protected by a password');
  });

  it('are refused when they are cut off, wherever', async () => {
    const bytes = bookOf(BOOK);
    for (let length = 4; length < bytes.length; length += 97) expect(await refusal(bytes.slice(0, length))).toMatch(/damaged/);
  });

  it('are given up when they unpack to more than the limit, whatever their list of contents says', async () => {
    const files = bookFiles(BOOK);
    const bomb = zipOf({ ...files, 'xl/worksheets/sheet1.xml': `${files['xl/worksheets/sheet1.xml']?.replace('</sheetData>', '')}${' '.repeat(30_000_000)}` });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb, { maxUnpackedBytes: 20e6 })).toContain('unpacks to more than 20MB');
    expect(await refusal(bomb, { maxUnpackedBytes: 20e6 })).toContain('--max-unpacked 40MB (maxUnpackedBytes)');
    const shared = zipOf({ ...files, 'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(400_000)}</sst>` });
    expect(await refusal(shared, { maxUnpackedBytes: 20e6 })).toContain('unpacks to more than 5MB');
  });
});
