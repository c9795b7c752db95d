"""Peak memory of the engine at QBO_BENCH_RECORDS (10,000) and at five times as many.

Both directions in one process each, as a worker of Odoo would do it.
"""

from customers import stage
from push_customers import fill

TIMES = 5


def main():
    """Print and give the figures."""
    rows = []
    for name, prepare in (("pull", stage.Stage.seed), ("push", fill)):
        peaks = [_peak(prepare, stage.RECORDS * times) for times in (1, TIMES)]
        for times, peak in zip((1, TIMES), peaks, strict=True):
            what = f"{name} of {stage.RECORDS * times}: peak memory"
            rows.append(stage.row(what, round(peak), "MB"))
        growth = (peaks[1] / peaks[0] - 1) * 100
        rows.append(stage.row(f"{name}: growth", round(growth), "%"))
    return rows


def _peak(prepare, count):
    with stage.connected() as connected:
        prepare(connected, count)
        return connected.drain(0)["megabytes"]


if __name__ == "__main__":
    main()
