import { InvalidInputError, type LongWorkOptions, type PlanConfig, type PlanResult } from '../core/index.js';

/** Input of the task `plan`: the files, and the options of `plan` that are data. */
export type PlanTaskInput = {
  /** The history: any export that `readHistory` takes, as text or bytes. */
  readonly history: string | Uint8Array;
  /** Without it, a plan to start from is made out of the history, and `zone` has to be given. */
  readonly config?: PlanConfig | undefined;
  /** The centre's zone, where no config names it. */
  readonly zone?: string | undefined;
  /** The people, as agents.csv; without them the plan ends in shifts without names. */
  readonly agentsCsv?: string | undefined;
  readonly eventsCsv?: string | undefined;
  readonly overridesCsv?: string | undefined;
  readonly timeLimitSeconds?: number | undefined;
  readonly seed?: number | undefined;
  /** Address of `highs.wasm`, where it does not lie beside the bundle. */
  readonly wasmUrl?: string | undefined;
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
 * @param input - Files and configuration.
 * @returns The plan and its report, JSON-safe.
 * @throws {@link InvalidInputError} without config and zone; what the readers, `plan` and `renderReport` throw.
 * @remarks The pipeline is loaded when first called.
 * @example
 * typeof planTask; // 'function'
 */
export async function planTask(input: PlanTaskInput, options: LongWorkOptions = {}): Promise<PlanTaskOutput> {
  const [{ readAgents, readEvents, readHistory, readOverrides }, { initPlan, plan }, { renderReport }] = await Promise.all([
    import('../ingest/index.js'),
    import('../plan/index.js'),
    import('../report/index.js'),
  ]);
  const { agentsCsv, eventsCsv, overridesCsv, timeLimitSeconds, seed, wasmUrl, title } = input;
  const zone = input.config?.zone ?? input.zone;
  if (zone === undefined)
    throw new InvalidInputError('planTask: zone must be given where there is no config, got undefined. Write for example "Europe/Berlin".');
  const names = Object.keys(input.config?.queues ?? {});
  // A file without a queue column holds the plan's only queue.
  const history = await readHistory(input.history, {
    zone,
    sourceZone: input.config?.sourceZone,
    queue: names.length === 1 ? names[0] : undefined,
    ...options,
  });
  const config = input.config ?? (await initPlan(history, options)).config;
  const agents = agentsCsv === undefined ? undefined : readAgents(agentsCsv).agents;
  const events = eventsCsv === undefined ? undefined : readEvents(eventsCsv).events;
  const overrides = overridesCsv === undefined ? undefined : readOverrides(overridesCsv).overrides;
  const result = await plan(history, config, { ...options, agents, events, overrides, timeLimitSeconds, seed, wasmUrl });
  return { result, reportHtml: await renderReport(result, { title, agents }) };
}
