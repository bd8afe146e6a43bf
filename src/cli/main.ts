#!/usr/bin/env node
import { runCommandLine } from './run-command-line.js';
import { watchOutput } from './watch-output.js';

watchOutput();
process.exitCode = await runCommandLine(process.argv.slice(2));
