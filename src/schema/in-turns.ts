import { pieceLength, takeTurn } from '../report/take-turn.ts'

/**
 * A list as it is, or, where it is long, in pieces between which what is short goes on. Of long lists one is worked off
 * after the other: many that are half done would be carried through every collection of garbage.
 */
export function inTurns<T>(items: readonly T[]): readonly (T | Promise<T>)[] {
  if (items.length <= 2 * pieceLength) return items
  let turn: Promise<void>
  return items.map((item, place) => {
    if (place % pieceLength === 0) turn = takeTurn()
    return turn.then(() => item)
  })
}
