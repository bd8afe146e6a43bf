import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  // Generous: a busy machine is no failure. Nothing here asserts a time.
  test: { setupFiles: ['test/tools/property-seed.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
