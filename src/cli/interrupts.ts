const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type Interrupt = keyof typeof EXIT_CODES;

const lastDuties = new Set<() => void>();

/** Registers work for the moment an interrupt ends the process, such as removing temporary files. */
export function onInterrupt(duty: () => void): void {
  lastDuties.add(duty);
}

/** Listens for Ctrl-C and termination: long work is told to stop, temporary files go, and the process ends with 130 or 143. */
export function watchInterrupts(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const end = (signal: Interrupt): void => {
    controller.abort(new Error(`interrupted by ${signal}`));
    for (const duty of lastDuties) duty();
    process.stderr.write('shiftcast: interrupted before the end; files are written whole or not at all.\n');
    process.exit(EXIT_CODES[signal]);
  };
  const handlers = { SIGINT: () => end('SIGINT'), SIGTERM: () => end('SIGTERM') };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, handlers[signal]);
  return {
    signal: controller.signal,
    stop() {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, handlers[signal]);
    },
  };
}
