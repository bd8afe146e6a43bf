import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure, SimulateOptions, SimulationResult, SimulationSystem, Steps } from '../../src/simulate/index.js';

/** A published figure: value and 95 % half-width. */
type Value = readonly [value: number, halfWidth: number];
type Values = Readonly<Record<string, Value | number>>;

/** One case of simulation-cases.json, as that file writes it. */
export type ReferenceCase = {
  readonly case: {
    readonly id: string;
    readonly classes: readonly {
      readonly name: string;
      readonly arrival_rate_per_hour: number | Steps;
      readonly sin?: readonly [amplitude: number, radiansPerSecond: number];
      readonly patience_mean_s: number | null;
      readonly T_s: number;
      readonly route: readonly (readonly [string, number])[];
      readonly redial_after_abandon?: { readonly p: number; readonly delay_mean_s: number };
      readonly repeat_after_service?: { readonly p: number; readonly delay_mean_s: number; readonly to: string };
    }[];
    readonly groups: readonly {
      readonly name: string;
      readonly staff: number | Steps;
      readonly tiers: readonly (readonly (readonly [string, number])[])[];
      readonly aht_s: Readonly<Record<string, number>>;
      readonly escalate?: Readonly<Record<string, { readonly to: string; readonly p: number }>>;
    }[];
    readonly system_capacity?: number;
    readonly horizon_s: number;
    readonly warmup_s: number;
    readonly cooldown_s: number;
    readonly replications: number;
    readonly report_boundaries_s?: readonly number[];
  };
  readonly result: {
    readonly classes: readonly { readonly total: Values; readonly periods?: readonly Values[]; readonly mean_queue: Value }[];
    readonly groups: readonly { readonly occupancy: Value }[];
  };
};

/** Reads a JSON file of test/reference/queueing. */
export function readReference<Content>(file: string): Content {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../reference/queueing/${file}`, import.meta.url)), 'utf8')) as Content;
}

/** A sine on top of a rate, as steps of one minute that hold its exact mean. */
function withSine(rate: number, [amplitude, pace]: readonly [number, number], horizon: number): Steps {
  const step = 60;
  return Array.from({ length: Math.ceil(horizon / step) + 120 }, (_, i): [number, number] => {
    const mean = (Math.cos(pace * i * step) - Math.cos(pace * (i + 1) * step)) / (pace * step);
    return [i * step, rate + amplitude * mean];
  });
}

/** The case as a system of this library. */
export function toSystem({ classes, groups, system_capacity, horizon_s }: ReferenceCase['case']): SimulationSystem {
  return {
    ...(system_capacity === undefined ? {} : { capacity: system_capacity }),
    contactTypes: classes.map((type) => ({
      name: type.name,
      arrivalsPerHour:
        type.sin === undefined ? type.arrival_rate_per_hour : withSine((type.arrival_rate_per_hour as Steps)[0]?.[1] as number, type.sin, horizon_s),
      patienceSeconds: type.patience_mean_s,
      answerWithinSeconds: type.T_s,
      route: type.route.map(([group, afterSeconds]) => ({ group, afterSeconds })),
      ...(type.redial_after_abandon && {
        redial: { probability: type.redial_after_abandon.p, meanDelaySeconds: type.redial_after_abandon.delay_mean_s },
      }),
      ...(type.repeat_after_service && {
        repeat: {
          probability: type.repeat_after_service.p,
          meanDelaySeconds: type.repeat_after_service.delay_mean_s,
          to: type.repeat_after_service.to,
        },
      }),
    })),
    agentGroups: groups.map((group) => ({
      name: group.name,
      agents: group.staff,
      serves: group.tiers.map((entries) => entries.map(([contactType, afterSeconds]) => ({ contactType, afterSeconds }))),
      ahtSeconds: group.aht_s,
      ...(group.escalate && {
        escalate: Object.fromEntries(Object.entries(group.escalate).map(([type, { to, p }]) => [type, { to, probability: p }])),
      }),
    })),
  };
}

/** Horizon, warm-up and stretches of a case. */
export function toOptions({ horizon_s, warmup_s, cooldown_s, report_boundaries_s }: ReferenceCase['case']): SimulateOptions {
  return {
    horizonSeconds: horizon_s,
    warmUpSeconds: warmup_s,
    arrivalsStopAtHorizon: cooldown_s === 0,
    ...(report_boundaries_s === undefined ? {} : { reportBoundariesSeconds: report_boundaries_s }),
  };
}

/** One figure of ours beside the published one. */
export type Comparison = { readonly at: string; readonly got: Figure; readonly want: Value };

/** All figures of a case side by side. */
export function compare({ case: asked, result: want }: ReferenceCase, got: SimulationResult): Comparison[] {
  const found: Comparison[] = [];
  want.classes.forEach(({ total, periods, mean_queue }, k) => {
    const type = got.contactTypes[k];
    if (type === undefined) throw new Error(`${asked.id}: no contact type ${k}`);
    const at = `${asked.id} ${type.name}`;
    found.push(...compareFigures(at, type, total), { at: `${at} mean_queue`, got: type.meanQueue, want: mean_queue });
    periods?.forEach((values, i) => {
      const stretch = type.stretches?.[i];
      if (stretch === undefined) throw new Error(`${at}: no stretch ${i}`);
      found.push(...compareFigures(`${at} stretch ${i}`, stretch, values));
    });
  });
  want.groups.forEach(({ occupancy }, g) => {
    found.push({ at: `${asked.id} group ${g} occupancy`, got: got.agentGroups[g]?.occupancy as Figure, want: occupancy });
  });
  return found;
}

type Figures = Omit<SimulationResult['contactTypes'][number], 'name' | 'waitPercentiles' | 'stretches'>;

function compareFigures(at: string, type: Figures, values: Values): Comparison[] {
  const blocked = (values.p_block as Value | undefined)?.[0] ?? 0;
  const ours: Readonly<Record<string, Figure>> = {
    sl_offered: type.serviceLevel.offered,
    sl_answered: type.serviceLevel.answered,
    p_abandon: type.abandonProbability,
    ab_within_T: type.abandonedWithinThreshold,
    p_delay: type.waitProbability,
    asa_served_s: type.asaSeconds,
    mean_wait_all_s: type.meanWaitSeconds,
    p_block: type.blockProbability,
  };
  return Object.entries(ours).flatMap(([name, got]) => {
    const value = values[name] as Value | undefined;
    if (value === undefined) return [];
    // That file counts a blocked contact as a wait of 0; here means are over those let in.
    const share = name === 'mean_wait_all_s' ? 1 - blocked : 1;
    return [{ at: `${at} ${name}`, got, want: [value[0] / share, value[1] / share] as const }];
  });
}

/** Distance in units of the joint half-width; 1 = on the edge of the joint 95 % interval. */
export function distance({ got, want }: Comparison): number {
  const joint = Math.hypot(got.halfWidth ?? 0, want[1]);
  const apart = Math.abs((got.mean ?? Number.NaN) - want[0]);
  return joint === 0 ? (apart === 0 ? 0 : Number.POSITIVE_INFINITY) : apart / joint;
}
