import type { Scheduled } from './figures.js';
import type { Model } from './model.js';
import type { Tally } from './tally.js';

/** Planned time on line per group and cell, and per agent, within the window. */
export function scheduledTime(model: Model, tally: Tally): Scheduled {
  const { cells, warmUpSeconds, horizonSeconds } = tally.window;
  const groups = new Float64Array(model.groups.length * cells);
  const agents = new Float64Array(model.agentCount);
  model.groups.forEach((_, g) => {
    const changes = model.changes.filter((change) => change.group === g && change.reserve === undefined);
    changes.forEach((change, i) => {
      if (change.agent < 0) addTimes(tally, groups, g * cells, change.at, changes[i + 1]?.at ?? horizonSeconds, change.count);
      else if (change.count === 1) {
        addTimes(tally, groups, g * cells, change.at, change.until, 1);
        const seconds = Math.min(change.until, horizonSeconds) - Math.max(change.at, warmUpSeconds);
        agents[change.agent] = (agents[change.agent] as number) + Math.max(0, seconds);
      }
    });
  });
  return { groups, agents };
}

function addTimes(tally: Tally, values: Float64Array, offset: number, from: number, to: number, people: number): void {
  const once = new Float64Array(tally.window.cells);
  tally.addSpan(once, 0, 1, from, to, -1);
  once.forEach((seconds, cell) => {
    values[offset + cell] = (values[offset + cell] as number) + people * seconds;
  });
}
