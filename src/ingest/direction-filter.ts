import type { PickedColumn } from './table-layout.js';

/** Says plainly that a call went out, or stayed in the house. */
const PLAIN_OUTBOUND =
  /^(out|outbound|outgoing|internal|intern|interne?|interno|interna)$|\bout(bound|going)\b|\b(ausgehend|abgehend|sortant|salient|in uscita|efetuad|utgaende|utgående|udgaende|udgående|uitgaand|wychodz|odchoz)|исходящ|внутренн/i;
/** Words of single vendors for rows that no customer began: dialler modes, legs of transfers, announcements. */
const VENDOR_OUTBOUND =
  /^(manual|autodial|preview|predictive|progressive|power|api|queue_transfer|disconnect|external_outbound|3rd party.*|inbound transfer leg|ivr)$/i;

/** Came in, whatever else happened: `Inbound/Outbound` is a contact that a person called back or passed on. */
const INBOUND = /\bin(bound|coming)\b|eingehend|entrant/i;

/** True for a direction that is no contact coming in. */
function isOutbound(text: string): boolean {
  return (PLAIN_OUTBOUND.test(text) && !INBOUND.test(text)) || VENDOR_OUTBOUND.test(text);
}

/** True for a column of directions that says plainly of some rows that they went out. */
export function hasPlainOutbound({ profile }: Pick<PickedColumn, 'profile'>): boolean {
  return profile.samples.some((text) => PLAIN_OUTBOUND.test(text));
}

/** Tells rows of contacts coming in from others; equal texts are judged once. */
export function directionFilter(direction: PickedColumn | undefined): (cells: readonly string[]) => boolean {
  if (direction === undefined) return () => true;
  const known = new Map<string, boolean>();
  return (cells) => {
    const text = cells[direction.index] ?? '';
    let keep = known.get(text);
    if (keep === undefined) {
      keep = !isOutbound(text.trim());
      known.set(text, keep);
    }
    return keep;
  };
}
