/** What a process has used since it began. */
export interface Usage {
  /** Milliseconds of CPU, on whichever core. */
  readonly cpu: number
  /** The most bytes that it ever held. */
  readonly peak: number
}

// Loaded before a contender's own code, which stays as it is.
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const usage: Usage = { cpu: (user + system) / 1000, peak: process.resourceUsage().maxRSS * 1024 }
  process.send?.(usage)
})

// A contender that has been told to stop waits for no more questions.
process.channel?.unref()
