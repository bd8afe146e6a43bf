const OFF = 0;
const ON = 1;
const LEAVING = 2;

/** Agents known one by one: by name, with several chats at once, or where the longest idle goes first. */
export class AgentBoard {
  readonly load: Int32Array;
  private readonly state: Uint8Array;
  /** Since when an agent has his present number of contacts. */
  private readonly since: Float64Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly width: number;

  /**
   * @param groupOf - Group of each agent.
   * @param most - Contacts side by side per group.
   * @param free - Agents who may take a contact, per group; kept up to date here.
   */
  constructor(
    readonly groupOf: Int32Array,
    private readonly most: Int32Array,
    private readonly free: Int32Array,
  ) {
    const count = groupOf.length;
    this.load = new Int32Array(count);
    this.state = new Uint8Array(count);
    this.since = new Float64Array(count);
    this.next = new Int32Array(count);
    this.previous = new Int32Array(count);
    this.width = Math.max(1, ...most);
    this.heads = new Int32Array(most.length * this.width);
    this.tails = new Int32Array(this.heads.length);
  }

  reset(): void {
    this.load.fill(0);
    this.state.fill(OFF);
    this.heads.fill(-1);
    this.tails.fill(-1);
  }

  /** The agent to take the next contact: fewest contacts, then longest so; −1 when nobody is free. */
  choose(group: number): number {
    const from = group * this.width;
    const to = from + (this.most[group] as number);
    for (let list = from; list < to; list += 1) if ((this.heads[list] as number) >= 0) return this.heads[list] as number;
    return -1;
  }

  /** Since when that agent has waited for work; agents with contacts already come after all that have none. */
  idleSince(group: number): number {
    const agent = this.choose(group);
    if (agent < 0) return Number.POSITIVE_INFINITY;
    return (this.load[agent] as number) > 0 ? Number.MAX_VALUE : (this.since[agent] as number);
  }

  take(agent: number, now: number): void {
    const group = this.groupOf[agent] as number;
    this.unlink(agent);
    this.load[agent] = (this.load[agent] as number) + 1;
    if ((this.load[agent] as number) < (this.most[group] as number)) this.link(agent, now);
    else this.free[group] = (this.free[group] as number) - 1;
  }

  release(agent: number, now: number): void {
    const group = this.groupOf[agent] as number;
    const load = this.load[agent] as number;
    if (this.state[agent] === LEAVING) {
      this.load[agent] = load - 1;
      if (load === 1) this.state[agent] = OFF;
      return;
    }
    if (load < (this.most[group] as number)) this.unlink(agent);
    else this.free[group] = (this.free[group] as number) + 1;
    this.load[agent] = load - 1;
    this.link(agent, now);
  }

  bringOn(agent: number, now: number): void {
    if (this.state[agent] === ON) return;
    const group = this.groupOf[agent] as number;
    this.state[agent] = ON;
    if ((this.load[agent] as number) >= (this.most[group] as number)) return;
    this.link(agent, now);
    this.free[group] = (this.free[group] as number) + 1;
  }

  /** Ends an agent's time: at once when idle, else with the last contact. */
  sendOff(agent: number): void {
    if (this.state[agent] !== ON) return;
    const group = this.groupOf[agent] as number;
    if ((this.load[agent] as number) < (this.most[group] as number)) {
      this.unlink(agent);
      this.free[group] = (this.free[group] as number) - 1;
    }
    this.state[agent] = (this.load[agent] as number) > 0 ? LEAVING : OFF;
  }

  /** Brings the people on line among agents `from`…`to − 1` to a number: whoever is about to leave stays first; the least busy go first. */
  setOnline(from: number, to: number, count: number, now: number): void {
    let online = 0;
    for (let agent = from; agent < to; agent += 1) if (this.state[agent] === ON) online += 1;
    for (const state of [LEAVING, OFF])
      for (let agent = from; agent < to && online < count; agent += 1)
        if (this.state[agent] === state) {
          this.bringOn(agent, now);
          online += 1;
        }
    for (let load = 0; online > count; load += 1)
      for (let agent = from; agent < to && online > count; agent += 1)
        if (this.state[agent] === ON && this.load[agent] === load) {
          this.sendOff(agent);
          online -= 1;
        }
  }

  private link(agent: number, now: number): void {
    const list = (this.groupOf[agent] as number) * this.width + (this.load[agent] as number);
    const tail = this.tails[list] as number;
    this.since[agent] = now;
    this.previous[agent] = tail;
    this.next[agent] = -1;
    if (tail < 0) this.heads[list] = agent;
    else this.next[tail] = agent;
    this.tails[list] = agent;
  }

  private unlink(agent: number): void {
    const list = (this.groupOf[agent] as number) * this.width + (this.load[agent] as number);
    const before = this.previous[agent] as number;
    const after = this.next[agent] as number;
    if (before < 0) this.heads[list] = after;
    else this.next[before] = after;
    if (after < 0) this.tails[list] = before;
    else this.previous[after] = before;
  }
}
