"""Choose the parts, run them two at a time, and add up."""

import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from environment import Problem, prepare, say, sentences

from . import parts
from .outcome import close
from .runner import Runner

AT_ONCE = 2


def main(arguments):
    """Run the part that the arguments name, or all usual ones; give the exit code."""
    started = time.monotonic()
    with sentences():
        chosen, rest = choose(arguments)
        environment = prepare()
        with tempfile.TemporaryDirectory(prefix="qbo-test-") as folder:
            outcomes = list(_all(Runner(environment, rest, Path(folder)), chosen))
    order = [part.name for part in chosen]
    outcomes.sort(key=lambda outcome: order.index(outcome.name))
    return close(outcomes, time.monotonic() - started)


def choose(arguments):
    """Give the parts to run and what is left for pytest."""
    if not arguments or arguments[0].startswith("-"):
        usual = [parts.BY_NAME[name] for name in parts.USUAL]
        return [part for part in usual if _is_possible(part)], arguments
    part = parts.BY_NAME.get(arguments[0])
    if part is None:
        names = ", ".join(parts.BY_NAME)
        raise Problem(f"There is no part {arguments[0]}; there are: {names}.")
    return [part], arguments[1:]


def _is_possible(part):
    """Tell whether this machine has what the part needs; name the loss if not."""
    if part.program and not shutil.which(part.program):
        say(f"Not here: {part.program}; left out: the part {part.name}.")
        return False
    return True


def _all(runner, chosen):
    if len(chosen) == 1:
        yield runner.run(chosen[0], sys.stdout)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(_logged, runner, part) for part in chosen]
        for ended in as_completed(running):
            yield ended.result()


def _logged(runner, part):
    """Run a part with its output in a file; show the output if it failed."""
    say(f"{part.name} begins ...")
    log = runner.folder / f"{part.name}.log"
    with log.open("w") as output:
        outcome = runner.run(part, output)
    if not outcome.is_good:
        _show(part, log)
    say(str(outcome))
    return outcome


def _show(part, log):
    text = log.read_text(errors="replace")
    print(f"---- {part.name} ----\n{text}\n---- end of {part.name} ----", flush=True)
