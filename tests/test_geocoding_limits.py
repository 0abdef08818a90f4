"""Asking within limits, and what is kept: a provider of our own, a clock of our own, no network."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CacheError
from geo.gazetteer.entry import Form
from geo.geocoding import Answer, Cache, Clock, Fault, Limits, ask
from geo.model import DataSource, Record
from geo.web.rate_limit import wait_turn

START = 1_795_392_000.0
TODAY = date(2026, 11, 23)
SOURCE = DataSource("fake", "Fakeatim", "online", "CC0-1.0", "nobody", "https://example.org/terms")


class FakeClock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self):
        self.time = START
        self.slept = []

    def sleep(self, seconds):
        """Let time pass at once."""
        self.slept.append(seconds)
        self.time += seconds

    def clock(self):
        """Return what the code under test asks for."""
        return Clock(now=lambda: self.time, elapsed=lambda: self.time, sleep=self.sleep)


class FakeProvider:
    """Answers with what it was given, one after the other, then with a village."""

    source = SOURCE
    identity = "fake 1"
    may_keep = True

    def __init__(self, *script, pause_s=0.0, clock=None, takes_s=0.0):
        self.script = list(script)
        self.pause_s = pause_s
        self.asked = []
        self.timeouts = []
        self._clock = clock
        self._takes_s = takes_s

    def search(self, name, *, timeout_s):
        """Answer or fail, as the script says."""
        self.asked.append((name, self._clock.time if self._clock else None))
        self.timeouts.append(timeout_s)
        if self._clock:
            self._clock.time += self._takes_s
        step = self.script.pop(0) if self.script else None
        if isinstance(step, BaseException):
            raise step
        return (village(name),) if step is None else step


def village(name="Kars"):
    """Return a record."""
    return Record("fake", "7", name, "city", 43.1, 40.6, "TR", "Kars", 78_100, "approximate", (43.0, 40.5, 43.2, 40.7))


def slow(wait_s=None):
    """Return a fault that may pass."""
    return Fault("Fakeatim was slow", may_retry=True, wait_s=wait_s)


def broken():
    """Return a fault that will not pass."""
    return Fault("Fakeatim was broken")


@pytest.fixture
def time_():
    """Return a clock of our own."""
    return FakeClock()


@pytest.fixture
def cache(tmp_path):
    """Return an empty cache."""
    return Cache(tmp_path)


def put(names, provider, cache, time_, **limits):
    """Ask, on our own clock."""
    return ask(names, provider, cache=cache, clock=time_.clock(), limits=Limits(**limits))


def test_each_name_is_asked_once(cache, time_):
    """A name that stands twice in an article is one question."""
    provider = FakeProvider()
    answers = put(["Kars", "Baku", "Kars"], provider, cache, time_)
    assert [name for name, _ in provider.asked] == ["Kars", "Baku"]
    assert list(answers.found) == ["Kars", "Baku"]


def test_requests_keep_the_rate(cache, time_):
    """At least the pause of one second lies between two requests, over names and over runs."""
    provider = FakeProvider(pause_s=1.0, clock=time_, takes_s=0.3)
    put(["a1", "a2"], provider, cache, time_)
    put(["a3"], provider, cache, time_)
    moments = [moment - START for _, moment in provider.asked]
    assert moments == pytest.approx([0.0, 1.0, 2.0])


def test_retries_back_off_and_are_bounded(cache, time_):
    """A fault that may pass is tried again after 2 s and 4 s, then listed."""
    provider = FakeProvider(slow(), slow(), slow())
    answers = put(["Kars"], provider, cache, time_, attempts=3, backoff_s=2)
    assert time_.slept == [2, 4]
    assert answers.unanswered == {"Kars": "Fakeatim was slow"}
    assert len(provider.asked) == 3


def test_a_fault_that_passes_is_forgotten(cache, time_):
    """The second attempt's answer counts."""
    assert put(["Kars"], FakeProvider(slow()), cache, time_).found["Kars"].records == (village(),)


def test_a_provider_that_fails_again_and_again_is_given_up(cache, time_):
    """After three names in a row without a usable answer the others are not asked, and say why."""
    provider = FakeProvider(*(broken() for _ in range(9)))
    answers = put([f"place {n}" for n in range(6)], provider, cache, time_, faults=3)
    assert len(provider.asked) == 3
    assert answers.unanswered["place 2"] == "Fakeatim was broken"
    assert answers.unanswered["place 5"] == (
        "Fakeatim was given up after 3 faults in a row, the last: Fakeatim was broken"
    )


def test_faults_that_are_not_in_a_row_do_not_add_up(cache, time_):
    """An answer between, even one that knows nothing, shows that the provider is well."""
    provider = FakeProvider(broken(), broken(), None, broken(), (), broken(), broken())
    put([f"place {n}" for n in range(8)], provider, cache, time_, faults=3)
    assert len(provider.asked) == 8


def test_a_fault_of_one_name_alone_does_not_count(cache, time_):
    """A point off the globe says nothing about the other names."""
    provider = FakeProvider(*(Fault("off the globe", is_local=True) for _ in range(5)))
    put([f"place {n}" for n in range(6)], provider, cache, time_, faults=3)
    assert len(provider.asked) == 6


def test_a_refusal_ends_the_asking(cache, time_):
    """A wrong key is wrong for all names."""
    provider = FakeProvider(Fault("refused", is_final=True))
    answers = put(["a1", "a2", "a3"], provider, cache, time_)
    assert len(provider.asked) == 1
    assert answers.unanswered == dict.fromkeys(("a1", "a2", "a3"), "refused")


def test_the_whole_run_is_bounded(cache, time_):
    """When time is up the remaining names are listed; a later run goes on from there."""
    provider = FakeProvider(clock=time_, takes_s=8)
    names = [f"place {n}" for n in range(5)]
    answers = put(names, provider, cache, time_, total_s=20)
    assert list(answers.found) == names[:3]
    assert answers.unanswered[names[3]] == "the 20 s for asking Fakeatim were over; a further run goes on"
    assert provider.timeouts == pytest.approx([10, 10, 4])  # no request outlives the run
    again = put(names, provider, cache, time_, total_s=20)
    assert list(again.found) == names
    assert len(provider.asked) == 5


def test_a_wait_that_outlasts_the_run_is_not_begun(cache, time_):
    """A provider that asks for 25 s when 20 s are left is not waited for."""
    answers = put(["Kars"], FakeProvider(slow(wait_s=25)), cache, time_, total_s=20)
    assert answers.unanswered == {"Kars": "the 20 s for asking Fakeatim were over; a further run goes on"}
    assert time_.slept == []


def test_a_provider_with_a_mistake_of_its_own_does_no_harm(cache, time_):
    """An exception nobody foresaw becomes a reason, with its kind and without its words."""
    answers = put(["a1", "a2"], FakeProvider(ZeroDivisionError("s3cret")), cache, time_)
    assert answers.unanswered == {"a1": "asking Fakeatim failed in a way not foreseen (ZeroDivisionError)"}
    assert list(answers.found) == ["a2"]


def test_an_interrupt_passes(cache, time_):
    """Ctrl-C is nobody's fault, and ends the run."""
    with pytest.raises(KeyboardInterrupt):
        put(["a1"], FakeProvider(KeyboardInterrupt()), cache, time_)


@pytest.mark.parametrize("name", ["", "   ", "—", "\ud800x", "x" * 201])
def test_what_is_no_name_is_not_sent(cache, time_, name):
    """Nothing, marks alone, half a character and half a page are listed, not asked."""
    provider = FakeProvider()
    assert put([name], provider, cache, time_).unanswered == {name: "it is not a name that could be asked for"}
    assert provider.asked == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_every_name_ends_with_an_answer_or_a_reason(tmp_path_factory, names):
    """No name is lost, whatever it is made of."""
    answers = put(names, FakeProvider(broken(), ()), Cache(tmp_path_factory.mktemp("cache")), FakeClock())
    assert {*answers.found, *answers.unanswered} == set(names)
    assert not {*answers.found} & {*answers.unanswered}


def test_progress_names_what_is_asked(cache, time_):
    """A user who waits sees which name is being asked, and of how many."""
    steps = []
    provider = FakeProvider(Fault("refused", is_final=True))
    ask(["Kars", "Baku"], provider, cache=cache, clock=time_.clock(), progress=steps.append)
    assert steps == ["asking Fakeatim for 'Kars' (1 of 2)"]


def test_a_good_answer_is_kept(cache, time_):
    """A second run finds it without asking, tells the day it was asked, and says how old it is."""
    provider = FakeProvider()
    put(["Kars"], provider, cache, time_)
    time_.time += 12 * 86_400
    answers = put(["Kars", "Baku"], provider, cache, time_)
    assert [name for name, _ in provider.asked] == ["Kars", "Baku"]
    assert answers.found["Kars"] == Answer((village(),), TODAY, is_kept=True)
    assert answers.source.version == "asked 2026-11-23 to 2026-12-05"
    assert answers.summary(TODAY + timedelta(days=12)) == (
        "2 of 2 names answered by Fakeatim, 1 of them in an earlier run (the oldest 12 days ago). nobody, CC0-1.0"
    )


def test_a_kept_answer_says_where_it_is_from(cache, time_):
    """The file holds provider, licence, attribution and day beside the records."""
    put(["Kars"], FakeProvider(), cache, time_)
    (path,) = cache.folder.glob("*.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["provider"], kept["licence"], kept["attribution"]) == ("fake 1", "CC0-1.0", "nobody")
    assert kept["asked"] == "2026-11-23"


def test_kept_answers_are_given_when_the_provider_is_gone(cache, time_):
    """What was answered once is there when the network is not."""
    put(["Kars"], FakeProvider(), cache, time_)
    answers = put(["Baku", "Kars"], FakeProvider(Fault("refused", is_final=True)), cache, time_)
    assert list(answers.found) == ["Kars"]


@pytest.mark.parametrize("script", [[()], [broken()]])
def test_only_good_answers_are_kept(cache, time_, script):
    """An empty answer or a fault is asked for again next time."""
    put(["Kars"], FakeProvider(*script), cache, time_)
    assert not list(cache.folder.glob("*.json"))


def test_an_old_answer_is_asked_for_again(tmp_path, time_):
    """Places move and names change: an answer is kept for so many days only."""
    cache = Cache(tmp_path, oldest_days=30)
    provider = FakeProvider()
    put(["Kars"], provider, cache, time_)
    time_.time += 31 * 86_400
    assert put(["Kars"], provider, cache, time_).found["Kars"].asked == TODAY + timedelta(days=31)


def test_answers_of_another_provider_are_not_mixed_up(cache, time_):
    """The same name is asked anew of another server."""
    other = FakeProvider()
    other.identity = "fake 2"
    put(["Kars"], FakeProvider(), cache, time_)
    put(["Kars"], other, cache, time_)
    assert len(other.asked) == 1


def damage(**changes):
    """Return a way to spoil a kept file."""

    def change(content):
        kept = json.loads(content)
        kept["records"][0].update(changes)
        return json.dumps(kept)

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "{",
        lambda _: "[]",
        lambda _: "null",
        lambda _: "[" * 100_000,
        lambda content: content[:-20],
        lambda content: content.replace('"format": 1', '"format": 0'),
        lambda content: content.replace('"2026-11-23"', '"yesterday"'),
        lambda content: content.replace('"name": "Kars"', '"name": "Baku"', 1),
        damage(lat=91),
        damage(lon="east"),
        damage(name=7),
        damage(extent=[1, 2]),
        damage(more=1),
    ],
)
def test_a_damaged_file_is_as_none(cache, time_, spoil):
    """A kept file that was cut short or altered is asked for again and replaced."""
    put(["Kars"], FakeProvider(), cache, time_)
    (path,) = cache.folder.glob("*.json")
    whole = path.read_text(encoding="utf-8")
    path.write_text(spoil(whole), encoding="utf-8")
    provider = FakeProvider()
    assert put(["Kars"], provider, cache, time_).found["Kars"].records == (village(),)
    assert len(provider.asked) == 1
    assert path.read_text(encoding="utf-8") == whole


def test_a_full_disk_costs_the_answer_not_the_run(cache, time_, monkeypatch, caplog):
    """An answer that cannot be kept is used all the same, and the log says so."""

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.cache.tempfile.mkstemp", full)
    assert list(put(["Kars"], FakeProvider(), cache, time_).found) == ["Kars"]
    assert "the answer for 'Kars' could not be kept" in caplog.text


def test_the_cache_is_in_the_users_folder(tmp_path, monkeypatch):
    """It lies where all of the project's cached files lie, or the error names the folder."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    assert Cache.open().folder == tmp_path / "geocoding"
    (tmp_path / "geocoding").rmdir()
    (tmp_path / "geocoding").write_text("")
    with pytest.raises(CacheError, match=r"geocoding cannot be made .* CORRIDORS_CACHE"):
        Cache.open()


def keep_many(folder, start):
    """Keep the same answers as the other processes do."""
    start.wait()
    for number in range(60):
        Cache(folder).put(f"place {number % 5}", FakeProvider(), Answer((village(),), TODAY))


def test_several_runs_may_write_at_once(tmp_path):
    """Four processes that keep the same answers leave whole files and no others."""
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    start = context.Event()
    runs = [context.Process(target=keep_many, args=(tmp_path, start)) for _ in range(4)]
    for run in runs:
        run.start()
    start.set()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0] * 4
    assert len(list(tmp_path.iterdir())) == 5
    for number in range(5):
        assert Cache(tmp_path).get(f"place {number}", FakeProvider(), today=TODAY) is not None


@pytest.mark.parametrize("content", ["", "nonsense", "nan", repr(START + 9e9)])
def test_a_turn_that_cannot_be_read_or_is_yet_to_come_does_not_hold_us_up(tmp_path, time_, content):
    """A damaged note of the last request, or a clock that was put back, costs no wait."""
    (tmp_path / "turn").write_text(content)
    assert wait_turn(tmp_path / "turn", pause_s=1, longest_s=5, clock=time_.clock())
    assert time_.slept == []


def test_a_turn_that_comes_too_late_is_refused(tmp_path, time_):
    """Where the pause is longer than the time left, nothing is waited for."""
    assert wait_turn(tmp_path / "turn", pause_s=60, longest_s=5, clock=time_.clock())
    assert not wait_turn(tmp_path / "turn", pause_s=60, longest_s=5, clock=time_.clock())
    assert time_.slept == []


def test_entries_go_by_the_name_asked(cache, time_):
    """A record can be looked up by the article's name for it, and takes no other name from what is known."""
    answers = put(["Qars"], FakeProvider((village("Kars"),)), cache, time_)
    (entry,) = answers.entries()
    assert entry.record == village("Kars")
    assert entry.names == (("Qars", Form.PRIMARY),)


def test_geocoding_is_light_until_a_provider_is_opened():
    """Importing it loads neither geopy nor the gazetteer nor a web client."""
    code = "import sys, geo.geocoding; print(*sorted({m.split('.')[0] for m in sys.modules} | {*sys.modules}))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"geopy", "requests", "geo.gazetteer", "geo.web.transport", "urllib.request"} & {*modules}
