// Reading exports: speed, memory, and time that grows with the input and no faster. `npm run build && node bench/ingest.mjs [--megabytes 1000]`.
// Streams are measured in processes of their own. Times on shared machines drift: processor seconds say more than seconds on the clock.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import Papa from 'papaparse';
import { readHistory } from '../dist/ingest/index.js';
import { toInstantMs, toLocalMs } from '../dist/time/index.js';
import { machine, median, printTable } from './tools.mjs';

const MEGABYTE = 1_000_000;
const ZONE = 'Europe/Berlin';
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const two = (value) => String(value).padStart(2, '0');

/** A year of quarter-hours of 20 queues: 700,800 rows. */
function yearOfQuarters() {
  const rows = ['queue,timestamp,volume,aht_seconds,abandoned'];
  for (let i = 0; i < 365 * 96; i += 1) {
    const stamp = new Date(Date.UTC(2025, 0, 6) + i * 900_000).toISOString().slice(0, 16).replace('T', ' ');
    for (let queue = 0; queue < 20; queue += 1)
      rows.push(`queue ${queue},${stamp},${(i * 7 + queue * 13) % 40},${200 + ((i + queue) % 200)},${(i + queue) % 4}`);
  }
  return new TextEncoder().encode(rows.join('\n'));
}

/** Ends of rows of calls, made once: they repeat after 330 × 7 calls. */
function rowEnds() {
  return Array.from(
    { length: 2310 },
    (_, call) =>
      `,queue ${call % 21},Inbound,Agent ${call % 330},${call % 11 === 0 ? 'Abandoned' : 'Answered'},${call % 66},${120 + (call % 330)},${call % 21},${call % 77},+4930${1_000_000 + call},none of note here\n`,
  );
}

/** Records of single calls over a year, 8 million in a gigabyte, as a web stream of 64 kB pieces. */
function callStream(megabytes) {
  const encoder = new TextEncoder();
  const ends = rowEnds();
  const gapSeconds = 3.7 * (1000 / Math.max(1000, megabytes));
  let call = 0;
  let left = megabytes * MEGABYTE;
  let day = '';
  let dayNumber = -1;
  return new ReadableStream({
    pull(controller) {
      let rows = call === 0 ? 'Call ID,Start Time,Queue,Direction,Agent,Status,Wait Time,Talk Time,Hold Time,ACW Time,Phone Number,Notes\n' : '';
      for (let k = 0; k < 550; k += 1) {
        call += 1;
        const seconds = Math.floor(call * gapSeconds);
        if (Math.floor(seconds / 86_400) !== dayNumber) {
          dayNumber = Math.floor(seconds / 86_400);
          day = new Date(Date.UTC(2025, 0, 6 + dayNumber)).toISOString().slice(0, 10);
        }
        rows += `2025-000-${call},${day} ${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${ends[call % 2310]}`;
      }
      const piece = encoder.encode(rows);
      left -= piece.length;
      controller.enqueue(piece);
      if (left <= 0) controller.close();
    },
  });
}

/** The smallest workbook that can be: one sheet, texts in the cells, a year of half-hours of six queues. */
function workbook(rowCount) {
  const rows = Array.from({ length: rowCount }, (_, i) => {
    const serial = 45_663 + Math.floor(i / 6) / 48;
    return `<row r="${i + 2}"><c r="A${i + 2}" t="inlineStr"><is><t>queue ${i % 6}</t></is></c><c r="B${i + 2}" s="1"><v>${serial}</v></c><c r="C${i + 2}"><v>${i % 40}</v></c><c r="D${i + 2}"><v>${200 + (i % 100) / 4}</v></c></row>`;
  });
  const titles = ['Queue', 'Start', 'Offered', 'AHT'].map((title, c) => `<c r="${'ABCD'[c]}1" t="inlineStr"><is><t>${title}</t></is></c>`).join('');
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip({
    'xl/workbook.xml': '<workbook><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1">${titles}</row>${rows.join('')}</sheetData></worksheet>`,
  });
}

/** A zip archive; check sums are those of the packed texts. */
function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain, { level: 6 });
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crcOf(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(plain.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    locals.push(Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), facts, place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, ...directory, Buffer.from('PK\u0005\u0006'), end]));
}

function crcOf(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ -1) >>> 0;
}

const ROW = '1,2026-01-05 08:00:00,a,Inbound,Answered,120\n';
/** A good beginning, longer than what is looked at before the reading starts: what follows is read to its end. */
const HEAD = `Call ID,Start Time,Queue,Direction,Status,Talk Time\n${ROW.repeat(12_000)}`;
const JSON_ROW = '{"id":"1","start":"2026-01-05T08:00:00Z","queue":"a","talk":120}\n';

/** Inputs made to hurt, by size in characters. */
const HOSTILE = {
  'ordinary rows': (size) => HEAD + ROW.repeat(size / ROW.length),
  'quotes and nothing else': (size) => HEAD + `${'"'.repeat(999_999)}\n`.repeat(size / 1_000_000),
  'a quote opened in every row': (size) => HEAD + '1,"x\n'.repeat(size / 5),
  'quoted line breaks and doubled quotes': (size) => `${HEAD}${'"a\nb\n""",'.repeat(10_000)}\n`.repeat(size / (HEAD.length + 90_000)),
  'delimiters and nothing else': (size) => `${HEAD}${`${','.repeat(99_999)}\n`.repeat(size / 100_000)}`,
  'lines as long as lines may be': (size) => HEAD + `${'x'.repeat(3_999_999)}\n`.repeat(size / 4_000_000),
  '20,000 columns': (size) => `${Array.from({ length: 20_000 }, (_, i) => `calls ${i}`).join(',')}\n${`${'5,'.repeat(20_000)}\n`.repeat(size / 40_000)}`,
  'nested JSON': (size) => JSON_ROW.repeat(9000) + `{"a":${'{"a":'.repeat(2000)}1${'}'.repeat(2001)}\n`.repeat(size / 12_000),
  'JSON with ever new fields': (size) =>
    Array.from({ length: size / 100 }, (_, i) => `{"start":"2026-01-05T08:00:00Z","f${i}":1,"g${i}":"${'x'.repeat(50)}"}`).join('\n'),
  'spaces in dates': (size) => HEAD + `1,${' '.repeat(60_000)}2026,a,Inbound,Answered,120\n`.repeat(size / 60_000),
  'digits and colons in durations': (size) => HEAD + `1,2026-01-05 08:00:00,a,Inbound,Answered,${'1:'.repeat(30_000)}\n`.repeat(size / 60_000),
  'digits and dots in counts': (size) =>
    `timestamp,volume,aht\n${'2026-01-05 08:00,5,200\n'.repeat(12_000)}${`2026-01-05 08:30;${'1.'.repeat(30_000)};5\n`.repeat(size / 60_000)}`,
};

async function processorSeconds(work) {
  const before = process.cpuUsage();
  await work().catch(() => undefined); // refused inputs count as well
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Seconds for an input and for one twice as long. */
async function growth(make) {
  const size = 8_000_000;
  const seconds = [];
  for (const length of [size, 2 * size]) {
    const text = make(length);
    await processorSeconds(() => readHistory(text, { zone: 'UTC', maxBadRows: 1 }));
    seconds.push(await processorSeconds(() => readHistory(text, { zone: 'UTC', maxBadRows: 1 })));
  }
  return seconds;
}

function time(runs, work) {
  const seconds = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    work();
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
}

async function timeAsync(runs, work) {
  const seconds = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await work();
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
}

const show = (seconds) => `${Math.min(...seconds).toFixed(3)} / ${median(seconds).toFixed(3)}`;

/** Runs this file again with a flag, in a process of its own, and parses what it prints. */
function apart(...flags) {
  return JSON.parse(spawnSync('node', [fileURLToPath(import.meta.url), ...flags], { encoding: 'utf8' }).stdout);
}

async function readStream(megabytes) {
  const began = performance.now();
  const processor = process.cpuUsage();
  const history = await readHistory(callStream(megabytes), { zone: ZONE });
  const used = process.cpuUsage(processor);
  const seconds = (performance.now() - began) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  return { rows: history.summary.rowsKept, seconds, processorSeconds: (used.user + used.system) / 1e6, peak };
}

async function onlyMake(megabytes) {
  const reader = callStream(megabytes).getReader();
  const seconds = await processorSeconds(async () => {
    while (!(await reader.read()).done);
  });
  return { processorSeconds: seconds };
}

async function readBook() {
  const bytes = workbook(100_000);
  const seconds = await processorSeconds(() => readHistory(bytes, { zone: ZONE }));
  return { megabytes: bytes.length / MEGABYTE, processorSeconds: seconds };
}

async function speed() {
  const year = yearOfQuarters();
  const text = new TextDecoder().decode(year);
  const start = Date.UTC(2025, 0, 6);
  const convert = (by) => () => {
    for (let i = 0; i < 100_000; i += 1) by(ZONE, start + i * 300_000);
  };
  const reading = await timeAsync(5, () => readHistory(year, { zone: ZONE }));
  printTable(
    ['what', 'best / median s', 'wanted s'],
    [
      [`a year of quarter-hours × 20 queues (${(year.length / MEGABYTE).toFixed(0)} MB)`, show(reading), '2'],
      ['papaparse alone on the same text', show(time(3, () => Papa.parse(text, { delimiter: ',' }))), '—'],
      ['100,000 clock readings to instants', show(time(9, convert(toInstantMs))), '0.010'],
      ['100,000 instants to clock readings', show(time(9, convert(toLocalMs))), '0.010'],
    ],
  );
}

function streams(megabytes) {
  const { rows, seconds, processorSeconds: all, peak } = apart('--stream', '--megabytes', String(megabytes));
  const making = apart('--make', '--megabytes', String(megabytes)).processorSeconds;
  const rate = (over) => (megabytes / over).toFixed(1);
  printTable(
    ['call records through a web stream', 'rows', 'MB/s on the clock', 'MB per processor second', 'without making the rows', 'peak MB'],
    [
      [`${megabytes} MB`, rows, rate(seconds), rate(all), rate(all - making), peak.toFixed(0)],
      ['wanted for 1,000 MB', '8 million', '40', '40', '40', '300'],
    ],
  );
  const book = apart('--book');
  printTable(
    ['Excel workbook of 100,000 rows', 'MB packed', 'processor s'],
    [['read to its end', book.megabytes.toFixed(1), book.processorSeconds.toFixed(2)]],
  );
}

async function hostile() {
  const rows = [];
  for (const [name, make] of Object.entries(HOSTILE)) {
    const [once, twice] = await growth(make);
    rows.push([name, once.toFixed(3), twice.toFixed(3), (twice / once).toFixed(2)]);
  }
  printTable(['8 and 16 million characters', 'processor s', 'twice as long', 'ratio'], rows);
}

const megabytes = option('megabytes', 1000);
const has = (flag) => process.argv.includes(flag);
if (has('--stream')) console.log(JSON.stringify(await readStream(megabytes)));
else if (has('--make')) console.log(JSON.stringify(await onlyMake(megabytes)));
else if (has('--book')) console.log(JSON.stringify(await readBook()));
else if (has('--hostile')) await hostile();
else {
  console.log(machine());
  await speed();
  streams(megabytes);
  await hostile();
}
