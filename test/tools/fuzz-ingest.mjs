// Mutated sample exports and workbooks, whole and as streams, against the reader of the built package: `node test/tools/fuzz-ingest.mjs [--runs 200000] [--seed 1]`.
// Whatever the input, it is read (rows kept + rows dropped = rows read, no value that cannot be) or refused with an error of the library, in one line, in time.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShiftcastError } from '../../dist/core/index.js';
import { readHistory } from '../../dist/ingest/index.js';
import { randomStream } from '../../dist/random/index.js';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const runs = option('runs', 200_000);
const seed = option('seed', 1);
const folders = ['../fixtures/exports', '../fixtures/workbooks'].map((name) => join(import.meta.dirname, name));
const samples = folders.flatMap((folder) => readdirSync(folder).map((file) => new Uint8Array(readFileSync(join(folder, file)))));
const scraps = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  '-',
  '0',
  '9999999999',
  '1e308',
  'NaN',
  '24:00',
  '29/02/2026',
  '02:30',
  'Total',
  'timestamp',
  'volume',
  '{',
  '}',
  '\ufeff',
  'ü',
  '=1+1',
  '<script>',
  '\u0000',
  ' ',
  '<row r="9">',
  '</c>',
  '<c r="XFD1"><v>1</v></c>',
  '<!--',
  '<![CDATA[',
  '&#x41;',
  't="s"',
  '1E+99',
].map((text) => new TextEncoder().encode(text));
const random = randomStream(seed, 'fuzz ingest');

const join2 = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** One change: put a scrap in, cut bytes out, repeat a stretch, flip a byte, or splice in another sample. */
function mutate(bytes) {
  const at = random.integer(bytes.length + 1);
  const to = Math.min(bytes.length, at + random.integer(40));
  switch (random.integer(5)) {
    case 0:
      return join2(bytes.subarray(0, at), scraps[random.integer(scraps.length)], bytes.subarray(at));
    case 1:
      return join2(bytes.subarray(0, at), bytes.subarray(to));
    case 2:
      return join2(bytes.subarray(0, to), ...Array.from({ length: random.integer(4) }, () => bytes.subarray(at, to)), bytes.subarray(to));
    case 3: {
      const changed = bytes.slice();
      if (at < changed.length) changed[at] = random.integer(256);
      return changed;
    }
    default: {
      const other = samples[random.integer(samples.length)];
      const from = random.integer(other.length);
      return join2(bytes.subarray(0, at), other.subarray(from, from + random.integer(200)), bytes.subarray(at));
    }
  }
}

/** The bytes as a web stream of pieces of random lengths. */
function streamOf(bytes) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const to = at + 1 + random.integer(random.integer(2) === 0 ? 8 : 700);
      controller.enqueue(bytes.slice(at, to));
      at = to;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** What reading gives, or how it is refused, as text to compare. */
async function outcomeOf(input, options) {
  try {
    return JSON.stringify(await readHistory(input, options));
  } catch (error) {
    return error instanceof ShiftcastError ? `${error.code}: ${error.message}` : error.stack;
  }
}

function faultOf(history) {
  const { rowsRead, rowsKept, rowsDropped } = history.summary;
  if (rowsKept + Object.values(rowsDropped).reduce((sum, count) => sum + count, 0) !== rowsRead) return 'rows kept + rows dropped is not rows read';
  for (const queue of history.queues) {
    for (const name of ['volume', 'handled', 'abandoned', 'shortAbandoned', 'ahtSeconds', 'meanWaitSeconds']) {
      if (queue[name].length !== queue.volume.length) return `${name} has another length than volume`;
      if (queue[name].some((value) => value !== null && !(Number.isFinite(value) && value >= 0))) return `${name} holds a value that cannot be`;
    }
    if (
      queue.closed.some(([from, to]) => !(from >= 0 && from < to && to <= queue.volume.length) || queue.volume.slice(from, to).some((value) => value !== null))
    )
      return 'closed covers known intervals';
  }
  return null;
}

const outcomes = { read: 0, refused: 0 };
let slowest = 0;
for (let run = 0; run < runs; run += 1) {
  let bytes = samples[random.integer(samples.length)];
  for (let change = 1 + random.integer(6); change > 0; change -= 1) bytes = mutate(bytes);
  const began = performance.now();
  const options = {
    zone: 'Europe/Berlin',
    dateOrder: run % 2 === 0 ? 'monthFirst' : undefined,
    firstBytes: run % 10 === 0 ? 1 + random.integer(2000) : undefined,
    maxUnpackedBytes: 2e6,
  };
  let fault = null;
  try {
    const history = await readHistory(bytes, options);
    fault = faultOf(history);
    outcomes.read += 1;
    if (run % 4 === 0 && fault === null && (await outcomeOf(streamOf(bytes), options)) !== JSON.stringify(history))
      fault = 'a stream of the same bytes reads otherwise';
  } catch (error) {
    if (!(error instanceof ShiftcastError)) fault = error.stack;
    else if (/[\n\r]/.test(error.message)) fault = `a message of several lines: ${JSON.stringify(error.message)}`;
    outcomes.refused += 1;
    if (run % 4 === 0 && fault === null && (await outcomeOf(streamOf(bytes), options)) !== `${error.code}: ${error.message}`)
      fault = 'a stream of the same bytes is refused otherwise, or read';
  }
  slowest = Math.max(slowest, performance.now() - began);
  if (fault !== null) {
    writeFileSync('fuzz-ingest-fault.bin', bytes);
    console.error(`run ${run} (seed ${seed}): ${fault}\nThe input is in fuzz-ingest-fault.bin.`);
    process.exit(1);
  }
}
console.log(`${runs} mutated samples: ${outcomes.read} read, ${outcomes.refused} refused, slowest ${slowest.toFixed(0)} ms`);
