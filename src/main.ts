import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { describeConfig } from './config/file/json-schema.ts'
import { describeFileError } from './config/file/messages.ts'
import { describeMemoryPlan } from './config/machine/memory-plan.ts'
import { countConnectionsWithin, readOpenFilesLimit } from './config/machine/open-files.ts'
import { shutdownTimeout } from './config/shutdown-timeout.ts'
import { listWarnings } from './config/warnings.ts'
import { registry } from './provider/registry.ts'
import { shutDownOnSignals } from './server/shutdown.ts'

// By default V8 lets the heap grow to three times what is in use. Most rows are short-lived, so collect earlier.
setFlagsFromString('--heap-growing-percent=60')

function loadConfig(): Config {
  try {
    return readConfig(process.env, (path) => readFileSync(path, 'utf8'), registry, readHeapLimit())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return fail(error.message)
  }
}

/** Limit of the heap in bytes: that of V8, or three quarters of the memory of the container. */
function readHeapLimit(): number {
  const container = process.constrainedMemory() || Number.POSITIVE_INFINITY
  return Math.min(getHeapStatistics().heap_size_limit, container * 0.75)
}

/** Loads `.env`. Variables that are already set take precedence. */
function loadEnvironmentFile(): void {
  try {
    for (const [name, value] of Object.entries(parseEnv(readFileSync('.env', 'utf8')))) process.env[name] ??= value
  } catch (error) {
    if (Object(error).code !== 'ENOENT') fail(`The environment cannot be loaded: ${describeFileError('.env', error)}`)
  }
}

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}

loadEnvironmentFile()

const configured = loadConfig()
const timeZones = process.versions.tz ?? ''
const openFiles = readOpenFilesLimit()

if (process.argv.includes('--check-config')) {
  process.stdout.write(describeConfig(configured))
  for (const warning of listWarnings(configured, timeZones, openFiles)) console.error(warning)
  process.exit()
}

// Loaded after the settings are checked, so that a wrong setting is reported quickly.
const { createGateway } = await import('./gateway/create-gateway.ts')
const { readExamples } = await import('./server/graphiql-examples.ts')
const { createSubgraph } = await import('./schema/build/subgraph.ts')
const { createHttpServer } = await import('./server/http-server.ts')
const { createTelemetry } = await import('./telemetry/telemetry.ts')
const { openTracing } = await import('./telemetry/tracing.ts')

const demo = configured.sources.length === 0 ? await (await import('./demo/start.ts')).startDemo() : undefined
const config = demo ? { ...configured, sources: demo.sources } : configured
const telemetry = createTelemetry({ logLevel: config.logLevel, tracing: await openTracing(process.env) })
const gateway = createGateway(config, registry, Date.now, telemetry.observer)
telemetry.addGateway(gateway)
const { limits } = config.serving
const connections = Math.min(limits.connections, countConnectionsWithin(openFiles, config.sources.length))
const { server, markStopping, closeUnused } = createHttpServer({
  ...config,
  serving: { ...config.serving, limits: { ...limits, connections } },
  schema: createSubgraph(config.schemaPrefix),
  authenticate: gateway.authenticate,
  createContext: gateway.createContext,
  telemetry,
  ...(!config.isProduction && { examples: readExamples(config.schemaPrefix) }),
})

server.on('error', (error) => {
  // Failing to accept a connection, such as without free file descriptors, does not affect the others.
  if (server.listening) return telemetry.report(error)
  fail(`The gateway cannot listen on ${config.host}:${config.port}: ${error.message}`)
})

const messages = [
  ...(demo
    ? [
        'Demo: all figures are invented. To read your own accounts, set CHATWOOT_URL, CHATWOOT_ACCOUNT_ID and',
        'CHATWOOT_API_TOKEN, or LIVECHAT_LOGIN and LIVECHAT_API_KEY, or both, and restart. See docs/configuration.md.',
      ]
    : []),
  describeMemoryPlan(config.memory),
  ...listWarnings(config, timeZones, openFiles),
]

await gateway.ready
server.listen(config.port, config.host, () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const lines = [...messages, `The gateway listens at http://${config.host}:${port}/graphql`]
  // In development people read the output; in production every line is JSON.
  if (config.isProduction) for (const line of lines) telemetry.log.info(line)
  else console.log(lines.join('\n'))
})

process.on('uncaughtException', (error) => {
  telemetry.report(error)
  process.exit(1)
})

shutDownOnSignals({
  server,
  delay: config.stopDelay,
  timeout: shutdownTimeout,
  markStopping,
  closeUnused,
  endSubscriptions: gateway.endSubscriptions,
  close: () => Promise.all([gateway.close(), demo?.close(), telemetry.close()]),
})
