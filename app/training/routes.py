"""Every path of the API document, once: the web application and any description of it read this."""

from __future__ import annotations

from dataclasses import dataclass

from app.training import auth, catalog, entity, pay, reading, reports, results, sell, void
from app.training.call import Handler


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """One endpoint. `name` is what faults and logs call it; `token` says whether it needs one."""

    name: str
    method: str
    path: str
    handler: Handler
    token: bool = True

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.handler.__doc__ or "").strip().partition("\n")[0]


ROUTES = (
    ApiRoute("login", "POST", "/auth/login", auth.login, token=False),
    ApiRoute("logout", "GET", "/auth/logout", auth.logout),
    ApiRoute("view", "POST", "/user/ticket", reading.view),
    ApiRoute("image", "GET", "/user/ticket/image/{uuid:uuid}", reading.image),
    ApiRoute("last", "POST", "/user/ticket/last", reading.last),
    ApiRoute("tickets", "POST", "/user/ticket/", reading.search),
    ApiRoute("get-data", "POST", "/gaming/get-data", entity.get_data),
    ApiRoute("pay", "POST", "/user/ticket/pay", pay.pay),
    ApiRoute("copy", "POST", "/user/ticket/copy", reading.copy),
    ApiRoute("cancel", "POST", "/user/ticket/cancel", void.cancel),
    ApiRoute("revert", "POST", "/user/ticket/revert", void.revert),
    ApiRoute("create", "POST", "/user/ticket/create", sell.create),
    ApiRoute("report", "POST", "/gaming/reports", reports.report),
    ApiRoute("results", "POST", "/gaming/result/{product:int}", results.results),
    ApiRoute("template", "POST", "/gaming/inventory/template", catalog.template),
    ApiRoute("time", "GET", "/gaming/time", catalog.time),
    ApiRoute("draws", "POST", "/gaming/events/search/kiosk", catalog.events),
    ApiRoute("products", "POST", "/gaming/products/search", catalog.products),
)
