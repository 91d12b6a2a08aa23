import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation'
import { parse } from 'graphql'
import { post } from '../support/post.ts'
import { compose } from './compose.ts'
import { serve } from './serve.ts'

/** A router in front of the subgraphs that run at the addresses given: `<name>=<url>` each. */
const subgraphs = process.argv.slice(2).map(async (argument) => {
  const [name = '', url = ''] = argument.split('=')
  const { body } = await post(url, { query: '{ _service { sdl } }' })
  return { name, url, typeDefs: parse(body.data._service.sdl) }
})

const supergraphSdl = compose(await Promise.all(subgraphs))
serve(getStitchedSchemaFromSupergraphSdl({ supergraphSdl }))
