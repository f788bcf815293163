"""Makes the metadata of the Flex Template from the options: `python -m pipeline.flex_template [--check]`."""

import json
import sys
from pathlib import Path
from typing import Any

from pipeline.options import INPUTS, Options, Spec

FILE = Path("deploy", "flex-template.json")


def metadata() -> dict[str, Any]:
    """Dataflow's TemplateMetadata: what its console and `gcloud` ask for, and check before a job starts."""
    return {
        "name": "Dateline",
        "description": "News feeds and pages in, clean records out, as partitioned Parquet.",
        "streaming": False,
        "parameters": [_parameter(name, spec) for name, spec in parameters().items()],
    }


def parameters() -> dict[str, Spec]:
    """The options that a job on Dataflow takes."""
    return {name: spec for name, spec in {"inputs": INPUTS, **Options.specs()}.items() if spec.in_template}


def _parameter(name: str, spec: Spec) -> dict[str, Any]:
    default = {} if spec.default is None else {"defaultValue": spec.default}
    return {
        "name": name,
        "label": name.capitalize().replace("_", " "),
        "helpText": f"{spec.meaning[0].upper()}{spec.meaning[1:]}.",
        "isOptional": spec.default is not None,
        "regexes": [f"^{spec.pattern}$"],
        "paramType": spec.kind,
        **default,
    }


def main(arguments: list[str]) -> int:
    """Writes the file, or with --check says whether it differs."""
    made = json.dumps(metadata(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in arguments:
        FILE.write_text(made, "utf-8")
        return 0
    if FILE.exists() and FILE.read_text("utf-8") == made:
        return 0
    print(f"{FILE} is not what pipeline/options.py says: run `make schemas`")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
