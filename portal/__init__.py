"""The portal, assembled: a table of contents."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.web.assets import serve_the_assets
from portal.web.db import db

HOUSE = Path(__file__).parent.parent
TABLES = ("audit", "accounts", "year", "indicators", "targets", "scores", "ledger")
PAGES = ("accounts", "audit", "year", "indicators", "targets", "scores", "ledger", "desk", "operations")
COMMANDS = ("accounts", "audit", "year", "scores", "ledger", "demo")


def create_app(**config: object) -> Flask:
    """The portal on the instance folder of ``INSTANCE``; ``config`` has the last word."""
    app = Flask(
        __name__,
        template_folder=str(HOUSE / "templates"),
        static_folder=str(HOUSE / "static"),
        instance_path=str(Path(os.environ.get("INSTANCE", HOUSE / "instance")).resolve()),
    )
    configure(app, config)
    connect_extensions(app)
    watch_over(app)
    open_the_doors(app)
    plug_in_the_sources(app)
    serve_the_assets(app)
    believe_the_proxies(app)
    return app


def configure(app: Flask, config: dict[str, object]) -> None:
    from portal.web.settings import settings

    app.config.from_mapping(settings(Path(app.instance_path)))
    app.config.from_pyfile(Path(app.instance_path) / "config.py", silent=True)
    app.config.from_mapping(config)


def connect_extensions(app: Flask) -> None:
    from portal.accounts.queries import person_of_request
    from portal.web.language import Languages, reader_locale

    know_the_tables()
    db.init_app(app)
    Migrate(app, db, directory=str(HOUSE / "migrations"), render_as_batch=True)
    Htmx(app)
    Languages(app, locale_selector=reader_locale)
    LoginManager(app).request_loader(person_of_request)


def know_the_tables() -> None:
    for feature in TABLES:
        import_module(f"portal.{feature}.models")


def watch_over(app: Flask) -> None:
    from portal.accounts.service import send_to_sign_in
    from portal.web.compression import compress_pages
    from portal.web.logs import keep_logs
    from portal.web.refusals import answer_refusals
    from portal.web.security import keep_safe
    from portal.web.templating import teach_the_templates

    compress_pages(app)
    keep_logs(app)
    keep_safe(app)
    CSRFProtect(app)  # after the two above: it may refuse, and a refusal is logged and read from the database
    teach_the_templates(app)
    answer_refusals(app)
    app.login_manager.unauthorized_handler(send_to_sign_in)  # type: ignore[attr-defined]


def open_the_doors(app: Flask) -> None:
    for feature in PAGES:
        app.register_blueprint(import_module(f"portal.{feature}.views").bp)
    for feature in COMMANDS:
        for command in commands_of(import_module(f"portal.{feature}.commands")):
            app.cli.add_command(command)


def commands_of(module: ModuleType) -> list[click.Command]:
    """The groups and commands that a feature offers; a command inside a group comes with its group."""
    offered = [thing for thing in vars(module).values() if isinstance(thing, click.Command)]
    inside = {
        id(command)
        for group in offered
        if isinstance(group, click.Group)
        for command in group.commands.values()
    }
    return [command for command in offered if id(command) not in inside]


def plug_in_the_sources(app: Flask) -> None:
    """The score engine asks sources of facts, and the desk asks what waits; only here do they meet."""
    from portal.accounts.sources import panels as of_accounts
    from portal.desk.sources import plug_in
    from portal.formula.measures import OWN_FIGURES
    from portal.ledger import queries as ledger
    from portal.ledger.sources import EntrySource
    from portal.scores import queries as scores
    from portal.scores.service import rescore_indicator
    from portal.targets.sources import HoldersOfTargets

    app.extensions["own_figures"] = OWN_FIGURES
    app.extensions["law_holders"] = HoldersOfTargets()
    app.extensions.setdefault("form_users", []).append(ledger.written_on)
    app.extensions.setdefault("fact_sources", []).append(EntrySource())
    app.extensions.setdefault("law_listeners", []).append(rescore_indicator)
    plug_in(
        app,
        to_dos=[ledger.to_dos, scores.to_dos],
        panels=[ledger.panels, scores.panels, of_accounts],
    )


def believe_the_proxies(app: Flask) -> None:
    """Behind ``PROXIES`` of our own, the visitor's address is what they say; without any, what we see."""
    if count := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
