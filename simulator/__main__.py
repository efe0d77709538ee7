"""The command line: `python -m simulator COMMAND`. Each command is a file in simulator/commands."""

import argparse
import sys
from collections.abc import Sequence

from simulator import __version__
from simulator.errors import SimulatorError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. What a person can mend is a sentence on standard error, status 1."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["train"]:
        from simulator.commands.train import train  # noqa: PLC0415

        return train(given[1:])
    options = _parser().parse_args(given)
    try:
        return _run(options)
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); there is nobody left to tell.
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:  # noqa: PLR0911 - one for each command
    # Imports stand in the branches so that no command pays for another: the web page alone takes seconds to import.
    match options.command:
        case "preflight":
            from simulator.commands.preflight import preflight  # noqa: PLC0415

            return preflight(
                options.scenario,
                voice=options.voice,
                as_json=options.json,
                seeds=options.seeds,
                write=options.write,
            )
        case "check":
            from simulator.commands.check import check  # noqa: PLC0415

            return check(options.folder, schema=options.schema)
        case "new-scenario":
            from simulator.commands.new_scenario import new_scenario  # noqa: PLC0415

            return new_scenario(options.into, options.answers)
        case "code":
            from simulator.commands.code import code  # noqa: PLC0415

            return code(options.file, everything=options.all)
        case "score":
            from simulator.commands.score import score  # noqa: PLC0415

            return score(options.file)
        case "evaluate":
            from simulator.commands.evaluate import evaluate  # noqa: PLC0415

            return evaluate(options.file, second=options.second, as_json=options.json)
        case "rehearse":
            from simulator.commands.rehearse import rehearse  # noqa: PLC0415

            return rehearse(
                options.scenario,
                script=options.script,
                as_json=options.json,
                seed=options.seed,
                guardedness=options.guardedness,
            )
        case _:
            from simulator.web.serve import serve  # noqa: PLC0415

            return serve()


def _parser() -> argparse.ArgumentParser:
    from pathlib import Path  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m simulator", description="Partnering Practice")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("serve", help="start the pages and say which address to open (also without a command)")
    check = commands.add_parser("check", help="validate every scenario and rubric")
    check.add_argument("folder", nargs="?", type=Path, help="a folder of scenarios of your own, or one file of it")
    check.add_argument("--schema", action="store_true", help="write the JSON Schema for editors into FOLDER/schema")
    flight = commands.add_parser("preflight", help="send scripted leaders to employees: who caves, leaks, repeats?")
    flight.add_argument("scenario", nargs="*", help="ids or files (default: all that leaders were written for)")
    flight.add_argument("--voice", choices=("authored", "llm"), default="authored", help="who answers")
    flight.add_argument("--json", action="store_true", help="print one JSON object a scenario")
    flight.add_argument("--seeds", type=int, help="talks of each leader (default 5; 1 with a model)")
    flight.add_argument("--write", action="store_true", help="keep the certificates: what failed is offered no more")
    new = commands.add_parser("new-scenario", help="write a situation of your own, from questions in plain words")
    new.add_argument("--into", type=Path, default=Path("my-scenarios"), help="a folder (default: my-scenarios)")
    new.add_argument("--answers", help="a file of answers to take first, one a line")
    code = commands.add_parser("code", help="code leader turns: JSON Lines in, JSON Lines out")
    code.add_argument("file", help="a file, or - for standard input")
    code.add_argument("--all", action="store_true", help="add a confidence for each of the 22 codes")
    score = commands.add_parser("score", help="score a transcript (JSON) from anywhere")
    score.add_argument("file", help="a file, or - for standard input")
    evaluate = commands.add_parser("evaluate", help="measure the reader against labelled turns or sessions")
    evaluate.add_argument(
        "file",
        help="lines of the `code` format with agreed, disputed, quotes (a corpus file will do), or whole sessions",
    )
    evaluate.add_argument("--second", help="a second coding of the same lines: codes that only one gives are disputed")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    rehearse = commands.add_parser("rehearse", help="play a scenario in the terminal")
    rehearse.add_argument("scenario", help="a scenario's id, such as paula-first-meeting, or a file")
    rehearse.add_argument("--script", help="a file with one leader line per line, or -")
    rehearse.add_argument("--json", action="store_true", help="print one JSON object a turn")
    rehearse.add_argument("--guardedness", choices=("open", "guarded", "closed"), default="guarded")
    rehearse.add_argument("--seed", type=int, default=1, help="chance of the built-in voice (default 1)")
    commands.add_parser("train", help="train the reader again (extra [train])", add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
