/** Texts of a chosen length, made of one piece or of numbered ones. */

/** A piece as often as it fits, and once more. */
export const filled = (size: number, piece: string): string => piece.repeat(Math.ceil(size / piece.length))

/** Numbered pieces, each another text. */
export function numbered(size: number, piece: (index: number) => string): string {
  const pieces: string[] = []
  for (let length = 0; length < size; length += pieces.at(-1)?.length ?? 0) pieces.push(piece(pieces.length))
  return pieces.join('')
}
