# `make help` lists what there is. Needs Python 3.11 or later, make and git, nothing else.

# Python is run with -I or -P: a module in this folder must not pass for one of the library's.
PYTHON ?= $(firstword $(foreach name,python3.14 python3.13 python3.12 python3.11 python3 python,\
    $(if $(shell $(name) -I -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(name))))
BIN := .venv/bin
PIP := $(BIN)/python -I -m pip install --quiet --disable-pip-version-check

export NO_MKDOCS_2_WARNING := 1

# Several targets in one call, as in `make check who build`, are all made, whatever one of them finds.
MAKEFLAGS += --keep-going

.DEFAULT_GOAL := help
.PHONY: help serve build check who preview base summary review comment publish published ping due gather package release \
    test suite properdocs bench lint format picture pictures schemas lock clean browser

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/site.stamp ## Read the site at http://localhost:8000, with live reload
	$(BIN)/mkdocs serve

# What it says is kept for the summary; a pipe alone would lose the exit code.
build: .venv/site.stamp ## Build the site into site/; any warning fails
	@mkdir -p .cache
	{ $(BIN)/mkdocs build --strict; echo $$? > .cache/build.code; } 2>&1 | tee .cache/build.log
	@exit "$$(cat .cache/build.code)"

# What the workflows run. BASE is the branch or commit that a pull request is made for, ACTOR who
# sends it, FORMAT what the findings are printed as. They stay shell variables: make would expand
# what is in them.
export BASE ?= origin/main
export FORMAT ?= text

check: .venv/site.stamp ## Check the posts that differ from BASE
	$(BIN)/byline check --base "$$BASE" --format "$$FORMAT"

who: .venv/site.stamp ## Tell whose names and posts ACTOR's changes since BASE have to do with
	$(BIN)/byline who --base "$$BASE" --actor "$$ACTOR" --format "$$FORMAT"

preview: .venv/site.stamp ## Write the site into preview/ to look at, whatever is wrong with it
	$(BIN)/byline preview preview

base: .venv/site.stamp ## Build the site as it was where BASE was left, into .cache/base-site
	rm -rf .cache/base .cache/base-site
	git worktree prune
	git worktree add --quiet --detach .cache/base "$$(git merge-base "$$BASE" HEAD)"
	GITHUB_ACTIONS= PYTHONPATH=.cache/base/plugins $(BIN)/mkdocs build --quiet \
	    --config-file .cache/base/mkdocs.yml --site-dir "$(CURDIR)/.cache/base-site"
	git worktree remove --force .cache/base

summary: .venv/site.stamp ## Write what changes since BASE, with the sites of 'build' and 'base'
	$(BIN)/byline summary --base "$$BASE" --site site --base-site .cache/base-site \
	    --log .cache/build.log \
	    $${ACTOR:+--actor "$$ACTOR"}

# Of a pull request's files as they are at HEAD, none of whose code is run: mkdocs.yml is read, too.
review: .venv/site.stamp ## Write into summary.md what changes between BASE and HEAD
	rm -rf .cache/head
	git worktree prune
	git cat-file -e "$$HEAD^{commit}" || git fetch --quiet origin "$$HEAD"
	git worktree add --quiet --detach .cache/head "$$HEAD"
	GITHUB_STEP_SUMMARY= $(BIN)/byline summary --config-file .cache/head/mkdocs.yml \
	    --base "$$BASE" $${ACTOR:+--actor "$$ACTOR"} > summary.md
	git worktree remove --force .cache/head

comment: ## Put summary.md into a comment on the pull request of HEAD, on GitHub
	$(PYTHON) -I plugins/mkdocs_byline/scaffold/comment_script.py summary.md

publish: .venv/site.stamp ## Build the site to be published, with checksums
	mkdir -p .cache
	date -u +%Y-%m-%dT%H:%M:%SZ > .cache/published.new
	$(BIN)/mkdocs build --strict
	$(BIN)/python -I .ci/checksums site

# Only now: a post that became due stays so until it is really out, however often that fails.
published: ## Note that the site of 'publish' is out
	mv .cache/published.new .cache/published

due: .venv/site.stamp ## Tell which posts became due or expired since the site of 'published'
	$(BIN)/byline schedule --due-since .cache/published --format "$$FORMAT" || test $$? -eq 1

gather: ## Fail unless all jobs whose RESULTS these are have passed, or had nothing to do
	@for result in $$RESULTS; do case $$result in success|skipped) ;; *) exit 1 ;; esac; done

ping: .venv/site.stamp ## Ask the hub of the feeds to look at what was published
	$(BIN)/byline ping

package: .venv/dev.stamp ## Build the package into dist/; if there is a TAG, it must be the version
	rm -rf dist
	$(BIN)/python -I -m build --no-isolation
	test -z "$$TAG" || test -f "dist/mkdocs_byline-$${TAG#v}.tar.gz"

release: .venv/venv.stamp ## Write VERSION into all places that say which there is
	$(BIN)/python -I .ci/release "$$VERSION" "$$(date -u +%Y-%m-%d)"

# Tests of whole sites, which ProperDocs builds as MkDocs does, and of what stands in for functions of
# either. Others meet the same functions.
ON_BOTH = tests/site/test_site.py tests/host/test_compat.py \
    tests/host/incremental/test_unchanged_pages.py tests/host/serve/test_server.py
# Tests of a file share what they build, and tests/conftest.py says which files come first.
ON_ALL_CORES = -n auto --dist loadfile --no-loadscope-reorder

# Tests run make themselves, which has no part in the jobs of this one.
test: suite properdocs ## Run all tests, on all cores, and those of sites on ProperDocs too

suite: .venv/dev.stamp browser ## Run all tests, with MkDocs
	MAKEFLAGS= $(BIN)/python -P -m pytest $(ON_ALL_CORES)

properdocs: .venv/dev.stamp browser ## Run those of sites, with ProperDocs
	MAKEFLAGS= BYLINE_ENGINE=properdocs $(BIN)/python -P -m pytest $(ON_ALL_CORES) $(ON_BOTH)

bench: .venv/dev.stamp ## Compare with other engines (N=1000 ONLY=byline,pelican WRITE=1)
	PYTHONPATH=tests $(BIN)/python -P -m bench --posts $(or $(N),1000) $(if $(ONLY),--only '$(ONLY)') \
	    $(if $(WRITE),--write)

lint: .venv/dev.stamp ## Check style, types and workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/yamllint --strict --config-file .github/yamllint.yml .github mkdocs.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --quiet --offline --persona auditor .github
	@if command -v actionlint; then actionlint; else echo "actionlint is not installed; skipped."; fi

format: .venv/dev.stamp ## Put the code into its style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

picture: .venv/dev.stamp browser ## Make the README's screenshot anew
	$(BIN)/python tests/picture.py

pictures: .venv/dev.stamp browser ## Picture the hardest posts, in .cache/pictures (ONLY='ar-native print')
	$(BIN)/python tests/gallery.py $(ONLY)

schemas: .venv/site.stamp ## Write the JSON Schemas in docs/byline/schemas anew
	for name in front-matter authors topics series problems provenance; do \
	    $(BIN)/byline schema $$name > docs/byline/schemas/$$name.json; done

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml
lock: .venv/venv.stamp ## Lock the requirements anew, with hashes and without addresses
	$(PIP) uv
	$(LOCK) --group site --upgrade --output-file requirements/site.txt
	$(LOCK) --group dev --upgrade --output-file requirements/dev.txt

clean: ## Remove everything that these commands made
	rm -rf .venv site preview .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/venv.stamp:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found."; exit 1; }
	$(PYTHON) -I -m venv .venv
	@touch $@

.venv/site.stamp: requirements/site.txt pyproject.toml .venv/venv.stamp
	$(PIP) --require-hashes -r requirements/site.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/site.stamp
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# Looked for each time, since browsers come and go; says what it does if there is none.
browser: .venv/dev.stamp ## See that there is a browser for the tests
	$(BIN)/python tests/browser.py
