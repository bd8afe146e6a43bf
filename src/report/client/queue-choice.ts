/** A choice of one queue (or all) that hides the charts of the others. Only added when there are several. */
export function addQueueChoice(root: Document): void {
  const articles = [...root.querySelectorAll<HTMLElement>('article[data-queue]')];
  const names = new Map<string, string>();
  for (const article of articles) {
    const queue = article.dataset.queue ?? '';
    const heading = article.querySelector('h3')?.cloneNode(true) as HTMLElement | undefined;
    for (const extra of heading?.querySelectorAll('small') ?? []) extra.remove();
    if (!names.has(queue)) names.set(queue, heading?.textContent?.trim() ?? queue);
  }
  const contents = root.querySelector('#contents');
  if (names.size < 2 || contents === null) return;
  const label = root.createElement('label');
  label.className = 'queue-choice';
  const select = root.createElement('select');
  select.append(new Option('all queues', ''));
  for (const [queue, name] of names) select.append(new Option(name, queue));
  select.addEventListener('change', () => {
    for (const article of articles) article.hidden = select.value !== '' && article.dataset.queue !== select.value;
  });
  label.append('Show ', select);
  contents.after(label);
}
