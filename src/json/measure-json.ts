export interface JsonSize {
  /** Levels of nested lists and objects. */
  readonly depth: number
  /** Items of lists and members of objects, or slightly more. */
  readonly values: number
  /** Characters of the longest string in its escaped form, names of members included. */
  readonly longestString: number
}

const [quote, comma, openList, backslash, closeList, openObject, closeObject] = [
  0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
]

/**
 * Measures JSON in one pass before it is parsed: deep nesting, many values and long strings cost far more to parse and
 * validate than the length of the text suggests. Invalid JSON is measured, too.
 */
export function measureJson(text: string): JsonSize {
  let [level, depth, values, longestString] = [0, 0, 0, 0]
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      const end = findEndOfString(text, index + 1)
      longestString = Math.max(longestString, end - index - 1)
      index = end
    } else if (code === openList || code === openObject) {
      level += 1
      values += 1
      depth = Math.max(depth, level)
    } else if (code === closeList || code === closeObject) level -= 1
    else if (code === comma) values += 1
  }
  return { depth, values, longestString }
}

function findEndOfString(text: string, start: number): number {
  let end = start
  while (end < text.length && text.charCodeAt(end) !== quote) end += text.charCodeAt(end) === backslash ? 2 : 1
  return end
}
