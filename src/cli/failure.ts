/** What a thrown value means to whoever started the command: an exit code and one line. */
export type Failure = { readonly exitCode: number; readonly line: string };

const MISUSE = new Set(['invalidInput', 'invalidPlan', 'unknownZone', 'unusableInput', 'tooManyBadRows', 'tooLittleHistory']);

/** Functions of the library that put their name before a message. */
const LIBRARY_FUNCTION =
  /^(?:adoptForecast|applyOverrides|assignShifts|backtest|checkRoster|checkSwap|crossTraining|deferredStaffing|design(?:Shifts|Tiers)|explainRoster|findPeaks|fitForecast|forecast(?:From)?|initPlan|plan|pricePlan|publicHolidays|queueMetrics|readHistor(?:y|ies)|reconcileForecasts|replaceBreaks|required(?:Agents|Groups|Trunks)|schedule(?:ToTargets)?|scoreForecasts?|simulate(?:Roster)?|spreadTotal|staff(?:Channels)?|whatIf): /;

/** What the library calls by the names of its options, as whoever typed a command knows it. */
const OPTION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^untilMs is /, '--until is '],
  [/^untilMet needs agents:/, '--until-met needs --agents:'],
  [/^from\.freezeUntil must/, '--freeze-until must'],
  [/^the roster to start from has/, 'the roster of --from has'],
  [/^after must/, '--after must'],
  [/^a and b must/, '--a and --b must'],
  [/^columns names the role/, '--column names the role'],
  [/^similar: queue must/, '--similar: queue must'],
  [/ \([a-zA-Z]+: \{ [^{}]* \}\)/, ''],
];

/**
 * Turns anything thrown into one line and an exit code: 2 misuse or unusable input, 4 could not write or a fault of ours.
 * Errors of this library are known by their `code`, so that nothing has to be imported to recognise one.
 */
export function failureOf(thrown: unknown, command: string): Failure {
  const prefix = command === '' ? 'shiftcast' : `shiftcast ${command}`;
  if (thrown instanceof Error && thrown.name !== 'Error' && 'code' in thrown && 'facts' in thrown) {
    const { code, message } = thrown as Error & { code: string };
    const plain = onCommandLine(message);
    if (MISUSE.has(code)) return { exitCode: 2, line: `${prefix}: ${oneLine(plain)}` };
    if (code === 'notWritten') return { exitCode: 4, line: `${prefix}: ${oneLine(message)}` };
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    exitCode: 4,
    line: `${prefix}: a fault of shiftcast itself, not of your input: ${oneLine(text).replace(/\.$/, '')}. Please report it with the command you typed; SHIFTCAST_DEBUG=1 shows where it happened.`,
  };
}

/** The library names its functions and its options; whoever typed a command knows neither. */
function onCommandLine(message: string): string {
  return OPTION_WORDS.reduce((text, [words, plain]) => text.replace(words, plain), message.replace(LIBRARY_FUNCTION, ''));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
