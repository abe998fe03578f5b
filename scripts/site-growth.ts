/** How the site's build grows with its pages: prints time and size for one, two and four times the pages. Takes minutes. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { decorate } from '../.vitepress/decorate.ts'
import { languages } from '../shared/pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const factors = process.argv.slice(2).map(Number).filter(Boolean)

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())

/** A copy of the site in which every page stands several times, each copy as it is published. */
function siteOf(factor: number): string {
  const folder = mkdtempSync(join(tmpdir(), `site-${factor}x-`))
  for (const name of ['shared', 'docs', 'test/tui/frames'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  cpSync(join(root, '.vitepress'), join(folder, '.vitepress'), {
    recursive: true,
    filter: (path) => !/\.vitepress\/(dist|cache)/.test(path),
  })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Links between pages that are relative lead nowhere from a copy.
  const config = join(folder, '.vitepress/config.ts')
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace('  cleanUrls: true,', '  cleanUrls: true,\n  ignoreDeadLinks: true,'),
  )
  for (const language of languages) {
    for (const file of filesOf(join(folder, 'docs', language)).filter((name) => name.endsWith('.md'))) {
      const text = decorate(language, file.slice(0, -3), readFileSync(join(folder, 'docs', language, file), 'utf8'))
      for (let copy = 2; copy <= factor; copy++) {
        const path = join(folder, 'docs', language, `copy-${copy}`, file)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      }
    }
  }
  return folder
}

console.log('factor  pages  cpu s    ms/page  MB    kB/page  search index kB (gzip)')
for (const factor of factors.length > 0 ? factors : [1, 2, 4]) {
  const folder = siteOf(factor)
  try {
    // Seconds of processor time: on a machine that others use too, those of the clock say little.
    const build = 'node --experimental-import-text node_modules/.bin/vitepress build . >&2; code=$?; times; exit $code'
    const { status, stdout, stderr } = spawnSync('bash', ['-c', build], { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    const times = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
    const seconds = times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0)
    const dist = join(folder, '.vitepress/dist')
    const files = filesOf(dist)
    const pages = files.filter((name) => name.endsWith('.html')).length
    const bytes = files.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0)
    const index = files
      .filter((name) => name.includes('@localSearchIndex'))
      .map((name) => (gzipSync(readFileSync(join(dist, name))).length / 1000).toFixed(0))
    console.log(
      [
        `${factor}×`.padEnd(7),
        String(pages).padEnd(6),
        seconds.toFixed(1).padEnd(8),
        ((1000 * seconds) / pages).toFixed(0).padEnd(8),
        (bytes / 1e6).toFixed(1).padEnd(5),
        (bytes / 1000 / pages).toFixed(0).padEnd(8),
        index.join(' + '),
      ].join(' '),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
