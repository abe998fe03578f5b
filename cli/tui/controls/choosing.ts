/** Choosing from a list, with a filter and, where other values are possible, a line to type one: its state and its keys. */
import type { Key } from '../keys.ts'
import { type Entry, edited, entryOf } from './entry.ts'

/** What a list needs to know of a thing that can be chosen. */
export interface Choosable {
  /** What is shown and searched. */
  readonly label: string
  /** What is searched as well. */
  readonly note?: string
  /** Words that are searched and not shown. */
  readonly found?: string
}

export interface Choosing {
  /** The place among what the filter lets through; one past the last is the line for typing. */
  readonly cursor: number
  readonly filter: Entry
  readonly filtering: boolean
  readonly entry: Entry
  readonly typing: boolean
}

export interface Offer<T extends Choosable> {
  readonly options: readonly T[]
  /** Whether a line for another value follows the options. */
  readonly typed: boolean
  /** Whether the options carry the digits that choose them, the line for typing included. */
  readonly numbered?: boolean
  /** Where the cursor rests: the place of the current value. */
  readonly home: number
  /** What a text finds, the likeliest first; without it, what the filter lets through. */
  readonly search?: (text: string) => readonly T[]
  /** Whether a value may be a path, so that a slash is text. */
  readonly paths?: boolean
}

/** Whether the options are digits themselves: then a digit means the option of that name, not the place. */
export const namedByDigits = (options: readonly Choosable[]): boolean =>
  options.length > 0 && options.every(({ label }) => /^\d$/.test(label))

export const choosing = <T extends Choosable>({ options, typed, home }: Offer<T>, entry = ''): Choosing => {
  const onlyTyped = options.length === 0 && typed
  return {
    cursor: onlyTyped ? 0 : Math.max(home, 0),
    filter: entryOf(''),
    filtering: false,
    entry: entryOf(entry),
    typing: onlyTyped,
  }
}

/** What the filter lets through: what the list's own search finds, or where every word occurs, in any order, whatever the case. */
export function filtered<T extends Choosable>({ options, search }: Offer<T>, { text }: Entry): readonly T[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return options
  if (search) return search(text.trim())
  return options.filter(({ label, note = '', found = '' }) => {
    const searched = `${label} ${note} ${found}`.toLowerCase()
    return wanted.every((word) => searched.includes(word))
  })
}

export type Chosen<T> =
  | { readonly to: 'state'; readonly state: Choosing }
  | { readonly to: 'option'; readonly option: T }
  | { readonly to: 'text'; readonly text: string }

/** What a key does in the list; undefined = it is not a key of the list. */
export function chosen<T extends Choosable>(state: Choosing, key: Key, offer: Offer<T>): Chosen<T> | undefined {
  const shown = filtered(offer, state.filter)
  const last = shown.length - 1 + (offer.typed ? 1 : 0)
  const next = (change: Partial<Choosing>): Chosen<T> => ({ to: 'state', state: { ...state, ...change } })
  /** Standing on the line for typing is typing. */
  const at = (cursor: number, more: Partial<Choosing> = {}): Chosen<T> => {
    const place = Math.min(Math.max(cursor, 0), Math.max(last, 0))
    return next({ ...more, cursor: place, typing: offer.typed && place === shown.length })
  }
  const take = (): Chosen<T> | undefined => {
    const option = shown[state.cursor]
    if (option) return { to: 'option', option }
    if (!offer.typed) return undefined
    if (state.typing && !state.filtering) return { to: 'text', text: state.entry.text }
    // A filter that matches nothing may be a value to type: the line shows it, and a second Enter accepts it.
    return next({
      filtering: false,
      typing: true,
      entry: entryOf(state.filter.text),
      filter: entryOf(''),
      cursor: offer.options.length,
    })
  }

  if (state.filtering) {
    if (key.type === 'key') {
      if (key.name === 'escape')
        return next({ filtering: false, filter: entryOf(''), cursor: Math.max(offer.home, 0), typing: false })
      if (key.name === 'enter') {
        const taken = take()
        return taken ?? next({ filtering: false })
      }
      if (key.name === 'up' || key.name === 'down')
        return next({
          cursor: Math.min(Math.max(state.cursor + (key.name === 'up' ? -1 : 1), 0), Math.max(shown.length - 1, 0)),
        })
      if (key.name === 'page-up' || key.name === 'page-down')
        return next({
          cursor: Math.min(
            Math.max(state.cursor + (key.name === 'page-up' ? -8 : 8), 0),
            Math.max(shown.length - 1, 0),
          ),
        })
      if (key.name === 'backspace' && state.filter.text === '')
        return next({ filtering: false, cursor: Math.max(offer.home, 0) })
    }
    const filter = edited(state.filter, key)
    return filter && next({ filter, cursor: filter.text === state.filter.text ? state.cursor : 0 })
  }

  if (state.typing) {
    if (key.type === 'key') {
      if (key.name === 'enter') return { to: 'text', text: state.entry.text }
      if (key.name === 'escape')
        return shown.length > 0
          ? next({ typing: false, cursor: Math.min(Math.max(offer.home, 0), shown.length - 1) })
          : next({ typing: false })
      if (key.name === 'up') return shown.length > 0 ? at(state.cursor - 1) : next({})
      if (key.name === 'down') return next({})
    }
    const entry = edited(state.entry, key)
    return entry && next({ entry })
  }

  if (key.type === 'paste') {
    if (!offer.typed) return undefined
    const entry = edited(entryOf(''), key)
    return entry && next({ entry, typing: true, cursor: shown.length })
  }
  if (key.type === 'text') {
    if (/^\d$/.test(key.text) && (offer.numbered || namedByDigits(offer.options))) {
      const place = namedByDigits(offer.options)
        ? shown.findIndex(({ label }) => label === key.text)
        : Number(key.text) - 1
      return place >= 0 && place <= last ? at(place) : undefined
    }
    if (key.text === '?' || key.text === ' ' || offer.options.length === 0) return undefined
    return next({ filtering: true, filter: entryOf(key.text === '/' && !offer.paths ? '' : key.text), cursor: 0 })
  }
  switch (key.name) {
    case 'up':
      return at(state.cursor - 1)
    case 'down':
      return at(state.cursor + 1)
    case 'home':
      return at(0)
    case 'end':
      return at(shown.length - 1)
    case 'enter':
      return take()
    default:
      return undefined
  }
}
