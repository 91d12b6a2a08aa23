import { defineNamedEntity } from './named-entity.ts'

export const GoalRef = defineNamedEntity(
  'Goal',
  'goals',
  'A LiveChat goal: an action of a visitor, such as a purchase, that LiveChat counts.',
)
