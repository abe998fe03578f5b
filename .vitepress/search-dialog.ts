/** Changes VitePress's search dialog at build time: it names its parts for screen readers, searches for synonyms, and shows the kind of each page. If upstream changes the dialog, the build fails with a message. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const beside = (name: string): string => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)))

/** Pairs of original source text and its replacement. */
const replacements: readonly (readonly [from: string, to: string])[] = [
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
  // A sign that says nothing gives way to the kind of the page.
  ['<span class="title-icon">#</span>', '<span class="kind">{{ kindOf(p.id) }}</span>'],
  // People search with other words than the pages use.
  [
    'import MiniSearch from "minisearch";',
    `import MiniSearch from "minisearch";
import { expandQuery } from ${beside('../shared/lookup/synonyms.ts')};
import { kindOf } from ${beside('./search-kinds.ts')};`,
  ],
  ['index.search(filterTextValue)', 'index.search(expandQuery(filterTextValue))'],
  // A picture of a key has a name only as a picture.
  ['<kbd :aria-label', '<kbd role="img" :aria-label'],
  // The one sentence that has no translation.
  [`'Loading search results'`, `translate('button.buttonText')`],
]

export const searchDialog: Plugin = {
  name: 'lora-wizard:search-dialog',
  enforce: 'pre',
  transform(text, id) {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return
    return replacements.reduce((now, [from, to]) => {
      if (!now.includes(from)) throw new Error(`VitePress's search dialog is written in another way now: no ${from}`)
      return now.replaceAll(from, to)
    }, text)
  },
}
