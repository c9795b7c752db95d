"""What came out of a part, and the closing lines."""

from dataclasses import dataclass, field
from xml.etree import ElementTree


@dataclass
class Outcome:
    """Counts of one part; ``troubles`` are failures that are no test's."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    troubles: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_good(self):
        """Tell whether tests ran and nothing failed."""
        return bool(self.passed) and not self.failed and not self.troubles

    def read(self, report):
        """Add the counts of a JUnit report by pytest; none means that it crashed."""
        try:
            suites = ElementTree.parse(report).getroot().iter("testsuite")
        except (FileNotFoundError, ElementTree.ParseError):
            self.troubles.append("pytest ended without a report")
            return
        for suite in suites:
            counts = {name: int(suite.get(name, 0)) for name in _COUNTS}
            bad = counts["failures"] + counts["errors"]
            self.failed += bad
            self.skipped += counts["skipped"]
            self.passed += max(0, counts["tests"] - bad - counts["skipped"])

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        if self.skipped:
            text += f", {self.skipped} skipped"
        text += "".join(f"; {trouble}" for trouble in self.troubles)
        return f"{self.name}: {text} in {self.seconds:.0f} s"


_COUNTS = ("tests", "failures", "errors", "skipped")


def close(outcomes, seconds):
    """Print the sums in pytest's form and give the exit code."""
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed + len(outcome.troubles) for outcome in outcomes)
    print()
    for outcome in outcomes:
        print(outcome)
    print(f"{passed} passed, {failed} failed")
    print(f"== {passed} passed, {failed} failed in {seconds:.2f} s ==", flush=True)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1
