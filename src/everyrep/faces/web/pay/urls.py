"""Addresses of pay."""

from __future__ import annotations

from django.urls import path, re_path

from everyrep.faces.web.pay import (
    views_accounting,
    views_adjusting,
    views_comparing,
    views_disputes,
    views_overview,
    views_plans,
    views_runs,
    views_statement,
    views_what_if,
)

_MOVE = "<slug:move>"

urlpatterns = [
    path("", views_overview.overview, name="pay"),
    path("plans/", views_plans.listed, name="pay_plans"),
    path("plans/new/", views_plans.new, name="pay_plan_new"),
    path("plans/<int:number>/", views_plans.version, name="pay_plan"),
    path("plans/<int:number>/save/", views_plans.save, name="pay_plan_save"),
    path("plans/<int:number>/who/", views_plans.say_who, name="pay_plan_who"),
    path("plans/<int:number>/submit/", views_plans.submit, name="pay_plan_submit"),
    path("plans/<int:number>/approve/", views_plans.approve, name="pay_plan_approve"),
    path("plans/<int:number>/back/", views_plans.send_back, name="pay_plan_back"),
    path("plans/<int:number>/force/", views_plans.put_in_force, name="pay_plan_force"),
    path("plans/<int:number>/accept/", views_plans.accept, name="pay_plan_accept"),
    path("runs/", views_runs.listed, name="pay_runs"),
    path("runs/ask/", views_runs.ask, name="pay_run_ask"),
    path("runs/compare/", views_comparing.page, name="pay_runs_compare"),
    path("runs/<int:number>/", views_runs.run, name="pay_run"),
    path("runs/<int:number>/review/", views_runs.review, name="pay_run_review"),
    path("runs/<int:number>/approve/", views_runs.approve, name="pay_run_approve"),
    path("runs/<int:number>/lock/", views_runs.lock, name="pay_run_lock"),
    path("runs/<int:number>/drop/", views_runs.drop, name="pay_run_drop"),
    path("statements/<int:number>/", views_statement.statement, name="pay_statement"),
    path("statements/<int:number>/credits/", views_statement.credited, name="pay_credits"),
    path("statements/<int:number>/statement.pdf", views_statement.pdf, name="pay_statement_pdf"),
    path("statements/<int:number>/what-if/", views_what_if.page, name="pay_what_if"),
    path(f"statements/<int:number>/lines/{_MOVE}/", views_statement.line, name="pay_line"),
    path(
        f"statements/<int:number>/lines/{_MOVE}/dispute/", views_statement.dispute,
        name="pay_line_dispute",
    ),
    path("disputes/", views_disputes.listed, name="pay_disputes"),
    path("disputes/<int:number>/", views_disputes.one, name="pay_dispute"),
    path("disputes/<int:number>/decide/", views_disputes.decide, name="pay_dispute_decide"),
    path("disputes/<int:number>/reply/", views_disputes.reply, name="pay_dispute_reply"),
    path("disputes/<int:number>/withdraw/", views_disputes.withdraw, name="pay_dispute_withdraw"),
    path("adjustments/", views_adjusting.listed, name="pay_adjustments"),
    path("adjustments/add/", views_adjusting.add, name="pay_adjustment_add"),
    path(
        "adjustments/<int:number>/withdraw/", views_adjusting.withdraw,
        name="pay_adjustment_withdraw",
    ),
    path("exports/", views_accounting.exports, name="pay_exports"),
    re_path(
        r"^exports/(?P<number>\d{1,18})/(?P<what>payroll|journal|amortisation)"
        r"\.(?P<form>csv|xlsx)$",
        views_accounting.export, name="pay_export",
    ),
    path("reconciliation/", views_accounting.reconciliation, name="pay_reconciliation"),
]  # fmt: skip
