"""Where Odoo comes from, and what is said where it cannot be had."""

import os
import signal
import subprocess
import time

import pytest
from conftest import sentence

APT = """
echo "$@" >> {log}
case "$*" in
  *indextargets*) echo http://archive.invalid/debian ;;
  *download*) touch odoo-19_19.0.0_all.deb ;;
esac
"""
DPKG = """
mkdir -p $3/usr/lib/python3/dist-packages/odoo/addons/base
echo "version_info = (19, 0, 0, 'final', 0, '')" \\
  > $3/usr/lib/python3/dist-packages/odoo/release.py
"""
PRINT = ("python", "-c", "import odoo.release as r; print(r.__file__)")


@pytest.fixture
def archive(machine):
    """A Debian archive whose one package is the smallest Odoo; gives apt's log."""
    log = machine.folder / "apt.log"
    machine.program("apt-get", APT.format(log=log))
    machine.program("dpkg-deb", DPKG)
    return log


def downloads(log):
    return log.read_text().count(" download ")


def test_an_odoo_of_ones_own_is_used(machine):
    home = machine.odoo()
    answer = machine.run(*PRINT, ODOO_HOME=str(home))
    assert answer.stdout.strip() == str(home / "odoo" / "release.py")


def test_another_odoo_is_refused(machine):
    answer = machine.run("true", ODOO_HOME=str(machine.odoo(18)))
    assert "holds Odoo 18.0; Odoo 19.0 is needed" in sentence(answer)


def test_a_folder_without_odoo_is_refused(machine):
    answer = machine.run("true", ODOO_HOME=str(machine.folder))
    assert "no Odoo is there" in sentence(answer)


def test_an_importable_odoo_is_used_without_its_neighbours(machine):
    home = machine.odoo(folder="site-packages")
    (home / "neighbour.py").write_text("")
    looking = "import importlib.util as u; print(u.find_spec('neighbour'))"
    paths = {"PYTHONPATH": str(home)}
    assert "importable" in machine.run(*PRINT, **paths).stdout
    alone = machine.run("env", "-u", "PYTHONPATH", "python", "-c", looking, **paths)
    assert alone.stdout.strip() == "None"


def test_the_archive_is_asked_once(machine, archive):
    first = machine.run(*PRINT)
    assert first.stdout.strip().endswith("dist-packages/odoo/release.py")
    assert downloads(archive) == 2  # the machine's own suite, and the one with Odoo
    again = machine.run(*PRINT)
    assert again.stdout == first.stdout
    assert again.stderr == ""
    assert downloads(archive) == 2


def test_two_at_once_share_one_download(machine, archive):
    env = machine.variables
    both = [subprocess.Popen(machine.command("true"), env=env) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert downloads(archive) == 2


def test_no_network_is_one_sentence_and_the_next_run_recovers(machine, archive):
    working = (machine.programs / "apt-get").read_text()
    broken = working.replace("*download*) touch", "*download*) echo E: no route; false")
    machine.program("apt-get", broken.removeprefix("#!/bin/sh\n"))
    answer = machine.run("true")
    assert "E: no route" in answer.stderr
    assert "fatal: no route either" in sentence(answer)
    assert "Set ODOO_HOME" in sentence(answer)
    machine.program("apt-get", working.removeprefix("#!/bin/sh\n"))
    assert machine.run("true").returncode == 0


def test_where_the_archive_lacks_odoo_its_own_repository_is_cloned(machine, archive):
    working = (machine.programs / "apt-get").read_text()
    broken = working.replace("*download*) touch", "*download*) echo E: gone; false")
    machine.program("apt-get", broken.removeprefix("#!/bin/sh\n"))
    machine.program("git", f"cp -r {machine.odoo()} $5")
    first = machine.run(*PRINT)
    assert first.stdout.strip().endswith("odoo-19.0-source/odoo/odoo/release.py")
    asked = archive.read_text()
    again = machine.run(*PRINT)
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert archive.read_text() == asked


def test_a_full_disk_is_one_sentence_and_nothing_half_done_stays(machine, archive):
    machine.program("dpkg-deb", "echo dpkg-deb: No space left on device; exit 2")
    assert "No space left on device" in sentence(machine.run("true"))
    assert list(machine.cache.glob("odoo-19*")) == []
    assert list(machine.cache.glob(".odoo-19*")) == []


def test_a_dangling_link_is_refused(machine, archive):
    machine.program("dpkg-deb", DPKG + "ln -sf nowhere $3/usr/lib/jquery.js")
    assert "jquery.js" in sentence(machine.run("true"))
    assert list(machine.cache.glob("odoo-19*")) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_stopped_while_unpacking_the_next_run_goes_on(machine, archive, number):
    started = machine.folder / "started"
    machine.program("dpkg-deb", f"{DPKG}\ntouch {started}\nexec sleep 60")
    process = subprocess.Popen(
        machine.command("true"),
        env=machine.variables,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A run in the background ignores Ctrl-C, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not started.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert list(machine.cache.glob("odoo-19*")) == []
    machine.program("dpkg-deb", DPKG)
    assert machine.run(*PRINT).returncode == 0
    assert list(machine.cache.glob(".odoo-19*.*")) in (
        [],
        [machine.cache / ".odoo.lock"],
    )


def test_without_debian_the_repository_is_asked(machine):
    for name in ("sh", "env", "uname"):
        machine.program(name, f'exec /usr/bin/{name} "$@"')
    answer = machine.run("true", PATH=str(machine.programs))
    assert "this is no Debian" in answer.stderr
    assert "fatal: no route either" in sentence(answer)
