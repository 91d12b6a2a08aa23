/** Resources that the gateway or its machine has run out of, by error code of the system. */
const localCauses: Readonly<Record<string, string>> = {
  EMFILE: 'the gateway has too many files and sockets open: raise its limit (ulimit -n)',
  ENFILE: "the gateway's machine has too many files and sockets open",
  ENOBUFS: "the gateway's machine has no memory left for sockets",
  ENOMEM: "the gateway's machine has no memory left for sockets",
  EADDRNOTAVAIL: 'the gateway has no local address or port left to connect from',
  EAI_MEMORY: "the gateway's machine has no memory left to look up a host name",
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  /** One for each address of a host name. */
  readonly errors?: readonly unknown[]
}

/** Why the gateway could not open a connection; undefined if the failure is not local. */
export function findLocalCause(reason: unknown): string | undefined {
  const { code, syscall, errors: causes = [] } = Object(reason) as SystemError
  const known = localCauses[String(code)]
  if (known) return `${known} (${code})`
  // Errors of the resolver itself are EAI_* and ENOTFOUND. Without a free file descriptor, other codes occur.
  if (syscall === 'getaddrinfo' && /^E(?!AI_|NOTFOUND)/.test(String(code)))
    return `the gateway could not look up a host name (${code}): it may have too many files and sockets open (ulimit -n)`
  return causes.map(findLocalCause).find((cause) => cause !== undefined)
}
