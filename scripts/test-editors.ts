/** `npm run test:editors`: Neovim, where it is installed, with the settings that the page shows. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/en/howto/in-your-editor.md'), 'utf8')
const settings = [...page.matchAll(/^```lua\n([\s\S]*?)^```$/gm)].map(([, text]) => text as string)

const found = /NVIM v(\d+)\.(\d+)\S*/.exec(spawnSync('nvim', ['--version'], { encoding: 'utf8' }).stdout ?? '')
if (!found) {
  console.log('Neovim is not installed: nothing was tried.')
  process.exit(0)
}
const [, major, minor] = found
const init = Number(major) > 0 || Number(minor) >= 11 ? settings[0] : settings[1]

const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-neovim-'))
const program = join(folder, 'lora-wizard')
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/lora-wizard.js')}' "$@"\n`)
chmodSync(program, 0o755)
writeFileSync(join(folder, 'init.lua'), init ?? '')
writeFileSync(
  join(folder, 'accelerate.yaml'),
  'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_machines: 1\nnum_processes: 8\n',
)
writeFileSync(
  join(folder, 'launch.sh'),
  'accelerate launch --config_file accelerate.yaml --num_processes 4 train.py --output_dir out\n',
)
writeFileSync(join(folder, 'train.py'), '')
/** Asks Neovim's own client; each answer is one line. */
const drive = `
local function ask(method, more)
  local params = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params(0) }, more)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 8000) or {}) do
    if answer.result then return answer.result end
  end
end
vim.cmd('edit accelerate.yaml')
vim.bo.filetype = 'yaml'
vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, one in ipairs(vim.diagnostic.get(0)) do print('problem ' .. one.code) end
local at = { line = 3, character = 3 }
local hover = ask('textDocument/hover', { position = at })
print('hover ' .. (hover and hover.contents.value:gsub('\\n', ' ') or ''))
local places = ask('textDocument/definition', { position = at })
print('definition ' .. (places and places[1] and places[1].uri or ''))
local range = { start = { line = 1, character = 0 }, ['end'] = { line = 1, character = 5 } }
local actions = ask('textDocument/codeAction', { range = range, context = { diagnostics = {} } })
print('fix ' .. (actions and actions[1] and actions[1].title or ''))
local items = ask('textDocument/completion', { position = { line = 0, character = 18 } })
for _, one in ipairs(items or {}) do if one.label == 'FSDP' then print('completion FSDP') end end
vim.cmd('qall!')
`
writeFileSync(join(folder, 'drive.lua'), drive)
const { stdout, stderr } = spawnSync('nvim', ['--headless', '-u', 'init.lua', '-c', 'luafile drive.lua'], {
  cwd: folder,
  encoding: 'utf8',
  timeout: 60_000,
  env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, LANG: 'C.UTF-8' },
})
rmSync(folder, { recursive: true, force: true })
const said = `${stdout}\n${stderr}`
const wanted: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['problems', /problem accelerate\/unquoted-mixed-precision/],
  ['hover with the value that loses', /hover .*~~.*8.*~~/],
  ['definition in the file that wins', /definition file:.*launch\.sh/],
  ['quick fix', /fix .*'no'/],
  ['completion', /completion FSDP/],
]
const missing = wanted.filter(([, pattern]) => !pattern.test(said))
console.log(`Neovim ${major}.${minor}: ${wanted.length - missing.length} of ${wanted.length}`)
for (const [what] of missing) console.log(`missing: ${what}`)
if (missing.length > 0) console.log(said)
process.exitCode = missing.length > 0 ? 1 : 0
