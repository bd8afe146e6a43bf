// Engines round Math.exp, Math.log and powers differently in the last digit; simulated callers must be the same everywhere. These use only
// operations that IEEE 754 fixes to the last bit. Algorithms: [FDLIBM], accurate to 1 ulp.

const value: Float64Array = new Float64Array(1);
const words: Int32Array = new Int32Array(value.buffer);
/** Which of the two words holds the exponent. */
const HIGH: number = highWord();

const LN2_HIGH = 6.9314718036912382e-1;
const LN2_LOW = 1.9082149292705877e-10;

function highWord(): number {
  value[0] = 1;
  return words[1] !== 0 ? 1 : 0;
}

/** 2ᵏ for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[1 - HIGH] = 0;
  return value[0] as number;
}

/** e to the power of x; 0 below −700, Infinity above 700. */
export function portableExp(x: number): number {
  if (x < -700) return 0;
  if (x > 700) return Number.POSITIVE_INFINITY;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const tail = t * (-2.7777777777015593e-3 + t * (6.6137563214379344e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8)));
  const c = r - t * 1.6666666666666602e-1 - t * tail;
  return (1 - (low - (r * c) / (2 - c) - high)) * powerOfTwo(k);
}

/** Natural logarithm of a positive normal number. */
export function portableLog(x: number): number {
  value[0] = x;
  const high = words[HIGH] as number;
  let k = ((high >>> 20) & 0x7ff) - 1023;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  let m = value[0] as number;
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (3.999999999940942e-1 + w * (2.2222198432149784e-1 + w * 1.5313837699209373e-1));
  const even = z * (6.666666666666735e-1 + w * (2.857142874366239e-1 + w * (1.818357216161805e-1 + w * 1.4798198605116586e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + odd + even) + k * LN2_LOW) - f);
}
