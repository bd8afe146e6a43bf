// Reading exports: speed and memory. `npm run build && node bench/ingest.mjs [--megabytes 1000]`.
// Memory of the stream is measured in a process of its own. Times on shared machines drift; the best of the runs is printed beside the median.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { readHistory } from '../dist/ingest/index.js';
import { toInstantMs, toLocalMs } from '../dist/time/index.js';
import { machine, median, printTable } from './tools.mjs';

const MEGABYTE = 1_000_000;
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};

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

/** Records of single calls, as a web stream of 64 kB pieces. */
function callStream(megabytes) {
  const encoder = new TextEncoder();
  let call = 0;
  let left = megabytes * MEGABYTE;
  return new ReadableStream({
    pull(controller) {
      const rows = call === 0 ? ['Call ID,Start Time,Queue,Direction,Agent,Status,Wait Time,Talk Time,Hold Time,ACW Time,Phone Number,Notes'] : [];
      for (let k = 0; k < 500; k += 1) {
        call += 1;
        const start = new Date(Date.UTC(2025, 0, 6) + call * 3700).toISOString().slice(0, 19).replace('T', ' ');
        rows.push(
          `${call},${start},queue ${call % 20},Inbound,Agent ${call % 400},${call % 11 === 0 ? 'Abandoned' : 'Answered'},${call % 60},${120 + (call % 300)},${call % 20},${call % 90},+4930${1_000_000 + call},none of note here`,
        );
      }
      const piece = encoder.encode(`${rows.join('\n')}\n`);
      left -= piece.length;
      controller.enqueue(piece);
      if (left <= 0) controller.close();
    },
  });
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

if (process.argv.includes('--stream')) {
  const megabytes = option('megabytes', 200);
  const began = performance.now();
  const processor = process.cpuUsage();
  const history = await readHistory(callStream(megabytes), { zone: 'Europe/Berlin' });
  const used = process.cpuUsage(processor);
  const seconds = (performance.now() - began) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ rows: history.summary.rowsKept, seconds, processorSeconds: (used.user + used.system) / 1e6, peak }));
} else {
  console.log(machine());
  const year = yearOfQuarters();
  const text = new TextDecoder().decode(year);
  const zone = 'Europe/Berlin';
  const start = Date.UTC(2025, 0, 6);
  const convert = (by) => () => {
    for (let i = 0; i < 100_000; i += 1) by(zone, start + i * 300_000);
  };
  const reading = await timeAsync(5, () => readHistory(year, { zone }));
  printTable(
    ['what', 'best / median s', 'wanted s'],
    [
      [`a year of quarter-hours × 20 queues (${(year.length / MEGABYTE).toFixed(0)} MB)`, show(reading), '2'],
      ['papaparse alone on the same text', show(time(3, () => Papa.parse(text, { delimiter: ',' }))), '—'],
      ['100,000 clock readings to instants', show(time(9, convert(toInstantMs))), '0.010'],
      ['100,000 instants to clock readings', show(time(9, convert(toLocalMs))), '0.010'],
    ],
  );
  const megabytes = option('megabytes', 200);
  const { stdout } = spawnSync('node', [fileURLToPath(import.meta.url), '--stream', '--megabytes', String(megabytes)], { encoding: 'utf8' });
  const { rows, seconds, processorSeconds, peak } = JSON.parse(stdout);
  printTable(
    ['call records through a stream', 'rows', 'MB/s', 'MB per processor second', 'peak MB'],
    [[`${megabytes} MB (making the rows included)`, rows, (megabytes / seconds).toFixed(1), (megabytes / processorSeconds).toFixed(1), peak.toFixed(0)]],
  );
}
