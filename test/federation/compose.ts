import { composeServices, type ServiceDefinition } from '@theguild/federation-composition'

/** The supergraph of these subgraphs; throws with every error of the composition. */
export function compose(subgraphs: readonly ServiceDefinition[]): string {
  const { supergraphSdl, errors = [] } = composeServices([...subgraphs])
  if (!supergraphSdl) throw new Error(errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
