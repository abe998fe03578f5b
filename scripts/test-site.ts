/** Runs the browser tests on the built site; builds it where it is missing or older than what it is made of, and brings a Chromium where the machine has none. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  process.env.CHROMIUM ?? '',
]
const found = () => browsers.find((path) => path !== '' && existsSync(path))

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } })
  if (status !== 0) process.exit(status ?? 1)
}

/** When the youngest file below a path was written; what a build writes itself does not count. */
function newest(path: string): number {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return readdirSync(path)
    .filter((name) => !(path === '.vitepress' && ['dist', 'cache', '.temp'].includes(name)))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0)
}

const built = '.vitepress/dist/hashmap.json'
const sources = ['.vitepress', 'docs', 'shared', 'test/tui/frames', 'package-lock.json']
if (!existsSync(built) || sources.some((path) => newest(path) > statSync(built).mtimeMs))
  run('npm', ['run', '--silent', 'site:build'])
if (!found()) {
  console.log('No Chromium here: installing the one of the distribution (packages chromium and fonts-noto-cjk).')
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    DEBIAN_FRONTEND: 'noninteractive',
  })
}
const browser = found()
if (!browser) {
  console.error('No Chromium was found after installing one. Set CHROMIUM to the path of a Chromium or Chrome.')
  process.exit(1)
}
run('npx', ['vitest', 'run', '--config', 'test/site/vitest.config.ts', ...process.argv.slice(2)], { CHROMIUM: browser })
