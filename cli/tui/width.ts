/** How wide a text is and of which characters it consists, fast for what a screen is made of: ASCII, lines and arrows, and Chinese. The build gives the same to Ink's own libraries. */

/**
 * Columns of a character that is always a character of its own, whatever stands beside it; 0 where that cannot be said from
 * its code alone (marks, emoji and their parts, Hangul, half of a pair). After Unicode 17: EastAsianWidth.txt, where what is
 * ambiguous counts as narrow, and GraphemeBreakProperty.txt.
 */
function columnsOf(code: number): 0 | 1 | 2 {
  if (code < 0x7f) return code >= 0x20 ? 1 : 0
  if (code < 0x300) return code >= 0xa1 && code !== 0xad ? 1 : 0
  if (code < 0x4e00) {
    if (code >= 0x2010 && code <= 0x2027) return 1
    if (code >= 0x2190 && code <= 0x22ff) return 1
    if (code >= 0x2500 && code <= 0x25fc) return 1
    if (code === 0x23ce || code === 0x2713 || code === 0x2717 || code === 0x276f) return 1
    return code >= 0x3000 && code <= 0x3029 ? 2 : 0
  }
  if (code <= 0x9fff) return 2
  return code >= 0xff01 && code <= 0xff60 ? 2 : 0
}

/** The columns of a text of such characters alone; undefined where there are others. */
export function quickWidth(text: string): number | undefined {
  let width = 0
  for (let at = 0; at < text.length; at++) {
    const columns = columnsOf(text.charCodeAt(at))
    if (columns === 0) return undefined
    width += columns
  }
  return width
}

const escapeCode = 0x1b
/** Whether every unit of a text is a character of its own; escape characters are, too. */
function apart(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (columnsOf(code) === 0 && code !== escapeCode) return false
  }
  return true
}

function* units(text: string): Generator<{ readonly segment: string; readonly index: number }> {
  for (let index = 0; index < text.length; index++) yield { segment: text[index] as string, index }
}

let real: Intl.Segmenter | undefined
/** `Intl.Segmenter`: one for all, and made only when there is a text that needs it, since making it takes milliseconds. */
export const lateSegmenter = {
  segment(text: string): Intl.Segments {
    real ??= new Intl.Segmenter()
    return real.segment(text)
  },
}

/** The same for whoever only goes through the characters: most texts need no segmenter at all. */
export const segmenter = {
  segment: (text: string): Iterable<{ readonly segment: string; readonly index: number }> =>
    apart(text) ? units(text) : lateSegmenter.segment(text),
}

/** The characters of a text as a reader counts them. */
export const graphemes = (text: string): readonly string[] =>
  apart(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment)
