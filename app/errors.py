"""The two kinds of failure: the world's (`Known`) and ours (`Bug`).

An error carries a code and parameters, never prose: the sentence a person reads is looked up by
the code in `resources/locale` (`app.i18n.t("error." + code, **params)`).
"""

from __future__ import annotations


class AppError(Exception):
    """Base of every error of this program: a dotted `code` and the `params` of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Code and parameter names only: values may be secret and belong to the screen."""
        names = ", ".join(sorted(self.params))
        return f"{self.code} ({names})" if names else self.code


class Known(AppError):
    """The world did it: paper, network, a closed draw, a wrong setting. Shown, not reported."""


class Bug(AppError):
    """We did it: a state that cannot be. Logged with its trace, shown as one plain sentence."""
