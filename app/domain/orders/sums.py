"""Which amount each play has: one before it, one behind it, or the one kept from the line before."""

from __future__ import annotations

from app.domain.orders.bets import Bet
from app.domain.orders.parts import Answer, Asker, K
from app.domain.orders.sentences import Form, Play, Sentence, Sum
from app.money import Money


def bare_amounts(sentences: list[Sentence], asker: Asker) -> None:
    """ "123 5", "leon-10": without any word the second number may be its amount; asked once for all."""
    led = False
    for sentence in sentences:
        sums = [item for item in sentence.items if isinstance(item, Sum) and not item.whole]
        if sums and not sentence.plays:
            led = True
        _odd_pairs(sentence, asker)
        if sums or led:
            continue
        for index, item in enumerate(sentence.items):
            before = sentence.items[index - 1] if index else None
            if isinstance(item, Play) and isinstance(before, Play) and _may_be_amount(item, before, sentence):
                answers = Answer("amount", "amount"), Answer("number", "number")
                told = asker.ask_once(
                    "amount_or_number", "all", (item.start, item.end), answers, text=item.text
                )
                if told != "number":
                    sentence.items[index] = Sum(Money.units(int(item.text)), item.start, item.end)


def _odd_pairs(sentence: Sentence, asker: Asker) -> None:
    """ "leon 30 a 10": a number right beside a figure of another number; asked whether it is a play."""
    sums = any(isinstance(item, Sum) for item in sentence.items)
    pairs = list(zip(sentence.items, sentence.items[1:], strict=False)) if sums else []
    for before, item in pairs:
        if not isinstance(before, Play) or not isinstance(item, Play) or item.link is not None:
            continue
        if {before.form, item.form} != {Form.NUMBER, Form.FIGURE}:
            continue
        number = before if before.form is Form.NUMBER else item
        if len(number.text) > 2:
            continue
        answers = Answer("number", "number"), Answer("out", "leave_out")
        told = asker.ask("number_beside", number.text, (number.start, number.end), answers, text=number.text)
        if told == "out":
            sentence.items.remove(number)


def _may_be_amount(item: Play, before: Play, sentence: Sentence) -> bool:
    if item.form is not Form.NUMBER or item.link not in (None, K.DASH, K.GLUE) or item.text[0] == "0":
        return False
    if item.signs or item.permuted or len(item.text) > 4:
        return False
    if before.form is not Form.NUMBER or before.permuted or before.signs:
        return True
    if len(before.text) == 3:
        return len(item.text) != 3
    return len(before.text) == 2 and len(sentence.plays) == 2


def give_amounts(sentences: list[Sentence], bets: dict[int, Bet], asker: Asker) -> None:
    state = _Amounts(bets, asker)
    for sentence in sentences:
        state.take([i for i in sentence.items if isinstance(i, Play) or (isinstance(i, Sum) and not i.whole)])
    state.end()


class _Amounts:
    """The amounts met so far: `lead` stands before all that follows, `kept` is the last one given."""

    def __init__(self, bets: dict[int, Bet], asker: Asker) -> None:
        self._bets = bets
        self._asker = asker
        self._lead: Sum | None = None
        self._kept: Sum | None = None
        self._sums: list[Sum] = []
        self._used: set[int] = set()
        self._waiting: list[tuple[Play, Sum | None]] = []

    def take(self, items: list[Play | Sum]) -> None:
        """The plays and amounts of one sentence."""
        if not items:
            return
        first_sum, last_sum = isinstance(items[0], Sum), isinstance(items[-1], Sum)
        sums = [item for item in items if isinstance(item, Sum)]
        plays = [item for item in items if isinstance(item, Play)]
        self._sums += sums
        if not sums:
            self._plays_alone(plays)
        elif not plays:
            self._sum_alone(sums[-1])
        elif first_sum and last_sum:
            self._both_ends(items, sums)
        elif first_sum:
            self._leading(items)
        else:
            self._trailing(items)

    def _plays_alone(self, plays: list[Play]) -> None:
        if self._lead is not None:
            self._give(plays, self._lead)
        else:
            self._waiting += [(play, self._kept) for play in plays]

    def _sum_alone(self, told: Sum) -> None:
        if self._waiting:
            self._settle_waiting(told)
        else:
            self._lead = told
        self._kept = told

    def _leading(self, items: list[Play | Sum]) -> None:
        current: Sum | None = None
        for item in items:
            if isinstance(item, Sum):
                current = item
            elif current is not None:
                self._give([item], current)
        self._kept = current

    def _trailing(self, items: list[Play | Sum]) -> None:
        run: list[Play] = []
        for item in items:
            if isinstance(item, Play):
                run.append(item)
                continue
            self._settle_waiting(item)
            self._give(run, item)
            run, self._kept = [], item
        if run and self._kept is not None:
            self._ask_kept(run, self._kept)

    def _both_ends(self, items: list[Play | Sum], sums: list[Sum]) -> None:
        """An amount before and one behind: the order does not tell whose is whose."""
        answers = Answer("before", "amount_before"), Answer("behind", "amount_behind")
        span = (sums[0].start, sums[-1].end)
        told = self._asker.ask(
            "amount_side", f"{sums[0].money.minor}-{sums[-1].money.minor}", span, answers,
            before=sums[0].money.digits(cents=False), behind=sums[-1].money.digits(cents=False),
        )  # fmt: skip
        if told == "before":
            self._leading(items)
        else:
            self._trailing(items[1:])

    def _settle_waiting(self, told: Sum) -> None:
        """Plays of earlier lines without an amount take the next one, unless one was kept for them."""
        doubtful = [play for play, kept in self._waiting if kept is not None and kept.money != told.money]
        self._give([play for play, _ in self._waiting if play not in doubtful], told)
        for play, kept in self._waiting:
            if kept is None or play not in doubtful:
                continue
            answers = tuple(_amount_answer(one.money) for one in (kept, told))
            chosen = self._asker.ask(
                "amount_kept", play.text, (play.start, play.end), answers, play=play.shown
            )
            self._bets[id(play)].money = _chosen_money(chosen) or kept.money
        self._waiting = []

    def _ask_kept(self, plays: list[Play], kept: Sum) -> None:
        for play in plays:
            answers = (_amount_answer(kept.money), Answer("out", "leave_out"))
            chosen = self._asker.ask(
                "amount_kept", play.text, (play.start, play.end), answers, play=play.shown
            )
            bet = self._bets[id(play)]
            bet.out = chosen == "out"
            bet.money = kept.money

    def _give(self, plays: list[Play], told: Sum) -> None:
        self._used |= {id(told)} if plays else set()
        for play in plays:
            self._bets[id(play)].money = told.money

    def end(self) -> None:
        """What nobody gave an amount keeps the one before, when there was one."""
        for play, kept in self._waiting:
            if kept is not None:
                self._bets[id(play)].money = kept.money
        for told in self._sums:
            if id(told) not in self._used:
                shown = told.money.digits(cents=False)
                span = (told.start, told.end)
                self._asker.ask("amount_unused", shown, span, (Answer("ignore", "ignore"),), amount=shown)


def _amount_answer(money: Money) -> Answer:
    return Answer(f"money:{money.minor}", "money", {"amount": money.digits(cents=False)})


def _chosen_money(chosen: str | None) -> Money | None:
    return Money(int(chosen.partition(":")[2])) if chosen and chosen.startswith("money:") else None
