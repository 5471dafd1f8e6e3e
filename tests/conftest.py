"""A small made-up world that the tests share: seven states, three movements, one organisation."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from rapallo.events.settings import Settings
from rapallo.model.specification import Model
from rapallo.record.read import read_record
from rapallo.record.tables import Record

ACTORS = """id,name,type,begin,end,home,latitude,longitude
RUS,Redland,state,1920-01-01,,,55.8,37.6
GMY,Greyland,state,1920-01-01,,,52.5,13.4
FRN,Blueland,state,1920-01-01,,,48.9,2.4
UKG,Island,state,1920-01-01,,,51.5,-0.1
POL,Midland,state,1920-01-01,,,52.2,21.0
CZE,Hills,state,1921-06-01,,,50.1,14.4
LIT,Smallland,state,1920-01-01,1924-06-30,,54.7,25.3
CI,International,movement,1920-01-01,,,55.8,37.6
KPD,Grey reds,movement,1920-01-01,,GMY,52.5,13.4
SPD,Grey pinks,movement,1920-01-01,,GMY,52.5,13.4
LON,League,organisation,1920-01-01,,,46.2,6.1
"""
EVENTS = """id,date,date_precision,kind,side_a,side_b,title,attributes,truth,source,claims,note
1920-relations,1920-03-01,day,recognition,RUS,GMY,Relations opened,,real,doc,,
1920-demand,1920-05-05,day,demand,GMY,POL,A demand,,real,unverified,,
1920-alliance,1920-07-01,day,defence,FRN;POL;UKG,,Three allies,,real,doc,,
1921-friends,1921-02-10,day,entente,RUS,GMY,Outcasts meet,secret=true;revealed=1922-03-01,real,doc,C07,
1921-joins,1921-08-01,day,defence,CZE,FRN;POL;UKG,A fourth joins,accession=1920-alliance,real,doc,,
1921-stir,1921-09-01,day,agitation,KPD,GMY,Unrest,,real,doc,,
1921-forged,1921-10-01,day,agitation,CI,UKG,A letter,,forgery,doc,C11,
1922-trade,1922-01-15,month,trade,RUS,UKG,Trade,,real,doc,,
1922-clash,1922-05-02,day,clash,GMY,POL,Shots,,real,doc,,
1922-attack,1922-08-01,day,attack,GMY,POL,War,,real,doc,,
1922-entry,1922-08-03,day,war_entry,FRN;UKG,GMY,The allies enter,,real,doc,,
1922-occupied,1922-09-01,day,occupation,GMY,POL,Midland occupied,,real,doc,,
1923-peace,1923-02-01,day,peace,FRN;UKG;POL,GMY,Peace,stage=peace,real,doc,,
1923-front,1923-03-01,day,front,KPD,SPD,A front,,real,doc,,
1923-split,1923-09-01,day,split,KPD,SPD,A split,,real,doc,,
1924-annexed,1924-06-30,day,annexation,RUS,LIT,Smallland ends,all=true,real,doc,,
"""
SCHEDULE = """id,date,date_precision,kind,side_a,side_b,title,attributes,truth,source,claims,note
1921-leader,1921-05-01,day,succession,GMY,,New leader,,real,doc,,
1923-rumour,1923-06-01,day,rumour,UKG,RUS,Whispers,,rumour,doc,,
"""
COVARIATES = """actor,name,date,value,unit,source,note
RUS,capability,1920-01-01,0.2,share,doc,
GMY,capability,1920-01-01,0.3,share,doc,
FRN,capability,1920-01-01,0.2,share,doc,
UKG,capability,1920-01-01,0.25,share,doc,
POL,capability,1920-01-01,0.04,share,doc,
LIT,capability,1920-01-01,0.01,share,doc,
RUS,left_right,1920-01-01,-1,index,doc,
GMY,left_right,1922-01-01,0.8,index,doc,
GMY,revisionism,1921-01-01,1,0 or 1,doc,
"""
PAIRS = """actor_a,actor_b,name,begin,end,value,source,note
GMY,POL,contiguity,1920-01-01,,1,doc,
RUS,POL,contiguity,1920-01-01,,1,doc,
RUS,LIT,contiguity,1920-01-01,,1,doc,
GMY,POL,claim,1920-01-01,,1,doc,
RUS,CI,control,1920-01-01,,1,doc,
RUS,KPD,control,1920-01-01,,0.7,doc,
UKG,RUS,orientation,1920-01-01,1923-01-01,-0.5,doc,
UKG,RUS,orientation,1923-01-01,,0.5,doc,
"""
TIES = """kind,date,side_a,side_b,note
recognition,1920-01-01,GMY;FRN;UKG;POL;LIT,,
recognition,1921-06-01,CZE,GMY;FRN;UKG;POL;LIT,
"""
SOURCES = """id,title,where,note
doc,A document,made up for the tests,
"""
ABOUT = 'name = "small"\nbegin = 1920-01-01\nend = 1925-12-31\n'
TABLES = {
    "actors": ACTORS,
    "events": EVENTS,
    "schedule": SCHEDULE,
    "covariates": COVARIATES,
    "pairs": PAIRS,
    "ties": TIES,
    "sources": SOURCES,
}
SMALL_MODEL = Model(
    {
        "entente": ("trust", "common_enemy", "mutual_isolation", "third_party_threat"),
        "defence": ("trust", "common_ally", "common_enemy", "nearness"),
        "recognition": ("trust", "pair_value(orientation)"),
        "demand": ("pair_value(claim)", "impunity", "deterrence", "rivalry"),
        "clash": ("rivalry", "inertia(clash)", "pair_value(contiguity)"),
        "attack": ("rivalry", "deterrence", "relative_capability"),
        "war_entry": ("obligation", "rivalry"),
        "occupation": ("tie(war)",),
        "annexation": ("tie(occupation)",),
        "agitation": ("inertia(agitation)",),
        "suppression": ("reciprocity(agitation)",),
    },
    Settings(),
    prior=1.0,
)
# made-up coefficients, large enough that much happens in a few years
SMALL_VALUES = {
    "entente": {"constant": -1.5, "trust": 0.2, "common_enemy": 0.5, "third_party_threat": 0.1},
    "defence": {"constant": -2.0, "trust": 0.3, "common_ally": 0.4, "common_enemy": 0.3},
    "recognition": {"constant": -1.0, "pair_value(orientation)": 0.5},
    "demand": {"constant": -1.0, "pair_value(claim)": 1.0, "impunity": 0.5, "deterrence": -0.1},
    "clash": {"constant": -1.5, "rivalry": 0.4, "pair_value(contiguity)": 0.5},
    "attack": {"constant": -2.5, "rivalry": 0.5, "deterrence": -0.2},
    "war_entry": {"constant": -1.0, "obligation": 1.5},
    "occupation": {"constant": -1.5, "tie(war)": 2.0},
    "annexation": {"constant": -1.5, "tie(occupation)": 1.0},
    "peace": {"constant": 0.0},
    "agitation": {"constant": 0.0, "inertia(agitation)": 0.3},
    "suppression": {"constant": -0.5, "reciprocity(agitation)": 0.5},
}


def write_small(folder: Path) -> Path:
    """Write the small world's tables into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "record.toml").write_text(ABOUT, encoding="utf-8")
    with_kinds = files("rapallo.scenarios").joinpath("soviet", "kinds.csv")
    shutil.copy(str(with_kinds), folder / "kinds.csv")
    return folder


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """The small world as a folder that a test may spoil."""
    return write_small(tmp_path / "small")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The small world's record."""
    return read_record(write_small(tmp_path_factory.mktemp("world") / "small"))
