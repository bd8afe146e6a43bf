/** Open days ahead, in groups that get weights of their own. */
export const LEAD_GROUPS: readonly { readonly name: string; readonly from: number; readonly to: number }[] = [
  { name: 'days 1–2', from: 1, to: 2 },
  { name: 'days 3–7', from: 3, to: 7 },
  { name: 'day 8 on', from: 8, to: Number.POSITIVE_INFINITY },
];

/** Group of an open day `lead` days ahead, 1 = the first. */
export function leadGroup(lead: number): number {
  return lead <= 2 ? 0 : lead <= 7 ? 1 : 2;
}

/** Fills groups without a result from the nearest group that has one. */
export function fillGroups<T>(groups: readonly (T | null)[], fallback: T): T[] {
  return groups.map((group, i) => group ?? groups.slice(i).find((g) => g !== null) ?? [...groups.slice(0, i)].reverse().find((g) => g !== null) ?? fallback);
}
