import { describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/index.js';
import { samplePlan } from './sample-plan-result.js';

const { result, agents } = samplePlan({ people: 2, queueNames: ['billing'], names: ['Ana', '<Bo> & "co"'], historyWeeks: 6 });

/** One element of the page, line by line, so that a change reads as a diff. */
function cut(page: string, from: RegExp, to: string): string {
  const start = page.search(from);
  if (start < 0) throw new Error(`the page has no ${from}`);
  const end = page.indexOf(to, start) + to.length;
  return `${page.slice(start, end).replaceAll('\u00a0', '&nbsp;').replaceAll(/></g, '>\n<')}\n`;
}

const page = await renderReport(result, { agents });

/** Frozen, not proven: reviewed by eye when they change. */
describe('the page as it was when last looked at', () => {
  it.each([
    ['header', /<header>/, '</header>'],
    ['figures', /<section id="figures"/, '</section>'],
    ['peaks', /<section id="peaks"/, '</section>'],
    ['forecast-panel', /<div class="panel-box">/, '</svg></svg></div>'],
    ['coverage-panel', /<div class="panel-box"><h4>Mon 7 Dec <span class/, '</svg></svg></div>'],
    ['week', /<table class="week full">/, '</table>'],
    ['day', /<svg class="rows"/, '</svg>'],
    ['words', /<footer>/, '</footer>'],
  ])('%s', async (name, from, to) => {
    await expect(cut(page, from, to)).toMatchFileSnapshot(`../golden/report-${name}.html`);
  });
});
