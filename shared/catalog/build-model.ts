/** A model's numbers and its family's layout → every module and parameter count of it. */
import type { Source } from '../source.ts'
import { familyOf } from './families.ts'
import type { Bias, Family, LinearLayout, Width } from './family.ts'
import type { Linear, Model, ModelNumbers, ModelVerification } from './model.ts'

function widths(numbers: ModelNumbers): Readonly<Record<Width, number>> {
  const query = numbers.heads * numbers.headDim
  const keyValue = numbers.keyValueHeads * numbers.headDim
  const latent = numbers.latent
  const plain = latent?.plainHeadDim ?? 0
  return {
    one: 1,
    hidden: numbers.hidden,
    headDim: numbers.headDim,
    heads: numbers.heads,
    query,
    keyValue,
    fusedQueryKeyValue: query + 2 * keyValue,
    intermediate: numbers.intermediate,
    fusedGateUp: 2 * numbers.intermediate,
    shared: numbers.experts?.sharedIntermediate ?? 0,
    latentQueryRank: latent?.queryRank ?? 0,
    latentQuery: latent ? numbers.heads * (plain + latent.ropeHeadDim) : 0,
    latentKeyValueRank: latent?.keyValueRank ?? 0,
    latentCompressed: latent ? latent.keyValueRank + latent.ropeHeadDim : 0,
    latentKeyValue: latent ? numbers.heads * (plain + latent.valueHeadDim) : 0,
    latentValue: latent ? numbers.heads * latent.valueHeadDim : 0,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const weights = (linear: Linear): number => linear.in * linear.out
const biases = (linear: Linear): number => (linear.bias ? linear.out : 0)

/** Whether a layout's module exists in this model: latent attention has either a compressed query or a plain one. */
function exists(layout: LinearLayout, numbers: ModelNumbers): boolean {
  const compressed = numbers.latent?.queryRank != null
  if (layout[2] === 'latentQueryRank' || layout[3] === 'latentQueryRank') return compressed
  if (layout[2] === 'hidden' && layout[3] === 'latentQuery') return !compressed
  return layout[2] !== 'shared' && layout[3] !== 'shared' ? true : (numbers.experts?.sharedIntermediate ?? 0) > 0
}

/**
 * Builds the model. `modelType` must be a known family; undefined otherwise.
 * The counts follow the modules that Transformers 5.18 builds; `test/real` compares them with the real ones.
 */
export function buildModel(
  id: string,
  modelType: string,
  numbers: ModelNumbers,
  verification: ModelVerification,
  sources: readonly Source[],
): Model | undefined {
  const family = familyOf(modelType)
  return family && assemble(id, modelType, family, numbers, verification, sources)
}

function assemble(
  id: string,
  modelType: string,
  family: Family,
  numbers: ModelNumbers,
  verification: ModelVerification,
  sources: readonly Source[],
): Model {
  const width = widths(numbers)
  const { hidden, layers, experts } = numbers
  const hasBias = (bias: Bias | undefined): boolean =>
    bias === 'attention'
      ? (numbers.attentionBias ?? false)
      : bias === 'mlp'
        ? (numbers.mlpBias ?? false)
        : bias === true
  const expertLayers = experts ? layers - (experts.denseLayers ?? 0) : 0
  const place = (layouts: readonly LinearLayout[], count: number): Linear[] =>
    count === 0
      ? []
      : layouts
          .filter((layout) => exists(layout, numbers))
          .map(([path, role, input, output, bias]) => ({
            path,
            role,
            in: width[input],
            out: width[output],
            bias: hasBias(bias),
            layers: count,
          }))
  const everywhere = place(family.linears, layers)
  const dense = place(family.mlp, layers - expertLayers)
  const besideExperts = place(family.expertLinears ?? [], expertLayers)
  const linears = [...everywhere, ...dense, ...besideExperts]

  const normLists = numbers.newDecoder ? [...family.norms, 'hidden' as const] : family.norms
  const normSize = sum(normLists.map((norm) => width[norm])) * (family.normBias ? 2 : 1)
  const plainPerLayer = normSize + sum((family.extra ?? []).map((extra) => width[extra]))
  const expertWidth = experts?.intermediate ?? 0
  const oneExpert = 3 * hidden * expertWidth + (family.expertBias ? 2 * expertWidth + hidden : 0)
  const router = experts ? experts.count * (hidden + (family.expertBias ? 1 : 0)) : 0
  const routed = (experts?.count ?? 0) * oneExpert

  const size = (list: readonly Linear[]): number => sum(list.map((one) => weights(one) + biases(one)))
  const denseLayer = size(everywhere) + size(dense) + plainPerLayer
  const expertLayer = size(everywhere) + size(besideExperts) + router + routed + plainPerLayer
  const layer = expertLayers > 0 ? expertLayer : denseLayer
  const layerLinear =
    sum(everywhere.map(weights)) +
    (expertLayers > 0 ? sum(besideExperts.map(weights)) + routed : sum(dense.map(weights)))

  const tokenEmbedding = numbers.vocabulary * hidden
  const positions = family.learnedPositions === undefined ? 0 : (numbers.positions + family.learnedPositions) * hidden
  const head = numbers.tied ? 0 : tokenEmbedding
  const headBias = family.headBias ? numbers.vocabulary : 0
  const oneNorm = hidden * (family.normBias ? 2 : 1)
  const outside = (family.plainFinalNorm ? 0 : oneNorm) + (family.embeddingNorm ? oneNorm : 0) + headBias
  const total =
    tokenEmbedding + positions + head + outside + denseLayer * (layers - expertLayers) + expertLayer * expertLayers

  const normBiases = family.normBias
    ? (normSize / 2) * layers + (family.plainFinalNorm ? 0 : hidden) + (family.embeddingNorm ? hidden : 0)
    : 0
  const expertBiases = family.expertBias ? (experts?.count ?? 0) * (2 * expertWidth + hidden + 1) * expertLayers : 0
  const bias = sum(linears.map((one) => biases(one) * one.layers)) + normBiases + expertBiases + headBias

  return {
    id,
    modelType,
    hidden,
    layers,
    heads: numbers.heads,
    keyValueHeads: numbers.keyValueHeads,
    headDim: numbers.headDim,
    intermediate: numbers.intermediate,
    vocabulary: numbers.vocabulary,
    tied: numbers.tied,
    positions: numbers.positions,
    gated: family.gated,
    convolution: family.convolution ?? false,
    layerClass: family.layerClasses?.[modelType] ?? family.layerClass,
    defaultTargets: family.defaultTargets,
    linears,
    experts: experts
      ? {
          count: experts.count,
          perToken: experts.perToken,
          intermediate: experts.intermediate,
          sharedIntermediate: experts.sharedIntermediate ?? 0,
          layers: expertLayers,
          targets: family.expertTargets ?? null,
          parameters: routed * expertLayers,
        }
      : null,
    parameters: {
      total,
      linear: sum(linears.map((one) => weights(one) * one.layers)),
      embedding: tokenEmbedding + positions,
      head,
      bias,
      layer,
      layerLinear,
      active: total - (experts ? (experts.count - experts.perToken) * oneExpert * expertLayers : 0),
    },
    kept: {
      norms: normBytes(family, numbers, normLists, width),
      trained: trainedBytes(family, numbers, normLists, width),
      mlp: family.mlpBytes ?? (family.gated ? 6 : 2),
    },
    verification,
    sources,
  }
}

/** Bytes that a layer's norms keep of one token: RMSNorm turns its input to fp32, LayerNorm keeps it as it is. */
function normBytes(
  family: Family,
  numbers: ModelNumbers,
  norms: readonly Width[],
  width: Readonly<Record<Width, number>>,
): number {
  const wide = norms.filter((norm) => norm === 'hidden').length
  const copies = family.normCopies ?? wide
  let bytes = copies * (family.normBias ? 2 * numbers.hidden + 4 : 4 * numbers.hidden + 4)
  if (norms.includes('headDim')) {
    bytes += 4 * (width.query + width.keyValue) + 4 * (numbers.heads + numbers.keyValueHeads)
  }
  if (norms.includes('query')) bytes += 4 * (width.query + width.keyValue) + 8
  return bytes
}

/** Bytes more when weights train: each RMSNorm's normalized output and the copy its linear modules read, 4h; LayerNorm 5h a layer. */
function trainedBytes(
  family: Family,
  numbers: ModelNumbers,
  norms: readonly Width[],
  width: Readonly<Record<Width, number>>,
): number {
  const others = norms.includes('headDim') || norms.includes('query') ? 2 * (width.query + width.keyValue) : 0
  const copies = family.normCopies ?? norms.filter((norm) => norm === 'hidden').length
  return (family.normBias ? 5 : 4 * copies) * numbers.hidden + others
}
