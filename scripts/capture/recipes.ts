/** How each release of each tool is brought to speak: its package, what it needs around it, and what is stood in for. */
import type { ToolId } from '../../shared/tools/tool.ts'

interface Needs {
  /** Packages put on the path behind the release, `name==release`; they hide what the common environment has. */
  readonly layers?: readonly string[]
  /** Packages that are imported for other purposes than settings; a dummy answers for them. */
  readonly stubs?: readonly string[]
}

export interface Recipe extends Needs {
  /** The name on PyPI. */
  readonly package: string
  /** The name of the module. */
  readonly module: string
  /** The folder of an unpacked source archive that goes on the path, where that is not its top. */
  readonly source?: string
  /** The only file that is wanted out of a large wheel. */
  readonly only?: string
  /** The releases that the project keeps, the newest first, each with what it needs more than the newest. */
  readonly releases: Readonly<Record<string, Needs>>
}

const pillow = 'pillow==13.0.0'
const http = ['requests==2.34.2', 'urllib3==2.8.0', 'charset-normalizer==3.5.3', 'certifi==2026.10.19.post1']

export const recipes: Readonly<Record<ToolId, Recipe>> = {
  accelerate: { package: 'accelerate', module: 'accelerate', releases: { '1.15.0': {} } },
  deepspeed: { package: 'deepspeed', module: 'deepspeed', releases: { '0.19.8': {} } },
  transformers: { package: 'transformers', module: 'transformers', releases: { '5.24.0': {} } },
  peft: { package: 'peft', module: 'peft', releases: { '0.21.2': {} } },
  trl: { package: 'trl', module: 'trl', releases: { '1.16.0': {} } },
  axolotl: { package: 'axolotl', module: 'axolotl', source: 'src', layers: [pillow], releases: { '0.19.0': {} } },
  llamafactory: {
    package: 'llamafactory',
    module: 'llamafactory',
    source: 'src',
    layers: ['omegaconf==2.4.0', 'antlr4-python3-runtime==4.9.3'],
    releases: { '0.9.5': {} },
  },
  'ms-swift': {
    package: 'ms-swift',
    module: 'swift',
    layers: [
      ...[
        pillow,
        'modelscope==1.40.2',
        'modelscope-hub==0.5.1',
        'cryptography==50.0.2',
        'cffi==2.1.1',
        'pycparser==3.12',
        'addict==2.4.0',
      ],
      ...['simplejson==4.3.0', 'json-repair==0.64.6', 'dacite==1.9.2', ...http],
    ],
    stubs: [
      ...['aiohttp', 'fastapi', 'uvicorn', 'openai', 'oss2', 'matplotlib', 'tensorboard', 'nltk', 'rouge'],
      'jieba',
    ],
    releases: { '4.6.0': {} },
  },
  torchrun: { package: 'torch', module: 'torch', only: 'torch/distributed/run.py', releases: { '2.15.0': {} } },
}
