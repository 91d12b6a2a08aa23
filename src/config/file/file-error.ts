const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a directory',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  EISDIR: 'is a directory',
}

/** Why a file could not be read, such as "the file gateway.yaml does not exist". */
export function describeFileError(path: string, error: unknown): string {
  const code = String(Object(error).code ?? 'unknown reason')
  return `the file ${path} ${reasons[code] ?? `cannot be read (${code})`}`
}
