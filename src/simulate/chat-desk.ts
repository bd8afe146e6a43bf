import type { GroupModel, Model } from './model.js';

const NEVER = Number.POSITIVE_INFINITY;

/** Chats side by side: all of an agent's chats move at the speed of his load, so that one virtual clock per agent tells which ends first. */
export class ChatDesk {
  readonly endsAt: Float64Array;
  private readonly clock: Float64Array;
  private readonly last: Float64Array;
  private readonly slots: Int32Array;
  private readonly finish: Float64Array;
  private readonly width: number;

  constructor(private readonly model: Model) {
    const { agentCount, groups } = model;
    this.width = Math.max(1, ...groups.map((group) => group.concurrency));
    this.endsAt = new Float64Array(agentCount);
    this.clock = new Float64Array(agentCount);
    this.last = new Float64Array(agentCount);
    this.slots = new Int32Array(agentCount * this.width);
    this.finish = new Float64Array(agentCount * this.width);
  }

  reset(): void {
    this.endsAt.fill(NEVER);
    this.clock.fill(0);
    this.last.fill(0);
  }

  /** Lets the agent's clock run up to now, at the speed of his load. */
  advance(agent: number, load: number, now: number): void {
    const { speeds } = this.model.groups[this.model.groupOfAgent[agent] as number] as GroupModel;
    if (load === 0) this.clock[agent] = 0;
    else this.clock[agent] = (this.clock[agent] as number) + (now - (this.last[agent] as number)) * (speeds[load] as number);
    this.last[agent] = now;
  }

  add(agent: number, slot: number, work: number, load: number): void {
    const at = agent * this.width + load;
    this.slots[at] = slot;
    this.finish[at] = (this.clock[agent] as number) + work;
  }

  slotOf(agent: number, index: number): number {
    return this.slots[agent * this.width + index] as number;
  }

  /** Takes out the chat that ends first. */
  remove(agent: number, load: number): number {
    const at = this.first(agent, load);
    const last = agent * this.width + load - 1;
    const slot = this.slots[at] as number;
    this.slots[at] = this.slots[last] as number;
    this.finish[at] = this.finish[last] as number;
    return slot;
  }

  /** When the agent's next chat ends, as things are. */
  nextEnd(agent: number, load: number, now: number): number {
    const { speeds } = this.model.groups[this.model.groupOfAgent[agent] as number] as GroupModel;
    const left = load === 0 ? NEVER : Math.max(0, (this.finish[this.first(agent, load)] as number) - (this.clock[agent] as number)) / (speeds[load] as number);
    this.endsAt[agent] = now + left;
    return now + left;
  }

  private first(agent: number, load: number): number {
    const from = agent * this.width;
    let best = from;
    for (let at = from + 1; at < from + load; at += 1) if ((this.finish[at] as number) < (this.finish[best] as number)) best = at;
    return best;
  }
}
