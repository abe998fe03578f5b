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

/** Transformers of about a year ago, for the tools of that time. */
const transformers4 = ['transformers==4.57.3', 'huggingface_hub==0.36.0', 'tokenizers==0.22.1', ...http, 'idna==3.20']
const datasets4 = ['datasets==4.0.0', 'fsspec==2025.3.0']

export const recipes: Readonly<Record<ToolId, Recipe>> = {
  accelerate: {
    package: 'accelerate',
    module: 'accelerate',
    releases: { '1.15.0': {}, '1.13.0': {}, '1.12.0': {}, '0.27.2': {} },
  },
  deepspeed: {
    package: 'deepspeed',
    module: 'deepspeed',
    releases: {
      '0.19.8': {},
      // The first release that rejects the removed blocks, and the last one that ignores them.
      '0.19.7': {},
      '0.19.6': {},
      '0.19.1': {},
      '0.18.2': {},
      '0.13.2': { stubs: ['intel_extension_for_pytorch', 'oneccl_bindings_for_pytorch'] },
    },
  },
  transformers: {
    package: 'transformers',
    module: 'transformers',
    releases: {
      '5.24.0': {},
      '5.18.0': {},
      '5.9.0': {
        layers: [
          'huggingface_hub==1.16.0',
          'tokenizers==0.22.2',
          'httpx==0.28.1',
          'httpcore==1.0.9',
          ...http.slice(-1),
        ],
      },
      '4.57.3': { layers: transformers4.slice(1) },
      '4.38.1': { layers: ['huggingface_hub==0.20.3', 'tokenizers==0.15.2', ...http] },
    },
  },
  peft: {
    package: 'peft',
    module: 'peft',
    releases: { '0.21.2': {}, '0.21.0': {}, '0.19.1': {}, '0.18.0': {}, '0.8.2': {} },
  },
  trl: {
    package: 'trl',
    module: 'trl',
    releases: {
      '1.16.0': {},
      '1.13.0': {},
      '1.5.1': {},
      '0.25.1': {
        layers: [...transformers4, 'accelerate==1.12.0', 'peft==0.18.0', ...datasets4, 'joblib==1.5.2'],
        stubs: ['fastapi', 'pydantic_settings', 'uvicorn'],
      },
    },
  },
  axolotl: {
    package: 'axolotl',
    module: 'axolotl',
    source: 'src',
    layers: [pillow, 'addict==2.4.0'],
    releases: { '0.19.0': {}, '0.16.1': {}, '0.12.2': {} },
  },
  llamafactory: {
    package: 'llamafactory',
    module: 'llamafactory',
    source: 'src',
    layers: ['omegaconf==2.4.0', 'antlr4-python3-runtime==4.9.3'],
    releases: {
      '0.9.5': {},
      '0.9.4': { layers: [...transformers4, ...datasets4] },
      '0.9.3': { layers: [...transformers4, ...datasets4] },
    },
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
    releases: {
      '4.6.0': {},
      '4.2.3': {},
      '3.10.3': { layers: ['modelscope==1.31.0', ...transformers4, ...datasets4] },
    },
  },
  torchrun: {
    package: 'torch',
    module: 'torch',
    only: 'torch/distributed/run.py',
    releases: { '2.15.0': {}, '2.12.0': {}, '2.9.1': {} },
  },
}
