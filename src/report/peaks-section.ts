import type { Peak, PlanResult } from '../core/index.js';
import { formatChange, formatShare } from './format.js';
import { html, type Markup, named } from './html.js';
import { details, section, table } from './page.js';

const SHOWN = 12;

/** Peaks and troughs: the dated ones ahead first, then the patterns that come back. */
export function peaksSection({ peaks, forecast }: PlanResult): Markup {
  const now = Math.min(...forecast.queues.map(({ startMs }) => startMs));
  const dated = peaks.filter(({ startMs }) => startMs !== undefined).sort((a, b) => (a.startMs as number) - (b.startMs as number));
  const recurring = peaks.filter(({ startMs }) => startMs === undefined).sort((a, b) => weight(b) - weight(a));
  const many = forecast.queues.length > 1;
  const none = peaks.length === 0 ? html`<p>Nothing stands out from its normal.</p>` : null;
  return section('peaks', 'Peaks and troughs', peaks.length === 0 ? null : 'How far each stands above or below its normal, and how sure that is.', [
    none ?? html``,
    group(
      'Ahead',
      dated.filter(({ startMs }) => (startMs as number) >= now),
      many,
    ),
    group('Coming back', recurring, many),
    group('Recorded', dated.filter(({ startMs }) => (startMs as number) < now).reverse(), many),
  ]);
}

function weight({ relative, confidence }: Peak): number {
  return Math.abs(relative) * confidence;
}

function group(title: string, peaks: readonly Peak[], many: boolean): Markup {
  if (peaks.length === 0) return html``;
  const rest = peaks.slice(SHOWN);
  return html`<h3>${title}</h3>${peakTable(title, peaks.slice(0, SHOWN), many)}${
    rest.length === 0 ? null : details(`${rest.length} more`, peakTable(`${title}, the rest`, rest, many))
  }`;
}

function peakTable(title: string, peaks: readonly Peak[], many: boolean): Markup {
  const rows = peaks.map((peak) => [
    html`<span class="when">${peak.when}</span>`,
    ...(many
      ? [
          html`${named(peak.queue)}${peak.channel === undefined ? null : html` <small>${[peak.channel, peak.reason, peak.site].filter((word) => word !== undefined).join(', ')}</small>`}`,
        ]
      : []),
    html`<span class="size"><span class="arrow ${peak.kind}" aria-hidden="true">${peak.kind === 'peak' ? '▲' : '▼'}</span>${peak.kind} ${formatChange(peak.relative)}</span>`,
    formatShare(peak.confidence),
    html`<span class="words wide">${peak.because}</span>`,
  ]);
  return table(
    `Peaks and troughs: ${title.toLowerCase()}`,
    [{ title: 'When' }, ...(many ? [{ title: 'Queue' }] : []), { title: 'Against normal' }, { title: 'How sure', numeric: true }, { title: 'Because' }],
    rows,
    'quiet',
  );
}
