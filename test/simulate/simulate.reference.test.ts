// Source: test/reference/queueing/simulation-cases.json and chat-cases.json (600 to 20,000 replications of another implementation, 95 % half-widths).
// Tolerance: the joint 95 % interval of both. Played here at a small part of the length; bench/simulate.mjs --cases plays them whole.
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate/index.js';
import { type Comparison, compare, distance, type ReferenceCase, readReference, toOptions, toSystem } from './reference-cases.js';

const SHARE = 0.005;

describe('published systems', () => {
  const all: Comparison[] = [];

  it.each(readReference<ReferenceCase[]>('simulation-cases.json').map((entry) => [entry.case.id, entry] as const))('%s', async (_id, entry) => {
    const replications = Math.max(6, Math.round(entry.case.replications * SHARE));
    const compared = compare(entry, await simulate(toSystem(entry.case), { ...toOptions(entry.case), replications, seed: 11 }));
    all.push(...compared);
    // No figure further away than five standard errors of the difference.
    expect(compared.filter((one) => !(distance(one) < 2.6)).map(({ at, got, want }) => ({ at, got, want }))).toEqual([]);
  });

  it('control variates lead to the same figures with intervals a third narrower at least', async () => {
    for (const id of ['N1-model', 'V1-priority', 'WW6-one-skill']) {
      const entry = readReference<ReferenceCase[]>('simulation-cases.json').find((one) => one.case.id === id) as ReferenceCase;
      const options = { ...toOptions(entry.case), horizonSeconds: 60_000, replications: 40, seed: 5 };
      const [plain, controlled] = [await simulate(toSystem(entry.case), options), await simulate(toSystem(entry.case), { ...options, controlVariates: true })];
      expect(compare(entry, controlled).filter((one) => !(distance(one) < 2))).toEqual([]);
      for (const [k, type] of controlled.contactTypes.entries()) {
        const before = plain.contactTypes[k]?.serviceLevel.offered.halfWidth as number;
        expect((type.serviceLevel.offered.halfWidth as number) / before, `${id} ${type.name}`).toBeLessThan(0.67);
      }
    }
  });

  it('about 95 of 100 figures lie inside the joint 95 % interval', () => {
    const inside = all.filter((one) => distance(one) <= 1).length / all.length;
    expect(all.length).toBeGreaterThan(600);
    // Figures of one stretch move together: far fewer than 600 are independent, so chance may take twice its share.
    expect(inside).toBeGreaterThan(0.9);
  });
});

type ChatCase = {
  readonly agents: number;
  readonly max_concurrency: number;
  readonly chat_duration_s_at_k: readonly number[];
  readonly lambda_per_hour: number;
  readonly patience_s: number;
  readonly T_s: number;
  readonly result: Readonly<Record<string, readonly [number, number]>>;
};

describe('chat with concurrency', () => {
  it.each(Object.entries(readReference<Record<string, ChatCase>>('chat-cases.json')))('%s', async (_id, chat) => {
    const result = await simulate(
      {
        contactTypes: [
          {
            name: 'chat',
            arrivalsPerHour: chat.lambda_per_hour,
            patienceSeconds: chat.patience_s,
            answerWithinSeconds: chat.T_s,
            route: [{ group: 'agents', afterSeconds: 0 }],
          },
        ],
        agentGroups: [
          {
            name: 'agents',
            agents: chat.agents,
            serves: [[{ contactType: 'chat', afterSeconds: 0 }]],
            ahtSeconds: { chat: chat.chat_duration_s_at_k[0] as number },
            concurrency: { most: chat.max_concurrency, ahtSecondsAt: chat.chat_duration_s_at_k },
          },
        ],
      },
      { horizonSeconds: 170_000, warmUpSeconds: 20_000, replications: 10 },
    );
    const [type, group] = [result.contactTypes[0], result.agentGroups[0]];
    const ours = {
      sl_offered: type?.serviceLevel.offered,
      p_abandon: type?.abandonProbability,
      asa_served_s: type?.asaSeconds,
      mean_wait_all_s: type?.meanWaitSeconds,
      mean_chat_duration_s: type?.ahtSeconds,
      chats_per_busy_agent: group?.meanConcurrency,
      agent_busy_fraction: group?.occupancy,
    };
    for (const [name, got] of Object.entries(ours))
      expect(distance({ at: name, got: got as never, want: chat.result[name] as [number, number] }), name).toBeLessThan(1.5);
  });
});
