/**
 * Events by time: a binary heap on typed arrays. Taking the first event leaves a hole at the top that the next push fills, so that an
 * end of service which starts the next one costs one pass instead of two.
 */
export class EventHeap {
  private times: Float64Array = new Float64Array(256);
  private items: Int32Array = new Int32Array(256);
  private size = 0;
  private hole = false;

  clear(): void {
    this.size = 0;
    this.hole = false;
  }

  /** Time of the first event; Infinity without events. */
  nextTime(): number {
    if (this.hole) this.closeHole();
    return this.size > 0 ? (this.times[0] as number) : Number.POSITIVE_INFINITY;
  }

  /** Takes the first event away; ask `nextTime` before. */
  take(): number {
    this.hole = true;
    return this.items[0] as number;
  }

  push(time: number, item: number): void {
    if (this.hole) {
      this.hole = false;
      this.sink(time, item);
      return;
    }
    if (this.size === this.times.length) this.grow();
    const { times, items } = this;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = times[parent] as number;
      if (above <= time) break;
      times[at] = above;
      items[at] = items[parent] as number;
      at = parent;
    }
    times[at] = time;
    items[at] = item;
  }

  private closeHole(): void {
    this.hole = false;
    this.size -= 1;
    if (this.size > 0) this.sink(this.times[this.size] as number, this.items[this.size] as number);
  }

  /** Puts an event in at the top and lets it sink. */
  private sink(time: number, item: number): void {
    const { times, items, size } = this;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child += 1;
      const below = times[child] as number;
      if (below >= time) break;
      times[at] = below;
      items[at] = items[child] as number;
      at = child;
    }
    times[at] = time;
    items[at] = item;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const items = new Int32Array(times.length);
    times.set(this.times);
    items.set(this.items);
    this.times = times;
    this.items = items;
  }
}
