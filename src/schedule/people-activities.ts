import type { ActivityRule, Agent } from '../core/index.js';
import { instantOf } from '../time/index.js';
import type { Problem } from './problem.js';

/** True when an activity is meant for a person. */
export function isMember(rule: ActivityRule, { agent, contract }: Pick<Agent, 'agent' | 'contract'>): boolean {
  return (rule.people === null || rule.people.includes(agent)) && (rule.contracts === null || rule.contracts.includes(contract));
}

/** Instants between which an activity lies; null when it does not touch the roster. */
export function activityWindow(
  rule: ActivityRule,
  { plan, horizon }: Pick<Problem, 'plan' | 'horizon'>,
): { readonly fromMs: number; readonly toMs: number } | null {
  const at = (text: string): number => instantOf(plan.zone, text.slice(0, 10), Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)));
  const [fromMs, toMs] = [at(rule.from), at(rule.to)];
  return fromMs < horizon.endMs && toMs > horizon.startMs ? { fromMs, toMs } : null;
}
