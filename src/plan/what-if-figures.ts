import type { StaffedCentre, StaffedQueue } from './what-if-evaluate.js';
import type { Delivered } from './what-if-models.js';

/** Service over all intervals. Null = no such contact, unbounded, or not modelled (work by deadline with given people). */
export type ServiceFigures = {
  readonly contacts: number;
  /** Weighted by contacts, each queue by its own threshold. */
  readonly serviceLevel: number | null;
  readonly asaSeconds: number | null;
  readonly abandonProbability: number | null;
  readonly occupancy: number | null;
  /** Contacts that give up, and those that find nobody open. */
  readonly lostContacts: number;
  /** Most people on line at once, unrounded. */
  readonly peakAgents: number;
  readonly agentHours: number;
};

/** People, service and money of one scenario. */
export type CostedService = ServiceFigures & {
  readonly paidHours: number;
  /** Paid hours ÷ full-time hours: 8 a day, five days a week. */
  readonly fte: number;
  readonly staffCost: number;
  readonly lostCost: number;
  readonly leverCost: number;
  readonly totalCost: number;
};

/** One queue of a scenario. */
export type WhatIfQueue = ServiceFigures & {
  readonly queue: string;
  /** With a call-back offered: share that accepts, mean wait for it; null = they pile up. */
  readonly callback?: { readonly share: number; readonly waitSeconds: number | null };
  /** With priority: the valuable ones, then the others. */
  readonly classes?: readonly {
    readonly share: number;
    readonly serviceLevel: number | null;
    readonly asaSeconds: number | null;
    readonly abandonProbability: number;
  }[];
};

/** One queue in figures. */
export function queueFigures(staffed: StaffedQueue, turnedAway: number): WhatIfQueue {
  const { requirement, queue, service } = staffed;
  const sums = { ...NOTHING };
  addQueue(sums, staffed);
  const details = service.details?.map((one, i) => ({ one, contacts: requirement.volume[i] ?? 0 })).filter(({ one }) => one !== null) as Detail[] | undefined;
  return {
    queue: requirement.queue,
    ...written(sums, turnedAway, peakOf([staffed])),
    ...(details === undefined || queue.model?.kind !== 'callback' ? {} : { callback: callbackOf(details) }),
    ...(details === undefined || queue.model?.kind !== 'priority' ? {} : { classes: classesOf(details, queue.model.share) }),
  };
}

type Detail = { readonly one: Delivered; readonly contacts: number };

function callbackOf(details: readonly Detail[]): NonNullable<WhatIfQueue['callback']> {
  let all = 0;
  let accepted = 0;
  let waited = 0;
  let pilesUp = false;
  for (const { one, contacts } of details) {
    const taken = contacts * (one.callback?.share ?? 0);
    all += contacts;
    accepted += taken;
    waited += taken * (one.callback?.waitSeconds ?? 0);
    pilesUp ||= one.callback?.pilesUp === true;
  }
  return { share: all === 0 ? 0 : accepted / all, waitSeconds: pilesUp || accepted === 0 ? null : waited / accepted };
}

function classesOf(details: readonly Detail[], valuable: number): NonNullable<WhatIfQueue['classes']> {
  return [valuable, 1 - valuable].map((share, k) => {
    const sums = { ...NOTHING };
    for (const { one, contacts } of details) {
      const own = one.classes?.[k];
      if (own !== undefined) addContacts(sums, contacts, own.serviceLevel, own.asaSeconds, own.abandonProbability);
    }
    const { serviceLevel, asaSeconds, abandonProbability } = written(sums, 0, 0);
    return { share, serviceLevel, asaSeconds, abandonProbability: abandonProbability ?? 0 };
  });
}

/** A whole scenario in figures. `weeks`: full-time weeks of the horizon. */
export function centreFigures(
  { centre }: StaffedCentre,
  queues: readonly StaffedQueue[],
  paidHours: number,
  prices: { readonly weeks: number; readonly costPerWeek: number; readonly costPerLostContact: (members: readonly string[]) => number },
): CostedService {
  const sums = { ...NOTHING };
  let lostCost = 0;
  let turnedAway = 0;
  for (const staffed of queues) {
    const own = { ...NOTHING };
    addQueue(own, staffed);
    addQueue(sums, staffed);
    const away = turnedAwayFrom(centre.turnedAway, staffed);
    turnedAway += away;
    lostCost += (own.lost + away) * prices.costPerLostContact(staffed.queue.members);
  }
  const staffCost = paidHours * centre.costPerHour;
  const leverCost = centre.leverCost + prices.costPerWeek * prices.weeks;
  return {
    ...written(sums, turnedAway, peakOf(queues)),
    paidHours,
    fte: paidHours / (FULL_TIME_HOURS * prices.weeks),
    staffCost,
    lostCost,
    leverCost,
    totalCost: staffCost + lostCost + leverCost,
  };
}

const FULL_TIME_HOURS = 40;

/** Contacts of a queue, or of those it is made of, that find nobody open. */
export function turnedAwayFrom(turnedAway: Readonly<Record<string, number>>, { queue }: StaffedQueue): number {
  return queue.members.reduce((sum, member) => sum + (turnedAway[member] ?? 0), 0);
}

type Sums = {
  contacts: number;
  timed: number;
  inTime: number;
  queued: number;
  answered: number;
  waited: number;
  lost: number;
  bounded: boolean;
  busy: number;
  online: number;
  hours: number;
};

const NOTHING: Sums = { contacts: 0, timed: 0, inTime: 0, queued: 0, answered: 0, waited: 0, lost: 0, bounded: true, busy: 0, online: 0, hours: 0 };

function addQueue(sums: Sums, { requirement, agents, service }: StaffedQueue): void {
  const hours = requirement.intervalSeconds / 3600;
  requirement.volume.forEach((contacts, i) => {
    const people = agents[i] as number;
    sums.hours += people * hours;
    const occupancy = service.occupancy[i] ?? null;
    if (occupancy !== null) {
      sums.busy += occupancy * people * hours;
      sums.online += people * hours;
    }
    if (contacts === null) return;
    const callback = service.details?.[i]?.callback?.share ?? 0;
    addContacts(sums, contacts, service.serviceLevel[i] ?? null, service.asaSeconds[i] ?? null, service.abandonProbability[i] ?? null, callback);
  });
}

/** Contacts that accept a call-back leave those of the service level and the wait on the line. A wait is unbounded where nobody is answered in time and all stay. */
function addContacts(sums: Sums, contacts: number, level: number | null, asaSeconds: number | null, abandon: number | null, callback = 0): void {
  if (contacts === 0) return;
  sums.contacts += contacts;
  if (level !== null) {
    sums.timed += contacts * (1 - callback);
    sums.inTime += contacts * (1 - callback) * level;
  }
  if (abandon === null) return;
  const answered = contacts * (1 - abandon - callback);
  sums.queued += contacts;
  sums.lost += contacts * abandon;
  if (asaSeconds !== null) {
    sums.answered += answered;
    sums.waited += answered * asaSeconds;
  } else if (answered > 0 && level === 0) sums.bounded = false;
}

function written(sums: Sums, turnedAway: number, peakAgents: number): ServiceFigures {
  return {
    contacts: sums.contacts,
    serviceLevel: sums.timed > 0 ? sums.inTime / sums.timed : null,
    asaSeconds: sums.bounded && sums.answered > 0 ? sums.waited / sums.answered : null,
    abandonProbability: sums.queued > 0 ? sums.lost / sums.queued : null,
    occupancy: sums.online > 0 ? sums.busy / sums.online : null,
    lostContacts: sums.lost + turnedAway,
    peakAgents,
    agentHours: sums.hours,
  };
}

/** Most people on line at once, over queues of any grid. */
function peakOf(queues: readonly StaffedQueue[]): number {
  const changes = new Map<number, number>();
  for (const { requirement, agents } of queues) {
    const { startMs, intervalSeconds } = requirement;
    agents.forEach((people, i) => {
      const before = agents[i - 1] ?? 0;
      const at = startMs + i * intervalSeconds * 1000;
      if (people !== before) changes.set(at, (changes.get(at) ?? 0) + people - before);
    });
    const end = startMs + agents.length * intervalSeconds * 1000;
    changes.set(end, (changes.get(end) ?? 0) - (agents.at(-1) ?? 0));
  }
  let online = 0;
  let peak = 0;
  for (const [, change] of [...changes].sort(([a], [b]) => a - b)) {
    online += change;
    peak = Math.max(peak, online);
  }
  return Number(peak.toFixed(6));
}
