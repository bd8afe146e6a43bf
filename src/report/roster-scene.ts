import type { Agent, PlanResult, Roster, Shift } from '../core/index.js';
import { addDays, daysBetween, displayInstant } from '../time/index.js';
import { type CoverageColumns, totalCoverage } from './coverage-section.js';
import { type DayWindow, noonMs, windowOf } from './day-window.js';
import { html, type Markup, named } from './html.js';

/** How many colours the shifts take turns with. */
export const COLOURS = 6;

/** What is known of one person beside the shifts. */
export type Person = {
  readonly agent: string;
  readonly shifts: readonly Shift[];
  readonly group: string;
  readonly tier: number | null;
  readonly known: Agent | null;
};

/** What all pictures of one roster share. */
export type Scene = {
  readonly zone: string;
  readonly days: readonly string[];
  readonly people: readonly Person[];
  readonly window: DayWindow;
  readonly colourOf: (person: Person, shift: Shift) => string;
  readonly colours: readonly { readonly mark: string; readonly label: Markup }[];
  readonly pauseStyle: (activity: string) => string;
  readonly total: CoverageColumns | null;
};

/** Gathers what the pictures of a roster need; null when nobody works. */
export function rosterScene(result: PlanResult, roster: Roster, agents: readonly Agent[]): Scene | null {
  const zone = result.config.zone;
  const byName = new Map(agents.map((agent) => [agent.agent, agent]));
  const people = groupPeople(roster.agents.map(({ agent, shifts }) => ({ agent, shifts, known: byName.get(agent) ?? null })));
  const all = roster.agents.flatMap(({ shifts }) => shifts);
  const window = windowOf(all.map((shift) => ({ fromMs: shift.startMs - noonMs(zone, shift.day), toMs: shift.endMs - noonMs(zone, shift.day) })));
  if (window === null) return null;
  const { rosterFrom, rosterTo } = result.summary;
  const days = Array.from({ length: Math.max(1, daysBetween(rosterFrom, rosterTo) + 1) }, (_, i) => addDays(rosterFrom, i));
  return {
    zone,
    days,
    people,
    window,
    ...colouring(people, all),
    pauseStyle: pauseStyles(result),
    total: totalCoverage(zone, roster.coverage, roster.surplus),
  };
}

/** Groups by contract where there are several, else by tier; within a group by tier, keeping the order of the list. */
function groupPeople(people: readonly { agent: string; shifts: readonly Shift[]; known: Agent | null }[]): Person[] {
  const contracts = new Set(people.map(({ known }) => known?.contract ?? ''));
  const withTier = people.map((person) => ({ ...person, tier: highestTier(person.known) }));
  const tiers = new Set(withTier.map(({ tier }) => tier));
  const groupOf = (person: (typeof withTier)[number]): string => {
    if (contracts.size > 1) return person.known?.contract ?? 'no contract given';
    return tiers.size > 1 ? (person.tier === null ? 'tier unknown' : `tier ${person.tier}`) : '';
  };
  const grouped = withTier.map((person) => ({ ...person, group: groupOf(person) }));
  const order = [...new Set(grouped.map(({ group }) => group))];
  if (contracts.size <= 1) order.sort();
  return order.flatMap((group) => grouped.filter((person) => person.group === group).sort((a, b) => (a.tier ?? 0) - (b.tier ?? 0)));
}

function highestTier(agent: Agent | null): number | null {
  return agent === null || agent.skills.length === 0 ? null : Math.max(...agent.skills.map(({ tier }) => tier));
}

/** Colours by shift where there are several, else by tier. */
function colouring(people: readonly Person[], shifts: readonly Shift[]): Pick<Scene, 'colourOf' | 'colours'> {
  const names = [...new Set(shifts.map(({ shift }) => shift))].sort();
  const tiers = [...new Set(people.flatMap(({ tier }) => (tier === null ? [] : [tier])))].sort((a, b) => a - b);
  if (names.length === 1 && tiers.length > 1) {
    return {
      colourOf: ({ tier }) => `s${Math.max(0, tiers.indexOf(tier ?? -1)) % COLOURS}`,
      colours: tiers.map((tier, i) => ({ mark: `k-s${i % COLOURS}`, label: html`tier ${tier}` })),
    };
  }
  const index = new Map(names.map((name, i) => [name, i % COLOURS]));
  return { colourOf: (_, { shift }) => `s${index.get(shift) ?? 0}`, colours: names.map((name, i) => ({ mark: `k-s${i % COLOURS}`, label: named(name) })) };
}

/** Paid and unpaid breaks as the plan names them; anything else is other work. */
export function pauseStyles({ config }: Pick<PlanResult, 'config'>): (activity: string) => string {
  const paid = new Map(Object.values(config.shifts ?? {}).flatMap(({ breaks }) => (breaks ?? []).map((pause) => [pause.name, pause.paid ?? true] as const)));
  return (activity) => {
    const known = paid.get(activity);
    return known === undefined ? 'p-other' : known ? 'p-paid' : 'p-unpaid';
  };
}

/** People in runs of the same group. */
export function groupsOf(people: readonly Person[]): { group: string; members: Person[] }[] {
  const groups: { group: string; members: Person[] }[] = [];
  for (const person of people) {
    if (groups.at(-1)?.group !== person.group) groups.push({ group: person.group, members: [] });
    groups.at(-1)?.members.push(person);
  }
  return groups;
}

/** Name and tier. */
export function personLabel({ agent, tier }: Person): Markup {
  return html`${named(agent)}${tier === null ? null : html` <small>T${tier}</small>`}`;
}

/** `08:00–16:30` */
export function clockRange(zone: string, startMs: number, endMs: number): string {
  return `${displayInstant(zone, startMs, 'HH:mm')}–${displayInstant(zone, endMs, 'HH:mm')}`;
}
