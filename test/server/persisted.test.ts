import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { registry } from '../../src/provider/registry.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { post } from '../support/post.ts'

const listed = '{ sources { id } __typename }'
const other = '{ __typename }'
const toHash = (text: string) => createHash('sha256').update(text).digest('hex')
const manifest = JSON.stringify({ [toHash(listed)]: listed })

const files: Readonly<Record<string, string>> = {
  'manifest.json': manifest,
  'broken.json': '{ "abc": "{ s3cret }" }',
  'only.yaml': 'persistedDocuments: { file: manifest.json }',
  'also.yaml': 'persistedDocuments: { file: manifest.json, only: false }',
  'broken.yaml': 'persistedDocuments: { file: broken.json }',
  'absent.yaml': 'persistedDocuments: { file: nowhere.json }',
}

function readFile(path: string): string {
  const text = files[path]
  if (text === undefined) throw new Error(`no file ${path}`)
  return text
}

const read = (file: string) => readConfig({ GATEWAY_CONFIG: file }, readFile, registry)

let gateway: ListeningGateway

async function start(file: string) {
  gateway = await startListeningGateway([], () => 0, { serving: read(file).serving, isProduction: true })
}

afterEach(() => gateway?.close())

const byHash = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: toHash(text) } } })
const ask = async (body: object) => (await post(gateway.url, body)).body
const codesOf = ({ errors }: { errors: readonly { extensions: { code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code)

describe('persisted documents', () => {
  it('With `only`, documents of the manifest are executed by their hash, and others are rejected.', async () => {
    await start('only.yaml')
    expect(await ask(byHash(listed))).toEqual({ data: { sources: [], __typename: 'Query' } })
    expect(codesOf(await ask(byHash(other)))).toEqual(['PERSISTED_QUERY_NOT_IN_LIST'])
    expect(codesOf(await ask({ query: other }))).toEqual(['CANNOT_SEND_PQ_ID_AND_BODY'])
    expect(codesOf(await ask({ query: listed, ...byHash(listed) }))).toEqual(['CANNOT_SEND_PQ_ID_AND_BODY'])
    expect(codesOf(await ask({}))).toEqual(['PERSISTED_QUERY_ID_REQUIRED'])
  })

  it('Without `only`, documents of the manifest and other documents are executed.', async () => {
    await start('also.yaml')
    expect((await ask(byHash(listed))).data.sources).toEqual([])
    expect(await ask({ query: other })).toEqual({ data: { __typename: 'Query' } })
  })

  it.each(['__proto__', 'constructor', 'toString', ''])(
    'No persisted document is found by the hash %j.',
    async (sha256Hash) => {
      await start('only.yaml')
      const body = { extensions: { persistedQuery: { version: 1, sha256Hash } } }
      expect(codesOf(await ask(body))).toEqual(['PERSISTED_QUERY_NOT_IN_LIST'])
    },
  )

  it.each(['broken.yaml', 'absent.yaml'])('The gateway does not start without a valid manifest: %s.', (file) => {
    expect(() => read(file)).toThrow(ConfigError)
    expect(() => read(file)).toThrow(/persistedDocuments\.file/)
    expect(() => read(file)).not.toThrow(/s3cret/)
  })
})
