import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { type SimulateOptions, type SimulationSystem, simulate } from '../../src/simulate/index.js';
import { oneQueue, twoTiers } from './systems.js';

const options: SimulateOptions = { horizonSeconds: 3600, replications: 2 };

async function refusal(system: SimulationSystem, more: object = {}): Promise<string> {
  try {
    await simulate(system, { ...options, ...more });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('before the run, with the queue named', () => {
  it('routes to nowhere', async () => {
    expect(await refusal(oneQueue({ route: [] }))).toBe(
      'simulate: queue "calls" has no route; name the groups that take it, such as [{ group: "agents", afterSeconds: 0 }].',
    );
    expect(await refusal(oneQueue({ route: [{ group: 'agent', afterSeconds: 0 }] }))).toBe(
      'simulate: queue "calls" is routed to group "agent", which does not exist. Did you mean "agents"?',
    );
    expect(await refusal(oneQueue({}, { serves: [[]] }))).toBe('simulate: queue "calls" would wait for ever: no group lists it in serves.');
    expect(await refusal(oneQueue({ repeat: { probability: 0.1, meanDelaySeconds: 60, to: 'call' } }))).toMatch(
      /queue "calls" repeats as "call", which does not/,
    );
    expect(await refusal(oneQueue({}, { escalate: { calls: { to: 'experts', probability: 0.1 } } }))).toMatch(
      /agent group "agents" escalates "calls" to "experts"/,
    );
  });

  it('groups without people', async () => {
    expect(await refusal(oneQueue({}, { agents: 0 }))).toBe('simulate: queue "calls" is served only by "agents", a group without people.');
    expect(await refusal(oneQueue({}, { agents: [{ name: 'Ann', online: [] }] }))).toMatch(/queue "calls" is served only by "agents", a group without people/);
  });

  it('queues that grow without end', async () => {
    expect(await refusal(oneQueue({ patienceSeconds: null }))).toBe(
      'simulate: queue "calls" would grow without end: 20 erlangs for 20 agents, and nobody gives up. Add agents, patienceSeconds or a capacity.',
    );
    // Each queue alone would fit the people who may serve it; together they do not.
    const both = twoTiers({ first: 5, second: 6, easyPatience: null });
    const patient = { ...both, contactTypes: both.contactTypes.map((type) => ({ ...type, patienceSeconds: null })) };
    expect(await refusal(patient)).toMatch(/queues "easy", "hard" would grow without end/);
    const forEver = { patienceSeconds: 60, redial: { probability: 1, meanDelaySeconds: 300 } };
    expect(await refusal(oneQueue({ ...forEver, arrivalsPerHour: 540 }))).toBe(
      'simulate: queue "calls" would grow without end: 30 erlangs for 20 agents, and nobody gives up for good. Add agents, a redial probability below 1 or a capacity.',
    );
  });

  it('but not what a capacity, a closing time or enough people keep in bounds', async () => {
    await expect(simulate({ ...oneQueue({ patienceSeconds: null }), capacity: 30 }, options)).resolves.toBeDefined();
    await expect(simulate(oneQueue({ patienceSeconds: null }), { ...options, arrivalsStopAtHorizon: true })).resolves.toBeDefined();
    await expect(simulate(oneQueue({ patienceSeconds: null }, { agents: 21 }), options)).resolves.toBeDefined();
    // Half of them never reach the line.
    const selfService = { seconds: 30, solvedProbability: 0.5 };
    await expect(simulate(oneQueue({ patienceSeconds: null, arrivalsPerHour: 540, selfService }), options)).resolves.toBeDefined();
    const redial = { probability: 0.9, meanDelaySeconds: 300 };
    await expect(simulate(oneQueue({ arrivalsPerHour: 540, redial }), options)).resolves.toBeDefined();
  });

  it('handle times that are missing, and numbers outside their ranges', async () => {
    expect(await refusal(oneQueue({}, { ahtSeconds: {} }))).toBe('simulate: agent group "agents" serves "calls" but ahtSeconds has no handle time for it.');
    expect(await refusal(oneQueue({}, { ahtSeconds: { calls: -5 } }))).toMatch(
      /agent group "agents": ahtSeconds of "calls" must be a finite number above 0, got -5/,
    );
    expect(await refusal(oneQueue({ arrivalsPerHour: Number.NaN }))).toMatch(/queue "calls" arrivalsPerHour must be a finite number, 0 or more, got NaN/);
    expect(
      await refusal(
        oneQueue({
          arrivalsPerHour: [
            [0, 5],
            [0, 6],
          ],
        }),
      ),
    ).toMatch(/arrivalsPerHour\[1\] must start after the step before it/);
    expect(await refusal(oneQueue({}, { agents: 2.5 }))).toMatch(/agents must be a whole number/);
    expect(await refusal(oneQueue({}, { concurrency: { most: 3, ahtSecondsAt: [300] } }))).toMatch(/concurrency.ahtSecondsAt must list 3 durations/);
    expect(await refusal(oneQueue({}, { lateStart: { probability: 0.5, meanSeconds: 60 } }))).toMatch(/need agents by name/);
    expect(await refusal(oneQueue({ redial: { probability: 50, meanDelaySeconds: 60 } }))).toMatch(/redial.probability must be a share from 0 to 1, got 50/);
    expect(await refusal(oneQueue({ redial: { probability: 1, meanDelaySeconds: 0 } }))).toMatch(
      /redial.meanDelaySeconds must be a finite number above 0, got 0/,
    );
    const callback = { fromSeconds: 10, estimate: 'headOfLine', acceptProbability: 1, to: 'calls' } as const;
    expect(await refusal(oneQueue({ callback }))).toMatch(/is called back as "calls", which offers call-backs itself/);
    expect(await refusal({ contactTypes: [], agentGroups: [] })).toMatch(/contactTypes must list at least one/);
    const twice = oneQueue();
    expect(await refusal({ ...twice, contactTypes: [...twice.contactTypes, ...twice.contactTypes] })).toMatch(/contactTypes names "calls" twice/);
  });

  it('distributions that are none', async () => {
    const withAht = (calls: unknown): SimulationSystem => oneQueue({}, { ahtSeconds: { calls: calls as number } });
    expect(await refusal(withAht({ kind: 'weibull', meanSeconds: 3 }))).toMatch(/must be a number of seconds or a distribution of kind exponential/);
    expect(await refusal(withAht({ kind: 'empirical', valuesSeconds: [] }))).toMatch(/valuesSeconds must list at least one value/);
    expect(await refusal(withAht({ kind: 'mixture', parts: [{ share: 0.5, distribution: { kind: 'deterministic', meanSeconds: 1 } }] }))).toMatch(
      /add up to 1, got 0.5/,
    );
    expect(await refusal(withAht({ kind: 'lognormal', meanSeconds: 100, cv: -1 }))).toMatch(/cv must be a finite number, 0 or more, got -1/);
  });

  it('options that contradict each other', async () => {
    expect(await refusal(oneQueue(), { warmUpSeconds: 3600 })).toMatch(/warmUpSeconds \(3600\) must end before horizonSeconds \(3600\)/);
    expect(await refusal(oneQueue(), { reportBoundariesSeconds: [0, 0] })).toMatch(/reportBoundariesSeconds must rise/);
    expect(await refusal(oneQueue(), { reportBoundariesSeconds: [0] })).toMatch(/both ends of a stretch/);
    expect(await refusal(oneQueue(), { percentiles: [95] })).toMatch(/Write 95 % as 0.95/);
    expect(await refusal(oneQueue(), { controlVariates: true })).toMatch(/controlVariates needs 30 replications or more, got 2/);
    expect(await refusal(oneQueue(), { replications: 0 })).toMatch(/replications must be a whole number, 1 or more/);
  });
});
