/** `npm run build`: the sources and the words → `dist/`, a program without runtime dependencies. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { parse } from 'yaml'
import { flatten, languages, type Page, parsePage, type Words } from '../shared/pages.ts'
import { capturedModule } from '../shared/tools/packed-module.ts'
import { fasterInk } from './faster-ink.ts'
import { capturedInFiles, writePackedTools } from './packed-tools.ts'

const root = join(import.meta.dirname, '..')
/** Built beside the old one and put in its place at the end, so that a program that runs meanwhile never meets half a build. */
const dist = join(root, '.cache', `dist-${process.pid}`)
const final = join(root, 'dist')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
  homepage: string
}

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

/** `yaml` is for the build alone: importing it has no effect of its own, so that what only compiles pages drops out of the program. */
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

/**
 * The SDK for agents validates what a user fills in for a server, which ours never asks for; without the validator the server
 * is half as large.
 */
const withoutValidator: Plugin = {
  name: 'mcp-without-validator',
  setup({ onLoad }) {
    onLoad({ filter: /@modelcontextprotocol[\\/]sdk[\\/].*ajv-provider\.js$/ }, () => ({
      contents: 'export class AjvJsonSchemaValidator{getValidator(){throw new Error("not part of this build")}}',
      loader: 'js',
    }))
  },
}

/**
 * What is a file of its own, read when it is called for: the faces and the servers with their libraries. Everything else is one file,
 * in which a module still runs only when it is called for; thirty small files would take longer to find than one to read.
 */
const faces: Readonly<Record<string, string>> = {
  wizard: 'cli/tui/wizard.tsx',
  plain: 'cli/prompt/plain.ts',
  watch: 'cli/tui/watch.tsx',
  mcp: 'cli/mcp/server.ts',
  lsp: 'cli/lsp/connection.ts',
}
const parts: Readonly<Record<string, string>> = { main: 'cli/main.ts', ...faces }
const partsApart: Plugin = {
  name: 'parts-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined
      const part = Object.entries(parts).find(([, file]) => join(resolveDir, path) === join(root, file))
      return part ? { path: `./${part[0]}.${part[0] === 'main' ? 'cjs' : 'mjs'}`, external: true } : undefined
    })
  },
}

/** What the tools are is read when a rule asks for it, and packed: 31 files would be slow to find and long to parse. */
const toolsInFiles: Plugin = {
  name: 'tools-in-files',
  setup({ onLoad }) {
    onLoad({ filter: capturedModule }, ({ path }) => ({
      contents: capturedInFiles(),
      resolveDir: dirname(path),
      loader: 'js',
    }))
  },
}

/** What the program speaks of and searches; all else below `docs` is for the site. */
const kinds = /^(fields|rules|advice|presets|emitters|commands|errors|guide|howto|explain|tutorials)\//

/** Every Markdown page of them below a folder, by its path without `.md`. */
function pagesBelow(folder: string): readonly (readonly [path: string, page: Page])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[\\/]/.test(name) && name.endsWith('.md') && !name.endsWith('index.md'))
    .map((name) => name.replaceAll('\\', '/').slice(0, -'.md'.length))
    .filter((path) => kinds.test(path))
    .sort()
    .map((path) => [path, parsePage(readFileSync(join(folder, `${path}.md`), 'utf8'))] as const)
}

/**
 * The words as the program reads them: the front matter of all pages and the sentences at once, the rest of a page when it
 * is asked for. The pages of a folder are one file: hundreds of small ones would make the package half as large again.
 */
function writeWords(): void {
  for (const language of languages) {
    const folder = join(root, 'docs', language)
    const pages: Record<string, Words> = {}
    const texts = new Map<string, Record<string, Omit<Page, keyof Words>>>()
    for (const [path, page] of pagesBelow(folder)) {
      const { card, body, ...words } = page
      pages[path] = words
      const kind = dirname(path)
      texts.set(kind, { ...texts.get(kind), [path]: { card, body } })
    }
    for (const [kind, text] of texts) {
      const file = join(dist, 'pages', language, `${kind}.json`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(text))
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

mkdirSync(dist, { recursive: true })
// A build that fails leaves nothing behind; one that succeeds has moved it away by then.
process.on('exit', () => rmSync(dist, { recursive: true, force: true }))

const options: BuildOptions = {
  absWorkingDir: root,
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  bundle: true,
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
    HOMEPAGE: JSON.stringify(manifest.homepage),
  },
  plugins: [withoutFetch, withoutDevtools, withoutAssert, yamlWithoutEffects, partsApart, toolsInFiles],
}
/** Libraries of the faces are partly CommonJS and ask for `require`; the rest does without, and starts sooner. */
const withRequire =
  "import{createRequire as _createRequire}from'node:module';const require=_createRequire(import.meta.url);"
const built = await Promise.all([
  build({
    ...options,
    // Node starts CommonJS sooner: a module that names what it wants of node:fs makes Node load all of it.
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    define: { ...options.define, 'import.meta.dirname': '__dirname' },
    entryPoints: { main: 'cli/main.ts' },
  }),
  build({
    ...options,
    entryPoints: faces,
    // What several of them hold, rules and models above all, is in the package once.
    splitting: true,
    chunkNames: 'common-[hash]',
    banner: { js: withRequire },
    plugins: [...(options.plugins ?? []), fasterInk, withoutValidator],
  }),
])
const metafile: Metafile = {
  inputs: Object.assign({}, ...built.map((one) => one.metafile?.inputs)),
  outputs: Object.assign({}, ...built.map((one) => one.metafile?.outputs)),
}

// The entry is CommonJS, which Node starts sooner, and of a syntax that a Node of any age can at least parse.
const entry = join(dist, 'lora-wizard.js')
await build({
  absWorkingDir: root,
  entryPoints: { 'lora-wizard': 'cli/entry.ts' },
  outdir: dist,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'es2015',
  supported: { 'dynamic-import': false },
  minify: true,
  logLevel: 'warning',
  define: { VERSION: JSON.stringify(manifest.version) },
  plugins: [partsApart],
  banner: { js: '#!/usr/bin/env node' },
})
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n')
chmodSync(entry, 0o755)
writeWords()
writePackedTools(dist)
writeLicences(metafile)
writeFileSync(join(root, '.cache', 'metafile.json'), JSON.stringify(metafile))

const old = `${dist}-old`
if (existsSync(final)) renameSync(final, old)
renameSync(dist, final)
rmSync(old, { recursive: true, force: true })

const total = readdirSync(final, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?js$/.test(name)).length
process.stdout.write(`dist: ${total} scripts, words in ${languages.join(' and ')}\n`)
