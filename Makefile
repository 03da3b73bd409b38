# Everything happens inside .venv; the system's Python stays as it is.
PYTHON ?= python3
PORT ?= 8000
DATA ?=
DB ?= sqlite
REVIEWS ?= 100000
VENV := .venv
BIN := $(VENV)/bin
DEMO := example_project
LANGUAGES := ar et id pt_BR

.PHONY: demo test lint messages compile docs bench clean help

help:
	@echo "make demo [PORT=8000] [DATA=dir]   serve the example shop"
	@echo "make test                          run the tests on every database found"
	@echo "make lint | messages | docs | bench"

$(VENV)/base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[images,nh3]"
	touch $@

$(VENV)/test: $(VENV)/base
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[images,nh3,jinja2]" --group test --group browser --group docs
	-@command -v mariadb_config >/dev/null && $(BIN)/python -m pip install --quiet --constraint constraints.txt --group mariadb
	touch $@

$(VENV)/lint: $(VENV)/test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group lint
	touch $@

# The repository holds the sources of the catalogues; msgfmt is not needed to compile them.
compile: $(VENV)/base
	@$(BIN)/python hatch_build.py

demo: $(VENV)/base compile
	@cd $(DEMO) && ../$(BIN)/python manage.py migrate --verbosity 0
	@cd $(DEMO) && DEMO_URL=http://127.0.0.1:$(PORT) ../$(BIN)/python manage.py demo_seed $(if $(DATA),--data "$(abspath $(DATA))")
	@cd $(DEMO) && ../$(BIN)/python manage.py demo_serve --port $(PORT)

test: $(VENV)/test compile
	@$(BIN)/python -m tests.run

lint: $(VENV)/lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet django_trust example_project

messages: $(VENV)/base
	cd django_trust && ../$(BIN)/python -m django makemessages $(LANGUAGES:%=--locale %) --no-obsolete --add-location file
	cd $(DEMO)/store && ../../$(BIN)/python -m django makemessages $(LANGUAGES:%=--locale %) --no-obsolete --add-location file

docs: $(VENV)/test
	$(BIN)/sphinx-build --fail-on-warning --nitpicky --quiet docs build/docs
	@echo "build/docs/index.html"

bench: $(VENV)/test
	$(BIN)/python -m benchmarks run --db $(DB) --reviews $(REVIEWS)

clean:
	rm -rf $(VENV) build dist
