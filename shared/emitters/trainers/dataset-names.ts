/** The names that datasets have in LLaMA-Factory's dataset_info.json. */

/** Its own name, without the commas that would divide it into several. */
export const datasetName = (dataset: string): string => dataset.replaceAll(',', '_').trim()

/** The split that is evaluated on. */
export const testName = (dataset: string): string => `${datasetName(dataset)} (test)`
