"""Deployment files for each host."""

from __future__ import annotations

from importlib import resources

# What people call them, in the order in which they are offered.
HOSTS = {
    "github": "GitHub Pages",
    "gitlab": "GitLab Pages",
    "codeberg": "Codeberg Pages",
    "netlify": "Netlify",
    "cloudflare": "Cloudflare Pages",
    "none": "elsewhere",
}
PYTHON = "3.13"

_PREPARE = """\
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { fetch-depth: 0, persist-credentials: false } # Dates come from all of the history.
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with: { python-version: "PYTHON" }
      - run: pip install -r requirements.txt
"""
_PUBLISH = """\
# Builds the site and publishes it. Once: Settings, Pages, Source: GitHub Actions.
name: Publish
on:
  push: { branches: [main] }
  workflow_call:
  workflow_dispatch:
permissions: {}
concurrency: { group: pages, cancel-in-progress: false }
jobs:
  publish:
    name: Publish
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: read, id-token: write, pages: write }
    environment: github-pages
    steps:
PREPARE      - run: mkdocs build --strict
      - uses: actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0
        with: { path: site }
      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
"""
_SCHEDULED = """\
# Publishes each hour, so that planned posts appear and expired ones go. A file of its own: GitHub
# disables one with a schedule where nothing has happened for 60 days.
name: Scheduled
on:
  schedule: [{ cron: "17 * * * *" }]
permissions: {}
concurrency: { group: scheduled, cancel-in-progress: false }
jobs:
  publish:
    name: Publish
    permissions: { contents: read, id-token: write, pages: write }
    uses: ./.github/workflows/publish.yml
"""
_CHECK = """\
# Says in a pull request what is wrong with its posts. It can read, and nothing else.
name: Check
on: [pull_request]
permissions: {}
concurrency: { group: "check-${{ github.ref }}", cancel-in-progress: true }
jobs:
  posts:
    name: Posts
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: read }
    env:
      BASE: ${{ github.event.pull_request.base.sha }}
      ACTOR: ${{ github.event.pull_request.user.login }}
    steps:
PREPARE      - run: byline check --base "$BASE" --format github
      - run: byline who --base "$BASE" --actor "$ACTOR" --format github
        if: ${{ !cancelled() }}
      - run: mkdocs build --strict 2> >(tee build.log >&2)
        if: ${{ !cancelled() }}
      - run: byline summary --base "$BASE" --actor "$ACTOR" --site site --log build.log
        if: ${{ !cancelled() }}
      - run: byline preview preview # Whatever is wrong with a post: an editor wants to see it.
        if: ${{ !cancelled() }}
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        if: ${{ !cancelled() }}
        with: { name: preview, path: preview }
"""
_COMMENT = """\
# Puts the summary of a pull request into a comment on it. This runs main's code, never the pull
# request's: the first job can't write, and the second sees only what it has made.
name: Comment
on:
  workflow_run: # zizmor: ignore[dangerous-triggers] What runs is main's code alone.
    workflows: [Check]
    types: [completed]
permissions: {}
concurrency:
  group: "comment-${{ github.event.workflow_run.head_sha }}"
  cancel-in-progress: true
jobs:
  review:
    name: Read the pull request
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions: { contents: read }
    env:
      HEAD: ${{ github.event.workflow_run.head_sha }}
      ACTOR: ${{ github.event.workflow_run.actor.login }}
      GITHUB_STEP_SUMMARY: ""
    steps:
PREPARE      - run: git fetch --quiet origin "$HEAD"
      - run: git worktree add --quiet --detach head "$HEAD"
      - run: byline summary -f head/mkdocs.yml --base "$GITHUB_SHA" --actor "$ACTOR" > summary.md
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with: { name: review, path: summary.md, if-no-files-found: error }
  comment:
    name: Comment
    needs: review
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
      pull-requests: write # to comment
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with: { name: review }
      - run: python3 -I .github/comment.py summary.md
        env:
          GITHUB_TOKEN: ${{ github.token }}
          HEAD: ${{ github.event.workflow_run.head_sha }}
          HEAD_OWNER: ${{ github.event.workflow_run.head_repository.owner.login }}
          HEAD_BRANCH: ${{ github.event.workflow_run.head_branch }}
"""
_TEMPLATE = """\
<!-- What does the post tell, and to whom? -->

- [ ] I wrote it, or say in it who did, and it may be published here.
- [ ] `byline check` has nothing to say.
"""
_GITLAB = """\
# Publishes the site with GitLab Pages, and checks posts in merge requests.
image: python:PYTHON
variables: { GIT_DEPTH: 0 } # Dates come from all of the history.
before_script: [pip install -r requirements.txt]
posts:
  rules: [{ if: $CI_PIPELINE_SOURCE == "merge_request_event" }]
  script:
    - byline check --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
    - mkdocs build --strict
pages:
  rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH }]
  script: [mkdocs build --strict --site-dir public]
  artifacts: { paths: [public] }
"""
_CODEBERG = """\
# Publishes the site with Codeberg Pages: the branch `pages` is what readers see.
# Once: store an access token as the secret `pages_token`.
when: [{ event: push, branch: main }]
clone:
  - name: clone
    image: woodpeckerci/plugin-git
    settings: { partial: false, depth: 0 } # Dates come from all of the history.
steps:
  - name: publish
    image: python:PYTHON
    environment: { TOKEN: { from_secret: pages_token } }
    commands:
      - pip install -r requirements.txt
      - mkdocs build --strict
      - cd site && git init --quiet --initial-branch pages && git add --all
      - git -c user.name=CI -c user.email=ci@localhost commit --quiet --message "Publish"
      - git push --force "https://$CI_REPO_OWNER:$TOKEN@codeberg.org/$CI_REPO.git" pages
"""
_NETLIFY = """\
# Netlify builds each pull request at an address of its own, without a secret in it.
[build]
command = "pip install -r requirements.txt && mkdocs build --strict"
publish = "site"

[build.environment]
PYTHON_VERSION = "PYTHON"
"""


def deployment_files(host: str, login: str = "", *, comments: bool = False) -> dict[str, str]:
    """Return the files by their paths.

    On GitHub, `login` is that of who reviews, and `comments` has the summary of each pull request
    put into a comment on it.
    """

    def filled(text: str) -> str:
        return text.replace("PREPARE", _PREPARE).replace("PYTHON", PYTHON)

    if host == "github":
        files = {
            ".github/workflows/publish.yml": filled(_PUBLISH),
            ".github/workflows/scheduled.yml": _SCHEDULED,
            ".github/workflows/check.yml": filled(_CHECK),
            ".github/pull_request_template.md": _TEMPLATE,
        }
        if login:
            files[".github/CODEOWNERS"] = f"* @{login}\n"
        if comments:
            script = resources.files(__package__).joinpath("comment_script.py")
            files[".github/workflows/comment.yml"] = filled(_COMMENT)
            files[".github/comment.py"] = script.read_text(encoding="utf-8")
        return files
    single = {
        "gitlab": {".gitlab-ci.yml": filled(_GITLAB)},
        "codeberg": {".woodpecker.yml": filled(_CODEBERG)},
        "netlify": {"netlify.toml": _NETLIFY.replace('"PYTHON"', f'"{PYTHON}"')},
        # Its settings are in the browser; this is what it reads of the repository.
        "cloudflare": {".python-version": f"{PYTHON}\n"},
    }
    return single.get(host, {})
