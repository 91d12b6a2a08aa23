import { defineNamedEntity } from './named-entity.ts'

export const GreetingRef = defineNamedEntity(
  'Greeting',
  'greetings',
  'A LiveChat greeting: a message that is shown to visitors automatically.',
)
