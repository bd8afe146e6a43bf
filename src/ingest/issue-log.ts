import type { Issue } from '../core/index.js';

/** Issues kept in full for each code; the rest is only counted. */
const KEPT_PER_CODE = 100;

/** Collects what a reader could not use or had to interpret. */
export type IssueLog = {
  add(code: string, message: string, place?: { readonly row?: number | null; readonly column?: string | null; readonly value?: string | null }): void;
  readonly issues: Issue[];
  readonly counts: Record<string, number>;
};

/** Opens an empty log. */
export function createIssueLog(): IssueLog {
  const issues: Issue[] = [];
  const counts: Record<string, number> = Object.create(null) as Record<string, number>;
  return {
    issues,
    counts,
    add(code, message, { row = null, column = null, value = null } = {}) {
      const before = counts[code] ?? 0;
      counts[code] = before + 1;
      if (before < KEPT_PER_CODE) issues.push({ row, column, code, value: value === null ? null : value.slice(0, 200), message });
    },
  };
}

/** Joins the issues of several files, again at most 100 of each code. */
export function mergeIssues(parts: readonly { readonly issues: readonly Issue[]; readonly issueCounts: Readonly<Record<string, number>> }[]): {
  issues: Issue[];
  issueCounts: Record<string, number>;
} {
  const kept: Record<string, number> = {};
  const issueCounts: Record<string, number> = {};
  const issues = parts
    .flatMap((part) => part.issues)
    .filter(({ code }) => {
      kept[code] = (kept[code] ?? 0) + 1;
      return kept[code] <= KEPT_PER_CODE;
    });
  for (const part of parts) for (const [code, count] of Object.entries(part.issueCounts)) issueCounts[code] = (issueCounts[code] ?? 0) + count;
  return { issues, issueCounts };
}
