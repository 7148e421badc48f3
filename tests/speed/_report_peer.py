"""The peer of ``oneoff.py``: the same report as a straightforward script.

pandas reads and aggregates, pyplot draws with its defaults, the charts stand inline in the HTML and
WeasyPrint makes the PDF. Written the way one writes it, without tricks for or against speed.
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
YEAR = 2025
Z = 1.96
ITEMS = ["nps", "nki1", "nki2", "nki3", "value1", "value2", "product", "service", "trust", "rebuy"]

orders = pd.read_csv(orders_file, sep=";", decimal=",", encoding="utf-8-sig", parse_dates=["Orderdatum"])
orders.columns = ["order", "customer", "date", "amount", "currency"]
customers = pd.read_csv(customers_file, sep=";", encoding="utf-8-sig")
customers.columns = ["customer", "segment", "country"]
answers = pd.read_csv(answers_file, sep=";", encoding="utf-8-sig", parse_dates=["Svarsdatum"])
answers.columns = ["answer", "date", "customer", *ITEMS]
answers = answers.merge(customers, on="customer")
orders = orders.merge(customers, on="customer")
WINDOWS = [
    (
        pd.Timestamp(2024, 1, 1) + pd.DateOffset(months=3 * i) - pd.DateOffset(years=1),
        pd.Timestamp(2024, 1, 1) + pd.DateOffset(months=3 * i),
    )
    for i in range(9)
]


def window(frame, start, end):
    return frame[(frame["date"] >= start) & (frame["date"] < end)]


def nps(frame):
    p, d, n = (frame["nps"] >= 9).mean(), (frame["nps"] <= 6).mean(), len(frame)
    return 100 * (p - d), 100 * Z * np.sqrt((p + d - (p - d) ** 2) / n), n


def index(frame, items):
    each = (frame[items].mean(axis=1) - 1) / 9 * 100
    return each.mean(), Z * each.std() / np.sqrt(len(each)), len(each)


def retention(start, end, days=180):
    before = orders[(orders["date"] < start) & (orders["date"] >= start - pd.Timedelta(days=days))]["customer"].unique()
    after = orders[(orders["date"] < end) & (orders["date"] >= end - pd.Timedelta(days=days))]["customer"].unique()
    kept = len(np.intersect1d(before, after))
    return 100 * kept / max(len(before), 1), len(before), kept, len(after)


GROUPS = {
    "NKI": ["nki1", "nki2", "nki3"],
    "Upplevt värde": ["value1", "value2"],
    "Lojalitet": ["rebuy", "nps"],
    "Produkt": ["product"],
    "Service": ["service"],
    "Förtroende": ["trust"],
}
now, then = (window(answers, *WINDOWS[i]) for i in (8, 4))
sales, sales_then = (window(orders, *WINDOWS[i]) for i in (8, 4))
series = {
    "NPS": [nps(window(answers, *w)) for w in WINDOWS],
    **{name: [index(window(answers, *w), items) for w in WINDOWS] for name, items in GROUPS.items()},
}
kept = [retention(*w) for w in WINDOWS]
segments = {
    name: {"NPS": nps(f), **{g: index(f, items) for g, items in GROUPS.items()}} for name, f in now.groupby("segment")
}
per_customer = sales.groupby("customer")["amount"].sum().sort_values(ascending=False)
figures = {
    "Kunder": per_customer.size,
    "Order": len(sales),
    "Omsättning": sales["amount"].sum(),
    "Genomsnittligt ordervärde": sales["amount"].mean(),
    "Köpfrekvens": len(sales) / per_customer.size,
    "Återköpsgrad": 100 * (sales.groupby("customer")["date"].nunique() > 1).mean(),
    "Omsättning per kund": per_customer.mean(),
    "Andel behållna kunder": kept[-1][0],
}


def chart(width, height):
    return plt.subplots(figsize=(width / 25.4, height / 25.4), layout="constrained")


def inline(fig):
    out = io.StringIO()
    fig.savefig(out, format="svg")
    plt.close(fig)
    text = out.getvalue()
    return text[text.index("<svg") :]


def trend(name):
    values = series[name]
    fig, ax = chart(82, 50)
    x = np.arange(len(values))
    level, margin = np.array([v[0] for v in values]), np.array([v[1] for v in values])
    ax.fill_between(x, level - margin, level + margin, alpha=0.2)
    ax.plot(x, level, marker="o")
    ax.set_xticks(x, [f"kv {i % 4 + 1}" for i in range(len(x))])
    for spine in ("top", "right"):
        ax.spines[spine].set_visible(False)
    return inline(fig)


def spark(values):
    fig, ax = chart(32, 9)
    ax.plot(values)
    ax.axis("off")
    return inline(fig)


def intervals(rows):
    fig, ax = chart(82, 50)
    for y, (name, (value, margin, _)) in enumerate(rows.items()):
        ax.errorbar(value, y, xerr=margin, fmt="o", capsize=3)
        ax.text(value, y + 0.2, f"{value:.1f}".replace(".", ","))
    ax.set_yticks(range(len(rows)), list(rows))
    return inline(fig)


def distribution():
    fig, ax = chart(104, 55)
    share = now["nps"].value_counts(normalize=True).reindex(range(11), fill_value=0) * 100
    bars = ax.bar(share.index, share, color=["#B34C0D"] * 7 + ["#D2D9DC"] * 2 + ["#0F7079"] * 2)
    ax.bar_label(bars, [f"{v:.0f}" for v in share])
    ax.set_xticks(range(11))
    return inline(fig)


def diverging():
    fig, ax = chart(170, 45)
    for y, (name, frame) in enumerate(now.groupby("segment")):
        d, p = 100 * (frame["nps"] <= 6).mean(), 100 * (frame["nps"] >= 9).mean()
        ax.barh(y, -d, color="#B34C0D")
        ax.barh(y, 100 - p - d, color="#D2D9DC")
        ax.barh(y, p, left=100 - p - d, color="#0F7079")
        ax.text(-d / 2, y, f"{d:.0f}")
        ax.text(100 - p / 2, y, f"{p:.0f}")
    ax.set_yticks(range(len(segments)), list(segments))
    return inline(fig)


def lanes():
    fig, ax = chart(170, 60)
    for y, name in enumerate(["NKI", "Upplevt värde", "Lojalitet"]):
        ax.plot([series[name][4][0], series[name][8][0]], [y, y])
        ax.scatter([series[name][8][0]], [y], s=60)
        ax.scatter([series[name][4][0]], [y], facecolors="none", edgecolors="k")
        ax.text(92, y, f"{series[name][8][0]:.1f}".replace(".", ","))
    ax.set_xlim(50, 95)
    ax.set_yticks(range(3), ["Kundnöjdhet", "Kundvärde", "Kundlojalitet"])
    return inline(fig)


def waterfall():
    fig, ax = chart(82, 55)
    _, start, stayed, end = kept[-1]
    bars = ax.bar(
        ["Början", "Förlorade", "Nya", "Slut"],
        [start, start - stayed, end - stayed, end],
        bottom=[0, stayed, stayed, 0],
    )
    ax.bar_label(bars)
    return inline(fig)


def lorenz():
    fig, ax = chart(82, 55)
    ax.plot(np.linspace(0, 100, per_customer.size), 100 * per_customer.cumsum() / per_customer.sum())
    return inline(fig)


def quarters():
    fig, ax = chart(170, 40)
    by = sales.groupby(sales["date"].dt.quarter)["amount"].sum()
    ax.bar(by.index, by)
    return inline(fig)


def rate_trend():
    fig, ax = chart(82, 50)
    ax.plot([k[0] for k in kept], marker="o")
    return inline(fig)


def number(value, digits=1):
    return f"{value:,.{digits}f}".replace(",", "\u00a0").replace(".", ",")


def table(head, rows):
    cells = "".join(f"<th>{h}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


key_rows = [
    [
        name,
        number(series[name][8][0]),
        "±" + number(series[name][8][1]),
        number(series[name][8][2], 0),
        number(series[name][4][0]),
        number(series[name][8][0] - series[name][4][0]),
        spark([v[0] for v in series[name]]),
    ]
    for name in series
]
key_rows += [[name, number(value), "", "", "", "", ""] for name, value in figures.items()]
segment_rows = [[name, *[number(s[g][0]) + " ±" + number(s[g][1]) for g in s]] for name, s in segments.items()]
abc_rows = [
    [c, number(len(part), 0), number(part.sum(), 0)]
    for c, part in zip("ABC", np.split(per_customer, [per_customer.size // 5, per_customer.size // 2]), strict=True)
]

PAGE = Template("""<html lang="sv"><head><meta charset="utf-8"><title>Kundanalys</title><style>
{% for weight, name in ((400, 'Regular'), (600, 'SemiBold')) %}
@font-face { font-family: Text; font-weight: {{ weight }}; src: url(file://{{ fonts }}/ReporterSans-{{ name }}.ttf) }
{% endfor %}
@page { size: A4; margin: 25mm 20mm 20mm; @bottom-right { content: counter(page) } @top-left { content: "Kundanalys" } }
body { font: 9pt Text; hyphens: auto } h1 { font-size: 21pt } section { break-before: page }
table { width: 100%; border-collapse: collapse; font-size: 8pt } td, th { border-bottom: .4pt solid #ccc; padding: 1.2mm }
.cards { display: flex; gap: 4mm } .cards div { flex: 1; background: #f6f4ef; padding: 3mm }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm }
</style></head><body>
<h1 style="font-size: 46pt; margin-top: 120mm">Kundanalys {{ year }}</h1><p>Publicerad {{ today }}</p>
<section><h1>Sammanfattning</h1><div class="cards">{% for c in cards %}<div>{{ c }}</div>{% endfor %}</div>{{ lanes }}
{% for name, (v, m, n) in latest.items() %}<p>{{ name }} ligger på {{ num(v) }} ±{{ num(m) }} (n = {{ n }}).</p>{% endfor %}</section>
<section><h1>Nyckeltal</h1>{{ keys }}</section>
<section><h1>Kundnöjdhet</h1><div class="two">{{ nki }}{{ items }}</div>{{ seg }}<p>{{ text }}</p></section>
<section><h1>NPS</h1><div class="two">{{ dist }}{{ nps }}</div>{{ div }}<p>{{ text }}</p></section>
<section><h1>Upplevt kundvärde</h1><div class="two">{{ value }}{{ valueseg }}</div><p>{{ text }}</p></section>
<section><h1>Kundens värde</h1><div class="two">{{ lorenz }}{{ abc }}</div>{{ quarters }}<p>{{ text }}</p></section>
<section><h1>Kundlojalitet</h1><div class="two">{{ fall }}{{ rate }}</div>{{ seg }}{{ loy }}<p>{{ text }}</p></section>
<section><h1>Metod</h1>{{ keys }}{% for i in range(14) %}<p>{{ text }}</p>{% endfor %}</section>
</body></html>""")
TEXT = (
    "Intervallen är 95-procentiga och gäller urvalsosäkerheten. Omsättning redovisas exklusive moms. "
    "En kund räknas som förlorad när ingen order har kommit inom den angivna tiden före periodens slut. "
) * 2
cards = [
    f"<b>{n}</b><br><span style='font-size: 25pt'>{number(series[n][8][0])}</span>" + spark([v[0] for v in series[n]])
    for n in ("NPS", "NKI", "Upplevt värde", "Lojalitet")
]
html = PAGE.render(
    year=YEAR,
    today=date(2026, 1, 15),
    fonts=fonts,
    cards=cards,
    lanes=lanes(),
    num=number,
    text=TEXT,
    latest={k: v[8] for k, v in series.items()},
    keys=table(["Mått", "Nu", "95 %", "n", "Förra", "Ändring", "Trend"], key_rows),
    nki=trend("NKI"),
    items=intervals({k: v[8] for k, v in series.items() if k != "NPS"}),
    seg=table(["Segment", "NPS", *GROUPS], segment_rows),
    dist=distribution(),
    nps=trend("NPS"),
    div=diverging(),
    value=trend("Upplevt värde"),
    valueseg=intervals({s: v["Upplevt värde"] for s, v in segments.items()}),
    lorenz=lorenz(),
    abc=table(["Klass", "Kunder", "Omsättning"], abc_rows),
    quarters=quarters(),
    fall=waterfall(),
    rate=rate_trend(),
    loy=trend("Lojalitet"),
)
HTML(string=html).write_pdf(target)
