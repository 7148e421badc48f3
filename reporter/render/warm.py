"""Load and set up, before a report is there, whatever the first rendering would otherwise wait for."""

from __future__ import annotations


def warm_up() -> None:
    """Import the libraries, compile the templates, and set one small page that nobody sees."""
    from weasyprint import HTML

    import reporter.charts.canvas  # noqa: F401 - loaded for later
    from reporter.language import Language, languages
    from reporter.render.environment import make_environment
    from reporter.render.fonts import own_fonts_only

    environment = make_environment(Language.load(languages()[0]), lambda _: "")
    for name in environment.list_templates():
        environment.get_template(name)
    with own_fonts_only():
        HTML(string='<html lang="sv"><title>.</title><table><tr><th scope="row">1<td>2</table><p>.').write_pdf(
            pdf_variant="pdf/ua-1"
        )
