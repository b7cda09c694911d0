from agent.desktop.backend import InputBackend, default_backend


def test_linux_has_x11_and_others_have_pynput():
    assert default_backend("linux") is InputBackend.X11
    assert default_backend("win32") is InputBackend.PYNPUT
    assert default_backend("darwin") is InputBackend.PYNPUT
