/** Milliseconds after which a graceful shutdown ends, even if clients have not read their responses. */
export const shutdownTimeout = 14_000
