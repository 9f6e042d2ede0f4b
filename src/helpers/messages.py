"""Words of errors, which are said before anybody knows in which language: Thai, and English under it."""


def both(th: str, en: str) -> str:
    """One message in both languages, a line (or more) each."""
    return f"{th}\n{en}"


class Told:
    """Mixed into an error whose message says in both languages what is wrong and what to write instead.

    In JupyterLab it shows as these lines alone: whoever set a parameter has no use for a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return str(self).splitlines()


class WrongValueError(Told, ValueError):
    """A value that cannot be right."""
