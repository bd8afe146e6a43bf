#!/usr/bin/env node
import { endQuietlyOnBrokenPipe } from './broken-pipe.js';
import { runCommandLine } from './run-command-line.js';

endQuietlyOnBrokenPipe();
process.exitCode = await runCommandLine(process.argv.slice(2));
