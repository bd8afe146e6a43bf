import type { Distribution } from './distribution.js';

/** A value that holds from each start until the next one, and the last one for ever: `[[0, 60], [1800, 120]]`. Before the first start it is 0. */
export type Steps = readonly (readonly [startSeconds: number, value: number])[];

/** A group that may take the contact: at once (`afterSeconds` 0), or only after that wait. */
export type RouteStep = {
  readonly group: string;
  /** 0 by default. */
  readonly afterSeconds?: number | undefined;
  /** The group takes it only while more than this many of its agents are free, a number or steps over time; 0 by default. */
  readonly keepFree?: number | Steps | undefined;
};

/** What callers who have to wait are told, and what it does to them. */
export type Announcement = {
  /** How the wait is told: that of the longest waiting now, that of the last one answered, or contacts ahead × AHT ÷ agents. */
  readonly estimate: 'headOfLine' | 'lastAnswered' | 'queueLength';
  /** What is told from this wait on, by rising `fromSeconds`; shorter waits change nothing. */
  readonly steps: readonly {
    readonly fromSeconds: number;
    /** Patience × this; 1 by default. */
    readonly patienceFactor?: number | undefined;
    /** Share that gives up on hearing it; 0 by default. */
    readonly leaveProbability?: number | undefined;
  }[];
};

/** An offer to be called back instead of waiting on the line. */
export type CallbackOffer = {
  /** Made to those whose estimated wait is at least this. */
  readonly fromSeconds: number;
  readonly estimate: 'headOfLine' | 'lastAnswered' | 'queueLength';
  readonly acceptProbability: number;
  /** Contact type in which the call-back waits for an agent, with routes and priorities of its own. */
  readonly to: string;
};

/** Contacts of one kind, which wait in one queue. */
export type ContactType = {
  readonly name: string;
  /** Poisson arrivals; a list of steps varies over time. */
  readonly arrivalsPerHour: number | Steps;
  /** Sampled courses of the rate, such as a forecast's paths: each replication draws one of them in place of
   * `arrivalsPerHour`. Types with equally many paths draw the same one: list joint courses in the same order. */
  readonly arrivalPaths?: readonly Steps[] | undefined;
  /** Coefficient of variation of a factor that moves each day (86,400 s from 0) of this type; 0 by default. */
  readonly dayFactorCv?: number | undefined;
  /** How long they would wait; null: for ever. */
  readonly patienceSeconds: number | Distribution | null;
  /** Threshold of the service level. For e-mail and back-office work: the deadline. */
  readonly answerWithinSeconds: number;
  /** Stretches, rising, in which the threshold's clock runs: a deadline in business hours. All the time by default; waits themselves are told in full. */
  readonly countedTime?: readonly (readonly [fromSeconds: number, toSeconds: number])[] | undefined;
  /** Stretches, rising, in which it is open: redials and repeats count their delays in them only, and none comes outside. All the time by default. */
  readonly openTime?: readonly (readonly [fromSeconds: number, toSeconds: number])[] | undefined;
  /** Contacts that arrive from then on are served, not counted: work that falls due after the end. The horizon by default. */
  readonly countedUntilSeconds?: number | undefined;
  /** Contacts that wait at 0 already, from before the window: they are served and not counted. 0 by default. */
  readonly waitingAtStart?: number | undefined;
  readonly route: readonly RouteStep[];
  /** Which group takes an arrival when several are free: the first `listed` (default), or the one with the `longestIdle` agent. */
  readonly routing?: 'listed' | 'longestIdle' | undefined;
  /** Those who gave up try again. */
  readonly redial?: { readonly probability: number; readonly meanDelaySeconds: number } | undefined;
  /** Those who were served, and not escalated, come again. */
  readonly repeat?: { readonly probability: number; readonly meanDelaySeconds: number; readonly to: string } | undefined;
  /** Contacts of this type in service and waiting together; more are turned away. */
  readonly capacity?: number | undefined;
  readonly announcement?: Announcement | undefined;
  readonly callback?: CallbackOffer | undefined;
  /** A menu or bot in front: it keeps contacts for a while and solves a share of them; the others join the queue, where their wait begins. */
  readonly selfService?: { readonly seconds: number | Distribution; readonly solvedProbability: number } | undefined;
  /** Handle times × this, by time of arrival; 1 by default. */
  readonly ahtFactor?: Steps | undefined;
  /** What groups that pick by `serviceLevel` aim at; 0.8 by default. */
  readonly targetServiceLevel?: number | undefined;
};

/** One person with times on line, in seconds from 0: half-open stretches by rising start. */
export type NamedAgent = {
  readonly name: string;
  readonly online: readonly (readonly [fromSeconds: number, toSeconds: number])[];
  /** Handle times × this; 1 by default. */
  readonly ahtFactor?: number | undefined;
};

/** A contact type that a group serves. */
export type ServedType = {
  readonly contactType: string;
  /** Only contacts that have waited this long; 0 by default. */
  readonly afterSeconds?: number | undefined;
  /** Only while more than this many agents of the group are free, the one who picks included, a number or steps over time; 0 by default. */
  readonly keepFree?: number | Steps | undefined;
};

/** Agents with equal skills. */
export type AgentGroup = {
  readonly name: string;
  /** People on line: a number, steps over time, or people by name. Whoever is busy when his time ends finishes and then leaves. */
  readonly agents: number | Steps | readonly NamedAgent[];
  /** Priority classes of a freed agent, best first. */
  readonly serves: readonly (readonly ServedType[])[];
  /** Which contact of a class goes first: the `longestWaiting` (default), the `earliestDeadline` (arrival + answerWithinSeconds), or one of the type whose recent `serviceLevel` is furthest below its target. */
  readonly pick?: 'longestWaiting' | 'earliestDeadline' | 'serviceLevel' | undefined;
  readonly ahtSeconds: Readonly<Record<string, number | Distribution>>;
  /** Share of finished contacts that go on to another type, with a fresh wait. */
  readonly escalate?: Readonly<Record<string, { readonly to: string; readonly probability: number }>> | undefined;
  /** Chats side by side: up to `most`; `ahtSecondsAt[k − 1]` = duration when k run at once. The agent with the fewest takes the next. */
  readonly concurrency?: { readonly most: number; readonly ahtSecondsAt: readonly number[] } | undefined;
  /** Share of stretches on line that start late, by an exponential delay; needs people by name. */
  readonly lateStart?: { readonly probability: number; readonly meanSeconds: number } | undefined;
  /** Chance that a person is away for a whole day (86,400 s from 0); needs people by name. */
  readonly absenceProbability?: number | undefined;
};

/** A contact centre: who gets in touch, who serves, in which order. */
export type SimulationSystem = {
  readonly contactTypes: readonly ContactType[];
  readonly agentGroups: readonly AgentGroup[];
  /** Contacts in service and waiting together, of all types; more are turned away. */
  readonly capacity?: number | undefined;
  /** Coefficient of variation of a gamma factor, mean 1, that moves all arrivals of a day (86,400 s from 0) together. */
  readonly dayFactorCv?: number | undefined;
};
