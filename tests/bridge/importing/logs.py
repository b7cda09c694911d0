"""Small logs in both layouts."""

from __future__ import annotations

import csv
from pathlib import Path

from bridge.importing.layout import load_layout
from bridge.importing.log import ImportedLog, import_log

BALABIT_HEADER = "record timestamp,client timestamp,button,state,x,y"
PYNPUT_HEADER = "time,event,x,y,button,pressed,dx,dy,key"

BALABIT = f"""{BALABIT_HEADER}
0.0,0.0,NoButton,Move,10,20
0.1,0.0160000000615,NoButton,Move,12,21
0.1,0.0309999999,Left,Pressed,12,21
0.1,0.0469999999,NoButton,Drag,15,21
0.2,0.0780000001,Left,Released,15,21
0.2,0.5,Scroll,Down,15,21
0.2,0.61,Scroll,Up,15,21
"""

PYNPUT = f"""{PYNPUT_HEADER}
1700000000.000001,move,100,200,,,,,
1700000000.25,click,100,200,Button.left,True,,,
1700000000.5,click,100,200,Button.left,False,,,
1700000000.75,scroll,100,200,,,0,-2,
1700000001.0,press,,,,,,,'a'
1700000001.125,release,,,,,,,'a'
1700000001.25,press,,,,,,,Key.ctrl_l
1700000001.5,release,,,,,,,Key.ctrl_l
"""


def imported(text: str, layout: str = "balabit") -> ImportedLog:
    return import_log(csv.reader(text.splitlines()), load_layout(layout))


def balabit(*rows: str) -> ImportedLog:
    """A Balabit log of rows that leave the network monitor's column out."""
    return imported("\n".join((BALABIT_HEADER, *(f"9.9,{row}" for row in rows))))


def write_person(folder: Path, person: str, *names: str, text: str = BALABIT) -> None:
    (folder / person).mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / person / f"{name}.csv").write_text(text)
