"""Every address of the app."""

from __future__ import annotations

from django.urls import include, path

from everyrep.faces.web.api import page as operations
from everyrep.faces.web.jobs import views as jobs
from everyrep.faces.web.pages import (
    deals,
    figures,
    giving,
    health,
    home,
    inviting,
    joining,
    keeping,
    lead_tests,
    look,
    me,
    measures,
    method_working,
    mine,
    people,
    privacy,
    reading,
    roles,
    truth,
    unlocking,
    working,
)
from everyrep.faces.web.pages.sources import landed, mapping, matching, receiving, trying
from everyrep.faces.web.pages.sources import page as sources
from everyrep.faces.web.tokens import views as tokens

urlpatterns = [
    path("", home.home, name="home"),
    path("home/needs/", home.needs, name="home_needs"),
    *(
        path(f"{name}/", figures.page_of(name), name=name)
        for name in (
            "leading", "pipeline", "conversion", "attainment", "comparison", "heroes", "learning",
        )
    ),
    path("sources/", sources.sources, name="sources"),
    path("sources/computable/", sources.can_be_computed, name="computable"),
    path("sources/mappings/", mapping.mappings, name="mappings"),
    path("sources/mappings/<str:name>/", mapping.mapping, name="mapping"),
    path("sources/mappings/<str:name>/save/", mapping.save, name="mapping_save"),
    path("sources/upload/", receiving.receive, name="sources_upload"),
    path("sources/upload/<slug:token>/", trying.upload, name="upload"),
    path("sources/upload/<slug:token>/part/", trying.part, name="upload_part"),
    path(
        "sources/upload/<slug:token>/rejects/<int:number>.csv", trying.rejects,
        name="upload_rejects",
    ),
    path("sources/upload/<slug:token>/feeds/", trying.feeds, name="upload_feeds"),
    path("sources/upload/<slug:token>/load/", trying.load, name="upload_load"),
    path("sources/upload/<slug:token>/drop/", trying.drop, name="upload_drop"),
    path("sources/build/", landed.build, name="sources_build"),
    path("sources/loads/<slug:load>/rejects.csv", landed.rejects, name="load_rejects"),
    path("sources/loads/<slug:load>/going/", landed.going, name="load_going"),
    path("sources/loads/<slug:load>/undo/", landed.take_back, name="load_undo"),
    path("sources/matches/", matching.matches, name="matches"),
    path("sources/matches/decide/", matching.decide, name="match_decide"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/list/", jobs.listed, name="jobs_list"),
    path("jobs/<int:number>/", jobs.job, name="job"),
    path("jobs/<int:number>/cancel/", jobs.cancel, name="job_cancel"),
    path("jobs/<int:number>/retry/", jobs.retry, name="job_retry"),
    path("figures/<slug:name>/", figures.part, name="figures"),
    path("figures/<slug:name>/charts.json", figures.charts, name="figures_charts"),
    path(
        "figures/<slug:name>/working/<slug:method>/", method_working.of_figure,
        name="figure_working",
    ),
    path("method/<slug:name>/", reading.method, name="method"),
    path("measures/", measures.catalogue, name="measures"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
    path("measures/<slug:name>/chart/", measures.chart, name="measure_chart"),
    path("measures/<slug:name>/chart.json", measures.chart_spec, name="measure_chart_spec"),
    path("measures/<slug:name>/leads/", lead_tests.leads, name="measure_leads"),
    path("measures/<slug:name>/working/", working.working, name="working"),
    path(
        "measures/<slug:name>/figures.csv", measures.download, {"form": "csv"}, name="measure_csv"
    ),
    path(
        "measures/<slug:name>/figures.xlsx", measures.download, {"form": "xlsx"},
        name="measure_xlsx",
    ),
    path("me/", me.me, name="me"),
    path("me/figures/", me.figures, name="me_figures"),
    path("deals/", deals.deals, name="deals"),
    path("deals/<str:deal>/", deals.deal, name="deal"),
    path("truth/", truth.truth, name="truth"),
    path("people/", people.people, name="people"),
    path("people/charts/", people.charts, name="people_charts"),
    path("my-data/", mine.mine, name="mine"),
    path("my-data/ask/", mine.ask, name="mine_ask"),
    path("my-data/ask/<int:number>/withdraw/", mine.withdraw, name="mine_withdraw"),
    path("my-data/export/", mine.export, name="mine_export"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<int:number>/answer/", privacy.answer, name="privacy_answer"),
    path("api/", operations.page, name="api"),
    path("api/v1/", include("everyrep.faces.web.api.urls")),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/end/", tokens.end, name="token_end"),
    path("scim/v2/", include("everyrep.faces.web.scim.urls")),
    path("rights/", keeping.rights, name="rights"),
    path("rights/<int:user>/unlock/", unlocking.unlock, name="unlock"),
    path("rights/invite/", inviting.invite_somebody, name="rights_invite"),
    path("rights/<int:user>/renew/", inviting.renew, name="rights_renew"),
    path("rights/<int:user>/withdraw/", inviting.withdraw, name="rights_withdraw"),
    path("rights/<int:user>/give/", giving.give, name="rights_give"),
    path("rights/<int:user>/link/", giving.link, name="rights_link"),
    path("rights/grants/<int:grant>/end/", giving.end, name="rights_end"),
    path("audit/", keeping.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("health/backup/", health.back_up, name="back_up"),
    path("health/backup/<slug:name>/verify/", health.verify, name="backup_verify"),
    path("act-in/<int:grant>/", roles.act_in, name="act_in"),
    path("look-as/<int:user>/", roles.look, name="look_as"),
    path("look-as/nobody/", roles.look_no_more, name="look_no_more"),
    path("join/<str:token>/", joining.join, name="join"),
    path("figures.css", look.sheet, name="look"),
    path("account/", include("everyrep.faces.web.access.urls")),
]  # fmt: skip

handler500 = "everyrep.faces.web.trouble.broken"
