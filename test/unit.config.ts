import { defineConfig } from 'vitest/config'
import config from '../vitest.config.ts'

/** The tests of pure code: they need neither a build nor a server such as Redis, and take a few seconds. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: [
      'test/config.test.ts',
      'test/{config,report,series}/**/*.test.ts',
      'test/upstream/{breaker,budget-rule,turns}.test.ts',
    ],
    exclude: ['test/series/{redis-store,replica-reading,store-contract}.test.ts'],
    globalSetup: [],
  },
})
