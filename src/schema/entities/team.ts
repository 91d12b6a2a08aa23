import { addFilteredReport, defineNamedEntity } from './named-entity.ts'

export const TeamRef = defineNamedEntity('Team', 'teams', 'A Chatwoot team or a LiveChat group.')

addFilteredReport(TeamRef, 'team')
