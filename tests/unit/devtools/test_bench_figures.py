"""The bench's arithmetic, table and JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import i18n
from app.devtools.bench.figures import Bound, Figure, Samples, Wanted, figures
from app.devtools.bench.statistics import beyond, median, percentile
from app.devtools.bench.table import amount, as_json, table

KINDS = ("lines", "whole", "dots")
NAMES = (
    *("figures", "rest", "lines"),
    *("start", "key", "switch", "request", "big_request", "decode", "template_decode"),
    *("commits", "years", "rows"),
    *("sale", "big_sale", "memory", "template", "stall", "printed", "big_printed", "printing_stall"),
    *(f"{big}paper_{kind}{size}" for big in ("", "big_") for kind in KINDS for size in ("", "_bytes")),
)
PAPERS = {
    f"{big}paper_{line}"
    for big in ("", "big_")
    for line in ("lines", "lines_bytes", "whole", "dots", "dots_bytes")
}
numbers = st.floats(0, 1e6, allow_nan=False)


def found(ours: float = 10.0, baseline: float = 5.0) -> dict[str, Samples]:
    """Every measurement with three equal samples."""
    return {name: Samples([ours] * 3, [baseline] * 3) for name in NAMES}


def test_percentiles():
    samples = [4.0, 1.0, 3.0, 2.0, 5.0]
    assert [percentile(samples, rank) for rank in (0, 25, 50, 100)] == [1.0, 2.0, 3.0, 5.0]
    assert percentile(samples, 95) == pytest.approx(4.8)
    assert median([1.0, 2.0]) == 1.5
    assert percentile([7.0], 99) == 7.0


@pytest.mark.parametrize(("samples", "rank"), [([], 50), ([1.0], -1), ([1.0], 101)])
def test_percentiles_of_nothing(samples, rank):
    with pytest.raises(ValueError, match="samples and a rank"):
        percentile(samples, rank)


@given(st.lists(numbers, min_size=1), st.floats(0, 100), st.floats(0, 100))
def test_percentiles_stay_among_the_samples_and_in_order(samples, one, other):
    low, high = sorted((one, other))
    assert min(samples) <= percentile(samples, low) <= percentile(samples, high) <= max(samples)


def test_beyond_is_never_below_nothing():
    assert beyond([5.0, 1.0, 9.5], 2.0) == [3.0, 0.0, 7.5]


def test_a_figure_against_its_baseline():
    start = Figure("start", "ms", 320.0, 200.0, Wanted(Bound.RATIO, 1.6))
    assert start.ratio == pytest.approx(1.6)
    assert start.within is True
    assert Figure("start", "ms", 321.0, 200.0, start.wanted).within is False


def test_a_figure_against_its_own_limit():
    wanted = Wanted(Bound.OURS, 16.0)
    assert Figure("key_p95", "ms", 15.9, 0.1, wanted).within is True
    assert Figure("key_p95", "ms", 16.1, 400.0, wanted).within is False


def test_nothing_wanted_or_no_baseline_is_neither_within_nor_over():
    assert Figure("memory", "MB", 90.0, 60.0).within is None
    alone = Figure("start", "ms", 90.0, None, Wanted(Bound.RATIO, 1.6))
    assert alone.ratio is None
    assert alone.within is None


def test_every_measurement_makes_its_lines():
    lines = {figure.name: figure for figure in figures(found())}
    assert lines["start"].ratio == 2.0
    assert lines["sale_overhead_p95"].ours == 5.0
    assert lines["sale_overhead_p95"].wanted is not None
    assert lines["big_sale_overhead_p95"].wanted is None
    assert lines["memory"].unit == "MB"
    assert {name for name, figure in lines.items() if figure.wanted} == {
        "start", "key_p95", "key_p99", "figures_p95", "figures_p99", "switch_p95", "rest", "lines_p95",
        "sale_overhead_p95", "template", "stall",
        "request", "big_request", "decode", "template_decode", "years", "rows_p95", *PAPERS,
        "printed", "big_printed", "printing_stall",
    }  # fmt: skip


def test_a_missing_measurement_is_an_error():
    incomplete = found()
    del incomplete["sale"]
    with pytest.raises(KeyError):
        figures(incomplete)


def test_our_whole_tail_counts_as_overhead():
    samples = found() | {"sale": Samples([10.0] * 19 + [100.0], [2.0] * 19 + [90.0])}
    lines = {figure.name: figure.ours for figure in figures(samples)}
    assert lines["sale_overhead_p50"] == 8.0
    assert lines["sale_overhead_p95"] == pytest.approx(12.5)


def test_the_longest_pause_is_the_longest():
    samples = found() | {"stall": Samples([1.0, 30.0, 2.0], [1.0, 1.0, 4.0])}
    stall = next(figure for figure in figures(samples) if figure.name == "stall")
    assert (stall.ours, stall.baseline, stall.within) == (30.0, 4.0, False)


def test_the_table_lines_up_and_says_what_is_over():
    lines = table(figures(found(ours=2000.0, baseline=1000.0))).splitlines()
    assert len(lines) == 2 + len(figures(found()))
    start = next(line for line in lines if "2.00x" in line)
    assert start.rstrip().endswith(i18n.t("bench.over"))
    assert "1000 ms" in start
    assert "<= 1.6x" in start


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_line_of_the_table_has_words(language):
    for name in (figure.name for figure in figures(found())):
        key = f"bench.figure.{name}"
        assert i18n.text_in(language, key) != key


@pytest.mark.parametrize(
    ("value", "text"), [(0.634, "0.63 ms"), (12.44, "12.4 ms"), (221.8, "222 ms"), (0.0, "0.00 ms")]
)
def test_amounts_have_the_digits_that_mean_something(value, text):
    assert amount(value, "ms") == text


def test_json_holds_everything():
    samples = found()
    written = json.loads(json.dumps(as_json({"cores": 2}, figures(samples), samples)))
    assert written["machine"] == {"cores": 2}
    assert written["samples"]["key"] == {"ours": [10.0] * 3, "baseline": [5.0] * 3}
    start = written["figures"][0]
    assert start == {
        "name": "start", "unit": "ms", "ours": 10.0, "baseline": 5.0, "ratio": 2.0,
        "wanted": {"bound": "ratio", "most": 1.6}, "within": False,
    }  # fmt: skip
