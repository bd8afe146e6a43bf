/** A count and its noun as people write them: `1 row`, `12,345 rows`. */
export function counted(count: number, noun: string): string {
  const digits = String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? noun : `${noun}s`}`;
}
