import { InvalidInputError, LEVER_NAMES, type LeverName, nearestName, parseDuration, type ScenarioConfig } from '../core/index.js';
import { parseShare, parseTarget } from './values.js';

/** Words for levers that people use beside their names. */
const OTHER_NAMES: Readonly<Record<string, LeverName>> = { bot: 'selfService', fcr: 'firstContactResolution', aht: 'handleTime' };

/** A lever's name as the command line writes it: `self-service`. */
export function leverLabel(lever: LeverName): string {
  return lever.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** No two of these go together on one queue. */
const OUT_OF_TURN: readonly LeverName[] = ['crossTraining', 'priority', 'callback'];

/**
 * Scenarios of --lever options such as `self-service=20%` or `callback:billing=40%/60s`: each alone, and all of them together where there are several that
 * go together.
 */
export function scenariosOfLevers(levers: readonly string[]): Record<string, ScenarioConfig> {
  const parsed = levers.map((text) => ({ text, ...parseLever(text) }));
  const scenarios: Record<string, ScenarioConfig> = {};
  for (const { text, lever, settings } of parsed) {
    if (scenarios[text] !== undefined) throw new InvalidInputError(`--lever ${text} is given twice.`, { option: 'lever', value: text });
    scenarios[text] = { [lever]: settings };
  }
  if (parsed.length < 2 || parsed.filter(({ lever }) => OUT_OF_TURN.includes(lever)).length > 1) return scenarios;
  const together: Record<string, object[]> = {};
  for (const { lever, settings } of parsed) together[lever] = [...(together[lever] ?? []), settings];
  return {
    ...scenarios,
    'all together': Object.fromEntries(Object.entries(together).map(([lever, list]) => [lever, list.length === 1 ? list[0] : list])) as ScenarioConfig,
  };
}

/** Reads `NAME`, `NAME=VALUE` or `NAME:QUEUE+QUEUE=VALUE`. */
function parseLever(text: string): { lever: LeverName; settings: object } {
  const [, name = '', queues, value] = /^([^:=]*)(?::([^=]*))?(?:=(.*))?$/s.exec(text.trim()) ?? [];
  const lever = leverNamed(name.trim());
  const where = `--lever ${leverLabel(lever)}`;
  if (value?.trim() === '')
    throw new InvalidInputError(`${where}= is empty; give it a value, or leave "=" out for the default.`, { option: 'lever', value: text });
  if (queues !== undefined && (lever === 'shrinkage' || lever === 'wages'))
    throw new InvalidInputError(`${where} holds for all queues; leave ":${queues}" out.`, { option: 'lever', value: text });
  const named = queues === undefined ? {} : { queues: names(queues) };
  return { lever, settings: { ...named, ...(value === undefined ? {} : READERS[lever](value.trim(), where)) } };
}

function leverNamed(name: string): LeverName {
  const plain = name.replaceAll(/[-_ ]/g, '').toLowerCase();
  const found = LEVER_NAMES.find((lever) => lever.toLowerCase() === plain) ?? OTHER_NAMES[plain];
  if (found !== undefined) return found;
  const known = LEVER_NAMES.map(leverLabel);
  const nearest = nearestName(name, [...known, ...Object.keys(OTHER_NAMES)]);
  throw new InvalidInputError(
    `--lever must be one of ${known.join(', ')}, got ${name === '' ? 'nothing' : name}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`,
    {
      option: 'lever',
      value: name,
    },
  );
}

type Reader = (value: string, where: string) => object;

/** What the value of each lever means. */
const READERS: Readonly<Record<LeverName, Reader>> = {
  campaign: (value, where) => {
    const change = relative(value);
    if (change !== null) return { factor: 1 + change };
    return { extra: number(value.replace(/^\+/, ''), where, 'a change such as +10%, or contacts such as +500') };
  },
  openingHours: (value, where) => {
    const seconds = parseDuration(value);
    if (seconds !== null) return { earlierBy: seconds };
    const [hours = '', perHour, ...rest] = value.split('/');
    if (rest.length > 0) throw misread(where, 'hours, and contacts per hour that was closed so far, such as "mon-fri 07:00-21:00/30"', value);
    const contacts =
      perHour === undefined ? {} : { contactsPerHour: number(perHour, where, 'contacts per hour that was closed so far behind "/", such as 30') };
    return { hours: weekHours(hours, where), ...contacts };
  },
  selfService: (value, where) => ({ contained: parseShare(where, value) }),
  firstContactResolution: (value, where) => {
    const [from, to, ...rest] = value.split(/[-–]/).map((part) => parseShare(where, part));
    if (rest.length > 0) throw misread(where, 'a share such as 75%, or from and to such as 70%-75%', value);
    return to === undefined ? { to: from } : { from, to };
  },
  directRouting: (value, where) => ({ transferred: parseShare(where, value) }),
  handleTime: (value, where) => {
    const seconds = /[a-z]/i.test(value) ? parseDuration(value) : null;
    return seconds === null ? { saving: parseShare(where, value) } : { seconds };
  },
  announcedWait: (value, where) => ({ patienceFactor: number(value.replace(/^x/i, ''), where, 'a factor of patience such as 2') }),
  target: (value) => {
    const { serviceLevel, answerWithinSeconds } = parseTarget(value, 'lever target');
    return { serviceLevel, answerWithin: answerWithinSeconds };
  },
  pooling: (value) => ({ queues: names(value) }),
  crossTraining: (value, where) => ({ share: parseShare(where, value) }),
  priority: (value, where) => ({ share: parseShare(where, value) }),
  callback: (value, where) => {
    const [accepted = '', from, ...rest] = value.split('/');
    const offerFrom = from === undefined ? null : parseDuration(from);
    if (rest.length > 0 || (from !== undefined && offerFrom === null)) throw misread(where, 'a share that accepts, and a wait, such as 40% or 40%/60s', value);
    return { accepted: parseShare(where, accepted), ...(offerFrom === null ? {} : { offerFrom }) };
  },
  shrinkage: (value, where) => {
    const change = /^[+\-−]/.test(value) ? relative(value) : null;
    return change === null ? { total: parseShare(where, value) } : { factor: 1 + change };
  },
  wages: (value, where) => {
    const change = relative(value);
    return change === null ? { costPerHour: number(value, where, 'a change such as +3%, or a price of an hour such as 22') } : { factor: 1 + change };
  },
};

function names(text: string): string[] {
  return text.split('+').map((name) => name.trim());
}

/** `+10%`, `-5%`, `10%` as a change; null for anything else. */
function relative(text: string): number | null {
  const [, sign, digits] = /^([+\-−]?)\s*(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  return digits === undefined ? null : ((sign === '-' || sign === '−' ? -1 : 1) * Number(digits)) / 100;
}

function number(text: string, where: string, need: string): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw misread(where, need, text);
}

/** `mon-fri 08:00-18:00; sat 09:00-13:00`. */
function weekHours(text: string, where: string): Record<string, string[]> {
  const days = text.split(';').map((part) => /^\s*([a-z][a-z,-]*)\s+(\S.*?)\s*$/i.exec(part));
  if (days.some((day) => day === null))
    throw misread(where, 'a time such as 1h to close earlier, or hours such as "mon-fri 08:00-18:00; sat 09:00-13:00"', text);
  return Object.fromEntries(days.map((day) => [day?.[1] ?? '', (day?.[2] ?? '').split(/[\s,]+/)]));
}

function misread(where: string, need: string, value: string): InvalidInputError {
  return new InvalidInputError(`${where} must be ${need}, got ${value}.`, { option: 'lever', value });
}
