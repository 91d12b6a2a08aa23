/** With concat: flatMap and flat take ten times as long, and a year of answers has a hundred thousand. */
export const joinLists = <Entry>(lists: readonly (readonly Entry[])[]): readonly Entry[] => {
  const none: readonly Entry[] = []
  return none.concat(...lists)
}
