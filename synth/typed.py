"""What type checkers need of `typing` while classes are made. Importing it would cost each start of the command 3 ms, and nothing runs it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic as Generic
    from typing import overload as overload
else:

    class Generic:
        """`typing.Generic`: `Generic[T]` is itself."""

        __slots__ = ()
        __class_getitem__ = classmethod(lambda cls, _: cls)

    def overload(function):
        """`typing.overload`: the definition that follows replaces this one."""
        return function
