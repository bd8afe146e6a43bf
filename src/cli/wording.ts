/** Figures the way a planner writes them. All are pure text; null reads as a dash. */

export function percent(share: number | null, digits = 0): string {
  return share === null ? '–' : `${(share * 100).toFixed(digits)} %`;
}

export function decimal(value: number | null, digits = 1): string {
  return value === null ? '–' : value.toFixed(digits);
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

/** Breaks text into lines of at most `width`, every line behind the first indented. */
export function wrapped(text: string, width = 80, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? `${lines.length === 0 ? '' : indent}${word}` : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}
