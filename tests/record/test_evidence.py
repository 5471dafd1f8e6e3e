"""How well an event is founded."""

from rapallo.record.evidence import confidence
from rapallo.record.read import read_record


def test_confidence_by_its_rule(small_folder):
    (small_folder / "sources.csv").write_text(
        "id,title,where,grade,note\nchronicle,A chronicle,a library,history,\ntext,A treaty,an archive,document,\n"
    )
    (small_folder / "rechecks.csv").write_text(
        "event,source,date_coded,date_found,verdict,note\n1622-raid,text,1622-05-02,1622-05-02,agrees,\n"
        "1621-friends,text,1621-02-10,1621-02-12,near,\n"
    )
    path = small_folder / "events.csv"
    path.write_text(path.read_text().replace("Relations opened,,real,chronicle", "Relations opened,,real,text"))
    found = confidence(read_record(small_folder))
    assert found["1620-relations"] == "high"  # a document
    assert found["1622-raid"] == "high"  # a second look agreed
    assert found["1621-friends"] == "medium"  # a second look came near
    assert found["1620-league"] == "medium"  # a history
    assert found["1620-summons"] == "low"  # nothing was read
    assert found["1622-commerce"] == "low"  # only the month is known
