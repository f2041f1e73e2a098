"""Every path of the API document, once: the web application and its description both read this."""

from __future__ import annotations

from dataclasses import dataclass

from app.training import (
    auth,
    catalog,
    entity,
    lists,
    pay,
    printed,
    reading,
    reports,
    results,
    sell,
    shapes,
    void,
)
from app.training.call import Handler
from app.training.shapes import Shape, envelope, named, rows


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """One endpoint. `name` is what faults and logs call it; `token` says whether it needs one.

    `takes` is the request's body, `None` when none is read; `gives` the successful reply, `None` for
    a picture; `refuses` the statuses of refusals beside 400 and those about the token.
    """

    name: str
    method: str
    path: str
    handler: Handler
    takes: Shape | None
    gives: Shape | None
    refuses: tuple[int, ...] = ()
    token: bool = True

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.handler.__doc__ or "").strip().partition("\n")[0]

    @property
    def status(self) -> int:
        """The status of its success."""
        return int(self.gives["properties"]["status"]["const"]) if self.gives else 200


def _action(shape: Shape) -> Shape:
    return envelope(200, {"response": shape})


def _list(status: int, of: str, total: Shape | None = None) -> Shape:
    more = {} if total is None else {"total": total}
    return envelope(status, more, {"response": rows(named(of), at_least=1)})


ROUTES = (
    ApiRoute(
        "login", "POST", "/auth/login", auth.login,
        shapes.SIGN_IN, _action(shapes.SIGNED_IN), (403,), token=False,
    ),
    ApiRoute("logout", "GET", "/auth/logout", auth.logout, None, _action(shapes.WORD)),
    ApiRoute(
        "view", "POST", "/user/ticket", reading.view,
        shapes.NUMBER_AND_DATE, envelope(201, {"response": named("Ticket")}),
    ),
    ApiRoute("image", "GET", "/user/ticket/image/{uuid:uuid}", printed.image, None, None, (404,)),
    ApiRoute(
        "last", "POST", "/user/ticket/last", reading.last, None, envelope(202, {"response": named("Ticket")})
    ),
    ApiRoute("tickets", "POST", "/user/ticket/", lists.search, shapes.TICKETS_OF, _list(200, "TicketRow")),
    ApiRoute("get-data", "POST", "/gaming/get-data", entity.get_data, None, _action(shapes.AGENCY)),
    ApiRoute(
        "pay", "POST", "/user/ticket/pay", pay.pay,
        shapes.NUMBER_DATE_AND_PIN,
        envelope(200, {}, {"response": shapes.PAID, "error": shapes.WORD}),
    ),
    ApiRoute(
        "copy", "POST", "/user/ticket/copy", reading.copy,
        shapes.NUMBER_AND_DATE, envelope(201, {"response": shapes.DRAFT}),
    ),
    ApiRoute("cancel", "POST", "/user/ticket/cancel", void.cancel, shapes.NUMBER, _action(shapes.VOIDED)),
    ApiRoute(
        "revert", "POST", "/user/ticket/revert", void.revert, shapes.NUMBER, _action(shapes.VOIDED), (401,)
    ),
    ApiRoute(
        "create", "POST", "/user/ticket/create", sell.create,
        shapes.SALE, envelope(201, {"response": named("SoldTicket")}), (409,),
    ),
    ApiRoute(
        "report", "POST", "/gaming/reports", reports.report,
        shapes.REPORT_OF, envelope(200, {"total": named("Totals")}),
    ),
    ApiRoute(
        "results", "POST", "/gaming/result/{product:int}", results.results,
        shapes.RESULTS_OF, _list(200, "Result"), (404,),
    ),
    ApiRoute(
        "template", "POST", "/gaming/inventory/template", catalog.template, None,
        envelope(200, {"response": rows(named("Play"), at_least=1)}),
    ),
    ApiRoute("time", "GET", "/gaming/time", catalog.time, None, _action(shapes.STAMP)),
    ApiRoute(
        "draws", "POST", "/gaming/events/search/kiosk", catalog.events,
        shapes.DRAWS_OF, _list(201, "Draw", shapes.COUNT),
    ),
    ApiRoute(
        "products", "POST", "/gaming/products/search", catalog.products, None,
        envelope(201, {"response": rows(named("Product"), at_least=1)}),
    ),
)  # fmt: skip
