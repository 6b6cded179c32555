"""Charts as specifications: those of the pictures, under the rights of their page."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.urls import reverse

from everyrep.faces.reports.charts import bars
from everyrep.faces.web.pages.live import answering
from everyrep.values import Estimate
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.figures

STILL = re.compile(r'<div class="picture[^"]*"><svg[^>]* aria-label="([^"]*)"')


def test_the_charts_of_a_page_are_those_of_its_pictures_in_their_order(cast: Cast) -> None:
    client = cast.client("revops")
    assert client.get(reverse("figures_charts", args=["attainment"])).status_code == 404
    page = client.get(reverse("figures", args=["attainment"])).content.decode()
    charts = client.get(reverse("figures_charts", args=["attainment"])).json()
    stills = [html.unescape(says) for says in STILL.findall(page)]
    assert stills
    assert [one["says"] for one in charts["pictures"]] == stills
    assert {one["spec"]["description"] for one in charts["pictures"]} == set(stills)


def test_the_chart_of_a_measure_is_there_in_both_widths(cast: Cast) -> None:
    client = cast.client("executive")
    part = client.get(reverse("measure_chart", args=["won_deals"])).content.decode()
    address = re.search(r'data-charts="([^"]*)"', part)
    assert address
    charts = client.get(html.unescape(address.group(1))).json()
    wide, narrow = charts["pictures"]
    assert wide["spec"]["width"] > narrow["spec"]["width"]
    assert [wide["says"], narrow["says"]] == [html.unescape(s) for s in STILL.findall(part)]


def test_a_question_that_cannot_be_asked_is_answered_in_words(cast: Cast) -> None:
    address = reverse("measure_chart_spec", args=["won_deals"])
    answer = cast.client("executive").get(address, {"where": "nothing = 'x'"})
    assert answer.status_code == 400
    assert "nothing" in answer.json()["problem"]


def test_every_mark_that_says_something_says_it_when_pointed_at() -> None:
    spec = bars([("North", Estimate(3.0, unit="number", n=3))], "number", 400)
    live = answering(spec, "Three")
    bar, text = live["layer"]
    assert bar["encoding"]["tooltip"] == {"type": "nominal", "field": "says"}
    assert "tooltip" not in text["encoding"]
    assert "tooltip" not in json.dumps(spec), "what the pictures are drawn of stays as it is"
