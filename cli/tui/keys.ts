/** What arrives from a terminal → keys: several in one read, one over several reads, pasted text, and replies of the terminal that nobody typed. */
import { graphemes } from './width.ts'

export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'back-tab'
  | 'backspace'
  | 'delete'
  | 'erase-word'
  | 'erase-line'
  | 'interrupt'
  | 'f1'
  | CommandKey

/** Keys that mean a command wherever one is; the others of Ctrl edit a line. */
export type CommandKey =
  | 'ctrl-d'
  | 'ctrl-f'
  | 'ctrl-g'
  | 'ctrl-l'
  | 'ctrl-p'
  | 'ctrl-r'
  | 'ctrl-s'
  | 'ctrl-t'
  | 'ctrl-y'
  | 'ctrl-z'

export type Key =
  | { readonly type: 'key'; readonly name: KeyName }
  /** One character as a reader counts them, typed. */
  | { readonly type: 'text'; readonly text: string }
  /** A whole text that was pasted; its line ends are `\n`. */
  | { readonly type: 'paste'; readonly text: string }

/** How long a lone escape byte may be the beginning of something else, in milliseconds: as long as a slow connection may split a sequence. */
export const escapeDelay = 100
/** How long the beginning of a sequence that is certainly none of the user's keys is waited for, in milliseconds. */
export const sequenceDelay = 1000

const control: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007F': 'backspace',
  '\u0001': 'home',
  '\u0003': 'interrupt',
  '\u0005': 'end',
  '\u0004': 'ctrl-d',
  '\u0006': 'ctrl-f',
  '\u0007': 'ctrl-g',
  '\u000C': 'ctrl-l',
  '\u0010': 'ctrl-p',
  '\u0012': 'ctrl-r',
  '\u0013': 'ctrl-s',
  '\u0014': 'ctrl-t',
  '\u0019': 'ctrl-y',
  '\u001A': 'ctrl-z',
  // Ctrl-_ and Ctrl-/: what readline and Emacs undo with.
  '\u001F': 'ctrl-y',
  '\u0015': 'erase-line',
  '\u0017': 'erase-word',
}

/** Final byte of a sequence without a number: `ESC [ A`, `ESC O A`, `ESC [ 1 ; 5 A`. */
const letters: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  M: 'enter',
  P: 'f1',
  Z: 'back-tab',
}

/** The number before `~`. */
const numbers: Readonly<Record<string, KeyName>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
}

/** Code points of the sequences that end in `u`. */
const codes: Readonly<Record<string, KeyName>> = { 9: 'tab', 13: 'enter', 27: 'escape', 127: 'backspace' }
/** Letters that Ctrl makes a key of, in the sequences that end in `u`. */
const withControl: Readonly<Record<string, KeyName>> = {
  97: 'home',
  99: 'interrupt',
  100: 'ctrl-d',
  101: 'end',
  102: 'ctrl-f',
  103: 'ctrl-g',
  108: 'ctrl-l',
  112: 'ctrl-p',
  114: 'ctrl-r',
  115: 'ctrl-s',
  116: 'ctrl-t',
  117: 'erase-line',
  119: 'erase-word',
  121: 'ctrl-y',
  122: 'ctrl-z',
}

const pasteStart = '\u001B[200~'
const pasteEnd = '\u001B[201~'
/** A whole control sequence at the beginning of a text. */
const sequence = /^\u001B(?:\[([\u0030-\u003F]*)[\u0020-\u002F]*([\u0040-\u007E])|O([\u0020-\u007E]))/
/** The beginning of one that may still go on. */
const beginning = /^\u001B(?:\[[\u0030-\u003F]*[\u0020-\u002F]*|O)?$/
/** A reply that ends in `BEL` or `ESC \`: a title, a colour, a device attribute. */
const reply = /^\u001B[\]P_^X][^\u0007\u001B]*(?:\u0007|\u001B\\)/
const replyBeginning = /^\u001B[\]P_^X][^\u0007\u001B]*\u001B?$/

const named = (name: KeyName): Key => ({ type: 'key', name })

export interface KeyReader {
  /** The keys that are certain after these bytes. */
  readonly push: (bytes: Uint8Array | string) => readonly Key[]
  /** How long to wait for more before `flush`, in milliseconds; undefined = nothing is waiting. */
  readonly waiting: () => number | undefined
  /** The keys that the waiting bytes are if nothing more comes. */
  readonly flush: () => readonly Key[]
}

export function keyReader(): KeyReader {
  const decoder = new TextDecoder()
  let rest = ''
  let pasted: string | undefined
  let afterReturn = false

  /** The keys at the beginning of `rest`, and what remains; `last` = nothing more is coming. */
  function read(last: boolean): readonly Key[] {
    const keys: Key[] = []
    while (rest !== '') {
      if (pasted !== undefined) {
        const end = rest.indexOf(pasteEnd)
        if (end < 0) {
          // The end mark itself may be split over two reads.
          const held = [...pasteEnd].findIndex((_, count) => rest.endsWith(pasteEnd.slice(0, pasteEnd.length - count)))
          const cut = held < 0 ? rest.length : rest.length - (pasteEnd.length - held)
          pasted += rest.slice(0, cut)
          rest = rest.slice(cut)
          break
        }
        keys.push({ type: 'paste', text: `${pasted}${rest.slice(0, end)}`.replace(/\r\n?/g, '\n') })
        pasted = undefined
        rest = rest.slice(end + pasteEnd.length)
        continue
      }
      if (rest.startsWith('\u001B')) {
        const taken = escaped(keys, last)
        if (taken === 0) break
        rest = rest.slice(taken)
        continue
      }
      const first = rest[0] as string
      if (first < ' ' || first === '\u007F') {
        const name = control[first]
        // `\r\n` is one Enter, in one read or in two.
        if (name && !(first === '\n' && afterReturn)) keys.push(named(name))
        afterReturn = first === '\r'
        rest = rest.slice(1)
        continue
      }
      const run = /^[^\u0000-\u001F\u007F]+/.exec(rest)?.[0] ?? ''
      // C1 controls are no characters.
      for (const text of graphemes(run.replace(/[\u0080-\u009F]/g, ''))) keys.push({ type: 'text', text })
      rest = rest.slice(run.length)
      afterReturn = false
    }
    return keys
  }

  /** Reads what begins with an escape byte; gives the number of characters taken, 0 = wait for more. */
  function escaped(keys: Key[], last: boolean): number {
    afterReturn = false
    if (rest.startsWith(pasteStart)) {
      pasted = ''
      return pasteStart.length
    }
    const answered = reply.exec(rest)
    if (answered) return answered[0].length
    const whole = sequence.exec(rest)
    if (whole) {
      const [all, parameters = '', final = '', single = ''] = whole
      const [number = ''] = parameters.split(';')
      const modifier = (parameters.split(';')[1] ?? '').split(':')[0]
      // A mouse report of the oldest kind is followed by three bytes.
      if (final === 'M' && parameters === '' && !single) return Math.min(all.length + 3, rest.length)
      if (final === '~') {
        const name = numbers[number]
        if (name) keys.push(named(name))
      } else if (final === 'u' && !parameters.startsWith('?')) {
        const name = modifier === '5' ? (withControl[number] ?? codes[number]) : codes[number]
        if (name) keys.push(named(name === 'tab' && modifier === '2' ? 'back-tab' : name))
      } else if (/^[\d;:]*$/.test(parameters)) {
        const name = letters[single || final]
        const isKey = single !== '' || final !== 'M'
        if (name && isKey) keys.push(named(name))
      }
      return all.length
    }
    if ((beginning.test(rest) || replyBeginning.test(rest)) && !last) return 0
    if (beginning.test(rest) && rest.length > 1) return rest.length
    if (replyBeginning.test(rest) && rest.length > 2) return rest.length
    // Escape, then something else that was typed quickly.
    keys.push(named('escape'))
    return 1
  }

  return {
    push: (bytes) => {
      rest += typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true })
      return read(false)
    },
    waiting: () => {
      if (rest === '' || pasted !== undefined) return undefined
      return rest === '\u001B' ? escapeDelay : sequenceDelay
    },
    flush: () => read(true),
  }
}
