"""Pages of no single room: the first page, login, language."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import live
from forain.hub.web.decide import decide
from forain.hub.web.first import first_person
from forain.hub.web.help import help_page
from forain.hub.web.home import home
from forain.hub.web.language import set_language, set_theme
from forain.hub.web.login import log_in, log_out
from forain.hub.web.people import workspaces_of
from forain.hub.web.setup import next_of, setup_page, steps
from forain.hub.workspaces.doors import PersonRequest, member


@member
def first_page(request: PersonRequest) -> HttpResponse:
    found = home(request.workspace)
    first_steps = [] if found.connections else steps(request.workspace)
    context = {"home": found, "steps": first_steps, "next": next_of(first_steps)}
    return live(request, "web/home.html", "web/_home.html", context)


@require_POST
@member
def switch_workspace(request: PersonRequest) -> HttpResponse:
    wanted = request.POST.get("workspace", "")
    if any(str(one.pk) == wanted for one in workspaces_of(request.user)):
        request.session["workspace"] = wanted
    return HttpResponseRedirect("/")


routes = [
    path("", first_page, name="home"),
    path("setup/", setup_page, name="setup"),
    path("help/<slug:name>/", help_page, name="help"),
    path("first", first_person, name="first"),
    path("login", log_in, name="login"),
    path("logout", log_out, name="logout"),
    path("language", set_language, name="language"),
    path("theme", set_theme, name="theme"),
    path("workspace", switch_workspace, name="workspace"),
    path("commands/<uuid:command_id>/decide/<str:said>", decide, name="command-decide"),
]
