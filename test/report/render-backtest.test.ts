import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/forecast/index.js';
import { renderBacktest } from '../../src/report/index.js';
import { dailyQueueOf, historyOf, noisy, officePattern, queueOf } from '../forecast/make-history.js';
import { checkMarkup } from './check-markup.js';

describe('the page of a backtest', () => {
  it('is whole markup that needs no network, with figures, days, days ahead and times', async () => {
    const queue = { ...queueOf((at) => noisy(officePattern(at), at.index), { days: 84 }), queue: 'a <b> & c' };
    const result = await backtest(historyOf([queue, { ...queue, channel: 'chat' }]), { folds: 2 });
    const page = await renderBacktest(result, { title: 'Backtest' });
    checkMarkup(page);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(page).toContain('<h1>Backtest</h1>');
    expect(page).toContain('a &lt;b&gt; &amp; c');
    for (const title of ['By day', 'By days ahead', 'By time of day', 'last week again', 'Accuracy of every method']) expect(page).toContain(title);
    expect(page).toContain('(chat)');
    expect(await renderBacktest(result, { title: 'Backtest' })).toBe(page);
  });

  it('draws what chance alone makes, and tells what the forecast is made of', async () => {
    const page = await renderBacktest(await backtest(historyOf([queueOf((at) => noisy(officePattern(at), at.index), { days: 84 })]), { folds: 2 }));
    expect(page.match(/chance alone, % off/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('What the forecast is made of');
    expect(page).toContain('day score × shape');
  });

  it('names weeks and months where totals are', async () => {
    const totals = Array.from({ length: 48 }, (_, i) => noisy(3000 * (i % 12 === 11 ? 1.5 : 1), i));
    const months = { ...dailyQueueOf(totals, 'UTC', '2022-01-01'), grain: 'month' as const };
    const page = await renderBacktest(await backtest(historyOf([months]), { folds: 4, weeks: 8 }));
    checkMarkup(page);
    for (const text of ['By month', 'By months ahead', 'a year before', 'mean of four months', '8 months from Thu 1 May 2025']) expect(page).toContain(text);
    for (const text of ['By time of day', 'Error by day', 'last week again']) expect(page).not.toContain(text);
  });
});
