"""Citations whose dates are in another language or calendar."""

from __future__ import annotations

from datetime import date

import pytest

from geo.reading.citations import Period, find_citations

CITED = [
    ("Поезда идут (Report.az, 1 июня 2026 г.; Интерфакс, 2 июня 2026).", [("Report.az", 1), ("Интерфакс", 2)]),
    ("Потяг іде (Укрінформ, 5 червня 2026 р.).", [("Укрінформ", 5)]),
    ("Пойыз жүрді (ҚазАқпарат, 2026 жылғы 6 маусым).", [("ҚазАқпарат", 6)]),
    ("Tren geldi (Anadolu Ajansı, 7 Haziran 2026).", [("Anadolu Ajansı", 7)]),
    ("Qatar gəldi (Azərtac, 8 iyun 2026).", [("Azərtac", 8)]),
    ("Züge fahren (Handelsblatt, 9. Juni 2026).", [("Handelsblatt", 9)]),
    ("Le train part (Les Échos, 10 juin 2026).", [("Les Échos", 10)]),
    ("El tren sale (El País, 11 de junio de 2026).", [("El País", 11)]),
    ("O comboio parte (Lusa, 12 de junho de 2026).", [("Lusa", 12)]),
    ("Գնացքը եկավ (Արմենպրես, 3 հունիսի, 2026 թ.)։", [("Արմենպրես", 3)]),
    ("მატარებელი მოვიდა (ინტერპრესნიუსი, 2 ივნისი, 2026).", [("ინტერპრესნიუსი", 2)]),
    ("وصل القطار (وكالة الأناضول، 10 يونيو 2026؛ رويترز، 11 يونيو 2026).", [("وكالة الأناضول", 10), ("رويترز", 11)]),
    ("班列抵达\uff08新华社\uff0c2026年6月3日\uff09。", [("新华社", 3)]),
    ("قطار رسید (ایرنا، ۱۲ خرداد ۱۴۰۵).", [("ایرنا", 2)]),
]


@pytest.mark.parametrize(("text", "cited"), CITED, ids=[text for text, _ in CITED])
def test_a_citation_is_read_in_its_language(text, cited):
    """Outlet and day are those of the parenthesis, each in June 2026."""
    found = find_citations(text, Period())
    assert [(c.outlet, c.date) for c in found] == [(outlet, date(2026, 6, day)) for outlet, day in cited]


def test_an_islamic_date_is_told_in_our_calendar():
    """1 Ramadan 1445 was 11 March 2024."""
    (found,) = find_citations("زار الوزير المرفأ (واس، ١ رمضان ١٤٤٥ هـ).", Period())
    assert (found.outlet, found.date) == ("واس", date(2024, 3, 11))


def test_a_persian_date_without_a_year_leaves_the_day_open():
    """The outlet is cited all the same; which day of ours it is depends on the year."""
    (found,) = find_citations("قطار رسید (ایرنا، ۲ خرداد).", Period(date(2026, 6, 1)))
    assert (found.outlet, found.date) == ("ایرنا", None)


@pytest.mark.parametrize(
    "text",
    [
        "Встреча прошла (в Баку, 5 июня).",
        "Поезд опоздал (на 5 минут).",
        "Der Zug kam (erst am 9. Juni).",
        "Trains ran (the mars of 5 may differ).",
        "Le convoi (parti le 10 juin de Lyon) arrive.",
        "列车抵达\uff0812节车厢\uff09。",
        "قطار (با ۲۰ واگن) رسید.",
        "Поезд (Интерфакс, 45 июня 2026) идёт.",
    ],
)
def test_what_only_holds_a_date_or_a_number_is_no_citation(text):
    """A place and a day, a number of minutes, a day that no calendar has: nothing is cited."""
    assert find_citations(text, Period(date(2026, 6, 1))) == ()
