"""One app for each file of tests: building it takes a while, and people in it do not see each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.web.visitors import Visitor, open_app, parts


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = open_app(tmp_path_factory.mktemp("home"))
    yield made
    parts(made).digesting.close()
    parts(made).store.database.close()


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    return Visitor(app)


@pytest.fixture
def home(app: FastAPI) -> Path:
    return parts(app).settings.home
