import { readAgents, readEvents, readHistory } from '../../ingest/index.js';
import { makeSampleCentre, plan } from '../../plan/index.js';
import type { Context, Options } from '../context.js';
import { finishPlan } from '../finish-plan.js';
import { seedOption } from '../values.js';

/** Moves of the search for the demo's roster, about ten seconds of work: a search that ends by itself gives the same roster on every machine. */
const ROSTER_MOVES = 1_000_000;
/** Only a machine far busier than usual reaches it. */
const ROSTER_SECONDS = 45;

/** `shiftcast demo`: a made-up centre, planned from end to end; its files are left in the folder to play with. */
export async function run(_files: readonly string[], options: Options, context: Context): Promise<number> {
  const seed = seedOption(options);
  const centre = makeSampleCentre({ seed });
  context.note('A made-up centre: 2 queues, 26 weeks of half-hours, 60 people in three tiers.');
  const history = await readHistory(centre.historyCsv, { zone: centre.config.zone, sourceName: 'history.csv' });
  const { agents } = readAgents(centre.agentsCsv, { sourceName: 'agents.csv' });
  const { events } = readEvents(centre.eventsCsv, { sourceName: 'events.csv' });
  const { signal, onProgress } = context;
  const result = await plan(history, centre.config, { agents, events, seed, timeLimitSeconds: ROSTER_SECONDS, workBudget: ROSTER_MOVES, signal, onProgress });
  const extraFiles = {
    'history.csv': centre.historyCsv,
    'agents.csv': centre.agentsCsv,
    'events.csv': centre.eventsCsv,
    'plan.json': `${JSON.stringify(centre.config, null, 2)}\n`,
  };
  return finishPlan(result, { agents, title: 'Sample centre', extraFiles }, options, context);
}
