import { randomStream } from '../random/index.js';
import type { Distribution } from './distribution.js';
import type { DrawMemory, RememberedStream } from './draw-memory.js';
import { portableExp, portableLog } from './portable-math.js';

/**
 * Draws of one purpose, made in blocks so that the hot loop only reads an array. The generator is xoshiro128++ [Blackman2018],
 * seeded from the named stream: same seed and label, same numbers everywhere.
 */
export class VariateStream {
  private readonly state: Int32Array = new Int32Array(4);
  /** Room for a block; made when first used, since many streams never are. */
  private own: Float64Array = EMPTY;
  private values: Float64Array = EMPTY;
  private memory: DrawMemory | null = null;
  private remembered: RememberedStream | null = null;
  private at = 0;
  private filled = 0;
  private block = 0;
  private blocks = 0;
  private seed = 0;
  private label = '';

  constructor(private readonly distribution: Distribution | 'uniform') {}

  /** Starts again with the numbers of this seed and label. `memory`: where streams that were drawn before are kept. */
  restart(seed: number, label: string, memory: DrawMemory | null = null): void {
    this.seed = seed;
    this.label = label;
    this.memory = memory;
    this.at = 0;
    this.filled = 0;
    this.block = 0;
    this.blocks = 0;
  }

  /** Seeds late: many streams of a short day are never used. */
  private open(): void {
    const stream = randomStream(this.seed, this.label);
    for (let i = 0; i < 4; i += 1) this.state[i] = stream.integer(4294967296) | 0;
  }

  next(): number {
    if (this.at === this.filled) this.refill();
    const value = this.values[this.at] as number;
    this.at += 1;
    return value;
  }

  /** Blocks start small and grow with use. */
  private refill(): void {
    this.block = this.block === 0 ? SMALLEST_BLOCK : Math.min(LARGEST_BLOCK, this.block * 4);
    if (this.blocks === 0) {
      this.remembered = this.memory?.stream(this.label) ?? null;
      if (this.remembered === null || this.remembered.blocks.length === 0) this.open();
    }
    const known = this.remembered?.blocks[this.blocks];
    this.blocks += 1;
    this.at = 0;
    this.filled = this.block;
    if (known !== undefined) {
      this.values = known;
      if (this.remembered?.blocks.length === this.blocks) this.state.set(this.remembered.state);
      return;
    }
    if (this.remembered !== null && this.memory?.takes(this.block) !== true) this.remembered = null;
    if (this.remembered === null) {
      if (this.own === EMPTY) this.own = new Float64Array(LARGEST_BLOCK);
      this.values = this.own;
      this.fill();
      return;
    }
    this.values = new Float64Array(this.block);
    this.fill();
    this.remembered.blocks.push(this.values);
    this.remembered.state.set(this.state);
  }

  private fill(): void {
    const { distribution, values, state, block } = this;
    if (distribution === 'uniform') for (let i = 0; i < block; i += 1) values[i] = uniform(state);
    else if (distribution.kind === 'exponential') {
      for (let i = 0; i < block; i += 1) values[i] = distribution.meanSeconds * exponential(state);
    } else for (let i = 0; i < block; i += 1) values[i] = draw(distribution, state);
  }
}

const SMALLEST_BLOCK = 16;
const LARGEST_BLOCK = 1024;
const EMPTY: Float64Array = new Float64Array(0);

const TWO_TO_MINUS_32 = 2.3283064365386963e-10;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

/** 32 random bits. */
function bits(state: Int32Array): number {
  const s0 = state[0] as number;
  const s1 = state[1] as number;
  const s2 = (state[2] as number) ^ s0;
  const s3 = (state[3] as number) ^ s1;
  const sum = (s0 + (state[3] as number)) | 0;
  state[1] = s1 ^ s2;
  state[0] = s0 ^ s3;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return (((sum << 7) | (sum >>> 25)) + s0) | 0;
}

/** Uniform in (0, 1). */
function uniform(state: Int32Array): number {
  return (bits(state) >>> 0) * TWO_TO_MINUS_32 + ((bits(state) >>> 11) + 0.5) * TWO_TO_MINUS_53;
}

const LAYERS = 256;
const TAIL = 7.69711747013105;
const AREA = 0.003949659822581557;
const widths: Float64Array = new Float64Array(LAYERS + 1);
const heights: Float64Array = new Float64Array(LAYERS + 1);
widths[0] = AREA * portableExp(TAIL);
widths[1] = TAIL;
for (let i = 1; i < LAYERS; i += 1) {
  heights[i] = portableExp(-(widths[i] as number));
  widths[i + 1] = i === LAYERS - 1 ? 0 : -portableLog(AREA / (widths[i] as number) + (heights[i] as number));
}
heights[LAYERS] = 1;

/** Standard exponential by the ziggurat [Marsaglia2000], layer and position from separate bits [Doornik2005]. */
function exponential(state: Int32Array): number {
  for (let beyond = 0; ; ) {
    const low = bits(state);
    const layer = low & 255;
    const x = ((bits(state) >>> 0) * TWO_TO_MINUS_32 + (low >>> 11) * TWO_TO_MINUS_53) * (widths[layer] as number);
    if (x < (widths[layer + 1] as number)) return beyond + x;
    if (layer === 0) beyond += TAIL;
    else if ((heights[layer] as number) + uniform(state) * ((heights[layer + 1] as number) - (heights[layer] as number)) < portableExp(-x)) return beyond + x;
  }
}

/** Standard normal by the polar method [MarsagliaBray1964]. */
function normal(state: Int32Array): number {
  for (;;) {
    const x = 2 * uniform(state) - 1;
    const y = 2 * uniform(state) - 1;
    const square = x * x + y * y;
    if (square < 1) return x * Math.sqrt((-2 * portableLog(square)) / square);
  }
}

/** Gamma of this shape and scale 1 [MarsagliaTsang2000]; below shape 1 through the next shape. */
function gammaVariate(shape: number, state: Int32Array): number {
  if (shape < 1) return gammaVariate(shape + 1, state) * portableExp(-exponential(state) / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(state);
    const root = 1 + c * x;
    const cube = root * root * root;
    if (cube > 0 && exponential(state) > d * cube - d - d * portableLog(cube) - (x * x) / 2) return d * cube;
  }
}

function draw(distribution: Distribution, state: Int32Array): number {
  switch (distribution.kind) {
    case 'exponential':
      return distribution.meanSeconds * exponential(state);
    case 'deterministic':
      return distribution.meanSeconds;
    case 'lognormal': {
      const variance = portableLog(1 + distribution.cv * distribution.cv);
      return distribution.meanSeconds * portableExp(Math.sqrt(variance) * normal(state) - variance / 2);
    }
    case 'gamma': {
      if (distribution.cv === 0) return distribution.meanSeconds;
      const shape = 1 / (distribution.cv * distribution.cv);
      return (distribution.meanSeconds / shape) * gammaVariate(shape, state);
    }
    case 'empirical': {
      const { valuesSeconds } = distribution;
      return valuesSeconds[Math.floor(uniform(state) * valuesSeconds.length)] as number;
    }
    case 'mixture':
      return draw(partOf(distribution.parts, uniform(state)), state);
  }
}

function partOf(parts: readonly { readonly share: number; readonly distribution: Distribution }[], at: number): Distribution {
  let left = at;
  for (const { share, distribution } of parts) {
    left -= share;
    if (left < 0) return distribution;
  }
  return (parts.at(-1) as { readonly distribution: Distribution }).distribution;
}

/** A gamma factor of mean 1 with this coefficient of variation. */
export function factorDistribution(cv: number): Distribution {
  return { kind: 'gamma', meanSeconds: 1, cv };
}

/** True where two distributions of mean 1 are the same. */
export function sameShape(a: Distribution, b: Distribution): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
