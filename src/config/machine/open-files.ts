/** How many files and sockets this process may have open; Infinity where there is no limit. */
export function readOpenFilesLimit(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const limit = userLimits?.open_files?.soft
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
}

/** Files of the process, Redis, an identity provider, DNS lookups, and connections for health checks. */
const ownFiles = 128

/** Connections that a source may need at once. */
const filesOfSource = 32

/** Connections of clients that a limit on open files allows: at least half of it, regardless of the number of sources. */
export const countConnectionsWithin = (openFiles: number, sources: number): number =>
  Math.floor(openFiles - Math.min(ownFiles + filesOfSource * sources, openFiles / 2))

/** The limit on open files that this number of connections needs. */
export const countFilesNeeded = (connections: number, sources: number): number =>
  connections + ownFiles + filesOfSource * sources
