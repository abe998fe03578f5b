/** `lsp`: what `check` and `explain` know, in an editor while one types. */
import type { Answers } from '../../shared/config.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Profile } from '../../shared/rules/rule.ts'
import { newestReleases } from '../../shared/tools/index.ts'
import { oneOf } from '../arguments.ts'
import { gpuAnswers } from '../gpu-answers.ts'
import { projectConfig } from '../project-config.ts'
import { releasesSaid } from '../releases.ts'
import { type Command, flagValue } from './command.ts'

const profiles: readonly Profile[] = ['mlperf']

export const lsp: Command = {
  flags: [
    { name: 'versions', value: 'NAME=VERSION,…|FILE' },
    { name: 'profile', value: 'PROFILE', words: profiles },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'stdio' },
  ],
  run: async (call) => {
    const { host, wording, words, version } = call
    const gpu = flagValue(call, 'gpu')
    const wanted = await Promise.all((call.flags.get('profile') ?? []).map((one) => oneOf('profile', one, profiles)))
    const asked = {
      versions: releasesSaid(host, call.flags.get('versions') ?? []),
      profiles: wanted.filter((one) => one !== undefined),
      answers: (gpu === undefined ? {} : Object.fromEntries(gpuAnswers(gpu))) as Answers,
    }
    const names = { rules: new Set(rules.map(({ id }) => id)), profiles, versions: Object.keys(newestReleases) }
    const { serviceFor } = await import('../lsp/service.ts')
    const config = (here: typeof host) => projectConfig(here, wording, names)
    const service = serviceFor({ host, wording, words, asked, config })
    const { connect } = await import('../lsp/connection.ts')
    await connect({ version, service, input: host.input, output: host.output, now: host.now })
    return 0
  },
}
