type Run = (attempt: number) => unknown

/**
 * Returns how many times as much CPU time this process spends on `run` as on `baseline`, by the lowest of several
 * attempts. Other processes that keep the machine busy do not change it, as they would change the time on a clock.
 */
export async function compareCpuTime(run: Run, baseline: Run, attempts = 3): Promise<number> {
  const lowest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let attempt = 0; attempt < attempts; attempt += 1)
    for (const [index, measured] of [run, baseline].entries()) {
      const start = process.cpuUsage()
      await measured(attempt)
      const { user, system } = process.cpuUsage(start)
      lowest[index] = Math.min(lowest[index] ?? 0, user + system)
    }
  const [spent = 0, reference = 0] = lowest
  return spent / reference
}
