import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/chaos/*.chaos.ts'],
    globalSetup: 'test/support/global-setup.ts',
    maxWorkers: 1,
    reporters: ['verbose'],
    disableConsoleIntercept: true,
  },
});
