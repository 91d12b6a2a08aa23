/** What the gateway or its machine has run out of, by the system's error code. */
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

/** Why the gateway could not open a connection; undefined when the failure is not its own. */
export function findLocalCause(reason: unknown): string | undefined {
  const { code, syscall, errors: causes = [] } = Object(reason) as SystemError
  const known = localCauses[String(code)]
  if (known) return `${known} (${code})`
  // Only errors of the resolver itself, such as ENOTFOUND, have other codes: without a free file the code is arbitrary.
  if (syscall === 'getaddrinfo' && /^E(?!AI_|NOTFOUND)/.test(String(code)))
    return `the gateway could not look up a host name (${code}): it may have too many files and sockets open (ulimit -n)`
  return causes.map(findLocalCause).find((cause) => cause !== undefined)
}
