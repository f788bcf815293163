"""Who wrote an article, in the forms that content management systems write."""

import pytest

from tests.forms import GRAPH, NAMED, document, meta, page, prop, script
from tests.test_extract import in_data


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (script(GRAPH), ("Jane Doe", "John Roe")),
        (in_data(author="Jane Doe, John Roe"), ("Jane Doe", "John Roe")),
        (in_data(author=["Jane Doe", "John Roe"]), ("Jane Doe", "John Roe")),
        (in_data(author={"name": ["Jane Doe", "John Roe"]}), ("Jane Doe", "John Roe")),
        (in_data(author=[{"name": "Jane Doe"}, {"name": "Jane Doe"}]), ("Jane Doe",)),
        (in_data(author={"name": "By Jane Doe"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe | Harbour Post"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe, Harbour Post"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe for the Harbour Post"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe (Harbour Post)"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe, AFP"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe, Associated Press"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe, Political Editor"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe Political Correspondent"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe, Senior Lecturer in Oceanography, Harbour University"}), ("Jane Doe",)),
        (
            in_data(author=[{"@type": "Organization", "name": "Harbour Post"}, {"name": "Jane Doe"}]) + NAMED,
            ("Jane Doe",),
        ),
        (
            in_data(author={"@type": "Person", "name": "Jane Doe", "jobTitle": "Editor"}, editor={"name": "Kim Orr"}),
            ("Jane Doe",),
        ),
        (
            in_data(author={"name": "Jane Doe"}, comment=[{"@type": "Comment", "author": {"name": "Kim Orr"}}]),
            ("Jane Doe",),
        ),
        (in_data(author={"givenName": "Jane", "familyName": "Doe"}), ("Jane Doe",)),
        (in_data(author={"name": "Jane Doe &amp; John Roe"}), ("Jane Doe", "John Roe")),
        (in_data(author={"name": ""}) + meta(author="Jane Doe"), ("Jane Doe",)),
        (in_data(author={"name": "Redacción"}), ()),
        (in_data(author={"name": "La Rédaction"}), ()),
        (in_data(author={"name": "Redazione"}), ()),
        (in_data(author={"name": "Staff Writer"}), ()),
        (in_data(author={"name": "Jane Doe"}, reviewedBy={"name": "Kim Orr"}), ("Jane Doe",)),
        (prop("article:author", "https://www.facebook.com/harbourpost") + meta(author="Jane Doe"), ("Jane Doe",)),
        (prop("article:author", "Jane Doe") + prop("article:author", "John Roe"), ("Jane Doe", "John Roe")),
        (meta(author="jane@harbour-post.example (Jane Doe)"), ("Jane Doe",)),
        (meta(byl="By Jane Doe and John Roe"), ("Jane Doe", "John Roe")),
        (meta(**{"parsely-author": "Jane Doe"}), ("Jane Doe",)),
        (meta(**{"sailthru.author": "Jane Doe"}), ("Jane Doe",)),
        (meta(**{"DC.creator": "Jane Doe"}), ("Jane Doe",)),
        (meta(**{"dc.creator": "Doe, Jane"}), ("Jane Doe",)),
        (meta(**{"cXenseParse:author": "Jane Doe"}), ("Jane Doe",)),
        (meta(**{"twitter:label1": "Written by", "twitter:data1": "Jane Doe"}), ("Jane Doe",)),
        (meta(**{"twitter:label1": "Est. reading time", "twitter:data1": "4 minutes"}), ()),
        (meta(**{"twitter:creator": "@janedoe"}), ()),
        ('<meta name=\'parsely-page\' content=\'{"title":"x","author":"Jane Doe"}\'>', ("Jane Doe",)),
        (meta(author="Harbour Post") + NAMED, ("Harbour Post",)),
    ],
)
def test_who_wrote_it_in_data(head: str, names: tuple[str, ...]) -> None:
    assert document(page(head)).authors == names


def test_whom_a_meta_element_names_is_surer_than_what_only_looks_like_a_name() -> None:
    portrait = "<img src='x.jpg' alt='Quay Walk'>"
    assert document(page(meta(author="Jane Doe"), "Quay Walk", portrait)).authors == ("Jane Doe",)
    assert document(page("", "Quay Walk", portrait)).authors == ("Quay Walk",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, John Roe & Ann Lee", ("Jane Doe", "John Roe", "Ann Lee")),
        ("By Jane Doe in London and John Roe in Paris", ("Jane Doe", "John Roe")),
        ("By Jane Doe, with reporting by Kim Orr", ("Jane Doe",)),
        ("By Jane Doe | Additional reporting by Kim Orr", ("Jane Doe",)),
        ("By Jane Doe, AFP", ("Jane Doe",)),
        ("By Jane Doe, Associated Press", ("Jane Doe",)),
        ("By Jane Doe, Political Editor", ("Jane Doe",)),
        ("Jane Doe, Political Editor", ("Jane Doe",)),
        ("By Jane Doe Political correspondent, Harbour Post", ("Jane Doe",)),
        ("By Jane Doe, Guest Columnist", ("Jane Doe",)),
        ("Guest post by Jane Doe", ("Jane Doe",)),
        ("Opinion by Jane Doe", ("Jane Doe",)),
        ("Analysis by Jane Doe", ("Jane Doe",)),
        ("Story and photos by Jane Doe", ("Jane Doe",)),
        ("By Jane Doe @janedoe 14 May 2024", ("Jane Doe",)),
        ("By Jane Doe jane.doe@harbour-post.example", ("Jane Doe",)),
        ("By Jane Doe · 4 min read", ("Jane Doe",)),
        ("Written by Jane Doe, edited by Kim Orr", ("Jane Doe",)),
        ("Words: Jane Doe. Pictures: Kim Orr", ("Jane Doe",)),
        ("<a href='/author/jane-doe'>Jane Doe</a>, <a href='/author/john-roe'>John Roe</a>", ("Jane Doe", "John Roe")),
        ("<a href='/by/jane-doe'>Jane Doe</a>", ("Jane Doe",)),
        ("<a href='/journalist/jane-doe'>Jane Doe</a>", ("Jane Doe",)),
        ("<a href='/autor/123-jana-doerfler'>Jana Dörfler</a>", ("Jana Dörfler",)),
        ("<a rel='author' href='/jane'>Jane Doe</a>", ("Jane Doe",)),
        ("<span itemprop='author' itemscope><span itemprop='name'>Jane Doe</span></span>", ("Jane Doe",)),
        ("<span property='author' typeof='Person'><span property='name'>Jane Doe</span></span>", ("Jane Doe",)),
        ("<span class='vcard author'><a class='url fn n' href='/x'>Jane Doe</a></span>", ("Jane Doe",)),
        ("<span class='c-byline__name'>Jane Doe</span> <span class='c-byline__role'>Reporter</span>", ("Jane Doe",)),
        ("<address>By Jane Doe</address>", ("Jane Doe",)),
        ("Gastbeitrag von Jana Dörfler", ("Jana Dörfler",)),
        ("Ein Kommentar von Jana Dörfler", ("Jana Dörfler",)),
        ("Eine Analyse von Jana Dörfler und Max Roe", ("Jana Dörfler", "Max Roe")),
        ("Kolumne von Jana Dörfler", ("Jana Dörfler",)),
        ("Von Jana Dörfler, Kiel", ("Jana Dörfler",)),
        ("Von Jana Dörfler, dpa", ("Jana Dörfler",)),
        ("Une chronique de Jeanne Dubois", ("Jeanne Dubois",)),
        ("Par Jeanne Dubois avec AFP", ("Jeanne Dubois",)),
        ("Par Jeanne Dubois (à Brest)", ("Jeanne Dubois",)),
        ("Propos recueillis par Jeanne Dubois", ("Jeanne Dubois",)),
        ("Por Juana Díaz y Juan Roe", ("Juana Díaz", "Juan Roe")),
        ("Por: Juana Díaz", ("Juana Díaz",)),
        ("Por João Silva — Porto", ("João Silva",)),
        ("di Gianna Donati e Mario Rossi", ("Gianna Donati", "Mario Rossi")),
        ("a cura di Gianna Donati", ("Gianna Donati",)),
        ("Door Sanne de Vries en Jan Jansen", ("Sanne de Vries", "Jan Jansen")),
        ("Av Kari Nordmann", ("Kari Nordmann",)),
        ("Tekst: Kari Nordmann Foto: Ola Berg", ("Kari Nordmann",)),
        ("Teksti: Maija Virtanen", ("Maija Virtanen",)),
        ("Autor: Anna Nowak", ("Anna Nowak",)),
        ("Анна Иванова, Пётр Сидоров", ()),
        ("Автор: Анна Иванова, Пётр Сидоров", ("Анна Иванова", "Пётр Сидоров")),
        ("Yazar: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("كتب: أحمد علي", ("أحمد علي",)),
        ("作者：李文、王芳", ("李文", "王芳")),
        ("文/李文", ("李文",)),
        ("海港日报记者 李文", ("李文",)),
        ("홍길동 기자", ("홍길동",)),
    ],
)
def test_who_wrote_it_beside_the_headline(line: str, names: tuple[str, ...]) -> None:
    assert document(page("", line)).authors == names
