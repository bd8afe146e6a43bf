import type { Agent, PlanResult } from '../core/index.js';
import { designToCsv, forecastToCsv, requirementsToCsv, rosterToCsv } from '../exchange/index.js';
import { renderReport } from '../report/index.js';

/** The files that `plan` and `demo` leave behind: name → content. */
export async function planFiles(
  result: PlanResult,
  settings: { readonly title: string | undefined; readonly agents: readonly Agent[] | null; readonly reasons?: readonly string[] },
): Promise<Record<string, string>> {
  const { zone } = result.config;
  const { title, agents, reasons } = settings;
  const people = result.roster === null ? {} : { 'roster.csv': rosterToCsv(result.roster.agents, zone) };
  const shifts = result.design === null ? {} : { 'shifts.csv': designToCsv(result.design, zone) };
  const service = result.service === undefined ? {} : { service: result.service };
  const summary = { ...result.summary, ...service, warnings: result.warnings, provenance: result.provenance };
  return {
    'forecast.csv': forecastToCsv(result.forecast),
    'requirements.csv': requirementsToCsv(result.requirements),
    ...people,
    ...shifts,
    'report.html': await renderReport(result, { title, agents: agents ?? undefined, reasons }),
    'summary.json': `${JSON.stringify(summary, null, 2)}\n`,
    'plan.resolved.json': `${JSON.stringify(result.config, null, 2)}\n`,
  };
}
