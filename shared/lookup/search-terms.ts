/** How a search cuts text into terms, in both languages. */

/**
 * Terms of a text: Latin words, their parts (`zero_stage` → zero_stage, zero, stage) and pairs of neighbouring 汉字.
 * Pairs and not words, since no dictionary knows the field's vocabulary, and the index (Node) and the query (browser) must agree.
 * The function is sent to the browser as text: it may use nothing from outside itself.
 */
export function tokenize(text: string): string[] {
  const terms: string[] = []
  for (const run of text.toLowerCase().match(/[\p{Script=Han}]+|[\p{Letter}\p{Number}_.+-]+/gu) ?? []) {
    if (/\p{Script=Han}/u.test(run)) {
      const glyphs = [...run.replace(/[^\p{Script=Han}]/gu, '')]
      if (glyphs.length === 1) terms.push(glyphs[0] as string)
      for (let place = 0; place + 1 < glyphs.length; place++) terms.push(`${glyphs[place]}${glyphs[place + 1]}`)
      continue
    }
    const word = run.replace(/^[.+-]+|[.+-]+$/g, '')
    if (!word) continue
    terms.push(word)
    const parts = word.split(/[_.\-/+]+|(?<=\p{Letter})(?=\p{Number})|(?<=\p{Number})(?=\p{Letter})/u).filter(Boolean)
    if (parts.length > 1) terms.push(...parts)
  }
  return terms
}

/** Typing errors are forgiven in Latin words of five letters or more. Sent to the browser as text, like the others. */
export const typingErrors = (term: string): number | false => (/^[a-z]{5,}$/.test(term) ? 0.2 : false)

/** A beginning counts as a hit for Latin words only; pairs of 汉字 are short already. */
export const beginnings = (term: string): boolean => /^[a-z]{2}/.test(term)

/** Guides before reference, what the wizard asks before what it only reads; a page before one of its sections. */
export function pageWeight(id: string): number {
  const path = id.replace(/^\/zh/, '')
  const kind = path.split('/')[1] ?? ''
  const known = /^\/fields\/(megatron_lm|sagemaker|mpirun|fp8|parallelism)\//.test(path)
  const weights: Readonly<Record<string, number>> = {
    howto: 1.3,
    explain: 1.2,
    guide: 1.1,
    rules: 0.6,
    presets: 0.7,
    errors: 0.4,
  }
  return (known ? 0.3 : (weights[kind] ?? 1)) * (path.includes('#') ? 1 : 1.4)
}
