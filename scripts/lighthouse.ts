/** `node scripts/lighthouse.ts [path …]`: prints what Lighthouse says about each kind of page of the built site, in both languages. It is no gate; Lighthouse itself is fetched by npx and is no dependency. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { serveSite } from '../test/site/built-site.ts'

const version = '12.8.2'
const kinds = [
  '/',
  '/fields/deepspeed/zero_stage',
  '/rules/deepspeed/zero-clipping-ignored',
  '/guide/mlperf-article',
  '/tutorials/first-run',
  '/playground',
]
const given = process.argv.slice(2)
const paths = given.length > 0 ? given : kinds.flatMap((path) => [path, `/zh${path}`])

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>
  readonly audits: Readonly<
    Record<
      string,
      {
        readonly title: string
        readonly score: number | null
        readonly scoreDisplayMode: string
        readonly displayValue?: string
      }
    >
  >
}

if (!existsSync('.vitepress/dist/index.html')) {
  console.error('The site is not built. Build it first: npm run site:build')
  process.exit(2)
}
const site = await serveSite()
const categories = ['performance', 'accessibility', 'best-practices', 'seo']
console.log(
  `${'page'.padEnd(40)} ${categories.map((name) => name.padEnd(14)).join(' ')} first paint, largest paint, shift, blocked`,
)
for (const path of paths) {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      '--yes',
      `lighthouse@${version}`,
      `${site.address}${path}`,
      '--quiet',
      '--output=json',
      '--output-path=stdout',
      `--only-categories=${categories.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    {
      maxBuffer: 64_000_000,
      env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' },
    },
  )
  const report: Report = JSON.parse(stdout)
  const scores = categories.map((name) => String(Math.round(100 * (report.categories[name]?.score ?? 0))).padEnd(14))
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time']
  console.log(
    `${path.padEnd(40)} ${scores.join(' ')} ${times.map((name) => report.audits[name]?.displayValue).join(', ')}`,
  )
  for (const [name, audit] of Object.entries(report.audits))
    if (
      audit.score !== null &&
      audit.score < 0.9 &&
      ['binary', 'metricSavings', 'numeric'].includes(audit.scoreDisplayMode)
    )
      console.log(`  ${name}: ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ''}`)
}
await site.close()
