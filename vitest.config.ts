import { defineConfig } from 'vitest/config'

export default defineConfig({
  // One copy of graphql: yoga and Pothos would otherwise load its CommonJS build beside the ES modules.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/secrecy.ts'],
    // Only a test that hangs may reach these: a busy machine must not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // To load the schema and the demo anew for each file would take as long as the tests. No test changes what is shared.
    isolate: false,
    maxWorkers: '100%',
    // A year of events is a lot of short-lived objects: a tenth of the time is collecting them otherwise.
    execArgv: ['--max-semi-space-size=64'],
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
  },
})
