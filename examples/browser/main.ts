// The page's side: takes files, hands them to the worker, shows what comes back.
import { createWorkerRunner, type PlanTaskInput, type PlanTaskOutput } from 'shiftcast/browser';
import type { SampleCentre } from 'shiftcast/plan';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const form = element<HTMLFormElement>('form');
const status = element<HTMLOutputElement>('status');
const stop = element<HTMLButtonElement>('stop');
const runner = createWorkerRunner(() => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
const ROSTER_SECONDS = Number(new URLSearchParams(location.search).get('seconds') ?? 10);

element<HTMLInputElement>('zone').value = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Runs one plan from start to end; the worker is ended when the user stops it. */
async function run(prepare: (signal: AbortSignal) => Promise<PlanTaskInput>): Promise<void> {
  const controller = new AbortController();
  stop.onclick = () => controller.abort(new Error('Stopped.'));
  stop.disabled = false;
  status.className = '';
  status.textContent = 'Starting …';
  try {
    const input = await prepare(controller.signal);
    const output = await runner.run('plan', input, {
      signal: controller.signal,
      onProgress: ({ stage, done, total }) => {
        status.textContent = total === null ? `${stage} …` : `${stage}: ${Math.round((100 * done) / Math.max(total, 1))} %`;
      },
    });
    show(output as PlanTaskOutput);
  } catch (error) {
    status.className = 'failed';
    status.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    stop.disabled = true;
  }
}

function show({ result, reportHtml }: PlanTaskOutput): void {
  const { summary } = result;
  const levels = summary.queues.map(({ queue, serviceLevel }) => `${queue} ${serviceLevel === null ? 'unknown' : `${Math.round(serviceLevel * 100)} %`}`);
  status.textContent = `${Math.round(summary.contacts)} contacts, ${summary.people} people, ${Math.round(summary.paidHours)} paid hours; service level ${levels.join(', ')}.`;
  const frame = element<HTMLIFrameElement>('report');
  frame.srcdoc = reportHtml;
  frame.hidden = false;
  const save = element<HTMLAnchorElement>('save');
  URL.revokeObjectURL(save.href);
  save.href = URL.createObjectURL(new Blob([reportHtml], { type: 'text/html' }));
  element('links').hidden = false;
}

async function ownFiles(): Promise<PlanTaskInput> {
  const [history] = element<HTMLInputElement>('history').files ?? [];
  const [agents] = element<HTMLInputElement>('agents').files ?? [];
  if (history === undefined) throw new Error('Choose a file with past contacts first, or press “Made-up centre”.');
  return {
    history: new Uint8Array(await history.arrayBuffer()),
    zone: element<HTMLInputElement>('zone').value,
    agentsCsv: await agents?.text(),
    title: history.name,
    timeLimitSeconds: ROSTER_SECONDS,
  };
}

async function sampleFiles(signal: AbortSignal): Promise<PlanTaskInput> {
  const { historyCsv, agentsCsv, eventsCsv, config } = (await runner.run('sample', { seed: 1 }, { signal })) as SampleCentre;
  return { history: historyCsv, agentsCsv, eventsCsv, config, title: 'A made-up centre', timeLimitSeconds: ROSTER_SECONDS };
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void run(ownFiles);
});
element('sample').addEventListener('click', () => void run(sampleFiles));
for (const type of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    form.classList.toggle('over', type === 'dragover');
  });
}
document.addEventListener('drop', ({ dataTransfer }) => {
  if (dataTransfer === null || dataTransfer.files.length === 0) return;
  element<HTMLInputElement>('history').files = dataTransfer.files;
  void run(ownFiles);
});
