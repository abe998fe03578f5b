/** Where a cursor is in a text that is being typed, and may therefore be in no state to be read: a key or a value, and below which keys. */

export interface Cursor {
  readonly at: 'key' | 'value'
  /** The keys above it; for a value also its own key. */
  readonly path: readonly string[]
  /** What is typed already, from `start` on. */
  readonly typed: string
  readonly start: number
  /** Whether what follows on the line already separates the key from a value. */
  readonly separated: boolean
  /** Whether it is an item of a list. */
  readonly item: boolean
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1
const restOfLine = (text: string, offset: number): string => /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? ''

/** The keys that a line with an indent stands below. */
function keysAbove(text: string, before: number, indent: number): readonly string[] {
  const path: string[] = []
  let least = indent
  for (const line of text.slice(0, before).split(/\r?\n/).reverse()) {
    const [, blank = '', key] = /^([ ]*)(?:- )?["']?([\w.-]+)["']?[ ]*:(?:[ ]|$)/.exec(line) ?? []
    if (key === undefined || blank.length >= least) continue
    path.unshift(key)
    least = blank.length
    if (least === 0) break
  }
  return path
}

function inYaml(text: string, offset: number): Cursor | undefined {
  const begin = lineStart(text, offset)
  const line = text.slice(begin, offset)
  if (/(?:^|\s)#/.test(line)) return undefined
  const separated = /^\s*:/.test(restOfLine(text, offset).replace(/^[\w.-]*["']?/, ''))
  const value = /^([ ]*)(?:- )?["']?([\w.-]+)["']?[ ]*:[ ]+["']?([^"'#]*)$/.exec(line)
  if (value) {
    const [, indent = '', key = '', typed = ''] = value
    const path = [...keysAbove(text, begin, indent.length), key]
    return { at: 'value', path, typed, start: offset - typed.length, separated: false, item: false }
  }
  const item = /^([ ]*)-[ ]+["']?([\w./-]*)$/.exec(line)
  if (item) {
    const [, indent = '', typed = ''] = item
    // The dash of a list may stand as far left as its key.
    const path = keysAbove(text, begin, indent.length + 1)
    return { at: 'value', path, typed, start: offset - typed.length, separated: false, item: true }
  }
  const key = /^([ ]*)["']?([\w.-]*)$/.exec(line)
  if (!key) return undefined
  const [, indent = '', typed = ''] = key
  const path = keysAbove(text, begin, indent.length)
  return { at: 'key', path, typed, start: offset - typed.length, separated, item: false }
}

/** Goes through a JSON up to the cursor; what is not closed yet is what it is inside of. */
function inJson(text: string, offset: number): Cursor | undefined {
  const stack: { readonly list: boolean; key: string | undefined }[] = []
  let key: string | undefined
  let expects: 'key' | 'value' = 'value'
  for (const { 0: token, index } of text.slice(0, offset).matchAll(/"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const inside = stack.at(-1)
    if (index + token.length >= offset && /^["\w-]/.test(token) && !/^".*[^\\]"$/.test(token)) {
      const typed = token.replace(/^"/, '')
      const start = offset - typed.length
      return {
        at: expects,
        path: pathIn(stack, expects),
        typed,
        start,
        separated: closes(text, offset),
        item: inside?.list === true,
      }
    }
    if (token === '{') {
      stack.push({ list: false, key: undefined })
      expects = 'key'
    } else if (token === '[') {
      stack.push({ list: true, key: undefined })
      expects = 'value'
    } else if (token === '}' || token === ']') {
      stack.pop()
      expects = 'value'
    } else if (token === ',') expects = inside?.list ? 'value' : 'key'
    else if (token === ':') {
      if (inside) inside.key = key
      expects = 'value'
    } else if (expects === 'key') key = token.replace(/^"|"$/g, '')
  }
  if (stack.length === 0) return undefined
  const item = stack.at(-1)?.list === true
  return { at: expects, path: pathIn(stack, expects), typed: '', start: offset, separated: closes(text, offset), item }
}

const closes = (text: string, offset: number): boolean => /^[\w.-]*"?\s*:/.test(restOfLine(text, offset))

function pathIn(stack: readonly { readonly key: string | undefined }[], expects: 'key' | 'value'): readonly string[] {
  const keys = stack.map(({ key }) => key)
  return (expects === 'key' ? keys.slice(0, -1) : keys).filter((one) => one !== undefined)
}

/** The word of a command that the cursor is at the end of. */
function inShell(text: string, offset: number): Cursor | undefined {
  const words = restOfCommand(text, offset)
  const typed = words.at(-1) ?? ''
  const [, flag, value] = /^--([\w-]+)=(.*)$/.exec(typed) ?? []
  const name = (one: string) => one.replace(/^--/, '').replaceAll('-', '_')
  if (flag !== undefined) {
    const start = offset - (value ?? '').length
    return { at: 'value', path: [name(flag)], typed: value ?? '', start, separated: false, item: false }
  }
  if (typed.startsWith('-'))
    return { at: 'key', path: [], typed, start: offset - typed.length, separated: false, item: false }
  const before = words.at(-2) ?? ''
  if (!/^--[\w-]+$/.test(before)) return undefined
  return { at: 'value', path: [name(before)], typed, start: offset - typed.length, separated: false, item: false }
}

/** The last two words before the cursor, on this line and on those that it continues. */
function restOfCommand(text: string, offset: number): readonly string[] {
  const most = 2_000
  const part = text.slice(Math.max(0, offset - most), offset).replace(/\\\r?\n/g, ' ')
  return part
    .slice(part.lastIndexOf('\n') + 1)
    .split(/[ \t]+/)
    .slice(-2)
}

export type Language = 'yaml' | 'json' | 'shell'

export function cursorAt(text: string, offset: number, language: Language): Cursor | undefined {
  return language === 'json'
    ? inJson(text, offset)
    : language === 'shell'
      ? inShell(text, offset)
      : inYaml(text, offset)
}
