import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/forecast/index.js';
import { renderBacktest } from '../../src/report/index.js';
import { historyOf, noisy, officePattern, queueOf } from '../forecast/make-history.js';
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
});
