"""What an order costs."""


def total(lines: list[tuple[int, int]]) -> int:
    """In cents; `lines` are pairs of quantity and price."""
    found = 0
    for quantity, price in lines:
        if quantity < 0:
            raise ValueError("nobody orders less than nothing")
        found += quantity * price
    return found
