/**
 * Contacts that a change of the people on line begins, beyond those that they end: who comes starts at once. Who leaves finishes first, and as many
 * others as leave start nobody: the fewer stay, the fewer of the contacts that end meanwhile are missing.
 */
export function begunByChange(before: number, now: number): number {
  return now >= before ? now - before : -now * Math.log((before + 0.5) / (now + 0.5));
}
