"""What holds for every condition: it equals Python on known values, and ignorance never makes it fire."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds
from poolaudit.graph.client import Client
from poolaudit.graph.route import Route
from poolaudit.lint.predicate import compile_predicate

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = ("client.max_connections", "client.min_connections")
DURATIONS = ("client.idle_timeout", "client.max_lifetime")
TRUTHS = ("client.unbounded", "client.pooling")
TEXTS = ("client.role", "client.statement_switch")
WORDS = (*NUMBERS, *DURATIONS, *TRUTHS, *TEXTS)
UNITS = {"seconds": 1.0, "minutes": 60.0}

number = st.one_of(st.sampled_from(NUMBERS), st.integers(0, 9).map(str))
number = st.one_of(number, st.tuples(number, st.sampled_from("+-*"), number).map(lambda parts: f"({' '.join(parts)})"))
duration = st.one_of(
    st.sampled_from(DURATIONS),
    st.tuples(st.integers(0, 9), st.sampled_from(sorted(UNITS))).map(lambda each: f"{each[0]} * {each[1]}"),
)
text = st.one_of(st.sampled_from(TEXTS), st.sampled_from(["'a'", "'b'", "''"]))
order = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
comparison = st.one_of(
    st.tuples(number, order, number).map(" ".join),
    st.tuples(number, order, number, order, number).map(" ".join),
    st.tuples(duration, order, duration).map(" ".join),
    st.tuples(text, st.sampled_from(["==", "!=", "in", "not in"]), text).map(" ".join),
    st.tuples(text, st.sampled_from(["in", "not in"]), st.just("('a', 'b')")).map(" ".join),
    st.tuples(number, st.sampled_from(["in", "not in"]), st.just("(0, 1, client.min_connections)")).map(" ".join),
    st.sampled_from(TRUTHS),
)
condition = st.recursive(
    comparison,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({' and '.join(parts)})"),
        inner.map(lambda part: f"(not {part})"),
    ),
    max_leaves=6,
)
values = st.fixed_dictionaries(
    {
        **{word: st.integers(0, 9) for word in NUMBERS},
        **{word: st.integers(0, 600).map(Seconds) for word in DURATIONS},
        **{word: st.booleans() for word in TRUTHS},
        **{word: st.sampled_from(["a", "b", "ab", ""]) for word in TEXTS},
    }
)
hidden = st.dictionaries(st.sampled_from(WORDS), st.sampled_from(["unresolved", "absent"]))


def _subject(make: Callable[..., Any], known: Any, unknown: Any = None) -> Any:
    """A client with these values, some of them unresolved or absent."""
    settings = {}
    for word, value in known.items():
        state = (unknown or {}).get(word)
        name = word.partition(".")[2]
        settings[name] = (
            Setting.default(value, word)
            if state is None
            else Setting.unresolved("hidden", label=word)
            if state == "unresolved"
            else Setting.absent(word)
        )
    return make(Client, **settings)


def _python(text: str, known: Any) -> Any:
    """What Python says to the same text."""
    client = SimpleNamespace(**{word.partition(".")[2]: value for word, value in known.items()})
    return eval(text, {"__builtins__": {}}, {"client": client, **UNITS})  # noqa: S307  # text made above  # generated above


@given(condition, values)
def test_known_values_give_what_python_gives(make_once: Callable[..., Any], text: str, known: Any) -> None:
    """With every value known, a condition is as true as the same text in Python."""
    answer = compile_predicate(text, "client").evaluate(_subject(make_once, known))

    assert (_python(text, known), ()) == (answer.truth, answer.missing)


@given(condition, values, hidden)
def test_hiding_values_never_changes_an_answer_but_to_unknown(
    make_once: Callable[..., Any], text: str, known: Any, unknown: Any
) -> None:
    """Taking knowledge away leaves the answer or makes it unknown: never false to true, nor true to false."""
    predicate = compile_predicate(text, "client")
    before = predicate.evaluate(_subject(make_once, known)).truth

    assert predicate.evaluate(_subject(make_once, known, unknown)).truth in (before, None)


@given(condition, values, hidden)
def test_the_missing_facts_decide(make_once: Callable[..., Any], text: str, known: Any, unknown: Any) -> None:
    """An unknown answer names hidden words only, and knowing all of them decides; what does not exist cannot be learnt."""
    predicate = compile_predicate(text, "client")
    answer = predicate.evaluate(_subject(make_once, known, unknown))
    missing = {fact.partition(":")[0] for fact in answer.missing}
    told = {word: state for word, state in unknown.items() if word not in missing}

    assert missing <= {word for word, state in unknown.items() if state != "absent"}
    assert answer.truth is None or not missing
    assert (
        answer.truth is not None
        or not missing
        or "absent" in unknown.values()
        or predicate.evaluate(_subject(make_once, known, told)).truth is not None
    )
    assert answer.truth is not None or "absent" in unknown.values() or missing


@given(condition, condition, values, hidden)
def test_the_order_of_the_parts_does_not_matter(
    make_once: Callable[..., Any], one: Any, other: Any, known: Any, unknown: Any
) -> None:
    """`and` and `or` give the same in either order."""
    subject = _subject(make_once, known, unknown)

    for word in ("and", "or"):
        forth = compile_predicate(f"({one}) {word} ({other})", "client").evaluate(subject)
        back = compile_predicate(f"({other}) {word} ({one})", "client").evaluate(subject)
        assert forth.truth is back.truth


@given(condition, values, hidden)
def test_the_evidence_decides_alone(make_once: Callable[..., Any], text: str, known: Any, unknown: Any) -> None:
    """Hiding everything but the settings of a true answer leaves it true: the evidence is complete."""
    predicate = compile_predicate(text, "client")
    answer = predicate.evaluate(_subject(make_once, known, unknown))
    labels = {setting.label for setting in answer.settings}
    rest = {word: "unresolved" for word in WORDS if word not in labels}

    assert answer.truth is None or predicate.evaluate(_subject(make_once, known, rest)).truth is answer.truth


@given(condition)
def test_a_route_without_anything_never_fires_by_a_missing_pooler(make_once: Callable[..., Any], text: str) -> None:
    """Conditions on words of a thing that does not exist are never true, negated or not."""
    behind = text.replace("client.", "route.client.")
    subject = make_once(Route)

    assert compile_predicate(f"({behind}) and pooler.shares_connections", "route").evaluate(subject).truth is not True
    assert compile_predicate(f"({behind}) and not pooler.shares_connections", "route").evaluate(subject).truth is not True
