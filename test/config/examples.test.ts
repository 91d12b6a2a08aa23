import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../../src/config/config.ts'
import { variables } from '../../src/config/settings.ts'
import { registry } from '../../src/provider/registry.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The example with the optional settings in use: without each "#" that no single space follows. */
const useOptions = (text: string) => text.replaceAll(/^( *)#(?! \S|$)/gm, '$1')

const example = { env: read('.env.example'), yaml: read('gateway.example.yaml') }
const withOptions = { env: useOptions(example.env), yaml: useOptions(example.yaml) }
const environment = parseEnv(withOptions.env)
const editor = z.fromJSONSchema(JSON.parse(read('src/config/config.schema.json')))

function readFiles(yaml: string) {
  const files: Readonly<Record<string, string>> = { 'gateway.yaml': yaml, 'persisted-documents.json': '{}' }
  return readConfig(environment, (path) => files[path] ?? '', registry)
}

describe('gateway.example.yaml', () => {
  it.each([
    ['as it is', example.yaml],
    ['with all optional settings', withOptions.yaml],
  ])('gateway.example.yaml is a valid configuration %s.', (_, yaml) => {
    expect(readFiles(yaml).sources.map(({ id }) => id)).toEqual(['support', 'sales'])
    expect(editor.safeParse(parse(yaml)).error).toBeUndefined()
  })

  it('gateway.example.yaml shows the default values of optional settings.', () => {
    const [{ access, serving, ...config }, { access: allAccess, serving: allServing, ...all }] = [
      readFiles(example.yaml),
      readFiles(withOptions.yaml),
    ]
    expect(all).toEqual(config)
    expect(allServing.limits).toEqual(serving.limits)
    expect({ ...allAccess, jwt: undefined }).toEqual({ ...access, jwt: undefined })
  })

  it('gateway.example.yaml names every setting of the top level.', () => {
    const known = Object.keys(editor.toJSONSchema().properties ?? {})
    expect(Object.keys(parse(withOptions.yaml)).toSorted()).toEqual(known.toSorted())
  })
})

describe('.env.example', () => {
  it('.env.example sets nothing until its lines are uncommented, so that the demo runs.', () => {
    expect(parseEnv(example.env)).toEqual({})
  })

  it('.env.example names every variable that the gateway reads.', () => {
    const ofProviders = [...registry.values()].flatMap((entry) => Object.values(entry.environment))
    const others = ['GATEWAY_CONFIG', 'NODE_ENV', 'OTEL_EXPORTER_OTLP_ENDPOINT']
    expect(Object.keys(environment)).toEqual(
      expect.arrayContaining([...Object.keys(variables.shape), ...ofProviders, ...others]),
    )
  })

  it.each(Object.entries(variables.parse({})))('.env.example shows the default value of %s.', (name, value) => {
    expect(environment[name]).toBe(String(value))
  })
})
