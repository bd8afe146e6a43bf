import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SERVICE_LEVEL_RULES } from '../../src/core/index.js';
import { queueMetrics, requiredAgents } from '../../src/queueing/index.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/service-level.md', import.meta.url)), 'utf8');
const cells = (start: string): string[] =>
  page
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.split('|')
    .map((text) => text.trim()) ?? [];

const queue = { volume: 150, intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 60 } as const;
const metrics = queueMetrics({ ...queue, agents: 20, answerWithinSeconds: 20 });

describe('docs/service-level.md', () => {
  it.each(SERVICE_LEVEL_RULES)('prints what the formulas give for the rule %s', (rule) => {
    const row = cells(`| \`${rule}\` |`);
    const level = metrics.serviceLevel?.[rule] ?? Number.NaN;
    const offered = metrics.serviceLevel?.offered ?? Number.NaN;
    expect(row[4]).toBe(`${(100 * level).toFixed(2)} %`);
    expect(row[5]).toBe((100 * (level - offered)).toFixed(2));
    const target = { serviceLevel: 0.8, answerWithinSeconds: 20, serviceLevelRule: rule };
    expect(row[6]).toBe(String(requiredAgents({ ...queue, target }).agents));
  });

  it('splits a hundred calls as the formulas do', () => {
    const within = metrics.serviceLevel?.offered ?? Number.NaN;
    const early = metrics.abandonedWithinThreshold ?? Number.NaN;
    const want: readonly [string, number][] = [
      ['| answered within 20 s', within],
      ['| give up within 20 s', early],
      ['| answered later', 1 - metrics.abandonProbability - within],
      ['| give up later', metrics.abandonProbability - early],
    ];
    for (const [start, share] of want) expect(cells(start)[2]).toBe((100 * share).toFixed(2));
    expect(page).toContain(`they are ${metrics.asaSeconds?.toFixed(1)} s and ${metrics.meanWaitSeconds?.toFixed(1)} s`);
    expect(requiredAgents({ volume: 150, intervalSeconds: 1800, ahtSeconds: 240, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).agents).toBe(25);
  });
});
