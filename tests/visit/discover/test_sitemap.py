"""Sitemaps as they come: packed, plain, broken, hostile."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.visit.discover.sitemap import read_sitemap
from tests.sites.townhalls import BOMB

MOST = 100_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"
URLS = (
    f'\ufeff<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}" xmlns:image="{IMAGES}">'
    "<!-- x --><url><image:image><image:loc>https://a.example/bild.png</image:loc></image:image>"
    "<loc> https://a.example/eins </loc></url><url><loc>https://a.example/eins</loc></url>"
    "<url><loc>javascript:alert(1)</loc></url><url><loc>https://a.example/zwei drei</loc></url><url/></urlset>"
)


def test_addresses_once_and_only_those_of_pages() -> None:
    assert read_sitemap(URLS.encode(), MOST).pages == ("https://a.example/eins",)
    assert read_sitemap(gzip.compress(URLS.encode()), MOST).pages == ("https://a.example/eins",)


def test_an_index_names_files() -> None:
    text = f'<sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>'
    sitemap = read_sitemap(text.encode(), MOST)
    assert (sitemap.pages, sitemap.files) == ((), ("https://a.example/1.xml",))


def test_a_plain_list() -> None:
    assert read_sitemap(b"https://a.example/1\r\n\r\nhttps://a.example/2\n", MOST).pages == (
        "https://a.example/1",
        "https://a.example/2",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (BOMB.encode(), "has a document type"),
        (gzip.compress(b"<urlset>" + b" " * 10 * MOST + b"</urlset>"), "too large or broken"),
        (b" " * (MOST + 1), "too large or broken"),
        (gzip.compress(URLS.encode())[:40] + b"kaputt", "too large or broken"),
        (b"<urlset><url>", "not well-formed"),
        (b"<!doctype html><title>Fehler</title>", "not well-formed"),
        (b"<html><body>Nicht gefunden</body></html>", "no sitemap but “html”"),
        (b"", "no addresses"),
    ],
)
def test_what_is_worth_nothing_says_why(data: bytes, problem: str) -> None:
    sitemap = read_sitemap(data, MOST)
    assert (sitemap.pages, sitemap.files) == ((), ())
    assert sitemap.problem == problem


@given(st.binary(max_size=400))
def test_nothing_breaks_it(data: bytes) -> None:
    read_sitemap(data, MOST)
    read_sitemap(b"<" + data, MOST)
    read_sitemap(b"\x1f\x8b" + data, MOST)
