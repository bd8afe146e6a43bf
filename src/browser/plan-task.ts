import type { LongWorkOptions, PlanConfig, PlanResult } from '../core/index.js';

/** Input of the task `plan`: the files as text, and the options of `plan` that are data. */
export type PlanTaskInput = {
  /** The history, any export that `readHistory` takes. */
  readonly historyCsv: string;
  readonly config: PlanConfig;
  readonly agentsCsv?: string | undefined;
  readonly eventsCsv?: string | undefined;
  readonly overridesCsv?: string | undefined;
  readonly timeLimitSeconds?: number | undefined;
  readonly seed?: number | undefined;
  /** Heading of the report. */
  readonly title?: string | undefined;
};

/** Output of the task `plan`. */
export type PlanTaskOutput = {
  readonly result: PlanResult;
  /** The report as one HTML page. */
  readonly reportHtml: string;
};

/**
 * From files to plan and report in one go; made to be a task of a worker: `serveTasks({ plan: planTask })`.
 *
 * @param input - Files as text and the configuration.
 * @returns The plan and its report, JSON-safe.
 * @throws What the readers, `plan` and `renderReport` throw.
 * @remarks The pipeline is loaded when first called.
 * @example
 * typeof planTask; // 'function'
 */
export async function planTask(input: PlanTaskInput, options: LongWorkOptions = {}): Promise<PlanTaskOutput> {
  const [{ readAgents, readEvents, readHistory, readOverrides }, { plan }, { renderReport }] = await Promise.all([
    import('../ingest/index.js'),
    import('../plan/index.js'),
    import('../report/index.js'),
  ]);
  const { historyCsv, config, agentsCsv, eventsCsv, overridesCsv, timeLimitSeconds, seed, title } = input;
  const { zone, sourceZone } = config;
  const history = await readHistory(historyCsv, { zone, ...(sourceZone === undefined ? {} : { sourceZone }) });
  const agents = agentsCsv === undefined ? undefined : readAgents(agentsCsv).agents;
  const result = await plan(history, config, {
    ...options,
    agents,
    events: eventsCsv === undefined ? undefined : readEvents(eventsCsv).events,
    overrides: overridesCsv === undefined ? undefined : readOverrides(overridesCsv).overrides,
    timeLimitSeconds,
    seed,
  });
  return { result, reportHtml: await renderReport(result, { title, agents }) };
}
