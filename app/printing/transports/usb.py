"""A printer on USB, spoken to through libusb (pyusb): no driver of the system stands between.

The device is found anew for each job, because a printer that was switched off and on is another
device to the system. The kernel's own printer driver is put aside while the job lasts.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.ports import PrinterState
from app.printing.causes import Trouble
from app.printing.transports.lines import state_of_lines

PRINTER_CLASS = 7
"""Interface class of printers (USB Device Class Definition for Printing Devices 1.1)."""
_CHUNK = 4_096
_HEARD = 512
_LEAST_MS, _STATUS_MS = 10, 200
_BULK, _INWARDS = 2, 0x80
_GET_PORT_STATUS = (0xA1, 1, 0)
"""bmRequestType, bRequest and wValue of the printer class's own request (1.1, 4.2.2)."""
_AGAIN_S = 0.05
_BUSY = (errno.EBUSY, errno.EAGAIN)

Backend = Callable[[], Any]
Wait = Callable[[float], object]


def libusb() -> Any:
    """pyusb's door to the libusb that comes with the program, else to the system's; None without any."""
    import libusb_package

    return libusb_package.get_libusb1_backend()


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Which device: vendor and product, and the serial number when there are two of a kind."""

    vendor: int
    product: int
    serial: str = ""

    @staticmethod
    def parse(text: str) -> UsbAddress:
        """`04b8:0202` or `04b8:0202:X3FK012345`. `ValueError` for anything else."""
        vendor, _, rest = text.strip().partition(":")
        product, _, serial = rest.partition(":")
        if len(vendor) != 4 or len(product) != 4:
            raise ValueError(text)
        return UsbAddress(int(vendor, 16), int(product, 16), serial)

    def __str__(self) -> str:
        known = f"{self.vendor:04x}:{self.product:04x}"
        return f"{known}:{self.serial}" if self.serial else known


def printer_interfaces(device: Any) -> Iterator[Any]:
    """The interfaces of printer class in a device's descriptors, as they stand."""
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == PRINTER_CLASS:
                yield interface


def text_of(device: Any, name: str) -> str:
    """A text of a device (`manufacturer`, `product`, `serial_number`); empty when it has none or nobody
    may read it."""
    import usb.core

    try:
        return str(getattr(device, name) or "")
    except (usb.core.USBError, ValueError, NotImplementedError):
        return ""


class UsbConnection:
    """A `Connection` to a USB printer. `wait` lets seconds pass while another program has it."""

    def __init__(
        self,
        address: UsbAddress,
        monotonic: Callable[[], float],
        backend: Backend = libusb,
        wait: Wait | None = None,
    ) -> None:
        from threading import Event

        self._address = address
        self._monotonic = monotonic
        self._backend = backend
        self._wait = wait or Event().wait
        self._device: Any = None
        self._interface = 0
        self._out: Any = None
        self._in: Any = None
        self._claimed = self._detached = False

    def open(self, seconds: float) -> None:
        """Find the device and take it for ourselves; one that another program has is waited for."""
        until = self._monotonic() + seconds
        while True:
            try:
                self._take()
                return
            except NotImplementedError as error:  # Windows: the device belongs to a driver of its own
                self.close()
                raise Trouble("no_driver", PrinterState.OFFLINE) from error
            except OSError as error:
                self.close()
                if error.errno not in _BUSY or self._monotonic() + _AGAIN_S > until:
                    raise
                self._wait(_AGAIN_S)

    def _take(self) -> None:
        import usb.util

        self._device = self._found()
        interface = self._chosen(self._device)
        self._interface = interface.bInterfaceNumber
        if self._kernel_has_it():
            self._device.detach_kernel_driver(self._interface)
            self._detached = True
        usb.util.claim_interface(self._device, self._interface)
        self._claimed = True
        ends = [end for end in interface if usb.util.endpoint_type(end.bmAttributes) == _BULK]
        self._out = next((e for e in ends if not e.bEndpointAddress & _INWARDS), None)
        self._in = next((e for e in ends if e.bEndpointAddress & _INWARDS), None)
        if self._out is None:
            raise OSError(errno.ENXIO, "the device takes no data")

    def _found(self) -> Any:
        import usb.core

        backend = self._backend()
        if backend is None:
            raise Trouble("no_usb", PrinterState.OFFLINE)
        wanted = {"idVendor": self._address.vendor, "idProduct": self._address.product}
        devices = usb.core.find(find_all=True, backend=backend, **wanted)
        for device in devices or ():
            if not self._address.serial or text_of(device, "serial_number") == self._address.serial:
                return device
        raise OSError(errno.ENODEV, "no such device")

    def _chosen(self, device: Any) -> Any:
        """The printer's interface, in a device that is set up; setting it up anew would reset it."""
        import usb.core

        try:
            device.get_active_configuration()
        except usb.core.USBError:  # it has just been plugged in and nobody has set it up
            device.set_configuration()
        interface = next(printer_interfaces(device), None)
        if interface is None:
            interface = next(iter(device.get_active_configuration()), None)
        if interface is None:
            raise OSError(errno.ENXIO, "the device has no interface")
        return interface

    def _kernel_has_it(self) -> bool:
        try:
            return bool(self._device.is_kernel_driver_active(self._interface))
        except NotImplementedError:  # Windows and macOS: there is nothing to put aside
            return False

    def write_some(self, data: bytes, seconds: float) -> int:
        """See `Connection.write_some`: libusb tells how much of a transfer that ran out of time went."""
        import usb.core

        try:
            return int(self._live(self._out).write(data[:_CHUNK], _ms(seconds)))
        except usb.core.USBTimeoutError:
            return 0

    def settle(self, seconds: float) -> bool:
        """A transfer that ended was taken by the printer."""
        return True

    def read(self, seconds: float) -> bytes:
        """See `Connection.read`; a printer without a way back says nothing."""
        import usb.core

        if self._in is None:
            self._live(self._out)
            self._wait(seconds)
            return b""
        try:
            return bytes(self._in.read(_HEARD, _ms(seconds)))
        except usb.core.USBTimeoutError:
            return b""

    def state(self) -> PrinterState | None:
        """By GET_PORT_STATUS, which some printers answer."""
        import usb.core

        if self._device is None:
            return None
        try:
            told = self._device.ctrl_transfer(*_GET_PORT_STATUS, self._interface, 1, timeout=_STATUS_MS)
        except usb.core.USBError:
            return None
        return state_of_lines(told[0] if len(told) else None)

    def close(self) -> None:
        """Give the device back, to the kernel's driver if it was taken from it."""
        import usb.core
        import usb.util

        device, self._device = self._device, None
        self._out = self._in = None
        claimed, self._claimed = self._claimed, False
        detached, self._detached = self._detached, False
        if device is None:
            return
        try:
            if claimed:
                usb.util.release_interface(device, self._interface)
            if detached:
                device.attach_kernel_driver(self._interface)
        except usb.core.USBError:
            pass  # it was unplugged: there is nothing left to give back
        finally:
            usb.util.dispose_resources(device)

    def _live(self, end: Any) -> Any:
        if end is None:
            raise OSError("not open")
        return end


def _ms(seconds: float) -> int:
    """libusb takes 0 for "wait for ever"."""
    return max(_LEAST_MS, round(seconds * 1000))
