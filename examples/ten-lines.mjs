// From a file of past contacts to a roster, in ten lines. Here the files come from the sample centre; yours come from disk.
import { makeSampleCentre, plan, readAgents, readEvents, readHistory } from 'shiftcast';

const sample = makeSampleCentre({ seed: 1 });
const history = await readHistory(sample.historyCsv, { zone: 'Europe/Berlin' });
const { agents } = readAgents(sample.agentsCsv);
const { events } = readEvents(sample.eventsCsv);
const { summary } = await plan(history, sample.config, { agents, events, timeLimitSeconds: 10 });
for (const { queue, contacts, serviceLevel } of summary.queues)
  console.log(`${queue}: ${Math.round(contacts)} contacts, ${Math.round((serviceLevel ?? 0) * 100)} % answered in time`);
console.log(`${summary.people} people, ${Math.round(summary.paidHours)} paid hours, short of ${summary.understaffedHours.toFixed(1)} agent-hours`);
