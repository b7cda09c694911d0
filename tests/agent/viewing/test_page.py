"""The page of a session works in a real browser, without a network."""

from __future__ import annotations

import base64
import gzip
import re
import shutil

import cv2
import msgspec
import numpy as np
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from agent.viewing.page import PAGE_PICTURES, page_of, write_page
from agent.viewing.shown import ShownMarker, shown_session
from bridge.recording.reader import open_recording

HOSTILE = '</script><img src=x onerror="document.title=1">'


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""As in scripts/setup.sh."""


@pytest.fixture(scope="module")
def shown(sample_recording):
    session = shown_session(open_recording(sample_recording), {}, PAGE_PICTURES)
    return msgspec.structs.replace(session, title=HOSTILE, markers=(ShownMarker(600.0, "pause", ""),))


@pytest.fixture(scope="module")
def browser():
    """A real Chromium without a window; `make test` installs it."""
    programs = [path for name in BROWSERS if (path := shutil.which(name))]
    if not programs or shutil.which("chromedriver") is None:
        pytest.fail("Chromium is not installed; `make test` installs it as root", pytrace=False)
    options = webdriver.ChromeOptions()
    options.binary_location = programs[0]
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1360,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def page(browser, shown, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "session.html"
    write_page(shown, path)
    browser.get(path.as_uri())
    WebDriverWait(browser, 20).until(lambda driver: "picture" in clock(driver))
    return browser


def clock(driver) -> str:
    return driver.find_element(By.ID, "clock").text


def press(driver, *keys) -> str:
    body = driver.find_element(By.TAG_NAME, "body")
    for key in keys:
        body.send_keys(key)
    return clock(driver)


def test_the_data_in_the_page_is_the_session(shown):
    blob = re.search(r'octet-stream">([^<]*)<', page_of(shown)).group(1)
    data = msgspec.json.decode(gzip.decompress(base64.b64decode(blob)))
    assert len(data["events"]) == 140
    assert data["ticks"][3]["index"] == shown.ticks[3].index
    assert base64.b64decode(data["frames"][7][1]) == shown.frames[7].image


def test_the_same_session_gives_the_same_page(shown):
    assert page_of(shown) == page_of(shown)


def test_only_its_owner_can_read_it(shown, tmp_path):
    written = write_page(shown, tmp_path / "deep" / "page.html")
    assert written == (tmp_path / "deep" / "page.html").stat().st_size
    assert (tmp_path / "deep" / "page.html").stat().st_mode & 0o777 == 0o600


def test_it_opens_with_a_picture(page):
    page.refresh()
    WebDriverWait(page, 20).until(lambda driver: "picture" in clock(driver))
    assert "picture 1 of 201" in clock(page)


def test_arrows_go_from_picture_to_picture_and_with_shift_from_tick_to_tick(page, shown):
    press(page, Keys.HOME)
    assert "picture 3 of 201" in press(page, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert "picture 2 of 201" in press(page, Keys.ARROW_LEFT)
    assert f"tick {shown.ticks[2].index}" in press(page, Keys.HOME, *[Keys.SHIFT + Keys.ARROW_RIGHT + Keys.NULL] * 2)
    assert clock(page).startswith(f"{shown.ticks[2].at_ms / 1000:.3f} s")
    assert "picture 201 of 201" in press(page, Keys.END)


def test_a_full_stop_goes_to_the_next_press(page, shown):
    presses = [event.at_ms for event in shown.events if event.kind.endswith("_press")]
    assert press(page, Keys.HOME, ".", ".").startswith(f"{presses[1] / 1000:.3f} s")


def test_the_tick_s_state_and_deeds_stand_beside_it(page, shown):
    press(page, Keys.HOME, Keys.SHIFT + Keys.ARROW_RIGHT + Keys.NULL)
    told = page.find_element(By.ID, "state").text
    assert all(f"{row.name} {row.value}" in told for row in shown.ticks[1].rows[:3])
    tick, following = shown.ticks[1:3]
    deeds = [event for event in shown.events if tick.at_ms <= event.at_ms < following.at_ms]
    assert len(page.find_elements(By.CSS_SELECTOR, "#deeds tr")) == len(deeds)


def test_the_game_is_drawn_and_boxes_change_it(page):
    WebDriverWait(page, 20).until(lambda driver: picture(driver).std() > 20)
    before = picture(page)
    page.find_element(By.ID, "boxes").click()
    assert np.abs(picture(page) - before).max() > 100


def test_the_legend_names_who_played(page):
    assert page.find_element(By.CSS_SELECTOR, ".legend span").text == "expert's pointer and buttons"


def test_hostile_names_are_text_and_nothing_is_asked_of_a_network(page):
    assert page.find_element(By.ID, "title").text == HOSTILE
    assert (
        page.execute_script(
            "return performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith('data:'))"
        )
        == []
    )
    assert page.get_log("browser") == []


def picture(driver) -> np.ndarray:
    shot = base64.b64decode(driver.find_element(By.ID, "game").screenshot_as_base64)
    return cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR).astype(float)
