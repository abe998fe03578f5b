/** The playground as an island: its HTML is there at once; its code comes when somebody touches it, or when the address carries a configuration. */
import { type Component, defineAsyncComponent, h } from 'vue'
import type { PlaygroundWords } from '../../playground-words.ts'

/** What counts as touching. */
const touches = ['pointerover', 'pointerdown', 'focusin', 'keydown', 'dragover'] as const

/** Whether the first page of this visit is the playground: then its HTML stands already and its code can wait. */
let waits = !import.meta.env.SSR && document.querySelector('.playground') !== null

function touched(): Promise<void> {
  const wanted = () => location.hash.startsWith('#c1:')
  const place = document.querySelector('.playground')
  if (!waits || !place || wanted()) return Promise.resolve()
  waits = false
  return new Promise((done) => {
    const controller = new AbortController()
    const { signal } = controller
    const start = () => {
      controller.abort()
      done()
    }
    addEventListener('hashchange', () => wanted() && start(), { signal })
    for (const touch of touches) place.addEventListener(touch, start, { signal, passive: true })
  })
}

export const island = (words: () => Promise<{ readonly data: PlaygroundWords }>): Component =>
  defineAsyncComponent({
    loader: async () => {
      if (!import.meta.env.SSR) await touched()
      const [{ default: playground }, { data }] = await Promise.all([import('./Playground.vue'), words()])
      return () => h(playground, { words: data })
    },
  })
