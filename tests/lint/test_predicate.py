"""The language of `when:`: what it accepts, what it refuses, and its three values."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.dsn import Dsn
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds
from poolaudit.graph.client import Client
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.route import Route
from poolaudit.lint.predicate import compile_predicate
from poolaudit.lint.values import MAX_LENGTH, PredicateError

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN = Setting.unresolved("set by a variable that nothing defines")


@pytest.fixture
def route(make: Callable[..., Any]) -> Any:
    """A client of ten connections through a transaction-mode pooler to a host that is not known."""
    client = make(
        Client,
        library="asyncpg",
        role="serving",
        max_connections=10,
        min_connections=Setting.default(2, "min_size", "asyncpg 0.30"),
        names_statements=True,
        unbounded=False,
        idle_timeout=Seconds(900),
        acquire_timeout=UNKNOWN,
        pool=None,
    )
    pooler = make(
        Pooler, name="PgBouncer", mode="transaction", shares_connections=True, max_prepared=0, ignored_parameters=("a", "b")
    )
    return make(Route, client=client, pooler=pooler, endpoint=make(Endpoint, host=UNKNOWN), environment="production")


def ask(text: str, subject: Any, on: str = "route", options: dict[str, Any] | None = None) -> Any:
    """The answer to a condition."""
    return compile_predicate(text, on, options).evaluate(subject)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client.max_connections == 10", True),
        ("client.max_connections != 10", False),
        ("5 < client.max_connections <= 10", True),
        ("10 < client.max_connections < 20", False),
        ("client.names_statements", True),
        ("client.unbounded", False),
        ("not client.unbounded", True),
        ("client.library == 'asyncpg'", True),
        ("client.library in ('psycopg', 'asyncpg')", True),
        ("client.library not in ('psycopg', 'asyncpg')", False),
        ("'pg' in client.library", True),
        ("'a' in pooler.ignored_parameters", True),
        ("client.library in pooler.ignored_parameters", False),
        ("client.max_connections * 2 + 1 == 21", True),
        ("client.max_connections / 4 > 2.4", True),
        ("client.max_connections - client.min_connections == 8", True),
        ("-client.max_connections < 0", True),
        ("client.idle_timeout > 10 * minutes", True),
        ("client.idle_timeout == 15 * minutes", True),
        ("client.idle_timeout / 2 < 1 * hours", True),
        ("client.idle_timeout > 900000 * ms", False),
        ("client.idle_timeout / (5 * minutes) == 3", True),
        ("client.max_connections in (client.min_connections, 10)", True),
        ("route.environment == 'production'", True),
        ("pooler.mode == 'transaction' and pooler.max_prepared == 0", True),
        ("client.unbounded or pooler.max_prepared == 0", True),
        ("client.unbounded == false and client.names_statements == true", True),
        ("client.max_connections > options.limit", True),
        ("client.library in options.libraries", True),
    ],
)
def test_known_values_are_compared_as_in_python(route: Any, text: str, expected: object) -> None:
    """A condition on known values is true or false."""
    assert expected is ask(text, route, options={"limit": 9, "libraries": ("asyncpg",)}).truth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("endpoint.host == 'db'", None),
        ("not endpoint.host == 'db'", None),
        ("endpoint.host == 'db' and client.unbounded", False),
        ("client.unbounded and endpoint.host == 'db'", False),
        ("endpoint.host == 'db' or client.names_statements", True),
        ("client.names_statements or endpoint.host == 'db'", True),
        ("endpoint.host == 'db' and client.names_statements", None),
        ("endpoint.host == 'db' or client.unbounded", None),
        ("client.max_lifetime > 1 * hours", None),
        ("client.acquire_timeout + client.idle_timeout > 1 * seconds", None),
        ("server.max_connections > 10", None),
        ("endpoint.host in ('a', 'b')", None),
        ("'x' in endpoint.host", None),
        ("client.max_connections / (client.min_connections - 2) > 1", None),
    ],
)
def test_unknown_follows_kleene(route: Any, text: str, expected: object) -> None:
    """Unknown spreads unless another part decides alone, on either side."""
    assert expected is ask(text, route).truth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unset(client.max_connections)", False),
        ("unset(client.max_lifetime)", True),
        ("unset(client.acquire_timeout)", None),
        ("unset(server)", True),
        ("unset(pooler)", False),
        ("unset(server.max_connections)", True),
        ("written(client.max_connections)", True),
        ("written(client.min_connections)", False),
        ("written(client.max_lifetime)", False),
        ("written(client.acquire_timeout)", None),
        ("written(server.max_connections)", False),
        ("known(client.min_connections)", True),
        ("known(client.max_lifetime)", False),
        ("known(client.acquire_timeout)", False),
        ("known(pooler)", True),
        ("known(server)", False),
        ("known(server.max_connections)", False),
        ("unset(dsn.password)", True),
    ],
)
def test_states_of_settings(route: Any, text: str, expected: object) -> None:
    """`written`, `unset` and `known` ask about the origin; `known` is never unknown."""
    assert expected is ask(text, route).truth


def test_a_password_can_only_be_asked_for_its_presence(make: Callable[..., Any]) -> None:
    """A connection string with a password has one; what it is stays out of reach."""
    route = make(Route, dsn=make(Dsn, password=Secret("hunter2")))

    assert (False, True) == (ask("unset(dsn.password)", route).truth, ask("known(dsn.password)", route).truth)


def test_a_derived_setting_is_not_written(make: Callable[..., Any]) -> None:
    """What follows from other settings was written by nobody."""
    client = make(Client, max_connections=Setting.derived(15, "max", "pool_size + max_overflow"))

    assert ask("written(client.max_connections)", client, "client").truth is False


def test_a_known_none_is_a_value(make: Callable[..., Any]) -> None:
    """None that a user wrote equals None, and has no order."""
    client = make(Client, max_connections=Setting.written(None, make(Client).span, "prepare_threshold"))
    answers = {
        text: ask(text, client, "client") for text in ("client.max_connections == None", "client.max_connections in (None, 0)")
    }

    assert [True, True] == [answer.truth for answer in answers.values()]
    assert (None, (), ("client.max_connections >: None has no order",)) == ask("client.max_connections > 0", client, "client")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client.names_statements and pooler.max_prepared == 0", ["names_statements", "max_prepared"]),
        ("client.unbounded or pooler.max_prepared == 0", ["max_prepared"]),
        ("pooler.max_prepared == 0 or client.names_statements", ["max_prepared"]),
        ("client.max_connections > 5 and client.max_connections < 20", ["max_connections"]),
        ("5 < client.max_connections < 20", ["max_connections"]),
        ("not (client.unbounded or endpoint.host == 'db' and client.unbounded)", ["unbounded"]),
        ("client.max_connections > client.min_connections", ["max_connections", "min_size"]),
        ("route.environment == 'production'", []),
        ("written(client.max_connections)", ["max_connections"]),
        (
            "(endpoint.host == 'db' or client.names_statements) and pooler.shares_connections",
            ["names_statements", "shares_connections"],
        ),
    ],
)
def test_evidence_is_what_decided(route: Any, text: str, expected: object) -> None:
    """A true condition gives the settings of its deciding branch, in order, each once."""
    answer = ask(text, route)

    assert (True, expected) == (answer.truth, [setting.label for setting in answer.settings])


HOST = "endpoint.host: set by a variable that nothing defines"
WAIT = "client.acquire_timeout: set by a variable that nothing defines"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("endpoint.host == 'db'", (HOST,)),
        ("endpoint.host == 'db' and client.acquire_timeout > 1 * seconds", (HOST, WAIT)),
        ("endpoint.host == 'db' and endpoint.host != 'x'", (HOST,)),
        ("client.names_statements and (client.unbounded or endpoint.host == 'db')", (HOST,)),
        ("client.max_lifetime > 1 * hours", ()),
        ("server.max_connections > 10", ()),
        ("server.max_connections > 10 and endpoint.host == 'db'", ()),
        ("endpoint.host == 'db' and server.max_connections > 10", ()),
        ("server.max_connections > 10 or endpoint.host == 'db'", (HOST,)),
        ("server.max_connections > client.max_lifetime / (1 * seconds)", ()),
        ("client.idle_timeout / client.max_connections > 1 * seconds and written(endpoint.host)", (HOST,)),
        (
            "client.max_connections / (client.min_connections - 2) > 1",
            ("client.max_connections / (client.min_connections - 2): has no value",),
        ),
    ],
)
def test_an_unknown_answer_names_the_facts_that_would_decide(route: Any, text: str, expected: object) -> None:
    """Only facts that could still make it true are listed; a thing that does not exist cannot be learnt."""
    answer = ask(text, route)

    assert (None, (), expected) == answer


def test_a_false_answer_misses_nothing(route: Any) -> None:
    """What another part has decided needs no further fact."""
    assert () == ask("endpoint.host == 'db' and client.unbounded", route).missing


REFUSED = [
    ("client.max_conections > 1", "`client.max_conections` does not exist; did you mean `max_connections`?"),
    (
        "client.idle_timeout > 10",
        "`client.idle_timeout > 10` asks for the order of a duration and a number; write the unit, as in `10 * seconds`",
    ),
    (
        "client.idle_timeout + 10 > 1 * hours",
        "`client.idle_timeout + 10` puts a duration + a number; write the unit, as in `10 * seconds`",
    ),
    ("client.max_connections == '10'", "`client.max_connections == '10'` compares a number with a text"),
    ("client.max_connections == true", "`client.max_connections == true` compares a number with a truth value"),
    ("client.library == None", "`client.library == None` compares a text with a None"),
    (
        "pooler.version < '1.21'",
        (
            "`pooler.version < '1.21'` asks for the order of a text and a text"
            "; text has no order here, a version needs a word of the graph"
        ),
    ),
    ("client.library", "`client.library` is a text, not a condition; compare it with something"),
    ("client", "`client` is a Client, not a condition; compare it with something"),
    ("pooler == None", "`pooler == None`: a Pooler cannot be compared; there is unset() and known()"),
    ("pooler is None", "`pooler is None`: write `==` for `is`, and unset(x) for a thing that does not exist"),
    ("dsn.password == 'x'", "`dsn.password == 'x'`: a secret cannot be compared; there is unset() and known()"),
    (
        "client.pool.arguments == 1",
        "`client.pool.arguments == 1`: a value of no single type cannot be compared; there is unset() and known()",
    ),
    ("client.library in ('a', 1)", "a list must hold values of one type, not number and text"),
    ("client.max_connections in ('a', 'b')", "`client.max_connections in ('a', 'b')`: a number cannot be in a list of text"),
    ("client.max_connections in client.library", "`client.max_connections in client.library`: a number cannot be in a text"),
    ("client.library in ['a']", "`['a']` is not part of the language of rules; write a list in parentheses: (a, b)"),
    ("client.max_connections > options.max", "`options.max` is not an option of this rule; there is limit"),
    (
        "len(client.library) > 3",
        "`len(client.library)` is not part of the language of rules; there is written(), unset() and known()",
    ),
    ("open('x')", "`open('x')` is not part of the language of rules; there is written(x), unset(x) and known(x)"),
    ("unset(client.library)", "`unset(client.library)`: `client.library` is always known"),
    ("written(client.library)", "`written(client.library)`: `client.library` is not a setting, so nobody writes it"),
    ("written(pooler)", "`written(pooler)`: `pooler` is not a setting, so nobody writes it"),
    ("unset(1)", "`1` is not a dotted word"),
    (
        "unset(client.max_connections, 1)",
        "`unset(client.max_connections, 1)` is not part of the language of rules; there is written(x), unset(x) and known(x)",
    ),
    ("client.max_connections ** 2 > 1", "`client.max_connections ** 2` is not part of the language of rules; there is + - * /"),
    ("client.max_connections % 2 == 1", "`client.max_connections % 2` is not part of the language of rules; there is + - * /"),
    ("-client.library == 'a'", "`-` before a text"),
    ("client.library + 'a' == 'b'", "`client.library + 'a'` puts a text + a text"),
    (
        "(client.max_connections > 1) == true",
        "`client.max_connections > 1` is not part of the language of rules at this place: a value is wanted, not a condition",
    ),
    ("client.library == f'{client}'", "`f'{client}'` is not part of the language of rules"),
    ("client.library == b'a'", "`b'a'` is not a text, a number, True, False or None"),
    ("client.max_connections == 1e999", "`inf` is not a text, a number, True, False or None"),
    ("1 / 0 > client.max_connections", "`1 / 0` has no value"),
    ("client.max_connections > ", "not an expression: invalid syntax"),
    ("client.library == '\\d'", "a backslash has no meaning here"),
    ("client.__class__ == 1", None),
    ("().__class__ == 1", "`().__class__` is not a dotted word"),
    ("[x for x in (1, 2)] == 1", None),
    ("(lambda: client.unbounded)()", None),
    ("client.unbounded if client.unbounded else client.unbounded", None),
    ("(x := 1) == 1", None),
    ("1is 2", None),
    ("a" * (MAX_LENGTH + 1), f"longer than {MAX_LENGTH} characters; put a word for it into the graph"),
    ("not " * 25 + "client.unbounded", "nested deeper than 20 levels"),
    ("not " * 200 + "client.unbounded", "nested deeper than 20 levels"),
    ("(" * 300 + "1" + ")" * 300, None),
    ("1" + " + 1" * 30 + " > client.max_connections", "nested deeper than 20 levels"),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_what_is_not_of_the_language_is_refused(text: str, expected: object) -> None:
    """Each refusal is one line that says what to write instead."""
    with pytest.raises(PredicateError) as error:
        compile_predicate(text, "route", {"limit": 3})

    assert "\n" not in str(error.value)
    assert expected in (None, str(error.value))


def test_a_value_of_another_type_than_declared_is_unknown(make: Callable[..., Any]) -> None:
    """A reader's mistake never ends a scan."""
    client = make(Client, max_connections="ten")

    assert (None, (), ("client.max_connections >: has no answer for such values",)) == ask(
        "client.max_connections > 5", client, "client"
    )


def test_an_expression_may_span_lines(route: Any) -> None:
    """A page may fold a long condition."""
    assert ask("client.names_statements\n  and pooler.max_prepared == 0", route).truth is True


def test_evaluation_is_fast(route: Any) -> None:
    """A condition of three parts takes a few microseconds: the closures are compiled once."""
    predicate = compile_predicate("client.names_statements and pooler.shares_connections and pooler.max_prepared == 0", "route")
    best = float("inf")
    for _ in range(5):
        start = perf_counter()
        for _ in range(2000):
            predicate.evaluate(route)
        best = min(best, (perf_counter() - start) / 2000)

    assert best < 50e-6
