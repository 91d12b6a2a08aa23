/** Uses `concat`, because `flatMap` and `flat` take ten times as long for the hundred thousand entries of a year. */
export const joinLists = <Entry>(lists: readonly (readonly Entry[])[]): readonly Entry[] => {
  const none: readonly Entry[] = []
  return none.concat(...lists)
}
