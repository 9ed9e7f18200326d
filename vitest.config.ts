import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    // Two cores: more workers only make servers and time limits compete.
    maxWorkers: 2,
    // Limits are for what hangs, not for what is slow: machines are shared.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
