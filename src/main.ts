import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { createGateway } from './context.ts'
import { readExamples } from './examples.ts'
import { registry } from './provider/registry.ts'
import { createSubgraph } from './schema/subgraph.ts'
import { createHttpServer } from './server/server.ts'

// V8 looks for garbage once it is three times what is used; rows come and go, and memory is dearer than that.
setFlagsFromString('--heap-growing-percent=60')

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
const demo = configured.sources.length === 0 ? await (await import('./demo/start.ts')).startDemo() : undefined
const config = demo ? { ...configured, sources: demo.sources } : configured
const gateway = createGateway(config, registry)
const server = createHttpServer({
  schema: createSubgraph(config.schemaPrefix),
  createContext: gateway.createContext,
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
  ...config.sources
    .filter(({ isTimeZoneKnown }) => !isTimeZoneKnown)
    .map(({ id }) => `Source ${id} has no time zone set: figures cut in the account's own days are approximate.`),
]

await gateway.ready
server.listen(config.port, config.host, () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  console.log([...notes, `The gateway answers at http://${config.host}:${port}/graphql`].join('\n'))
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
  await Promise.all([gateway.close(), demo?.close()])
}

process.once('SIGINT', stop)
process.once('SIGTERM', stop)
