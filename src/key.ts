import { createKey, hashKey } from './access/api-key.ts'

/** Makes a key for a client: shows it this once, and what the gateway is to know of it. */
const [name = ''] = process.argv.slice(2)

if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,49}$/.test(name)) {
  console.error('Name the client, in letters, digits, dots, - and _: npm run key -- wallboard')
  process.exit(1)
}

const key = createKey()

console.log(`The key of ${name}, which is shown this once; the client sends it as \`authorization: Bearer <key>\`:

  ${key}

The hash of it, all that the gateway is to know; in the file of GATEWAY_CONFIG, with the ids of the sources for ${name}:

clients:
  - { name: ${name}, keyHash: "${hashKey(key)}", sources: [] }`)
