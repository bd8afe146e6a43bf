/** What a thrown value means to whoever started the command: an exit code and one line. */
export type Failure = { readonly exitCode: number; readonly line: string };

const MISUSE = new Set(['invalidInput', 'invalidPlan', 'unknownZone', 'unusableInput', 'tooManyBadRows', 'tooLittleHistory']);

const LIBRARY_FUNCTION =
  /^(?:backtest|designShifts|findPeaks|forecast|initPlan|plan|queueMetrics|readHistor(?:y|ies)|requiredAgents|schedule|spreadTotal|staff): /;

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
  return message
    .replace(LIBRARY_FUNCTION, '')
    .replace(/^untilMs is /, '--until is ')
    .replace(/ \([a-zA-Z]+: \{ [^{}]* \}\)/, '');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
