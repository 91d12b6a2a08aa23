let written = ''

/** Keeps what a gateway has written, to be looked through for secrets. */
export function noteWritten(text: string): void {
  written += text
}

/** All that was written since this was asked last. */
export function takeWritten(): string {
  const text = written
  written = ''
  return text
}
