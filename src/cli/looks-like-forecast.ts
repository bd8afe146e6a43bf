import { openBytes } from '../node/index.js';

/** Whether a file is a forecast of ours (forecast.csv, or the JSON of `forecast --json`), by its first bytes. Standard input is taken for one. */
export async function looksLikeForecast(file: string): Promise<boolean> {
  if (file === '-') return true;
  const reader = (await openBytes(file)).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  const start = new TextDecoder().decode(value?.subarray(0, 4096));
  const [head = ''] = start.replace(/^\uFEFF/, '').split(/\r?\n/);
  return /^"?queue"?[,;\t].*interval_seconds/.test(head) || (/^\s*\{\s*"queues"/.test(start) && start.includes('"startMs"') && !start.includes('"bookedAt"'));
}
