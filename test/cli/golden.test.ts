import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, scratchFolder } from './run-cli.js';

const GOLDEN = '../golden';
const folder = scratchFolder();

/** Five weeks of half-hours, weekdays 08:00-12:00, with a total row, a negative volume and a gap. */
function export5Weeks(): string {
  const rows = ['Interval Start;Queue;Calls Offered;Calls Abandoned;AHT (sec)'];
  for (let day = 0; day < 35; day += 1) {
    if (day % 7 > 4) continue;
    for (let half = 0; half < 8; half += 1) {
      const at = new Date(Date.UTC(2026, 9, 5 + day, 8, half * 30));
      const stamp = `${String(at.getUTCDate()).padStart(2, '0')}.${String(at.getUTCMonth() + 1).padStart(2, '0')}.2026 ${at.toISOString().slice(11, 16)}`;
      const volume = 20 + ((day * 7 + half * 3) % 11);
      if (day === 16 && half === 3) continue;
      rows.push(`${stamp};Billing;${day === 9 && half === 2 ? -4 : volume};${volume % 3};${230 + half}`);
    }
  }
  return `${rows.join('\n')}\nTotal;;3200;;\n`;
}

describe('what the tool prints', () => {
  it('as its help', async () => {
    const call = await runCli(['--help']);
    expect(call).toMatchObject({ code: 0, err: '' });
    await expect(call.out).toMatchFileSnapshot(`${GOLDEN}/cli-help.txt`);
  });

  it('as the help of plan', async () => {
    await expect((await runCli(['plan', '--help'])).out).toMatchFileSnapshot(`${GOLDEN}/cli-help-plan.txt`);
  });

  it('for one interval', async () => {
    const call = await runCli([
      'erlang',
      '--volume',
      '120',
      '--interval',
      '30',
      '--aht',
      '4min',
      '--target',
      '80/20',
      '--patience',
      '2min',
      '--shrinkage',
      '10%',
    ]);
    expect(call).toMatchObject({ code: 0, err: '' });
    await expect(call.out).toMatchFileSnapshot(`${GOLDEN}/cli-erlang.txt`);
  });

  it('for a line that is full before the target is met', async () => {
    const call = await runCli(['erlang', '--volume', '120', '--aht', '240', '--target', '80/20', '--capacity', '12']);
    expect(call).toMatchObject({ code: 0, err: '' });
    await expect(call.out).toMatchFileSnapshot(`${GOLDEN}/cli-erlang-unreachable.txt`);
  });

  it('about a file', async () => {
    await writeFile(join(folder.path, 'export.csv'), export5Weeks());
    const call = await runCli(['inspect', 'export.csv', '--zone', 'Europe/Berlin'], { folder: folder.path });
    expect(call).toMatchObject({ code: 0, err: '' });
    await expect(call.out).toMatchFileSnapshot(`${GOLDEN}/cli-inspect.txt`);
  });

  it('in lines of 80 columns', async () => {
    for (const words of [['--help'], ['plan', '--help'], ['erlang', '--help'], ['inspect', join(folder.path, 'export.csv')]]) {
      const { out } = await runCli(words);
      expect(
        Math.max(
          ...out
            .split('\n')
            .filter((line) => !line.includes(folder.path) && !line.startsWith('  shiftcast '))
            .map((line) => line.length),
        ),
        words.join(' '),
      ).toBeLessThanOrEqual(80);
    }
  });
});
