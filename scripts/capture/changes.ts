/** What one capture has that another has not, in words. */
import type { CapturedKey, CapturedRelease, CapturedSection, Plain } from '../../shared/tools/tool.ts'

const shown = (value: Plain | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value))

function keyChanges(place: string, before: CapturedKey, now: CapturedKey): readonly string[] {
  const said: string[] = []
  const facts = new Set([...Object.keys(before), ...Object.keys(now)]) as Set<keyof CapturedKey>
  for (const fact of facts) {
    const [old, young] = [before[fact] as Plain | undefined, now[fact] as Plain | undefined]
    if (JSON.stringify(old) === JSON.stringify(young)) continue
    if (Array.isArray(old) && Array.isArray(young)) said.push(...listChanges(`${place}, ${fact}`, old, young))
    else if (fact === 'deprecated') said.push(`${place} is ${young ? 'deprecated now' : 'no longer deprecated'}`)
    else said.push(`${place}: ${fact} was ${shown(old)}, is ${shown(young)}`)
  }
  return said
}

function listChanges(place: string, old: readonly Plain[], young: readonly Plain[]): readonly string[] {
  const has = (list: readonly Plain[], one: Plain) => list.some((each) => JSON.stringify(each) === JSON.stringify(one))
  const more = young.filter((one) => !has(old, one))
  const less = old.filter((one) => !has(young, one))
  if (more.length + less.length === 0) return [`${place}: the order changed`]
  return [
    ...(more.length > 0 ? [`${place}: new ${more.map(shown).join(', ')}`] : []),
    ...(less.length > 0 ? [`${place}: gone ${less.map(shown).join(', ')}`] : []),
  ]
}

function sectionChanges(name: string, before: CapturedSection, now: CapturedSection): readonly string[] {
  const said: string[] = []
  const gone = Object.keys(before.keys).filter((key) => !Object.hasOwn(now.keys, key))
  const more = Object.keys(now.keys).filter((key) => !Object.hasOwn(before.keys, key))
  if (more.length > 0) said.push(`${name}: new ${more.join(', ')}`)
  if (gone.length > 0) said.push(`${name}: gone ${gone.join(', ')}`)
  // A name that went while another of the same kind came is often a new spelling; somebody has to look.
  for (const old of gone) {
    const like = more.filter((young) => now.keys[young]?.kind === before.keys[old]?.kind && alike(old, young))
    if (like.length > 0) said.push(`${name}: ${old} may be called ${like.join(' or ')} now`)
  }
  for (const [key, entry] of Object.entries(now.keys)) {
    const old = Object.hasOwn(before.keys, key) ? before.keys[key] : undefined
    if (old) said.push(...keyChanges(`${name}.${key}`, old, entry))
  }
  const facts = [
    'unknown',
    'effective',
    'removed',
    'extends',
    'constructed',
    'flags',
    'names',
    'targets',
    'module',
  ] as const
  for (const fact of facts) {
    const [old, young] = [before[fact] as Plain | undefined, now[fact] as Plain | undefined]
    if (JSON.stringify(old) !== JSON.stringify(young)) said.push(...factChanges(`${name}: ${fact}`, old, young))
  }
  return said
}

function factChanges(place: string, old: Plain | undefined, young: Plain | undefined): readonly string[] {
  if (Array.isArray(old) && Array.isArray(young)) return listChanges(place, old, young)
  const isMapping = (value: Plain | undefined) => typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMapping(old ?? {}) || !isMapping(young ?? {})) return [`${place} was ${shown(old)}, is ${shown(young)}`]
  const [left, right] = [(old ?? {}) as Record<string, Plain>, (young ?? {}) as Record<string, Plain>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((one) => JSON.stringify(left[one]) !== JSON.stringify(right[one]))
    .map((one) => `${place}: ${one} was ${shown(left[one])}, is ${shown(right[one])}`)
}

/** Whether two names share a word. */
function alike(a: string, b: string): boolean {
  const parts = new Set(a.split('_'))
  return b.split('_').some((part) => part.length > 2 && parts.has(part))
}

export function changes(before: CapturedRelease, now: CapturedRelease): readonly string[] {
  const said: string[] = []
  for (const name of Object.keys(now.sections)) {
    const [old, young] = [before.sections[name], now.sections[name] as CapturedSection]
    if (old) said.push(...sectionChanges(name, old, young))
    else said.push(`${name} is new, with ${Object.keys(young.keys).join(', ') || 'no names of its own'}`)
  }
  const gone = Object.keys(before.sections).filter((name) => !Object.hasOwn(now.sections, name))
  if (gone.length > 0) said.push(`Gone: ${gone.join(', ')}`)
  for (const [name, values] of Object.entries(now.enums))
    if (JSON.stringify(before.enums[name]) !== JSON.stringify(values))
      said.push(...listChanges(name, before.enums[name] ?? [], values))
  for (const [name, release] of Object.entries(now.with))
    if (before.with[name] !== release)
      said.push(`It ran with ${name} ${release}, before with ${before.with[name] ?? 'none'}`)
  for (const [module, error] of Object.entries(now.failed))
    if (before.failed[module] !== error) said.push(`${module} could not be read: ${error}`)
  return said
}
