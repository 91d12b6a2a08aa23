/** Helps out every year until the end of April, then leaves: the events go on naming her, the list of agents does not. */
export const seasonalAgent = { login: 'ines.costa@demo.example', name: 'Ines Costa', groups: [1] }

export const isInSeason = (date: string): boolean => date.slice(5) < '05-01'
