"""What somebody typed, as it can be kept."""


def plain(text: str) -> str:
    """Without signs that cannot be printed, which a database may refuse, and without blanks around it."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable()).strip()
