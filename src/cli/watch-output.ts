/** A closed pipe behind us (`| head`) is no fault: whoever reads has seen enough. Anything else, such as a full disk, ends in one line and exit code 4. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EPIPE') process.exit(0);
      if (stream === process.stdout) process.stderr.write(`shiftcast: standard output could not be written (${fault.code ?? fault.message}); use --out.\n`);
      process.exit(4);
    });
  }
}
