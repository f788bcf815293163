"""Checks an output, and repairs it under its lock."""

from collections.abc import Sequence

from pipeline.check.inspect import ARTICLES, Damage, inspect, remembered
from pipeline.check.repair import repair
from pipeline.errors import NO_OUTPUT, UsageError
from pipeline.options import Options
from pipeline.run.listing import list_input
from pipeline.run.plan import plan_replay
from pipeline.run.settings import checked, policy_of
from pipeline.run.start import replay_parts
from pipeline.run.writing import writing
from transforms.base.attention import ATTENTION
from transforms.base.storage import listed, sweep


def check(output: str) -> list[Damage]:
    """The damage in an output; UsageError where there is none of ours."""
    if not any(listed(f"{output}/{folder}") for folder in ("_ledger", "_state", ARTICLES)):
        raise UsageError(f"{output}: {NO_OUTPUT}")
    return list(inspect(output))


def repaired(found: Sequence[Damage], options: Options, beam_arguments: Sequence[str]) -> list[Damage]:
    """Repairs what was found, replays the archive if rows are lost, and returns the damage that is left."""
    output, archives = options.output, f"{options.output}/archive"
    loses = any(damage.path.startswith(f"{ARTICLES}/") for damage in found)
    settings = checked([archives], options, beam_arguments)
    with writing(output, options.wait):
        before = _rows(output)
        for done in repair(output, found, policy_of(options)):
            ATTENTION.warning("%s", done)
        if loses and listed(archives):
            name, parts = plan_replay([list_input(archives)], options)
            replay_parts(name, parts, options, settings)
        sweep(output)
        left = list(inspect(output))
        if lost := len(before - _rows(output)):
            left.append(
                Damage(ARTICLES, f"{lost:,} rows are lost, and no archive holds them", "run again over their inputs")
            )
        return left


def _rows(output: str) -> set[tuple[str, str]]:
    return set().union(*remembered(output).values())
