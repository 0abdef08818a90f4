"""A page is fetched only at a person's wish, once, bounded, as robots.txt allows, and kept beside its map."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from geo.errors import SourceError
from geo.reading import fetching, read
from geo.reading.fetching import fetch
from layers.cli import corridors

PAGE = (
    b"<!DOCTYPE html><html><head><title>Ferries of the Red Sea</title></head><body><nav>Menu of Paris</nav><article>"
    b"<h1>Ferries of the Red Sea</h1><p>Ferries link Suakin with Jeddah. They carry trucks, pilgrims and sheep, and "
    b"have done so for longer than most of those aboard have lived, in all weathers and under all flags.</p>"
    b"</article></body></html>"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@contextmanager
def site(answers):
    """Serve paths on loopback; yields the address and the list of what was asked, with the name of who asked."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["User-Agent"]))
            status, headers, body = answers.get(self.path, (404, {}, b"none"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def robots(text):
    """Return the answer of a robots.txt."""
    return {"/robots.txt": (200, {"Content-Type": "text/plain"}, text.encode())}


def test_a_page_is_fetched_once_under_our_name():
    """One question for robots.txt and one for the page, both by a program that says what it is; nothing else."""
    with site({"/a": (200, HTML, PAGE)}) as (home, asked):
        page = fetch(f"{home}/a#part")
    assert page.url == f"{home}/a"
    assert page.data.endswith(PAGE)
    assert [path for path, _ in asked] == ["/robots.txt", "/a"]
    assert all(name.startswith("corridors/") for _, name in asked)


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: corridors\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /a?*print=", True),
        ("User-agent: *\nAllow: /\nDisallow: /a", False),  # the longer rule wins, wherever it stands
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: other\nDisallow: /", True),
        ("", True),
    ],
)
def test_robots_are_respected(rules, allowed):
    """What robots.txt asks programs to leave alone is not asked for."""
    with site({"/a": (200, HTML, PAGE), **robots(rules)}) as (home, asked):
        if allowed:
            assert fetch(f"{home}/a").suffix == ".html"
            return
        with pytest.raises(SourceError, match=r"robots\.txt asks programs to leave /a alone; save the page"):
            fetch(f"{home}/a")
    assert [path for path, _ in asked] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((500, {}, b""), "not given"),
        ((404, {}, b""), r"not given \(status 404\)"),
        ((200, HTML, b"  "), "is empty"),
        ((200, {"Content-Type": "video/mp4"}, b"x"), "is video/mp4; expected a page, a PDF or a text"),
        ((302, {"Location": "/a"}, b""), "leads on more than 5 times"),
        ((302, {"Location": "ftp://example.org/"}, b""), "is no address"),
        ((200, HTML | {"Content-Length": "900"}, b"<p>half"), "broke off"),
    ],
)
def test_what_is_no_page_is_told(answer, told):
    """Errors, empty answers, other kinds, circles and half a page each end in one line that says what to do."""
    with site({"/a": answer}) as (home, _), pytest.raises(SourceError, match=told):
        fetch(f"{home}/a")


def test_a_site_whose_robots_cannot_be_had_is_left_alone():
    """Where robots.txt answers with an error of the server, nothing is fetched (RFC 9309)."""
    with (
        site({"/a": (200, HTML, PAGE), "/robots.txt": (503, {}, b"")}) as (home, asked),
        pytest.raises(SourceError, match="try later"),
    ):
        fetch(f"{home}/a")
    assert len(asked) == 1


def test_no_more_is_read_than_the_limit(monkeypatch):
    """A page without end is left at the limit."""
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with site({"/a": (200, HTML, b"x" * 5000)}) as (home, _), pytest.raises(SourceError, match="more than 1,000 bytes"):
        fetch(f"{home}/a")


@pytest.mark.parametrize(
    "address", ["ferries.txt", "ftp://example.org/a", "https://", "https://a b/", "http://me:pw@example.org/"]
)
def test_what_is_no_address_is_told(address):
    """Only an address of the web is fetched, and none with a password in it."""
    with pytest.raises(SourceError, match="address"):
        fetch(address)


def test_a_page_of_the_web_leads_not_inside():
    """A redirect from the web to this machine's network is refused; within this machine it is followed."""
    with pytest.raises(SourceError, match="no place of the web"):
        fetching._check_goes_not_inside("http://93.184.216.34/", "http://127.0.0.1:8000/")
    fetching._check_goes_not_inside("http://127.0.0.1:1/", "http://127.0.0.1:8000/")
    with site({"/a": (302, {"Location": "/b"}, b""), "/b": (200, HTML, PAGE)}) as (home, _):
        assert fetch(f"{home}/a").url == f"{home}/b"


def test_the_server_may_know_the_letters_better(tmp_path):
    """Where only the server says in which encoding a page is, the kept file is read in it."""
    words = "Паромы связывают Поти с Констанцей. Они возят грузовики и зерно круглый год."
    russian = f"<html><body><article><p>{words}</p></article></body></html>"
    answer = (200, {"Content-Type": "text/html; charset=windows-1251"}, russian.encode("cp1251"))
    with site({"/a": answer}) as (home, _):
        page = fetch(f"{home}/a")
    path = tmp_path / "page.html"
    path.write_bytes(page.data)
    assert "Паромы связывают Поти" in read(path).text


def test_the_page_is_kept_beside_its_map(tmp_path, monkeypatch):
    """``--fetch`` keeps the page in its map's folder, with its address; mapping the kept file gives the same map."""
    monkeypatch.chdir(tmp_path)
    with site({"/red-sea": (200, HTML, PAGE)}) as (home, _):
        done = CliRunner().invoke(corridors, ["map", "--fetch", f"{home}/red-sea", "--format", "html,geojson"])
        assert done.exit_code == 0, done.output
    folder = tmp_path / "output" / "red-sea-127-0-0-1"
    kept = folder / "red-sea-127-0-0-1.html"
    assert read(kept).url == f"{home}/red-sea"
    assert "Paris" not in (folder / "atlas.geojson").read_text(encoding="utf-8")
    first = (folder / "map.html").read_bytes()
    again = CliRunner().invoke(corridors, ["map", str(kept), "--format", "html,geojson"])
    assert again.exit_code == 0, again.output
    assert (folder / "map.html").read_bytes() == first


def test_two_pages_of_one_name_are_two_files(tmp_path):
    """Pages of other addresses that end alike lie beside each other; the same address is fetched anew in its place."""
    from layers.fetched import keep_page

    with site({"/a/x": (200, HTML, PAGE), "/b/x": (200, HTML, PAGE)}) as (home, _):
        one, two, one_again = (keep_page(f"{home}/{each}/x", lambda _: tmp_path) for each in "aba")
    assert one == one_again != two
    assert len(list(tmp_path.glob("*.html"))) == 2


def test_nothing_is_fetched_without_the_wish():
    """An address in the place of a file is refused with both ways to go on, and nothing is asked of it."""
    with site({"/a": (200, HTML, PAGE)}) as (home, asked):
        done = CliRunner().invoke(corridors, ["map", f"{home}/a"])
    assert done.exit_code == 1
    assert f"--fetch {home}/a" in done.output
    assert asked == []
    assert CliRunner().invoke(corridors, ["map"]).exit_code == 2
