/** How the site's search cuts text into terms, in both languages. */

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
