"""Results and what follows from them: winning wagers, ticket states, expiry."""

from __future__ import annotations

from functools import lru_cache

from app.training import draws, games, moments
from app.training.call import World
from app.training.chance import stream
from app.training.draws import Draw
from app.training.products import BY_ID, PRODUCTS, DrawList, Product
from app.training.store import Store
from app.training.tickets import become


def catch_up(world: World, now: int) -> None:
    """Bring the world to `now`: the programme of the days, the results that are due, expiries."""
    draws.prepare_days(world, now)
    due = world.store.rows(
        "SELECT * FROM draw WHERE result IS NULL AND result_due <= ? ORDER BY result_due, id", now
    )
    for row in due:
        draw = Draw.of(row)
        publish(world, draw, chance_result(world, draw), row["result_due"])
    world.store.run("UPDATE ticket SET status = 'expired' WHERE status = 'winner' AND expires_at <= ?", now)


def chance_result(world: World, draw: Draw) -> str:
    """What the seed has in store for the draw."""
    return _result(world.seed, draw.product.id, draw.list, draw.draw_at)


@lru_cache(maxsize=4096)
def _result(seed: int, product_id: int, one: DrawList, draw_at: int) -> str:
    chance = stream(seed, "result", product_id, one.id, draw_at)
    return games.draw_result(chance, BY_ID[product_id].category, zodiac=one.zodiac)


def publish(world: World, draw: Draw, value: str, moment: int) -> None:
    """Write the result down and settle every wager that it decides."""
    store = world.store
    store.run("UPDATE draw SET result = ?, result_at = ? WHERE id = ?", value, moment, draw.id)
    touched = _settle_draw(store, draw, value)
    for product in PRODUCTS:
        if product.results_of == draw.product.id:
            touched |= _settle_tripletas(store, product, draw)
    for ticket_id in touched:
        _settle_ticket(world, ticket_id, moment)


def _settle_draw(store: Store, draw: Draw, value: str) -> set[int]:
    rows = store.rows("SELECT * FROM wager WHERE draw_id = ? AND status = 'sold'", draw.id)
    for row in rows:
        _decide(store, draw.product, row["id"], games.wins(row["game_id"], row["wager"], value))
    return {row["ticket_id"] for row in rows}


def _settle_tripletas(store: Store, product: Product, draw: Draw) -> set[int]:
    """A tripleta wins once its three animals are out, and loses after its window of draws."""
    pending = store.rows(
        "SELECT wager.*, draw.draw_at FROM wager JOIN draw ON draw.id = wager.draw_id"
        " WHERE wager.status = 'sold' AND wager.game_id = ? AND draw.product_id = ? AND draw.draw_at <= ?",
        games.TRIPLETA,
        product.id,
        draw.draw_at,
    )
    touched = set()
    for row in pending:
        results = _window(store, draw.product.id, row["draw_at"])
        if (won := games.tripleta_wins(row["wager"], results)) or len(results) == games.TRIPLETA_WINDOW:
            _decide(store, product, row["id"], won)
            touched.add(row["ticket_id"])
    return touched


def _window(store: Store, product_id: int, first_draw_at: int) -> list[str]:
    rows = store.rows(
        "SELECT result FROM draw WHERE product_id = ? AND draw_at >= ? ORDER BY draw_at LIMIT ?",
        product_id,
        first_draw_at,
        games.TRIPLETA_WINDOW,
    )
    return [row["result"] for row in rows if row["result"] is not None]


def _decide(store: Store, product: Product, wager_id: int, won: bool) -> None:
    row = store.rows("SELECT game_id, wager, amount FROM wager WHERE id = ?", wager_id)[0]
    prize = row["amount"] * product.multiplier(row["game_id"], row["wager"]) if won else 0
    status = "winner" if won else "loser"
    store.run("UPDATE wager SET status = ?, prize = ? WHERE id = ?", status, prize, wager_id)


def _settle_ticket(world: World, ticket_id: int, moment: int) -> None:
    """The ticket's state follows its wagers; a void one keeps its own."""
    store = world.store
    row = store.rows(
        "SELECT ticket.status, count(*) FILTER (WHERE wager.status = 'sold') AS pending,"
        " count(*) FILTER (WHERE wager.status = 'winner') AS unpaid, sum(wager.prize) AS prize"
        " FROM ticket JOIN wager ON wager.ticket_id = ticket.id WHERE ticket.id = ?",
        ticket_id,
    )[0]
    store.run("UPDATE ticket SET prize = ? WHERE id = ?", row["prize"], ticket_id)
    decided = not row["pending"] or world.variant.pay_pending != "refuse"
    if row["unpaid"] and decided and row["status"] in ("sold", "paid", "winner"):
        end = moment + world.variant.ticket_expiration_days * moments.DAY_SECONDS
        store.run("UPDATE ticket SET expires_at = ? WHERE id = ?", end, ticket_id)
        become(store, ticket_id, "winner", moment)
    elif not row["unpaid"] and not row["pending"] and row["status"] == "sold":
        become(store, ticket_id, "loser", moment)
