/** Pairs of chart labels that overlap by more than a pixel. Runs in the page. */
export function overlappingLabels(): string[] {
  const found: string[] = [];
  for (const svg of document.querySelectorAll('svg[role="img"]')) {
    const boxes = [...svg.querySelectorAll('text')]
      .map((label) => ({ text: label.textContent ?? '', box: label.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0);
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Line boxes are taller than letters: labels above one another may share two pixels of empty line.
        if (across > 1 && down > 3) found.push(`${one.text} / ${other.text}`);
      }
    });
  }
  return found;
}

/** Texts whose contrast with what lies behind them is below 4.5. Runs in the page. */
export function faintTexts(): string[] {
  const channels = (colour: string): [number, number, number, number] => {
    const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const luminance = (colour: string): number => {
    const [r, g, b] = channels(colour)
      .slice(0, 3)
      .map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element: Element | null): string => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || node.textContent?.trim() === '' || ['SCRIPT', 'STYLE', 'title', 'desc'].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const front = luminance(element instanceof SVGElement ? style.fill : style.color);
    const back = luminance(background(element));
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${node.textContent?.trim().slice(0, 40)}`);
  }
  return [...new Set(found)];
}
