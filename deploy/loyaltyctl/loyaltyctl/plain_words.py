"""What protobuf says of JSON that it cannot read, as people need it."""

from __future__ import annotations

import re

from google.protobuf.json_format import ParseError

_STEP = re.compile(r"Failed to parse (\w+) field: ")
_PLACE = re.compile(r" at \w+\.([\w.\[\]]*\w\]?)")
_UNKNOWN = re.compile(
    r'Message type "[^"]+" has no field named "(?P<name>[^"]*)" at "\w+\.?(?P<place>[^"]*)"\.\s*'
    r'Available Fields\(except extensions\): "\[(?P<fields>.*)\]"'
)
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")

_PHRASES = (
    (re.compile(r"expected string or bytes-like object, got '(.*)'"), "must be a string"),
    (re.compile(r"'\w+' object is not iterable"), "must be an object"),
    (re.compile(r"repeated field \w+ must be in \[\] which is .*"), "must be a list"),
    (re.compile(r"invalid literal for int\(\) with base 10: (.*)"), r"not a whole number: \1"),
    (re.compile(r"Invalid enum value (\S+) for enum type \S+"), r"there is no value \1"),
    (re.compile(r"(Duration |Failed to parse duration).*"), 'not seconds as in "3600s"'),
    (
        re.compile(r"(Timestamp JSON value|Failed to parse timestamp|time data).*"),
        'not an instant as in "2026-11-16T13:47:20Z"',
    ),
)


def plain_words(error: ParseError) -> str:
    """Tell where in the JSON what is wrong, with the fields' names as files have them."""
    text, steps = str(error), []
    while step := _STEP.match(text):
        steps.append(step[1])
        text = text[step.end() :]
    if unknown := _UNKNOWN.match(text):
        return _at(unknown["place"], _unknown_field(unknown["name"], unknown["fields"]))
    place = _PLACE.search(text)
    problem = _phrase(_PLACE.sub("", text).rstrip("."))
    return _at(place[1] if place else ".".join(steps), problem)


def _unknown_field(name: str, fields: str) -> str:
    names = re.findall(r"'(\w+)'", fields)
    known = ", ".join(_CAPITAL.sub(r"_\1", each).lower() for each in names)
    return f"no field {name!r}; there are {known.replace('settings_json', 'settings')}"


def _phrase(problem: str) -> str:
    for pattern, phrase in _PHRASES:
        if pattern.match(problem):
            return pattern.sub(phrase, problem)
    return problem


def _at(place: str, problem: str) -> str:
    return f"{place}: {problem}" if place else problem
