import { checkInteger, checkNonNegative, checkPositive, describeValue, InvalidInputError, nearestName } from '../core/index.js';
import type { Distribution } from './distribution.js';
import { isNamed, toSteps } from './model.js';
import type { AgentGroup, ContactType, NamedAgent, SimulationSystem, Steps } from './system.js';

/** Throws unless the system can be played; every message names the queue or group. */
export function checkSystem(where: string, system: SimulationSystem): void {
  const { contactTypes, agentGroups } = system;
  if (!Array.isArray(contactTypes) || contactTypes.length === 0) throw fault(`${where}: contactTypes must list at least one contact type.`);
  if (!Array.isArray(agentGroups) || agentGroups.length === 0) throw fault(`${where}: agentGroups must list at least one group.`);
  checkNames(where, 'contactTypes', contactTypes);
  checkNames(where, 'agentGroups', agentGroups);
  if (system.capacity !== undefined) checkInteger(`${where}: capacity`, system.capacity, 1);
  if (system.dayFactorCv !== undefined) checkNonNegative(`${where}: dayFactorCv`, system.dayFactorCv);
  for (const group of agentGroups) checkGroup(`${where}: agent group "${group.name}"`, group, system);
  for (const type of contactTypes) checkType(`${where}: queue "${type.name}"`, type, system);
}

function fault(message: string, facts: Readonly<Record<string, unknown>> = {}): InvalidInputError {
  return new InvalidInputError(message, facts);
}

function checkNames(where: string, list: string, items: readonly { readonly name: string }[]): void {
  items.forEach((item, i) => {
    const name = item?.name;
    if (typeof name !== 'string' || name === '') throw fault(`${where}: ${list}[${i}].name must be a name, got ${JSON.stringify(name)}.`);
    if (items.findIndex((other) => other?.name === name) !== i) throw fault(`${where}: ${list} names "${name}" twice; give each its own name.`, { name });
  });
}

/** Throws unless a name is known; tells the nearest one. */
export function checkKnown(where: string, what: string, name: string, known: readonly { readonly name: string }[]): void {
  if (known.some((item) => item.name === name)) return;
  const names = known.map((item) => item.name);
  if (typeof name !== 'string') throw fault(`${where} ${what} ${describeValue(name)}, which is no name. Known: ${names.join(', ')}.`, { value: name });
  const nearest = nearestName(name, names);
  const wayOut = nearest === null ? `Known: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw fault(`${where} ${what} "${name}", which does not exist. ${wayOut}`, { name, nearest });
}

/** Throws where a part that may be left out is there and no object. */
function checkParts(where: string, holder: object, keys: readonly string[]): void {
  for (const key of keys) {
    const part = (holder as Readonly<Record<string, unknown>>)[key];
    if (part !== undefined && (typeof part !== 'object' || part === null))
      throw fault(`${where} ${key} must be an object, or left out, got ${describeValue(part)}.`, { key });
  }
}

function checkShare(where: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw fault(`${where} must be a share from 0 to 1, got ${String(value)}.`, { value });
}

function checkSteps(where: string, value: number | Steps): void {
  if (typeof value === 'number') {
    checkNonNegative(where, value);
    return;
  }
  if (!Array.isArray(value) || value.length === 0)
    throw fault(`${where} must be a number or steps such as [[0, 60], [1800, 120]], got ${describeValue(value)}.`);
  value.forEach((step, i) => {
    checkNonNegative(`${where}[${i}] start`, step?.[0]);
    checkNonNegative(`${where}[${i}] value`, step?.[1]);
    if (i > 0 && step[0] <= (value[i - 1] as readonly [number, number])[0])
      throw fault(`${where}[${i}] must start after the step before it, got ${step[0]} s.`);
  });
}

/** Throws unless a value is a number of seconds or a distribution in its range. */
export function checkDistribution(where: string, value: number | Distribution, least: 'positive' | 'zero' = 'positive'): void {
  if (typeof value === 'number') {
    checkMean(where, value, least);
    return;
  }
  switch (value?.kind) {
    case 'exponential':
    case 'deterministic':
      checkMean(`${where}.meanSeconds`, value.meanSeconds, least);
      return;
    case 'lognormal':
    case 'gamma':
      checkMean(`${where}.meanSeconds`, value.meanSeconds, least);
      checkNonNegative(`${where}.cv`, value.cv);
      return;
    case 'empirical':
      if (!Array.isArray(value.valuesSeconds) || value.valuesSeconds.length === 0) throw fault(`${where}.valuesSeconds must list at least one value.`);
      value.valuesSeconds.forEach((seconds, i) => {
        checkNonNegative(`${where}.valuesSeconds[${i}]`, seconds);
      });
      return;
    case 'mixture':
      checkMixture(where, value.parts);
      return;
    default:
      throw fault(`${where} must be a number of seconds or a distribution of kind exponential, deterministic, lognormal, gamma, empirical or mixture.`);
  }
}

function checkMean(where: string, value: number, least: 'positive' | 'zero'): void {
  if (least === 'zero') checkNonNegative(where, value);
  else checkPositive(where, value);
}

function checkMixture(where: string, parts: readonly { readonly share: number; readonly distribution: Distribution }[]): void {
  if (!Array.isArray(parts) || parts.length === 0) throw fault(`${where}.parts must list at least one part.`);
  parts.forEach(({ share, distribution }, i) => {
    checkShare(`${where}.parts[${i}].share`, share);
    checkDistribution(`${where}.parts[${i}].distribution`, distribution, 'zero');
  });
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-6) throw fault(`${where}.parts must have shares that add up to 1, got ${total}.`);
}

/** People kept free: whole numbers, 0 or more, one or as steps. */
function checkReserve(where: string, keepFree: number | Steps = 0): void {
  if (typeof keepFree !== 'number') checkSteps(where, keepFree);
  for (const [, count] of toSteps(keepFree)) checkInteger(where, count);
}

function checkGroup(where: string, group: AgentGroup, system: SimulationSystem): void {
  checkPeople(where, group);
  checkParts(where, group, ['ahtSeconds', 'escalate', 'concurrency', 'lateStart']);
  checkParts(`${where}: escalate`, group.escalate ?? {}, Object.keys(group.escalate ?? {}));
  if (!Array.isArray(group.serves) || !group.serves.every((list) => Array.isArray(list)))
    throw fault(`${where}: serves must list priority classes such as [[{ contactType: "billing", afterSeconds: 0 }]].`);
  for (const entry of group.serves.flat()) {
    checkKnown(where, 'serves contact type', entry?.contactType, system.contactTypes);
    if (group.ahtSeconds?.[entry.contactType] === undefined)
      throw fault(`${where} serves "${entry.contactType}" but ahtSeconds has no handle time for it.`, { group: group.name, contactType: entry.contactType });
    checkNonNegative(`${where}: serves "${entry.contactType}" afterSeconds`, entry.afterSeconds ?? 0);
    checkReserve(`${where}: serves "${entry.contactType}" keepFree`, entry.keepFree);
  }
  for (const [type, aht] of Object.entries(group.ahtSeconds ?? {})) {
    checkKnown(where, 'has ahtSeconds of contact type', type, system.contactTypes);
    checkDistribution(`${where}: ahtSeconds of "${type}"`, aht);
  }
  for (const [type, { to, probability }] of Object.entries(group.escalate ?? {})) {
    checkKnown(where, 'escalates contact type', type, system.contactTypes);
    checkKnown(where, `escalates "${type}" to`, to, system.contactTypes);
    checkShare(`${where}: escalate "${type}" probability`, probability);
  }
  checkConcurrency(where, group);
}

function checkConcurrency(where: string, { concurrency, pick }: AgentGroup): void {
  if (pick !== undefined && !['longestWaiting', 'earliestDeadline', 'serviceLevel'].includes(pick))
    throw fault(`${where}: pick must be longestWaiting, earliestDeadline or serviceLevel, got ${String(pick)}.`);
  if (concurrency === undefined) return;
  checkInteger(`${where}: concurrency.most`, concurrency.most, 1);
  if (!Array.isArray(concurrency.ahtSecondsAt) || concurrency.ahtSecondsAt.length !== concurrency.most)
    throw fault(`${where}: concurrency.ahtSecondsAt must list ${concurrency.most} durations, one for each number of chats at once.`);
  concurrency.ahtSecondsAt.forEach((seconds, i) => {
    checkPositive(`${where}: concurrency.ahtSecondsAt[${i}]`, seconds);
  });
}

function checkPeople(where: string, { agents, lateStart, absenceProbability }: AgentGroup): void {
  const named = isNamed(agents);
  if ((lateStart !== undefined || absenceProbability !== undefined) && !named) throw fault(`${where}: lateStart and absenceProbability need agents by name.`);
  if (lateStart !== undefined) {
    checkShare(`${where}: lateStart.probability`, lateStart.probability);
    checkNonNegative(`${where}: lateStart.meanSeconds`, lateStart.meanSeconds);
  }
  if (absenceProbability !== undefined) checkShare(`${where}: absenceProbability`, absenceProbability);
  if (named) {
    checkNames(where, 'agents', agents);
    for (const person of agents) checkPerson(`${where}: agent "${person.name}"`, person);
    return;
  }
  checkSteps(`${where}: agents`, agents as number | Steps);
  for (const [, count] of toSteps(agents as number | Steps)) checkInteger(`${where}: agents`, count);
}

function checkPerson(where: string, { online, ahtFactor }: NamedAgent): void {
  if (ahtFactor !== undefined) checkPositive(`${where} ahtFactor`, ahtFactor);
  if (!Array.isArray(online)) throw fault(`${where} online must list stretches such as [[0, 14400]].`);
  for (const stretch of online) {
    checkNonNegative(`${where} online from`, stretch?.[0]);
    checkPositive(`${where} online to`, stretch?.[1]);
    if (stretch[1] <= stretch[0]) throw fault(`${where} online must end after it starts, got [${stretch[0]}, ${stretch[1]}].`);
  }
}

function checkType(where: string, type: ContactType, system: SimulationSystem): void {
  checkParts(where, type, ['redial', 'repeat', 'callback', 'announcement', 'selfService']);
  checkSteps(`${where} arrivalsPerHour`, type.arrivalsPerHour);
  type.arrivalPaths?.forEach((path, i) => {
    checkSteps(`${where} arrivalPaths[${i}]`, path);
  });
  checkNonNegative(`${where} dayFactorCv`, type.dayFactorCv ?? 0);
  if (type.patienceSeconds === undefined) throw fault(`${where} patienceSeconds must be a number, a distribution, or null for callers who never give up.`);
  if (type.patienceSeconds !== null)
    checkDistribution(`${where} patienceSeconds`, type.patienceSeconds, typeof type.patienceSeconds === 'number' ? 'positive' : 'zero');
  checkNonNegative(`${where} answerWithinSeconds`, type.answerWithinSeconds);
  checkStretches(`${where} countedTime`, type.countedTime);
  checkStretches(`${where} openTime`, type.openTime);
  checkNonNegative(`${where} countedUntilSeconds`, type.countedUntilSeconds ?? 0);
  if (type.waitingAtStart !== undefined) checkInteger(`${where} waitingAtStart`, type.waitingAtStart);
  if (type.capacity !== undefined) checkInteger(`${where} capacity`, type.capacity, 1);
  if (type.ahtFactor !== undefined) checkSteps(`${where} ahtFactor`, type.ahtFactor);
  if (type.targetServiceLevel !== undefined) checkShare(`${where} targetServiceLevel`, type.targetServiceLevel);
  checkAfterwards(where, type, system);
  checkRoute(where, type, system);
}

function checkAfterwards(where: string, type: ContactType, system: SimulationSystem): void {
  for (const [what, rule] of [
    ['redial', type.redial],
    ['repeat', type.repeat],
  ] as const) {
    if (rule === undefined) continue;
    checkShare(`${where} ${what}.probability`, rule.probability);
    // Whoever gives up at once and tries again at once would do so for ever.
    if (what === 'redial') checkPositive(`${where} redial.meanDelaySeconds`, rule.meanDelaySeconds);
    else checkNonNegative(`${where} repeat.meanDelaySeconds`, rule.meanDelaySeconds);
  }
  if (type.repeat !== undefined) checkKnown(where, 'repeats as', type.repeat.to, system.contactTypes);
  if (type.callback !== undefined) {
    checkKnown(where, 'is called back as', type.callback.to, system.contactTypes);
    checkNonNegative(`${where} callback.fromSeconds`, type.callback.fromSeconds);
    checkShare(`${where} callback.acceptProbability`, type.callback.acceptProbability);
    const target = system.contactTypes.find(({ name }) => name === type.callback?.to);
    if (target?.callback !== undefined)
      throw fault(`${where} is called back as "${target.name}", which offers call-backs itself; give call-backs a contact type without.`);
  }
  for (const step of type.announcement?.steps ?? []) {
    checkNonNegative(`${where} announcement fromSeconds`, step.fromSeconds);
    checkNonNegative(`${where} announcement patienceFactor`, step.patienceFactor ?? 1);
    checkShare(`${where} announcement leaveProbability`, step.leaveProbability ?? 0);
  }
  if (type.selfService !== undefined) {
    checkDistribution(`${where} selfService.seconds`, type.selfService.seconds, 'zero');
    checkShare(`${where} selfService.solvedProbability`, type.selfService.solvedProbability);
  }
}

function checkStretches(where: string, stretches: ContactType['openTime'] = []): void {
  if (!Array.isArray(stretches)) throw fault(`${where} must list stretches such as [[28800, 72000]], in seconds.`);
  stretches.forEach((stretch, i) => {
    checkNonNegative(`${where}[${i}] start`, stretch?.[0]);
    checkNonNegative(`${where}[${i}] end`, stretch?.[1]);
    const least = i === 0 ? 0 : (stretches[i - 1] as readonly [number, number])[1];
    if (stretch[0] < least || stretch[1] <= stretch[0])
      throw fault(`${where}[${i}] must begin after the stretch before it and end after it begins, got ${stretch[0]} to ${stretch[1]} s.`);
  });
}

function checkRoute(where: string, type: ContactType, system: SimulationSystem): void {
  if (!Array.isArray(type.route) || type.route.length === 0)
    throw fault(`${where} has no route; name the groups that take it, such as [{ group: "${system.agentGroups[0]?.name}", afterSeconds: 0 }].`, {
      queue: type.name,
    });
  for (const step of type.route) {
    checkKnown(where, 'is routed to group', step?.group, system.agentGroups);
    checkNonNegative(`${where} route to "${step.group}" afterSeconds`, step.afterSeconds ?? 0);
    checkReserve(`${where} route to "${step.group}" keepFree`, step.keepFree);
    const group = system.agentGroups.find(({ name }) => name === step.group) as AgentGroup;
    if (group.ahtSeconds?.[type.name] === undefined)
      throw fault(`${where} is routed to group "${step.group}", which has no ahtSeconds for it.`, { queue: type.name, group: step.group });
  }
  const serving = system.agentGroups.filter((group) => group.serves.flat().some((entry) => entry.contactType === type.name));
  if (serving.length === 0) throw fault(`${where} would wait for ever: no group lists it in serves.`, { queue: type.name });
  if (!serving.some(hasPeople)) {
    const names = serving.map((group) => `"${group.name}"`).join(', ');
    throw fault(`${where} is served only by ${names}, ${serving.length > 1 ? 'groups' : 'a group'} without people.`, { queue: type.name });
  }
}

function hasPeople({ agents }: AgentGroup): boolean {
  return isNamed(agents) ? agents.some((person) => person.online.length > 0) : toSteps(agents as number | Steps).some(([, count]) => count > 0);
}
