import {
  type DurationInput,
  formatDuration,
  InvalidInputError,
  InvalidPlanError,
  type LeverName,
  type LeverRule,
  type LeversConfig,
  type QueueConfig,
  type QueueForecast,
  type QueueRule,
  resolveQueues,
  type TargetConfig,
  type WeekHours,
} from '../core/index.js';
import { queueSizer, sizedQueue } from '../queueing/index.js';
import { poolSeries } from '../series/index.js';
import { gridClock, instantOf, openMask } from '../time/index.js';
import {
  type Centre,
  type CentreQueue,
  channelOf,
  checkNames,
  isMeant,
  joined,
  patienceOfMix,
  type QueueModel,
  secondsOf,
  totalVolume,
  withHandleTime,
  withVolume,
} from './what-if-centre.js';
import { leverDefaults } from './what-if-defaults.js';

/** A lever applied: the centre after it, what changed in words; or why it changes nothing here. */
export type Applied = { readonly centre: Centre; readonly change: string } | { readonly idle: string };

type Settings<Lever extends LeverName> = NonNullable<LeversConfig[Lever]>;
type Lever<Name extends LeverName> = (centre: Centre, settings: Settings<Name>, path: string) => Applied;

/** Applies one lever, where the scenario stands at `path`. */
export function applyLever(centre: Centre, { lever, settings }: LeverRule, path: string): Applied {
  if ('queues' in settings) checkNames(path, settings.queues, centre);
  return (LEVERS[lever] as Lever<LeverName>)(centre, settings, path);
}

const LEVERS: { readonly [Name in LeverName]-?: Lever<Name> } = {
  campaign,
  openingHours,
  selfService,
  firstContactResolution,
  directRouting,
  handleTime,
  announcedWait,
  target,
  pooling,
  crossTraining,
  priority,
  callback,
  shrinkage,
  wages,
};

/** Changes the queues that are meant and that the lever can change. */
function changeQueues(
  centre: Centre,
  names: readonly string[] | undefined,
  suits: (queue: CentreQueue) => boolean,
  change: (queue: CentreQueue) => CentreQueue,
): { queues: CentreQueue[]; changed: CentreQueue[] } {
  const changed = centre.queues.filter((queue) => isMeant(queue, names) && suits(queue));
  return { queues: centre.queues.map((queue) => (changed.includes(queue) ? change(queue) : queue)), changed };
}

const everyQueue = (): boolean => true;

/** Contacts that wait for an agent at once, by formula. */
function isLive(queue: CentreQueue): boolean {
  const channel = channelOf(queue);
  return channel === 'voice' || (channel === 'chat' && queue.settings.concurrency === undefined);
}

function hasForecast(queue: CentreQueue): boolean {
  return queue.settings.list === undefined;
}

// What comes in

function campaign(centre: Centre, settings: Settings<'campaign'>): Applied {
  const { queues: names, from, until, extra, ahtFactor = leverDefaults.campaign.ahtFactor.value } = settings;
  const factor = settings.factor ?? (extra === undefined ? leverDefaults.campaign.factor.value : 1);
  const meant = centre.queues.filter((queue) => isMeant(queue, names) && hasForecast(queue));
  const masks = new Map(meant.map((queue) => [queue, stretchMask(queue.series, from, until)]));
  const inside = meant.map(({ series }, k) => sumWhere(series.volume, masks.get(meant[k] as CentreQueue) as boolean[]));
  const all = inside.reduce((sum, contacts) => sum + contacts, 0);
  if (all === 0) return { idle: 'no contacts are forecast in its time' };
  const added = 1 + (extra ?? 0) / all;
  const queues = centre.queues.map((queue) => {
    const mask = masks.get(queue);
    if (mask === undefined) return queue;
    const volume = queue.series.volume.map((contacts, i) => (contacts === null || mask[i] !== true ? contacts : contacts * factor * added));
    const ahtSeconds = queue.series.ahtSeconds.map((aht, i) => (aht === null || mask[i] !== true ? aht : aht * ahtFactor));
    return { ...queue, series: { ...withVolume(queue.series, volume), ahtSeconds } };
  });
  const words = [
    ...(factor === 1 ? [] : [`${signed(factor - 1)} contacts`]),
    ...(extra === undefined ? [] : [`${Math.round(extra)} contacts more`]),
    ...(ahtFactor === 1 ? [] : [`handle time ${signed(ahtFactor - 1)}`]),
  ];
  const when =
    from === undefined && until === undefined
      ? ''
      : ` ${[...(from === undefined ? [] : [`from ${from}`]), ...(until === undefined ? [] : [`until ${until}`])].join(' ')}`;
  return { centre: { ...centre, queues }, change: `${words.length === 0 ? 'no more contacts' : words.join(', ')}${when}${inQueues(centre, names)}` };
}

function stretchMask({ zone, startMs, intervalSeconds, volume }: QueueForecast, from: string | undefined, until: string | undefined): boolean[] {
  const fromMs = from === undefined ? Number.NEGATIVE_INFINITY : localInstant(zone, from);
  const untilMs = until === undefined ? Number.POSITIVE_INFINITY : localInstant(zone, until);
  return volume.map((_, i) => startMs + i * intervalSeconds * 1000 >= fromMs && startMs + i * intervalSeconds * 1000 < untilMs);
}

function localInstant(zone: string, text: string): number {
  const [day = '', hours = '0', minutes = '0'] = text.split(/[T :]/);
  return instantOf(zone, day, Number(hours) * 60 + Number(minutes));
}

function sumWhere(values: readonly (number | null)[], mask: readonly boolean[]): number {
  return values.reduce<number>((sum, value, i) => sum + (mask[i] === true ? (value ?? 0) : 0), 0);
}

function openingHours(centre: Centre, settings: Settings<'openingHours'>, path: string): Applied {
  const { queues: names, hours, contactsPerHour } = settings;
  const moved = settings.moved ?? leverDefaults.openingHours.moved.value;
  const earlierBy = settings.earlierBy === undefined ? leverDefaults.openingHours.earlierBy.value : secondsOf(settings.earlierBy);
  const turnedAway: Record<string, number> = { ...centre.turnedAway };
  let differs = false;
  const { queues, changed } = changeQueues(
    centre,
    names,
    (queue) =>
      isLive(queue) &&
      (hours !== undefined || queue.series.volume.includes(null)) &&
      // A default that leaves no hour open is no fault of the plan.
      (hours !== undefined || settings.earlierBy !== undefined || closedEarlier(queue.series, earlierBy).includes(true)),
    (queue) => {
      const { series } = queue;
      const open = hours === undefined ? closedEarlier(series, earlierBy) : openByHours(series, hours);
      if (open.every((now, i) => now === (series.volume[i] !== null))) return queue;
      if (!open.includes(true))
        throw new InvalidInputError(
          `${path} must leave some hours open, got a week in which queue "${series.queue}" is always closed. Close for less time, or leave the queue out.`,
          { queue: series.queue },
        );
      differs = true;
      const { volume, lost } = rehoused(series, open, moved, contactsPerHour, path);
      turnedAway[series.queue] = (turnedAway[series.queue] ?? 0) + lost;
      const settingsNow = hours === undefined ? queue.settings : { ...queue.settings, openingHours: hours };
      return { ...queue, settings: settingsNow, series: { ...withVolume(series, volume), ahtSeconds: filledAht(series, volume) } };
    },
  );
  if (changed.length === 0) return { idle: 'no queue closes that could close earlier' };
  const words = hours === undefined ? `closed ${formatDuration(earlierBy)} earlier` : `open ${hoursText(hours)}`;
  const fate = moved === 1 ? 'contacts move to other hours' : `${share(moved)} of the contacts move to other hours, the others are lost`;
  return { centre: differs ? { ...centre, queues, turnedAway } : centre, change: `${words}${inQueues(centre, names)}; ${fate}` };
}

/** Without the last so many seconds before every closing. A series that ends open closes there. */
function closedEarlier({ volume, intervalSeconds }: QueueForecast, seconds: number): boolean[] {
  const steps = Math.ceil(seconds / intervalSeconds);
  return volume.map((contacts, i) => contacts !== null && Array.from({ length: steps }, (_, k) => volume[i + k + 1] ?? null).every((later) => later !== null));
}

function openByHours({ queue, zone, startMs, intervalSeconds, volume }: QueueForecast, hours: Readonly<Record<string, readonly string[]>>): boolean[] {
  const [rule] = resolveQueues({ zone, queues: { [queue]: { openingHours: hours } } }).queues;
  return openMask(rule?.openingHours as WeekHours, zone, startMs, intervalSeconds, volume.length);
}

/** Contacts of hours no longer open come in the other open hours of their week, in proportion to what comes there. */
function rehoused(
  series: QueueForecast,
  open: readonly boolean[],
  moved: number,
  contactsPerHour: number | undefined,
  path: string,
): { volume: (number | null)[]; lost: number } {
  const { zone, startMs, intervalSeconds } = series;
  if (contactsPerHour === undefined && open.some((now, i) => now && series.volume[i] === null))
    throw new InvalidPlanError(
      `plan.json: ${path}.contactsPerHour is missing: how many contacts are expected in an hour that was closed so far? Write "contactsPerHour": 30, or on the command line hours/30.`,
      { path },
    );
  const volume = series.volume.map((contacts, i) => (open[i] !== true ? null : (contacts ?? ((contactsPerHour ?? 0) * intervalSeconds) / 3600)));
  const { dayNumbers } = gridClock(zone, startMs, intervalSeconds, volume.length);
  const weekOf = (i: number): number => Math.floor(((dayNumbers[i] as number) + 3) / 7);
  const displaced = new Map<number, number>();
  const staying = new Map<number, number>();
  volume.forEach((contacts, i) => {
    const week = weekOf(i);
    if (contacts !== null) staying.set(week, (staying.get(week) ?? 0) + contacts);
    else displaced.set(week, (displaced.get(week) ?? 0) + (series.volume[i] ?? 0));
  });
  let lost = 0;
  for (const [week, contacts] of displaced) lost += (staying.get(week) ?? 0) > 0 ? contacts * (1 - moved) : contacts;
  const filled = volume.map((contacts, i) => {
    if (contacts === null) return null;
    const more = (displaced.get(weekOf(i)) ?? 0) * moved;
    return more === 0 ? contacts : contacts + (more * contacts) / (staying.get(weekOf(i)) as number);
  });
  return { volume: filled, lost };
}

/** Handle times of hours that had none: the mean. */
function filledAht({ volume: before, ahtSeconds }: QueueForecast, volume: readonly (number | null)[]): (number | null)[] {
  let work = 0;
  let contacts = 0;
  ahtSeconds.forEach((aht, i) => {
    if (aht === null) return;
    work += aht * (before[i] ?? 0);
    contacts += before[i] ?? 0;
  });
  const mean = contacts > 0 ? work / contacts : null;
  return volume.map((now, i) => (now === null ? null : (ahtSeconds[i] ?? mean)));
}

function selfService(centre: Centre, settings: Settings<'selfService'>, path: string): Applied {
  const { contained, relativeAht, costPerContact } = filled('selfService', settings);
  const { queues, changed } = changeQueues(centre, settings.queues, hasForecast, (queue) => without(queue, contained, relativeAht, path));
  const solved = changed.reduce((sum, { series }) => sum + totalVolume(series), 0) * contained;
  return {
    centre: { ...centre, queues, leverCost: centre.leverCost + solved * costPerContact },
    change: `${share(contained)} solved before they reach the queue${inQueues(centre, settings.queues)}; handle time of the others ${signed(remaining(contained, relativeAht) - 1)}`,
  };
}

/** Handle time of those that stay ÷ the mean before. */
function remaining(gone: number, relativeAht: number): number {
  return (1 - gone * relativeAht) / (1 - gone);
}

/** Takes a share of the contacts away, with handle times of their own. */
function without(queue: CentreQueue, gone: number, relativeAht: number, path: string): CentreQueue {
  const factor = remaining(gone, relativeAht);
  if (!(factor > 0)) throw new InvalidPlanError(`plan.json: ${path}.relativeAht (${relativeAht}) leaves no handle time for the other contacts.`, { path });
  const volume = queue.series.volume.map((contacts) => (contacts === null ? null : contacts * (1 - gone)));
  return withHandleTime({ ...queue, series: withVolume(queue.series, volume) }, (aht) => aht * factor);
}

function firstContactResolution(centre: Centre, settings: Settings<'firstContactResolution'>, path: string): Applied {
  const { from, to, comeBack } = filled('firstContactResolution', settings);
  if ((1 - from) * comeBack >= 1 || (1 - to) * comeBack >= 1)
    throw new InvalidPlanError(`plan.json: ${path} has everybody come back for ever: raise from and to above 0, or write comeBack below 1.`, { path });
  // Each contact brings (1 − r) c more, which bring more again: a geometric series.
  const factor = (1 - (1 - from) * comeBack) / (1 - (1 - to) * comeBack);
  const { queues } = changeQueues(centre, settings.queues, hasForecast, (queue) => ({
    ...queue,
    series: withVolume(
      queue.series,
      queue.series.volume.map((contacts) => (contacts === null ? null : contacts * factor)),
    ),
  }));
  return {
    centre: { ...centre, queues },
    change: `${share(to)} solved at the first contact in place of ${share(from)}${inQueues(centre, settings.queues)}: ${signed(factor - 1)} contacts`,
  };
}

function directRouting(centre: Centre, settings: Settings<'directRouting'>, path: string): Applied {
  const { transferred, avoided, relativeAht } = filled('directRouting', settings);
  const gone = transferred * avoided;
  const { queues } = changeQueues(centre, settings.queues, hasForecast, (queue) => without(queue, gone, relativeAht, path));
  return {
    centre: { ...centre, queues },
    change: `${share(avoided)} of the ${share(transferred)} transfers spared${inQueues(centre, settings.queues)}: ${signed(-gone)} contacts to handle`,
  };
}

function handleTime(centre: Centre, settings: Settings<'handleTime'>, path: string): Applied {
  const { share: of, saving } = filled('handleTime', settings);
  const seconds = settings.seconds === undefined ? null : secondsOf(settings.seconds);
  const { queues } = changeQueues(centre, settings.queues, everyQueue, (queue) =>
    withHandleTime(queue, (aht) => {
      const left = seconds === null ? aht * (1 - of * saving) : aht - of * seconds;
      if (left > 0) return left;
      throw new InvalidPlanError(
        `plan.json: ${path}.seconds saves ${formatDuration(of * (seconds ?? 0))} a contact, but in "${queue.series.queue}" they last ${formatDuration(aht)}.`,
        { path },
      );
    }),
  );
  const words = seconds === null ? `${share(saving)} less handle time` : `${formatDuration(seconds)} less handle time`;
  return { centre: { ...centre, queues }, change: `${words}${of === 1 ? '' : ` in ${share(of)} of the contacts`}${inQueues(centre, settings.queues)}` };
}

// How they wait

function announcedWait(centre: Centre, settings: Settings<'announcedWait'>): Applied {
  const { patienceFactor } = filled('announcedWait', settings);
  const patient = (queue: CentreQueue): boolean => isLive(queue) && queue.settings.patience !== undefined && queue.settings.patience !== null;
  const { queues, changed } = changeQueues(centre, settings.queues, patient, (queue) => ({
    ...queue,
    settings: { ...queue.settings, patience: secondsOf(queue.settings.patience as DurationInput) * patienceFactor },
  }));
  if (changed.length === 0) return { idle: 'the plan gives no patience: nobody gives up' };
  return { centre: { ...centre, queues }, change: `expected wait told: patience × ${number(patienceFactor)}${inQueues(centre, settings.queues)}` };
}

function target(centre: Centre, settings: Settings<'target'>, path: string): Applied {
  const { queues: names, serviceLevelBy, answerWithin, asa, ...shares } = settings;
  const given = { ...shares, ...(answerWithin === undefined ? {} : { answerWithin }), ...(asa === undefined ? {} : { asa }) };
  const by = serviceLevelBy ?? (Object.keys(given).length === 0 ? leverDefaults.target.serviceLevelBy.value : undefined);
  const levels: number[] = [];
  // A default that a queue has no room for is no fault of the plan.
  const isDefault = serviceLevelBy === undefined && by !== undefined;
  const suits = (queue: CentreQueue): boolean => {
    const { serviceLevel } = targetOf(queue);
    return isLive(queue) && (by === undefined || (serviceLevel !== undefined && !(isDefault && (serviceLevel + by <= 0 || serviceLevel + by >= 1))));
  };
  const { queues, changed } = changeQueues(centre, names, suits, (queue) => {
    const now = targetOf(queue);
    const serviceLevel = shares.serviceLevel ?? (by === undefined ? now.serviceLevel : (now.serviceLevel as number) + by);
    if (serviceLevel !== undefined && !(serviceLevel > 0 && serviceLevel < 1))
      throw new InvalidPlanError(
        `plan.json: ${path}.serviceLevelBy takes the service level of "${queue.series.queue}" to ${share(serviceLevel)}; it must stay between 0 and 1.`,
        { path },
      );
    if (serviceLevel !== undefined) levels.push(serviceLevel);
    const next: TargetConfig = { ...now, ...given, ...(serviceLevel === undefined ? {} : { serviceLevel }) };
    if (next.serviceLevel !== undefined && next.answerWithin === undefined)
      throw new InvalidPlanError(`plan.json: ${path}.serviceLevel needs answerWithin beside it, for example "answerWithin": "20s".`, { path });
    return { ...queue, settings: { ...queue.settings, target: next } };
  });
  if (changed.length === 0) return { idle: 'no queue has such a target' };
  const level =
    levels.length === 0 || new Set(levels).size > 1
      ? by === undefined
        ? []
        : [`service level ${signed(by)}`]
      : [`service level ${share(levels[0] as number)}`];
  const words = [
    ...level,
    ...(answerWithin === undefined ? [] : [`within ${formatDuration(secondsOf(answerWithin))}`]),
    ...(asa === undefined ? [] : [`ASA ${formatDuration(secondsOf(asa))}`]),
    ...(shares.abandonProbability === undefined ? [] : [`abandonment ${share(shares.abandonProbability)}`]),
    ...(shares.maxOccupancy === undefined ? [] : [`occupancy at most ${share(shares.maxOccupancy)}`]),
  ];
  return { centre: { ...centre, queues }, change: `target ${words.join(', ')}${inQueues(centre, names)}` };
}

/** The queue's own target, or the 80/20 that queues without one are held to. */
function targetOf({ settings }: CentreQueue): TargetConfig {
  const { over: _, counts: __, ...asked } = settings.target ?? {};
  return Object.keys(asked).length === 0 ? { ...settings.target, serviceLevel: 0.8, answerWithin: 20 } : (settings.target as TargetConfig);
}

// Who takes them

/** Queues that can share people: live ones on one channel, one grid, answered in turn. */
function shareable(centre: Centre, names: readonly string[] | undefined, path: string): CentreQueue[] {
  const live = centre.queues.filter((queue) => isMeant(queue, names) && isLive(queue));
  const [first] = live;
  const group = live.filter((queue) => names !== undefined || (channelOf(queue) === channelOf(first as CentreQueue) && onOneGrid(queue, first as CentreQueue)));
  for (const queue of group) {
    if (channelOf(queue) !== channelOf(first as CentreQueue))
      throw new InvalidPlanError(`plan.json: ${path}.queues must be on one channel, got ${channelOf(first as CentreQueue)} and ${channelOf(queue)}.`, { path });
    if (!onOneGrid(queue, first as CentreQueue))
      throw new InvalidPlanError(`plan.json: ${path}.queues must share one interval grid, and "${first?.series.queue}" and "${queue.series.queue}" do not.`, {
        path,
      });
  }
  return group;
}

function onOneGrid({ series: a }: CentreQueue, { series: b }: CentreQueue): boolean {
  return a.intervalSeconds === b.intervalSeconds && (a.startMs - b.startMs) % (b.intervalSeconds * 1000) === 0;
}

function pooling(centre: Centre, settings: Settings<'pooling'>, path: string): Applied {
  const group = shareable(centre, settings.queues, path);
  const [first] = group;
  if (first === undefined || group.length < 2) return { idle: 'it takes two queues on one channel' };
  const name = group.map(({ series }) => series.queue).join(' + ');
  const parts = group.map(({ series, settings: own }) => ({ ...series, queue: name, channel: channelOf(first), ahtSeconds: knownAht(series, own) }));
  const series = joined(poolSeries(parts)[0] as QueueForecast, parts);
  const patience = pooledPatience(group);
  const strictest = strictestOf(group, series, patience);
  const pool: CentreQueue = { series, settings: pooledSettings(group, strictest, patience), members: group.flatMap(({ members }) => members) };
  const others = (queue: CentreQueue): CentreQueue => {
    const { blend } = queue.settings;
    return blend === undefined || !pool.members.includes(blend.with) ? queue : { ...queue, settings: { ...queue.settings, blend: { ...blend, with: name } } };
  };
  const queues = centre.queues.flatMap((queue) => (queue === first ? [pool] : group.includes(queue) ? [] : [others(queue)]));
  return {
    centre: { ...centre, queues },
    change: `${list(group.map(({ series: one }) => one.queue))} answered by one team, to the target of ${strictest.series.queue}`,
  };
}

function knownAht({ volume, ahtSeconds }: QueueForecast, { aht }: QueueConfig): (number | null)[] {
  return volume.map((contacts, i) => (contacts === null ? null : (ahtSeconds[i] ?? (aht === undefined ? null : secondsOf(aht)))));
}

/** The queue whose target asks for the most people where all contacts are one line. */
function strictestOf(group: readonly CentreQueue[], series: QueueForecast, patience: number | undefined): CentreQueue {
  let busiest = 0;
  let aht = 1;
  series.volume.forEach((contacts, i) => {
    const load = ((contacts ?? 0) * (series.ahtSeconds[i] ?? 0)) / series.intervalSeconds;
    if (load <= busiest) return;
    busiest = load;
    aht = series.ahtSeconds[i] as number;
  });
  const out = sizedQueue();
  const needs = group.map((queue) => {
    const [rule] = resolveQueues({ zone: series.zone, queues: { one: { target: targetOf(queue) } } }).queues;
    const { over: _, ...target } = (rule as QueueRule).target;
    queueSizer({ target, patienceSeconds: patience }).size(out, busiest, aht);
    return out.agentsExact;
  });
  return group[needs.indexOf(Math.max(...needs))] as CentreQueue;
}

/** Patience of several queues in one line. */
function pooledPatience(group: readonly CentreQueue[]): number | undefined {
  return patienceOfMix(
    group.map(({ settings: { patience }, series }) => ({
      contacts: totalVolume(series),
      patienceSeconds: patience === undefined || patience === null ? null : secondsOf(patience),
    })),
  );
}

function pooledSettings(group: readonly CentreQueue[], strictest: CentreQueue, patience: number | undefined): QueueConfig {
  const { patience: _, capacity: __, minimumAgents: ___, ...rest } = strictest.settings;
  const capacities = group.map(({ settings }) => settings.capacity);
  return {
    ...rest,
    ...(patience === undefined ? {} : { patience }),
    ...(capacities.includes(undefined) ? {} : { capacity: capacities.reduce<number>((sum, capacity) => sum + (capacity as number), 0) }),
    minimumAgents: Math.max(...group.map(({ settings }) => settings.minimumAgents ?? 0)),
  };
}

function crossTraining(centre: Centre, settings: Settings<'crossTraining'>, path: string): Applied {
  const { share: of } = filled('crossTraining', settings);
  const group = shareable(centre, settings.queues, path);
  if (group.length < 2) return { idle: 'it takes two queues on one channel' };
  checkInTurn(group, path);
  const names = group.map(({ series }) => series.queue);
  return {
    centre: of === 0 ? centre : { ...centre, flexible: { queues: names, share: of } },
    change: `${share(of)} of the people may take contacts of ${list(names)}`,
  };
}

function priority(centre: Centre, settings: Settings<'priority'>, path: string): Applied {
  const { share: of } = filled('priority', settings);
  const model: QueueModel = { kind: 'priority', share: of };
  const changed = withModel(centre, settings.queues, of === 0 || of === 1 ? null : model, path);
  return changed === null
    ? { idle: 'it takes a queue of calls' }
    : { centre: changed, change: `the most valuable ${share(of)} answered first${inQueues(centre, settings.queues)}` };
}

function callback(centre: Centre, settings: Settings<'callback'>, path: string): Applied {
  const { accepted } = filled('callback', settings);
  const from = settings.offerFrom === undefined ? null : secondsOf(settings.offerFrom);
  const changed = withModel(
    centre,
    settings.queues,
    accepted === 0 ? null : (queue) => ({ kind: 'callback', offerFromSeconds: from ?? secondsOf(targetOf(queue).answerWithin ?? 20), accepted }),
    path,
  );
  if (changed === null) return { idle: 'it takes a queue of calls' };
  const when = from === null ? 'the answer threshold' : formatDuration(from);
  return { centre: changed, change: `call-back offered from ${when} of expected wait, ${share(accepted)} accept${inQueues(centre, settings.queues)}` };
}

/** Gives the calls of some queues a model of their own; null model: as before. Null where no queue suits. */
function withModel(
  centre: Centre,
  names: readonly string[] | undefined,
  model: QueueModel | ((queue: CentreQueue) => QueueModel) | null,
  path: string,
): Centre | null {
  const suits = (queue: CentreQueue): boolean => channelOf(queue) === 'voice' && isLive(queue);
  const { queues, changed } = changeQueues(centre, names, suits, (queue) =>
    model === null ? queue : { ...queue, model: typeof model === 'function' ? model(queue) : model },
  );
  if (changed.length === 0) return null;
  if (model === null) return centre;
  checkInTurn(changed, path);
  const shared = changed.find(({ series }) => centre.flexible?.queues.includes(series.queue));
  if (shared !== undefined) throw together(path, shared.series.queue);
  return { ...centre, queues };
}

function checkInTurn(queues: readonly CentreQueue[], path: string): void {
  const busy = queues.find(({ model }) => model !== undefined);
  if (busy !== undefined) throw together(path, busy.series.queue);
}

function together(path: string, queue: string): InvalidPlanError {
  return new InvalidPlanError(
    `plan.json: ${path} cannot be put on queue "${queue}" beside another of crossTraining, priority and callback: no formula has both. Use one of them there, or pooling in place of crossTraining.`,
    { path, queue },
  );
}

// What they cost

function shrinkage(centre: Centre, { factor, total }: Settings<'shrinkage'>, path: string): Applied {
  const kinds = centre.config.shrinkage ?? {};
  if (total !== undefined) return { centre: { ...centre, config: { ...centre.config, shrinkage: { all: total } } }, change: `shrinkage ${share(total)}` };
  if (Object.keys(kinds).length === 0) return { idle: 'the plan has no shrinkage' };
  const by = factor ?? leverDefaults.shrinkage.factor.value;
  const scaled = Object.entries(kinds).map(([name, kind]) => {
    const left = (typeof kind === 'number' ? kind : kind.share) * by;
    if (left >= 1) throw new InvalidPlanError(`plan.json: ${path}.factor (${by}) makes shrinkage "${name}" ${share(left)}: nobody would be on line.`, { path });
    return [name, typeof kind === 'number' ? left : { ...kind, share: left }] as const;
  });
  return { centre: { ...centre, config: { ...centre.config, shrinkage: Object.fromEntries(scaled) } }, change: `every kind of shrinkage ${signed(by - 1)}` };
}

function wages(centre: Centre, { factor, costPerHour }: Settings<'wages'>): Applied {
  if (costPerHour !== undefined) return { centre: { ...centre, costPerHour }, change: `a paid hour costs ${number(costPerHour)}` };
  const by = factor ?? leverDefaults.wages.factor.value;
  return { centre: { ...centre, costPerHour: centre.costPerHour * by }, change: `a paid hour costs ${signed(by - 1)}` };
}

// Defaults and words

type Defaults = typeof leverDefaults;
type Filled<Name extends LeverName> = { readonly [Key in keyof Defaults[Name]]: number };

/** The numbers of a lever, defaults filled in. */
function filled<Name extends LeverName>(lever: Name, settings: Settings<Name>): Filled<Name> {
  const given = settings as Readonly<Record<string, unknown>>;
  const usual = Object.entries(leverDefaults[lever] as Readonly<Record<string, { readonly value: number }>>);
  return Object.fromEntries(usual.map(([key, { value }]) => [key, given[key] ?? value])) as Filled<Name>;
}

function inQueues({ queues }: Centre, names: readonly string[] | undefined): string {
  return names === undefined || queues.length === 1 ? '' : ` in ${list(names)}`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function hoursText(hours: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(hours)
    .map(([days, ranges]) => `${days} ${ranges.join(' ')}`)
    .join(', ');
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function share(value: number): string {
  return `${Number((value * 100).toPrecision(4))} %`;
}

function signed(relative: number): string {
  const size = Number(Math.abs(relative * 100).toPrecision(3));
  return `${relative < 0 && size > 0 ? '−' : '+'}${size} %`;
}
