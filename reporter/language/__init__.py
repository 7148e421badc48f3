"""Swedish and Danish: sentences, numbers, money, days and the alphabet.

A language is ``locale/<code>.po`` (sentences and the indicators' names) with ``locale/<code>.toml``
(what it does with numbers and days) and, for line breaks, ``compounds/<code>.txt``.
"""

from reporter.language.language import Language, languages

__all__ = ["Language", "languages"]
