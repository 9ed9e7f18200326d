// Vitest for `npm run eval`: one run of the corpus that prints its report.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/corpus/eval.ts'],
    globalSetup: 'test/support/global-setup.ts',
    testTimeout: 30 * 60_000,
    reporters: ['dot'],
  },
});
