import type { MissingCover, RosterService } from '../core/index.js';
import { displayInstant } from '../time/index.js';
import { textTable } from './table.js';
import { decimal, percent, percentWithin, plural, targetPercent, whole, wrapped } from './wording.js';

const MOST_MISSING = 5;

const VERDICTS: Readonly<Record<RosterService['status'], string>> = {
  met: 'every target is met with 95 % confidence',
  unclear: 'no target is missed with confidence, but some are too close to tell',
  missed: 'some targets are missed with 95 % confidence',
  infeasible: 'there is no roster',
};

/** What a simulated roster delivers against its targets, what it saves, and what is missing, 80 columns wide. */
export function serviceLines(service: RosterService, zone: string): string {
  const rows = service.queues.map((queue) => [
    queue.queue,
    queue.target === null ? '–' : targetPercent(queue.target),
    percent(queue.plainServiceLevel, 1),
    percentWithin({ mean: queue.serviceLevel, halfWidth: queue.serviceLevelHalfWidth }),
    queue.over,
    String(queue.met),
    String(queue.unclear),
    String(queue.missed),
  ]);
  const verdict = `Simulated ${plural(service.replications, 'time')}: ${VERDICTS[service.status]}.`;
  return [
    textTable(['simulated', 'target', 'as required', 'this roster', 'judged by', 'met', 'unclear', 'missed'], rows),
    wrapped([verdict, savingLine(service)].filter((line) => line !== '').join(' ')),
    ...missingLines(service.missing, zone),
  ].join('\n');
}

/** What the roster costs beside one that covers the requirements as they are. */
function savingLine({ spent, plainSpent, rosters }: RosterService): string {
  if (spent === null || plainSpent === null) return '';
  const saved = plainSpent - spent;
  const against = `covering the requirements as they are (${plural(rosters, 'roster')} tried)`;
  if (Math.abs(saved) < 0.5) return `It costs ${whole(spent)}, as much as ${against}.`;
  return `It costs ${whole(spent)}, ${whole(Math.abs(saved))} (${percent(Math.abs(saved) / plainSpent, 1)}) ${saved > 0 ? 'less' : 'more'} than ${against}.`;
}

function missingLines(missing: readonly MissingCover[], zone: string): string[] {
  if (missing.length === 0) return [];
  const hours = missing.reduce((sum, { agentHours }) => sum + agentHours, 0);
  const cost = missing.reduce((sum, one) => sum + one.cost, 0);
  const shown = [...missing].sort((a, b) => b.agentHours - a.agentHours).slice(0, MOST_MISSING);
  const lines = shown.map(({ queue, startMs, endMs, serviceLevel, agentHours, cost: own }) => {
    const until = endMs - startMs > 86_400_000 ? displayInstant(zone, endMs, 'EEE d MMM HH:mm') : displayInstant(zone, endMs, 'HH:mm');
    const hoursMissing = `${decimal(agentHours)} h missing, ${whole(own)}`;
    return `  ${displayInstant(zone, startMs, 'EEE d MMM HH:mm')}–${until}  ${queue}: ${percent(serviceLevel)}, ${hoursMissing}`;
  });
  const more = missing.length - shown.length;
  return [
    `Meeting every target takes about ${decimal(hours)} agent-hours more, ${whole(cost)} in pay:`,
    ...lines,
    ...(more > 0 ? [`  and ${plural(more, 'further stretch', 'further stretches')}`] : []),
  ];
}
