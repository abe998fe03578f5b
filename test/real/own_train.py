"""A script as somebody has it: TRL's SFTTrainer with the arguments of launch.sh. Tests plant faults in it."""

from trl import ModelConfig, ScriptArguments, SFTConfig, SFTTrainer, TrlParser, get_peft_config, get_quantization_config


def main() -> None:
    import datasets
    from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

    parser = TrlParser((ScriptArguments, SFTConfig, ModelConfig))
    script, training, model = parser.parse_args_and_config()
    set_seed(training.seed)
    rows = datasets.load_dataset("json", data_files=script.dataset_name, split="train")
    tokenizer = AutoTokenizer.from_pretrained(model.model_name_or_path)
    quantization = get_quantization_config(model)
    options = {} if quantization is None else {"quantization_config": quantization, "device_map": {"": training.device}}
    network = AutoModelForCausalLM.from_pretrained(model.model_name_or_path, dtype=model.dtype, **options)
    trainer = SFTTrainer(
        model=network,
        args=training,
        train_dataset=rows,
        processing_class=tokenizer,
        peft_config=get_peft_config(model),
    )
    trainer.train(resume_from_checkpoint=training.resume_from_checkpoint)
    trainer.save_model()


if __name__ == "__main__":
    main()
