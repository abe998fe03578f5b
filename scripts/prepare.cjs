/**
 * What npm runs when it has fetched the sources themselves, from git or into a checkout: the build. It must run on a Node of
 * any age, since the one that can run the build comes with the packages it installs.
 */
const { spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')

/** npm itself, with nothing of the call that we run in: `--global` would install into the machine instead of this folder. */
function npm(...args) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(global|location|prefix|omit|only)$/i.test(name)),
  )
  const program = process.env.npm_execpath
  const [command, before] = program ? [process.execPath, [program]] : ['npm', []]
  const { status } = spawnSync(command, [...before, ...args], { stdio: 'inherit', env: environment })
  if (status !== 0) process.exit(status ?? 1)
}

if (existsSync(join(__dirname, '../node_modules/esbuild'))) npm('run', '--silent', 'build')
// `npm install --global git+…`, which pre-commit calls, prepares a package without what it needs for that. Installing it here
// comes back to this file, with everything in place.
else if (process.env.npm_config_global === 'true')
  npm('install', '--include=dev', '--no-save', '--no-audit', '--no-fund')
else console.error('Not built: the packages for that are left out (npm install --include=dev, then npm run build).')
