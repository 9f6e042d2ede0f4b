"""Error messages in Thai with English below, for errors that occur before the language is known."""


def both(th: str, en: str) -> str:
    """One message in both languages, at least a line each."""
    return f"{th}\n{en}"


class Bilingual:
    """Mixin for errors whose message says in both languages what is wrong and what to write instead.

    JupyterLab shows just these lines, because a traceback doesn't help someone who mistyped a parameter.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return str(self).splitlines()


class WrongValueError(Bilingual, ValueError):
    """A value that can't be right."""
