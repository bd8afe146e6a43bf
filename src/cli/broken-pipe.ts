/** A closed pipe behind us (`| head`) is no fault: whoever reads has seen enough. */
export function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EPIPE') process.exit(0);
      throw fault;
    });
  }
}
