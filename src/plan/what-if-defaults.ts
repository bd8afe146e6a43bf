/** A value that a lever takes where the scenario says nothing, and where it comes from: a key of docs/references.md, or `assumption`. */
export type LeverDefault = { readonly value: number; readonly source: string };

/** Defaults by lever and key. */
export type LeverDefaults = {
  readonly campaign: Readonly<Record<'factor' | 'ahtFactor', LeverDefault>>;
  readonly openingHours: Readonly<Record<'earlierBy' | 'moved', LeverDefault>>;
  readonly selfService: Readonly<Record<'contained' | 'relativeAht' | 'costPerContact', LeverDefault>>;
  readonly firstContactResolution: Readonly<Record<'from' | 'to' | 'comeBack', LeverDefault>>;
  readonly directRouting: Readonly<Record<'transferred' | 'avoided' | 'relativeAht', LeverDefault>>;
  readonly handleTime: Readonly<Record<'share' | 'saving', LeverDefault>>;
  readonly announcedWait: Readonly<Record<'patienceFactor', LeverDefault>>;
  readonly target: Readonly<Record<'serviceLevelBy', LeverDefault>>;
  readonly pooling: Readonly<Record<never, LeverDefault>>;
  readonly crossTraining: Readonly<Record<'share', LeverDefault>>;
  readonly priority: Readonly<Record<'share', LeverDefault>>;
  readonly callback: Readonly<Record<'accepted', LeverDefault>>;
  readonly shrinkage: Readonly<Record<'factor', LeverDefault>>;
  readonly wages: Readonly<Record<'factor', LeverDefault>>;
};

/**
 * What levers do where a scenario leaves it open. Sources are keys of docs/references.md; an `assumption` is ours and should be replaced first.
 *
 * @example
 * leverDefaults.callback.accepted; // { value: 0.37, source: 'Hathaway2021' }
 */
export const leverDefaults: LeverDefaults = {
  campaign: { factor: { value: 1.1, source: 'assumption' }, ahtFactor: { value: 1, source: 'assumption' } },
  openingHours: { earlierBy: { value: 3600, source: 'assumption' }, moved: { value: 1, source: 'assumption' } },
  selfService: {
    contained: { value: 0.09, source: 'Gartner2019' },
    relativeAht: { value: 0.5, source: 'assumption' },
    costPerContact: { value: 0.1, source: 'Gartner2019' },
  },
  firstContactResolution: {
    from: { value: 0.7, source: 'SQM2022' },
    to: { value: 0.75, source: 'SQM2021' },
    comeBack: { value: 1, source: 'SQM2022' },
  },
  directRouting: {
    transferred: { value: 0.19, source: 'SQM2021b' },
    avoided: { value: 0.5, source: 'assumption' },
    relativeAht: { value: 0.5, source: 'assumption' },
  },
  handleTime: { share: { value: 1, source: 'Brynjolfsson2023' }, saving: { value: 0.12, source: 'Brynjolfsson2023' } },
  announcedWait: { patienceFactor: { value: 2, source: 'assumption' } },
  target: { serviceLevelBy: { value: -0.05, source: 'assumption' } },
  pooling: {},
  crossTraining: { share: { value: 0.1, source: 'WallaceWhitt2005' } },
  priority: { share: { value: 0.2, source: 'assumption' } },
  callback: { accepted: { value: 0.37, source: 'Hathaway2021' } },
  shrinkage: { factor: { value: 0.9, source: 'assumption' } },
  wages: { factor: { value: 1.03, source: 'assumption' } },
};
