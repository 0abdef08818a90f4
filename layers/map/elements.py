"""folium's map and elements with our own lean templates: no jQuery, no Bootstrap, no icon font, no random names."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from branca.element import Figure, MacroElement
from folium import Map
from folium.template import Template
from jinja2 import Environment
from jinja2 import Template as Compiled
from jinja2.bccache import bc_magic

from geo.cache import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import CodeType

    from layers.map.tiles import Tiles

__all__ = ["Background", "BaseMap", "Controls", "Corridors", "Places", "Sheet", "Stage"]


class Sheet(Figure):
    """The whole page, by our own template."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.header._children.clear()  # noqa: SLF001 - branca's own head, which ours replaces
        self._sheet = _compiled(template)

    def render(self, **parts: Any) -> str:
        """Return the page; the children have been rendered for :attr:`scripts`."""
        return str(self._sheet.render(**parts))

    @property
    def scripts(self) -> str:
        """The calls of all children, in the order they were added."""
        for child in self._children.values():
            child.render()
        return "\n".join(line for line in str(self.script.render()).splitlines() if line.strip())


def _compiled(template: Path) -> Compiled:
    """Return a template as a page is made of it; kept compiled, which takes longer than to fill it."""
    environment = Environment(autoescape=True)
    source = template.read_text(encoding="utf-8")

    def compile_(_text: str) -> CodeType:
        return environment.compile(source, template.name, str(template))

    code = parsed(template.stem, f"{bc_magic!r}\n{source}", compile_)  # Jinja's own mark of what it compiles to
    return Compiled.from_code(environment, code, environment.make_globals(None))


class Stage(Map):
    """A folium map that loads nothing but Leaflet and starts on an extent."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = Page.map({{ this.bounds|tojson }}, {{ this.options|tojavascript }});
        {% endmacro %}
        """
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - ditto

    def __init__(self, bounds: Sequence[Sequence[float]]) -> None:
        super().__init__(tiles=None, zoom_control=False, location=[0, 0], zoom_start=1)
        self._id = "atlas"
        self.bounds = bounds  # south-west and north-east corner, latitude first, as Leaflet wants it


class _Part(MacroElement):
    """Something on the stage, with a name that is the same from run to run."""

    def __init__(self, name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's is untyped
        self._name, self._id = type(self).__name__, name.replace(" ", "_").replace("-", "_")
        self.key = name


class BaseMap(_Part):
    """Land, borders and lettering."""

    _template = Template("{% macro script(this, kwargs) %}Page.base({{ this._parent.get_name() }});{% endmacro %}")


class Background(_Part):
    """Tiles from the web, under everything."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Page.background({{ this._parent.get_name() }}, {{ this.tiles|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, tiles: Tiles) -> None:
        super().__init__("background")
        self.tiles = asdict(tiles)


class Corridors(_Part):
    """The corridors of one mode."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Page.corridors({{ this._parent.get_name() }}, {{ this.key|tojson }});"
        "{% endmacro %}"
    )


class Places(_Part):
    """The places of one kind."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Page.places({{ this._parent.get_name() }}, {{ this.key|tojson }});"
        "{% endmacro %}"
    )


class Controls(_Part):
    """Legend, list, evidence, scale and keys."""

    _template = Template("{% macro script(this, kwargs) %}Page.controls({{ this._parent.get_name() }});{% endmacro %}")
