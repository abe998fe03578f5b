/**
 * Numbers of every model that is known by name, one model a line, in the terms of its config.json:
 * id, model_type, hidden_size, num_hidden_layers, num_attention_heads, num_key_value_heads, head_dim (`-` where the family
 * derives it), intermediate_size, vocab_size, whether the output matrix is `tied` to the token embedding or its `own`,
 * max_position_embeddings, how far the line was checked (ModelVerification), where it was read (`modelSources`), and any
 * other keys as JSON.
 */
export const modelTable = `
meta-llama/Llama-2-7b-hf llama 4096 32 32 32 128 11008 32000 own 4096 total recalled
meta-llama/Llama-2-13b-hf llama 5120 40 40 40 128 13824 32000 own 4096 total recalled
meta-llama/Llama-2-70b-hf llama 8192 80 64 8 128 28672 32000 own 4096 total recalled
TinyLlama/TinyLlama-1.1B llama 2048 22 32 4 64 5632 32000 own 2048 read litgpt
codellama/CodeLlama-34b-hf llama 8192 48 64 8 128 22016 32000 own 16384 read litgpt
01-ai/Yi-34B llama 7168 60 56 8 128 20480 64000 own 4096 read xinference
01-ai/Yi-6B llama 4096 32 32 4 128 11008 64000 own 4096 read internEvo
meta-llama/Llama-3.1-8B llama 4096 32 32 8 128 14336 128256 own 131072 total recalled
meta-llama/Llama-3.1-70B llama 8192 80 64 8 128 28672 128256 own 131072 total recalled
meta-llama/Llama-3.1-405B llama 16384 126 128 8 128 53248 128256 own 131072 total recalled
meta-llama/Llama-3.2-1B llama 2048 16 32 8 64 8192 128256 tied 131072 total recalled
meta-llama/Llama-3.2-3B llama 3072 28 24 8 128 8192 128256 tied 131072 total recalled
mistralai/Mistral-7B-v0.1 mistral 4096 32 32 8 128 14336 32000 own 32768 total recalled
mistralai/Mistral-7B-v0.3 mistral 4096 32 32 8 128 14336 32768 own 32768 total recalled
mistralai/Mistral-Nemo-Base-2407 mistral 5120 40 32 8 128 14336 131072 own 131072 read xinference
mistralai/Mixtral-8x7B-v0.1 mixtral 4096 32 32 8 128 14336 32000 own 32768 total recalled {"num_local_experts":8,"num_experts_per_tok":2}
Qwen/Qwen2.5-0.5B qwen2 896 24 14 2 64 4864 151936 tied 32768 total recalled
Qwen/Qwen2.5-1.5B qwen2 1536 28 12 2 128 8960 151936 tied 32768 total recalled
Qwen/Qwen2.5-3B qwen2 2048 36 16 2 128 11008 151936 tied 32768 total recalled
Qwen/Qwen2.5-7B qwen2 3584 28 28 4 128 18944 152064 own 131072 total recalled
Qwen/Qwen2.5-14B qwen2 5120 48 40 8 128 13824 152064 own 131072 total recalled
Qwen/Qwen2.5-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 total recalled
Qwen/Qwen2.5-72B qwen2 8192 80 64 8 128 29568 152064 own 131072 total recalled
Qwen/Qwen3-0.6B qwen3 1024 28 16 8 128 3072 151936 tied 40960 total recalled
Qwen/Qwen3-1.7B qwen3 2048 28 16 8 128 6144 151936 tied 40960 read litgpt
Qwen/Qwen3-4B qwen3 2560 36 32 8 128 9728 151936 tied 40960 read litgpt
Qwen/Qwen3-8B qwen3 4096 36 32 8 128 12288 151936 own 40960 total recalled
Qwen/Qwen3-14B qwen3 5120 40 40 8 128 17408 151936 own 40960 read litgpt
Qwen/Qwen3-32B qwen3 5120 64 64 8 128 25600 151936 own 40960 read litgpt
Qwen/Qwen3-30B-A3B qwen3_moe 2048 48 32 4 128 6144 151936 own 40960 total recalled {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":768}
google/gemma-2b gemma 2048 18 8 1 256 16384 256000 tied 8192 total recalled
google/gemma-7b gemma 3072 28 16 16 256 24576 256000 tied 8192 total recalled
google/gemma-2-2b gemma2 2304 26 8 4 256 9216 256000 tied 8192 total recalled
google/gemma-2-9b gemma2 3584 42 16 8 256 14336 256000 tied 8192 total recalled
google/gemma-2-27b gemma2 4608 46 32 16 128 36864 256000 tied 8192 total recalled
google/gemma-3-1b-pt gemma3_text 1152 26 4 1 256 6912 262144 tied 32768 total recalled
google/gemma-3-4b-pt gemma3_text 2560 34 8 4 256 10240 262208 tied 131072 unconfirmed recalled
google/gemma-3-12b-pt gemma3_text 3840 48 16 8 256 15360 262208 tied 131072 unconfirmed recalled
google/gemma-3-27b-pt gemma3_text 5376 62 32 16 128 21504 262208 tied 131072 unconfirmed recalled
microsoft/phi-2 phi 2560 32 32 32 80 10240 51200 own 2048 total recalled
microsoft/Phi-3-mini-4k-instruct phi3 3072 32 32 32 96 8192 32064 own 4096 total recalled
microsoft/Phi-3-medium-4k-instruct phi3 5120 40 40 10 128 17920 32064 own 4096 read genz
microsoft/phi-4 phi3 5120 40 40 10 128 17920 100352 own 16384 total recalled
deepseek-ai/DeepSeek-R1-Distill-Qwen-7B qwen2 3584 28 28 4 128 18944 152064 own 131072 read xinference
deepseek-ai/DeepSeek-R1-Distill-Llama-8B llama 4096 32 32 8 128 14336 128256 own 131072 read litgpt
deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B qwen2 1536 28 12 2 128 8960 151936 own 131072 read xinference
tiiuae/falcon-7b falcon 4544 32 71 1 - 18176 65024 tied 2048 total recalled
tiiuae/falcon-40b falcon 8192 60 128 8 - 32768 65024 tied 2048 read litgpt {"new_decoder_architecture":true}
tiiuae/falcon-180B falcon 14848 80 232 8 - 59392 65024 tied 2048 read litgpt {"new_decoder_architecture":true}
openai/gpt-oss-20b gpt_oss 2880 24 64 8 64 2880 201088 own 131072 total recalled {"num_local_experts":32,"num_experts_per_tok":4}
openai/gpt-oss-120b gpt_oss 2880 36 64 8 64 2880 201088 own 131072 total recalled {"num_local_experts":128,"num_experts_per_tok":4}
regisss/llama2-70b-fused-qkv-mlperf llama-fused-qkv 8192 80 64 8 128 28672 32000 own 8192 total recalled
huggyllama/llama-7b llama 4096 32 32 32 128 11008 32000 own 2048 read gpu_poor
openlm-research/open_llama_7b llama 4096 32 32 32 128 11008 32000 own 2048 read gpu_poor
openlm-research/open_llama_7b_v2 llama 4096 32 32 32 128 11008 32000 own 2048 read gpu_poor
lmsys/vicuna-7b-v1.3 llama 4096 32 32 32 128 11008 32000 own 2048 read gpu_poor
huggyllama/llama-13b llama 5120 40 40 40 128 13824 32000 own 2048 read gpu_poor
openlm-research/open_llama_13b llama 5120 40 40 40 128 13824 32000 own 2048 read gpu_poor
lmsys/vicuna-13b-v1.3 llama 5120 40 40 40 128 13824 32000 own 2048 read gpu_poor
huggyllama/llama-30b llama 6656 60 52 52 128 17920 32000 own 2048 read gpu_poor
lmsys/vicuna-33b-v1.3 llama 6656 60 52 52 128 17920 32000 own 2048 read gpu_poor
garage-bAInd/Platypus-30B llama 6656 60 52 52 128 17920 32000 own 2048 read gpu_poor
huggyllama/llama-65b llama 8192 80 64 64 128 22016 32000 own 2048 read gpu_poor
openlm-research/open_llama_3b llama 3200 26 32 32 100 8640 32000 own 2048 read litgpt
openlm-research/open_llama_3b_v2 llama 3200 26 32 32 100 8640 32000 own 2048 read gpu_poor
lmsys/vicuna-7b-v1.5 llama 4096 32 32 32 128 11008 32000 own 4096 read gpu_poor
lmsys/vicuna-7b-v1.5-16k llama 4096 32 32 32 128 11008 32000 own 4096 read gpu_poor
lmsys/longchat-7b-v1.5-32k llama 4096 32 32 32 128 11008 32000 own 32768 read gpu_poor
togethercomputer/LLaMA-2-7B-32K llama 4096 32 32 32 128 11008 32000 own 32768 read gpu_poor
stabilityai/StableBeluga-7B llama 4096 32 32 32 128 11008 32000 own 4096 read gpu_poor
garage-bAInd/Platypus2-7B llama 4096 32 32 32 128 11008 32000 own 4096 read gpu_poor
lmsys/vicuna-13b-v1.5 llama 5120 40 40 40 128 13824 32000 own 4096 read gpu_poor
lmsys/vicuna-13b-v1.5-16k llama 5120 40 40 40 128 13824 32000 own 4096 read gpu_poor
stabilityai/StableBeluga-13B llama 5120 40 40 40 128 13824 32000 own 4096 read gpu_poor
garage-bAInd/Platypus2-13B llama 5120 40 40 40 128 13824 32000 own 4096 read gpu_poor
stabilityai/StableBeluga2 llama 8192 80 64 8 128 28672 32000 own 4096 read gpu_poor
garage-bAInd/Camel-Platypus2-70B llama 8192 80 64 8 128 28672 32000 own 4096 read litgpt
codellama/CodeLlama-7b-hf llama 4096 32 32 32 128 11008 32016 own 16384 read litgpt
codellama/CodeLlama-13b-hf llama 5120 40 40 40 128 13824 32016 own 16384 read litgpt
codellama/CodeLlama-70b-hf llama 8192 80 64 8 128 28672 32016 own 16384 read litgpt
codellama/CodeLlama-70b-Python-hf llama 8192 80 64 8 128 28672 32016 own 16384 read litgpt
codellama/CodeLlama-7b-Python-hf llama 4096 32 32 32 128 11008 32000 own 16384 read litgpt
codellama/CodeLlama-13b-Python-hf llama 5120 40 40 40 128 13824 32000 own 16384 read litgpt
codellama/CodeLlama-34b-Python-hf llama 8192 48 64 8 128 22016 32000 own 16384 read litgpt
EleutherAI/llemma_7b llama 4096 32 32 32 128 11008 32016 own 4096 read gpu_poor
EleutherAI/llemma_34b llama 8192 48 64 8 128 22016 32000 own 4096 read gpu_poor
Salesforce/codegen25-7b-mono llama 4096 32 32 32 128 11008 51200 own 2048 read gpu_poor
Salesforce/codegen25-7b-multi llama 4096 32 32 32 128 11008 51200 own 2048 read gpu_poor
meta-llama/Meta-Llama-3-8B llama 4096 32 32 8 128 14336 128256 own 8192 read litgpt
meta-llama/Meta-Llama-3-70B llama 8192 80 64 8 128 28672 128256 own 8192 read litgpt
meta-llama/Llama-3.3-70B-Instruct llama 8192 80 64 8 128 28672 128256 own 131072 read litgpt
nvidia/Llama-3.1-Nemotron-70B-Instruct-HF llama 8192 80 64 8 128 28672 128256 own 131072 read litgpt
deepseek-ai/DeepSeek-R1-Distill-Llama-70B llama 8192 80 64 8 128 28672 128256 own 131072 read litgpt
FreedomIntelligence/HuatuoGPT-o1-8B llama 4096 32 32 8 128 14336 128256 own 131072 read xinference
FreedomIntelligence/HuatuoGPT-o1-70B llama 8192 80 64 8 128 28672 128256 own 131072 read xinference
TinyLlama/TinyLlama-1.1B-Chat-v1.0 llama 2048 22 32 4 64 5632 32000 own 2048 read litgpt
TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T llama 2048 22 32 4 64 5632 32000 own 2048 read litgpt
keeeeenw/MicroLlama llama 1024 12 16 4 64 5632 32000 own 2048 read litgpt
01-ai/Yi-9B llama 4096 48 32 4 128 11008 64000 own 4096 read xinference
01-ai/Yi-1.5-6B llama 4096 32 32 4 128 11008 64000 own 4096 read xinference
01-ai/Yi-1.5-9B llama 4096 48 32 4 128 11008 64000 own 4096 read xinference
01-ai/Yi-1.5-34B llama 7168 60 56 8 128 20480 64000 own 4096 read xinference
01-ai/Yi-6B-200K llama 4096 32 32 4 128 11008 64000 own 200000 read xinference
01-ai/Yi-34B-200K llama 7168 60 56 8 128 20480 64000 own 200000 read xinference
tiiuae/Falcon3-1B-Base llama 2048 18 8 4 256 8192 131072 own 4096 read litgpt
tiiuae/Falcon3-3B-Base llama 3072 22 12 4 256 9216 131072 own 32768 read litgpt
tiiuae/Falcon3-7B-Base llama 3072 28 12 4 256 23040 131072 own 32768 read litgpt
tiiuae/Falcon3-10B-Base llama 3072 40 12 4 256 23040 131072 own 32768 read litgpt
BSC-LT/salamandra-2b llama 2048 24 16 16 128 5440 256000 own 8192 read litgpt
BSC-LT/salamandra-7b llama 4096 32 32 8 128 11008 256000 own 8192 read litgpt
HuggingFaceTB/SmolLM2-135M llama 576 30 9 3 64 1536 49152 tied 8192 read litgpt
HuggingFaceTB/SmolLM2-360M llama 960 32 15 5 64 2560 49152 tied 8192 read litgpt
HuggingFaceTB/SmolLM2-1.7B llama 2048 24 32 32 64 8192 49152 tied 8192 read litgpt
HuggingFaceTB/SmolLM-135M llama 576 30 9 3 64 1536 49152 tied 2048 read mlc
HuggingFaceTB/SmolLM-360M llama 960 32 15 5 64 2560 49152 tied 2048 read mlc
HuggingFaceTB/SmolLM-1.7B llama 2048 24 32 32 64 8192 49152 tied 2048 read mlc
deepseek-ai/deepseek-llm-7b-base llama 4096 30 32 32 128 11008 102400 own 4096 read xinference
deepseek-ai/deepseek-llm-67b-base llama 8192 95 64 8 128 22016 102400 own 4096 read xinference
deepseek-ai/deepseek-coder-1.3b-base llama 2048 24 16 16 128 5504 32256 own 16384 read xinference
deepseek-ai/deepseek-coder-6.7b-base llama 4096 32 32 32 128 11008 32256 own 16384 read xinference
deepseek-ai/deepseek-coder-33b-base llama 7168 62 56 8 128 19200 32256 own 16384 read xinference
deepseek-ai/deepseek-coder-7b-base-v1.5 llama 4096 30 32 32 128 11008 102400 own 4096 read xinference
deepseek-ai/DeepSeek-Prover-V2-7B llama 4096 30 32 32 128 11008 102400 own 32768 read xinference
openbmb/MiniCPM5-1B llama 1536 24 16 2 128 4608 130560 own 131072 read xinference
unsloth/Phi-3.5-mini-instruct llama 3072 32 32 32 96 8192 32064 own 131072 total recalled
unsloth/phi-4 llama 5120 40 40 10 128 17920 100352 own 16384 total recalled
upstage/SOLAR-10.7B-v1.0 llama 4096 48 32 8 128 14336 32000 own 4096 total recalled
NousResearch/Hermes-2-Pro-Llama-3-8B llama 4096 32 32 8 128 14336 128288 own 8192 total recalled
allenai/Llama-3.1-Tulu-3-8B llama 4096 32 32 8 128 14336 128264 own 131072 total recalled
allenai/Llama-3.1-Tulu-3-70B llama 8192 80 64 8 128 28672 128264 own 131072 total recalled
meta-llama/Llama-Guard-3-1B llama 2048 16 32 8 64 8192 128256 tied 131072 total recalled
deepseek-ai/deepseek-math-7b-base llama 4096 30 32 32 128 11008 102400 own 4096 total recalled
01-ai/Yi-Coder-9B llama 4096 48 32 4 128 11008 64000 own 131072 total recalled
ibm-granite/granite-3b-code-base-2k llama 2560 32 32 32 80 10240 49152 tied 2048 unconfirmed recalled {"attention_bias":true,"mlp_bias":true}
ibm-granite/granite-8b-code-base-4k llama 4096 36 32 8 128 14336 49152 tied 4096 unconfirmed recalled {"attention_bias":true,"mlp_bias":true}
mistralai/mathstral-7B-v0.1 mistral 4096 32 32 8 128 14336 32768 own 32768 read litgpt
mistralai/Mistral-7B-v0.2 mistral 4096 32 32 8 128 14336 32000 own 32768 total recalled
HuggingFaceH4/zephyr-7b-beta mistral 4096 32 32 8 128 14336 32000 own 32768 read genz
teknium/OpenHermes-2.5-Mistral-7B mistral 4096 32 32 8 128 14336 32002 own 32768 read xinference
SeaLLMs/SeaLLM-7B-v2 mistral 4096 32 32 8 128 14336 48384 own 32768 read xinference
mistralai/Codestral-22B-v0.1 mistral 6144 56 48 8 128 16384 32768 own 32768 read xinference
mistralai/Mistral-Large-Instruct-2407 mistral 12288 88 96 8 128 28672 32768 own 131072 read xinference
mistralai/Mistral-Large-Instruct-2411 mistral 12288 88 96 8 128 28672 32768 own 131072 read litgpt
nvidia/Mistral-NeMo-Minitron-8B-Base mistral 4096 40 32 8 128 11520 131072 own 8192 read genz
mistralai/Ministral-8B-Instruct-2410 mistral 4096 36 32 8 128 12288 131072 own 32768 read genz
unsloth/Phi-3-mini-4k-instruct mistral 3072 32 32 32 96 8192 32064 own 4096 total recalled
unsloth/Phi-3-medium-4k-instruct mistral 5120 40 40 10 128 17920 32064 own 4096 unconfirmed recalled
mistralai/Mistral-Small-Instruct-2409 mistral 6144 56 48 8 128 16384 32768 own 32768 total recalled
mistralai/Mistral-Small-24B-Base-2501 mistral 5120 40 32 8 128 32768 131072 own 32768 total recalled
mistralai/Magistral-Small-2506 mistral 5120 40 32 8 128 32768 131072 own 40960 total recalled
mistralai/Devstral-Small-2505 mistral 5120 40 32 8 128 32768 131072 own 131072 total recalled
NousResearch/Hermes-2-Pro-Mistral-7B mistral 4096 32 32 8 128 14336 32032 own 32768 total recalled
mistralai/Mixtral-8x22B-v0.1 mixtral 6144 56 48 8 128 16384 32000 own 65536 read aiconfigurator {"num_local_experts":8,"num_experts_per_tok":2}
mistralai/Mixtral-8x22B-Instruct-v0.1 mixtral 6144 56 48 8 128 16384 32768 own 65536 read xinference {"num_local_experts":8,"num_experts_per_tok":2}
NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO mixtral 4096 32 32 8 128 14336 32002 own 32768 total recalled {"num_local_experts":8,"num_experts_per_tok":2}
Qwen/Qwen1.5-0.5B qwen2 1024 24 16 16 64 2816 151936 tied 32768 read xinference
Qwen/Qwen1.5-1.8B qwen2 2048 24 16 16 128 5504 151936 own 32768 read xinference
Qwen/Qwen1.5-4B qwen2 2560 40 20 20 128 6912 151936 own 32768 read xinference
Qwen/Qwen1.5-7B qwen2 4096 32 32 32 128 11008 151936 own 32768 read xinference
Qwen/Qwen1.5-14B qwen2 5120 40 40 40 128 13696 152064 own 32768 read xinference
Qwen/Qwen1.5-32B qwen2 5120 64 40 8 128 27392 152064 own 32768 read xinference
Qwen/Qwen1.5-72B qwen2 8192 80 64 64 128 24576 152064 own 32768 read xinference
Qwen/Qwen1.5-110B qwen2 8192 80 64 8 128 49152 152064 own 32768 read xinference
Qwen/CodeQwen1.5-7B qwen2 4096 32 32 4 128 13440 92416 own 65536 read xinference
Qwen/Qwen2-0.5B qwen2 896 24 14 2 64 4864 151936 tied 131072 read xinference
Qwen/Qwen2-1.5B qwen2 1536 28 12 2 128 8960 151936 tied 131072 read xinference
Qwen/Qwen2-7B qwen2 3584 28 28 4 128 18944 152064 own 131072 read xinference
Qwen/Qwen2-Math-7B qwen2 3584 28 28 4 128 18944 152064 own 4096 total recalled
Qwen/Qwen2-72B qwen2 8192 80 64 8 128 29568 152064 own 131072 read xinference
Qwen/Qwen2.5-Coder-0.5B qwen2 896 24 14 2 64 4864 151936 tied 32768 read litgpt
Qwen/Qwen2.5-Coder-1.5B qwen2 1536 28 12 2 128 8960 151936 tied 32768 read litgpt
Qwen/Qwen2.5-Math-1.5B qwen2 1536 28 12 2 128 8960 151936 tied 4096 read litgpt
Qwen/Qwen2.5-Coder-3B qwen2 2048 36 16 2 128 11008 151936 tied 32768 read litgpt
Qwen/Qwen2.5-Coder-7B qwen2 3584 28 28 4 128 18944 152064 own 32768 read litgpt
Qwen/Qwen2.5-Math-7B qwen2 3584 28 28 4 128 18944 152064 own 4096 read litgpt
Qwen/Qwen2.5-7B-Instruct-1M qwen2 3584 28 28 4 128 18944 152064 own 1010000 read litgpt
Qwen/Qwen2.5-Coder-14B qwen2 5120 48 40 8 128 13824 152064 own 32768 read litgpt
Qwen/Qwen2.5-14B-Instruct-1M qwen2 5120 48 40 8 128 13824 152064 own 1010000 read litgpt
Qwen/Qwen2.5-Coder-32B qwen2 5120 64 40 8 128 27648 152064 own 32768 read litgpt
Qwen/QwQ-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read litgpt
Qwen/QwQ-32B-Preview qwen2 5120 64 40 8 128 27648 152064 own 32768 read litgpt
Qwen/Qwen2.5-Math-72B qwen2 8192 80 64 8 128 29568 152064 own 4096 read litgpt
deepseek-ai/DeepSeek-R1-Distill-Qwen-14B qwen2 5120 48 40 8 128 13824 152064 own 131072 read xinference
deepseek-ai/DeepSeek-R1-Distill-Qwen-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
Skywork/Skywork-OR1-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
Skywork/Skywork-OR1-32B-Preview qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
Tongyi-Zhiwen/QwenLong-L1-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
baichuan-inc/Baichuan-M2-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
DianJin/DianJin-R1-32B qwen2 5120 64 40 8 128 27648 152064 own 131072 read xinference
AIDC-AI/Marco-o1 qwen2 3584 28 28 4 128 18944 152064 own 32768 read xinference
SUFE-AIFLM-Lab/Fin-R1 qwen2 3584 28 28 4 128 18944 152064 own 32768 read xinference
DianJin/DianJin-R1-7B qwen2 3584 28 28 4 128 18944 152064 own 32768 read xinference
FreedomIntelligence/HuatuoGPT-o1-7B qwen2 3584 28 28 4 128 18944 152064 own 32768 read xinference
FreedomIntelligence/HuatuoGPT-o1-72B qwen2 8192 80 64 8 128 29568 152064 own 131072 read xinference
WeiboAI/VibeThinker-3B qwen2 2048 36 16 2 128 11008 151936 tied 131072 read xinference
Kwaipilot/KAT-V1-40B qwen2 5120 80 40 8 128 27648 152064 own 131072 read xinference
Qwen/Qwen2-Math-1.5B qwen2 1536 28 12 2 128 8960 151936 tied 4096 total recalled
Qwen/Qwen2-Math-72B qwen2 8192 80 64 8 128 29568 152064 own 4096 total recalled
Qwen/Qwen3-4B-Instruct-2507 qwen3 2560 36 32 8 128 9728 151936 tied 262144 read litgpt
Qwen/Qwen3-4B-Thinking-2507 qwen3 2560 36 32 8 128 9728 151936 tied 262144 read litgpt
Qwen/Qwen3-Embedding-0.6B qwen3 1024 28 16 8 128 3072 151669 tied 32768 read tt-metal
Qwen/Qwen3-Embedding-4B qwen3 2560 36 32 8 128 9728 151665 tied 40960 read tt-metal
Qwen/Qwen3-Embedding-8B qwen3 4096 36 32 8 128 12288 151665 own 40960 read tt-metal
deepseek-ai/DeepSeek-R1-0528-Qwen3-8B qwen3 4096 36 32 8 128 12288 151936 own 131072 read xinference
Qwen/Qwen3-30B-A3B-Instruct-2507 qwen3_moe 2048 48 32 4 128 6144 151936 own 262144 read litgpt {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":768}
Qwen/Qwen3-30B-A3B-Thinking-2507 qwen3_moe 2048 48 32 4 128 6144 151936 own 262144 read litgpt {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":768}
Qwen/Qwen3-Coder-30B-A3B-Instruct qwen3_moe 2048 48 32 4 128 6144 151936 own 262144 read litgpt {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":768}
Qwen/Qwen3-235B-A22B qwen3_moe 4096 94 64 4 128 12288 151936 own 40960 read aiconfigurator {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":1536}
Qwen/Qwen3-235B-A22B-Instruct-2507 qwen3_moe 4096 94 64 4 128 12288 151936 own 262144 read litgpt {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":1536}
Qwen/Qwen3-235B-A22B-Thinking-2507 qwen3_moe 4096 94 64 4 128 12288 151936 own 262144 read litgpt {"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":1536}
Qwen/Qwen3-Coder-480B-A35B-Instruct qwen3_moe 6144 62 96 8 128 8192 151936 own 262144 read aiconfigurator {"num_experts":160,"num_experts_per_tok":8,"moe_intermediate_size":2560}
google/codegemma-7b gemma 3072 28 16 16 256 24576 256000 tied 8192 total recalled
google/codegemma-2b gemma 2048 18 8 1 256 16384 256000 tied 8192 total recalled
google/gemma-1.1-2b-it gemma 2048 18 8 1 256 16384 256000 tied 8192 total recalled
google/gemma-1.1-7b-it gemma 3072 28 16 16 256 24576 256000 tied 8192 total recalled
google/gemma-3-270m gemma3_text 640 18 4 1 256 2048 262144 tied 32768 total recalled
google/medgemma-27b-text-it gemma3_text 5376 62 32 16 128 21504 262144 tied 131072 unconfirmed recalled
microsoft/phi-1 phi 2048 24 32 32 64 8192 51200 own 2048 read tt-metal
microsoft/phi-1_5 phi 2048 24 32 32 64 8192 51200 own 2048 read litgpt
microsoft/Phi-3-mini-128k-instruct phi3 3072 32 32 32 96 8192 32064 own 131072 read litgpt
microsoft/Phi-3.5-mini-instruct phi3 3072 32 32 32 96 8192 32064 own 131072 read litgpt
microsoft/Phi-3-medium-128k-instruct phi3 5120 40 40 10 128 17920 32064 own 131072 read genz
microsoft/Phi-4-reasoning phi3 5120 40 40 10 128 17920 100352 own 32768 read litgpt
microsoft/Phi-4-reasoning-plus phi3 5120 40 40 10 128 17920 100352 own 32768 read litgpt
microsoft/Phi-4-mini-instruct phi3 3072 32 24 8 128 8192 200064 tied 131072 read litgpt
microsoft/Phi-4-mini-reasoning phi3 3072 32 24 8 128 8192 200064 tied 131072 read litgpt
Qwen/Qwen1.5-MoE-A2.7B qwen2_moe 2048 24 16 16 128 5632 151936 own 8192 read xinference {"num_experts":60,"num_experts_per_tok":4,"moe_intermediate_size":1408,"shared_expert_intermediate_size":5632}
Qwen/Qwen2-57B-A14B qwen2_moe 3584 28 28 4 128 18944 151936 own 131072 read xinference {"num_experts":64,"num_experts_per_tok":8,"moe_intermediate_size":2560,"shared_expert_intermediate_size":20480}
openai-community/gpt2 gpt2 768 12 12 12 64 3072 50257 tied 1024 read gpu_poor
openai-community/gpt2-medium gpt2 1024 24 16 16 64 4096 50257 tied 1024 read gpu_poor
openai-community/gpt2-large gpt2 1280 36 20 20 64 5120 50257 tied 1024 read gpu_poor
openai-community/gpt2-xl gpt2 1600 48 25 25 64 6400 50257 tied 1024 read gpu_poor
distilbert/distilgpt2 gpt2 768 6 12 12 64 3072 50257 tied 1024 read gpu_poor
cerebras/Cerebras-GPT-111M gpt2 768 10 12 12 64 3072 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-256M gpt2 1088 14 17 17 64 4352 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-590M gpt2 1536 18 12 12 128 6144 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-1.3B gpt2 2048 24 16 16 128 8192 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-2.7B gpt2 2560 32 32 32 80 10240 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-6.7B gpt2 4096 32 32 32 128 16384 50257 tied 2048 read gpu_poor
cerebras/Cerebras-GPT-13B gpt2 5120 40 40 40 128 20480 50257 tied 2048 read gpu_poor
EleutherAI/pythia-14m gpt_neox 128 6 4 4 32 512 50304 own 2048 read litgpt
EleutherAI/pythia-31m gpt_neox 256 6 8 8 32 1024 50304 own 2048 read litgpt
EleutherAI/pythia-70m gpt_neox 512 6 8 8 64 2048 50304 own 2048 read litgpt
EleutherAI/pythia-160m gpt_neox 768 12 12 12 64 3072 50304 own 2048 read litgpt
EleutherAI/pythia-410m gpt_neox 1024 24 16 16 64 4096 50304 own 2048 read litgpt
EleutherAI/pythia-1b gpt_neox 2048 16 8 8 256 8192 50304 own 2048 read litgpt
EleutherAI/pythia-1.4b gpt_neox 2048 24 16 16 128 8192 50304 own 2048 read litgpt
EleutherAI/pythia-2.8b gpt_neox 2560 32 32 32 80 10240 50304 own 2048 read litgpt
EleutherAI/pythia-6.9b gpt_neox 4096 32 32 32 128 16384 50432 own 2048 read gpu_poor
togethercomputer/Pythia-Chat-Base-7B gpt_neox 4096 32 32 32 128 16384 50432 own 2048 read gpu_poor
togethercomputer/RedPajama-INCITE-7B-Base gpt_neox 4096 32 32 32 128 16384 50432 own 2048 read gpu_poor
EleutherAI/pythia-12b gpt_neox 5120 36 40 40 128 20480 50688 own 2048 read litgpt
EleutherAI/gpt-neox-20b gpt_neox 6144 44 64 64 96 24576 50432 own 2048 read gpu_poor
togethercomputer/GPT-NeoXT-Chat-Base-20B gpt_neox 6144 44 64 64 96 24576 50432 own 2048 read gpu_poor
EleutherAI/polyglot-ko-1.3b gpt_neox 2048 24 16 16 128 8192 30080 own 2048 read gpu_poor
EleutherAI/polyglot-ko-3.8b gpt_neox 3072 32 24 24 128 12288 30080 own 2048 read gpu_poor
EleutherAI/polyglot-ko-5.8b gpt_neox 4096 28 16 16 256 16384 30080 own 2048 read gpu_poor
EleutherAI/polyglot-ko-12.8b gpt_neox 5120 40 40 40 128 20480 30080 own 2048 read gpu_poor
databricks/dolly-v2-3b gpt_neox 2560 32 32 32 80 10240 50280 own 2048 read gpu_poor
databricks/dolly-v2-7b gpt_neox 4096 32 32 32 128 16384 50280 own 2048 read gpu_poor
databricks/dolly-v2-12b gpt_neox 5120 36 40 40 128 20480 50280 own 2048 read gpu_poor
togethercomputer/RedPajama-INCITE-Base-3B-v1 gpt_neox 2560 32 32 32 80 10240 50432 own 2048 read gpu_poor
stabilityai/stablelm-base-alpha-3b gpt_neox 4096 16 32 32 128 16384 50688 own 4096 read gpu_poor
stabilityai/stablelm-base-alpha-7b gpt_neox 6144 16 48 48 128 24576 50432 own 4096 read gpu_poor
stabilityai/stablecode-completion-alpha-3b gpt_neox 2560 32 32 32 80 10240 49152 own 16384 read gpu_poor
stabilityai/stablecode-completion-alpha-3b-4k gpt_neox 2560 32 32 32 80 10240 49152 own 4096 read gpu_poor
stabilityai/stablelm-3b-4e1t stablelm 2560 32 32 32 80 6912 50304 own 4096 read litgpt
stabilityai/stable-code-3b stablelm 2560 32 32 32 80 6912 50304 own 16384 read litgpt
stabilityai/stablelm-2-1_6b stablelm 2048 24 32 32 64 5632 100352 own 4096 read mlc {"use_qkv_bias":true}
facebook/opt-125m opt 768 12 12 12 64 3072 50272 tied 2048 read genz
facebook/opt-1.3b opt 2048 24 32 32 64 8192 50272 tied 2048 read genz
facebook/opt-2.7b opt 2560 32 32 32 80 10240 50272 tied 2048 total recalled
facebook/opt-6.7b opt 4096 32 32 32 128 16384 50272 tied 2048 read genz
facebook/opt-13b opt 5120 40 40 40 128 20480 50272 tied 2048 total recalled
facebook/opt-30b opt 7168 48 56 56 128 28672 50272 tied 2048 read genz
facebook/opt-66b opt 9216 64 72 72 128 36864 50272 tied 2048 read genz
bigscience/bloom-560m bloom 1024 24 16 16 64 4096 250880 tied 2048 read gpu_poor
bigscience/bloomz-560m bloom 1024 24 16 16 64 4096 250880 tied 2048 read gpu_poor
bigscience/bloom-1b1 bloom 1536 24 16 16 96 6144 250880 tied 2048 read gpu_poor
bigscience/bloomz-1b1 bloom 1536 24 16 16 96 6144 250880 tied 2048 read gpu_poor
bigscience/bloom-1b7 bloom 2048 24 16 16 128 8192 250880 tied 2048 read gpu_poor
bigscience/bloomz-1b7 bloom 2048 24 16 16 128 8192 250880 tied 2048 read gpu_poor
bigscience/bloom-3b bloom 2560 30 32 32 80 10240 250880 tied 2048 read gpu_poor
bigscience/bloomz-3b bloom 2560 30 32 32 80 10240 250880 tied 2048 read gpu_poor
bigscience/bloom-7b1 bloom 4096 30 32 32 128 16384 250880 tied 2048 read gpu_poor
bigscience/bloomz-7b1 bloom 4096 30 32 32 128 16384 250880 tied 2048 read gpu_poor
bigscience/bloom bloom 14336 70 112 112 128 57344 250880 tied 2048 read gpu_poor
bigscience/bloomz bloom 14336 70 112 112 128 57344 250880 tied 2048 read gpu_poor
EleutherAI/gpt-j-6b gptj 4096 28 16 16 256 16384 50400 own 2048 total recalled
mosaicml/mpt-7b mpt 4096 32 32 32 128 16384 50432 tied 2048 total recalled
bigcode/starcoder2-3b starcoder2 3072 30 24 2 128 12288 49152 tied 16384 total recalled
bigcode/starcoder2-7b starcoder2 4608 32 36 4 128 18432 49152 tied 16384 total recalled
bigcode/starcoder2-15b starcoder2 6144 40 48 4 128 24576 49152 own 16384 total recalled
allenai/OLMo-1B-hf olmo 2048 16 16 16 128 8192 50304 tied 2048 read litgpt
allenai/OLMo-7B-hf olmo 4096 32 32 32 128 11008 50304 own 2048 read litgpt
allenai/OLMo-2-0425-1B olmo2 2048 16 16 16 128 8192 100352 own 4096 total recalled
allenai/OLMo-2-1124-7B olmo2 4096 32 32 32 128 11008 100352 own 4096 read litgpt
allenai/OLMo-2-1124-13B olmo2 5120 40 40 40 128 13824 100352 own 4096 read litgpt
allenai/OLMo-2-0325-32B olmo2 5120 64 40 8 128 27648 100352 own 4096 read mlc
allenai/Olmo-3-1125-32B olmo3 5120 64 40 8 128 27648 100278 own 65536 read tt-metal
allenai/Olmo-3-32B-Think olmo3 5120 64 40 8 128 27648 100278 own 65536 read tt-metal
allenai/Olmo-3.1-32B-Instruct olmo3 5120 64 40 8 128 27648 100278 own 65536 read tt-metal
allenai/Olmo-3.1-32B-Think olmo3 5120 64 40 8 128 27648 100278 own 65536 read tt-metal
allenai/Olmo-3-1025-7B olmo3 4096 32 32 32 128 11008 100278 own 65536 total recalled
CohereForAI/c4ai-command-r-v01 cohere 8192 40 64 64 128 22528 256000 tied 131072 total recalled
CohereLabs/c4ai-command-r-v01 cohere 8192 40 64 64 128 22528 256000 tied 131072 total recalled
CohereForAI/aya-23-8B cohere 4096 32 32 8 128 14336 256000 tied 8192 read mlc
CohereLabs/aya-23-8B cohere 4096 32 32 8 128 14336 256000 tied 8192 read mlc
CohereLabs/aya-expanse-8b cohere 4096 32 32 8 128 14336 256000 tied 8192 read mlc
CohereLabs/aya-23-35B cohere 8192 40 64 64 128 22528 256000 tied 8192 total recalled
CohereLabs/aya-expanse-32b cohere 8192 40 64 8 128 24576 256000 tied 8192 total recalled
CohereLabs/c4ai-command-r-08-2024 cohere 8192 40 64 8 128 24576 256000 tied 131072 total recalled
zai-org/glm-4-9b-chat-hf glm 4096 40 32 2 128 13696 151552 own 131072 read xinference {"attention_bias":true}
zai-org/glm-4-9b-chat-1m-hf glm 4096 40 32 4 128 13696 151552 own 1048576 read xinference {"attention_bias":true}
zai-org/glm-edge-1.5b-chat glm 2048 28 16 4 128 6144 59264 tied 8192 read xinference {"attention_bias":false}
zai-org/glm-edge-4b-chat glm 3072 40 24 6 128 8192 59264 tied 8192 read xinference {"attention_bias":false}
zai-org/GLM-4-9B-0414 glm4 4096 40 32 2 128 13696 151552 own 32768 read xinference {"attention_bias":true}
zai-org/GLM-Z1-9B-0414 glm4 4096 40 32 2 128 13696 151552 own 32768 total recalled {"attention_bias":true}
zai-org/GLM-4-32B-0414 glm4 6144 61 48 2 128 23040 151552 own 32768 read xinference {"attention_bias":false}
zai-org/GLM-Z1-32B-0414 glm4 6144 61 48 2 128 23040 151552 own 32768 total recalled {"attention_bias":false}
ByteDance-Seed/Seed-OSS-36B-Instruct seed_oss 5120 64 80 8 128 27648 155136 own 524288 read xinference {"attention_bias":true,"attention_out_bias":false}
ByteDance-Seed/Seed-OSS-36B-Base seed_oss 5120 64 80 8 128 27648 155136 own 524288 total recalled {"attention_bias":true,"attention_out_bias":false}
nvidia/Nemotron-4-15B nemotron 6144 32 48 8 128 24576 256000 own 4096 read genz
nvidia/Minitron-4B-Base nemotron 3072 32 24 8 128 9216 256000 own 4096 unconfirmed recalled
HuggingFaceTB/SmolLM3-3B smollm3 2048 36 16 4 128 11008 128256 tied 65536 total recalled
ibm-granite/granite-3.0-2b-base granite 2048 40 32 8 64 8192 49155 tied 131072 total recalled
ibm-granite/granite-3.1-2b-base granite 2048 40 32 8 64 8192 49155 tied 131072 total recalled
ibm-granite/granite-3.2-2b-instruct granite 2048 40 32 8 64 8192 49155 tied 131072 total recalled
ibm-granite/granite-3.3-2b-base granite 2048 40 32 8 64 8192 49155 tied 131072 total recalled
ibm-granite/granite-3.0-8b-base granite 4096 40 32 8 128 12800 49155 tied 131072 total recalled
ibm-granite/granite-3.1-8b-base granite 4096 40 32 8 128 12800 49155 tied 131072 total recalled
ibm-granite/granite-3.2-8b-instruct granite 4096 40 32 8 128 12800 49155 tied 131072 total recalled
ibm-granite/granite-3.3-8b-base granite 4096 40 32 8 128 12800 49155 tied 131072 total recalled
deepseek-ai/DeepSeek-V2-Lite deepseek_v2 2048 27 16 16 - 10944 102400 own 163840 read xinference {"q_lora_rank":null,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":64,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1408,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-Coder-V2-Lite-Base deepseek_v2 2048 27 16 16 - 10944 102400 own 163840 total recalled {"q_lora_rank":null,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":64,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1408,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-V2 deepseek_v2 5120 60 128 128 - 12288 102400 own 163840 read xinference {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":160,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1536,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-V2.5 deepseek_v2 5120 60 128 128 - 12288 102400 own 163840 read xinference {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":160,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1536,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-Coder-V2-Base deepseek_v2 5120 60 128 128 - 12288 102400 own 163840 total recalled {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":160,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1536,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-V3 deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-V3-Base deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-V3-0324 deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-V3.1 deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-R1 deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-R1-0528 deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-R1-Zero deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
deepseek-ai/DeepSeek-Prover-V2-671B deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
moonshotai/Moonlight-16B-A3B deepseek_v3 2048 27 16 16 - 11264 163840 own 8192 read xinference {"q_lora_rank":null,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":64,"n_shared_experts":2,"num_experts_per_tok":6,"moe_intermediate_size":1408,"first_k_dense_replace":1}
moonshotai/Kimi-K2-Instruct deepseek_v3 7168 61 64 64 - 18432 163840 own 131072 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":384,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":1}
moonshotai/Kimi-K2-Base deepseek_v3 7168 61 64 64 - 18432 163840 own 131072 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":384,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":1}
moonshotai/Kimi-K2-Instruct-0905 deepseek_v3 7168 61 64 64 - 18432 163840 own 262144 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":384,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":1}
moonshotai/Kimi-K2-Thinking deepseek_v3 7168 61 64 64 - 18432 163840 own 262144 read aiconfigurator {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":384,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":1}
deepseek-ai/DeepSeek-V3.1-Terminus deepseek_v3 7168 61 128 128 - 18432 129280 own 163840 total recalled {"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":2048,"first_k_dense_replace":3}
CohereLabs/c4ai-command-r7b-12-2024 cohere2 4096 32 32 8 128 14336 256000 tied 8192 unconfirmed recalled
`
