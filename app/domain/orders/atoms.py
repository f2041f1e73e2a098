"""Tokens to atoms: every piece of the message with one meaning, in the order of the message."""

from __future__ import annotations

import unicodedata

from app.domain.orders import amounts, hours, numerals, words
from app.domain.orders.parts import (
    PLACE_KINDS,
    PLAY_KINDS,
    Answer,
    Asker,
    Atom,
    K,
    Phrase,
    Table,
    Token,
    TokenKind,
)
from app.domain.orders.vocabulary import Meaning, Vocabulary

_AND_SIGNS = frozenset("+&")
_DASHES = frozenset("-–—/|_")
_LETTERS = {"a": "A", "b": "B", "c": "C"}
_PICTURES = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Co", "Cn", "Cc", "Lm"})
#: Words near to these are asked about; near to others they are nothing known.
_ASKED = frozenset({K.FIGURE, K.PRODUCT, K.SIGN, K.TRIPLETA, K.NUMBER, K.PERMUTA})
_LIST_WORDS = frozenset({"lista", "listas"})


class Scanner:
    """One walk over the tokens. `clock` knows at which minutes something is drawn."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, clock: hours.Clock, asker: Asker) -> None:
        self.tokens = tokens
        self.texts = [token.text for token in tokens]
        self.vocabulary = vocabulary
        self.clock = clock
        self.asker = asker
        self.atoms: list[Atom] = []
        self.at = 0

    def run(self) -> list[Atom]:
        """All atoms; each token is in exactly one."""
        while self.at < len(self.tokens):
            self._one()
        return self.atoms

    # ------------------------------------------------------------ helpers that the readers share

    def text(self, at: int) -> str:
        """The text of a token, empty behind the end."""
        return self.texts[at] if 0 <= at < len(self.texts) else ""

    def is_digits(self, at: int) -> bool:
        """Whether a token is digits."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is TokenKind.DIGITS

    def is_tight(self, at: int) -> bool:
        """Whether a token touches the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at].tight

    def has(self, at: int, phrase: tuple[str, ...]) -> bool:
        """Whether a phrase stands at a token."""
        return tuple(self.texts[at : at + len(phrase)]) == phrase

    def match(self, phrases: Table, at: int) -> Phrase:
        """The longest phrase of a table that stands at a token; empty when none does."""
        for phrase in phrases.get(self.text(at), ()):
            if self.has(at, phrase):
                return phrase
        return ()

    def add(self, kind: K, value: object, end: int, *, plural: bool = False) -> None:
        """The tokens up to `end` are this atom."""
        first, last = self.tokens[self.at], self.tokens[end - 1]
        self.atoms.append(Atom(kind, value, first.start, last.end, first.tight, plural))
        self.at = end

    def last(self, *skipped: K) -> Atom | None:
        """The atom before, those of `skipped` kinds left out; none across the end of a sentence."""
        for atom in reversed(self.atoms[-6:]):
            if atom.kind is K.BREAK:
                return None
            if atom.kind not in skipped:
                return atom
        return None

    def plays_before(self) -> bool:
        """Whether the sentence already holds a play."""
        for atom in reversed(self.atoms[-60:]):
            if atom.kind is K.BREAK:
                return False
            if atom.kind in PLAY_KINDS:
                return True
        return False

    def figure_at(self, at: int) -> bool:
        """Whether a figure's name stands at a token."""
        found = self.vocabulary.at(self.texts, at) if at < len(self.texts) else None
        return found is not None and found[0][0] is K.FIGURE

    def counted(self, at: int) -> bool:
        """Whether "animalitos", "jugadas" ... stand at a token, and not as part of a product's name."""
        if self.text(at) not in words.COUNTED:
            return False
        found = self.vocabulary.at(self.texts, at)
        return found is None or found[0][0] is not K.PRODUCT

    # ------------------------------------------------------------ the walk

    def _one(self) -> None:
        if self._sign() or self._list() or amounts.read(self) or hours.read(self) or self._phrase():
            return
        if self.is_digits(self.at):
            self._digits()
        elif not self._spelled() and not self._letters():
            self._unknown()

    def _sign(self) -> bool:
        token = self.tokens[self.at]
        if token.kind is TokenKind.LINE or token.text == ";":
            self.add(K.BREAK, token.text, self.at + 1)
        elif token.text == "." and not (self.is_tight(self.at) and self.is_tight(self.at + 1)):
            self.add(K.BREAK, ".", self.at + 1)
        elif token.text == ".":
            return self._dots()
        elif token.text == ",":
            self.add(K.COMMA, ",", self.at + 1)
        elif token.text == ":":
            self.add(K.GLUE, ":", self.at + 1)
        elif token.text in _AND_SIGNS:
            self.add(K.AND, token.text, self.at + 1)
        elif token.text in _DASHES:
            self.add(K.DASH, token.text, self.at + 1)
        elif token.text in words.SILENT_SIGNS:
            self.add(K.NOISE, None, self.at + 1)
        else:
            return False
        return True

    def _dots(self) -> bool:
        """A dot between two digits or a row of dots parts numbers; ".23" is a serie."""
        if self.is_digits(self.at + 1) and not self.is_digits(self.at - 1) and self.last() is None:
            return False
        end = self.at
        while self.text(end) == ".":
            end += 1
        self.add(K.DASH, ".", end)
        return True

    def _list(self) -> bool:
        """List letters: "zulia A", "A y B", "lista c"; "a" is a letter only where it can be no "a"."""
        at = self.at
        named = self.text(at) in _LIST_WORDS
        at += named
        if not named and not self._after_product() and not self._letter_alone():
            return False
        letters, end = "", at
        while True:
            letter, after = self._letter(end, first=not letters, named=named)
            if not letter:
                break
            letters, end = letters + letter, after
            joined = end + (self.text(end) in ("y", "+", "/", ",", "e", "-"))
            if joined == end or not self._letter(joined, first=False, named=named)[0]:
                break
            end = joined
        if letters:
            self.add(K.LIST, "".join(sorted(set(letters))), end)
        return bool(letters)

    def _letter(self, at: int, *, first: bool, named: bool) -> tuple[str, int]:
        word = self.text(at)
        if word in ("ab", "ac", "bc", "abc") and (first or named):
            return word.upper(), at + 1
        if word not in _LETTERS or (self.text(at + 1) in ("/", ".") and self.is_tight(at + 1)):
            return "", at
        if word == "a" and not named and first and not self._stands_for_list(at):
            return "", at
        return _LETTERS[word], at + 1

    def _letter_alone(self) -> bool:
        """ "A: 123 a 5" at the beginning of a line, "... B 456": a letter of the product named before."""
        if self.text(self.at) not in _LETTERS:
            return False
        after, first = self.text(self.at + 1), self.last() is None
        capital = self.tokens[self.at].upper and not self.clock.loud
        named = self.vocabulary.at(self.texts, self.at + 1) if after else None
        if named is not None and named[0][0] is K.PRODUCT:  # "triple A zulia"
            return capital or self.text(self.at) != "a"
        if not any(atom.kind is K.PRODUCT for atom in self.atoms[-60:]):
            return False
        if first and (
            after in (":", "\n", "") or (after in ("y", "+") and self.text(self.at + 2) in _LETTERS)
        ):
            return True
        if not self.is_digits(self.at + 1):
            return False
        amount = self.text(self.at + 2) in ("x", "a", "=", "*") and self.is_digits(self.at + 3)
        return (
            (capital and self.text(self.at) != "a")
            or (first and amount and self.text(self.at) != "a")
            or (first and amount and self.tokens[self.at].upper)
        )

    def _stands_for_list(self, at: int) -> bool:
        """ "zulia a de las 4", "zulia a y b", "Zulia A 4:45" (a capital); not "zulia a 5", "a las 4"."""
        after = self.text(at + 1)
        if after in ("y", "+", "/", "&") and self.text(at + 2) in _LETTERS:
            return True
        if after == ":":
            return True
        if (
            self.is_digits(at + 1)
            and self.text(at + 2) in ("a", "x", "*", "=", "por")
            and self.is_digits(at + 3)
        ):
            return True
        if after in ("la", "las") or hours.sure(self, at + 1)[0] is not None or self.is_digits(at + 1):
            return self.tokens[at].upper and not self.clock.loud
        return numerals.cardinal(self.texts[at + 1 : at + 5], 0)[1] == 0

    def _after_product(self) -> bool:
        before = self.last(K.HOUR, K.GLUE, K.NOISE, K.DASH, K.COMMA)
        return before is not None and before.kind in (K.PRODUCT, K.LIST, K.SIGNED)

    def _phrase(self) -> bool:
        found = self.vocabulary.at(self.texts, self.at)
        if found is None:
            return False
        (kind, value), end = found
        if kind is K.GLUE and self.text(self.at) == "y":
            kind = K.AND
        if kind is K.WHICH and value == words.ALL_REST and end == self.at + 1 and self._all_plays(end):
            kind, value = K.GLUE, None
        if kind is K.GLUE and end == self.at + 1 and self._next_few():
            return True
        if kind is K.FIGURE and self.text(self.at - 1) in words.GREETINGS and not self._called(end):
            return True
        self.add(kind, value, end, plural=str(value).endswith("all"))
        return True

    def _called(self, end: int) -> bool:
        """Whether "epale tigre" means the figure: asked; if not, it is a person."""
        first, last = self.tokens[self.at], self.tokens[end - 1]
        answers = Answer("person", "person"), Answer("figure", "number")
        told = self.asker.ask(
            "person_or_figure", first.text, (first.start, last.end), answers, text=first.text
        )
        if told != "figure":
            self.add(K.NOISE, None, end)
        return told == "figure"

    def _all_plays(self, end: int) -> bool:
        """ "todas a 5" speaks of the plays, not of the draws."""
        return self.text(end) in ("a", "por", "con", "de", "x") and self.is_digits(end + 1)

    def _next_few(self) -> bool:
        """ "los proximos 3", "las 3 que vienen"."""
        at = self.at + 1
        if self.text(at) in ("proximos", "proximas", "siguientes", "primeros", "primeras"):
            at += 1
            if self.is_digits(at) and len(self.text(at)) == 1:
                self.add(K.WHICH, int(self.text(at)), at + 1 + (self.text(at + 1) in ("sorteos", "horas")))
                return True
        return False

    # ------------------------------------------------------------ numbers

    def _digits(self) -> None:
        token = self.tokens[self.at]
        after = self.at + 1
        if self._counts(token.text, after) or self._day(after):
            return
        if self._pattern() or self._range(after):
            return
        elif self.text(after) == "p" and (self.is_tight(after) or self.text(after + 1) != "m"):
            self.add(K.NUMBER, token.text, after)
            self.add(K.PERMUTA, "one", after + 1)
        elif self.text(after) == "e" and self.is_tight(after):
            self.add(K.UNKNOWN, token.text, after)
        else:
            self.add(K.NUMBER, token.text, after)

    def _counts(self, digits: str, after: int) -> bool:
        """ "3 animalitos", "2 tickets", "leon y perro, los dos a 5": a number that is no play."""
        if len(digits) > 2:
            return False
        if self.counted(after) and not self.plays_before():
            self.add(K.NOISE, None, after + 1)
            return True
        if self.text(after) in words.TICKETS or self.text(after) in words.SCOPES - words.COUNTED:
            self.add(K.UNKNOWN, " ".join(self.texts[self.at : after + 1]), after + 1)
            return True
        if self.text(self.at - 1) != "los" or int(digits) != self._plays_count() or int(digits) < 2:
            return False
        answers = Answer("count", "count"), Answer("number", "number")
        first, last = self.tokens[self.at], self.tokens[after - 1]
        told = self.asker.ask("count_or_number", digits, (first.start, last.end), answers, text=first.text)
        if told != "number":
            self.add(K.GLUE, None, after)
        return told != "number"

    def _plays_count(self) -> int:
        count = 0
        for atom in reversed(self.atoms[-80:]):
            if atom.kind is K.BREAK:
                break
            count += atom.kind in PLAY_KINDS
        return count

    def _day(self, after: int) -> bool:
        """ "22/10/2024", and "22/10" where a day may be said: behind a place, "el", "dia"."""
        parts = (*self.texts[self.at : self.at + 5], "", "", "", "", "")
        if parts[1] != "/" or not self.is_digits(after + 1) or not self.is_tight(after + 1):
            return False
        if len(parts[0]) > 2 or len(parts[2]) > 2 or not 0 < int(parts[0]) < 32 or not 0 < int(parts[2]) < 13:
            return False
        if parts[3] == "/" and len(parts[4]) == 4 and parts[4].startswith("20"):
            self.add(K.UNKNOWN, "".join(parts[:5]), self.at + 5)
            return True
        before = self.last(K.GLUE)
        placed = before is not None and before.kind in PLACE_KINDS
        if not placed and self.text(self.at - 1) not in ("dia", "fecha"):
            return False
        answers = Answer("number", "numbers"), Answer("date", "date")
        first, last = self.tokens[self.at], self.tokens[after + 1]
        about = "".join(parts[:3])
        told = self.asker.ask("date_or_number", about, (first.start, last.end), answers, text=about)
        if told == "date":
            self.add(K.NOISE, None, after + 2)
        return told == "date"

    def _pattern(self) -> bool:
        """ "12x", "12*" in digits."""
        after = self.at + 1
        joker = self.text(after) in ("x", "*", "_") and self.is_tight(after) and not self.is_digits(after + 1)
        if joker and len(self.text(self.at)) in (1, 2):
            self.add(K.PATTERN, self.text(self.at) + ".", after + 1)
            return True
        return False

    def _range(self, after: int) -> bool:
        """ "120 al 129", "120 hasta el 129"; with "del" before it, "120 a 129" as well."""
        first = self.text(self.at)
        from_word = self.text(self.at - 1) in ("del", "desde", "corrida", "corridas", "de")
        corrida = self.text(self.at - 1) in ("corrida", "corridas") or self.text(self.at - 2) == "corrida"
        links = ["al", "hasta", *(["a"] if from_word else []), *(["-", "/", "–"] if corrida else [])]
        if self.text(after) not in links:
            return False
        at = after + 1 + (self.text(after + 1) in ("el", "la"))
        last = self.text(at)
        if not self.is_digits(at) or len(first) > 3 or len(last) > 3:
            return False
        if not from_word and len(first) != len(last):
            return False
        if len(first) == 3 and len(last) < 3:  # "120 al 29" says the end of it
            last = first[: 3 - len(last)] + last
        self.add(K.RANGE, (first, last), at + 1)
        return True

    def _spelled(self) -> bool:
        parts, end = numerals.spoken(self.texts[self.at : self.at + 12], 0)
        if not parts:
            return False
        if len(parts) == 1 and parts[0] == "1":  # "uno" alone is rarely a number
            self.add(K.UNKNOWN, "uno", self.at + end)
            return True
        if len(parts) == 1 and self._counts(parts[0], self.at + end):
            return True
        self.add(K.NUMBER, parts if len(parts) > 1 else parts[0], self.at + end)
        return True

    def _letters(self) -> bool:
        """Words that mean something by where they stand: "serie", "corrida", "terminan en", "p"."""
        word, after = self.text(self.at), self.at + 1
        if word == "a" and (self.figure_at(after) or hours.sure(self, after)[0] is not None):  # "10 a tigre"
            self.add(K.GLUE, None, after)
            return True
        if word in ("serie", "series"):
            return self._serie(after)
        if word.startswith("termin") and word not in ("terminal", "terminales"):
            return self._ending(after)
        if word in ("empiezan", "empiecen", "comienzan", "comiencen") and self.text(after) in (
            "en",
            "por",
            "con",
        ):
            at = after + 1
            if self.is_digits(at) and len(self.text(at)) in (1, 2):
                self.add(K.PATTERN, self.text(at).ljust(3, "."), at + 1)
                return True
        if word in ("corrida", "corridas", "corrido", "desde"):
            self.add(K.GLUE, None, after)
            return True
        return False

    def _serie(self, at: int) -> bool:
        while self.text(at) in ("del", "de", "la", "el", "los", ":", "en"):
            at += 1
        before = self.text(at) in ("x", ".", "*") and self.is_tight(at + 1)
        at += before
        digits = self.text(at)
        if not self.is_digits(at) or len(digits) > 2:
            return False
        behind = not before and self.text(at + 1) in ("x", ".", "*") and self.is_tight(at + 1)
        self.add(K.PATTERN, digits + "." if behind else "." + digits, at + 1 + behind)
        return True

    def _ending(self, at: int) -> bool:
        """ "todos los que terminan en 23": the digits before run."""
        at += self.text(at) in ("en", "con", "por", "de")
        digits = self.text(at)
        if not self.is_digits(at) or len(digits) > 2:
            return False
        self.add(K.PATTERN, "." + digits, at + 1)
        return True

    # ------------------------------------------------------------ words nobody knows

    def _unknown(self) -> None:
        token, after = self.tokens[self.at], self.at + 1
        if token.kind is not TokenKind.WORD:
            quiet = unicodedata.category(token.text) in _PICTURES and not _is_animal(token.text)
            self.add(K.NOISE if quiet else K.UNKNOWN, token.text, after)
            return
        guesses = self._guesses(token.text)
        sure = len(guesses) == 1 and len(token.text) > 5 and token.text not in self.vocabulary.unsure
        if sure and self._kind_of(guesses[0]) is not K.NOISE:  # a name of something new is no greeting
            self._as(guesses[0])
        elif not any(self._kind_of(guess) in _ASKED for guess in guesses):
            self.add(K.UNKNOWN, token.text, after)
        else:
            self._ask_word(token, guesses)

    def _ask_word(self, token: Token, guesses: tuple[str, ...]) -> None:
        answers = tuple(Answer(f"word:{word}", "word", {"word": word}) for word in guesses)
        chosen = self.asker.ask_once(
            "unknown_like", token.text, (token.start, token.end),
            (*answers, Answer("ignore", "ignore")), text=token.text, suggestion=guesses[0],
        )  # fmt: skip
        if chosen is None or chosen == "ignore":
            self.add(K.NOISE if chosen else K.UNKNOWN, None, self.at + 1)
        else:
            self._as(chosen.partition(":")[2])

    def _guesses(self, word: str) -> tuple[str, ...]:
        unsure = self.vocabulary.unsure.get(word)
        if unsure is not None:
            return (unsure,)
        if word.endswith("s") and (word[:-1],) in self.vocabulary.phrases:
            return (word[:-1],)
        told = [
            known for known in self.vocabulary.near.near(word) if self._kind_of(known) not in (K.GLUE, None)
        ]
        meanings = {self.vocabulary.phrases.get((known,)) for known in told}
        return tuple(told[:1] if len(meanings) == 1 else told[:4])

    def _kind_of(self, word: str) -> K | None:
        meaning = self.vocabulary.phrases.get((word,))
        return meaning[0] if meaning else K.NUMBER if word in numerals.WORDS else None

    def _as(self, word: str) -> None:
        """Read the token as if it were written so."""
        self.texts[self.at] = word
        meaning: Meaning | None = self.vocabulary.phrases.get((word,))
        if meaning is None:
            phrase = tuple(word.split())
            meaning = self.vocabulary.phrases.get(phrase)
        if meaning is not None and len(word.split()) == 1:
            if not self._phrase():
                self.add(*meaning, self.at + 1)
        elif meaning is not None:
            self.add(*meaning, self.at + 1)
        elif not self._spelled():
            self.add(K.UNKNOWN, word, self.at + 1)


def _is_animal(char: str) -> bool:
    """Whether a picture is one of Unicode's animals: one without a figure is asked about, not dropped."""
    return "\U0001f400" <= char <= "\U0001f43f" or "\U0001f980" <= char <= "\U0001f9ae"
