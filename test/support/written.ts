let written = ''

/** Keeps what a gateway has written, to be looked through for secrets. */
export function noteWritten(text: string): void {
  written += text
}

/** Everything that was written since the last call. */
export function takeWritten(): string {
  const text = written
  written = ''
  return text
}
