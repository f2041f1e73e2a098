"""Which amount and which place each play has: by the order of the words, line by line.

Places and amounts stand before their plays ("zulia 4:45: 123 a 5") or behind them ("123 a 5 zulia"). A
sentence that begins with one and ends with the other says which; what could be both is asked.
"""

from __future__ import annotations

from app.domain.orders.bets import Bet
from app.domain.orders.merging import merge_places
from app.domain.orders.parts import Asker
from app.domain.orders.placing import give_places
from app.domain.orders.sentences import Sentence, Sum
from app.domain.orders.sums import bare_amounts, give_amounts


def assemble(sentences: list[Sentence], asker: Asker) -> tuple[list[Bet], list[Sum]]:
    """All plays with their amounts and places, and the totals that the message tells."""
    for sentence in sentences:
        merge_places(sentence)
    bare_amounts(sentences, asker)
    bets = {id(play): Bet(play) for sentence in sentences for play in sentence.plays}
    give_amounts(sentences, bets, asker)
    give_places(sentences, bets, asker)
    totals = [
        item for sentence in sentences for item in sentence.items if isinstance(item, Sum) and item.whole
    ]
    return list(bets.values()), totals
