"""Which column of a table is which of ours: told by a mapping, else by the names that exports give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from workbench.errors import UsageError, WorkbenchError
from workbench.readers.mapping import Mapping

#: Our column to the names that exports give it, the surest first, in lower case without punctuation.
_KNOWN: dict[str, tuple[str, ...]] = {
    "id": ("tweetid", "statusid", "postid", "messageid", "commentid", "idstr", "id"),
    "created_at": (
        "createdat", "created", "createdutc", "postcreated", "tweetcreated", "datecreated", "publishedat", "published",
        "datetime", "timestamp", "date", "time",
    ),
    "text": ("fulltext", "text", "tweettext", "tweet", "message", "content", "body"),
    "author": ("screenname", "userscreenname", "username", "handle", "authorhandle", "author", "user", "pagename"),
    "author_id": ("authorid", "userid"),
    "followers": ("followerscount", "followercount", "userfollowers", "followers"),
    "lang": ("lang", "language"),
    "kind": ("kind",),
    "visibility": ("visibility",),
    "platform": ("platform",),
    "parent_id": ("inreplytostatusid", "inreplytoid", "inresponsetotweetid", "parentid"),
    "conversation_id": ("conversationid", "threadid"),
    "url": ("url", "permalink", "tweeturl", "posturl"),
    "likes": ("likes", "likecount", "likescount", "favorites", "favoritecount", "favourites", "favouritescount"),
    "reposts": ("retweets", "retweetcount", "retweetscount", "shares", "sharecount", "reposts"),
    "replies": ("replies", "replycount", "repliescount", "commentcount", "numcomments", "commsnum"),
    "views": ("views", "viewcount", "impressions"),
    "collected_at": ("collectedat", "retrievedat"),
    "title": ("title", "headline"),
    "links": ("links",),
}  # fmt: skip
#: Rarer names, and those in other languages: asked only where none of the names above is there.
_ABROAD: dict[str, tuple[str, ...]] = {
    "id": ("beitragsid", "idpost", "idtweet", "idpublicacion", "idpublicacao", "identifiant"),
    "created_at": (
        "publishdate", "publisheddate", "postdate", "postedat", "createdtime", "sncreatedtime",
        "datum", "zeitpunkt", "erstelltam", "veroffentlichtam", "veroffentlicht", "fecha", "fechahora",
        "fechadepublicacion", "datahora", "datadepublicacao", "data", "datedepublication", "datetime", "datums",
        "laiks", "datadipubblicazione",
    ),
    "text": (
        "rawcontent", "posttext", "review", "reviewtext", "caption",
        "beitrag", "nachricht", "inhalt", "texto", "mensaje", "contenido", "mensagem", "conteudo", "texte", "contenu",
        "teksts", "zina", "testo", "messaggio", "tekst", "bericht",
    ),
    "author": (
        "userusername", "authorusername", "authorname", "reviewer",
        "autor", "verfasser", "benutzername", "nutzer", "usuario", "auteur", "utilisateur", "autors", "lietotajs",
        "autore", "utente",
    ),
    "followers": ("seguidores", "abonnes", "abonnenten", "sekotaji"),
    "lang": ("sprache", "idioma", "langue", "valoda", "lingua", "taal"),
    "platform": ("plattform", "netzwerk", "kanal", "redsocial", "plataforma", "rede", "plateforme", "reseau",
                 "platforma", "piattaforma", "network", "socialnetwork", "channel"),
    "url": ("adresse", "enlace", "lien", "saite", "link"),
    "likes": ("gefalltmir", "megusta", "curtidas", "jaime"),
    "reposts": ("geteilt", "compartidos", "compartilhamentos", "partages"),
    "replies": ("antworten", "kommentare", "respuestas", "comentarios", "reponses", "commentaires"),
    "title": ("titel", "titulo", "titre", "virsraksts", "titolo"),
}  # fmt: skip
_REQUIRED = ("created_at", "text")
#: Platform to what the address of its messages looks like.
HOSTS = {
    "twitter": r"//(www\.|mobile\.)?(twitter|x)\.com/", "reddit": r"//(\w+\.)?reddit\.com/",
    "facebook": r"//(\w+\.)?facebook\.com/", "instagram": r"//(www\.)?instagram\.com/",
    "youtube": r"//(www\.)?(youtube\.com|youtu\.be)/", "tiktok": r"//(www\.)?tiktok\.com/",
    "linkedin": r"//(\w+\.)?linkedin\.com/", "bluesky": r"//bsky\.app/", "threads": r"//(www\.)?threads\.(net|com)/",
    "telegram": r"//t\.me/", "hackernews": r"//news\.ycombinator\.com/",
}  # fmt: skip
#: Platform to the ways in which the address of its messages holds their id.
ID_IN_URL = {
    "twitter": (r"/status(?:es)?/(\d+)",),
    "reddit": (r"/comments/\w+/[^/]*/(\w+)", r"/comments/(\w+)"),
    "facebook": (
        r"[?&]reply_comment_id=(\w+)",
        r"[?&]comment_id=(\w+)",
        r"(?:/posts/|/videos/|/permalink/)(?:[^/?#]+/)*?(\d+|pfbid\w+)(?:[/?#]|$)",
        r"(?:fbid=|[?&]v=)(\w+)",
        r"facebook\.com/\d+_(\d+)",
    ),
    "instagram": (r"/(?:p|reel)/[\w-]+/c/(\d+)", r"/(?:p|reel)/([\w-]+)"),
    "tiktok": (r"/video/(\d+)",),
    "youtube": (r"[?&]lc=([\w.-]+)",),
    "linkedin": (r"activity[:-](\d+)",),
    "mastodon": (r"/@[^/]+/(\d+)",),
    "hackernews": (r"[?&]id=(\d+)",),
}


def assign(header: Sequence[str], mapping: Mapping, file: str, sample: Sequence[Sequence[str]]) -> dict[str, int | str]:
    """Our columns, each with the number of the file's column (from 0) or, as text, the constant that fills it.

    `header` are the file's column names (empty where it has none), `sample` some rows. What the mapping does not say is
    taken by name. Raises UsageError for a mapping that names a column which is not there, WorkbenchError where a
    required column can't be told.
    """
    assigned = {
        ours: _place(theirs, header, len(sample[0]) if sample else 0, ours, file)
        for ours, theirs in mapping.columns.items()
    }
    if header:
        _by_name(assigned, header, file)
    if "platform" not in assigned:
        platform = _platform(assigned, header, sample)
        if platform:
            assigned["platform"] = platform
    missing = [name for name in ("platform", *_REQUIRED) if name not in assigned]
    if missing:
        raise WorkbenchError(_unmapped(missing, header, file, sample))
    return assigned


def named(header: Sequence[str]) -> dict[str, int]:
    """Our columns, each with the place of the column of the file whose name tells it."""
    names = [_plain(name) for name in header]
    found: dict[str, int] = {}
    for ours in _KNOWN:
        free = _places(names, ours, found.values())
        if free:
            found[ours] = free[0]
    return found


def find(header: Sequence[str], name: str) -> int | None:
    """The place of the column `name`, whose case, blanks and punctuation don't matter where that leaves but one."""
    if name in header:
        return header.index(name)
    similar = [place for place, other in enumerate(header) if _plain(other) == _plain(name)]
    return similar[0] if len(similar) == 1 and _plain(name) else None


def _place(theirs: str, header: Sequence[str], width: int, ours: str, file: str) -> int | str:
    if theirs.startswith(":"):
        return theirs[1:]
    if re.fullmatch(r"#\d+", theirs):
        if not 1 <= int(theirs[1:]) <= max(width, len(header)):
            raise UsageError(
                f"the mapping takes {ours} from column {theirs}, but {file} has {max(width, len(header))} columns"
            )
        return int(theirs[1:]) - 1
    place = find(header, theirs)
    if place is not None:
        return place
    there = f"its columns are {', '.join(header)}" if header else "it has no header: write #1, #2 … for its columns"
    raise UsageError(f"the mapping takes {ours} from the column {theirs!r}, which {file} has not: {there}")


def _by_name(assigned: dict[str, int | str], header: Sequence[str], file: str) -> None:
    names = [_plain(name) for name in header]
    for ours in _KNOWN:
        free = _places(names, ours, assigned.values())
        if ours in assigned or not free:
            continue
        if ours in _REQUIRED and len(free) > 1:
            listed = " or ".join(f"--map {ours}={header[place]}" for place in free)
            raise WorkbenchError(f"{file} has more than one column that could be {ours}: say which with {listed}")
        assigned[ours] = free[0]


def _places(names: Sequence[str], ours: str, taken: Collection[int | str]) -> list[int]:
    """Where, among the plain `names`, columns stand that could be `ours` and are not `taken`, the surest first."""
    for known in (_KNOWN[ours], _ABROAD.get(ours, ())):
        found = [names.index(name) for name in known if name in names]
        free = [place for place in found if place not in taken]
        if free:
            return free
    return []


def _platform(assigned: dict[str, int | str], header: Sequence[str], sample: Sequence[Sequence[str]]) -> str | None:
    """The platform that every link in the sample leads to, or Twitter where the columns speak of tweets."""
    place = assigned.get("url")
    if isinstance(place, int):
        links = [row[place] for row in sample if len(row) > place and "//" in row[place]]
        for platform, host in HOSTS.items():
            if links and all(re.search(host, link) for link in links):
                return platform
    return "twitter" if any("tweet" in _plain(name) for name in header) else None


def _unmapped(missing: Sequence[str], header: Sequence[str], file: str, sample: Sequence[Sequence[str]]) -> str:
    columns = header or [f"#{place + 1}" for place in range(len(sample[0]) if sample else 0)]
    example = {
        "platform": ":twitter",
        "created_at": columns[0] if columns else "#1",
        "text": columns[-1] if columns else "#2",
    }
    told = " ".join(f"--map '{name}={example[name]}'" for name in missing)
    return (
        f"in {file} nothing says which column is {' or '.join(missing)}; its columns are {', '.join(columns)[:400]}:"
        f" say it, for example with {told}"
    )


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.replace("ß", "ss"))  # é is e with a mark
    return re.sub(r"[^a-z0-9]", "", bare.lower())
