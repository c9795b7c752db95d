"""Run one part: its database, its pytest, its outcome."""

import subprocess
import time

from environment import configuration, places
from environment.databases import Databases

from . import lint, template
from .outcome import Outcome
from .parts import LINT

PLUGINS = ("pytest_odoo", "testing.odoo_log", "testing.odoo_secrets")
OPTIONS = ("--color=no", "-q", "--timeout=600")


class Runner:
    """Runs parts in an environment; ``arguments`` go to every pytest.

    ``folder`` takes what a run leaves behind: reports, configurations, data.
    """

    def __init__(self, environment, arguments, folder):
        self.environment = environment
        self.arguments = arguments
        self.folder = folder

    def run(self, part, output):
        """Run a part, everything it prints into the open file; give its outcome."""
        started = time.monotonic()
        outcome = Outcome(part.name)
        try:
            self._run(part, outcome, output)
        except template.UncleanInstall as trouble:
            print(trouble, file=output, flush=True)
            addons = ", ".join(part.addons)
            outcome.troubles.append(f"installing {addons} is not clean")
        outcome.seconds = time.monotonic() - started
        return outcome

    def _run(self, part, outcome, output):
        if part.missing:
            outcome.troubles.append(f"not there: {', '.join(part.missing)}")
            return
        if part is LINT:
            unhappy = lint.run(self.environment, output)
            outcome.troubles += [f"{name} is not satisfied" for name in unhappy]
        if part.addons:
            self._with_database(part, outcome, output)
        else:
            self._pytest(part, outcome, output, self.environment.variables)
        if not outcome.passed and not outcome.failed and not outcome.troubles:
            outcome.troubles.append("no test ran")

    def _with_database(self, part, outcome, output):
        with template.ready(self.environment, part) as source:
            variables = {**self.environment.variables, "QBO_TEMPLATE": source}
            if part.odoo:
                self._inside_odoo(part, outcome, output, variables)
            else:
                self._pytest(part, outcome, output, variables)

    def _inside_odoo(self, part, outcome, output, variables):
        source = variables["QBO_TEMPLATE"]
        name = template.copy_name(source, part)
        with Databases(self.environment).temporary(source, name):
            variables["ODOO_RC"] = str(self._configuration(name))
            plugins = [option for plugin in PLUGINS for option in ("-p", plugin)]
            plugins += ["--log-level=INFO", "--odoo-http", f"--odoo-database={name}"]
            self._pytest(part, outcome, output, variables, *plugins)

    def _configuration(self, database):
        return configuration.write(
            self.folder / f"{database}.conf",
            self.environment.odoo,
            self.environment.postgres,
            db_name=database,
            data_dir=self.folder / "data",
            max_cron_threads=0,
        )

    def _pytest(self, part, outcome, output, variables, *more):
        report = self.folder / f"{part.name}.xml"
        command = [self.environment.python, "-m", "pytest", *more, *part.pytest]
        command += [f"--junitxml={report}", *OPTIONS, *part.paths]
        subprocess.run(
            [*map(str, command), *self.arguments],
            cwd=places.REPOSITORY,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
        outcome.read(report)
