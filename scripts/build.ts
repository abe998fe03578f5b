/** `npm run build`: the sources and the words → `dist/`, a program without runtime dependencies. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import { parse } from 'yaml'
import { flatten, languages, type Page, parsePage, type Words } from '../shared/pages.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** The text with one place replaced; a dependency that no longer has the place stops the build instead of shipping slow. */
function replaced(text: string, place: string | RegExp, by: (found: string) => string, what: string): string {
  const next = text.replace(place, by)
  if (next === text) throw new Error(`The build expected to find ${what}; has a dependency changed?`)
  return next
}

/**
 * Yoga's loader reads its WebAssembly with `fetch` of a data URL, and the first `fetch` of a Node process loads a whole HTTP
 * client. Handing the bytes over saves that: about a quarter of the time until Ink's first frame.
 */
const withoutFetch: Plugin = {
  name: 'yoga-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/ }, ({ path }) => {
      const binary = readFileSync(join(dirname(path), '../binaries/yoga-wasm-base64-esm.js'), 'utf8')
      const bytes = /data:application\/octet-stream;base64,([\w+/=]+)/.exec(binary)?.[1]
      if (!bytes) throw new Error('The build expected to find the WebAssembly of yoga-layout; has it changed?')
      const given = `{instantiateWasm(imports,done){const instance=new WebAssembly.Instance(new WebAssembly.Module(Buffer.from('${bytes}','base64')),imports);done(instance);return instance.exports}}`
      const text = readFileSync(path, 'utf8')
      return { contents: replaced(text, 'loadYoga()', () => `loadYoga(${given})`, "Yoga's loader"), loader: 'js' }
    })
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: replaced(
        readFileSync(path, 'utf8'),
        /(data:application\/octet-stream;base64,)[\w+/=]+/,
        (found) => found.slice(0, found.indexOf(',') + 1),
        'the WebAssembly of yoga-layout',
      ),
      loader: 'js',
    }))
  },
}

/** Ink's developer tools are reached only with `DEV=true`; they and what they would load stay out. */
const withoutDevtools: Plugin = {
  name: 'ink-without-devtools',
  setup({ onLoad }) {
    onLoad({ filter: /ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: 'export {}', loader: 'js' }))
  },
}

/** `node:assert` costs ten milliseconds at the start; the only caller in the tree, an old signal-exit, asserts that a callback is a function. */
const withoutAssert: Plugin = {
  name: 'signal-exit-without-assert',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?assert$/ }, ({ importer }) =>
      /signal-exit/.test(importer) ? { path: 'assert', namespace: 'light-assert' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'light-assert' }, () => ({
      contents:
        'const ok=(value,message)=>{if(!value)throw new Error(message)};ok.equal=(a,b,message)=>ok(a==b,message);module.exports=ok',
      loader: 'js',
    }))
  },
}

/** Parts of `yaml` are used by few commands and importing it has no effect of its own; without saying so it would be loaded by all. */
const yamlWithoutEffects: Plugin = {
  name: 'yaml-without-effects',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^yaml$/ }, async ({ importer, resolveDir, kind, pluginData }) => {
      if (pluginData === 'asked') return undefined
      const found = await resolve('yaml', { importer, resolveDir, kind, pluginData: 'asked' })
      return { ...found, sideEffects: false }
    })
  },
}

/** Every Markdown page below a folder, by its path without `.md`. */
function pagesBelow(folder: string): readonly (readonly [path: string, page: Page])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[\\/]/.test(name) && name.endsWith('.md') && !name.endsWith('index.md'))
    .map((name) => name.replaceAll('\\', '/').slice(0, -'.md'.length))
    .filter((path) => !path.startsWith('guide/'))
    .sort()
    .map((path) => [path, parsePage(readFileSync(join(folder, `${path}.md`), 'utf8'))] as const)
}

/** The words as the program reads them: the front matter of all pages and the sentences at once, a whole page when it is asked for. */
function writeWords(): void {
  for (const language of languages) {
    const folder = join(root, 'docs', language)
    const pages: Record<string, Words> = {}
    for (const [path, page] of pagesBelow(folder)) {
      const { card, body, ...words } = page
      pages[path] = words
      const file = join(dist, 'pages', language, `${path}.json`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify({ ...words, card, body }))
    }
    const sentences = flatten(parse(readFileSync(join(folder, 'interface.yaml'), 'utf8')))
    mkdirSync(join(dist, 'words'), { recursive: true })
    writeFileSync(join(dist, 'words', `${language}.json`), JSON.stringify({ pages, sentences }))
  }
}

/** The licence of every package whose code is in the bundle. */
function writeLicences(metafile: Metafile): void {
  const folders = new Set<string>()
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
      if (found && bytesInOutput > 0) folders.add(found[1] as string)
    }
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      name: string
      version: string
      license: string
    }
    const file = readdirSync(join(root, folder)).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one))
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `${license} licence`
    return `${name} ${version} (${license})\n\n${text}\n`
  })
  const intro = 'lora-wizard contains code of the packages below, each under its own licence.\n\n'
  writeFileSync(join(dist, 'licences.txt'), intro + texts.join(`\n${'-'.repeat(72)}\n\n`))
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'cli/main.ts' },
  outdir: 'dist',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  minify: true,
  jsx: 'automatic',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    VERSION: JSON.stringify(manifest.version),
  },
  banner: {
    js: "import{createRequire as _createRequire}from'node:module';const require=_createRequire(import.meta.url);",
  },
  plugins: [withoutFetch, withoutDevtools, withoutAssert, yamlWithoutEffects],
})
await build({
  absWorkingDir: root,
  entryPoints: { 'lora-wizard': 'cli/entry.ts' },
  outdir: 'dist',
  format: 'esm',
  target: 'es2015',
  supported: { 'dynamic-import': true },
  minifySyntax: false,
  minifyWhitespace: false,
  logLevel: 'warning',
  banner: { js: '#!/usr/bin/env node' },
})
const entry = join(dist, 'lora-wizard.js')
const started = replaced(readFileSync(entry, 'utf8'), './main.ts', () => './main.js', 'the entry')
writeFileSync(entry, started.replace(/^export \{\s*\};?\s*$/m, ''))
chmodSync(entry, 0o755)
writeWords()
writeLicences(metafile)
mkdirSync(join(root, '.cache'), { recursive: true })
writeFileSync(join(root, '.cache', 'metafile.json'), JSON.stringify(metafile))

const total = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')).length
process.stdout.write(`${relative(root, dist)}: ${total} scripts, words in ${languages.join(' and ')}\n`)
