export { checkAgents } from './check-agents.js';
export { type InitPlanOptions, initPlan, type PlanStart } from './init-plan.js';
export { type PlanOptions, plan } from './plan.js';
export { makeSampleCentre, type SampleCentre } from './sample-centre.js';
