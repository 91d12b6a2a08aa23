/** Milliseconds after which those who do not read their answers hold up the end of a gateway that is told to stop. */
export const stopWithin = 14_000
