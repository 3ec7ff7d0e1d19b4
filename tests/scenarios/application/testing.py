from orders import total


def test_total() -> None:
    assert total([]) == 0
    assert total([(2, 350), (1, 50)]) == 750


def test_nobody_orders_less_than_nothing() -> None:
    try:
        total([(-1, 1)])
    except ValueError:
        return
    raise AssertionError("it was taken")
