/** Adds the import of the experiment that a page shows. Its code is part of that page alone: other pages don't carry even its name. */
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The text of a page; `<ZeroLab />` on a line of its own is `lab/ZeroLab.vue`. */
export function withExperiment(text: string): string {
  const name = /^<(\w+Lab) \/>$/m.exec(text)?.[1]
  return name ? `${text.trimEnd()}\n\n<script setup>\nimport ${name} from '${folder}${name}.vue'\n</script>\n` : text
}
