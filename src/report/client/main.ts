import { addDayChoices } from './day-choice.js';
import { addQueueChoice } from './queue-choice.js';
import { addTooltips } from './tooltips.js';

addTooltips(document);
addDayChoices(document);
addQueueChoice(document);
document.documentElement.classList.add('scripted');
