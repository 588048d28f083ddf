"""Functions of templates about lists and mappings. In: values. Out: a `Value`.

Sprig 3.3, https://masterminds.github.io/sprig/lists.html and …/dicts.html, read 2026-11-21. As there, `set`, `unset` and `merge`
change the mapping that they are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.comparison import any_equal
from poolaudit.extract.charts.given import data_of, list_of, mapping_of, whole_of, word_of
from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import NOTHING, TOO_MUCH, Known, Unknown, is_small, steps_of, text, truth, words_of
from poolaudit.extract.charts.values import copied, laid_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.charts.value import Value

_MOST = 1000
"""Members of a list that `until` makes."""


def functions() -> dict[str, Callable[..., Value]]:
    """Each function by its name."""
    return {
        "dict": _dict,
        "list": lambda *given: Known(given), "tuple": lambda *given: Known(given),
        "get": lambda value, key: mapping_of(value).get(word_of(key), text("")),
        "hasKey": lambda value, key: Known(word_of(key) in mapping_of(value)),
        "dig": _dig,
        "set": _set,
        "unset": lambda value, key: (mapping_of(value).pop(word_of(key), None), value)[1],
        "merge": lambda first, *others: _merged(first, others, over=False),
        "mergeOverwrite": lambda first, *others: _merged(first, others, over=True),
        "deepCopy": lambda value: copied(value) if is_small(value) else Unknown(TOO_MUCH),
        "pick": lambda value, *keys: _chosen(value, keys, named=True),
        "omit": lambda value, *keys: _chosen(value, keys, named=False),
        "keys": lambda *given: Known(tuple(text(key) for each in given for key in sorted(mapping_of(each)))),
        "values": lambda *given: Known(tuple(one for each in given for _, one in sorted(mapping_of(each).items()))),
        "first": lambda value: (*list_of(value), NOTHING)[0], "last": lambda value: (NOTHING, *list_of(value))[-1],
        "rest": lambda value: Known(list_of(value)[1:]), "initial": lambda value: Known(list_of(value)[:-1]),
        "append": lambda value, more: Known((*list_of(value), more)),
        "prepend": lambda value, more: Known((more, *list_of(value))),
        "concat": lambda *given: Known(tuple(one for each in given for one in list_of(each))),
        "compact": lambda value: Known(tuple(each for each in list_of(value) if truth(each) is not False)),
        "sortAlpha": lambda value: Known(tuple(sorted(list_of(value), key=word_of))),
        "reverse": lambda value: Known(list_of(value)[::-1]),
        "uniq": lambda value: Known(tuple({words_of(each) or str(at): each for at, each in enumerate(list_of(value))}.values())),
        "has": lambda value, listed: any_equal(value, list_of(listed)) if list_of(listed) else Known(False),
        "without": lambda listed, *gone: Known(tuple(each for each in list_of(listed) if not truth(any_equal(each, gone)))),
        "len": _length,
        "index": _index,
        "until": lambda count: Known(tuple(Known(each) for each in range(min(whole_of(count), _MOST)))),
    }  # fmt: skip


def _length(value: Value) -> Value:
    data = data_of(value)
    if isinstance(data, Rope):
        return Known(len(word_of(value)), steps_of(value))
    return Known(len(mapping_of(value) if isinstance(data, dict) else list_of(value)), steps_of(value))


def _dict(*given: Value) -> Value:
    return Known({word_of(key): value for key, value in zip(given[::2], (*given[1::2], text("")), strict=False)})


def _chosen(value: Value, keys: tuple[Value, ...], *, named: bool) -> Value:
    names = {word_of(each) for each in keys}
    return Known({name: each for name, each in mapping_of(value).items() if (name in names) == named})


def _set(value: Value, key: Value, new: Value) -> Value:
    mapping_of(value)[word_of(key)] = new
    return value


def _dig(*given: Value) -> Value:
    *keys, other, value = given
    for key in keys:
        found = mapping_of(value)
        if word_of(key) not in found:
            return other
        value = found[word_of(key)]
    return value


def _merged(first: Value, others: tuple[Value, ...], *, over: bool) -> Value:
    """The first mapping, changed in place as Sprig does it."""
    own = mapping_of(first)
    if not all(map(is_small, (first, *others))):
        return Unknown(TOO_MUCH)
    for each in others:
        whole = laid_over(Known(own), each) if over else _completed(Known(dict(own)), each)
        own.update(mapping_of(whole))
    return first


def _completed(base: Value, other: Value) -> Value:
    """A mapping with what another one has where it is empty itself: an empty text, zero and false count as nothing.

    https://github.com/Masterminds/sprig/issues/134 and https://github.com/Masterminds/sprig/issues/255, read 2026-11-21.
    """
    if not isinstance(base, Known):
        return base
    if truth(base) is False:
        return base if truth(other) is False and base.data is not None else other
    if not isinstance(other, Known) or not isinstance(base.data, dict) or not isinstance(other.data, dict):
        return base
    found: dict[str, Value] = dict(base.data)
    for name, value in other.data.items():
        found[name] = _completed(found[name], value) if name in found else value
    return Known(found, base.steps)


def _index(value: Value, *keys: Value) -> Value:
    for key in keys:
        data = data_of(value)
        value = data[whole_of(key)] if isinstance(data, tuple) else mapping_of(value).get(word_of(key), NOTHING)
    return value
