import { formatAmount, formatNumber, formatSeconds } from '../format.js';
import type { ChartTips, TipSeries } from '../page.js';

const FORMATS: Readonly<Record<TipSeries['format'], (value: number | null | undefined) => string>> = {
  count: (value) => formatNumber(value),
  amount: formatAmount,
  people: formatAmount,
  seconds: formatSeconds,
};

/** Tooltips on charts (pointer, touch, arrow keys) and on the bars of Gantt charts. */
export function addTooltips(root: Document): void {
  const data = JSON.parse(root.getElementById('tips')?.textContent ?? '{}') as Record<string, ChartTips>;
  const box = root.createElement('div');
  box.className = 'tip';
  box.setAttribute('role', 'status');
  box.hidden = true;
  root.body.append(box);
  for (const svg of root.querySelectorAll<SVGSVGElement>('svg[data-tips]')) {
    const tips = data[svg.dataset.tips ?? ''];
    if (tips !== undefined && tips.labels.length > 0) listen(svg, tips, box);
  }
  for (const svg of root.querySelectorAll<SVGSVGElement>('svg.rows')) listenToBars(svg, box);
}

function listen(svg: SVGSVGElement, tips: ChartTips, box: HTMLElement): void {
  const cursor = svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'line');
  cursor.setAttribute('class', 'cursor');
  const count = tips.labels.length;
  let at = -1;
  const hide = (): void => {
    box.hidden = true;
    cursor.remove();
  };
  const show = (index: number): void => {
    at = Math.min(Math.max(index, 0), count - 1);
    const share = tips.at?.[at] ?? tips.from + ((at + 0.5) / count) * (tips.to - tips.from);
    const { left, width } = plotBox(svg);
    cursor.setAttribute('x1', `${share * 100}%`);
    cursor.setAttribute('x2', `${share * 100}%`);
    cursor.setAttribute('y1', '8');
    cursor.setAttribute('y2', String(svg.height.baseVal.value - (svg.classList.contains('strip') ? 2 : 18)));
    svg.append(cursor);
    box.replaceChildren(...lines(svg.ownerDocument, tips, at));
    place(box, left + share * width, svg.getBoundingClientRect().top + 8);
  };
  const follow = (event: PointerEvent): void => {
    const { left, width } = plotBox(svg);
    const share = (event.clientX - left) / width;
    show(placeOf(tips, share));
  };
  svg.addEventListener('pointermove', follow);
  svg.addEventListener('pointerdown', follow);
  svg.addEventListener('pointerleave', hide);
  svg.setAttribute('tabindex', '0');
  svg.addEventListener('blur', hide);
  svg.addEventListener('keydown', (event) => {
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at < 0 ? count - 1 : at - 1, Home: 0, End: count - 1 };
    const next = steps[event.key];
    if (event.key === 'Escape') hide();
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
}

/** The place that a share of the width belongs to. */
function placeOf({ from, to, at, labels }: ChartTips, share: number): number {
  if (at === undefined) return Math.floor(((share - from) / (to - from)) * labels.length);
  return at.reduce((nearest, place, i) => (Math.abs(place - share) < Math.abs((at[nearest] as number) - share) ? i : nearest), 0);
}

/** The plot area: the content box of the chart, which percentages in it refer to. */
function plotBox(svg: SVGSVGElement): { left: number; width: number } {
  const { left, width } = svg.getBoundingClientRect();
  const { paddingLeft, paddingRight } = getComputedStyle(svg);
  const before = Number.parseFloat(paddingLeft);
  return { left: left + before, width: width - before - Number.parseFloat(paddingRight) };
}

function lines(root: Document, tips: ChartTips, at: number): HTMLElement[] {
  const heading = root.createElement('b');
  heading.textContent = tips.labels[at] ?? '';
  const rows = tips.series.flatMap(({ name, format, values, upper }) => {
    const value = values[at];
    if (value === null || value === undefined) return [];
    const write = FORMATS[format];
    const row = root.createElement('div');
    row.textContent = upper === undefined ? `${name} ${write(value)}` : `${name} ${write(value)} to ${write(upper[at])}`;
    return [row];
  });
  if (rows.length > 0) return [heading, ...rows];
  const none = root.createElement('div');
  none.textContent = 'no figures';
  return [heading, none];
}

function listenToBars(svg: SVGSVGElement, box: HTMLElement): void {
  const texts = new Map<Element, string>();
  for (const bar of svg.querySelectorAll('g.bar')) {
    const title = bar.querySelector('title');
    texts.set(bar, title?.textContent ?? '');
    title?.remove(); // or the browser would show a second tooltip of its own
  }
  const follow = (event: PointerEvent): void => {
    const text = texts.get((event.target as Element).closest('g.bar') as Element);
    if (text === undefined) {
      box.hidden = true;
      return;
    }
    box.textContent = text;
    place(box, event.clientX, event.clientY);
  };
  svg.addEventListener('pointermove', follow);
  svg.addEventListener('pointerdown', follow);
  svg.addEventListener('pointerleave', () => {
    box.hidden = true;
  });
}

/** Beside the point, inside the window. */
function place(box: HTMLElement, x: number, y: number): void {
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  const left = x + 12 + width > room ? x - 12 - width : x + 12;
  box.style.left = `${Math.max(4, Math.min(left, room - width - 4))}px`;
  box.style.top = `${Math.max(4, Math.min(y - height / 2, window.innerHeight - height - 4))}px`;
}
