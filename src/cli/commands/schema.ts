import { planJsonSchema } from '../../core/index.js';
import type { Context, Options } from '../context.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast schema`: the JSON Schema of plan.json. */
export async function run(_files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const schema = await planJsonSchema();
  await writeResult(options, context, schema, JSON.stringify(schema, null, 2));
  return undefined;
}
