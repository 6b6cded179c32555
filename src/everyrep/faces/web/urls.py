"""Every address of the app."""

from __future__ import annotations

from django.urls import include, path

from everyrep.faces.web.pages import (
    figures,
    joining,
    keeping,
    look,
    me,
    measures,
    mine,
    people,
    roles,
)
from everyrep.faces.web.tokens import views as tokens

urlpatterns = [
    path("", figures.page_of("home"), name="home"),
    *(
        path(f"{name}/", figures.page_of(name), name=name)
        for name in (
            "leading", "pipeline", "conversion", "attainment", "comparison", "heroes", "learning",
            "sources",
        )
    ),
    path("figures/<slug:name>/", figures.part, name="figures"),
    path("measures/", measures.catalogue, name="measures"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
    path("measures/<slug:name>/figures.csv", measures.download, name="measure_csv"),
    path("me/", me.me, name="me"),
    path("people/", people.people, name="people"),
    path("my-data/", mine.mine, name="mine"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/end/", tokens.end, name="token_end"),
    path("scim/v2/", include("everyrep.faces.web.scim.urls")),
    path("rights/", keeping.rights, name="rights"),
    path("audit/", keeping.audit, name="audit"),
    path("health/", keeping.health, name="health"),
    path("act-in/<int:grant>/", roles.act_in, name="act_in"),
    path("look-as/<int:user>/", roles.look, name="look_as"),
    path("look-as/nobody/", roles.look_no_more, name="look_no_more"),
    path("join/<str:token>/", joining.join, name="join"),
    path("figures.css", look.sheet, name="look"),
    path("account/", include("everyrep.faces.web.access.urls")),
]  # fmt: skip
