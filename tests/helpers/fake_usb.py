"""A USB bus with printers on it, behind pyusb's own door for backends: pyusb itself is the real one."""

from __future__ import annotations

import errno
from array import array
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

OUT, IN = 0x02, 0x81
_BULK = 2


@dataclass
class FakePrinter:
    """One device. `room`: bytes its buffer takes before it is full; `gone`: it was unplugged.

    `busy` claims fail first; `kernel`: the system's own driver has it; `lines`: its port status.
    """

    vendor: int = 0x04B8
    product: int = 0x0202
    serial: str = "X3FK012345"
    name: str = "TM-T20III"
    maker: str = "EPSON"
    interface_class: int = 7
    configured: bool = True
    kernel: bool = False
    room: int = 1 << 20
    per_transfer: int = 1 << 20
    busy: int = 0
    gone: bool = False
    lines: int | None = None
    to_say: bytearray = field(default_factory=bytearray)
    taken: bytearray = field(default_factory=bytearray)
    claimed: bool = False
    open: bool = False
    log: list[str] = field(default_factory=list)


class FakeBus(usb.backend.IBackend):  # type: ignore[misc]
    """pyusb's backend over `printers`."""

    def __init__(self, *printers: FakePrinter) -> None:
        self.printers = list(printers)

    # --- descriptors

    def enumerate_devices(self) -> Any:
        return iter([printer for printer in self.printers if not printer.gone])

    def get_device_descriptor(self, dev: FakePrinter) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100,
            iManufacturer=1, iProduct=2, iSerialNumber=3, bNumConfigurations=1,
            address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: FakePrinter, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=array("B"),
        )  # fmt: skip

    def get_interface_descriptor(self, dev: FakePrinter, intf: int, alt: int, config: int) -> Any:
        if intf or alt or config:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=dev.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=array("B"),
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        if ep > 1:
            raise IndexError(ep)
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=_BULK,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=array("B"),
        )  # fmt: skip

    # --- the device

    def open_device(self, dev: FakePrinter) -> FakePrinter:
        self._there(dev)
        dev.open = True
        return dev

    def close_device(self, dev_handle: FakePrinter) -> None:
        dev_handle.open = False

    def get_configuration(self, dev_handle: FakePrinter) -> int:
        self._there(dev_handle)
        return 1 if dev_handle.configured else 0

    def set_configuration(self, dev_handle: FakePrinter, config_value: int) -> None:
        dev_handle.log.append("configured")
        dev_handle.configured = True

    def is_kernel_driver_active(self, dev_handle: FakePrinter, intf: int) -> bool:
        return dev_handle.kernel

    def detach_kernel_driver(self, dev_handle: FakePrinter, intf: int) -> None:
        dev_handle.log.append("detached")
        dev_handle.kernel = False

    def attach_kernel_driver(self, dev_handle: FakePrinter, intf: int) -> None:
        self._there(dev_handle)
        dev_handle.log.append("attached")
        dev_handle.kernel = True

    def claim_interface(self, dev_handle: FakePrinter, intf: int) -> None:
        self._there(dev_handle)
        if dev_handle.busy:
            dev_handle.busy -= 1
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        dev_handle.claimed = True

    def release_interface(self, dev_handle: FakePrinter, intf: int) -> None:
        self._there(dev_handle)
        dev_handle.claimed = False

    def bulk_write(self, dev_handle: FakePrinter, ep: int, intf: int, data: Any, timeout: int) -> int:
        """A transfer that runs out of time tells how much of it went; nothing at all is a time-out."""
        self._there(dev_handle)
        assert timeout > 0, "0 would wait for ever"
        assert dev_handle.claimed
        count = min(len(data), dev_handle.room, dev_handle.per_transfer)
        if not count:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        dev_handle.taken += bytes(data[:count])
        dev_handle.room -= count
        return count

    def bulk_read(self, dev_handle: FakePrinter, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._there(dev_handle)
        assert timeout > 0
        said = dev_handle.to_say
        if not said:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        count = min(len(said), len(buff))
        buff[:count] = array("B", said[:count])
        del said[:count]
        return count

    def ctrl_transfer(
        self,
        dev_handle: FakePrinter,
        kind: int,
        request: int,
        value: int,
        index: int,
        data: Any,
        timeout: int,
    ) -> int:
        self._there(dev_handle)
        if (kind, request) == (0xA1, 1) and dev_handle.lines is not None:
            data[0] = dev_handle.lines
            return 1
        if kind == 0x80 and request == 6 and value >> 8 == 3:
            return self._text(dev_handle, value & 0xFF, data)
        raise usb.core.USBError("Pipe error", -9, errno.EPIPE)

    def _text(self, dev: FakePrinter, index: int, data: Any) -> int:
        body = array("B", b"\x09\x04")
        if index:
            body = array("B", {1: dev.maker, 2: dev.name, 3: dev.serial}[index].encode("utf-16-le"))
        told = array("B", (len(body) + 2, 3)) + body
        data[: len(told)] = told
        return len(told)

    def _there(self, dev: FakePrinter) -> None:
        if dev.gone:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
