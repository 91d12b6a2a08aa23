import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { describeConfig } from './config/describe.ts'
import { listWarnings } from './config/warnings.ts'
import { registry } from './provider/registry.ts'

function loadConfig(): Config {
  try {
    return readConfig(process.env, (path) => readFileSync(path, 'utf8'), registry)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

if (existsSync('.env')) process.loadEnvFile()

const configured = loadConfig()

if (process.argv.includes('--check-config')) {
  process.stdout.write(describeConfig(configured))
  for (const warning of listWarnings(configured)) console.error(warning)
  process.exit()
}

// What takes long to load comes after what may be wrong with the settings.
const { createGateway } = await import('./context.ts')
const { readExamples } = await import('./examples.ts')
const { createSubgraph } = await import('./schema/subgraph.ts')
const { createHttpServer } = await import('./server/server.ts')
const { createTelemetry } = await import('./telemetry/telemetry.ts')
const { openTracing } = await import('./telemetry/tracing.ts')

const demo = configured.sources.length === 0 ? await (await import('./demo/start.ts')).startDemo() : undefined
const config = demo ? { ...configured, sources: demo.sources } : configured
const telemetry = createTelemetry({ logLevel: config.logLevel, tracing: await openTracing(process.env) })
const gateway = createGateway(config, registry, Date.now, telemetry.watch)
telemetry.addGateway(gateway)
const server = createHttpServer({
  schema: createSubgraph(config.schemaPrefix),
  admit: gateway.admit,
  createContext: gateway.createContext,
  telemetry,
  ...(!config.isProduction && { examples: readExamples(config.schemaPrefix) }),
})

server.on('error', ({ message }) => {
  console.error(`The gateway cannot listen on ${config.host}:${config.port}: ${message}`)
  process.exit(1)
})

const notes = [
  ...(demo
    ? [
        'Demo: every figure is invented. For real ones set CHATWOOT_URL, CHATWOOT_ACCOUNT_ID and CHATWOOT_API_TOKEN,',
        'or LIVECHAT_LOGIN and LIVECHAT_API_KEY, or both, and start again. README.md names all settings.',
      ]
    : []),
  ...listWarnings(config),
]

await gateway.ready
server.listen(config.port, config.host, () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const said = [...notes, `The gateway answers at http://${config.host}:${port}/graphql`]
  // People start it for themselves in development; in production every line is for machines.
  if (config.isProduction) for (const note of said) telemetry.log.info(note)
  else console.log(said.join('\n'))
})

/** Milliseconds after which those who do not read their answers hold up the end no longer. */
const stopWithin = 14_000

async function stop(): Promise<void> {
  setTimeout(() => process.exit(), stopWithin).unref()
  gateway.endStreams()
  const closed = once(server, 'close')
  server.close()
  // Connections are kept for a next request; those whose last answer has ended wait for none.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await closed
  clearInterval(sweep)
  await Promise.all([gateway.close(), demo?.close(), telemetry.close()])
  // A collector of traces that does not answer would hold up the end.
  process.exit()
}

process.on('uncaughtException', (error) => {
  telemetry.report(error)
  process.exit(1)
})
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
