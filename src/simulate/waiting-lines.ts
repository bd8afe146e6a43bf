/** Contacts in the system, one slot each, and the line of each type in order of arrival. */
export class WaitingLines {
  type: Int32Array = new Int32Array(0);
  /** When the attempt began to wait or was served at once. */
  arrival: Float64Array = new Float64Array(0);
  patience: Float64Array = new Float64Array(0);
  /** When a waiting contact gives up. */
  deadline: Float64Array = new Float64Array(0);
  /** Work in units of the mean handle time. */
  work: Float64Array = new Float64Array(0);
  /** A uniform number that decides what follows. */
  outcome: Float64Array = new Float64Array(0);
  /** Where the attempt is counted; −1: outside the window. */
  base: Int32Array = new Int32Array(0);
  /** What it counts for: 1, or less where onlookers are counted beside it. */
  weight: Float64Array = new Float64Array(0);
  /** 1: waits like the others, but takes nobody's time. */
  looksOn: Uint8Array = new Uint8Array(0);
  cell: Int32Array = new Int32Array(0);
  group: Int32Array = new Int32Array(0);
  agent: Int32Array = new Int32Array(0);
  start: Float64Array = new Float64Array(0);
  /** Next overflow: when, and which step. */
  overflowAt: Float64Array = new Float64Array(0);
  overflowStep: Int32Array = new Int32Array(0);
  waiting: Uint8Array = new Uint8Array(0);
  next: Int32Array = new Int32Array(0);
  private previous: Int32Array = new Int32Array(0);
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** Waiting contacts per type, those included who gave up unnoticed. */
  readonly lengths: Int32Array;
  private free = -1;
  private used = 0;

  constructor(types: number) {
    this.heads = new Int32Array(types);
    this.tails = new Int32Array(types);
    this.lengths = new Int32Array(types);
  }

  clear(): void {
    this.heads.fill(-1);
    this.tails.fill(-1);
    this.lengths.fill(0);
    this.free = -1;
    this.used = 0;
  }

  /** A slot for an attempt that counts for `weight`. */
  take(weight: number, looksOn: 0 | 1): number {
    let slot = this.free;
    if (slot >= 0) this.free = this.next[slot] as number;
    else {
      if (this.used === this.type.length) this.grow();
      slot = this.used;
      this.used += 1;
    }
    this.weight[slot] = weight;
    this.looksOn[slot] = looksOn;
    return slot;
  }

  give(slot: number): void {
    this.waiting[slot] = 0;
    this.next[slot] = this.free;
    this.free = slot;
  }

  join(slot: number, type: number): void {
    const tail = this.tails[type] as number;
    this.previous[slot] = tail;
    this.next[slot] = -1;
    if (tail < 0) this.heads[type] = slot;
    else this.next[tail] = slot;
    this.tails[type] = slot;
    this.waiting[slot] = 1;
    this.lengths[type] = (this.lengths[type] as number) + 1;
  }

  leave(slot: number): void {
    const type = this.type[slot] as number;
    const before = this.previous[slot] as number;
    const after = this.next[slot] as number;
    if (before < 0) this.heads[type] = after;
    else this.next[before] = after;
    if (after < 0) this.tails[type] = before;
    else this.previous[after] = before;
    this.waiting[slot] = 0;
    this.lengths[type] = (this.lengths[type] as number) - 1;
  }

  private grow(): void {
    const size = Math.max(256, this.type.length * 2);
    const longer = <Column extends Int32Array | Float64Array | Uint8Array>(column: Column): Column => {
      const grown = new (column.constructor as new (length: number) => Column)(size);
      grown.set(column);
      return grown;
    };
    this.type = longer(this.type);
    this.arrival = longer(this.arrival);
    this.patience = longer(this.patience);
    this.deadline = longer(this.deadline);
    this.work = longer(this.work);
    this.outcome = longer(this.outcome);
    this.base = longer(this.base);
    this.weight = longer(this.weight);
    this.looksOn = longer(this.looksOn);
    this.cell = longer(this.cell);
    this.group = longer(this.group);
    this.agent = longer(this.agent);
    this.start = longer(this.start);
    this.overflowAt = longer(this.overflowAt);
    this.overflowStep = longer(this.overflowStep);
    this.waiting = longer(this.waiting);
    this.next = longer(this.next);
    this.previous = longer(this.previous);
  }
}
