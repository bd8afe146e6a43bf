export { checkAgents } from './check-agents.js';
export { type InitPlanOptions, initPlan, type PlanStart } from './init-plan.js';
export { type PlanOptions, plan } from './plan.js';
export { type PlanPrice, type PlanPriceOptions, pricePlan } from './price-plan.js';
export { ratePaths } from './rate-paths.js';
export { makeSampleCentre, type SampleCentre } from './sample-centre.js';
export { type WhatIf, type WhatIfAssumption, type WhatIfDifference, type WhatIfOptions, type WhatIfRow, whatIf } from './what-if.js';
export { type LeverDefault, type LeverDefaults, leverDefaults } from './what-if-defaults.js';
export type { CostedService, ServiceFigures, WhatIfQueue } from './what-if-figures.js';
