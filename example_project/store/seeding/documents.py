"""A document to look at: one page of PDF, written by hand so that no library is needed."""

from collections.abc import Sequence

PAGE = "595 842"  # A4 in points
LEFT, TOP, LEADING, SIZE = 72, 700, 34, 16


def sample_document(lines: Sequence[str]) -> bytes:
    """Return a PDF 1.4 (ISO 32000-1) with a page of lines below "Sample document", in Latin letters."""
    content = _content(["Sample document", *lines])
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode("ascii"),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _file(objects)


def _content(lines: Sequence[str]) -> bytes:
    start = f"BT /F1 {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td ".encode("ascii")
    return start + b" T* ".join(b"(%b) Tj" % _escaped(line) for line in lines) + b" ET"


def _escaped(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    return text


def _file(objects: Sequence[bytes]) -> bytes:
    """Put objects in a row, and behind them the table that says at which byte each begins."""
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, table, trailer)
