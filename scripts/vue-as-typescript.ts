/**
 * Writes every Vue file of the site as TypeScript, its template included, for `tsc -p .vitepress`. vue-tsc cannot do this
 * here: it patches `typescript/lib/tsc`, which TypeScript 7 no longer has.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compileScript, parse } from 'vue/compiler-sfc'

const root = join(import.meta.dirname, '..')
const out = join(root, '.vitepress/cache/vue')

rmSync(out, { recursive: true, force: true })
for (const path of globSync('.vitepress/{theme,lab}/**/*.vue', { cwd: root })) {
  const { descriptor, errors } = parse(readFileSync(join(root, path), 'utf8'), { filename: path })
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join(', ')}`)
  const { content } = compileScript(descriptor, { id: path, inlineTemplate: true })
  // The compiler gives the properties no type inside of the component; the file itself says it.
  const properties = /defineProps<([\s\S]*?)>\(\)/.exec(descriptor.scriptSetup?.content ?? '')?.[1] ?? 'object'
  const typed = content.replace(
    /setup\(__props(: any)?(.*)$/m,
    `setup(given: any$2\nconst __props = given as ${properties}\n`,
  )
  mkdirSync(dirname(join(out, path)), { recursive: true })
  writeFileSync(join(out, `${path}.ts`), typed)
}
