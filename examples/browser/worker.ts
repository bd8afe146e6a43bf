// The worker's side: everything that takes time happens here.
import { planTask, serveTasks } from 'shiftcast/browser';
import { makeSampleCentre } from 'shiftcast/plan';

serveTasks({ plan: planTask, sample: (options: { seed: number }) => makeSampleCentre(options) });
