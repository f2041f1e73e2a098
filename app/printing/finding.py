"""Looking for printers: what the system knows of, and on request the own network. Prints nothing."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from app.config import kinds
from app.domain.printer import PrinterWay
from app.printing.causes import Trouble
from app.printing.transports import cups, usb, windows

PORT = 9_100
_MOST_NAME = 48
_MOST_PORTS = 16
_QUEUE_S = 3.0
_ANSWER_S = 0.4
_AT_ONCE = 48
_MOST_HOSTS = 254
_ELSEWHERE = ("192.0.2.1", 9)
"""An address of TEST-NET-1 (RFC 5737): a datagram socket aimed there tells which address is our own,
and nothing is sent."""


def printable(text: object) -> str:
    """A name from outside, in one short line."""
    return " ".join("".join(s if s.isprintable() else " " for s in str(text or "")).split())[:_MOST_NAME]


# ---------------------------------------------------------------- this machine


def on_usb(backend: usb.Backend = usb.libusb) -> tuple[PrinterWay, ...]:
    """Devices with a printer's interface, and those of makers of printers whose interface has no class."""
    from usb import core

    found = backend()
    if found is None:
        return ()
    try:
        devices = [device for device in core.find(find_all=True, backend=found) or () if _is_printer(device)]
    except core.USBError:  # no permission to look at the bus at all
        return ()
    alike = [(device.idVendor, device.idProduct) for device in devices]
    return tuple(
        _usb_way(device, alone=alike.count((device.idVendor, device.idProduct)) == 1) for device in devices
    )


def _is_printer(device: Any) -> bool:
    from usb import core

    try:
        if next(usb.printer_interfaces(device), None) is not None:
            return True
        classes = [interface.bInterfaceClass for configuration in device for interface in configuration]
    except core.USBError:
        return False
    return 0xFF in classes and any(device.idVendor in kind.vendors for kind in kinds().values())


def _usb_way(device: Any, *, alone: bool) -> PrinterWay:
    names = [usb.text_of(device, "manufacturer"), usb.text_of(device, "product")]
    serial = "" if alone else usb.text_of(device, "serial_number")
    shown = serial if serial == printable(serial) else ""  # an address must be shown and typed
    address = usb.UsbAddress(device.idVendor, device.idProduct, shown)
    return PrinterWay("usb", str(address), printable(" ".join(name for name in names if name)))


def on_serial(listed: Callable[[], Iterable[Any]] | None = None) -> tuple[PrinterWay, ...]:
    """The serial ports there are; whether a printer hangs on one, only a test page tells."""
    if listed is None:
        from serial.tools.list_ports import comports

        listed = comports
    ports = sorted(listed(), key=lambda port: str(port.device))
    return tuple(
        PrinterWay(
            "serial", str(port.device), "" if port.description == "n/a" else printable(port.description)
        )
        for port in ports[:_MOST_PORTS]
    )


def at_devices(
    known: Iterable[PrinterWay], devices: Path = Path("/dev"), system: Path = Path("/sys/class/usbmisc")
) -> tuple[PrinterWay, ...]:
    """`/dev/usb/lp*` and `/dev/lp*`, but those that are found on USB already."""
    taken = {way.address[:9] for way in known if way.transport == "usb"}
    ways = []
    for path in sorted([*devices.glob("usb/lp*"), *devices.glob("lp[0-9]*")]):
        about = system / path.name / "device"
        same = f"{_line(about / '../idVendor')}:{_line(about / '../idProduct')}"
        if same not in taken:
            ways.append(PrinterWay("file", str(path), _device_name(_line(about / "ieee1284_id"))))
    return tuple(ways)


def _line(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _device_name(told: str) -> str:
    """Maker and model out of an IEEE 1284 device ID (`MFG:EPSON;MDL:TM-T20III;...`)."""
    fields = dict(part.strip().partition(":")[::2] for part in told.split(";"))
    maker = fields.get("MFG") or fields.get("MANUFACTURER") or ""
    return printable(f"{maker} {fields.get('MDL') or fields.get('MODEL') or ''}")


def in_queues() -> tuple[PrinterWay, ...]:
    """The queues of the operating system; none where it has no print system."""
    try:
        names = windows.queues() if sys.platform == "win32" else cups.queues(_QUEUE_S)
    except (Trouble, OSError):
        return ()
    return tuple(PrinterWay("queue", name, "") for name in names)


def everything() -> tuple[PrinterWay, ...]:
    """All of this machine, surest ways first. Blocking, a few seconds at most.

    On Windows a printer that has a driver is reached through its queue; libusb then sees it and may
    not touch it.
    """
    by_usb, queues = on_usb(), in_queues()
    first = (*queues, *by_usb) if sys.platform == "win32" else (*by_usb, *at_devices(by_usb), *queues)
    return (*first, *on_serial())


# ---------------------------------------------------------------- the network


def own_address() -> str:
    """This machine's own IPv4 address; empty without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        try:
            found.connect(_ELSEWHERE)
        except OSError:
            return ""
        return str(found.getsockname()[0])


def neighbours(own: str) -> tuple[str, ...]:
    """The other addresses of the own /24. Only private networks are ever asked (RFC 1918)."""
    try:
        address = ipaddress.IPv4Address(own)
    except ValueError:
        return ()
    if not address.is_private or address.is_loopback or address.is_link_local:
        return ()
    network = ipaddress.IPv4Network(f"{own}/24", strict=False)
    return tuple(str(host) for host in network.hosts() if host != address)[:_MOST_HOSTS]


async def answers(host: str) -> bool:
    """Whether something takes connections on a printer's port there; it is sent nothing."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.setblocking(False)
        try:
            async with asyncio.timeout(_ANSWER_S):
                await loop.sock_connect(tried, (host, PORT))
        except (OSError, TimeoutError):
            return False
        return True


async def on_network(
    hosts: tuple[str, ...],
    progress: Callable[[int, int], None],
    ask: Callable[[str], Awaitable[bool]] = answers,
) -> tuple[PrinterWay, ...]:
    """Ask every host, a few at a time; those that answered, by address."""
    gate, done, found = asyncio.Semaphore(_AT_ONCE), 0, set[str]()

    async def one(host: str) -> None:
        nonlocal done
        async with gate:
            if await ask(host):
                found.add(host)
        done += 1
        progress(done, len(hosts))

    async with asyncio.TaskGroup() as group:
        for host in hosts:
            group.create_task(one(host))
    return tuple(PrinterWay("network", f"{host}:{PORT}") for host in hosts if host in found)
