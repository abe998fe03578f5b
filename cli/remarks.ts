/** What emitters may say inside files, from the words of a language. */
import { type Remarks, silent } from '../shared/emitters/emitter.ts'
import { fill } from '../shared/pages.ts'
import type { Wording } from './face.ts'

export function remarksOf(wording: Wording, comments: boolean): Remarks {
  if (!comments) return silent
  return {
    summary: (key) => wording.words(`fields/${key.replace('.', '/')}`)?.summary || undefined,
    remark: (id, facts = {}) => {
      const sentence = wording.sentences(`files.${id}`)
      return sentence === undefined ? undefined : fill(sentence, facts)
    },
  }
}
