/** Shows one day of a Gantt list at a time, chosen by buttons. Paper and pages without scripts show all of them. */
export function addDayChoices(root: Document): void {
  for (const list of root.querySelectorAll<HTMLElement>('[data-days]')) {
    const days = [...list.querySelectorAll<HTMLElement>(':scope > [data-label]')];
    if (days.length < 2) continue;
    const bar = root.createElement('div');
    bar.className = 'choice';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', list.dataset.days ?? 'Day');
    const buttons = days.map((day, index) => {
      const button = root.createElement('button');
      button.type = 'button';
      button.textContent = day.dataset.label ?? '';
      button.setAttribute('aria-controls', day.id);
      button.addEventListener('click', () => show(index));
      bar.append(button);
      return button;
    });
    const show = (chosen: number): void => {
      days.forEach((day, index) => {
        day.hidden = index !== chosen;
        buttons[index]?.setAttribute('aria-pressed', String(index === chosen));
      });
    };
    list.before(bar);
    show(0);
  }
}
