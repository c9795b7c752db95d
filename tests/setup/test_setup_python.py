"""The virtual environment: made once, made anew where it was left half done."""

import subprocess
import sys
import zipfile

import pytest
from conftest import sentence

METADATA = "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
PRETEND = """
import runpy, sys
sys.version_info, sys.version = {version}, "3.x of a test"
sys.path.insert(0, {setup!r})
sys.argv = [{path!r}]
runpy.run_path({path!r}, run_name="__main__")
"""
IMPORT = ("python", "-c", "import thing; print(thing.__name__)")


@pytest.fixture
def bare(bare):
    bare.variables["ODOO_HOME"] = str(bare.odoo())
    return bare


@pytest.fixture
def ready(bare, empty_environment):
    """A machine that lacks nothing."""
    bare.borrow(empty_environment)
    return bare


@pytest.fixture
def wheels(folder):
    """A folder with one package, for pip."""
    shelf = folder / "wheels"
    shelf.mkdir()
    with zipfile.ZipFile(shelf / "thing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("thing.py", "")
        wheel.writestr("thing-1.0.dist-info/METADATA", METADATA)
        wheel.writestr("thing-1.0.dist-info/WHEEL", WHEEL)
        wheel.writestr("thing-1.0.dist-info/RECORD", "")
    return str(shelf)


def environment(machine):
    return next(machine.cache.glob("python-3*"))


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 14, 0)])
@pytest.mark.parametrize("program", ["run", "test", "demo", "bench", "stop"])
def test_a_wrong_python_is_one_sentence(bare, version, program):
    path = bare.setup / program
    pretend = PRETEND.format(version=version, setup=str(bare.setup), path=str(path))
    answer = subprocess.run(
        [sys.executable, "-c", pretend],
        env=bare.variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Python 3.10 to 3.13 is needed, but this is 3.x" in sentence(answer)
    assert len(answer.stderr.strip().splitlines()) == 1


def test_what_is_pinned_is_installed_once(bare, wheels):
    bare.require("thing==1.0")
    first = bare.run(*IMPORT, PIP_FIND_LINKS=wheels)
    assert first.stdout == "thing\n"
    assert "Installing 1 Python packages" in first.stderr
    again = bare.run(*IMPORT)
    assert (again.stdout, again.stderr) == ("thing\n", "")


def test_other_pins_are_another_environment(ready, wheels):
    assert ready.run("true").returncode == 0
    ready.require("thing==1.0")
    assert ready.run(*IMPORT, PIP_FIND_LINKS=wheels).stdout == "thing\n"
    assert len(list(ready.cache.glob("python-3*"))) == 2


def test_no_network_is_one_sentence_and_the_next_run_recovers(bare, wheels):
    bare.require("thing==1.0")
    assert "No matching distribution found for thing==1.0" in sentence(bare.run("true"))
    assert bare.run(*IMPORT, PIP_FIND_LINKS=wheels).stdout == "thing\n"


def test_an_environment_left_half_done_is_made_anew(bare, wheels):
    bare.require("thing==1.0")
    bare.run("true", PIP_FIND_LINKS=wheels)
    place = environment(bare)
    (place / ".complete").unlink()
    (place / "bin" / "python").unlink()
    assert bare.run(*IMPORT, PIP_FIND_LINKS=wheels).stdout == "thing\n"


def test_an_unknown_program_is_one_sentence(ready):
    assert "There is no program nonsense" in sentence(ready.run("nonsense"))


def test_what_the_command_prints_and_returns_is_its_own(ready):
    answer = ready.run("sh", "-c", "echo out; exit 7")
    assert (answer.stdout, answer.returncode) == ("out\n", 7)


def test_a_cache_that_cannot_be_written_is_one_sentence(ready):
    (ready.folder / "file").write_text("")
    answer = ready.run("true", XDG_CACHE_HOME=str(ready.folder / "file"))
    assert "Not a directory" in sentence(answer)


def test_what_the_machine_lacks_is_named_with_its_loss(ready):
    for name in ("chromium", "wkhtmltopdf"):
        (ready.programs / name).unlink()
    ready.program("apt-get", "echo E: the lists are locked; exit 100")
    path = str(ready.programs)
    for name in ("sh", "true"):
        ready.program(name, f'exec /bin/{name} "$@"')
    said = ready.run("true", PATH=path).stderr
    assert "Not here: chromium (no browser tests and no screenshots)." in said
    assert "Not here: wkhtmltopdf (Odoo prints no PDF)." in said
