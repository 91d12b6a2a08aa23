/** Resources that a process has used since it started. */
export interface Usage {
  /** Milliseconds of CPU, over all cores. */
  readonly cpu: number
  /** Peak resident set size in bytes. */
  readonly peak: number
}

// Preloaded with --import, so that the measured server's own code stays unchanged.
process.on('message', (message) => {
  if (message !== 'measure') return
  const { user, system } = process.cpuUsage()
  const usage: Usage = { cpu: (user + system) / 1000, peak: process.resourceUsage().maxRSS * 1024 }
  process.send?.(usage)
})

// The open channel must not keep a server alive after SIGTERM.
process.channel?.unref()
