import { join } from 'node:path';
import { type Agent, type PlanResult, resolvePlan } from '../core/index.js';
import type { RosterExplanation } from '../schedule/index.js';
import type { Context, Options } from './context.js';
import { conflictLines } from './outcome-lines.js';
import { planFiles } from './plan-files.js';
import { reasonLines } from './reason-lines.js';
import { summaryText } from './summary-text.js';
import { textOption } from './values.js';
import { wrapped } from './wording.js';
import { writeFiles } from './write-outputs.js';

/** What {@link finishPlan} needs beside the result. */
export type PlanSettings = {
  readonly agents: readonly Agent[] | null;
  readonly title: string | undefined;
  /** Why people are missing and what would help. */
  readonly reasons?: RosterExplanation | undefined;
  /** What differs from the roster that was started from, a line each. */
  readonly changes?: readonly string[];
  /** More files for the folder. */
  readonly extraFiles?: Readonly<Record<string, string>>;
};

/** Writes the folder of a plan and prints its summary. Returns the exit code: 3 without any plan, 1 for a missed target under --check. */
export async function finishPlan(result: PlanResult, settings: PlanSettings, options: Options, context: Context): Promise<number> {
  context.endProgress();
  const outcome = result.roster ?? result.design;
  if (outcome === null || outcome.objective === null) {
    for (const line of outcome === null ? [] : conflictLines(outcome, result.config)) context.fail(line);
    if (options.json === true) context.print(JSON.stringify(result));
    return 3;
  }
  const folder = textOption(options, 'out') ?? 'shiftcast-plan';
  const reasons = settings.reasons === undefined ? [] : reasonLines(settings.reasons, result.config.zone);
  await writeFiles(folder, { ...settings.extraFiles, ...(await planFiles(result, { ...settings, reasons })) }, options);
  const report = `Report: ${join(folder, 'report.html')}`;
  if (options.json === true) {
    context.print(JSON.stringify(settings.reasons === undefined ? result : { ...result, reasons: settings.reasons }));
    context.note(report);
  } else {
    const why = reasons.length === 0 ? [] : ['Why people are missing, and what would help:', ...reasons.map((reason) => `  ${reason}`)];
    const blocks = [why, settings.changes ?? []].map((lines) => lines.map((line) => wrapped(line, 80, '    ')).join('\n'));
    context.print([summaryText(result), ...blocks, report].filter((block) => block !== '').join('\n\n'));
  }
  return options.check === true && targetMissed(result) ? 1 : 0;
}

/** True when the simulation misses a target, where there was one; else when a queue's expected service level lies below its target, or people are short where no service level was asked. */
function targetMissed(result: PlanResult): boolean {
  if (result.service !== undefined) return result.service.status === 'missed';
  const rules = resolvePlan(result.config).queues;
  return result.summary.queues.some((queue) => {
    const target = rules.find((rule) => rule.queue === queue.queue)?.target.serviceLevel;
    return target === undefined ? queue.understaffedHours > 1e-6 : queue.serviceLevel !== null && queue.serviceLevel < target - 1e-9;
  });
}
