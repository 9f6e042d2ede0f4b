"""Words of errors, which are said before anybody knows in which language: Thai, and English under it."""


def both(th: str, en: str) -> str:
    """One message in both languages, a line (or more) each."""
    return f"{th}\n{en}"
