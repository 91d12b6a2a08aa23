import { createKey, hashKey } from '../auth/api-key.ts'

/** Creates an API key for a client, and prints it with the configuration that holds its hash. */
const [name = ''] = process.argv.slice(2)

if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,49}$/.test(name)) {
  console.error(
    'Give the name of the client, up to 50 letters, digits, dots, hyphens and underscores: npm run key -- wallboard',
  )
  process.exit(1)
}

const key = createKey()

console.log(`API key of ${name}. It is shown only once; the client sends it as the header \`authorization: Bearer <key>\`:

  ${key}

Add its hash to the configuration file (GATEWAY_CONFIG), with the ids of the sources that ${name} may read:

clients:
  - { name: ${name}, keyHash: "${hashKey(key)}", sources: [] }`)
