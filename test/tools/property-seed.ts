import fc from 'fast-check';

// Properties run on the same cases every time, so that a red run is caused by the change at hand; `PROPERTY_SEED=7 npx vitest run …` looks elsewhere,
// and `npm run fuzz` looks at a new place each time.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_261_121) });
