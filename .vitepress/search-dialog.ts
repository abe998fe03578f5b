/** Makes VitePress's search dialog say what it is to who cannot see it. Its mark-up is mended where it is built; when upstream changes it, the build says so. */
import type { Plugin } from 'vite'

/** What stands there, and what stands there instead. */
const mended: readonly (readonly [from: string, to: string])[] = [
  // It is a dialog with a field and a list, not a button around them.
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"
      aria-labelledby="localsearch-label"
      class="VPLocalSearchBox"`,
    `role="dialog"
      aria-modal="true"
      :aria-label="translate('button.buttonText')"
      class="VPLocalSearchBox"`,
  ],
  [
    `aria-autocomplete="both"
            :aria-controls="results?.length ? 'localsearch-list' : undefined"
            aria-labelledby="localsearch-label"`,
    `role="combobox"
            aria-autocomplete="list"
            :aria-expanded="results?.length ? 'true' : 'false'"
            :aria-controls="results?.length ? 'localsearch-list' : undefined"
            :aria-label="translate('button.buttonText')"`,
  ],
  // A hit is a link; the row around it is nothing of its own.
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"
          >`,
    `role="none"
          >`,
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"
              @mouseenter`,
    `:id="'localsearch-item-' + index"
              :aria-selected="selectedIndex === index ? 'true' : 'false'"
              role="option"
              @mouseenter`,
  ],
  ['<span class="title-icon">#</span>', '<span class="title-icon" aria-hidden="true">#</span>'],
  // A picture of a key has a name only as a picture.
  ['<kbd :aria-label', '<kbd role="img" :aria-label'],
  // The one sentence that has no translation.
  [`'Loading search results'`, `translate('button.buttonText')`],
]

export const accessibleSearch: Plugin = {
  name: 'lora-wizard:accessible-search',
  enforce: 'pre',
  transform(text, id) {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return
    return mended.reduce((now, [from, to]) => {
      if (!now.includes(from)) throw new Error(`VitePress's search dialog is written in another way now: no ${from}`)
      return now.replaceAll(from, to)
    }, text)
  },
}
