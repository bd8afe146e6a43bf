import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnusableInputError } from '../../src/core/index.js';
import { readHistory } from '../../src/ingest/index.js';
import { HAND_MADE_SHAPES } from './unseen/hand-made.js';
import { SECOND_ROUND } from './unseen/second-round.js';
import { THIRD_ROUND } from './unseen/third-round.js';
import { TICKET_SHAPES } from './unseen/ticket-systems.js';
import { VOICE_SHAPES } from './unseen/voice-systems.js';

const QUEUE_LOG = [
  '1768291200|c1|sales|NONE|ENTERQUEUE||017|1',
  '1768291210|c1|sales|ada|CONNECT|10|c2|3',
  '1768291300|c1|sales|ada|COMPLETECALLER|10|90|1',
  '1768291310|c3|sales|NONE|ENTERQUEUE||018|1',
  '1768291340|c3|sales|NONE|ABANDON|1|1|30',
  '1768291350|c4|sales|NONE|ENTERQUEUE||019|1',
].join('\n');
const TEXTS = [...VOICE_SHAPES, ...TICKET_SHAPES, ...HAND_MADE_SHAPES, ...SECOND_ROUND, ...THIRD_ROUND]
  .flatMap(({ text, options }) => (text === undefined ? [] : [{ text, options }]))
  .concat({ text: QUEUE_LOG, options: {} });

/** Lines taken out, doubled, emptied, cut, or made of nonsense. */
const damage = fc.array(fc.record({ at: fc.nat(60), kind: fc.constantFrom('drop', 'double', 'blank', 'cut', 'noise') }), { maxLength: 5 });

function damaged(text: string, wounds: readonly { readonly at: number; readonly kind: string }[]): string {
  const lines = text.split('\n');
  for (const { at, kind } of wounds) {
    const i = at % Math.max(1, lines.length);
    const line = lines[i] ?? '';
    const replacement = { drop: [], double: [line, line], blank: [''], cut: [line.slice(0, line.length / 2)], noise: ['???;,;,"'] }[kind] ?? [line];
    lines.splice(i, 1, ...replacement);
  }
  return lines.join('\n');
}

it('rows kept and rows dropped add up to rows read in every layout, however damaged, and nothing but our own errors is thrown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...TEXTS), damage, async ({ text, options }, wounds) => {
      try {
        const { summary } = await readHistory(damaged(text, wounds), { zone: 'UTC', maxBadRows: 1, dateOrder: 'dayFirst', ...options });
        expect(Object.values(summary.rowsDropped).reduce((sum, count) => sum + count, summary.rowsKept)).toBe(summary.rowsRead);
      } catch (fault) {
        expect(fault).toBeInstanceOf(UnusableInputError);
      }
    }),
    { numRuns: 400 },
  );
}, 30_000);
