accelerate launch --config_file acc.yaml -m trl.scripts.sft --config chat.yaml
