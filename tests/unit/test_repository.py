"""What the whole repository keeps to, and no linter can say."""

import ast
import csv
import functools
import re
import statistics
import sys
from pathlib import Path

import polib
import pytest
import repository
from repository import ADDONS, ROOT

EMULATOR = Path("tests/qbo_emulator/qbo_emulator")
CLIENT = Path("qbo_connector/qbo/client.py")
OAUTH = Path("qbo_connector/qbo/oauth.py")
WIRE = {
    CLIENT,
    OAUTH,
    Path("qbo_connector/qbo/errors.py"),
    Path("qbo_connector/qbo/session.py"),
}


def owns(path, owners):
    return path in owners or "tests" in path.parts


def core_files():
    return [path for path in repository.shipped() if "qbo" in path.parts[1:-1]]


def emulator_files():
    return [path for path in repository.python("tests") if EMULATOR in path.parents]


# Who may import what


def test_the_core_knows_nothing_of_odoo():
    assert core_files()
    assert [path for path in core_files() if "odoo" in repository.roots(path)] == []


def test_the_core_imports_itself_relatively():
    assert [path for path in core_files() if repository.roots(path) & {*ADDONS}] == []


@pytest.mark.parametrize(
    ("library", "owners"),
    [("quickbooks", {CLIENT}), ("intuitlib", {OAUTH}), ("requests", WIRE)],
)
def test_a_library_stays_behind_its_files(library, owners):
    users = {path for path in repository.shipped() if library in repository.roots(path)}
    assert users - owners == set()


def test_the_emulator_shares_nothing_with_what_it_tests():
    foreign = {"odoo", "quickbooks", "intuitlib", *ADDONS}
    assert emulator_files()
    assert [p for p in emulator_files() if repository.roots(p) & foreign] == []


def test_the_environment_is_made_with_the_standard_library_alone():
    allowed = {*sys.stdlib_module_names, "environment"}
    folder = Path("setup/environment")
    paths = [path for path in repository.python("setup") if folder in path.parents]
    assert paths
    assert [path for path in paths if repository.roots(path) - allowed] == []


@pytest.mark.parametrize("addon", ADDONS)
def test_an_addon_imports_only_what_it_depends_on(addon):
    known = {addon, *repository_manifest(addon)["depends"]}
    if "qbo_connector_invoices" in known:
        known.add("qbo_connector")
    strange = {
        f"{path}: {name}"
        for path in repository.python(addon)
        for name in repository.imports(path)
        if name.startswith("odoo.addons.qbo_") and name.split(".")[2] not in known
    }
    assert strange == set()


def test_texts_are_translated_in_the_language_of_the_environment():
    users = [p for p in repository.shipped() if "odoo._" in repository.imports(p)]
    assert users == []


def test_the_core_addon_names_no_document_model():
    document = re.compile(
        r"\baccount\.(move|bank\.statement)\b|\baccount\.payment\b(?!\.(term|method))"
        r"|\b(sale|purchase)\.order\b|\bproduct\.(product|template)\b"
    )
    naming = [
        f"{path}: {found[0]}"
        for path, text in repository.texts()
        if path.parts[0] == "qbo_connector" and path.suffix in (".py", ".xml", ".csv")
        for found in document.finditer(text)
    ]
    assert naming == []


# Size


def test_functions_of_the_addons_stay_small():
    found = repository.functions(repository.shipped())
    lengths = sorted(function.lines for function in found)
    assert [str(function) for function in found if function.lines > 40] == []
    assert statistics.median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_functions_elsewhere_stay_readable():
    elsewhere = repository.python("setup", "tests")
    elsewhere += [path for path in repository.python(*ADDONS) if "tests" in path.parts]
    found = repository.functions(elsewhere)
    assert [str(function) for function in found if function.lines > 60] == []


def test_files_of_the_addons_stay_small():
    long = {
        str(path): lines
        for path in repository.shipped()
        if (lines := len(repository.text(path).splitlines())) > 400
    }
    assert long == {}


# Add-ons


def repository_manifest(addon):
    return ast.literal_eval(repository.text(Path(addon, "__manifest__.py")))


@pytest.mark.parametrize("addon", ADDONS)
def test_manifest_says_what_every_addon_says(addon):
    manifest = repository_manifest(addon)
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])
    assert manifest["license"] == "LGPL-3"
    assert manifest["author"] == "QBO Connector contributors"


@pytest.mark.parametrize("addon", ADDONS)
def test_data_files_are_in_the_manifest(addon):
    manifest = repository_manifest(addon)
    loaded = {*manifest.get("data", ()), *manifest.get("demo", ())}
    there = {
        str(path.relative_to(addon))
        for path in repository.files()
        if path.parts[0] == addon
        and path.parts[1] in ("data", "security", "views", "wizards", "report")
        and path.suffix in (".xml", ".csv")
    }
    assert there - loaded == set()
    assert {name for name in loaded if not (ROOT / addon / name).is_file()} == set()


@pytest.mark.parametrize("addon", ADDONS)
def test_every_model_has_access_lines(addon):
    lines = csv.DictReader(access_lines(addon))
    listed = {line["model_id:id"].rpartition(".")[2] for line in lines}
    stored = {
        f"model_{model.get('_name').replace('.', '_')}"
        for model in repository.models(repository.shipped())
        if model.path.parts[0] == addon
        and model.is_new
        and model.kind != "AbstractModel"
    }
    assert stored - listed == set()


def access_lines(addon):
    path = ROOT / addon / "security" / "ir.model.access.csv"
    return path.read_text().splitlines() if path.exists() else []


def test_one_model_per_file():
    paths = [model.path for model in repository.models(repository.shipped())]
    assert sorted({str(path) for path in paths if paths.count(path) > 1}) == []


def test_every_mapper_has_a_test_file():
    missing = [
        str(path)
        for path in repository.shipped()
        if "mappers" in path.parts and is_mapper(path) and not mapper_test(path)
    ]
    assert missing == []


def is_mapper(path):
    return any(model.get("_entity") for model in repository.models([path]))


def mapper_test(path):
    return (ROOT / path.parts[0] / "tests" / f"test_mapper_{path.stem}.py").exists()


@pytest.mark.parametrize("addon", ADDONS)
def test_every_test_file_is_imported(addon):
    """Odoo finds only what tests/__init__.py names."""
    tests = ROOT / addon / "tests"
    path = tests / "__init__.py"
    named = path.read_text() if path.exists() else ""
    forgotten = [
        test.name
        for test in tests.glob("test_*.py")
        if not re.search(rf"\b{test.stem}\b", named)
    ]
    assert forgotten == []


# Every text


def test_a_silenced_linter_has_a_reason():
    silent = re.compile(r"#\s*(noqa|pylint:\s*disable)\b(?!: [A-Z0-9, ]+ - \w)")
    silenced = [
        f"{path}: {found[0]}"
        for path, text in repository.texts()
        if path.suffix == ".py" and path.name != "test_repository.py"
        for found in silent.finditer(text)
    ]
    assert silenced == []


FORBIDDEN = {
    "machine path": r"(?<![\w.~}])/(?:work|root)/",
    "registry host": r"deb\.debian\.org|pypi\.org|pythonhosted|registry\.npmjs",
    "steering document": r"\.\./shared\b|DEVELOPERS\.md",
    "unfinished": r"\b(?:TO" r"DO|FIX" r"ME)\b",
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_text_holds_what_belongs_elsewhere(kind):
    pattern = re.compile(FORBIDDEN[kind])
    holding = [
        f"{path}: {found[0]}"
        for path, text in repository.texts()
        if path.name != "test_repository.py"
        for found in pattern.finditer(text)
    ]
    assert holding == []


def test_links_between_the_texts_lead_somewhere():
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
    dead = [
        f"{path}: {found[1]}"
        for path, text in repository.texts()
        if path.suffix == ".md"
        for found in link.finditer(text)
        if not (ROOT / path.parent / found[1]).exists()
    ]
    assert dead == []


def test_translations_have_their_originals():
    """Odoo drops a translation whose original is not in the template beside it."""
    lost = [
        f"{path}: {entry.msgid[:40]}"
        for path in repository.files()
        if path.suffix == ".po"
        for entry in polib.pofile(str(ROOT / path))
        if entry.msgid not in originals(path)
    ]
    assert lost == []


@functools.cache
def originals(path):
    template = path.with_name(f"{path.parts[0]}.pot")
    return {entry.msgid for entry in polib.pofile(str(ROOT / template))}


def test_programs_can_be_started():
    names = ("run", "test", "demo", "bench", "docs", "stop")
    paths = [ROOT / "setup" / name for name in names]
    unready = [p.name for p in paths if not p.exists() or not p.stat().st_mode & 0o111]
    assert unready == []
