/** Figures the way a planner writes them. All are pure text; null reads as a dash. */

export function percent(share: number | null, digits = 0): string {
  if (share === null) return '–';
  return `${signed(share * 100, digits)} %`;
}

/** With a minus sign in place of a hyphen, and none before what rounds to 0. */
function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(size) > 0 ? '−' : ''}${size}`;
}

/** A target with the digits in which it was given: `80 %`, `82.5 %`. */
export function targetPercent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

/** A share with its 95 % interval: `82.1 % ± 0.4`; a dash where it is not known. */
export function percentWithin({ mean, halfWidth }: { readonly mean: number | null; readonly halfWidth: number | null }): string {
  return mean === null ? '–' : `${percent(mean, 1)}${halfWidth === null ? '' : ` ± ${(halfWidth * 100).toFixed(1)}`}`;
}

export function decimal(value: number | null, digits = 1): string {
  return value === null ? '–' : signed(value, digits);
}

/** Whole numbers with commas: 12,345. */
export function whole(value: number | null): string {
  return value === null
    ? '–'
    : Math.round(value)
        .toString()
        .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Seconds as people say them: 45 s, 4:25 min. */
export function spoken(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 99.5) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  const total = Math.round(seconds);
  if (total < 3600) return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')} min`;
  return `${(total / 3600).toFixed(1)} h`;
}

/** `1 row`, `2 rows`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${whole(count)} ${count === 1 ? noun : many}`;
}

/** Breaks text into lines of at most `width`; the first keeps its own indentation, the others take `indent`. */
export function wrapped(text: string, width = 80, indent = ''): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  let empty = true;
  for (const word of text.trim().split(/ (?! )/)) {
    const longer = empty ? `${line}${word}` : `${line} ${word}`;
    if (longer.length > width && !empty) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
    empty = false;
  }
  return [...lines, line].join('\n');
}

/** A change in percent with its sign. */
export function signedPercent(relative: number): string {
  return `${relative < 0 ? '−' : '+'}${Math.abs(relative * 100).toFixed(0)} %`;
}

/** Minutes and seconds for tables: 4:25. */
export function clockTime(seconds: number | null): string {
  if (seconds === null) return '–';
  const total = Math.round(seconds);
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

/** Text with control characters made visible: names out of a file must not move a terminal's cursor or change its colours. Line breaks and tabs stay. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}
