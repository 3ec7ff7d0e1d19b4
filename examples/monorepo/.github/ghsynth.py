"""Two services and a library in one repository: only what changed is checked, and each service has a delivery of its own."""

from synth import Image, Monorepo, Part, Pipeline, Registry
from synth.stacks import Auto
from synth.stages import Build, Push, TrivyScan, UnitTest

registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/shop-push")
shared = ["libs/**"]


def delivery(name: str, image: Image, *more: str) -> Pipeline:
    return Pipeline(
        f"Deliver {name}",
        paths=[f"services/{name}/**", *more, "!**/*.md"],
        stages=[UnitTest(Auto(f"services/{name}")), Build(image), TrivyScan(), Push(registry)],
    )


orders = Image("shop-orders", dockerfile="services/orders/Dockerfile")  # copies libs too, so its context is the repository
mail = Image("shop-mail", context="services/mail")
checks = Monorepo([Part(Auto("services/orders"), uses=shared, image=orders), Part(Auto("services/mail"), image=mail)])
deliveries = [delivery("orders", orders, *shared), delivery("mail", mail)]
