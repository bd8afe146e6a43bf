import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { readForecast } from '../../src/ingest/index.js';
import { designTiers, requiredGroups } from '../../src/multi-skill/index.js';
import { simulate } from '../../src/simulate/index.js';

type Json = Record<string, unknown>;

const example = (name: string): Json => JSON.parse(readFileSync(resolve(import.meta.dirname, '../../examples/multi-skill', name), 'utf8'));

/** Every place of an object, and it with something else in that place. */
function* broken(whole: Json): Generator<{ readonly what: string; readonly value: Json }> {
  const places: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (path.length > 0) places.push(path);
    if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
  };
  walk(whole, []);
  for (const path of places)
    for (const other of [null, 'x', {}, []]) {
      const value = structuredClone(whole);
      const holder = path.slice(0, -1).reduce<Json>((at, key) => at[key] as Json, value);
      holder[path.at(-1) as string] = other;
      yield { what: `${path.join('.')} = ${JSON.stringify(other)}`, value };
    }
}

/** Plays or refuses in words; anything else is a fault of ours. */
async function playsOrRefuses(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if ((error as Error).name === 'AbortError') return false;
    expect(error, what).toBeInstanceOf(InvalidInputError);
    return true;
  }
}

describe('a file with one thing wrong is refused in words', () => {
  it('as a system', async () => {
    let refused = 0;
    for (const { what, value } of broken(example('centre.json')))
      if (await playsOrRefuses(what, () => simulate(value as never, { horizonSeconds: 60, replications: 1 }))) refused += 1;
    expect(refused).toBeGreaterThan(150);
  });

  it('as a routing with a question', async () => {
    const hour = readForecast(
      'queue,start,interval_seconds,volume,aht_seconds\nall calls,2026-12-07T09:00:00Z,3600,10,230\nhard calls,2026-12-07T09:00:00Z,3600,2,540\n',
      { zone: 'UTC' },
    );
    // What is not refused is not worth sizing here.
    const signal = AbortSignal.abort();
    let refused = 0;
    for (const { what, value } of broken(example('routing.json'))) {
      const { question, ...routing } = value;
      const work = (): Promise<unknown> =>
        what.startsWith('question') ? designTiers(hour, routing as never, question as never, { signal }) : requiredGroups(hour, routing as never, { signal });
      if (await playsOrRefuses(what, work)) refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
  });
});
