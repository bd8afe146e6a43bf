import { InvalidInputError, isCalendarDay, type ResolvedPlan, UnusableInputError } from '../core/index.js';
import type { GivenRoster } from '../schedule/index.js';
import type { Context, Options } from './context.js';
import { readRosterFile } from './read-roster-file.js';
import { dayOptions, isGiven, listOption, misused, numberOption, textOption } from './values.js';

/** The roster to start from, and what of it stands; undefined without --from. */
export async function givenOptions(options: Options, rules: ResolvedPlan, context: Context): Promise<GivenRoster | undefined> {
  const file = textOption(options, 'from');
  const others = ['freeze-until', 'freeze', 'freeze-day', 'absent', 'price-per-change'].filter((name) => isGiven(options, name));
  if (file === undefined) {
    if (others.length === 0) return undefined;
    throw new InvalidInputError(`--${others[0]} needs --from: the roster that it is about.`, { option: others[0] });
  }
  if (textOption(options, 'agents') === undefined) throw new InvalidInputError('--from needs --agents: only named people have a roster.', { option: 'from' });
  const roster = await readRosterFile(file, rules, context);
  if (roster.every((own) => own.shifts.length === 0)) throw new UnusableInputError(`${file} has no rows below its header: a roster without shifts.`, { file });
  return {
    agents: roster,
    freezeUntil: textOption(options, 'freeze-until')?.replace(' ', 'T'),
    freezeAgents: listOption(options, 'freeze'),
    freezeDays: dayOptions(options, 'freeze-day'),
    absent: listOption(options, 'absent').map((text) => {
      const at = text.lastIndexOf(':');
      if (at < 1 || !isCalendarDay(text.slice(at + 1))) throw misused('absent', 'a person and a day such as Ann:2026-12-09', text);
      return { agent: text.slice(0, at), day: text.slice(at + 1) };
    }),
    pricePerChange: numberOption(options, 'price-per-change'),
  };
}
