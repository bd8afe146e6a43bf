/** Blocks of one stream, and the state of its generator behind the last of them. */
export type RememberedStream = { readonly blocks: Float64Array[]; readonly state: Int32Array };

/** Numbers that are kept at most: 32 MB. */
const MOST_NUMBERS = 4_000_000;

/** Keeps what streams drew, for systems that are played with the same callers one after the other. All must have the same seed and distributions. */
export class DrawMemory {
  private readonly streams: Map<string, RememberedStream> = new Map();
  private left: number;

  /** @param replications - Those of the first so many replications are kept, `numbers` of them at most. */
  constructor(
    readonly replications: number,
    numbers: number = MOST_NUMBERS,
  ) {
    this.left = numbers;
  }

  stream(label: string): RememberedStream {
    const known = this.streams.get(label);
    if (known !== undefined) return known;
    const opened = { blocks: [], state: new Int32Array(4) };
    this.streams.set(label, opened);
    return opened;
  }

  /** True where so many more numbers may be kept. */
  takes(numbers: number): boolean {
    if (this.left < numbers) return false;
    this.left -= numbers;
    return true;
  }
}
