"""Codes on receipts: what a person can type to claim a purchase.

Crockford's base 32: no letters that look like digits, and a character at the end that
tells one that was mistyped. Not stored anywhere as they are.
"""

from __future__ import annotations

import re

SECRET_BYTES = 10
"""80 bits: at a thousand guesses a second and a billion codes to hit, one in 38,000 years."""
LENGTH = SECRET_BYTES * 8 // 5
GROUP = 4
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _DIGITS + "*~$=U"
_LOOK_ALIKE = str.maketrans("OIL", "011")
_FORM = re.compile(f"[{_DIGITS}]{{{LENGTH}}}[{re.escape(_CHECKS)}]")


def code_of(secret: bytes) -> str:
    """Return the code of 10 bytes: 16 characters and the check."""
    number = int.from_bytes(secret)
    digits = (_DIGITS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
    return "".join(digits) + _CHECKS[number % len(_CHECKS)]


def shown(code: str) -> str:
    """Return a code as it is printed, in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """Return the code that was typed, in its one form; None where it cannot be one."""
    if not text.isascii():
        return None
    code = text.replace("-", "").upper().translate(_LOOK_ALIKE)
    if not _FORM.fullmatch(code):
        return None
    number = 0
    for digit in code[:-1]:
        number = number * 32 + _DIGITS.index(digit)
    return code if code[-1] == _CHECKS[number % len(_CHECKS)] else None
