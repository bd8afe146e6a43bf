import type { ActivityRule, Agent, ContractLimits, ContractRule, FairnessRule, PersonRule, QueueRule, ResolvedPlan, Shift, WeekHours } from '../core/index.js';
import { addDays, dayNumber, instantOf, localDayOf, localMinuteOf, weekdayOf } from '../time/index.js';

const HOUR = 3600;
const MINUTE_MS = 60_000;
const TINY = 1e-9;

/** What a check of one person's further rules needs to know. */
export type LimitCheck = {
  readonly plan: ResolvedPlan;
  /** Days of the roster. */
  readonly days: readonly string[];
  readonly agent: Agent;
  readonly contract: ContractRule;
  /** Shifts in order of time. */
  readonly shifts: readonly Shift[];
  /** Shifts of the roster before, in order of time. */
  readonly earlier: readonly Shift[];
  readonly paidSecondsOf: (shift: Shift) => number;
  /** True on days that stand as a given roster has them; rules about single shifts do not look at those. */
  readonly stands: (day: string) => boolean;
  readonly fault: (day: string | null, rule: string, message: string) => void;
};

/** Checks the rules of a contract beyond hours, days and rest per week, and those of the person. */
export function checkLimits(check: LimitCheck): void {
  const limits = check.contract.limits ?? {};
  const open = { ...check, shifts: check.shifts.filter((shift) => !check.stands(shift.day)) };
  const person = check.plan.roster?.people.find((rule) => rule.agent === check.agent.agent);
  checkHours(check, limits);
  checkRuns(check, limits);
  checkWeekends(check, limits);
  checkNights(check, limits);
  checkSuccessions(check, limits);
  checkShiftHours(open, limits);
  checkPattern(open, limits, person);
  for (const hours of [limits.hours, person?.hours]) if (hours) checkWithin(open, hours);
  if (person !== undefined) checkFixed(check, person);
}

function checkShiftHours({ shifts, paidSecondsOf, fault }: LimitCheck, limits: ContractLimits): void {
  for (const shift of shifts) {
    const paid = paidSecondsOf(shift);
    if (paid < (limits.minimumSecondsPerDay ?? 0) - TINY) fault(shift.day, 'hoursPerDay.min', `${paid / HOUR} h paid`);
    if (paid > (limits.maximumSecondsPerDay ?? Number.POSITIVE_INFINITY) + TINY) fault(shift.day, 'hoursPerDay.max', `${paid / HOUR} h paid`);
  }
}

function checkHours({ shifts, paidSecondsOf, fault }: LimitCheck, limits: ContractLimits): void {
  const total = shifts.reduce((sum, shift) => sum + paidSecondsOf(shift), 0);
  if (total < (limits.minimumSecondsPerPeriod ?? 0) - TINY) fault(null, 'hoursPerPeriod.min', `${total / HOUR} h in the roster`);
  if (total > (limits.maximumSecondsPerPeriod ?? Number.POSITIVE_INFINITY) + TINY) fault(null, 'hoursPerPeriod.max', `${total / HOUR} h in the roster`);
}

/** A stretch of days alike, and whether its ends are known. */
type Run = {
  readonly isWorked: boolean;
  readonly first: string;
  readonly last: string;
  readonly length: number;
  readonly startKnown: boolean;
  readonly endKnown: boolean;
};

function runsOf({ days, shifts, earlier }: LimitCheck): Run[] {
  const worked = new Set([...earlier, ...shifts].map((shift) => shift.day));
  const from = [days[0] as string, ...earlier.map((shift) => shift.day)].sort()[0] as string;
  const end = addDays(days.at(-1) as string, 1);
  const runs: Run[] = [];
  let first = from;
  for (let day = from; day < end; day = addDays(day, 1)) {
    const next = addDays(day, 1);
    if (next < end && worked.has(next) === worked.has(day)) continue;
    const length = dayNumber(day) - dayNumber(first) + 1;
    runs.push({ isWorked: worked.has(day), first, last: day, length, startKnown: first > from, endKnown: next < end });
    first = next;
  }
  return runs;
}

function checkRuns(check: LimitCheck, limits: ContractLimits): void {
  const { days, fault } = check;
  const { minimumConsecutiveDays: leastOn = 0, minimumConsecutiveDaysOff: leastOff = 0, maximumConsecutiveDaysOff: mostOff } = limits;
  for (const run of runsOf(check)) {
    // a run of work that ended before the roster can only be long enough or not; the first day off tells
    if (run.isWorked && run.startKnown && run.endKnown && run.length < leastOn && addDays(run.last, 1) >= (days[0] as string))
      fault(run.last, 'consecutiveDays.min', `${run.length} days in a row, at least ${leastOn} due`);
    if (!run.isWorked && run.startKnown && run.endKnown && run.length < leastOff && addDays(run.last, 1) >= (days[0] as string))
      fault(run.last, 'consecutiveDaysOff.min', `${run.length} days off in a row, at least ${leastOff} due`);
    if (!run.isWorked && mostOff !== undefined && run.length > mostOff && run.last >= (days[0] as string))
      fault(run.last, 'consecutiveDaysOff.max', `${run.length} days off in a row, at most ${mostOff} allowed`);
  }
}

function saturdayOf(day: string): string | null {
  return weekdayOf(day) < 5 ? null : addDays(day, 5 - weekdayOf(day));
}

function checkWeekends({ days, shifts, earlier, fault }: LimitCheck, { weekends, wholeWeekends }: ContractLimits): void {
  const saturdays = (list: readonly Shift[]): Set<string> => new Set(list.flatMap((shift) => saturdayOf(shift.day) ?? []));
  const before = saturdays(earlier);
  const all = saturdays([...earlier, ...shifts]);
  if (weekends !== undefined) {
    for (const saturday of saturdays(shifts)) {
      if (before.has(saturday)) continue;
      let count = 0;
      for (let back = 0; back < weekends.inWeeks; back += 1) if (all.has(addDays(saturday, -7 * back))) count += 1;
      if (count > weekends.max) fault(saturday, 'weekends', `${count} weekends worked in ${weekends.inWeeks} weeks, at most ${weekends.max} allowed`);
    }
  }
  if (wholeWeekends !== true) return;
  const worked = new Set([...earlier, ...shifts].map((shift) => shift.day));
  for (const sunday of days.filter((day) => weekdayOf(day) === 6)) {
    const saturday = addDays(sunday, -1);
    const isKnown = days.includes(saturday) || earlier.length > 0;
    if (isKnown && worked.has(saturday) !== worked.has(sunday)) fault(sunday, 'wholeWeekends', 'only one day of the weekend is worked');
  }
}

/** Time of a shift between the night's clock times. */
function isNight(plan: ResolvedPlan, shift: Shift): boolean {
  const night = plan.roster?.night;
  if (night === undefined) return false;
  let minutes = 0;
  for (let atMs = shift.startMs; atMs < shift.endMs; atMs += MINUTE_MS) {
    const clock = localMinuteOf(plan.zone, atMs);
    const isIn = night.fromMinute < night.toMinute ? clock >= night.fromMinute && clock < night.toMinute : clock >= night.fromMinute || clock < night.toMinute;
    if (isIn) minutes += 1;
  }
  return minutes * 60 >= night.atLeastSeconds;
}

function checkNights({ plan, days, shifts, earlier, fault }: LimitCheck, limits: ContractLimits): void {
  const { maximumNightsInARow: inARow, maximumNightsPerPeriod: perPeriod, restAfterNightsSeconds: rest } = limits;
  if (inARow === undefined && perPeriod === undefined && rest === undefined) return;
  const all = [...earlier, ...shifts];
  const nights = new Set(all.filter((shift) => isNight(plan, shift)).map((shift) => shift.day));
  for (const day of days) {
    let run = 0;
    while (nights.has(addDays(day, -run))) run += 1;
    if (inARow !== undefined && run > inARow) fault(day, 'nights.inARow', `${run} nights in a row, at most ${inARow} allowed`);
  }
  const count = days.filter((day) => nights.has(day)).length;
  if (perPeriod !== undefined && count > perPeriod) fault(null, 'nights.perPeriod', `${count} nights in the roster, at most ${perPeriod} allowed`);
  if (rest === undefined) return;
  all.forEach((shift, i) => {
    const last = all[i - 1];
    if (last === undefined || !shifts.includes(shift) || !nights.has(last.day) || nights.has(shift.day)) return;
    const seconds = (shift.startMs - last.endMs) / 1000;
    if (seconds < rest) fault(shift.day, 'nights.restAfter', `${seconds / HOUR} h rest after nights, ${rest / HOUR} h due`);
  });
}

function checkSuccessions({ shifts, earlier, fault }: LimitCheck, { forbiddenSuccessions }: ContractLimits): void {
  const familyOn = new Map([...earlier, ...shifts].map((shift) => [shift.day, shift.shift]));
  for (const shift of shifts) {
    const last = familyOn.get(addDays(shift.day, -1));
    for (const [first, second] of forbiddenSuccessions ?? [])
      if (last === first && shift.shift === second) fault(shift.day, 'forbiddenSuccessions', `${second} on the day after ${first}`);
  }
}

function checkPattern({ days, shifts, fault }: LimitCheck, { pattern }: ContractLimits, person: PersonRule | undefined): void {
  if (pattern === undefined) return;
  for (const shift of shifts) {
    const since = dayNumber(shift.day) - dayNumber(pattern.startDay ?? (days[0] as string));
    const turn = Math.floor(since / 7) + (person?.patternOffset ?? 0);
    const week = pattern.weeks[turn - pattern.weeks.length * Math.floor(turn / pattern.weeks.length)];
    const open = week?.[weekdayOf(shift.day)] ?? null;
    if (open !== null && !open.includes(shift.shift))
      fault(shift.day, 'pattern', `${shift.shift} is not what the pattern has for this day (${open.join(', ') || 'off'})`);
  }
}

function checkWithin({ plan, agent, shifts, fault }: LimitCheck, hours: WeekHours): void {
  const zone = agent.zone ?? plan.zone;
  const isOpen = (atMs: number): boolean => {
    const minute = localMinuteOf(zone, atMs);
    const weekday = weekdayOf(localDayOf(zone, atMs));
    const holds = (day: number, at: number): boolean => (hours[day] ?? []).some(({ fromMinute, toMinute }) => fromMinute <= at && at < toMinute);
    return holds(weekday, minute) || holds((weekday + 6) % 7, minute + 1440);
  };
  for (const shift of shifts) {
    for (let atMs = shift.startMs; atMs < shift.endMs; atMs += MINUTE_MS) {
      if (isOpen(atMs)) continue;
      fault(shift.day, 'hours', 'the shift is not within the hours that may be worked');
      break;
    }
  }
}

function checkFixed({ plan, days, agent, shifts, stands, fault }: LimitCheck, person: PersonRule): void {
  const isAway = (day: string): boolean =>
    agent.unavailable.some((away) => {
      if ('day' in away) return away.day === day;
      const last = away.to.includes('T00:00') ? addDays(away.to.slice(0, 10), -1) : away.to.slice(0, 10);
      return away.from.slice(0, 10) <= day && last >= day;
    });
  for (const day of days.filter((own) => !stands(own))) {
    const rule = person.fixed.find((own) => own.day === day) ?? (isAway(day) ? undefined : person.fixed.find((own) => own.weekdays.includes(weekdayOf(day))));
    if (rule === undefined) continue;
    const own = shifts.find((shift) => shift.day === day);
    if ((own?.shift ?? null) !== rule.shift) fault(day, 'fixed', `${own?.shift ?? 'off'} instead of ${rule.shift ?? 'off'}`);
    else if (own !== undefined && rule.startMinute !== null && localMinuteOf(plan.zone, own.startMs) !== rule.startMinute % 1440)
      fault(day, 'fixed', 'the shift starts at another time');
  }
}

/** A person with contract and shifts, as far as extra costs go. */
export type CostedPerson = Pick<LimitCheck, 'agent' | 'contract' | 'shifts' | 'earlier' | 'paidSecondsOf'>;

/** Costs beyond pay, cover and wishes; each is there only when the plan has such a price. */
export function checkExtras(
  plan: ResolvedPlan,
  days: readonly string[],
  people: readonly CostedPerson[],
): { overtime?: number; fairness?: number; shiftCover?: number; activities?: number } {
  const { fairness = [], shiftCover = [], activities = [] } = plan.roster ?? {};
  const paysOvertime = plan.contracts.some((contract) => contract.limits?.overtime !== undefined);
  return {
    ...(paysOvertime ? { overtime: people.reduce((sum, person) => sum + overtimeOf(days, person), 0) } : {}),
    ...(fairness.length > 0 ? { fairness: fairness.reduce((sum, rule) => sum + unfairness(plan, rule, people), 0) } : {}),
    ...(activities.some((rule) => touches(plan, days, rule)) ? { activities: missedActivities(plan, days, people) } : {}),
    ...(shiftCover.length > 0 ? { shiftCover: missingShifts(plan, days, people) } : {}),
  };
}

function overtimeOf(days: readonly string[], { contract, shifts, paidSecondsOf }: CostedPerson): number {
  const { overtime } = contract.limits ?? {};
  if (overtime === undefined) return 0;
  let cost = 0;
  for (let week = 0; week < days.length; week += 7) {
    const own = shifts.filter((shift) => days.slice(week, week + 7).includes(shift.day));
    const paid = own.reduce((sum, shift) => sum + paidSecondsOf(shift), 0);
    cost += (Math.max(0, paid - (contract.maximumSecondsPerWeek ?? 0)) / HOUR) * overtime.extraPerHour;
  }
  return cost;
}

function unfairness(plan: ResolvedPlan, rule: FairnessRule, people: readonly CostedPerson[]): number {
  const counts = people
    .filter(({ contract }) => rule.contracts === null || rule.contracts.includes(contract.name))
    .map(({ shifts, earlier }) => {
      const all = [...earlier, ...shifts];
      if (rule.count === 'weekends') return new Set(all.flatMap((shift) => saturdayOf(shift.day) ?? [])).size;
      return all.filter((shift) => (rule.count === 'nights' ? isNight(plan, shift) : rule.count.includes(shift.shift))).length;
    });
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  return rule.price * counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
}

/** Instant of a local time without offset. */
function instantOfText(plan: ResolvedPlan, text: string): number {
  const [day = '', clock = ''] = text.split('T');
  const [hours, minutes] = clock.split(':').map(Number);
  return instantOf(plan.zone, day, (hours ?? 0) * 60 + (minutes ?? 0));
}

function touches(plan: ResolvedPlan, days: readonly string[], rule: ActivityRule): boolean {
  const [startMs, endMs] = [instantOf(plan.zone, days[0] as string, 0), instantOf(plan.zone, addDays(days.at(-1) as string, 1), 0)];
  return instantOfText(plan, rule.from) < endMs && instantOfText(plan, rule.to) > startMs;
}

function isMeantFor(rule: ActivityRule, { agent, contract }: Pick<CostedPerson, 'agent' | 'contract'>): boolean {
  return rule.people?.includes(agent.agent) !== false && rule.contracts?.includes(contract.name) !== false;
}

function missedActivities(plan: ResolvedPlan, days: readonly string[], people: readonly CostedPerson[]): number {
  let cost = 0;
  for (const rule of (plan.roster?.activities ?? []).filter((own) => touches(plan, days, own))) {
    for (const person of people.filter((own) => isMeantFor(rule, own)))
      if (!person.shifts.some((shift) => shift.activities.some((part) => part.activity === rule.name))) cost += rule.missingEach;
  }
  return cost;
}

/** What is wrong with trainings and meetings in a person's shifts. */
export function checkActivities({ plan, agent, contract, shifts, fault }: Pick<LimitCheck, 'plan' | 'agent' | 'contract' | 'shifts' | 'fault'>): void {
  for (const rule of plan.roster?.activities ?? []) {
    const own = shifts.flatMap((shift) => shift.activities.filter((part) => part.activity === rule.name).map((part) => ({ day: shift.day, part })));
    own.forEach(({ day, part }, i) => {
      if (!isMeantFor(rule, { agent, contract })) fault(day, 'activities', `${rule.name} is not meant for this person`);
      if (i > 0) fault(day, 'activities', `${rule.name} comes twice`);
      if ((part.endMs - part.startMs) / 1000 !== rule.lengthSeconds)
        fault(day, 'activities', `${rule.name} lasts ${(part.endMs - part.startMs) / MINUTE_MS} min`);
      const fromMs = instantOfText(plan, rule.from);
      if (part.startMs < fromMs || part.endMs > instantOfText(plan, rule.to) || ((part.startMs - fromMs) / 1000) % rule.everySeconds !== 0)
        fault(day, 'activities', `${rule.name} is outside its window or off its grid`);
    });
  }
}

/** Meetings that people are to have together, at different times: the name of each. Those that stand may differ among themselves. */
export function partedMeetings(plan: ResolvedPlan, people: readonly CostedPerson[], stands: (agent: string, day: string) => boolean): string[] {
  return (plan.roster?.activities ?? []).flatMap((rule) => {
    if (!rule.together) return [];
    const found = people.flatMap(({ agent, shifts }) =>
      shifts.flatMap((shift) =>
        shift.activities.filter((part) => part.activity === rule.name).map(({ startMs }) => ({ startMs, isOpen: !stands(agent.agent, shift.day) })),
      ),
    );
    return found.some(({ isOpen }) => isOpen) && new Set(found.map(({ startMs }) => startMs)).size > 1 ? [rule.name] : [];
  });
}

function missingShifts(plan: ResolvedPlan, days: readonly string[], people: readonly CostedPerson[]): number {
  let cost = 0;
  for (const rule of plan.roster?.shiftCover ?? []) {
    for (const day of days.filter((own) => rule.weekdays.includes(weekdayOf(own)))) {
      const isOn = (shift: Shift): boolean => shift.day === day && shift.shift === rule.shift && shift.activities.every((part) => part.activity !== 'absence');
      const present = people.filter(({ shifts }) => shifts.some(isOn)).length;
      cost += Math.max(0, rule.agents - present) * rule.missingPerShift;
    }
  }
  return cost;
}

/** Price of too many people on a break in the steps of time given. */
export function checkBreaksAtOnce(plan: ResolvedPlan, people: readonly CostedPerson[], originMs: number, stepMs: number): { breaksAtOnce?: number } {
  const rule = plan.roster?.breaksAtOnce;
  if (!rule) return {};
  const there = new Map<number, number>();
  const onBreak = new Map<number, number>();
  const shifts = people.flatMap((person) => person.shifts).filter((shift) => shift.activities.every((part) => part.activity !== 'absence'));
  for (const shift of shifts) {
    const names = rule.breaks ?? plan.shifts.find((own) => own.name === shift.shift)?.breaks.map((pause) => pause.name) ?? [];
    for (const part of shift.activities) {
      for (let step = Math.floor((part.startMs - originMs) / stepMs); originMs + step * stepMs < part.endMs; step += 1) {
        const share = (Math.min(part.endMs, originMs + (step + 1) * stepMs) - Math.max(part.startMs, originMs + step * stepMs)) / stepMs;
        there.set(step, (there.get(step) ?? 0) + share);
        if (names.includes(part.activity)) onBreak.set(step, (onBreak.get(step) ?? 0) + share);
      }
    }
  }
  let hours = 0;
  for (const [step, people] of onBreak) hours += (Math.max(0, people - rule.most * (there.get(step) ?? 0)) * stepMs) / 3_600_000;
  return { breaksAtOnce: hours * rule.extraPerHour };
}

/** Least need of a queue at a step of time, from its rules about opening and closing. */
export function needAtEdges(plan: ResolvedPlan, queue: QueueRule, fromMs: number, toMs: number): number {
  const { openingHours, atOpening, atClosing } = queue;
  if (openingHours === null || (atOpening === undefined && atClosing === undefined)) return 0;
  let need = 0;
  const first = localDayOf(plan.zone, fromMs);
  for (const offset of [-2, -1, 0, 1, 2]) {
    const day = addDays(first, offset);
    const at = (minute: number): number => instantOf(plan.zone, addDays(day, Math.floor(minute / 1440)), minute % 1440);
    for (const { fromMinute, toMinute } of openingHours[weekdayOf(day)] ?? []) {
      const [openMs, closeMs] = [at(fromMinute), at(toMinute)];
      const overlaps = (beforeSeconds: number, edgeMs: number, afterSeconds: number): boolean =>
        edgeMs - beforeSeconds * 1000 < toMs && edgeMs + afterSeconds * 1000 > fromMs;
      if (atOpening !== undefined && !isOpenAt(plan, openingHours, openMs - MINUTE_MS) && overlaps(atOpening.beforeSeconds, openMs, atOpening.afterSeconds))
        need = Math.max(need, atOpening.agents);
      if (atClosing !== undefined && !isOpenAt(plan, openingHours, closeMs) && overlaps(atClosing.beforeSeconds, closeMs, atClosing.afterSeconds))
        need = Math.max(need, atClosing.agents);
    }
  }
  return need;
}

function isOpenAt(plan: ResolvedPlan, hours: WeekHours, atMs: number): boolean {
  const minute = localMinuteOf(plan.zone, atMs);
  const weekday = weekdayOf(localDayOf(plan.zone, atMs));
  const holds = (day: number, at: number): boolean => (hours[day] ?? []).some(({ fromMinute, toMinute }) => fromMinute <= at && at < toMinute);
  return holds(weekday, minute) || holds((weekday + 6) % 7, minute + 1440);
}
