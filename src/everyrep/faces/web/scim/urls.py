"""SCIM's addresses, below /scim/v2/."""

from __future__ import annotations

from django.urls import path, re_path

from everyrep.faces.web.scim import views

urlpatterns = [
    path("Users", views.users),
    path("Users/", views.users),
    path("Users/<str:uid>", views.user),
    path("ServiceProviderConfig", views.config),
    path("ResourceTypes", views.kinds),
    path("ResourceTypes/<str:name>", views.kinds),
    path("Schemas", views.schemas),
    path("Schemas/<str:name>", views.schemas),
    re_path(r"^.*$", views.nothing),
]
