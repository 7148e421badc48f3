"""The peer of ``oneoff.py``: the same report as a straightforward script.

pandas reads and aggregates, pyplot draws with its defaults, the charts stand inline in the HTML and
WeasyPrint makes the PDF. It prints what ours prints: the same figures, as many charts, the same
tables, about as many words. Written the way one writes it, without tricks for or against speed.
"""

import io
import sys
from datetime import date

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from jinja2 import Template
from weasyprint import HTML

orders_file, customers_file, answers_file, target, fonts = sys.argv[1:]
YEAR, Z, TAU = 2025, 1.959964, 90
ITEMS = ["nps", "nki1", "nki2", "nki3", "value1", "value2", "product", "service", "trust", "rebuy"]
INDICES = {
    "Nöjd-kund-index": ["nki1", "nki2", "nki3"],
    "Nöjdhet med produkten": ["product"],
    "Nöjdhet med servicen": ["service"],
    "Upplevt kundvärde": ["value1", "value2"],
    "Förtroende": ["trust"],
    "Lojalitetsindex": ["rebuy", "nps"],
}
LABELS = {
    "nki1": "Nöjdhet som helhet",
    "nki2": "Jämfört med förväntningarna",
    "nki3": "Jämfört med idealet",
    "product": "Produkten",
    "service": "Servicen",
    "value1": "Kvalitet i förhållande till priset",
    "value2": "Pris i förhållande till kvaliteten",
    "trust": "Förtroende",
}

orders = pd.read_csv(orders_file, sep=";", decimal=",", encoding="utf-8-sig", parse_dates=["Orderdatum"])
orders.columns = ["order", "customer", "date", "amount", "currency"]
customers = pd.read_csv(customers_file, sep=";", encoding="utf-8-sig")
customers.columns = ["customer", "segment", "country"]
answers = pd.read_csv(answers_file, sep=";", encoding="utf-8-sig", parse_dates=["Svarsdatum"])
answers.columns = ["answer", "date", "customer", *ITEMS]
answers = answers.merge(customers, on="customer")
orders = orders.merge(customers, on="customer")
first_order = orders.groupby("customer")["date"].min()
WINDOWS = [
    (
        pd.Timestamp(2024, 1, 1) + pd.DateOffset(months=3 * i) - pd.DateOffset(years=1),
        pd.Timestamp(2024, 1, 1) + pd.DateOffset(months=3 * i),
    )
    for i in range(9)
]


def window(frame, start, end):
    return frame[(frame["date"] >= start) & (frame["date"] < end)]


def wilson(k, n):
    p = k / n
    centre, half = (
        (p + Z * Z / 2 / n) / (1 + Z * Z / n),
        Z * np.sqrt(p * (1 - p) / n + Z * Z / 4 / n / n) / (1 + Z * Z / n),
    )
    return 100 * p, 100 * (centre - half), 100 * (centre + half), n


def nps(frame):
    p, d, n = (frame["nps"] >= 9).mean(), (frame["nps"] <= 6).mean(), len(frame)
    half = 100 * Z * np.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return 100 * (p - d), 100 * (p - d) - half, 100 * (p - d) + half, n


def mean(values):
    n, half = len(values), Z * values.std() / np.sqrt(len(values))
    return values.mean(), values.mean() - half, values.mean() + half, n


def index(frame, items):
    return mean(((frame[items].mean(axis=1) - 1) / 9 * 100).dropna())


def latest(frame):
    return frame.sort_values("date").groupby("customer").tail(1)


def activity(frame, start, end):
    tau = pd.Timedelta(days=TAU)
    before = set(frame[(frame["date"] < start) & (frame["date"] >= start - tau)]["customer"])
    after = set(frame[(frame["date"] < end) & (frame["date"] >= end - tau)]["customer"])
    new = {c for c in after - before if first_order[c] >= start}
    return before, after, new


def readings(start, end, survey=answers, sales=orders):
    asked, sold = latest(window(survey, start, end)), window(sales, start, end)
    each = sold.groupby("customer").agg(orders=("order", "count"), revenue=("amount", "sum"), days=("date", "nunique"))
    before, after, _ = activity(sales, start, end)
    found = {name: index(asked, items) for name, items in INDICES.items()}
    found["Andel nöjda kunder"] = wilson((asked["nki1"] >= 8).sum(), len(asked))
    found["NPS"] = nps(asked)
    found["Återköpsavsikt"] = wilson((asked["rebuy"] >= 8).sum(), len(asked))
    if before:
        found["Andel behållna kunder"] = wilson(len(before & after), len(before))
        found["Kundbortfall"] = wilson(len(before - after), len(before))
    residual = each["revenue"] - each["revenue"].sum() / each["orders"].sum() * each["orders"]
    half = Z * np.sqrt((residual**2).sum()) / each["orders"].sum()
    aov = each["revenue"].sum() / each["orders"].sum()
    found["Genomsnittligt ordervärde"] = aov, aov - half, aov + half, len(each)
    found["Köpfrekvens"] = mean(each["orders"])
    found["Omsättning per kund"] = mean(each["revenue"])
    found["Återköpsgrad"] = wilson((each["days"] > 1).sum(), len(each))
    old = sold[sold["customer"].map(first_order) < start]["amount"].sum()
    found["Återkommande"] = wilson(round(old / sold["amount"].sum() * len(each)), len(each))
    found["Kunder"] = len(each), None, None, len(each)
    found["Order"] = len(sold), None, None, len(each)
    found["Kunder med fler än en order"] = 100 * (each["orders"] > 1).mean(), None, None, len(each)
    found["Omsättning"] = each["revenue"].sum(), None, None, len(each)
    found["Svar"] = len(window(survey, start, end)), None, None, len(asked)
    return found


history = [readings(*w) for w in WINDOWS]
now, then = history[8], history[4]
segments = {
    name: readings(*WINDOWS[8], answers[answers["segment"] == name], orders[orders["segment"] == name])
    for name in customers["segment"].unique()
}
asked = latest(window(answers, *WINDOWS[8]))
sales = window(orders, *WINDOWS[8])
per_customer = sales.groupby("customer")["amount"].sum().sort_values(ascending=False)
before, after, new = activity(orders, *WINDOWS[8])


def series(name):
    return [h[name] if name in h else (np.nan,) * 4 for h in history]


def number(value, digits=1):
    return f"{value:,.{digits}f}".replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def chart(width, height):
    return plt.subplots(figsize=(width / 25.4, height / 25.4), layout="constrained")


def inline(fig):
    out = io.StringIO()
    fig.savefig(out, format="svg")
    plt.close(fig)
    text = out.getvalue()
    return text[text.index("<svg") :]


def bare(ax):
    for spine in ("top", "right", "left"):
        ax.spines[spine].set_visible(False)


def spark(name):
    fig, ax = plt.subplots(figsize=(20 / 25.4, 5 / 25.4))
    values = [v[0] for v in series(name)]
    ax.plot(values)
    ax.plot([8], values[8:], "o")
    ax.axis("off")
    return inline(fig)


def trend(name, width=104):
    values = series(name)
    fig, ax = chart(width, 50)
    x = np.arange(len(values))
    ax.fill_between(x, [v[1] for v in values], [v[2] for v in values], alpha=0.2)
    ax.plot(x, [v[0] for v in values], marker="o")
    for i, value in enumerate(values):
        if not np.isnan(value[0]):
            ax.annotate(number(value[0]), (i, value[0]), xytext=(0, 5), textcoords="offset points", ha="center")
    ax.set_xticks(x, [f"kv {i % 4 + 1}" for i in range(len(x))])
    ax.set_yticks([])
    bare(ax)
    return inline(fig)


def line(name):
    values = [v[0] for v in series(name)]
    fig, ax = chart(170, 40)
    ax.plot(values, marker="o")
    for i, value in enumerate(values):
        ax.annotate(number(value / 1e6, 1) + " mnkr", (i, value), xytext=(0, 5), textcoords="offset points")
    ax.set_yticks([])
    bare(ax)
    return inline(fig)


def intervals(rows, height=35):
    fig, ax = chart(82, height)
    for y, (name, (value, low, high, n)) in enumerate(rows.items()):
        ax.errorbar(value, y, xerr=[[value - low], [high - value]], fmt="o")
        ax.text(1.02, y, number(value), transform=ax.get_yaxis_transform(), va="center")
        ax.text(-0.02, y, f"{name} {n}", transform=ax.get_yaxis_transform(), va="center", ha="right")
    ax.set_yticks([])
    bare(ax)
    return inline(fig)


def distribution():
    fig, ax = chart(104, 55)
    share = asked["nps"].value_counts(normalize=True).reindex(range(11), fill_value=0) * 100
    bars = ax.bar(share.index, share, color=["#B34C0D"] * 7 + ["#D2D9DC"] * 2 + ["#0F7079"] * 2)
    ax.bar_label(bars, [number(v, 0) for v in share])
    ax.set_xticks(range(11))
    ax.set_yticks([])
    bare(ax)
    return inline(fig)


def battery(rows, height):
    fig, ax = chart(170, height)
    for y, (name, (low, high, value, n)) in enumerate(rows.items()):
        ax.barh(y, -low, color="#B34C0D")
        ax.barh(y, 100 - low - high, color="#D2D9DC")
        ax.barh(y, high, left=100 - low - high, color="#0F7079")
        for x, text in ((-low / 2, low), ((100 - low - high) / 2, 100 - low - high), (100 - low - high / 2, high)):
            ax.text(x, y, number(text, 0), ha="center", va="center")
        ax.text(1.02, y, number(value), transform=ax.get_yaxis_transform(), va="center")
        ax.text(-0.02, y, f"{name} {n}", transform=ax.get_yaxis_transform(), va="center", ha="right")
    ax.set_yticks([])
    ax.axvline(0)
    bare(ax)
    return inline(fig)


def questions(items):
    return battery(
        {
            LABELS[i]: (
                100 * (asked[i] <= 4).mean(),
                100 * (asked[i] >= 8).mean(),
                index(asked, [i])[0],
                asked[i].count(),
            )
            for i in items
        },
        10 * len(items),
    )


def promoters():
    groups = {"Alla kunder": asked, **dict(list(asked.groupby("segment")))}
    return battery(
        {
            name: (100 * (f["nps"] <= 6).mean(), 100 * (f["nps"] >= 9).mean(), nps(f)[0], len(f))
            for name, f in groups.items()
        },
        50,
    )


def lanes():
    fig, ax = chart(170, 60)
    for y, name in enumerate(["Nöjd-kund-index", "Upplevt kundvärde", "Lojalitetsindex"]):
        ax.plot([50, 90], [y, y], color="#E6ECEE", linewidth=6)
        ax.plot([then[name][0], now[name][0]], [y, y])
        ax.scatter([now[name][0]], [y], s=60)
        ax.scatter([then[name][0]], [y], facecolors="none", edgecolors="k")
        ax.text(92, y, f"{number(now[name][0])} {number(now[name][0] - then[name][0])} sedan 2024")
    for x in (60, 75):
        ax.axvline(x, linestyle=":")
    ax.set_xlim(50, 110)
    ax.set_yticks(range(3), ["Kundnöjdhet", "Kundvärde", "Kundlojalitet"])
    bare(ax)
    return inline(fig)


def waterfall():
    fig, ax = chart(82, 55)
    kept, back = len(before & after), len(after - before) - len(new)
    bars = ax.bar(
        ["Början", "Förlorade", "Tillbaka", "Nya", "Slut"],
        [len(before), len(before) - kept, back, len(new), len(after)],
        bottom=[0, kept, kept, kept + back, 0],
    )
    ax.bar_label(bars)
    bare(ax)
    return inline(fig)


def lorenz():
    fig, ax = chart(82, 55)
    ax.plot(np.linspace(0, 100, per_customer.size), 100 * per_customer.cumsum() / per_customer.sum())
    ax.plot([0, 100], [0, 100], linestyle="--")
    ax.annotate("20 % av kunderna", (20, 60))
    bare(ax)
    return inline(fig)


def table(head, rows):
    cells = "".join(f"<th>{h}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def spread(reading):
    return f"{number(reading[1])}–{number(reading[2])}" if reading[1] is not None else ""


def row(name):
    change = number(now[name][0] - then[name][0])
    return [
        name,
        number(now[name][0]),
        spread(now[name]),
        number(now[name][3], 0),
        spark(name),
        number(then[name][0]),
        change,
    ]


def bridge_row(name):
    part = orders[orders["segment"] == name] if name in segments else orders
    s, e, n = activity(part, *WINDOWS[8])
    kept = len(s & e)
    return [
        name,
        len(s),
        f"−{len(s) - kept}",
        f"+{len(n)}",
        len(e) - kept - len(n),
        len(e),
        number(100 * kept / len(s)),
    ]


def cards(names):
    return "".join(
        f"<div><b>{n}</b><br><span class=big>{number(now[n][0])}</span><br>"
        f"{number(now[n][0] - then[n][0])} sedan 2024<br>{spark(n)}</div>"
        for n in names
    )


abc = per_customer.cumsum() / per_customer.sum()
abc_rows = [
    [c, number(part.size, 0), number(part.sum(), 0), number(100 * part.sum() / per_customer.sum(), 0)]
    for c, part in (
        ("A", per_customer[abc <= 0.8]),
        ("B", per_customer[(abc > 0.8) & (abc <= 0.95)]),
        ("C", per_customer[abc > 0.95]),
        ("Totalt", per_customer),
    )
]
METHOD = (
    "Medelvärdet av svaren på frågorna, omräknat till 0–100, med lika vikter; sedan medelvärdet av alla "
    "svarande. 95-procentsintervall enligt Students t över kunder, eller enligt Wilson (1927) för andelar."
)
TEXT = (
    "Det går inte att säga om värdet har ändrats sedan 2024: skillnaden ryms inom felmarginalen. Överväg att "
    "ställa samma frågor på samma sätt nästa gång, så att en förändring går att skilja från slumpen. "
)
NOTES = (
    "Svaren är ett urval: intervallet täcker slumpen i vilka som svarade, inte dem som aldrig svarar. Order och "
    "kundregister omfattar alla; deras intervall beskriver processen bakom. En förändring kallas statistiskt "
    "säkerställd när skillnadens 95-procentsintervall inte innehåller noll. Under 30 i basen visas inget tal. "
)

PAGE = Template("""<html lang="sv"><head><meta charset="utf-8"><title>Kundanalys</title><style>
{% for weight, name in ((400, 'Regular'), (500, 'Medium'), (600, 'SemiBold'), (700, 'Bold')) %}
@font-face { font-family: Text; font-weight: {{ weight }}; src: url(file://{{ fonts }}/ReporterSans-{{ name }}.ttf) }
{% endfor %}
@font-face { font-family: Display; font-weight: 600; src: url(file://{{ fonts }}/ReporterSerif-SemiBold.ttf) }
@page { size: A4; margin: 25mm 20mm 20mm; @bottom-right { content: counter(page) } @bottom-left { content: "Norrvik AB" }
  @top-left { content: "Kundanalys" } @top-right { content: string(topic) } }
body { font: 9pt Text; hyphens: auto } h1 { font: 600 21pt Display; string-set: topic content() } section { break-before: page }
table { width: 100%; border-collapse: collapse; font-size: 8pt } td, th { border-bottom: .4pt solid #ccc; padding: 1mm }
.cards { display: flex; gap: 4mm } .cards div { flex: 1; background: #f6f4ef; padding: 3mm } .big { font: 600 25pt Display }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm } .three { columns: 3 }
</style></head><body>
<h1 style="font-size: 46pt; margin-top: 120mm">Kundanalys {{ year }}</h1><p>Publicerad {{ today }}</p>
<section><h1>Sammanfattning</h1><p>{{ text }}</p><div class="cards">{{ cards }}</div>{{ lanes }}
<div class="three"><h3>1</h3><p>{{ text }}</p><h3>2</h3><p>{{ text }}</p><h3>3</h3><p>{{ text }}</p></div><p>{{ notes }}</p></section>
<section><h1>Nyckeltal</h1><p>{{ text }}</p>{{ keys }}</section>
<section><h1>Kundnöjdhet</h1><p>{{ text }}</p><div class="two">{{ nki }}<p>{{ notes }}</p></div>{{ satisfied }}
<div class="two">{{ parts }}{{ nkiseg }}</div><p>{{ text }}</p></section>
<section><h1>NPS</h1><p>{{ text }}</p><div class="two">{{ dist }}{{ nps }}</div>{{ div }}<p>{{ text }}</p></section>
<section><h1>Upplevt kundvärde</h1><p>{{ text }}</p><div class="two">{{ value }}<p>{{ notes }}</p></div>{{ worth }}
<div class="two">{{ valueparts }}{{ valueseg }}</div><p>{{ text }}</p></section>
<section><h1>Kundens värde</h1><p>{{ text }}</p><div class="cards">{{ money }}</div>
<div class="two">{{ lorenz }}<div>{{ abc }}{{ back }}</div></div>{{ revenue }}<p>{{ text }}</p></section>
<section><h1>Kundlojalitet</h1><p>{{ text }}</p><div class="two">{{ fall }}{{ rate }}</div>{{ bridge }}{{ signs }}<p>{{ text }}</p></section>
<section><h1>Metod</h1>{{ files }}{{ bases }}{{ definitions }}<div class="three">{{ notes }}{{ notes }}{{ notes }}</div></section>
</body></html>""")
MEASURED = [name for name in now if now[name][1] is not None]
html = PAGE.render(
    year=YEAR,
    today=date(2026, 1, 15),
    fonts=fonts,
    lanes=lanes(),
    text=TEXT,
    notes=NOTES,
    cards=cards(["NPS", "Nöjd-kund-index", "Andel behållna kunder", "Omsättning per kund"]),
    keys=table(
        ["Nyckeltal", "2025", "95 %-intervall", "Bas", "Utveckling", "2024", "Förändring"], [row(n) for n in now]
    ),
    nki=trend("Nöjd-kund-index"),
    satisfied=questions(["nki1", "nki2", "nki3", "product", "service"]),
    parts=intervals({n: now[n] for n in ("Nöjdhet med produkten", "Nöjd-kund-index", "Nöjdhet med servicen")}),
    nkiseg=intervals({s: v["Nöjd-kund-index"] for s, v in segments.items()}),
    dist=distribution(),
    nps=trend("NPS", 58),
    div=promoters(),
    value=trend("Upplevt kundvärde"),
    worth=questions(["value1", "value2", "trust"]),
    valueparts=intervals({n: now[n] for n in ("Förtroende", "Upplevt kundvärde")}),
    valueseg=intervals({s: v["Upplevt kundvärde"] for s, v in segments.items()}),
    money=cards(["Genomsnittligt ordervärde", "Köpfrekvens", "Återköpsgrad", "Omsättning"]),
    lorenz=lorenz(),
    abc=table(["Klass", "Kunder", "Omsättning", "Andel"], abc_rows),
    back=intervals({n: now[n] for n in ("Återkommande", "Återköpsgrad")}, 20),
    revenue=line("Omsättning"),
    fall=waterfall(),
    rate=trend("Andel behållna kunder", 82),
    bridge=table(
        ["Segment", "Start", "Förlorade", "Nya", "Tillbaka", "Slut", "Andel"],
        [bridge_row(n) for n in (*segments, "Alla kunder")],
    ),
    signs=table(
        ["Nyckeltal", "2025", "95 %", "2024"],
        [
            [n, number(now[n][0]), spread(now[n]), number(then[n][0])]
            for n in ("Kundbortfall", "Återköpsgrad", "Återköpsavsikt")
        ],
    ),
    files=table(
        ["Fil", "Läst som", "Rader", "Behållna", "Utelämnade"],
        [
            [f, "CSV, UTF-8", len(d), len(d), 0]
            for f, d in (("order.csv", orders), ("kunder.csv", customers), ("enkat.csv", answers))
        ],
    ),
    bases=table(
        ["Nyckeltal", "2025", "95 %-intervall", "Kunder", "Svar eller order", "Metod"],
        [[n, number(now[n][0]), spread(now[n]), now[n][3], now[n][3], "t-intervall, per kund"] for n in MEASURED],
    ),
    definitions=table(["Nyckeltal", "Definition"], [[n, METHOD] for n in now]),
)
HTML(string=html).write_pdf(target, pdf_variant="pdf/ua-1")
