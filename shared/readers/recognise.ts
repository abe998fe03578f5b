/** What kind of file a text is, judged by the names in it. */
import type { Sample } from './reader.ts'

/** Whether a text is meant as JSON: it begins with a brace, and what follows is a quoted key, a comment or the end. */
export const looksLikeJson = (text: string): boolean =>
  /^\ufeff?(?:\s|\/\/[^\n]*\n|#[^\n]*\n)*\{\s*(?:"|\/[/*]|#|\}|$)/.test(text)

/** So much of a text is looked at; a configuration says early what it is. */
const looked = 64 * 1024

export function sampleOf(text: string): Sample {
  const begin = text.slice(0, looked)
  const json = looksLikeJson(begin)
  const names = new Set<string>()
  if (json) for (const name of outerNames(begin)) names.add(name)
  else {
    for (const match of begin.matchAll(/^['"]?([A-Za-z_][\w.-]*)['"]?[ \t]*:(?=\s|$)/gm)) names.add(match[1]!)
    // `{a: 1, b: 2}`: flow text.
    for (const match of begin.matchAll(/[{,]\s*['"]?([A-Za-z_]\w*)['"]?\s*:\s/g)) names.add(match[1]!)
  }
  return { text: begin, names, json }
}

/** The keys of the outermost object: what stands deeper says little, and a schema of such a file names them all there. */
function* outerNames(text: string): Generator<string> {
  let depth = 0
  // Comments are passed over, since DeepSpeed's JSON may have some and they may hold quotes.
  for (const [piece, key] of text.matchAll(
    /\/\/[^\n]*|#[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|"([A-Za-z_][\w.-]*)"(?=\s*:)|"(?:[^"\\\n]|\\.)*"?|[{}[\]]/g,
  )) {
    if (key !== undefined) {
      if (depth === 1) yield key
    } else if (piece === '{' || piece === '[') depth++
    else if (piece === '}' || piece === ']') depth--
  }
}

/** A measure that adds the weights of the names that are there. */
export function scored(weights: Readonly<Record<string, number>>): (sample: Sample) => number {
  const entries = Object.entries(weights)
  return ({ names }) => {
    let score = 0
    for (const [name, weight] of entries) if (names.has(name)) score += weight
    return score
  }
}
