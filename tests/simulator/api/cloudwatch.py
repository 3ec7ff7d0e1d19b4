"""Alarms and metrics. An alarm's state is set by SetAlarmState or by a scenario, never worked out from its metric."""

from __future__ import annotations

import math

from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.clock import START
from tests.simulator.errors import ApiError
from tests.simulator.names import arn
from tests.simulator.world.alarms import Alarm
from tests.simulator.world.metrics import Name, statistic
from tests.simulator.world.world import World

SHOWN = (
    "AlarmDescription ActionsEnabled OKActions AlarmActions InsufficientDataActions MetricName Namespace Statistic ExtendedStatistic Dimensions Period Unit"
    " EvaluationPeriods DatapointsToAlarm Threshold ComparisonOperator TreatMissingData Metrics"
).split()


def put_alarm(world: World, asked: Fields) -> Fields:
    name = asked["AlarmName"]
    alarm = world.alarms.setdefault(name, Alarm(name, arn("cloudwatch", f"alarm:{name}"), {}, world.now, updated=world.now))
    alarm.settings, alarm.configured = {key: asked[key] for key in SHOWN if key in asked}, world.now
    return {}


def set_alarm_state(world: World, asked: Fields) -> Fields:
    if asked["AlarmName"] not in world.alarms:
        raise ApiError("ResourceNotFound", "The named resource does not exist.", 404)
    world.alarms[asked["AlarmName"]].change(asked["StateValue"], asked["StateReason"], world.now, asked.get("StateReasonData"))
    return {}


def delete_alarms(world: World, asked: Fields) -> Fields:
    for name in asked["AlarmNames"]:
        if world.alarms.pop(name, None) is None:
            raise ApiError("ResourceNotFound", "The named resource does not exist.", 404)
    return {}


def describe_alarms(world: World, asked: Fields) -> Fields:
    names, prefix, state = asked.get("AlarmNames"), asked.get("AlarmNamePrefix", ""), asked.get("StateValue")
    found = [
        _alarm(one)
        for name, one in sorted(world.alarms.items())
        if (not names or name in names) and name.startswith(prefix) and state in (None, one.state)
    ]
    part, token = page(world, found, asked.get("NextToken"), asked.get("MaxRecords", 50), "InvalidNextToken")
    return {"MetricAlarms": part, "CompositeAlarms": []} | ({"NextToken": token} if token else {})


def put_metric_data(world: World, asked: Fields) -> Fields:
    for one in asked.get("MetricData", []):
        if "StatisticValues" in one:
            raise ApiError("InvalidParameterCombination", "The simulator does not model StatisticValues.", 501)
        values, counts = one.get("Values", [one["Value"]] if "Value" in one else []), one.get("Counts")
        samples = [value for value, count in zip(values, counts or [1.0] * len(values), strict=True) for _ in range(int(count))]
        world.metrics.add(_name(asked["Namespace"], one["MetricName"], one.get("Dimensions", [])), one.get("Timestamp", world.wall), samples)
    return {}


def get_metric_data(world: World, asked: Fields) -> Fields:
    """One page holds as many queries as fit under MaxDatapoints. A minute is readable once its delay is over; one without samples is left out."""
    results = [_series(world, query, asked) for query in asked["MetricDataQueries"] if query.get("ReturnData", True)]
    most = max(asked.get("MaxDatapoints", 100_800) // max([1, *[len(one["Values"]) for one in results]]), 1)
    part, token = page(world, results, asked.get("NextToken"), most, "InvalidNextToken")
    return {"MetricDataResults": part, "Messages": []} | ({"NextToken": token} if token else {})


def _series(world: World, query: Fields, asked: Fields) -> Fields:
    if "MetricStat" not in query:
        raise ApiError("ValidationError", "The simulator does not model metric math expressions.", 501)
    wanted = query["MetricStat"]
    metric, period = wanted["Metric"], wanted["Period"]
    if period < 60 or period % 60:
        raise ApiError("ValidationError", "The simulator models periods of whole minutes.", 501)
    name = _name(metric["Namespace"], metric["MetricName"], metric.get("Dimensions", []))
    readable = min(asked["EndTime"], world.wall - world.profile.metric_delay)
    points: list[tuple[float, float]] = []
    for begin in range(math.floor(asked["StartTime"] / period) * period, math.ceil(asked["EndTime"]), period):
        minutes = [at for at in range(begin, begin + period, 60) if at >= asked["StartTime"] // 60 * 60 and at + 60 <= readable]
        samples = [sample for at in minutes for sample in world.metrics.samples(name, at // 60)]
        if samples:
            points.append((float(begin), _statistic(samples, wanted["Stat"])))
    if asked.get("ScanBy", "TimestampDescending") == "TimestampDescending":
        points.reverse()
    fields: Fields = {"Id": query["Id"], "Label": query.get("Label", metric["MetricName"]), "StatusCode": "Complete"}
    return fields | {"Timestamps": [at for at, _ in points], "Values": [value for _, value in points]}


def _statistic(samples: list[float], stat: str) -> float:
    try:
        return statistic(samples, stat)
    except ValueError:
        raise ApiError("ValidationError", f"The simulator does not model the statistic '{stat}'.", 501) from None


def _name(namespace: str, metric: str, dimensions: list[Fields]) -> Name:
    return Name(namespace, metric, frozenset((one["Name"], one["Value"]) for one in dimensions))


def _alarm(one: Alarm) -> Fields:
    fields: Fields = {
        "AlarmName": one.name,
        "AlarmArn": one.arn,
        "AlarmConfigurationUpdatedTimestamp": START + one.configured,
        "StateValue": one.state,
        "StateReason": one.reason,
        "StateUpdatedTimestamp": START + one.updated,
        "StateTransitionedTimestamp": START + (one.history[-1][0] if one.history else one.configured),
        **one.settings,
    }
    return fields | ({"StateReasonData": one.data} if one.data else {})
