"""Terms of a model: what a text says, what it leaves to defaults, and what is refused."""

from __future__ import annotations

import dataclasses
import math

import pytest

from rapallo.effects.catalogue import CATALOGUE
from rapallo.errors import ModelError
from rapallo.model.terms import Applied, Look, Number, Operation, looks, parse_term
from rapallo.state.traces import Trace


@pytest.fixture
def parse(small):
    return lambda text: parse_term(small, text, "raid", 4.0)


@pytest.fixture
def look(parse):
    return lambda text: parse(text).expression


def test_a_name_alone(look):
    assert look("trust") == Look(CATALOGUE["trust"], None, "", -1, ())


def test_a_term_keeps_its_text(parse):
    assert parse("  trust ").text == "trust"


@pytest.mark.parametrize(
    ("text", "trace", "arguments"),
    [
        ("hostile", Trace("hostile", 4.0), (0,)),
        ("friendly(0.5)", Trace("friendly", 0.5), (0,)),
        ("hostile(log)", Trace("hostile", 4.0), (3,)),
        ("hostile(0.5, binary)", Trace("hostile", 0.5), (1,)),
        ("hostile(form=count, half_life=2)", Trace("hostile", 2.0), (2,)),
        ("inertia(amity)", Trace("amity", 4.0), (0,)),
        ("inertia(amity, log)", Trace("amity", 4.0), (3,)),
        ("reciprocity(amity, 0.25, log)", Trace("amity", 0.25), (3,)),
        ("reciprocity(0.25, kind=amity)", Trace("amity", 0.25), (0,)),
        ('transitivity("amity", half_life=3)', Trace("amity", 3.0), ()),
        ("cyclic_closure(0.5)", Trace("raid", 0.5), ()),
        ("recency(amity)", Trace("amity", 4.0, latest=True), ()),
        ("recency", Trace("raid", 4.0, latest=True), ()),
        ("outdegree(amity, 2, receiver, log)", Trace("amity", 2.0), (1, 3)),
        ("indegree(0.25)", Trace("raid", 0.25), (0, 0)),
        ("inertia(window=1)", Trace("raid", math.inf, window=1.0), (0,)),
        ("hostile(log, window=2)", Trace("hostile", math.inf, window=2.0), (3,)),
        ("common_enemy", Trace("hostile", 4.0), ()),
    ],
)
def test_traces_half_lives_and_forms(look, text, trace, arguments):
    found = look(text)
    assert (found.trace, found.arguments, found.names) == (trace, arguments, "")


@pytest.mark.parametrize(
    ("text", "names", "own", "arguments"),
    [
        ("tie(warranty)", "tie", 5, (1,)),
        ("tie(warranty, received)", "tie", 5, (2,)),
        ("pair_value(regard)", "value", 2, (1,)),
        ("pair_value(regard, either)", "value", 2, (0,)),
        ("covariate(creed)", "covariate", 1, (0,)),
        ("covariate(creed, receiver)", "covariate", 1, (1,)),
        ("difference(ambition)", "covariate", 2, ()),
        ("power(receiver)", "", -1, (1,)),
        ("isolation", "", -1, (0, 0.5, 0.1, 1.0)),
        ("isolation(receiver, 0.25)", "", -1, (1, 0.25, 0.1, 1.0)),
        ("isolation(0.25, membership=3)", "", -1, (0, 0.25, 0.1, 3.0)),
        ("mutual_isolation(relation=0)", "", -1, (0.5, 0.0, 1.0)),
        ("third_party_threat(power=0.05)", "", -1, (0.05,)),
    ],
)
def test_words_sides_and_numbers(look, text, names, own, arguments):
    found = look(text)
    assert (found.trace, found.names, found.own, found.arguments) == (None, names, own, arguments)


def test_expressions(look):
    trust, power = look("trust"), look("power(receiver)")
    assert look("trust * power(receiver)") == Operation("*", trust, power)
    assert look("trust + 2 * power(receiver)") == Operation("+", trust, Operation("*", Number(2.0), power))
    assert look("(trust - 0.5) * trust") == Operation("*", Operation("-", trust, Number(0.5)), trust)
    assert look("log(trust)") == Applied("log_one_plus", trust)
    assert look("saturate(trust + trust)") == Applied("saturate", Operation("+", trust, trust))
    found = [each.effect.name for each in looks(look("log(tension) * (trust - rivalry) + 1"))]
    assert found == ["tension", "trust", "rivalry"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("trsut", "There is no effect 'trsut'. Did you mean trust"),
        ("trust(", "is not a term"),
        ("", "is not a term"),
        ("2", "names no effect; the constant is in every kind already"),
        ("log(3)", "names no effect"),
        ("trust / power", "Use effects, numbers"),
        ("-trust", "Use effects, numbers"),
        ("trust ** 2", "Use effects, numbers"),
        ("trust.power", "Use effects, numbers"),
        ("log(trust, power)", "log takes one expression"),
        ("log(x=trust)", "log takes one expression"),
        ("trust(1)", "has too many arguments. Write trust."),
        ("power(sender, receiver)", "has too many arguments"),
        ("tie", r"lacks its tie. Write tie\(tie, way=sent\)."),
        ("offset()", "offset takes one expression"),
        ("offset(trust, power)", "offset takes one expression"),
        ("trust + offset(trust)", r"offset\(...\) stands around a whole term"),
        ("lgo(trust * power)", "There is no effect 'lgo'. Did you mean log"),
        ("hostility(sidewards)", "There is no way 'sidewards'"),
        ("inertia(raids)", "There is no kind 'raids'. Did you mean raid"),
        ("tie(leag)", "There is no tie 'leag'. Did you mean league"),
        ("covariate(migth)", "There is no covariate 'migth'. Did you mean might"),
        ("pair_value(bordr)", "There is no value 'bordr'. Did you mean border"),
        ("power(reciever)", "There is no side 'reciever'. Did you mean receiver"),
        ("hostile(logs)", "There is no form 'logs'. Did you mean log"),
        ("hostile(halflife=3)", "There is no argument 'halflife'. Did you mean half_life"),
        ("hostile(**x)", "There is no argument"),
        ("hostile(half_life=log)", "half_life is a number, not 'log'"),
        ("hostile(half_life=True)", "half_life is a number, not True"),
        ("hostile(2, window=1)", "give a half_life or a window, not both"),
        ("hostile(window=0)", "window is 0; give years above 0"),
        ("recency(window=1)", "There is no argument 'window'"),
        ("hostile(0)", "half_life is 0; give years above 0"),
        ("hostile(half_life=0.0)", "half_life is 0.0; give years above 0"),
        ("hostile(-1)", "neither a word nor a number"),
        ("tie(trust(1))", "an argument is neither a word nor a number"),
        ("third_party_threat(receiver)", "has too many arguments"),
    ],
)
def test_what_cannot_be_read_is_refused(parse, text, message):
    with pytest.raises(ModelError, match=message) as caught:
        parse(text)
    assert str(caught.value).startswith(f"model, kind raid, term {text!r}: ")


@pytest.mark.parametrize(
    ("effect", "role"), [("power", "capability"), ("obligation", "war"), ("client_activity", "control")]
)
def test_an_effect_whose_role_nobody_plays_is_refused(small, effect, role):
    words = small.vocabulary
    tables = {
        table: tuple(
            dataclasses.replace(word, role="" if word.role == role else word.role) for word in getattr(words, table)
        )
        for table in ("ties", "values", "covariates")
    }
    record = dataclasses.replace(small, vocabulary=dataclasses.replace(words, **tables))
    with pytest.raises(ModelError, match=f'{effect} needs a word with role = "{role}" in vocabulary.toml'):
        parse_term(record, effect, "raid", 4.0)
    assert parse_term(record, "trust", "raid", 4.0).text == "trust"
