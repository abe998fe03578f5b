/** `explain` by symptom and by term: the page is found in both languages, and a name with a typing error is still told so. */
import { describe, expect, it } from 'vitest'
import { run } from './program.ts'

interface Json {
  readonly name: string
  readonly also: readonly string[]
}

/** What people type, and a page that must be first or named beside it. */
const questions: readonly (readonly [asked: readonly string[], page: string])[] = [
  [['oom'], 'out-of-memory'],
  [['out', 'of', 'memory'], 'howto/training-misbehaves'],
  [['zero3'], 'explain/zero'],
  [['flash'], 'training.attn_implementation'],
  [['resume'], 'guide/faq'],
  [['rank'], 'lora.r'],
  [['nan'], 'howto/training-misbehaves'],
  [['hang'], 'howto/training-misbehaves'],
  [['梯度裁剪'], 'training.max_grad_norm'],
  [['显存不够'], 'out-of-memory'],
  [['fit', 'a', 'model'], 'howto/fit-a-model'],
]

describe('explain', () => {
  it.each(questions)('%j finds its page', async (asked, page) => {
    const { code, output } = await run(['explain', ...asked, '--json'])
    expect(code).toBe(0)
    const { name, also } = JSON.parse(output) as Json
    expect([name, ...also]).toContain(page)
  })
  it('tells the page and what else the words could mean', async () => {
    const { output } = await run(['explain', 'oom'])
    expect(output).toContain('Other pages about this')
    expect(output).toContain('GPU out of memory')
  })
  it('prints a guide by its name, and the advice of an option before its tables', async () => {
    expect((await run(['explain', 'howto/fit-a-model'])).output).toContain('Fit a model on your GPUs')
    const { output } = await run(['explain', 'lora.r'])
    expect(output.indexOf('Start with')).toBeLessThan(output.indexOf('Default'))
  })
  it('leaves words that no page has, and names with a typing error, to the error', async () => {
    expect((await run(['explain', 'xyzzyq'])).code).toBe(2)
    const { code, errors } = await run(['explain', 'lora.rr'])
    expect(code).toBe(2)
    expect(errors).toContain('lora.r')
  })
})
