import { beforeAll, describe, expect, it } from 'vitest';
import { type PlanPrice, pricePlan, type WhatIf, whatIf } from '../../src/plan/index.js';
import { renderWhatIf } from '../../src/report/index.js';
import { checkMarkup } from './check-markup.js';
import { HOSTILE } from './sample-plan-result.js';

const QUEUE = `calls ${HOSTILE.script}`;
const volume = [40, 90, 120, 100, 60];
const line = { channel: 'voice' as const, zone: 'UTC', startMs: 0, intervalSeconds: 1800, ahtSeconds: volume.map(() => 240), bands: [] };
const forecast = {
  queues: [
    { ...line, queue: QUEUE, volume },
    { ...line, queue: 'quiet', volume: volume.map(() => 0) },
  ],
} as never;
const queues = { [QUEUE]: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } }, quiet: { patience: '2min' } } as const;

const words = (page: string): string =>
  page
    .replaceAll(/<style>[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');

let comparison: WhatIf;
let price: PlanPrice;
let page: string;
beforeAll(async () => {
  const scenarios = { [`bot ${HOSTILE.attribute}`]: { selfService: { contained: 0.2 } }, dearer: { wages: { factor: 1.1 } } };
  comparison = await whatIf(forecast, { queues }, { scenarios, costPerHour: 20, costPerLostContact: 6 });
  price = await pricePlan(forecast, { queues }, { costPerHour: 20, costPerLostContact: 6 });
  page = await renderWhatIf({ comparison, price });
});

describe('the page of what-if', () => {
  it('is whole markup with every name escaped', () => {
    checkMarkup(page);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
  });

  it('lists each scenario with what it saves, what changes and what is assumed', () => {
    const text = words(page);
    const [bot, dearer] = comparison.scenarios;
    expect(text).toContain(Math.round(bot?.saved ?? 0).toString());
    expect(text).toContain(`−${Math.round(-(dearer?.saved ?? 0))}`);
    expect(text).toContain('20 % solved before they reach the queue');
    expect(text).toMatch(/self-service relativeAht 0\.5 assumption/);
  });

  it('draws savings to the right of zero and losses to the left', () => {
    const bars = [...page.matchAll(/<rect class="(s\d)" x="([\d.]+)%" width="([\d.]+)%"/g)].map(([, style, x, width]) => [style, Number(x), Number(width)]);
    expect(bars).toHaveLength(2);
    const [saving, loss] = bars as [[string, number, number], [string, number, number]];
    expect([saving[0], loss[0]]).toEqual(['s0', 's1']);
    expect(loss[1] + loss[2]).toBeCloseTo(saving[1], 1);
    expect(saving[1] + saving[2]).toBeCloseTo(100, 1);
  });

  it('marks the point where one more agent no longer pays at its service level', () => {
    const { optimum, rows } = (price.queues[0] as PlanPrice['queues'][number]).curve;
    const levels = rows.map(({ serviceLevel }) => serviceLevel as number);
    const from = Math.floor(Math.min(...levels, optimum.serviceLevel as number) * 10) / 10;
    const at = ((optimum.serviceLevel as number) - from) / (1 - from);
    expect(page).toContain(`<circle class="optimum" cx="${Math.round(at * 10000) / 100}%"`);
    expect(words(page)).toContain(`One more agent pays up to ${((optimum.serviceLevel as number) * 100).toFixed(1)} % in time`);
  });

  it('draws no curve for a queue without contacts', () => {
    expect(words(page)).toContain('No contacts, no curve.');
    expect(page.match(/<circle class="optimum"/g)).toHaveLength(1);
  });

  it('marks nothing where lost contacts have no price', async () => {
    const free = await renderWhatIf({ price: await pricePlan(forecast, { queues }) });
    checkMarkup(free);
    expect(free).not.toContain('<circle class="optimum"');
    expect(words(free)).toContain('nothing speaks for more people');
    expect(free).toContain('<h1>The price of service</h1>');
  });

  it('draws waits and shares that give up against the service level too', async () => {
    for (const [by, heading] of [
      ['asa', 'By mean wait'],
      ['abandonment', 'By share that gives up'],
    ] as const) {
      const drawn = await renderWhatIf({ price: await pricePlan(forecast, { queues }, { by, costPerLostContact: 6 }) });
      checkMarkup(drawn);
      expect(words(drawn)).toContain(heading);
    }
  });
});
