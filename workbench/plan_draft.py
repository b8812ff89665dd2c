"""A first plan for a brand: what it can say at once, and what its archive suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import duckdb

_HEAD = (
    "# What {brand} agreed on before the crisis. Every part is optional; `workbench plan schema` tells what there is.\n"
)


def suggested(connection: duckdb.DuckDBPyConnection, brand: str) -> dict[str, list[str]]:
    """Handles by platform that are perhaps the brand's own: they bear its name, and answer people most.

    At most two on a platform. Somebody who mocks a brand bears its name too, so people confirm.
    """
    rows = connection.execute(
        """
        SELECT platform, lower(author) FROM mentions WHERE author IS NOT NULL
        AND contains(regexp_replace(lower(author), '[._-]', '', 'g'), $name)
        GROUP BY platform, lower(author) HAVING count(*) >= 3
        QUALIFY row_number() OVER (
            PARTITION BY platform
            ORDER BY count(*) FILTER (kind IN ('reply', 'comment')) DESC, count(*) DESC, lower(author)
        ) <= 2
        ORDER BY ALL
        """,
        {"name": brand.replace("-", "").replace("_", "")},
    ).fetchall()
    found: dict[str, list[str]] = {}
    for platform, handle in rows:
        found.setdefault(platform, []).append(handle)
    return found


def accounts(text: str) -> dict[str, list[str]]:
    """Handles by platform out of `twitter acme, reddit acme_official`. Raises ValueError for anything else."""
    found: dict[str, list[str]] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        words = pair.split()
        if len(words) != 2:
            raise ValueError(f"{pair!r} is no account: write platform and handle, such as twitter acme")
        found.setdefault(words[0].lower(), []).append(words[1].removeprefix("@"))
    return found


def text(brand: str, told: dict[str, Any]) -> str:
    """The YAML of a plan that holds what was `told`; what is empty is left out."""
    content = {"brand": brand, **{key: value for key, value in told.items() if value}}
    dumped: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    return _HEAD.format(brand=brand) + dumped
