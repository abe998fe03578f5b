"""Asks the installed Transformers what each decoder family takes, and prints it as JSON, one family a line.

For every model_type with a class for causal language modelling (or one that holds such a decoder): the class, the classes
of its layers that sharding wraps, the classes of all modules inside, and which attention implementations it accepts. An
answer comes from building a small model without memory; where that fails, from what the class says of itself.
"""

import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch
import transformers
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

try:
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES
except ImportError:
    MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES = {}

small = {
    "num_hidden_layers": 2,
    "num_layers": 2,
    "n_layer": 2,
    "num_experts": 2,
    "num_local_experts": 2,
    "n_routed_experts": 2,
    "first_k_dense_replace": 1,
}


def configured(model_type):
    from transformers import AutoConfig

    config = AutoConfig.for_model(model_type)
    for part in [config, *[getattr(config, name) for name in ("text_config",) if hasattr(config, name)]]:
        for name, value in small.items():
            if isinstance(getattr(part, name, None), int) and not isinstance(getattr(part, name), bool):
                try:
                    setattr(part, name, value)
                except (AttributeError, ValueError):
                    pass
        kinds = getattr(part, "layer_types", None)
        if isinstance(kinds, (list, tuple)) and kinds:
            some = list(dict.fromkeys(kinds))[:2]
            try:
                part.layer_types = some if len(some) == 2 else some * 2
            except AttributeError:
                pass  # Computed from other keys.
    return config


def build(cls, model_type, attention=None):
    with torch.device("meta"):
        if attention is None:
            return cls(configured(model_type))
        return cls._from_config(configured(model_type), attn_implementation=attention)


def accepts(cls, model_type, attention, stated):
    """Whether the class can be built with the implementation; what it states where building fails for another reason."""
    try:
        build(cls, model_type, attention)
        return True
    except (ValueError, ImportError) as error:
        text = str(error)
        refused = "does not support" in text or "not supported" in text or "not support" in text
        return False if refused else stated
    except Exception:
        return stated


def listed(names):
    return sorted(names) if names else []


def support(model_type, name):
    cls = getattr(transformers, name)
    says = lambda flag: bool(getattr(cls, flag, False))
    backend = says("_supports_attention_backend")
    sdpa, flex = says("_supports_sdpa"), says("_supports_flex_attn")
    flash = says("_supports_flash_attn") or says("_supports_flash_attn_2")
    compatible = getattr(cls, "_compatible_flash_implementations", None)
    if compatible:
        flash = flash and "flash_attention_2" in compatible
    entry = {"class": name, "layers": [], "classes": None}
    try:
        model = build(cls, model_type)
        entry["classes"] = listed({type(module).__name__ for module in model.modules()})
        entry["layers"] = listed(model._no_split_modules)
        flags = [type(module) for module in model.modules() if hasattr(module, "_supports_sdpa")]
        flash = flash and all(
            getattr(one, "_supports_flash_attn", False) or getattr(one, "_supports_flash_attn_2", False)
            for one in flags
        )
        entry["tensor"] = bool(getattr(model, "_tp_plan", None) or getattr(cls, "_tp_plan", None))
    except Exception as error:
        print(f"{model_type}: {type(error).__name__}: {str(error)[:120]}", file=sys.stderr)
        entry["layers"] = listed(getattr(cls, "_no_split_modules", None) or [])
        entry["tensor"] = bool(getattr(cls, "_tp_plan", None))
    entry["attention"] = [
        *(["eager"] if accepts(cls, model_type, "eager", True) else []),
        *(["sdpa"] if accepts(cls, model_type, "sdpa", sdpa) else []),
        *(["flash_attention_2"] if flash else []),
        *(["flex_attention"] if flex and accepts(cls, model_type, "flex_attention", flex) else []),
    ]
    entry["backend"] = backend
    return entry


def main():
    names = {**dict(MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES), **dict(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES)}
    wanted = sys.argv[1:]
    lines = []
    for model_type, name in sorted(names.items()):
        name = name if isinstance(name, str) else name[0]
        if wanted and model_type not in wanted:
            continue
        if not hasattr(transformers, name):
            continue
        try:
            lines.append(f"{json.dumps(model_type)}: {json.dumps(support(model_type, name), separators=(',', ':'))}")
        except Exception as error:
            print(f"{model_type}: {type(error).__name__}: {str(error)[:120]}", file=sys.stderr)
    print(f'{{"release": "{transformers.__version__}", "families": {{\n' + ",\n".join(lines) + "\n}}")


if __name__ == "__main__":
    main()
