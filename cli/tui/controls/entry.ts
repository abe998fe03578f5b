/** One line of text that is being typed: its state and its keys. */
import type { Key } from '../keys.ts'
import { printable } from '../line.ts'
import { graphemes } from '../width.ts'

export interface Entry {
  readonly text: string
  /** How many characters stand before the caret. */
  readonly caret: number
}

export const entryOf = (text: string): Entry => ({ text, caret: graphemes(text).length })

/** The entry with a text put in where the caret stands. Line ends become spaces, since a value has one line. */
export function inserted({ text, caret }: Entry, more: string): Entry {
  const characters = graphemes(text)
  const clean = printable(more.trim().replace(/\s*\n\s*/g, ' ') || more.replace(/\n/g, ' '))
  const next = [...characters.slice(0, caret), clean].join('')
  // Counted again, since what was put in may join what stands before it (a combining mark).
  return { text: next + characters.slice(caret).join(''), caret: graphemes(next).length }
}

/** The entry after a key; undefined where the key is not one of editing. */
export function edited(entry: Entry, key: Key): Entry | undefined {
  if (key.type === 'text') return inserted(entry, key.text)
  if (key.type === 'paste') return inserted(entry, key.text)
  const characters = graphemes(entry.text)
  const { caret } = entry
  const spliced = (from: number, to: number): Entry => ({
    text: [...characters.slice(0, from), ...characters.slice(to)].join(''),
    caret: from,
  })
  switch (key.name) {
    case 'left':
      return { ...entry, caret: Math.max(caret - 1, 0) }
    case 'right':
      return { ...entry, caret: Math.min(caret + 1, characters.length) }
    case 'home':
      return { ...entry, caret: 0 }
    case 'end':
      return { ...entry, caret: characters.length }
    case 'backspace':
      return caret > 0 ? spliced(caret - 1, caret) : entry
    case 'delete':
      return caret < characters.length ? spliced(caret, caret + 1) : entry
    case 'erase-line':
      return spliced(0, caret)
    case 'erase-word': {
      const before = characters.slice(0, caret).join('')
      return spliced(graphemes(before.replace(/\S+\s*$/, '')).length, caret)
    }
    default:
      return undefined
  }
}
