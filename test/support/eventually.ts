/** Options of `vi.waitFor` and `vi.waitUntil`, whose default of one second is too short on a busy machine. */
export const eventually = { timeout: 60_000, interval: 10 }
