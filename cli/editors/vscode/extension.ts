/** The VS Code extension: starts `lora-wizard lsp`, its own or the one of the settings, and hands it the files it knows. */
import { commands, type ExtensionContext, env, window, workspace } from 'vscode'
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node'

const section = 'lora-wizard'

/** What the settings say, as the flags of the command. */
function flags(): readonly string[] {
  const settings = workspace.getConfiguration(section)
  const language = settings.get<string>('language') || (env.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')
  const given = (['gpu', 'versions', 'profile'] as const).flatMap((name) => {
    const value = settings.get<string>(name)?.trim()
    return value ? [`--${name}=${value}`] : []
  })
  return [`--lang=${language}`, ...given]
}

function serverOptions(context: ExtensionContext): ServerOptions {
  const command = workspace.isTrusted ? workspace.getConfiguration(section).get<string>('command')?.trim() : ''
  const args = ['lsp', ...flags()]
  if (command) return { command, args }
  // VS Code brings its own Node. Started as a module, the library would add flags of its own to the command.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  return {
    command: process.execPath,
    args: [context.asAbsolutePath('program/lora-wizard.js'), ...args],
    options: { env },
  }
}

const clientOptions: LanguageClientOptions = {
  documentSelector: ['yaml', 'json', 'jsonc', 'shellscript'].map((language) => ({ scheme: 'file', language })),
  outputChannelName: 'lora-wizard',
}

let client: LanguageClient | undefined

async function restart(context: ExtensionContext): Promise<void> {
  await client?.stop()
  client = new LanguageClient(section, 'lora-wizard', serverOptions(context), clientOptions)
  try {
    await client.start()
  } catch (error) {
    await window.showErrorMessage(`lora-wizard: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('lora-wizard.restart', () => restart(context)),
    workspace.onDidChangeConfiguration((change) => {
      const settings = ['command', 'gpu', 'versions', 'profile', 'language'].map((name) => `${section}.${name}`)
      if (settings.some((name) => change.affectsConfiguration(name))) void restart(context)
    }),
    workspace.onDidGrantWorkspaceTrust(() => restart(context)),
  )
  await restart(context)
}

export const deactivate = (): Promise<void> | undefined => client?.stop()
