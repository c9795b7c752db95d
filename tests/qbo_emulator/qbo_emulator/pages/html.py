"""Give all pages of the emulator the same frame."""

from html import escape

STYLE = """
:root{--ink:#22303c;--soft:#5f6f7d;--line:#dde3e8;--back:#f4f6f8;--act:#2b6e4f}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);
 background:var(--back)}
header{background:#fff;border-bottom:1px solid var(--line);padding:.7rem 1.5rem;
 display:flex;gap:1.5rem;align-items:baseline;flex-wrap:wrap}
header b{color:var(--act)} header nav a{margin-right:1rem}
main{max-width:1080px;margin:1.5rem auto;padding:0 1.5rem}
a{color:var(--act);text-decoration:none} a:hover{text-decoration:underline}
h1{font-size:1.5rem;margin:.2rem 0 1rem} h2{font-size:1.1rem;margin:0 0 .5rem}
.card{background:#fff;border:1px solid var(--line);border-radius:8px;
 padding:1.2rem 1.5rem;margin-bottom:1.2rem;overflow-x:auto}
.narrow{max-width:480px;margin:3rem auto}
.muted{color:var(--soft)} .problem{color:#a3271f;font-weight:600}
.done{background:#e4f2ea;border:1px solid #b5d8c4;border-radius:6px;
 padding:.6rem 1rem;margin-bottom:1rem}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:600;color:var(--soft);font-size:.85rem}
th,td{padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--line);
 vertical-align:top}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.total td{font-weight:700;border-bottom:0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));
 gap:1rem}
.badge{display:inline-block;border-radius:99px;padding:0 .6rem;font-size:.8rem;
 background:#e8edf1;color:var(--soft)}
.badge.good{background:#dff0e6;color:#1f6b45}.badge.bad{background:#f7e0de;
 color:#a3271f}
button,.button{background:var(--act);color:#fff;border:0;border-radius:6px;
 padding:.45rem 1rem;font:inherit;cursor:pointer}
button.quiet{background:#e8edf1;color:var(--ink)} button.bad{background:#a3271f}
input,select,textarea{font:inherit;padding:.35rem .5rem;border:1px solid #b9c4cd;
 border-radius:6px;max-width:100%}
textarea{width:100%;font-family:ui-monospace,monospace;font-size:.85rem}
form.row{display:flex;gap:.6rem;flex-wrap:wrap;align-items:end;margin:.4rem 0}
label{display:inline-block} .row label{font-size:.85rem;color:var(--soft)}
.row label input,.row label select{display:block}
pre{background:#f4f6f8;padding:1rem;border-radius:6px;overflow:auto;
 font-size:.82rem;margin:0}
details{margin:.8rem 0} summary{cursor:pointer;color:var(--soft)}
"""
FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body>{head}<main>{body}</main></body></html>
"""


def page(title: str, body: str, head: str = "") -> str:
    """Return a whole page around ``body``, which is HTML already."""
    return FRAME.format(title=escape(title), style=STYLE, head=head, body=body)
