"""Every option of the plugin: its name, type, default and meaning, in one place.

Names and defaults are those of Material's blog plugin where the meaning is the same, so that
moving over is changing one word in `mkdocs.yml`.
"""

from __future__ import annotations

import posixpath
import unicodedata
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pymdownx.slugs import slugify

from mkdocs_byline.option_types import (
    Checks,
    Color,
    CompleteComments,
    Directives,
    Folder,
    PerPage,
    RssPluginFiles,
    Slugify,
    TextOrNothing,
    TimeZone,
    Unique,
    WebAddress,
    folder,
    glob_spec,
    placeholders,
)

# Options that Material's blog has under another name by now.
RENAMED = {"pagination_template": "pagination_format"}

HOME_PAGES = ("index.md", "README.md")  # Which greet, and are linked to from anywhere.


def renamed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options by the names that they have now."""
    moved = {new: given[old] for old, new in RENAMED.items() if old in given}
    return moved | {name: value for name, value in given.items() if name not in RENAMED}


class Settings(BaseModel):
    """Options of the `byline` plugin in `mkdocs.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    enabled: bool = Field(True, description="Switch the plugin off without removing it.")
    blog_dir: Folder = Field(
        "blog", description="Folder of the blog in the docs folder; `.` for a site that is a blog."
    )
    blog_toc: bool = Field(
        False, description="List the posts of a listing in its table of contents."
    )

    # Posts
    post_dir: Annotated[str, placeholders("blog")] = Field(
        "{blog}/posts", description="Folder of the posts."
    )
    post_date_format: str = Field(
        "long",
        description="How dates are shown: `full`, `long`, `medium`, `short` or a CLDR pattern.",
    )
    post_url_date_format: str = Field("yyyy/MM/dd", description="The date in a post's URL.")
    post_url_format: Annotated[str, placeholders("categories", "date", "file", "slug")] = Field(
        "{date}/{slug}",
        description="URL of a post below the blog: `{date}`, `{slug}`, `{file}`, `{categories}`.",
    )
    post_url_max_categories: int = Field(
        1, ge=0, description="How many categories `{categories}` stands for."
    )
    post_slugify: Slugify = Field(
        default_factory=lambda: slugify(case="lower"),
        description="Function that turns a title into a slug.",
    )
    post_slugify_separator: str = Field("-", description="What joins the words of a slug.")
    post_excerpt: Literal["optional", "required", "automatic"] = Field(
        "optional",
        description="Whether a post must have an excerpt mark; without one, listings show all of "
        "it, or with `automatic` its first paragraphs.",
    )
    post_excerpt_max_authors: int = Field(
        1, ge=0, description="How many authors a listing shows of each post."
    )
    post_excerpt_max_categories: int = Field(
        5, ge=0, description="How many categories a listing shows of each post."
    )
    post_excerpt_separator: str = Field(
        "<!-- more -->", description="The excerpt mark: what is above it stands in listings."
    )
    post_readtime: bool = Field(True, description="Show the reading time.")
    post_readtime_words_per_minute: int = Field(
        265, ge=1, description="Reading speed for the reading time."
    )
    post_markdown: bool = Field(
        False, description="Write each post as Markdown too, beside its page, and `llms.txt`."
    )
    timezone: TimeZone = Field("UTC", description="Time zone of dates that name none.")

    # Pictures
    picture_sizes: bool = Field(
        True, description="Make smaller sizes of large pictures, where Pillow is installed."
    )

    # Trust
    trusted_paths: tuple[str, ...] = Field(
        (),
        description="Globs of posts and files in the docs folder that are the maintainers' own.",
    )
    embed_hosts: tuple[str, ...] = Field(
        (), description="Hosts whose videos and the like load in a post after a click."
    )
    csp: bool = Field(False, description="Put the site under a Content-Security-Policy.")
    csp_extra: Directives = Field({}, description="What that allows besides, by directive.")

    # History
    history: bool = Field(
        True, description="Ask git for dates and people that front matter does not give."
    )
    history_ignore_authors: tuple[str, ...] = Field(
        ("*[bot]",),
        description="Names and e-mail addresses whose commits change nothing; `*` stands for any.",
    )
    history_contributors: bool = Field(
        False, description="List those who changed a post later and are not among its authors."
    )
    editions: bool = Field(
        False, description="Show readers what changed in posts since they were published."
    )

    # Checks
    checks: Checks = Field(
        default_factory=dict,
        description="Which remarks `byline check` makes besides problems, by name: true or false.",
    )

    # Listings
    compact_listings: Annotated[
        tuple[Literal["blog", "archive", "category", "tag", "series", "author"], ...],
        Unique,
    ] = Field((), description="Which listings show dates and titles alone.")

    backlinks: bool | tuple[str, ...] = Field(
        False,
        description="List at the end of a page what links to it: true for all, or globs of "
        "pages in the docs folder.",
    )

    # Archive
    archive: bool = Field(True, description="Make a listing for each year, and an overview.")
    archive_name: str | None = Field(None, description="Title of the archive.")
    archive_date_format: str = Field("yyyy", description="Title of one listing of the archive.")
    archive_url_date_format: str = Field(
        "yyyy",
        description="The date in its URL; posts of several titles with one URL share a listing, "
        "called after that.",
    )
    archive_url_format: Annotated[str, placeholders("date")] = Field(
        "archive/{date}", description="Its URL below the blog."
    )
    archive_pagination: bool | None = Field(None, description="Overrides `pagination`.")
    archive_pagination_per_page: PerPage | None = Field(
        None, description="Overrides `pagination_per_page`."
    )
    archive_toc: bool | None = Field(None, description="Overrides `blog_toc`.")

    # Categories and tags
    categories: bool = Field(True, description="Make a listing for each category.")
    categories_name: str | None = Field(None, description="Title of the categories' overview.")
    categories_url_format: Annotated[str, placeholders("slug")] = Field(
        "category/{slug}", description="URL of a category."
    )
    categories_slugify: Slugify = Field(
        default_factory=lambda: slugify(case="lower"),
        description="Function that turns a category into a slug.",
    )
    categories_slugify_separator: str = Field("-", description="What joins the words of its slug.")
    categories_sort_by: Callable[[Any], Any] = Field(
        default=lambda view: view.title.casefold(),
        description="Function that gives a category's listing its sort key.",
    )
    categories_sort_reverse: bool = Field(False, description="Sort categories downwards.")
    categories_allowed: tuple[str, ...] = Field(
        (), description="The only categories that posts may have; empty allows all."
    )
    categories_pagination: bool | None = Field(None, description="Overrides `pagination`.")
    categories_pagination_per_page: PerPage | None = Field(
        None, description="Overrides `pagination_per_page`."
    )
    categories_toc: bool | None = Field(None, description="Overrides `blog_toc`.")
    tags: bool = Field(False, description="Make a listing for each tag.")
    tags_name: str | None = Field(None, description="Title of the tags' overview.")
    tags_url_format: Annotated[str, placeholders("slug")] = Field(
        "tag/{slug}", description="URL of a tag's listing."
    )

    topics_file: Annotated[str, placeholders("blog")] = Field(
        "{blog}/.topics.yml", description="The file that describes categories and tags."
    )

    # Series
    series: bool = Field(True, description="Make a listing for each series of posts.")
    series_name: str | None = Field(None, description="Title of the series' overview.")
    series_url_format: Annotated[str, placeholders("slug")] = Field(
        "series/{slug}", description="URL of a series."
    )
    series_file: Annotated[str, placeholders("blog")] = Field(
        "{blog}/.series.yml", description="The file that describes series."
    )
    series_pagination: bool | None = Field(None, description="Overrides `pagination`.")
    series_pagination_per_page: PerPage | None = Field(
        None, description="Overrides `pagination_per_page`."
    )
    series_toc: bool | None = Field(None, description="Overrides `blog_toc`.")

    # Related posts
    related_posts: int = Field(
        3,
        ge=0,
        le=8,
        description="How many posts to read next stand at a post's foot; 0 for none.",
    )
    related_newer: bool = Field(
        False,
        description="Name newer posts there too, though pages then change with each new post.",
    )

    # Authors
    authors: bool = Field(True, description="Read the authors file and show bylines.")
    authors_file: Annotated[str, placeholders("blog")] = Field(
        "{blog}/.authors.yml", description="The authors file."
    )
    default_author: str | tuple[str, ...] = Field(
        (), description="Id (or ids) of the author of posts that name none."
    )
    authors_profiles: bool = Field(False, description="Make a profile page for each author.")
    authors_profiles_name: str | None = Field(None, description="Title of the authors' overview.")
    authors_profiles_url_format: Annotated[str, placeholders("slug", "name")] = Field(
        "author/{slug}", description="URL of a profile."
    )
    authors_profiles_pagination: bool | None = Field(None, description="Overrides `pagination`.")
    authors_profiles_pagination_per_page: PerPage | None = Field(
        None, description="Overrides `pagination_per_page`."
    )
    authors_profiles_toc: bool | None = Field(None, description="Overrides `blog_toc`.")

    # Feeds
    feeds: bool = Field(True, description="Write feeds that readers can follow.")
    feed_formats: Annotated[
        tuple[Literal["atom", "rss", "json"], ...], Field(min_length=1), Unique
    ] = Field(
        ("atom", "rss", "json"), description="Formats of each feed, the preferred one first."
    )
    feed_kinds: Annotated[
        tuple[Literal["category", "tag", "series", "author", "corrections"], ...],
        Unique,
    ] = Field(
        ("category", "tag", "series", "author", "corrections"),
        description="Which listings have feeds besides the blog's own.",
    )
    feed_posts: int = Field(20, ge=1, le=1000, description="Posts in one feed.")
    feed_full_text: bool = Field(
        True, description="Have whole posts in feeds, and not a summary alone."
    )
    feed_archives: bool = Field(
        True, description="Write older posts of the blog's own feed into archives, by year."
    )
    feed_hub: Annotated[WebAddress, TextOrNothing] = Field(
        "", description="Address of a WebSub hub that pushes new posts to readers."
    )
    feed_rss_plugin: RssPluginFiles = Field(
        False, description="Keep the feeds that mkdocs-rss-plugin had: their URLs and posts' ids."
    )
    license: WebAddress = Field("", description="Address of the licence that posts are under.")

    # Comments
    comments: CompleteComments = Field(
        None, description="Let readers comment on posts, through giscus, utterances or a snippet."
    )

    # Cards
    cards: bool | str = Field(
        False,
        description="Draw a picture of each post for link previews; a template's name draws "
        "another one.",
    )
    cards_color: Color = Field(
        "", description="The colour in it, as in `#3f51b5`; by default the theme's."
    )
    cards_fonts: tuple[str, ...] = Field(
        (), description="Font files for it, by their paths from `mkdocs.yml`, before its own."
    )

    # Pagination
    pagination: bool = Field(True, description="Break long listings into pages.")
    pagination_per_page: PerPage = Field(10, description="Posts on one page of a listing.")
    pagination_url_format: Annotated[str, placeholders("page")] = Field(
        "page/{page}", description="URL of a further page."
    )
    pagination_format: str = Field(
        "~2~",
        description="`~N~`: how many pages to link on each side of the current one; with "
        "`$link_previous` and `$link_next`, arrows lead to the pages beside it.",
    )
    pagination_if_single_page: bool = Field(False, description="Show it for a single page too.")
    pagination_keep_content: bool = Field(
        False, description="Show a listing's introduction on every page, not on the first alone."
    )

    # Drafts
    draft: bool = Field(False, description="Build drafts too.")
    draft_on_serve: bool = Field(True, description="Show drafts in the preview.")
    draft_if_future_date: bool = Field(
        False, description="Treat a post with a date in the future as a draft."
    )

    # Sidebar
    sidebar: bool = Field(False, description="List posts in the blog's section of the sidebar.")
    sidebar_posts: int = Field(30, ge=0, description="How many posts the sidebar lists in all.")
    sidebar_recent: int = Field(
        6, ge=1, description="How many of them stand above “More articles”."
    )

    # Search
    search: Literal["auto", "pagefind", "lunr"] = Field(
        "auto",
        description="What searches the site: `pagefind`, `lunr` as without Byline, or with `auto` "
        "the first if it is installed.",
    )

    # Speed
    pure_extensions: tuple[str, ...] = Field(
        (),
        description="Further Markdown extensions whose HTML depends on the text and their "
        "configuration alone, so that it may be kept for the next build.",
    )

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def default_authors(self) -> tuple[str, ...]:
        given = self.default_author
        given = (given,) if isinstance(given, str) else given
        return tuple(unicodedata.normalize("NFC", each) for each in given)  # As ids are read.

    @property
    def posts_folder(self) -> str:
        """Folder of the posts relative to the docs folder, normalised."""
        return folder(self.post_dir.format(blog=self.blog_dir))

    @property
    def authors_path(self) -> str:
        """Path of the authors file relative to the docs folder, normalised."""
        return folder(self.authors_file.format(blog=self.blog_dir))

    @property
    def topics_path(self) -> str:
        """Path of the topics file relative to the docs folder, normalised."""
        return folder(self.topics_file.format(blog=self.blog_dir))

    @property
    def series_file_path(self) -> str:
        """Path of the series file relative to the docs folder, normalised."""
        return folder(self.series_file.format(blog=self.blog_dir))

    @property
    def own_files(self) -> tuple[str, ...]:
        """Paths of the files that Byline reads beside posts."""
        described = self.authors_path, self.topics_path, self.series_file_path
        return *described, self.urls_path, self.withheld_path

    def trusts(self, path: str) -> bool:
        """Whether a path in the docs folder is the maintainers' own."""
        return bool(self.trusted_paths) and glob_spec(self.trusted_paths).match_file(path)

    def shows_backlinks(self, path: str) -> bool:
        """Whether a page of this path in the docs folder lists what links to it."""
        if isinstance(self.backlinks, bool):
            return self.backlinks and path not in HOME_PAGES
        return bool(self.backlinks) and glob_spec(self.backlinks).match_file(path)

    @property
    def urls_path(self) -> str:
        """Path of the ledger of URLs relative to the docs folder."""
        return posixpath.join(self.blog_dir, ".urls.json")

    @property
    def withheld_path(self) -> str:
        """Path of the list of withheld editions relative to the docs folder."""
        return posixpath.join(self.blog_dir, ".editions-withheld")

    def for_kind(self, kind: str, option: str) -> Any:
        """Return `option` for one kind of listing: its own value if set, else the blog's."""
        prefix = {"author": "authors_profiles", "category": "categories"}.get(kind, kind)
        own = getattr(self, f"{prefix}_{option.removeprefix('blog_')}", None)
        return getattr(self, option) if own is None else own
