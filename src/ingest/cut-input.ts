import { isZip, type ReadableInput } from './decode.js';

/** The beginning of an input, and whether there was more of it; asked once it is read. */
export type CutInput = { readonly input: ReadableInput; wasCut(): boolean };

/** Takes the first bytes of an input (characters of a text). Workbooks stay whole: their list of contents stands at the end. */
export function cutInput(input: ReadableInput, bytes: number): CutInput {
  if (input instanceof ReadableStream) return cutStream(input, bytes);
  const isWhole = input.length <= bytes || (typeof input !== 'string' && isZip(input));
  const cut = typeof input === 'string' ? input.slice(0, bytes) : withoutCutCharacter(input.subarray(0, bytes));
  return { input: isWhole ? input : cut, wasCut: () => !isWhole };
}

/** Bytes without those at the end that may be a part of a character: they would look like another encoding. The row they belong to is cut anyway. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && (bytes[end - 1] as number) >= 0x80) end -= 1;
  return bytes.subarray(0, end);
}

function cutStream(stream: ReadableStream<Uint8Array | string>, bytes: number): CutInput {
  const reader = stream.getReader();
  let left = bytes;
  let isCut = false;
  let start: Uint8Array | null = new Uint8Array(0); // the first bytes, until they are enough to tell an archive by
  const next = async (): Promise<Uint8Array | string | undefined> => {
    while (start !== null) {
      const { done, value } = await reader.read();
      if (typeof value === 'string' && start.length === 0) start = null;
      if (start === null) return value;
      if (value !== undefined) start = joined(start, typeof value === 'string' ? new TextEncoder().encode(value) : value);
      if (!done && start.length < 4) continue;
      const first: Uint8Array = start;
      start = null;
      if (isZip(first)) left = Number.POSITIVE_INFINITY;
      return first;
    }
    return (await reader.read()).value;
  };
  let held: Uint8Array = new Uint8Array(0); // bytes that may be a part of a character, until it is known whether more may follow
  const input = new ReadableStream<Uint8Array | string>({
    async pull(controller) {
      const value = await next();
      if (value === undefined) {
        if (held.length > 0) controller.enqueue(held);
        controller.close();
        return;
      }
      isCut = value.length > left;
      if (typeof value === 'string') controller.enqueue(value.slice(0, left));
      else {
        const all = joined(held, value.subarray(0, left));
        const good = withoutCutCharacter(all);
        held = all.slice(good.length);
        controller.enqueue(good);
      }
      left -= value.length;
      if (!isCut) return;
      controller.close();
      await reader.cancel().catch(() => undefined);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { input, wasCut: () => isCut };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
