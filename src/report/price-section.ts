import type { PlanPrice } from '../plan/index.js';
import { chart, PLOT_WIDTH, path, percent, present, projectY } from './chart.js';
import type { AxisTick } from './day-window.js';
import { formatNumber, formatSeconds, formatShare, formatTick } from './format.js';
import { html, isolated, type Markup, named } from './html.js';
import { legend, type Page, section, table } from './page.js';
import { linePath, short } from './path.js';
import { largest, ticksFromZero } from './scale.js';

const HEIGHT = 210;
const SMALL = 110;

type PricedQueue = PlanPrice['queues'][number];
type Row = PricedQueue['curve']['rows'][number];
type Drawn = Row & { readonly serviceLevel: number };

/** People, hours and money from poor to perfect service, a curve per queue, and where one more agent no longer pays. */
export function priceSection(page: Page, price: PlanPrice): Markup {
  const { queues, left, costPerHour, costPerLostContact } = price;
  const lead =
    costPerLostContact > 0
      ? `A paid hour costs ${formatNumber(costPerHour, 2)}, a lost contact ${formatNumber(costPerLostContact, 2)}. More people cost more and lose fewer contacts; where one more costs more than it saves, the curve is marked.`
      : `A paid hour costs ${formatNumber(costPerHour, 2)}. Lost contacts have no price here, so nothing speaks for more people than a target asks for.`;
  return section('price', 'The price of service', lead, [
    ...queues.map((queue, index) => queueCurve(page, queue, index, costPerLostContact)),
    ...(left.length === 0
      ? []
      : [
          html`<p>Without a curve: ${left.map((queue, i) => html`${i > 0 ? ', ' : null}${named(queue)}`)} (work by deadline, lists, several chats at a time, or nobody gives up).</p>`,
        ]),
  ]);
}

function queueCurve(page: Page, queue: PricedQueue, index: number, costPerLostContact: number): Markup {
  const { rows } = queue.curve;
  const lost = rows.some((row) => row.lostCost > 0);
  const weighed = costPerLostContact > 0 && lost;
  const drawn = rows.filter((row): row is Drawn => row.serviceLevel !== null).sort((a, b) => a.serviceLevel - b.serviceLevel);
  const charts = drawn.length < 2 ? [html`<p>No contacts, no curve.</p>`] : [moneyChart(page, queue, drawn, weighed), hoursChart(page, queue, drawn)];
  return html`<article class="queue" data-queue="${index}"><h3>${named(queue.queue)} <small>answered within ${formatSeconds(queue.answerWithinSeconds)}</small></h3>${weighed ? optimumWords(queue) : null}${costPerLostContact > 0 && !lost ? html`<p>Nobody gives up here, so nothing is lost and no point marked; a patience in the plan would tell.</p>` : null}${charts}${priceTable(queue, weighed)}</article>
`;
}

function optimumWords({ curve: { optimum } }: PricedQueue): Markup {
  if (optimum.peakAgents === 0) return html`<p class="verdict">Nobody at all is cheapest: a lost contact costs less than the work of answering it.</p>`;
  return html`<p class="verdict">One more agent pays up to <b>${formatShare(optimum.serviceLevel, 1)}</b> in time: at most ${formatNumber(optimum.peakAgents)} people at once, ${formatNumber(optimum.staffCost)} for people and ${formatNumber(optimum.lostCost)} for lost contacts, <b>${formatNumber(optimum.totalCost)}</b> in all. Beyond, one more costs more than it saves.</p>`;
}

/** The axis of service levels, from a round share below the least to 100 %. */
type LevelAxis = { readonly x: (level: number) => number; readonly ticks: readonly AxisTick[] };

function levelAxis(drawn: readonly Drawn[], least: number): LevelAxis {
  const from = Math.floor(Math.min(least, (drawn[0] as Drawn).serviceLevel) * 10 + 1e-9) / 10;
  const at = (level: number): number => (level - from) / (1 - from);
  const steps = Math.round((1 - from) * 10);
  const ticks = Array.from({ length: steps + 1 }, (_, i) => from + i / 10).map(
    (level): AxisTick => ({ at: at(level), label: formatShare(level), level: steps > 6 && Math.round(level * 10) % 2 === 1 ? 1 : 0 }),
  );
  return { x: at, ticks };
}

/** Money for people, for lost contacts and together against the service level reached. */
function moneyChart(page: Page, { queue, curve }: PricedQueue, drawn: readonly Drawn[], weighed: boolean): Markup {
  const { optimum } = curve;
  const marked = weighed && optimum.serviceLevel !== null && optimum.peakAgents > 0;
  const { x, ticks: xTicks } = levelAxis(drawn, marked ? (optimum.serviceLevel as number) : 1);
  const lines = [
    { name: 'people', mark: 'k-expected', line: 'expected', values: drawn.map(({ staffCost }) => staffCost) },
    ...(weighed
      ? [
          { name: 'lost contacts', mark: 'k-actual', line: 'actual', values: drawn.map(({ lostCost }) => lostCost) },
          { name: 'together', mark: 'k-required', line: 'required', values: drawn.map(({ totalCost }) => totalCost) },
        ]
      : []),
  ];
  const ticks = ticksFromZero(largest(...lines.map(({ values }) => values)), 4);
  const y = projectY(ticks, HEIGHT);
  const projection = { x: (i: number) => x((drawn[i] as Drawn).serviceLevel) * PLOT_WIDTH, y };
  const at = x(optimum.serviceLevel ?? 0);
  const figure = chart(page, {
    title: `Money against service level, ${isolated(queue)}`,
    description: `From ${formatShare((drawn[0] as Drawn).serviceLevel)} in time for ${formatNumber((drawn[0] as Drawn).totalCost)} to ${formatShare(drawn.at(-1)?.serviceLevel, 1)} for ${formatNumber(drawn.at(-1)?.totalCost)}.`,
    kind: 'wide',
    plotHeight: HEIGHT,
    ticks,
    formatTick,
    xTicks,
    layers: present([
      marked ? path('target', `M${short(at * PLOT_WIDTH)} 0V${HEIGHT}`) : null,
      ...lines.map(({ line, values }) => path(line, linePath(values, projection))),
    ]),
    marks: marked ? [optimumMark(at, y(optimum.totalCost))] : [],
    tips: {
      from: 0,
      to: 1,
      at: drawn.map(({ serviceLevel }) => x(serviceLevel)),
      labels: drawn.map(({ serviceLevel }) => `${formatShare(serviceLevel, 1)} in time`),
      series: lines.map(({ name, values }) => ({ name, format: 'count' as const, values: values.map(Math.round) })),
    },
  });
  const keys = lines.map(({ name, mark }) => ({ mark, label: name }));
  return html`<figure><figcaption><strong>Money</strong> against the share answered in time${legend(keys)}</figcaption>${figure}</figure>`;
}

/** The point where one more agent no longer pays, named on the side where there is room. */
function optimumMark(at: number, y: number): Markup {
  const words = at > 0.5 ? html`<text class="xl end" x="${percent(at - 0.012)}" y="12">one more no longer pays</text>` : null;
  const right = at > 0.5 ? null : html`<text class="xl start" x="${percent(at + 0.012)}" y="12">one more no longer pays</text>`;
  return html`<circle class="optimum" cx="${percent(at)}" cy="${short(y)}" r="4.5"/>${words}${right}`;
}

/** Paid hours and people at once against the service level reached. */
function hoursChart(page: Page, { queue }: PricedQueue, drawn: readonly Drawn[]): Markup {
  const { x, ticks: xTicks } = levelAxis(drawn, 1);
  const hours = drawn.map(({ paidHours }) => paidHours);
  const ticks = ticksFromZero(largest(hours), 3);
  const projection = { x: (i: number) => x((drawn[i] as Drawn).serviceLevel) * PLOT_WIDTH, y: projectY(ticks, SMALL) };
  const figure = chart(page, {
    title: `Paid hours against service level, ${isolated(queue)}`,
    description: `From ${formatNumber(hours[0])} to ${formatNumber(hours.at(-1))} paid hours.`,
    kind: 'wide',
    plotHeight: SMALL,
    ticks,
    formatTick,
    xTicks,
    layers: present([path('expected', linePath(hours, projection))]),
    tips: {
      from: 0,
      to: 1,
      at: drawn.map(({ serviceLevel }) => x(serviceLevel)),
      labels: drawn.map(({ serviceLevel }) => `${formatShare(serviceLevel, 1)} in time`),
      series: [
        { name: 'paid hours', format: 'count', values: hours.map(Math.round) },
        { name: 'people at once, at most', format: 'count', values: drawn.map(({ peakAgents }) => peakAgents) },
      ],
    },
  });
  return html`<figure><figcaption><strong>Paid hours</strong> against the share answered in time</figcaption>${figure}</figure>`;
}

function priceTable({ curve }: PricedQueue, weighed: boolean): Markup {
  const target = (row: Row): string => (curve.by === 'asa' ? formatSeconds(row.target) : formatShare(row.target, 1));
  const cells = (row: Omit<Row, 'target'>): string[] => [
    formatShare(row.serviceLevel, 1),
    formatSeconds(row.asaSeconds),
    formatShare(row.abandonProbability, 1),
    formatNumber(row.peakAgents),
    formatNumber(row.paidHours),
    formatNumber(row.staffCost),
    ...(weighed ? [formatNumber(row.lostCost), formatNumber(row.totalCost)] : []),
  ];
  const rows = curve.rows.map((row, k) => [
    html`${target(row)}${weighed && k === curve.cheapestRow ? html` <small>cheapest row</small>` : null}`,
    ...cells(row),
  ]);
  const best = weighed ? [['what pays', ...cells(curve.optimum)]] : [];
  const heads = ['In time', 'Mean wait', 'Lost', 'Most at once', 'Paid hours', 'Pay', ...(weighed ? ['Lost contacts', 'Together'] : [])];
  return table(
    { serviceLevel: 'By service level', asa: 'By mean wait', abandonment: 'By share that gives up' }[curve.by],
    [{ title: 'Target' }, ...heads.map((title) => ({ title, numeric: true }))],
    [...rows, ...best],
    'full',
  );
}
