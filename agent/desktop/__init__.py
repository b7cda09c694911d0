"""Eyes and hands on a real desktop; the only room that touches devices."""
